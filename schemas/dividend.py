"""红利收取表：村从合作社应得和实得的红利，一社一年一行。

由红色公司或村报账员在红利到账后填写，并附合作社分配决议。依据：《湖南吉首：“红色股份”发展村级集体经济增强基层党组织“向心力”》
（每年按股分红，红利归村集体）；
农村集体经济组织法第 44 条第三款（集体资金不得存入个人名义账户）。
"""

import polars as pl

from schemas._fields import Money, Ratio, Row, date, money, ratio, text, year
from schemas._spec import Ledger


class Dividend(Row):
    """The dividend one village got from one co-operative for one year."""

    cooperative: str = text(
        "合作社", "合作社名称", "专业合作社", "分红合作社", "入股合作社", "农民专业合作社", required=True
    )
    year: pl.Int32 = year("红利年度", "年度", "分红年度", "年份", "所属年度", "分配年度", required=True)
    share_capital: Money = money(
        "股本", "村入股本金", "入股本金", "村级入股本金", "村入股金额", "村入股股金", "股本金", "入股金额",
        "股金", "村股本", "股本金额", "入股股本", "投入股本", "入股资金",
        "入股股金", "出资额", "期末股本",
    )  # fmt: skip
    ratio: Ratio = ratio("占股比例", "持股比例", "股份比例", "股权比例", "占股")
    declared: Money = money(
        "应分红利", "应得红利", "应收红利", "应分金额", "应得分红", "应收分红", "宣告红利", "应分红",
        "应付红利", "应分",
    )  # fmt: skip
    received: Money = money(
        "实收红利", "到手", "到手金额", "收到数", "收到金额", "实际到账", "实际到账金额", "实际到账红利",
        "实际到账分红", "实收分红款", "到账分红",
        "到账红利", "红利", "分红金额", "到账金额", "实得红利", "收到红利", "实收金额", "红利金额",
        "所得红利", "获得红利", "分红收入", "实收分红", "分红", "获红利", "红利收入", required=True,
    )  # fmt: skip
    unspent: Money = money("未使用红利", "红利结余", "未用余额", "未使用", "结余", "余额", "结余红利")
    received_on: pl.Date = date(
        "到账日期", "到账时间", "收到日期", "入账日期", "日期", "分红日期", "收款日期", "分红时间", "入账时间"
    )
    payee_name: str = text(
        "收款户名", "收款人", "收款单位", "收款账户名称", "户名", "收款方", "账户名称", "入账户名"
    )
    payee_account: str = text(
        "收款账号", "账号", "银行账号", "收款账户", "入账账号", "到账账号", "到账账户", personal=True
    )


LEDGER = Ledger(
    name="dividend",
    title="红利收取表",
    model=Dividend,
    titles=(
        "红利收取表", "红利收取", "分红到账", "红利到账", "红利收入台账", "红股分红", "分红收取",
        "分红台账", "红利台账", "红色股份分红", "红色股份分红发放表", "分红情况", "红利情况", "分红收益表",
    ),
    heads=(("分红", "红利"), ("收取", "到账", "领取", "兑付", "收缴", "收款", "进账")),
    by_group=(
        "year", ("received", "declared", "share_capital", "ratio", "unspent", "received_on"),
    ),
    natural_key=("cooperative", "year", "received", "received_on"),
    date_field="received_on",
)  # fmt: skip
