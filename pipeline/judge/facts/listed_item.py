"""Name the subsidy paid, or what was collected, by one word, however its item or the title of its list says it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import polars as pl

from pipeline.judge.emptiness import all_of
from pipeline.values.celltext import squeeze
from pipeline.values.vocabulary import ITEMS, listed_item, paid_monthly

if TYPE_CHECKING:
    from datetime import date

    import duckdb

TITLE = "补贴、代收项目：惠农补贴发放表、代收代缴台账每行是哪一项，说法归并为一个词"
COLUMNS = {
    "row_id": ("varchar", "行编号"),
    "item": ("varchar", "项目：词表里没有的，取原文去掉村名、年月和表名"),
    "is_monthly": ("boolean", "是否按月标准、一年发几次"),
}
EMPTY_IF = all_of(*(f"ledger.{kind}" for kind in ITEMS))
_WHOSE_OR_WHEN = re.compile(r"^.*(?:村|社区|镇|乡|街道|年度?|[0-9]月份?|季度)(?=.{2})")
_LIST = re.compile(
    r"(?:资金|款|金)?(?:发放|兑付|领取|签领|公示|收缴|收取|缴费|代收代缴|代收|登记|花名|明细|汇总|统计)*"
    r"(?:公示表|明细表|花名册|登记表|统计表|汇总表|名单|名册|清册|清单|台账|表|册)$"
)


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """Name the item of every row."""
    found: list[tuple[str, str, bool]] = []
    for kind in ITEMS:
        rows = con.execute(f'select row_id, item from ledger."{kind}" order by row_id').fetchall()
        for row_id, text in rows:
            item = _named(kind, text)
            found.append((row_id, item, item in paid_monthly()))
    schema = {"row_id": pl.String, "item": pl.String, "is_monthly": pl.Boolean}
    return pl.DataFrame(found, schema=schema, orient="row")


@lru_cache(maxsize=4096)
def _named(kind: str, text: str) -> str:
    bare = squeeze(text)
    return listed_item(kind, bare) or _LIST.sub("", _WHOSE_OR_WHEN.sub("", bare)) or bare
