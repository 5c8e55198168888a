"""农村居民收入基数表：各县上年农村居民人均收入，村干部补贴标准的基数；写明是可支配收入还是纯收入。

由县组织部门按统计公报填报，全县一张。依据：灵武市委党校课题组
《灵武市构建从严治党长效机制的实践探析》（宁夏党建刊物 2015 年第 10 期，职务补贴按上年人均可支配收入的倍数执行）。
"""

import polars as pl

from schemas._fields import Money, Row, code, money, text, year
from schemas._spec import Ledger


class IncomeBase(Row):
    """The rural income per head of one county in one year."""

    county: str = text(
        "县市区", "县", "县区", "区县", "县(市)", "地区", "县(市、区)", "市县", "市(县)", "县市",
        required=True,
    )  # fmt: skip
    year: pl.Int32 = year("年度", "年份", "统计年度", "所属年度", required=True)
    income_per_head: Money = money(
        "农村居民人均可支配收入", "人均可支配收入", "人均收入", "农民人均纯收入", "人均纯收入",
        "农民人均可支配收入", "农民人均收入", "农村常住居民人均可支配收入", required=True,
    )  # fmt: skip
    base: str = code(
        "口径", "收入口径", "统计口径", "指标口径", "收入类型",
        values={
            "可支配收入": ("人均可支配收入", "农村居民人均可支配收入", "农民人均可支配收入", "可支配", "新口径"),
            "纯收入": ("人均纯收入", "农民人均纯收入", "农村居民人均纯收入", "旧口径"),
        },
        note="没有这一列的，看收入一列的列名（或标题）写的是可支配收入还是纯收入",
        in_header_of="income_per_head",
    )  # fmt: skip


LEDGER = Ledger(
    name="income_base",
    title="农村居民收入基数表",
    model=IncomeBase,
    titles=("农村居民收入基数表", "收入基数", "人均可支配收入", "人均纯收入", "农民人均收入", "农村居民收入"),
    natural_key=("county", "year", "base", "income_per_head"),
    per_village=False,
)
