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
    marked = ", ".join(marks)
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
            ),

            line as (
                select
                    row_id, submission_id, source_sheet, source_row, village_name, {marked},
                    dense_rank() over (order by submission_id, source_sheet, village_name, {marked}) as book
                from loaded_lines
                qualify row_number() over (
                    partition by submission_id, source_sheet, village_name, {marked}, source_row order by row_id
                ) = 1
            ),

            likely as (
                select t.submission_id, t.sheet, t."row", l.book
                from torn as t
                inner join (select distinct line.* exclude (row_id, source_row) from line) as l
                    on t.submission_id = l.submission_id and t.sheet = l.source_sheet
                    and coalesce(t.fields ->> 'village_name' = l.village_name, true)
                qualify rank() over (partition by t.submission_id, t.sheet, t."row" order by {same} desc) = 1
            ),

            beside as (
                select likely.*, l.row_id, l.source_row
                from likely asof inner join line as l on likely.book = l.book and likely."row" >= l.source_row
                union all
                select likely.*, l.row_id, l.source_row
                from likely asof inner join line as l on likely.book = l.book and likely."row" < l.source_row
            ),

            nearest as (
                select submission_id, sheet, "row", row_id
                from beside
                qualify row_number() over (
                    partition by submission_id, sheet, "row"
                    order by source_row > "row", abs(source_row - "row"), row_id
                ) = 1
            )

            select
                l.* replace (
                    {own}t."row" as source_row, {literal(UNLOADED)} as kind, cast(null as varchar) as row_id,
                    case when t.is_dated then t.moved end as moved, t.balance as balance,
                    coalesce(t.day, l.entry_date) as entry_date
                )
            from torn as t
            inner join nearest as n on t.submission_id = n.submission_id and t.sheet = n.sheet and t."row" = n."row"
            inner join loaded_lines as l on n.row_id = l.row_id
            order by all
            """,
        )
    return torn.select(lines.columns).cast(lines.schema)
