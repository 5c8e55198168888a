"""Say what service money was spent on: a use it must not go to, a known use, or nobody can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.values.vocabulary import OTHER, forbidden_use, infer_category

if TYPE_CHECKING:
    from datetime import date

    import duckdb

TITLE = "专项资金用途：每笔支出是否属于不得列支的用途，用途能否归类"
COLUMNS = {
    "row_id": ("varchar", "行编号"),
    "use": ("varchar", "不得列支的用途：招待/烟酒/办公楼装修/干部补贴/车辆/旅游/化债，空为不属于"),
    "word": ("varchar", "据以判断的词"),
    "place": ("varchar", "词出现在：摘要/支出类别"),
    "classified": ("boolean", "用途能否归类"),
}
EMPTY_IF = "ledger.cash_entry"


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """Look at every cash_entry expense of 专项资金: the words of the summary first, then a category as filled in.

    A category that the programme itself inferred says no more than the summary does.
    """
    rows = con.execute("""
        select row_id, summary, case when coalesce(category_source, '') <> '推断' then trim(category) end
        from ledger.cash_entry
        where fund = '专项资金' and expense <> 0
        order by row_id
    """).fetchall()
    found = []
    for row_id, summary, category in rows:
        by_summary, by_category = forbidden_use(summary), forbidden_use(category) if category else None
        use, word = by_summary or by_category or (None, None)
        place = "摘要" if by_summary else "支出类别" if by_category else None
        known = category not in (None, "", OTHER) or infer_category("cash_entry", summary) != OTHER
        found.append((row_id, use, word, place, known))
    schema = {name: pl.Boolean() if name == "classified" else pl.String() for name in COLUMNS}
    return pl.DataFrame(found, schema=schema, orient="row")
