"""Hold the printed sums of a list with months or items across against its amounts, and name its columns as they stand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline import messages
from pipeline.layout.month_run import at
from pipeline.read.extract import Heading, Proof, Total
from pipeline.values.cell import address
from pipeline.values.celltext import cell_text, squeeze
from pipeline.values.money import to_cents, unit_factor, yuan

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from pipeline.files.workbook import Sheet
    from pipeline.findings import Issue
    from pipeline.layout.month_run import Run, SumColumn
    from pipeline.layout.table import Table
    from pipeline.layout.unfold import Unfolded
    from pipeline.read.extract import Extract


def finish(
    extract: Extract,
    issues: list[Issue],
    table: Table,
    sheet: Sheet,
    unfolded: Unfolded,
    amounts: Collection[str],
) -> list[Issue]:
    """Add the printed sums of a list laid out anew, and name its columns as they stand (before turning back).

    ``amounts``: all fields of its kind that hold money. Returns the ``issues``, an unread column that is part of a sum
    being told as one of money.
    """
    for number, run in enumerate(unfolded.runs):
        if any(unfolded.entries.get(row, (-1, 0))[0] == number for row in table.data):
            if not extract.sent_back:
                sums = _Sums(extract, table, sheet, unfolded, number, amounts)
                extract.totals = [_counted_once(total, extract, unfolded) for total in extract.totals]
                extract.totals += sums.check()
                extract.proofs += sums.proofs()
                issues = _weigh(extract, issues, sums)
            _name_columns(extract, run, sheet)
    return issues


def _counted_once(total: Total, extract: Extract, unfolded: Unfolded) -> Total:
    """Count an amount that stands in every line of its row once: what was approved, beside what was paid in two goes."""
    rows = [unfolded.laid.rows[row - 1] for row in extract.rows]
    values = extract.columns.get(total.field)
    if total.computed is None or values is None or len(set(rows)) == len(rows):
        return total
    above = {
        row: value for row, value in zip(rows, values, strict=True) if row < unfolded.laid.rows[total.row - 1]
    }
    once = sum(value for value in above.values() if isinstance(value, int))
    return replace(total, computed=once if total.scope == "合计" or once == total.printed else None)


def _weigh(extract: Extract, issues: list[Issue], sums: _Sums) -> list[Issue]:
    """Count the money of unread columns that the printed sums prove to hold some, and tell of it."""
    parts = {address(0, j)[:-1]: (j, one.part) for one in sums.run.sums for j in (*one.more, *one.less)}
    for number, unread in enumerate(extract.unread):
        letters = unread.place.partition(":")[0].rstrip("0123456789")
        if letters not in parts or unread.money:
            continue
        money = sums.added(*parts[letters])
        extract.unread[number] = replace(unread, money=money)
        extract.money_unread += money
        extract.money_read += money
        issues = [_as_money(i, money) if i.code == "H01" and i.found == unread.header else i for i in issues]
    return issues


def _as_money(issue: Issue, cents: int) -> Issue:
    told = messages.issue(
        "H04", issue.source_file, sheet=issue.sheet, cell=issue.cell, column=issue.column, found=issue.found,
        header=issue.found, money=yuan(cents), nearest="",
    )  # fmt: skip
    return replace(told, cents=cents)


def _name_columns(extract: Extract, run: Run, sheet: Sheet) -> None:
    how = "分项成栏" if run.item else "分月成栏"
    titles = {heading.place: heading for heading in extract.headings}
    moved = {*run.columns, *(one.column for one in run.sums)}
    headings = [heading for heading in extract.headings if heading.place not in moved]
    for group in run.groups:
        for slot, column in zip(run.slots, group.columns, strict=True):
            if column >= 0 and (model := titles.get(slot)):
                header = cell_text(at(sheet, run.top, group.first))
                headings.append(Heading(column, header, model.title, model.alias, how, model.evidence))
    headings += [
        Heading(one.column, _called(sheet, run, one), "", "", f"{run.each}之和，用来核对") for one in run.sums
    ]
    extract.headings = sorted(headings, key=lambda heading: heading.place)


def _called(sheet: Sheet, run: Run, one: SumColumn) -> str:
    """Give the header of a column of sums as written: the lowest, or the group's that stands on its left."""
    for row in range(run.last, run.first - 1, -1):
        if text := squeeze(at(sheet, row, one.column)):
            return text
    return "合计"


class _Sums:
    """The printed sums of one run, and what the loaded amounts come to."""

    def __init__(
        self,
        extract: Extract,
        table: Table,
        sheet: Sheet,
        unfolded: Unfolded,
        number: int,
        amounts: Collection[str],
    ) -> None:
        self.table, self.sheet, self.unfolded = table, sheet, unfolded
        self.run = unfolded.runs[number]
        columns = table.recognition.columns
        self.fields = {
            part: name
            for part, slot in enumerate(self.run.slots)
            for name in amounts
            if name in extract.columns and name in columns and columns[name].columns == [slot]
        }
        self.cents: dict[tuple[int, int], dict[int, int]] = {}
        for position, row in enumerate(extract.rows):
            entry = unfolded.entries.get(row - 1, (-1, 0))
            for part, name in self.fields.items() if entry[0] == number else ():
                value = extract.columns[name][position]
                if isinstance(value, int):
                    self.cents.setdefault((part, entry[1]), {})[unfolded.laid.rows[row - 1]] = value
        # A row of which an amount was set aside, or that moved no money, can't be held against its sum.
        self.unsound = {unfolded.laid.rows[one.row - 1] for one in extract.rejected}
        self.unsound |= {r for r in self.run.rows if not any(r in cents for cents in self.cents.values())}
        self.places: dict[int, int] = {}
        for here, row in enumerate(unfolded.laid.rows):
            self.places.setdefault(row, here)

    def added(self, column: int, part: int) -> int:
        """Add up another column of the list."""
        return sum(self._printed(row, column, part) or 0 for row in self.run.rows)

    def proofs(self) -> list[Proof]:
        """Say on how many rows the months add up to the sums printed beside them."""
        tried = [total for total in self._of_rows() if total.computed is not None]
        held = sum(total.printed == total.computed for total in tried)
        return [Proof(f"{self.run.each}之和等于合计", held, len(tried))] if tried else []

    def check(self) -> list[Total]:
        """List the sums of rows and of months."""
        return [*self._of_rows(), *self._of_months()]

    def _of_rows(self) -> Iterator[Total]:
        for one in self.run.sums:
            if one.part not in self.fields:
                continue
            label = _called(self.sheet, self.run, one)
            for row in self.run.rows:
                if (printed := self._printed(row, one.column, one.part)) is None:
                    continue
                sums = sum(self._cents(one.part, g, row) for g in one.groups)
                more = sum(self._printed(row, j, one.part) or 0 for j in one.more)
                sums -= sum(self._printed(row, j, one.part) or 0 for j in one.less)
                computed = printed if printed == sums + more else sums
                yield self._total(row, one.column, label, one.part, label, printed, computed, [row])

    def _of_months(self) -> Iterator[Total]:
        labels = {self.unfolded.laid.rows[row]: label for row, label, _ in self.table.totals}
        before = -1
        for row in self.run.totals:
            above = [r for r in self.run.rows if r < row]
            since = [r for r in above if r > before]
            before = row
            columns: list[tuple[int, int, tuple[int, ...], str]] = [
                (column, part, (g,), cell_text(at(self.sheet, self.run.top, group.first)))
                for g, group in enumerate(self.run.groups)
                for part, column in enumerate(group.columns)
            ]
            sums = [
                (one.column, one.part, one.groups, _called(self.sheet, self.run, one))
                for one in self.run.sums
                if not one.more and not one.less
            ]
            for column, part, groups, header in [*columns, *sums]:
                printed = self._printed(row, column, part) if part in self.fields else None
                if printed is None:
                    continue
                label = labels.get(row, "合计")
                whole, last = (
                    sum(self._cents(part, g, r) for g in groups for r in rows) for rows in (above, since)
                )
                computed = printed if printed in {whole, last} else last if "小计" in label else whole
                yield self._total(row, column, label, part, header, printed, computed, above)

    def _cents(self, part: int, group: int, row: int) -> int:
        return self.cents.get((part, group), {}).get(row, 0)

    def _total(
        self,
        row: int,
        column: int,
        label: str,
        part: int,
        header: str,
        printed: int,
        computed: int,
        rows: Sequence[int],
    ) -> Total:
        laid = self.places[row]
        known = None if self.unsound.intersection(rows) else computed
        scope = "小计" if "小计" in label else "合计"
        return Total(laid + 1, address(laid, column), label, scope, self.fields[part], header, printed, known)

    def _printed(self, row: int, column: int, part: int) -> int | None:
        value = to_cents(at(self.sheet, row, column), self._factor(part))
        return value if isinstance(value, int) else None

    def _factor(self, part: int) -> int:
        context = self.table.context
        stated = [unit_factor(self.run.parts[part], header=True), context.factor]
        stated += [unit_factor(line) for line in (*context.lines, *context.above)]
        return next((factor for factor in stated if factor is not None), 1)
