"""Say which periods of which ledgers each village has handed in, and how often."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.ddl import literal
from pipeline.facts._query import read
from schemas import ledgers

if TYPE_CHECKING:
    from datetime import date

    import duckdb
    import polars as pl

TITLE = "报送：每村每表每期报了几次，现行的有几行"
COLUMNS = {
    "village_code": "村代码",
    "kind": "表种",
    "kind_title": "表名",
    "period": "期间：所属期间的第一天",
    "period_kind": "期间类型：日/月/季/年/区间",
    "versions": "报送次数",
    "rows_current": "现行行数",
}


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """Count submissions and current rows by village, kind and period, over every version of every kind.

    The kinds are not listed anywhere, so the query is put together from what the schemas folder holds.
    """
    parts = (
        f"""
        select
            village_code, {literal(kind.name)} as kind, {literal(kind.title)} as kind_title, period, period_kind,
            cast(count(distinct submission_id) as integer) as versions,
            cast(count(*) filter (where superseded_by = '') as integer) as rows_current
        from history."{kind.name}"
        where village_code <> ''
        group by village_code, period, period_kind
        """
        for kind in ledgers().values()
        if kind.per_village
    )
    return read(con, " union all ".join(parts) + " order by all")
