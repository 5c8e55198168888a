"""Find the tables of a sheet, lists with months or items across laid out with one line for each amount."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from pipeline.layout.find import find_tables
from pipeline.layout.groups_across import groups_on
from pipeline.layout.header_rows import HeaderRows
from pipeline.layout.items import items_on
from pipeline.layout.months import runs_on
from pipeline.layout.recognise import Unrecognised
from pipeline.layout.standards import standards_on
from pipeline.layout.table import Table, Unread
from pipeline.layout.unfold import unfold
from pipeline.layout.upright import Upright
from pipeline.layout.word_groups import words_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.files.workbook import Sheet
    from pipeline.layout.month_run import Run
    from pipeline.layout.titleblock import Context
    from pipeline.layout.unfold import Unfolded
    from schemas._spec import Ledger

Found = list[Table | Upright | Unread]
NOTHING_PAID = "各月都没有金额的行"


def find(
    sheet: Sheet, headers: HeaderRows, above: Context | None
) -> tuple[Found, HeaderRows, Unfolded | None]:
    """Find the tables of a sheet; where lists with months or items across are among them, of the sheet laid out anew."""
    runs = runs_on(sheet, headers)
    lacking: dict[int, Unrecognised] = {}
    for across in (
        [runs]
        if runs
        else chain(
            [words_on(sheet, headers), standards_on(sheet, headers)],
            groups_on(sheet, headers),
            items_on(sheet, headers),
        )
    ):
        chosen = [run for run in across if run.verdict == "money"]
        while chosen:
            unfolded = unfold(sheet, chosen)
            anew = HeaderRows(unfolded.laid.sheet, headers.names, headers.recogniser)
            found = find_tables(unfolded.laid.sheet, anew, above)
            held = [run for run in chosen if _is_held(found, unfolded, run, headers)]
            if held == chosen:
                _leave_out_blank(found, unfolded)
                _count_once(found, unfolded)
                return found, anew, unfolded
            lacking |= _lacking(found, unfolded, headers)
            chosen = held
    found = find_tables(sheet, headers, above)
    return [_doubted(_why(table, lacking), runs, headers) for table in found], headers, None


def _is_held(found: Found, unfolded: Unfolded, run: Run, headers: HeaderRows) -> bool:
    """Tell whether a table was found whose amounts are those of ``run``, of a kind that may be listed so."""
    entries = {row for row, (number, _) in unfolded.entries.items() if unfolded.runs[number] is run}
    for table in found:
        if not isinstance(table, Table) or not entries <= set(table.data):
            continue
        kind = headers.recogniser.headers.kinds[table.recognition.kind]
        columns = table.recognition.columns
        under = _under(run, kind.ledger)
        own = [columns[name] for name in under if name in columns]
        fields = _heads(run, kind.ledger)
        said = [columns[name].first for name in fields if name in columns]
        if not own or run.month_slot not in said:
            continue
        if all(set(run.slots).issuperset(c.columns) and not c.parts for c in own):
            return True
    return False


def _under(run: Run, ledger: Ledger) -> tuple[str, ...]:
    """Name the fields of which each that a table has must stand under what ``run`` has across."""
    if not run.word_of:
        return ledger.amount_fields
    name, fields = ledger.by_group if run.word_of == ledger.by_group[0] else ledger.by_word
    return fields[:1] if run.word_of == name else fields


def _heads(run: Run, ledger: Ledger) -> tuple[str, ...]:
    """Name the fields that may hold what ``run`` has across."""
    if run.word_of:
        return (
            (run.word_of,) if run.word_of in {ledger.by_word[0], ledger.by_group[0], *ledger.across} else ()
        )
    return (ledger.by_item,) if run.item else ("month", "_period") if ledger.by_month else ()


def _lacking(found: Found, unfolded: Unfolded, headers: HeaderRows) -> dict[int, Unrecognised]:
    """Say by header row what a list that is meant to be ours lacks, once laid out: that is the true reason."""
    whys: dict[int, Unrecognised] = {}
    for table in found:
        if isinstance(table, Unread) and table.why.reason == "missing" and table.why.header_row:
            real = unfolded.laid.rows[table.why.header_row - 1]
            ledger = headers.recogniser.headers.kinds[table.why.kind].ledger
            if ledger.by_month or ledger.by_item or ledger.by_word[0]:
                whys[real] = replace(table.why, header_row=real + 1)
    return whys


def _why(table: Table | Upright | Unread, lacking: dict[int, Unrecognised]) -> Table | Upright | Unread:
    if isinstance(table, Unread):
        for row, why in lacking.items():
            if row in table.rows:
                return replace(table, why=why)
    return table


def _leave_out_blank(found: Found, unfolded: Unfolded) -> None:
    """Skip the rows of persons who got nothing in any month, and those that are known for sums by their figures."""
    blank = {row for run in unfolded.runs for row in run.blank}
    totals = {row for run in unfolded.runs for row in run.totals}
    for table in found:
        if isinstance(table, Table):
            for reason, rows in ((NOTHING_PAID, blank), ("合计行", totals)):
                gone = [r for r in table.data if unfolded.laid.rows[r] in rows]
                table.data = [r for r in table.data if r not in set(gone)]
                table.skip(reason, gone)


def _count_once(found: Found, unfolded: Unfolded) -> None:
    """Leave what has no field in the first line of each row alone: it stands on the sheet once."""
    laid = unfolded.laid
    first = {real: row for row, real in reversed(list(enumerate(laid.rows))) if row in unfolded.entries}
    for table in found:
        if isinstance(table, Table):
            columns = table.recognition.columns.values()
            known = {place for c in columns for place in (*c.columns, *c.parts.values())}
            known.add(-1 if table.recognition.status is None else table.recognition.status)
            for row in unfolded.entries.keys() & set(table.data) - set(first.values()):
                line = laid.sheet.rows[row]
                line[:] = [cell if place in known else "" for place, cell in enumerate(line)]


def _doubted(
    table: Table | Upright | Unread, runs: Sequence[Run], headers: HeaderRows
) -> Table | Upright | Unread:
    """Refuse to take for amounts what months that are no money add up to, or what they do not add up to."""
    if not isinstance(table, Table):
        return table
    run = next((r for r in runs if table.header[0] <= r.last and r.first <= table.header[1]), None)
    ledger = headers.recogniser.headers.kinds[table.recognition.kind].ledger
    if run is None or run.verdict == "money" or not ledger.by_month:
        return table
    columns = table.recognition.columns
    own = {j for name in ledger.amount_fields if name in columns for j in columns[name].columns}
    sums = {one.column for one in run.sums}
    counts = run.verdict == "counts"
    if counts and not own & sums:
        return table
    skipped = (r for rows in table.skipped.values() for r in rows)
    rows = sorted({*table.data, *skipped, *(r for r, _, _ in table.totals)})
    why = Unrecognised(
        "missing" if counts else "months", ledger.name, missing=ledger.amount_fields if counts else (),
        header_row=run.top + 1, weight=table.recognition.score, named=table.recognition.named,
    )  # fmt: skip
    return Unread(table.context, table.names, rows, why)
