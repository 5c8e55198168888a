"""Find the tables on a sheet: title block, header, kind, column mapping, and what each row is.

Nothing is skipped by position: a header is recognised by its words, a summary row by its label.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.context import Context, Names, cell_text, read_block, tidy
from pipeline.headers import PARTS, clean
from pipeline.recognise import Recognition, Unrecognised
from pipeline.rowkinds import Scope, is_column_index, is_footer, mark_of, scope_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.headers import Headers
    from pipeline.recognise import Block, Recogniser
    from pipeline.workbook import Cell, Sheet

MAX_HEADER_ROWS = 3
_PAGE = re.compile(r"第\s*\d+\s*页|共\s*\d+\s*页")


@dataclass(slots=True)
class Table:
    """One table: where it stands, what it is, and its rows by kind (row indices from 0)."""

    context: Context
    names: Names
    recognition: Recognition
    header: tuple[int, int]
    block: Block
    data: list[int] = field(default_factory=list)
    totals: list[tuple[int, str, Scope]] = field(default_factory=list)
    skipped: dict[str, list[int]] = field(default_factory=dict)

    def skip(self, reason: str, rows: list[int]) -> None:
        """Count ``rows`` as skipped for ``reason``."""
        if rows:
            self.skipped.setdefault(reason, []).extend(rows)


@dataclass(slots=True)
class Unread:
    """A stretch of rows in which no table could be recognised, and the best known reason."""

    context: Context
    names: Names
    rows: list[int]
    why: Unrecognised


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the cells stand that tell what kind of row a row is."""

    voucher: frozenset[int]
    amounts: frozenset[int]
    labels: frozenset[int]
    required: list[list[int]]

    @classmethod
    def of(cls, table: Table, headers: Headers) -> _Columns:
        found = table.recognition.columns
        ledger = headers.kinds[table.recognition.kind].ledger
        sided = {s.name for s in ledger.sided}
        needed = {f.name for f in ledger.fields if f.required} | {n for g in ledger.one_of for n in g} | sided
        places = {name: [*c.columns, *c.parts.values()] for name, c in found.items()}

        def union(names: Iterable[str]) -> frozenset[int]:
            return frozenset(j for n in names for j in places.get(n, ()))

        return cls(
            union(["voucher_no"]),
            union([*ledger.amount_fields, *sided]),
            union(["summary", "entry_date", "used_on", "village_name"]),
            [p for name, p in places.items() if name in needed],
        )


def filled(row: list[Cell]) -> list[int]:
    """List the columns of ``row`` that hold something other than white space."""
    return [j for j, v in enumerate(row) if v != "" and not (isinstance(v, str) and not v.strip())]


def _has_figure(value: Cell) -> bool:
    """Tell whether a cell can be an amount: a number, or a text with a digit or a Chinese numeral."""
    return not isinstance(value, str) or any(c.isdigit() or c in "零壹贰叁肆伍陆柒捌玖拾佰仟" for c in value)


def squeeze(value: Cell) -> str:
    """Show a cell as NFKC text without any white space."""
    return "".join(tidy(cell_text(value)).split())


def _is_label(value: Cell) -> bool:
    """Tell a title block's label (编制单位：) from a header word."""
    return isinstance(value, str) and value.rstrip().endswith((":", "："))


def find_tables(sheet: Sheet, source_file: str, recogniser: Recogniser) -> list[Table | Unread]:
    """Find all tables on ``sheet`` from top to bottom; together they account for every row."""
    return _Scan(sheet, Names.of(source_file, sheet.name), recogniser).run()


class _Scan:
    def __init__(self, sheet: Sheet, names: Names, recogniser: Recogniser) -> None:
        self.sheet, self.rows, self.names = sheet, sheet.rows, names
        self.recogniser = recogniser
        self.headers: Headers = recogniser.headers
        self.top: Context | None = None

    def run(self) -> list[Table | Unread]:
        found: list[Table | Unread] = []
        start = 0
        while start < len(self.rows):
            table, start = self._next_table(start, found)
            if table is None:
                break
            found.append(table)
        return found

    def _next_table(self, start: int, found: list[Table | Unread]) -> tuple[Table | None, int]:
        failed: list[tuple[int, Unrecognised]] = []
        for row in range(start, len(self.rows)):
            if not self._header_like(row):
                continue
            title_from = self._title_from(start, row) if failed else start
            context = self._context(title_from, row)
            header, block, outcome = self._best_block(row, context)
            if isinstance(outcome, Unrecognised):
                outcome.header_row = row + 1
                failed.append((row, outcome))
                continue
            if failed:
                found.append(self._unread(start, title_from, failed))
            elif title_from < header[0]:
                context = self._context(title_from, header[0])
            table = Table(context, self.names, outcome, header, block)
            table.skip("标题", [i for i in range(title_from, header[0]) if filled(self.rows[i])])
            table.skip("空行", [i for i in range(title_from, header[0]) if not filled(self.rows[i])])
            table.skip("表头", list(range(header[0], header[1] + 1)))
            return table, self._take_rows(table)
        rest = [i for i in range(start, len(self.rows)) if filled(self.rows[i])]
        if rest or not found:
            found.append(self._unread(start, len(self.rows), failed))
        elif isinstance(last := found[-1], Table):
            last.skip("空行", list(range(start, len(self.rows))))
        return None, len(self.rows)

    def _unread(self, first: int, last: int, failed: list[tuple[int, Unrecognised]]) -> Unread:
        why = max((u for _, u in failed), key=lambda u: u.weight, default=Unrecognised("no_header"))
        top = failed[0][0] if failed else last
        return Unread(self._context(first, top), self.names, list(range(first, last)), why)

    def _title_from(self, floor: int, row: int) -> int:
        """Go up from a header over its title rows: blank or holding one or two texts."""
        first = row
        while first > floor and not self._numeric(first - 1) and len(filled(self.rows[first - 1])) <= 2:
            first -= 1
        return first

    def _numeric(self, row: int) -> bool:
        return any(isinstance(v, int | float) and not isinstance(v, bool) for v in self.rows[row])

    def _context(self, first: int, last: int) -> Context:
        context = read_block(self.rows[first:last])
        if self.top is None:
            self.top = context
        elif context is not self.top:
            for role, value in self.top.pairs.items():
                if role in {"village", "township"}:
                    context.pairs.setdefault(role, value)
            # A table without a title of its own stands under the sheet's title.
            if not context.lines:
                context.lines = list(self.top.lines)
            if context.factor is None and not context.unit_line:
                context.factor = self.top.factor
        return context

    def _header_like(self, row: int) -> bool:
        cells = self.rows[row]
        texts = []
        for value in cells:
            if isinstance(value, str):
                if value and (text := clean(value)):
                    texts.append("" if _is_label(value) else text)
            elif isinstance(value, int | float) and not isinstance(value, bool):
                return False
        return len(texts) >= 2 and self.headers.hits(texts) >= max(2, len(texts) * 0.4)

    def _sub_header(self, row: int) -> bool:
        """Tell whether ``row`` can be the lower part of a header: only header words, no figures."""
        if row >= len(self.rows):
            return False
        columns = filled(self.rows[row])
        if not columns or any(not isinstance(self.rows[row][j], str) for j in columns):
            return False
        texts = [clean(str(self.rows[row][j])) for j in columns]
        known = sum(1 for t in texts if t in self.headers.words or t in PARTS)
        return known * 2 > len(texts)

    def _best_block(
        self, row: int, context: Context
    ) -> tuple[tuple[int, int], Block, Recognition | Unrecognised]:
        spans = [(row, row)]
        last = row
        while last - row + 1 < MAX_HEADER_ROWS and self._sub_header(last + 1):
            last += 1
            spans.append((row, last))
        above = self.rows[row - 1] if row > 0 else []
        if len(filled(above)) >= 2 and not self._numeric(row - 1) and not any(map(_is_label, above)):
            spans += [(row - 1, end) for _, end in list(spans)]
        best: tuple[float, tuple[int, int], Block, Recognition | Unrecognised] | None = None
        for span in spans:
            block = self._block(*span)
            outcome = self.recogniser.recognise(block, context, self.names)
            score = outcome.score if isinstance(outcome, Recognition) else outcome.weight - 100
            if best is None or score > best[0] + 1e-9:
                best = (score, span, block, outcome)
        assert best is not None
        _, (first, last), block, outcome = best
        while self._covered(last + 1, first, last):
            last += 1
        return (first, last), block, outcome

    def _covered(self, row: int, first: int, last: int) -> bool:
        """Tell whether header cells merged downwards also cover ``row``, which is otherwise empty."""
        if row >= len(self.rows) or filled(self.rows[row]):
            return False
        return any(top <= last and top >= first and bottom >= row for top, _, bottom, _ in self.sheet.merged)

    def _block(self, first: int, last: int) -> Block:
        width = max(len(self.rows[i]) for i in range(first, last + 1))
        grid = [
            [clean(cell_text(v)) for v in self.rows[i]] + [""] * (width - len(self.rows[i]))
            for i in range(first, last + 1)
        ]
        spread: set[tuple[int, int]] = set()
        for top, left, bottom, right in self.sheet.merged:
            if top > last or bottom < first:
                continue
            text = (
                clean(cell_text(self.rows[top][left]))
                if top < len(self.rows) and left < len(self.rows[top])
                else ""
            )
            for i in range(max(top, first), min(bottom, last) + 1):
                for j in range(left, min(right, width - 1) + 1):
                    grid[i - first][j] = text
                    spread.add((i, j))
        for i, line in enumerate(grid[:-1]):
            # Group headers that are not really merged (csv, HTML pasted): a blank belongs to the group on its
            # left where the row below names a part.
            for j in range(1, width):
                below = grid[i + 1][j]
                group = not line[j] and line[j - 1] and grid[i + 1][j - 1] and (first + i, j) not in spread
                if group and (below in PARTS or below in self.headers.words):
                    line[j] = line[j - 1]
        return tuple(
            tuple(dict.fromkeys(t for t in column if t)) or ("",) for column in zip(*grid, strict=True)
        )

    def _take_rows(self, table: Table) -> int:
        """Sort the rows below the header until another table begins; returns the row after the last one."""
        columns = _Columns.of(table, self.headers)
        trailing: list[int] = []
        row = table.header[1] + 1
        while row < len(self.rows):
            cells = self.rows[row]
            places = filled(cells)
            if not places:
                trailing.append(row)
                row += 1
                continue
            first = cells[places[0]]
            if isinstance(first, str) and clean(first) in self.headers.words and self._header_like(row):
                after = self._repeated(table, row, trailing)
                if after is None:
                    return self._hand_over(table, trailing)
                row, trailing = after, []
                continue
            first_rows = not table.data and row <= table.header[1] + 2
            reason, scope, label = self._sort(columns, row, places, first_rows)
            if reason == "":
                self._settle(table, trailing)
                trailing = []
                table.data.append(row)
            elif scope:
                self._settle(table, trailing)
                trailing = []
                table.totals.append((row, label, scope))
                table.skip("合计行", [row])
            elif reason == "示例":
                self._settle(table, trailing)
                trailing = []
                table.skip(reason, [row])
            else:
                trailing.append(row)
            row += 1
        self._settle(table, trailing)
        return row

    def _sort(
        self, columns: _Columns, row: int, places: list[int], first_rows: bool
    ) -> tuple[str, Scope | None, str]:
        """Name the reason to skip ``row`` ('' for data), its scope and label when it is a summary row."""
        cells = self.rows[row]
        if len(places) > 1 and (reason := mark_of(squeeze(cells[places[0]]))):
            return reason, None, ""
        texts = [(j, str(cells[j])) for j in places if isinstance(cells[j], str)]
        voucher = any(j in columns.voucher for j in places)
        amount = any(j in columns.amounts and _has_figure(cells[j]) for j in places)
        if not voucher or not amount:
            for position, (j, text) in enumerate(texts):
                if position > 2 and j not in columns.labels:
                    continue
                label = squeeze(text)
                scope = scope_of(label)
                if scope and (not voucher or scope in {"期初", "期末"}):
                    return "合计行", scope, label
        present = sum(1 for group in columns.required if any(j in places for j in group))
        few = len(columns.required) >= 2 and present <= 1
        if texts and len(texts) == len(places) and not amount and (few or is_footer(squeeze(texts[0][1]))):
            if is_footer(squeeze(texts[0][1])) or len(places) == 1 or present == 0:
                return "说明行", None, ""
        elif few and present == 0 and texts and (is_footer(squeeze(texts[0][1])) or len(places) <= 2):
            return "说明行", None, ""
        if first_rows and is_column_index([squeeze(cells[j]) for j in places]):
            return "表头", None, ""
        return "", None, ""

    def _settle(self, table: Table, rows: list[int]) -> None:
        table.skip("空行", [r for r in rows if not filled(self.rows[r])])
        table.skip("说明行", [r for r in rows if filled(self.rows[r])])

    def _repeated(self, table: Table, row: int, trailing: list[int]) -> int | None:
        """Return the row after a page header that repeats ``table``'s own, None when another table begins."""
        first, last = table.header
        height = last - first + 1
        if row + height > len(self.rows) or self._block(row, row + height - 1) != table.block:
            return None
        own = {squeeze(t) for t in (_PAGE.sub("", line) for line in table.context.lines)}
        for r in trailing:
            for j in filled(self.rows[r]):
                text = squeeze(_PAGE.sub("", cell_text(self.rows[r][j])))
                context = read_block([[self.rows[r][j]]])
                if text and text not in own and context.lines and not is_footer(text):
                    return None
                for role, value in context.pairs.items():
                    if (
                        role in {"village", "account_no", "period", "fund", "cooperative"}
                        and table.context.pairs.get(role) != value
                    ):
                        return None
        self._settle(table, trailing)
        table.skip("表头", list(range(row, row + height)))
        return row + height

    def _hand_over(self, table: Table, trailing: list[int]) -> int:
        """Split the rows before the next header: notes of ``table``, then the next table's title block."""
        keep = 0
        for position, r in enumerate(trailing):
            places = filled(self.rows[r])
            if places and is_footer(squeeze(self.rows[r][places[0]])):
                keep = position + 1
        self._settle(table, trailing[:keep])
        if keep < len(trailing):
            return trailing[keep]
        rows = [
            *table.data,
            *(r for r, _, _ in table.totals),
            *(r for rs in table.skipped.values() for r in rs),
        ]
        return max(rows) + 1
