"""Bring names, specifications and units of goods to one spelling, so that prices can be compared."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import polars as pl

from pipeline.judge.facts._set_aside import fields_of, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    import duckdb

TITLE = "采购品归一：同品名、同规格、同单位的采购才比单价"
COLUMNS = {
    "row_id": ("varchar", "行编号；没有装载的行为空"),
    "item_key": ("varchar", "品名、规格、单位归一；没有规格的为空"),
    "county": ("varchar", "没有装载的行所在的表是哪个县的；看不出的和装载的行不写"),
}
EMPTY_IF = "ledger.purchase"
NULL_IF = {"item_key": "ledger.purchase.specification"}
_TIMES = re.compile(r"(?<=\d)\s*[×✕x*]\s*(?=\d)", re.IGNORECASE)
_NOISE = re.compile(r"[^\w.×/+%-]|_")


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """Name every line of purchase by item, specification and unit; one without a specification gets NULL.

    Goods of one name differ in size and make, so lines that say neither are never compared. A row that was set aside is
    named too; where none of its columns is known it is of every known item whose words stand in it.
    """
    rows = con.execute(
        "select row_id, item, specification, unit from ledger.purchase order by row_id"
    ).fetchall()
    found = [
        (row_id, item_key(item, specification or "", unit), "") for row_id, item, specification, unit in rows
    ]
    found += [(None, *line) for line in _set_aside(con, {key for _, key, _ in found if key})]
    return pl.DataFrame(found, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")


def _set_aside(con: duckdb.DuckDBPyConnection, known: set[str]) -> Iterator[tuple[str, str]]:
    rows = con.execute("""
        with sheet as (
            select s.submission_id, s.sheet, coalesce(nullif(s.county, ''), v.county, '') as county
            from meta.sheet as s
            left join (select village_code, max(county) as county from ledger.village group by all) as v
                on s.village_code = v.village_code
        ),
        place as (
            select submission_id, sheet, case when min(county) = max(county) then min(county) end as county
            from sheet group by all
        )
        select cast(r.cells as varchar), cast(r.fields as varchar), coalesce(p.county, '')
        from meta.rejected_row as r
        semi join meta.submission as m on r.submission_id = m.submission_id and m.superseded_by = ''
        left join place as p on r.submission_id = p.submission_id and r.sheet = p.sheet
        order by all
    """).fetchall()
    for cells, fields, county in rows:
        read_as = fields_of(fields)
        if read_as:
            key = item_key(*(read_as.get(name, "") for name in ("item", "specification", "unit")))
            yield from [(key, county)] if key in known else []
        else:
            words = {_plain(text) for text in texts_of(cells)}
            yield from ((key, county) for key in sorted(known) if words.issuperset(key.split()))


def item_key(item: str, specification: str, unit: str) -> str | None:
    """Join the normalised parts with spaces; ``None`` where item or specification says nothing."""
    parts = [_plain(text) for text in (item, specification, unit)]
    return " ".join(parts) if parts[0] and parts[1] else None


def _plain(text: str) -> str:
    tidy = _TIMES.sub("×", unicodedata.normalize("NFKC", text).lower())
    return _NOISE.sub("", tidy)
