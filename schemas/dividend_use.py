"""红利使用明细表：红利的每一笔去向。

由村报账员逐笔登记，村务监督委员会审核并公开。依据：吉首市“红色股份”试点办法（红利的 50% 原则上追加股本，
其余用于公益事业和弥补工作经费，使用前走“四议两公开”）。
"""

import polars as pl

from schemas._fields import DOCUMENT_TYPE, Money, Row, code, date, money, text, year
from schemas._spec import Ledger


class DividendUse(Row):
    """One use of dividend money."""

    cooperative: str = text("合作社", "合作社名称", "专业合作社", "红利来源", "分红合作社", "红利来源合作社")
    year: pl.Int32 = year(
        "红利年度", "年度", "分红年度", "年份", "所属年度", required=True, note="所用红利的年度"
    )
    used_on: pl.Date = date(
        "使用日期", "日期", "支出日期", "支付日期", "使用时间", "支出时间", "付款日期", "发生日期", "时间"
    )
    category: str = code(
        "用途类别", "类别", "使用类别", "支出类别", "用途分类", "资金用途类别", "使用方向",
        values={
            "再投入": ("扩大再生产", "追加股本", "转增股本", "红利再投入", "再投资", "追加投入"),
            "公益事业": ("公益", "公益支出", "村级公益", "公益建设", "公共事业", "公益事业支出"),
            "工作经费": ("办公经费", "村级工作经费", "办公费", "弥补工作经费", "运转经费"),
            "党员活动": ("党建活动", "支部活动", "党支部活动", "党建经费", "党员活动经费", "党建"),
            "困难帮扶": ("帮扶", "困难救助", "救助", "慰问", "帮扶慰问", "困难慰问", "扶贫帮困"),
            "产业扶持": ("产业发展", "产业", "发展产业", "产业扶贫", "产业帮扶"),
            "其他": ("其它", "其他支出"),
        },
    )  # fmt: skip
    summary: str = text(
        "用途", "摘要", "使用事项", "事由", "使用内容", "用途说明", "红利用途", "支出内容", "具体用途",
        "使用情况", "内容", "支出事项", "项目", "项目名称", "事项", "红利使用情况", required=True,
    )  # fmt: skip
    amount: Money = money(
        "金额", "使用金额", "支出金额", "支出", "用款金额", "实付金额", "支付金额", "付款金额", required=True
    )
    payee: str = text(
        "收款人", "收款单位", "领款人", "收款方", "支付对象", "受益人", "对方单位", "施工单位", "收款人(单位)"
    )
    voucher_no: str = text("凭证号", "凭证字号", "凭证编号", "凭证", "凭证号数", "单据号")
    document_type: str = code(
        "票据类型", "票据种类", "原始凭证", "票据", "发票类型", "票据名称", values=DOCUMENT_TYPE
    )
    resolution_no: str = text("决议编号", "决议号", "会议纪要", "会议纪要编号", "决议")
    accepted_on: pl.Date = date("验收日期", "验收时间", "验收", "完工验收日期", "竣工验收日期")
    note: str = text("备注", "附注", "说明")
    category_source: str = text("类别来源", note="填报 或 推断")


LEDGER = Ledger(
    name="dividend_use",
    title="红利使用明细表",
    model=DividendUse,
    titles=(
        "红利使用明细表", "红利使用明细", "红利使用", "红利支出", "红利使用台账", "分红使用", "红利用途",
        "红利资金使用", "红利使用情况", "分红资金使用", "红利支出明细",
    ),
    natural_key=("used_on", "voucher_no", "summary", "amount"),
    date_field="used_on",
)  # fmt: skip
