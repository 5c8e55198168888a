"""Find the tables on a sheet: title block, header, kind, column mapping, and what each row is.

Nothing is skipped by position: a header is recognised by its words, a summary row by its label.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.layout import account_page, upright
from pipeline.layout.profile import Sample
from pipeline.layout.recognise import Recognition, Unrecognised
from pipeline.layout.table import Table, Unread
from pipeline.layout.table_rows import TableRows
from pipeline.layout.titleblock import Context, read_block
from pipeline.layout.upright import Upright
from pipeline.values.celltext import filled, is_number

if TYPE_CHECKING:
    from pipeline.files.workbook import Sheet
    from pipeline.layout.header_rows import HeaderRows
    from pipeline.layout.mapping import Block

# A title block after rows that could not be read is no taller than this.
MOST_TITLE_ROWS = 12
_FEW = 3  # texts in a line of a title block
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


def find_tables(
    sheet: Sheet, headers: HeaderRows, above: Context | None = None
) -> list[Table | Upright | Unread]:
    """Find all tables on ``sheet`` from top to bottom; together they account for every row.

    ``above``: the title block of the table on its left, where ``sheet`` is a strip of one.
    """
    return _Scan(sheet, headers, above).run()


class _Scan:
    def __init__(self, sheet: Sheet, headers: HeaderRows, above: Context | None) -> None:
        self.rows, self.names, self.headers = sheet.rows, headers.names, headers
        self.top, self.beside = above, above is not None
        self.carried: tuple[int, int] | None = None

    def run(self) -> list[Table | Upright | Unread]:
        found: list[Table | Upright | Unread] = []
        start = 0
        while start < len(self.rows):
            start = self._next_table(start, found)
        return found

    def _next_table(self, start: int, found: list[Table | Upright | Unread]) -> int:
        """Find the next table from ``start`` on; returns the row after it."""
        if (header := self.carried) and (after := self._next_page(header, start, found)):
            return after
        failed: list[tuple[int, Unrecognised]] = []
        for row in range(start, len(self.rows)):
            if not self.headers.like(row) and not self.headers.plain(row):
                continue
            title_from = self._title_from(start, row) if failed else start
            context = self._context(title_from, row)
            account_page.add_below(context, self.rows, row + 1)
            if form := upright.find(self.headers, row, title_from, context):
                if start < title_from:
                    found.append(self._unread(start, title_from, failed))
                self._keep_top(context)
                found.append(form)
                return form.end
            header, block, outcome = self.headers.best(row, start, context)
            if isinstance(outcome, Recognition) and header[1] == row and self.headers.is_form_line(row):
                outcome = Unrecognised("no_header", outcome.kind, weight=outcome.score, named=outcome.named)
            if isinstance(outcome, Unrecognised):
                outcome.header_row = row + 1
                failed.append((row, outcome))
                if outcome.named:
                    # Its next page, with a header that can be read, stands under the same title.
                    self._keep_top(context)
                continue
            title_from = min(title_from, header[0])
            if start < title_from:
                found.append(self._unread(start, title_from, failed))
            if header[0] < row:
                context = self._context(title_from, header[0])
                account_page.add_below(context, self.rows, header[1] + 1)
            table = self._begin(context, outcome, header, block, range(title_from, header[0]))
            found.append(table)
            table.skip("表头", list(range(header[0], header[1] + 1)))
            return self._take(table, header[1] + 1)
        if not found or any(filled(row) for row in self.rows[start:]):
            found.append(self._unread(start, len(self.rows), failed))
        elif isinstance(last := found[-1], Table):
            last.skip("空行", list(range(start, len(self.rows))))
        return len(self.rows)

    def _begin(
        self, context: Context, outcome: Recognition, header: tuple[int, int], block: Block, above: range
    ) -> Table:
        """Begin a table under the title rows ``above``."""
        self._keep_top(context)
        table = Table(context, self.names, outcome, header, block)
        context.header = self._year_in(header, outcome)
        table.skip("标题", [i for i in above if filled(self.rows[i])])
        table.skip("空行", [i for i in above if not filled(self.rows[i])])
        return table

    def _take(self, table: Table, first: int) -> int:
        """Take the rows of ``table`` from ``first`` on; returns the row after them."""
        rows = TableRows(table, self.headers, first)
        after = rows.take()
        self.carried = table.header if rows.page_follows else None
        return after

    def _next_page(
        self, header: tuple[int, int], start: int, found: list[Table | Upright | Unread]
    ) -> int | None:
        """Read the page of another account that begins at ``start`` under the header of the page before."""
        self.carried = None
        first = account_page.first_entry(self.rows, start)
        if first is None:
            return None
        context, block = self._context(start, first), self.headers.block(*header)
        sample = Sample.below(self.rows, first)
        outcome = self.headers.recogniser.recognise(block, context, self.names, sample)
        if isinstance(outcome, Unrecognised):
            return None
        table = self._begin(context, outcome, header, block, range(start, first))
        found.append(table)
        return self._take(table, first)

    def _unread(self, first: int, last: int, failed: list[tuple[int, Unrecognised]]) -> Unread:
        why = max((u for _, u in failed), key=lambda u: u.weight, default=Unrecognised("no_header"))
        top = failed[0][0] if failed else last
        context = self._context(first, top)
        self._keep_top(context)
        if why.reason == "no_header":
            # What an entry says is no title.
            title = self._context(first, self._title_to(first, top))
            why = replace(why, kind=self.headers.recogniser.candidates.named(title, self.names))
        return Unread(context, self.names, list(range(first, last)), why)

    def _title_to(self, first: int, last: int) -> int:
        """Go down from the top of a stretch over its title rows: blank or holding a few texts."""
        row = first
        while row < min(last, first + MOST_TITLE_ROWS) and len(places := filled(self.rows[row])) <= _FEW:
            if any(is_number(self.rows[row][j]) for j in places):
                break
            row += 1
        return row

    def _title_from(self, floor: int, row: int) -> int:
        """Go up from a header over its title rows: blank or holding one or two texts."""
        first = row
        while first > max(floor, row - MOST_TITLE_ROWS) and len(filled(self.rows[first - 1])) <= 2:
            if any(is_number(value) for value in self.rows[first - 1]):
                break
            first -= 1
        return first

    def _context(self, first: int, last: int) -> Context:
        """Read the title block in rows ``first`` to ``last``; what it leaves open the top of the sheet says."""
        context = read_block(self.rows[first:last])
        if self.top is not None:
            for role in ("village", "township"):
                if role in self.top.pairs:
                    context.pairs.setdefault(role, self.top.pairs[role])
            context.above = [*self.top.lines, *filter(None, [self.top.pairs.get("period")])]
            context.below = not self.beside
            if context.factor is None:
                context.factor = self.top.factor
        return context

    def _keep_top(self, context: Context) -> None:
        if self.top is None:
            self.top = context

    def _year_in(self, header: tuple[int, int], outcome: Recognition) -> str:
        """Find the year that stands over split date columns (2013年 over 月, 日)."""
        for column in outcome.columns.values():
            for part, place in column.parts.items():
                if part in {"year", "month", "day"}:
                    for text in self.headers.texts(header, place):
                        if year := _YEAR.search(text):
                            return f"{year[0]}年"
        return ""
