"""Decide what a slice that comes again replaces: the same place, the same content, or nothing.

The same path and sheet: a restatement. Another path: at least half of the smaller one's rows in common is
a restatement, none is a further part, anything between leaves both current and is reported.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.handover import lent

if TYPE_CHECKING:
    import duckdb
    import polars as pl

    from schemas._spec import Ledger


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two submissions of one slice that share rows, and what was made of it."""

    kind: str
    slice_id: str
    submission_id: str
    other_submission_id: str
    rows_common: int
    rows_smaller: int
    outcome: str


def replace_path(
    con: duckdb.DuckDBPyConnection,
    ledgers: dict[str, Ledger],
    source_file: str,
    new: str,
    kept_sheets: list[str],
) -> None:
    """Let submission ``new`` take the place of whatever its path held before, of one earlier version or several.

    Sheets in ``kept_sheets`` could not be read in the new version: their earlier rows stay current.
    """
    for name in ledgers:
        con.execute(
            f'update history."{name}" set superseded_by = ? where source_file = ? and submission_id <> ? '
            "and superseded_by = '' and not list_contains(?, source_sheet)",
            [new, source_file, new, kept_sheets],
        )


def retract_submission(
    con: duckdb.DuckDBPyConnection, ledgers: dict[str, Ledger], submission: str, by: str
) -> None:
    """Take a submission's rows out of the current ones; ``by`` says what stands in their place."""
    for name in ledgers:
        con.execute(
            f"update history.\"{name}\" set superseded_by = ? where submission_id = ? and superseded_by = ''",
            [by, submission],
        )


def retire_totals(con: duckdb.DuckDBPyConnection) -> None:
    """Mark printed totals whose sheets have no current rows any more."""
    current = con.execute("select distinct kind from meta.printed_total where superseded_by = ''").fetchall()
    for (name,) in current:
        con.execute(
            "update meta.printed_total p set superseded_by = '已被取代' where kind = ? and superseded_by = '' "
            f'and not exists (select 1 from ledger."{name}" l where l.submission_id = p.submission_id '
            "and l.source_sheet = p.source_sheet)",
            [name],
        )


def settle(con: duckdb.DuckDBPyConnection, ledger: Ledger, order: dict[str, int]) -> list[Overlap]:
    """Compare slices that now have current rows from several files; ``order`` ranks submissions in time.

    Only slices with a submission of this batch (one in ``order``) are looked at.
    """
    with lent(con, "arrived", _frame(sorted(order))):
        slices = con.execute(
            f"select slice_id from history.\"{ledger.name}\" where superseded_by = '' group by slice_id "
            "having count(distinct source_file) > 1 and bool_or(submission_id in (select submission_id from arrived))"
        ).fetchall()
    found: list[Overlap] = []
    if not slices:
        return found
    key = "concat_ws('|', " + ", ".join(f"coalesce(\"{n}\"::varchar, '')" for n in ledger.natural_key) + ")"
    with lent(con, "shared", _frame([s for (s,) in slices])):
        rows = con.execute(
            f'select slice_id, submission_id, {key} as entry, count(*) from history."{ledger.name}" '
            "where superseded_by = '' and slice_id in (select submission_id from shared) group by all"
        ).fetchall()
    parts: dict[str, dict[str, Counter[str]]] = {}
    for slice_id, submission, entry, count in rows:
        parts.setdefault(slice_id, {}).setdefault(submission, Counter())[entry] += count
    for slice_id in sorted(parts):
        found += _settle_slice(con, ledger.name, slice_id, parts[slice_id], order)
    return found


def _settle_slice(
    con: duckdb.DuckDBPyConnection,
    kind: str,
    slice_id: str,
    parts: dict[str, Counter[str]],
    order: dict[str, int],
) -> list[Overlap]:
    current: list[str] = []
    found: list[Overlap] = []
    for submission in sorted(parts, key=lambda s: (order.get(s, -1), s)):
        if submission in order:
            for other in list(current):
                overlap = _compare(kind, slice_id, submission, other, parts)
                if overlap is None:
                    continue
                found.append(overlap)
                if overlap.outcome == "重报":
                    current.remove(other)
                    con.execute(
                        f'update history."{kind}" set superseded_by = ? where slice_id = ? and submission_id = ? '
                        "and superseded_by = ''",
                        [submission, slice_id, other],
                    )
        current.append(submission)
    return found


def _compare(kind: str, slice_id: str, new: str, old: str, parts: dict[str, Counter[str]]) -> Overlap | None:
    common = (parts[new] & parts[old]).total()
    if not common:
        return None
    smaller = min(parts[new].total(), parts[old].total())
    outcome = "重报" if common * 2 >= smaller else "存疑"
    return Overlap(kind, slice_id, new, old, common, smaller, outcome)


def _frame(values: list[str]) -> pl.DataFrame:
    import polars as pl

    return pl.DataFrame({"submission_id": values}, schema={"submission_id": pl.String})
