"""Put the rows of a book that were set aside back in their place between its lines, with what can be read of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.ddl import literal
from pipeline.handover import lent, read

if TYPE_CHECKING:
    import duckdb

UNLOADED = "未装载"


def among(
    con: duckdb.DuckDBPyConnection,
    lines: pl.DataFrame,
    kind: str,
    marks: tuple[str, ...],
    *,
    says: tuple[str, ...] = (),
    dated: bool = False,
) -> pl.DataFrame:
    """Give the rows set aside of ``kind`` as lines like ``lines``: cents ``moved`` (None: not readable) and ``balance``.

    A row is of the book of the line before it in its sheet (or else after it) that has the same village and most of the
    fields ``marks``, as far as they can be read; of that day too, where its own can't be read. ``says``: columns in which
    it has what it says itself. ``dated``: an amount counts as read only where the day is. What the balances around a row
    tell of it counts as read (``fact.torn_line``). Of a sheet of which no line was loaded nothing is known.
    """
    day = "try_cast(r.fields ->> 'entry_date' as date)"
    same = " + ".join(f"coalesce(t.fields ->> {literal(mark)} = l.{mark}, true)::int" for mark in marks)
    own = "".join(f"coalesce(t.fields ->> {literal(mark)}, l.{mark}) as {mark}, " for mark in marks)
    own += "".join(f"t.fields ->> {literal(name)} as {name}, " for name in says)
    with lent(con, "loaded_lines", lines):
        torn = read(
            con,
            f"""
            with torn as (
                select
                    r.submission_id, r.sheet, r."row", r.fields,
                    cast(d.moved * 100 as bigint) as moved,
                    {day} is not null or not {dated} as is_dated,
                    {day} as day,
                    cast(try_cast(r.fields ->> 'balance' as decimal(18, 2)) * 100 as bigint) as balance
                from fact.torn_line as d
                inner join meta.rejected_row as r
                    on d.submission_id = r.submission_id and d.sheet = r.sheet and d."row" = r."row"
                where d.kind = {literal(kind)} and coalesce(r.fields ->> 'currency', '人民币') = '人民币'
            )

            select
                l.* replace (
                    {own}t."row" as source_row, {literal(UNLOADED)} as kind, cast(null as varchar) as row_id,
                    case when t.is_dated then t.moved end as moved, t.balance as balance,
                    coalesce(t.day, l.entry_date) as entry_date
                )
            from torn as t
            inner join loaded_lines as l on t.submission_id = l.submission_id and t.sheet = l.source_sheet
                and coalesce(t.fields ->> 'village_name' = l.village_name, true)
            qualify row_number() over (
                partition by t.submission_id, t.sheet, t."row"
                order by {same} desc, l.source_row > t."row", abs(l.source_row - t."row"), l.row_id
            ) = 1
            order by all
            """,
        )
    return torn.select(lines.columns).cast(lines.schema)
