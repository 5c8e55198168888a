"""Gather the cases: from a published database after a batch, from memory after a check."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

from pipeline import bookkeeping
from pipeline.findings import Issue
from pipeline.publish.feedback.cases import HINT, Case, findings, lost_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import duckdb

    from pipeline.place.submission import Submission
    from schemas._spec import Ledger

# Files of which nothing was loaded need no answer any more once the office has taken them away.
PRESENT = "superseded_by = '' and (status not in ('退回', '跳过') or list_contains($present, source_file))"

_CASES = f"""
select submission_id, source_file, sha256, status, rows_loaded, rows_rejected, money_rejected,
    not exists (select 1 from meta.sheet as t where t.submission_id = s.submission_id)
    or exists (
        select 1 from meta.sheet as t
        where t.submission_id = s.submission_id and t.kind = '' and t.rows_rejected > 0
    )
from meta.submission as s
where {PRESENT} and status <> '未变' and (
    rows_rejected > 0 or status in ('退回', '部分受理') or exists (
        select 1 from meta.issue as i where i.submission_id = s.submission_id and i.level <> '{HINT}'
    )
)
order by source_file
"""
# The amount itself is what can't be read; error cells and lost results count where an amount should stand.
_AMOUNT = frozenset({"C01", "C02", "C13", "C17", "S07"})
_MAYBE_AMOUNT = frozenset({"C06", "C07"})
_ISSUES = """
select submission_id, code, level, source_file, coalesce(sheet, ''), coalesce(cell, ''),
    coalesce("column", ''), coalesce(found, ''), expected, fix
from meta.issue where list_contains($ids, submission_id)
"""
_ROWS = """
select submission_id, sheet, row, reason, cells
from meta.rejected_row where list_contains($ids, submission_id)
"""
_WHOLE = """
select submission_id, sheet from meta.sheet where list_contains($ids, submission_id)
group by submission_id, sheet having sum(rows_loaded) = 0
"""


def from_database(
    con: duckdb.DuckDBPyConnection, present: Iterable[str], ledgers: Mapping[str, Ledger]
) -> list[Case]:
    """Read the current submissions with problems; ``present`` are the paths that still lie in inputs/."""
    heads = con.execute(_CASES, {"present": list(present)}).fetchall()
    ids = {"ids": [head[0] for head in heads]}
    issues: dict[str, list[Issue]] = defaultdict(list)
    for submission, *values in con.execute(_ISSUES, ids).fetchall():
        issues[submission].append(Issue(*values))
    rows: dict[str, list[tuple[str, int, str, dict[str, str]]]] = defaultdict(list)
    for submission, sheet, row, reason, cells in con.execute(_ROWS, ids).fetchall():
        rows[submission].append((sheet, row, reason, _cells(cells)))
    whole: dict[str, set[str]] = defaultdict(set)
    for submission, sheet in con.execute(_WHOLE, ids).fetchall():
        whole[submission].add(sheet)
    return [
        Case(file, sha, status, loaded, rejected, money, unknown or _amount_unread(issues[one], ledgers),
             findings(issues[one], ledgers), lost_rows(rows[one], frozenset(whole[one])))
        for one, file, sha, status, loaded, rejected, money, unknown in heads
    ]  # fmt: skip


def from_submissions(submissions: Iterable[Submission], ledgers: Mapping[str, Ledger]) -> list[Case]:
    """Describe the files of a check that have problems."""
    return [
        _case(one, ledgers)
        for one in submissions
        if one.status != "受理" or any(i.level != HINT for i in one.issues)
    ]


def _case(one: Submission, ledgers: Mapping[str, Ledger]) -> Case:
    extracts = [t.extract for t in one.tables]
    rows = [(e.sheet, r.row, r.reason, r.cells) for e in extracts for r in e.rejected]
    whole = frozenset(e.sheet for e in extracts) - {e.sheet for e in extracts if e.rows}
    return Case(
        one.source_file,
        one.sha256,
        one.status,
        one.rows_loaded,
        one.rows_rejected,
        bookkeeping.yuan(sum(e.money_rejected for e in extracts)),
        not extracts
        or any(not e.kind and e.rejected for e in extracts)
        or _amount_unread(one.issues, ledgers),
        findings(one.issues, ledgers),
        lost_rows(rows, whole),
    )


def _amount_unread(issues: Iterable[Issue], ledgers: Mapping[str, Ledger]) -> bool:
    """Tell whether some amount could not be read, so that the money not loaded is more than is counted."""
    titles = {spec.title for ledger in ledgers.values() for spec in ledger.fields if spec.role == "money"}
    return any(i.code in _AMOUNT or (i.code in _MAYBE_AMOUNT and i.column in titles) for i in issues)


def _cells(told: str) -> dict[str, str]:
    """Read the cells of a row set aside: by address, or in a list as earlier versions kept them."""
    cells = json.loads(told)
    return cells if isinstance(cells, dict) else {str(place): cell for place, cell in enumerate(cells)}
