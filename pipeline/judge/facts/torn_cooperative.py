"""Say which co-operatives stand in rows that were set aside, so that none is taken for unheard of or for the only one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.judge.emptiness import any_of
from pipeline.judge.facts._set_aside import fields_of
from pipeline.judge.owners import Owners

if TYPE_CHECKING:
    from datetime import date

    import duckdb

TITLE = "没有装载的合作社：登记台账、红利收取表、盈余分配表里没有装载的行所写的合作社和年度"
COLUMNS = {
    "village_code": ("varchar", "村代码：看不出是哪个村的，每个可能的村一行"),
    "kind": ("varchar", "表种：share_event、dividend 或 coop_year"),
    "cooperative": ("varchar", "合作社：没有读出的为空字"),
    "year": ("integer", "年度：没有读出的为空"),
}
EMPTY_IF = any_of("meta.rejected_row")


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """List village, kind, co-operative and year once each; a row that may be anybody's is left out."""
    rows = con.execute("""
        select
            coalesce(s.village_code, ''), concat_ws(' ', s.source_file, s.sheet, s.title), s.kind,
            cast(r.fields as varchar)
        from meta.rejected_row as r
        inner join meta.submission as m on r.submission_id = m.submission_id and m.superseded_by = ''
        inner join meta.sheet as s
            on
                r.submission_id = s.submission_id
                and r.sheet = s.sheet
                and s.rows_rejected > 0
                and s.kind in ('share_event', 'dividend', 'coop_year')
        where r.fields is not null
    """).fetchall()
    owners = Owners(con) if rows else None
    found = set()
    for village, words, kind, fields in rows:
        read_as = fields_of(fields)
        named = read_as.get("cooperative", "").strip()
        year = int(read_as["year"]) if "year" in read_as else None
        if owners:
            found |= {(one, kind, named, year) for one in owners.of(village, words, read_as) or ()}
    schema = {"village_code": pl.String, "kind": pl.String, "cooperative": pl.String, "year": pl.Int32}
    return pl.DataFrame(sorted(found, key=str), schema=schema, orient="row")
