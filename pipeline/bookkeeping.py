"""Keep the books of a batch: submissions, control totals, issues, rows set aside, printed totals.

For every sheet, rows and money read must equal loaded + rejected (+ skipped): asserted, not hoped.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.place.locate import declared_or_dated, money_of
from pipeline.values.dates import to_day

if TYPE_CHECKING:
    from pipeline.place.submission import Submission
    from pipeline.validate import Refused
    from schemas._spec import Ledger

Row = dict[str, object]


def yuan(cents: int) -> Decimal:
    """Turn cents into an exact amount with two decimals."""
    return Decimal(cents).scaleb(-2)


def set_aside(submissions: list[Submission], refused: list[Refused], ledgers: dict[str, Ledger]) -> None:
    """Move rows that a model refused from loaded to rejected, money included."""
    from pipeline.read.extract import Rejected

    by_place: dict[tuple[str, str], list[Refused]] = {}
    for one in refused:
        by_place.setdefault((one.submission_id, one.source_sheet), []).append(one)
    for submission in submissions:
        for table in submission.tables:
            extract = table.extract
            wanted = {r.source_row: r for r in by_place.get((submission.submission_id, extract.sheet), [])}
            bad = [p for p, row in enumerate(extract.rows) if row in wanted]
            if not bad:
                continue
            before = money_of(table, ledgers[extract.kind])
            for p in bad:
                cells = {n: str(v[p]) for n, v in extract.columns.items() if v[p] is not None}
                extract.rejected.append(Rejected(extract.rows[p], wanted[extract.rows[p]].reason, cells))
            gone = set(bad)
            keep = [p for p in range(len(extract.rows)) if p not in gone]
            if len(table.villages) == len(extract.rows):
                table.villages = [table.villages[p] for p in keep]
            extract.rows = [extract.rows[p] for p in keep]
            extract.columns = {n: [v[p] for p in keep] for n, v in extract.columns.items()}
            extract.money_rejected += before - money_of(table, ledgers[extract.kind])


def submission_row(one: Submission, batch_id: str, received_at: datetime, ledgers: dict[str, Ledger]) -> Row:
    """Describe a submission for ``meta.submission``."""
    kinds = sorted({ledgers[t.extract.kind].title for t in one.tables if t.extract.kind})
    loaded = sum(money_of(t, ledgers[t.extract.kind]) for t in one.tables if t.extract.kind)
    return {
        "submission_id": one.submission_id,
        "batch_id": batch_id,
        "source_file": one.source_file,
        "sha256": one.sha256,
        "received_at": received_at,
        "status": one.status,
        "kinds": "、".join(kinds),
        "rows_loaded": 0 if one.unchanged else one.rows_loaded,
        "rows_rejected": one.rows_rejected,
        "money_loaded": yuan(0 if one.unchanged else loaded),
        "money_rejected": yuan(sum(t.extract.money_rejected for t in one.tables)),
        "note": one.note,
        "superseded_by": "",
    }


def sheet_rows(one: Submission, ledgers: dict[str, Ledger]) -> list[Row]:
    """Describe each table for ``meta.sheet`` and assert its control totals."""
    rows: list[Row] = []
    for table in one.tables:
        extract = table.extract
        loaded = money_of(table, ledgers[extract.kind]) if extract.kind else 0
        skipped = sum(extract.skipped.values())
        place = f"{one.source_file} / {extract.sheet}"
        counted = len(extract.rows) + len(extract.rejected) + skipped
        assert extract.rows_read == counted, f"行数不平：{place}：读入 {extract.rows_read}，去向 {counted}"
        assert extract.money_read == loaded + extract.money_rejected, (
            f"金额不平：{place}：读入 {extract.money_read}，装载 {loaded}，退回 {extract.money_rejected}（分）"
        )
        village = table.village if table.villages else None
        start, kind = declared_or_dated(extract, ledgers[extract.kind].date_field if extract.kind else "")
        rows.append(
            {
                "submission_id": one.submission_id,
                "source_file": one.source_file,
                "sheet": extract.sheet,
                "kind": extract.kind,
                "score": Decimal(f"{extract.score:.3f}"),
                "runner_up": extract.runner_up,
                "runner_up_score": Decimal(f"{extract.runner_up_score:.3f}"),
                "header_row": extract.header_row,
                "title": extract.title,
                "village_code": village.code if village else "",
                "village_name": village.name if village else "",
                "township": village.township if village else "",
                "period": to_day(start),
                "period_kind": kind,
                "fund": extract.fund,
                "rows_read": extract.rows_read,
                "rows_loaded": len(extract.rows),
                "rows_rejected": len(extract.rejected),
                "rows_skipped": skipped,
                "skipped": "；".join(
                    f"{reason} {count}" for reason, count in sorted(extract.skipped.items())
                ),
                "money_read": yuan(extract.money_read),
                "money_loaded": yuan(loaded),
                "money_rejected": yuan(extract.money_rejected),
            }
        )
    return rows


def issue_rows(one: Submission) -> list[Row]:
    """Describe each issue for ``meta.issue``."""
    return [
        {
            "submission_id": one.submission_id,
            "code": i.code,
            "level": i.level,
            "source_file": i.source_file,
            "sheet": i.sheet,
            "cell": i.cell,
            "column": i.column,
            "found": i.found,
            "expected": i.expected,
            "fix": i.fix,
            "amount": None if i.cents is None else yuan(i.cents),
        }
        for i in one.issues
    ]


def rejected_rows(one: Submission) -> list[Row]:
    """Describe each row set aside for ``meta.rejected_row``."""
    return [
        {
            "submission_id": one.submission_id,
            "source_file": one.source_file,
            "sheet": table.extract.sheet,
            "row": r.row,
            "reason": r.reason,
            "cells": json.dumps(r.cells, ensure_ascii=False),
        }
        for table in one.tables
        for r in table.extract.rejected
    ]


def total_rows(one: Submission, slices: dict[tuple[str, str, str], str]) -> list[Row]:
    """Describe each printed total for ``meta.printed_total``; ``slices`` maps (submission, sheet, kind) to slice."""
    rows: list[Row] = []
    for table in one.tables:
        extract = table.extract
        if not extract.rows:
            continue
        for total in extract.totals:
            place = f"{one.sha256}|{extract.sheet}|{total.cell}"
            rows.append(
                {
                    "row_id": hashlib.md5(place.encode(), usedforsecurity=False).hexdigest()[:16],
                    "submission_id": one.submission_id,
                    "slice_id": slices.get((one.submission_id, extract.sheet, extract.kind), ""),
                    "kind": extract.kind,
                    "village_code": table.village.code,
                    "village_name": table.village.name or None,
                    "township": table.village.township or None,
                    "period": to_day(extract.period_start),
                    "fund": extract.fund,
                    "source_file": one.source_file,
                    "source_sheet": extract.sheet,
                    "source_row": total.row,
                    "cell": total.cell,
                    "label": total.label,
                    "scope": total.scope,
                    "field": total.field,
                    "column_title": total.column_title,
                    "printed": yuan(total.printed),
                    "computed": None if total.computed is None else yuan(total.computed),
                    "superseded_by": "",
                }
            )
    return rows


def tally(submissions: list[Submission]) -> Counter[str]:
    """Count submissions by status."""
    return Counter(s.status for s in submissions)
