"""合作社盈余分配表：入股合作社每年的股金、盈余和分配，红色公司在监事会的人，效益评估以后的处理。

由合作社会计编制，经成员大会通过后报乡镇。依据：农民专业合作社法第 40、42、44、45 条（报表备查、公积金、
按交易量返还不低于可分配盈余的 60%、内部审计）；农民专业合作社会计制度（财会〔2021〕37 号）会农社 02 表。
"""

import polars as pl

from schemas._fields import YES_NO, Money, Ratio, Row, code, date, money, ratio, text, year
from schemas._spec import Identity, Ledger


class CoopYear(Row):
    """The shares, surplus and distribution of one co-operative in one year."""

    cooperative: str = text(
        "合作社", "合作社名称", "专业合作社", "农民专业合作社", "农民专业合作社名称", "社名", required=True
    )
    year: pl.Int32 = year("年度", "分配年度", "盈余年度", "会计年度", "年份", "所属年度", required=True)
    total_shares: Money = money(
        "股金总额",
        "总股本",
        "总股金",
        "股本总额",
        "成员出资总额",
        "出资总额",
        "合作社股金总额",
        "股金合计",
        "成员股金总额",
        "成员股金合计",
        "社员股金总额",
    )
    red_shares: Money = money(
        "红色股份", "公司股金", "其中公司股金", "其中:公司股金", "其中:红色股金", "其中:集体股金",
        "红色股金", "红股股本", "村集体股金", "红色公司股金", "集体股金", "红色股份金额",
        "集体股份", "村集体出资",
    )  # fmt: skip
    net_surplus: Money = money("本年盈余", "净盈余", "当年盈余", "净利润", "盈余", "年度盈余", "净盈余额")
    distributable: Money = money(
        "可分配盈余", "可供分配盈余", "本年可分配盈余", "可分配利润", "可分配盈余总额"
    )
    patronage_return: Money = money(
        "盈余返还", "按交易量返还", "交易量返还", "交易额返还", "按交易量(额)返还", "盈余返还额",
        "按交易额返还", "返还总额",
    )  # fmt: skip
    share_dividend: Money = money(
        "股金分红", "剩余盈余分配", "按股分红", "分红总额", "股份分红", "股金分红总额", "剩余盈余返还",
        "按股金分配",
    )  # fmt: skip
    reserve_fund: Money = money("公积金", "提取公积金", "提取盈余公积", "公积金提取", "提取公积公益金")
    welfare_fund: Money = money("公益金", "提取公益金", "公益金提取")
    risk_fund: Money = money("风险基金", "提取风险基金", "风险金", "风险准备金", "风险基金提取")
    charter_reserve_rate: Ratio = ratio(
        "章程提取比例", "公积金提取比例", "章程公积金比例", "提取比例", "公积金比例"
    )
    decided_on: pl.Date = date(
        "分配决议日", "分配决议日期", "决议日期", "成员大会日期", "分红决议日期", "分配日期", "通过日期"
    )
    audited: str = code(
        "是否审计", "审计情况", "审计", "是否经审计", "已审计",
        values={
            "是": (
                *YES_NO["是"], "已审", "已审计", "经审计", "已经审计", "已经过审计", "审计过", "审计完成",
                "审计完毕", "已完成审计", "已内审", "已内部审计",
            ),
            "否": (
                *YES_NO["否"], "未审", "未审计", "未经审计", "尚未审计", "没审计", "没有审计", "待审计", "审计中",
                "正在审计",
            ),
        },
    )  # fmt: skip
    total_assets: Money = money("资产总额", "资产总计", "总资产", "资产合计")
    total_liabilities: Money = money("负债总额", "负债合计", "总负债", "负债总计")
    total_equity: Money = money(
        "所有者权益", "成员权益", "所有者权益合计", "权益合计", "净资产", "成员权益合计", "所有者权益总额"
    )
    supervisor_seat: str = text(
        "派驻监事", "红色公司派驻监事", "红色公司选派监事", "选派监事", "监事会代表", "红色公司监事", "村集体派驻监事",
    )  # fmt: skip
    follow_up: str = code(
        "评估处理", "评估后处理", "效益评估处理", "红股评估处理", "评估处理意见",
        values={
            "扶持": ("加大扶持", "重点扶持", "给予扶持", "继续扶持"),
            "整改": ("责令整改", "限期整改", "要求整改", "责成整改"),
            "处罚": ("给予处罚", "处分", "通报批评", "取消试点", "取消试点资格"),
            "无": ("不处理", "无需处理", "正常"),
        },
    )  # fmt: skip
    follow_up_due: pl.Date = date("评估整改期限", "整改期限", "整改截止日期", "限期整改日期", "整改时限")
    follow_up_done: pl.Date = date(
        "评估整改完成日期", "整改完成日期", "整改完成时间", "完成整改日期", "整改日期"
    )
    follow_up_result: str = text("评估整改结果", "整改结果", "整改情况", "处理结果", "整改落实情况")


LEDGER = Ledger(
    name="coop_year",
    title="合作社盈余分配表",
    model=CoopYear,
    titles=(
        "合作社盈余分配表", "盈余分配表", "盈余及盈余分配表", "盈余分配", "盈余分配方案", "收益分配方案",
        "会农社02表", "合作社年度报表", "合作社经营情况",
    ),
    identities=(
        Identity("资产等于负债加权益", "total", ("total_assets", "total_liabilities", "total_equity")),
        Identity("可分配盈余等于返还加分红", "total", ("distributable", "patronage_return", "share_dividend")),
        Identity(
            "本年盈余等于提取加分配", "total",
            ("net_surplus", "reserve_fund", "welfare_fund", "risk_fund", "patronage_return", "share_dividend"),
        ),
    ),
    natural_key=("cooperative", "year"),
    # A list of what each member gets is headed like the whole.
    foreign=("成员姓名", "社员姓名", "姓名", "户主姓名", "户主", "成员名称"),
)  # fmt: skip
