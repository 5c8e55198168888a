"""Leave out a table that stands twice in one file, in full, under another title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import messages
from pipeline.values.cell import address

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.findings import Issue
    from pipeline.place.locate import Located
    from schemas._spec import Ledger

# Shorter tables may be equal by chance.
LEAST_ROWS = 3
REASON = "重复的表"


def leave_out_repeats(tables: Sequence[Located], ledgers: Mapping[str, Ledger]) -> list[Issue]:
    """Skip every table whose rows an earlier table of the same file has already, and say so.

    Equal are tables of one kind, village and period with the same entries, unless both say whose money it is
    (fund, account) and say it differently.
    """
    issues: list[Issue] = []
    kept: list[Located] = []
    for table in tables:
        extract = table.extract
        if not extract.kind or len(extract.rows) < LEAST_ROWS:
            continue
        twin = next((k for k in kept if _equal(k, table, ledgers[extract.kind])), None)
        if twin is None:
            kept.append(table)
            continue
        place = address(extract.header_row - 1, 0)
        issues.append(
            messages.issue(
                "S09", table.source_file, sheet=extract.sheet, cell=place, found=extract.title,
                other=twin.extract.sheet, row=twin.extract.header_row,
            )
        )  # fmt: skip
        extract.leave_out(REASON, extract.rows)
        extract.money_read = extract.money_rejected
        extract.columns = {name: [] for name in extract.columns}
        extract.rows, extract.totals = [], []
    return issues


def _equal(one: Located, other: Located, ledger: Ledger) -> bool:
    first, second = one.extract, other.extract
    if first.kind != second.kind or len(first.rows) != len(second.rows):
        return False
    if one.village.code != other.village.code or not one.village.code:
        return False
    periods = {(e.period_kind, e.period_start) for e in (first, second) if e.period_start is not None}
    if len(periods) > 1 or any(_differ(first.columns, second.columns, name) for name in ledger.slice_fields):
        return False
    return _entries(first.columns, ledger) == _entries(second.columns, ledger)


def _differ(one: Mapping[str, list[object]], other: Mapping[str, list[object]], name: str) -> bool:
    mine, theirs = (set(columns.get(name, ())) - {None} for columns in (one, other))
    return bool(mine and theirs and mine != theirs)


def _entries(columns: Mapping[str, list[object]], ledger: Ledger) -> list[tuple[str, ...]]:
    found = [columns[name] for name in ledger.natural_key if name in columns]
    return sorted(tuple(map(str, row)) for row in zip(*found, strict=True))
