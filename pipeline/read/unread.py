"""Account for sheets and stretches of rows that are no table: blank, guides, notes, or sent back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import messages
from pipeline.layout.context import declared_fund, declared_period, village_hints
from pipeline.layout.headers import clean
from pipeline.layout.rowkinds import scope_of
from pipeline.read.extract import Extract, Rejected, UnreadPlace
from pipeline.read.leftover import money_in
from pipeline.values.cell import address
from pipeline.values.celltext import as_seen, cell_text, filled, is_number, squeeze
from pipeline.values.dates import EPOCH
from pipeline.values.money import unit_factor

if TYPE_CHECKING:
    from pipeline.files.workbook import Sheet
    from pipeline.findings import Issue
    from pipeline.layout.recognise import Recogniser, Unrecognised
    from pipeline.layout.table import Unread

_CODES = {
    "no_header": "S01",
    "ambiguous": "S03",
    "missing": "S04",
    "months": "S15",
    "twins": "S05",
    "not_a_ledger": "S11",
}


def left_out(sheet: Sheet, reason: str) -> Extract:
    """Count a sheet of which nothing is read: its filled rows for ``reason``."""
    extract = Extract(sheet.name, "", 0.0, "", 0.0, 0, "", rows_read=len(sheet.rows))
    extract.leave_out(reason, [i + 1 for i, row in enumerate(sheet.rows) if filled(row)])
    extract.leave_out("空行", [i + 1 for i, row in enumerate(sheet.rows) if not filled(row)])
    return extract


def account(table: Unread, sheet: Sheet, source_file: str, recogniser: Recogniser) -> tuple[Extract, Issue]:
    """Send a stretch back with the best known reason, or skip it when it is only notes."""
    why = table.why
    rows = [r for r in table.rows if filled(sheet.rows[r])]
    extract = Extract(
        sheet.name, "", 0.0, why.kind, round(why.weight, 3), why.header_row,
        table.context.title, rows_read=len(table.rows), sent_back=True,
        hints=village_hints(table.context, table.names),
    )  # fmt: skip
    extract.fund, extract.fund_source = declared_fund(table.context, table.names)
    period, extract.period_source = declared_period(table.context, table.names)
    if period:
        extract.period_start, extract.period_kind = period.start.toordinal() - EPOCH, period.kind
    extract.leave_out("空行", [r + 1 for r in table.rows if not filled(sheet.rows[r])])
    first = why.header_row - 1 if why.header_row else next(iter(rows), 0)
    place = address(first, 0)
    shown = sheet.rows[first] if sheet.rows else []
    found = "、".join(cell_text(shown[j]) for j in filled(shown)[:8])
    if why.reason == "no_header" and not _figures(sheet, rows):
        extract.leave_out("说明行", [r + 1 for r in rows])
        extract.sent_back = False
        return extract, messages.issue("S02", source_file, sheet=sheet.name, cell=place, found=found)
    extract.named = why.named
    titles = {name: kind.ledger.title for name, kind in recogniser.headers.kinds.items()}
    issue = messages.issue(
        _CODES[why.reason], source_file, sheet=sheet.name, cell=place, found=found,
        kind=titles.get(why.kind, ""), other=titles.get(why.other, ""), missing=_missing(why, recogniser),
        nearest=_nearest(why, recogniser),
    )  # fmt: skip
    extract.money_read = _money(table, sheet, rows)
    if why.reason == "not_a_ledger":
        extract.leave_out("不是要报的表", [r + 1 for r in rows])
        extract.sent_back, extract.left_alone = False, True
        extract.money_unread = extract.money_read
        width = max(filled(sheet.rows[r])[-1] for r in rows)
        where = f"{address(rows[0], 0)}:{address(rows[-1], width)}"
        cells = sum(len(filled(sheet.rows[r])) for r in rows)
        extract.unread = [
            UnreadPlace(where, "", cells, extract.money_unread != 0, extract.money_unread, "不是要报的表")
        ]
        return extract, issue
    extract.money_rejected = extract.money_read
    extract.rejected = [Rejected(r + 1, f"整张表退回：{issue.fix}", as_seen(sheet.rows[r], r)) for r in rows]
    return extract, issue


def _money(table: Unread, sheet: Sheet, rows: list[int]) -> int:
    """Add up what looks like amounts in a stretch nothing is loaded of, in cents; printed totals are left out."""
    head = table.why.header_row - 1
    data = [
        r
        for r in rows
        if r > head and not any(scope_of(squeeze(v)) for v in sheet.rows[r][:3] if isinstance(v, str))
    ]
    factor = table.context.factor or 1
    total = 0
    for place in range(max((len(sheet.rows[r]) for r in data), default=0)):
        header = squeeze(sheet.rows[head][place]) if head >= 0 and place < len(sheet.rows[head]) else ""
        cells = [sheet.rows[r][place] if place < len(sheet.rows[r]) else "" for r in data]
        total += money_in(clean(header), cells, unit_factor(header, header=True) or factor)
    return total


def _nearest(why: Unrecognised, recogniser: Recogniser) -> str:
    """Name the kind a table is most like, and what it lacks of it."""
    if not why.kind:
        return ""
    lacking = f"，但缺 {missing}" if (missing := _missing(why, recogniser)) else "，但没有足够的列能说明"
    return f"最像“{recogniser.headers.kinds[why.kind].ledger.title}”{lacking}。"


def _missing(why: Unrecognised, recogniser: Recogniser) -> str:
    """Name the columns that are missing by their titles (twins by their headers)."""
    specs = recogniser.headers.kinds[why.kind].specs if why.kind else {}
    return "、".join(
        "或".join(specs[name].title if name in specs else name for name in names.split("|"))
        for names in why.missing
    )


def _figures(sheet: Sheet, rows: list[int]) -> bool:
    """Tell whether a stretch holds figures in columns, and so may be a ledger rather than notes."""
    return (
        sum(1 for r in rows if len(filled(sheet.rows[r])) >= 3) >= 2
        or sum(1 for r in rows for v in sheet.rows[r] if is_number(v)) >= 2
    )
