"""Keep the books of a batch: submissions, control totals, issues, rows set aside, printed totals.

For every sheet, rows and money read must equal loaded + rejected (+ skipped): asserted, not hoped.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.place.locate import declared_or_dated, money_of
from pipeline.place.repeated import REASON
from pipeline.values.dates import to_day
from schemas._spec import SCALES

if TYPE_CHECKING:
    from pipeline.place.submission import Submission
    from pipeline.read.extract import Extract
    from pipeline.validate import Refused
    from schemas._spec import Ledger

Row = dict[str, object]
# What ``meta.unread.why`` begins with for a table that is not asked for.
NO_LEDGER = "不是要报的表"
# Letters; of texts as long as a cell allows, those of some hundred rows taken apart at once fill all memory.
_LONGEST = 1000


def yuan(cents: int) -> Decimal:
    """Turn cents into an exact amount with two decimals."""
    return Decimal(cents).scaleb(-2)


def set_aside(
    submissions: list[Submission], refused: list[tuple[str, Refused]], ledgers: dict[str, Ledger]
) -> None:
    """Set the rows aside that the model of their kind refused, given as (kind, row)."""
    by_place: dict[tuple[str, str, str], dict[int, str]] = {}
    for kind, one in refused:
        by_place.setdefault((kind, one.submission_id, one.source_sheet), {})[one.source_row] = one.reason
    for submission in submissions:
        for table in submission.tables:
            place = (table.extract.kind, submission.submission_id, table.extract.sheet)
            wanted = by_place.get(place, {})
            reasons = {p: wanted[row] for p, row in enumerate(table.extract.rows) if row in wanted}
            if reasons:
                table.set_aside(reasons, ledgers[table.extract.kind])


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
        assert extract.money_read == loaded + extract.money_rejected + extract.money_unread, (
            f"金额不平：{place}：读入 {extract.money_read}，装载 {loaded}，退回 {extract.money_rejected}，"
            f"未读 {extract.money_unread}（分）"
        )
        listed = sum(u.money for u in extract.unread)
        assert extract.money_unread == listed, (
            f"未读金额不平：{place}：{extract.money_unread}，逐项 {listed}（分）"
        )
        assert not extract.left_alone or skipped == extract.rows_read, f"跳过的表有装载或退回的行：{place}"
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
                "county": (village.county if village else "") or None,
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
                "money_unread": yuan(extract.money_unread),
                "outcome": outcome(extract),
                "named": extract.named,
                "proof": json.dumps([asdict(proof) for proof in extract.proofs], ensure_ascii=False),
            }
        )
    return rows


def column_rows(one: Submission, ledgers: dict[str, Ledger]) -> list[Row]:
    """List the columns of each table that is loaded for ``meta.sheet_column``: what stands there, though empty."""
    return [
        {
            "submission_id": one.submission_id,
            "sheet": table.extract.sheet,
            "kind": table.extract.kind,
            "field": field.name,
            "column_title": field.title,
        }
        for table in one.tables
        if table.extract.rows
        for field in ledgers[table.extract.kind].fields
        if field.name in table.extract.columns
    ]


def outcome(extract: Extract) -> str:
    """Say what became of a table: 装载 (a form without entries too), 退回 or 跳过 (no ledger, or nothing to load)."""
    if extract.rows:
        return "装载"
    if extract.sent_back or extract.rejected:
        return "退回"
    return "跳过" if extract.left_alone or not extract.kind or REASON in extract.skipped else "装载"


def unread_rows(one: Submission) -> list[Row]:
    """Describe what was given no meaning for ``meta.unread``."""
    return [
        {
            "submission_id": one.submission_id,
            "source_file": one.source_file,
            "sheet": table.extract.sheet,
            "place": u.place,
            "header": u.header,
            "cells": u.cells,
            "figures": u.figures,
            "money": yuan(u.money),
            "why": u.why
            if u.why.startswith(NO_LEDGER) or not table.extract.left_alone
            else f"{NO_LEDGER}：{u.why}",
        }
        for table in one.tables
        for u in table.extract.unread
    ]


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


def rejected_rows(one: Submission, ledgers: dict[str, Ledger]) -> list[Row]:
    """Describe each row set aside for ``meta.rejected_row``."""
    return [
        {
            "submission_id": one.submission_id,
            "source_file": one.source_file,
            "sheet": table.extract.sheet,
            "row": r.row,
            "reason": r.reason,
            "cells": json.dumps(r.cells, ensure_ascii=False),
            "fields": json.dumps(
                {
                    spec.name: _told(spec.role, r.values[spec.name])
                    for spec in (ledgers[table.extract.kind].fields if table.extract.kind else ())
                    if spec.name in r.values
                },
                ensure_ascii=False,
            ),
        }
        for table in one.tables
        for r in table.extract.rejected
    ]


def _told(role: str, value: object) -> str:
    """Write a value that was read as its ledger would show it."""
    if isinstance(value, int) and role in SCALES:
        return f"{Decimal(value).scaleb(-SCALES[role]):f}"
    # For judging only: what the cell says in full stands in the row's cells.
    return str(to_day(value)) if isinstance(value, int) and role == "date" else str(value)[:_LONGEST]


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
                    "county": table.village.county or None,
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
