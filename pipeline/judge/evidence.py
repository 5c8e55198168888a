"""Look up the rows behind flags: where each stands, what it says, and what became of those of flags known before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.ddl import literal
from pipeline.handover import lent
from pipeline.judge.identity import rows
from schemas import ledgers

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from pipeline.judge.filled import Filled
    from schemas._spec import Ledger

_COLUMNS = 'row_id, "table", source_file, source_sheet, source_row, date, summary, amount'
# What a row says where its kind requires no word of it: a bank line, a rating.
_SAID = ("counterparty", "memo", "event", "stars")


def look_up(con: duckdb.DuckDBPyConnection, evidence: Sequence[Sequence[str]], filled: Filled) -> None:
    """Put the rows of each hit, which is named by its place in ``evidence``, into temp table ``found``.

    Only tables with rows, of which ``filled`` knows, are looked through.
    """
    wanted = pl.DataFrame(
        {"hit": range(len(evidence)), "row_id": evidence},
        schema={"hit": pl.Int32, "row_id": pl.List(pl.String)},
    )
    con.execute(
        'create or replace temp table found (hit integer, row_id varchar, "table" varchar, source_file varchar,'
        " source_sheet varchar, source_row integer, date date, summary varchar, amount decimal(18, 2))"
    )
    with lent(con, "wanted", wanted.explode("row_id").drop_nulls()):
        con.execute(f"insert into found {_looked_up('wanted', _sources(filled))}")
        # What a later submission has replaced stands in the history only.
        replaced = _replaced(filled)
        if replaced:
            con.execute(
                "create or replace temp view lost as from wanted anti join found using (hit, row_id);"
                f"insert into found select distinct on (hit, row_id) * from ({_looked_up('lost', replaced)})"
                " order by all; drop view lost"
            )


def trace(con: duckdb.DuckDBPyConnection, batch_id: str) -> None:
    """Put the key of every row of ``found``, and of those of the flags that were open, into temp table ``traced``.

    Rows of an earlier version of the program, which knew no keys, get theirs.
    """
    con.execute(
        'create or replace temp table wanted_row as select distinct "table", row_id from found union'
        ' select e."table", e.row_id from result.flag_evidence as e join result.flag as f using (flag_id)'
        f" where e.key is null or f.status <> {literal('已消除')}"
    )
    rows.trace(con, batch_id)
    con.execute(
        "update result.flag_evidence as e set key = t.key from traced as t"
        ' where e."table" = t."table" and e.row_id = t.row_id and e.key is null'
    )


def store(con: duckdb.DuckDBPyConnection) -> None:
    """Make the rows of ``found`` those of their flags, by temp table ``named`` (hit, flag_id).

    A flag that does not fire keeps the rows it had; one that fires keeps those that could not be read this time, with
    what temp table ``lost_row`` ("table", row_id, standing) says of them.
    """
    con.execute(
        f"""
        create or replace temp table kept as
        select e.flag_id, {_qualified("e")}, e.key, l.standing
        from result.flag_evidence as e
        left join lost_row as l on e."table" = l."table" and e.row_id = l.row_id
        where e.flag_id not in (select flag_id from named) or (
            l.is_unread and e.key not in (
                select t.key from named as n join found as f using (hit)
                join traced as t on f."table" = t."table" and f.row_id = t.row_id where n.flag_id = e.flag_id
            )
        )
        """
    )
    con.execute("delete from result.flag_evidence")
    con.execute(
        f"""
        insert into result.flag_evidence
        select n.flag_id, {_qualified("f")}, t.key, nullif(t.standing, '') as standing
        from found as f join named as n using (hit)
        left join traced as t on f."table" = t."table" and f.row_id = t.row_id
        union all from kept order by all
        """
    )
    con.execute(
        "update result.flag_evidence as e set summary = concat(e.summary, c.note) from (select row_id, string_agg("
        "concat('（更正：', column_title, '原 ', original, '，改为 ', corrected, '，', reason, '）'), '' order by field)"
        " as note from meta.correction where status = '已更正' group by row_id) as c"
        " where e.row_id = c.row_id and e.flag_id in (select flag_id from named)"
    )
    con.execute("drop table kept")


def _qualified(table: str) -> str:
    return ", ".join(f"{table}.{name}" for name in _COLUMNS.split(", "))


def _looked_up(wanted: str, sources: list[str]) -> str:
    return " union all ".join(
        f"select w.hit, s.* from {wanted} as w join ({source}) as s on s.row_id = w.row_id"
        for source in sources
    )


def _sources(filled: Filled) -> list[str]:
    """Select row_id, table, file, sheet, row, date, summary, amount of all a flag can point to."""
    printed = (
        f"select row_id, {literal(rows.TOTALS)}, source_file, source_sheet, source_row, null::date, label, printed"
        " from meta.printed_total"
    )
    # an issue of a whole file is listed once for each village in it
    issue = (
        f"select distinct row_id, {literal(rows.ISSUES)}, source_file, source_sheet, source_row, null::date,"
        " concat_ws(' ', cell, found), amount from fact.sheet_issue"
    )
    kinds = [kind for kind in ledgers().values() if filled.has_rows(f"ledger.{kind.name}")]
    return [*(_source(kind, "ledger") for kind in kinds), printed, issue]


def _replaced(filled: Filled) -> list[str]:
    """Select the same of the rows that are no longer current."""
    kinds = [kind for kind in ledgers().values() if filled.has_rows(f"past.{kind.name}")]
    return [_source(kind, "history") + " where superseded_by <> ''" for kind in kinds]


def _source(kind: Ledger, schema: str) -> str:
    money = [f for f in kind.fields if f.role == "money"]
    choice = {name for group in kind.one_of for name in group}
    named = [f for f in money if f.name in choice] or [f for f in money if f.name == "amount"]
    named = named or [f for f in money if f.required] or money[:1]
    amounts = ", ".join(f'nullif("{f.name}", 0)' for f in named)
    amount = f"coalesce({amounts}, 0)" if named else "null"
    words = [f.name for f in kind.fields if f.role in ("text", "code") and f.required]
    words = ["summary"] if "summary" in kind.by_name else words or [n for n in _SAID if n in kind.by_name]
    quoted = ", ".join(f'"{name}"' for name in words)
    summary = f"concat_ws('，', {quoted})" if words else "null"
    day = f'"{kind.date_field}"' if kind.date_field else "null::date"
    return (
        f"select row_id, {literal(kind.title)} as kind_title, source_file, source_sheet, source_row,"
        f' {day}, {summary}, {amount} from {schema}."{kind.name}"'
    )
