"""Say the conclusions of returned lists in today's words, and set aside those that can't stand.

Old lists say 已说明, 误报 and 已整改; a conclusion needs its reason, and a day that has come.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import messages
from pipeline.values.dates import EPOCH, to_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from pipeline.place.locate import Located
    from pipeline.place.submission import Submission
    from pipeline.read.extract import Extract
    from schemas._spec import Ledger

KIND = "disposition"
TRUE, PARTLY, FALSE, UNDER_WAY = "属实", "部分属实", "不属实", "核查中"
EXPLAINED = "有合理解释"
# What a word of old lists says now: the conclusion, why not, whether it was put right on the day of the conclusion.
OLD = {"已核实": (TRUE, "", False), "已说明": (FALSE, EXPLAINED, False), "误报": (FALSE, "", False),
       "已整改": (TRUE, "", True)}  # fmt: skip


def settle(submissions: Iterable[Submission], ledgers: dict[str, Ledger], as_of: date | None) -> None:
    """Settle every list of conclusions; without ``as_of`` (a check) any day will do."""
    for one in submissions:
        for table in one.tables:
            if table.extract.kind == KIND and table.extract.rows:
                _require(one, table, ledgers[KIND], as_of)
                _say_anew(table.extract)


def _require(one: Submission, table: Located, ledger: Ledger, as_of: date | None) -> None:
    """Set aside every conclusion that lacks something, and say all that it lacks."""
    extract = table.extract
    reasons: dict[int, str] = {}
    last = None if as_of is None else as_of.toordinal() - EPOCH
    columns = zip(
        *(_column(extract, name) for name in ("status", "explanation", "note", "decided_on")), strict=True
    )
    for position, (status, why, note, day) in enumerate(columns):
        lacking = [("L05", "note", "空白")] if status == TRUE and not note else []
        lacking += [("L06", "explanation", "空白")] if status == FALSE and not why else []
        if last is not None and isinstance(day, int) and day > last:
            lacking.append(("L04", "decided_on", str(to_day(day))))
        for code, field, found in lacking:
            title = ledger.by_name[field].title
            place = next((h.place for h in extract.headings if h.title == title), 0)
            issue = messages.issue(
                code, table.source_file, sheet=extract.sheet, column=title, found=found, as_of=as_of,
                cell=extract.cell(position, place),
            )  # fmt: skip
            one.issues.append(issue)
            reasons.setdefault(position, issue.fix)
    if reasons:
        table.set_aside(reasons, ledger)


def _say_anew(extract: Extract) -> None:
    said, why, put_right, days = (
        _column(extract, name) for name in ("status", "explanation", "rectified_on", "decided_on")
    )
    if not set(said) & OLD.keys():
        return
    rows = []
    for status, reason, done, day in zip(said, why, put_right, days, strict=True):
        now, explained, rectified = OLD.get(str(status), (status, "", False))
        rows.append((now, reason or explained or None, done if done is not None or not rectified else day))
    for name, values in zip(("status", "explanation", "rectified_on"), zip(*rows, strict=True), strict=True):
        extract.columns[name] = list(values)


def _column(extract: Extract, name: str) -> list[object]:
    return extract.columns.get(name) or [None] * len(extract.rows)
