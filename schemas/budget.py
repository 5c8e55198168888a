"""预算表：村年度各资金、各用途类别的预算和追加。

由村两委编制，经村民代表会议通过、乡镇审核。依据：农村集体经济组织法第 26 条第七项（预算决算由成员大会决定）；
参照《街办基层党建创新案例（5 篇）》网络汇编篇二（原题名不存，讲的是乡镇：“预算共编”，以年度预算为依据）。
"""

import polars as pl

from schemas._fields import Money, Row, date, fund, money, text, year
from schemas._spec import Ledger


class Budget(Row):
    """The budget of one category of one fund in one year."""

    year: pl.Int32 = year("年度", "预算年度", "年份", "所属年度", required=True)
    fund: str = fund(
        "资金类别",
        "资金渠道",
        "资金类型",
        "款项来源",
        "资金来源",
        "资金名称",
        "资金性质",
        "经费来源",
        required=True,
    )
    category: str = text(
        "用途类别", "支出类别", "类别", "预算科目", "支出项目", "费用类别", "预算项目", "项目", "支出分类",
        "支出科目", "开支项目", required=True,
    )  # fmt: skip
    amount: Money = money(
        "预算金额",
        "年初安排",
        "年初预算金额",
        "年初预算安排",
        "年初安排数",
        "年初数",
        "预算安排",
        "预算安排数",
        "安排金额",
        "本年预算",
        "本年预算数",
        "预算额",
        "预算数",
        "金额",
        "年初预算",
        "年度预算",
        "预算",
        "年初预算数",
        required=True,
    )
    approved_on: pl.Date = date(
        "批准日期",
        "村民代表大会通过日期",
        "村民代表会议通过日期",
        "代表大会通过日期",
        "代表会通过日期",
        "会议通过日期",
        "通过时间",
        "通过日期",
        "审批日期",
        "批复日期",
        "决议日期",
        "生效日期",
        "批准时间",
    )
    supplement: Money = money(
        "追加",
        "年中追加数",
        "年中追加",
        "追加数",
        "年中追加预算",
        "年中调整",
        "年中追加金额",
        "调整追加",
        "追加金额",
        "追加预算",
        "调整金额",
        "预算调整",
        "调增",
        "追加额",
    )


LEDGER = Ledger(
    name="budget",
    title="预算表",
    model=Budget,
    titles=(
        "预算表", "年度预算", "收支预算", "支出预算", "预算草案", "预算方案", "村级预算", "财务预算",
        "预算编制", "资金使用计划", "经费使用计划", "资金使用安排", "经费使用安排",
    ),
    heads=(("预算",), ("支出", "收支", "安排", "编制", "年度")),
    natural_key=("year", "fund", "category", "amount", "supplement"),
    date_field="approved_on",
    slice_fields=("fund",),
)  # fmt: skip
