"""Hold one table while it is being normalised: its cells by column, its columns so far, what is wrong."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from pipeline import messages
from pipeline.layout.context import declared_fund, declared_period
from pipeline.values.cell import address
from pipeline.values.celltext import squeeze
from pipeline.values.money import unit_factor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.files.workbook import Sheet
    from pipeline.findings import Issue
    from pipeline.layout.header_rows import HeaderRows
    from pipeline.layout.headers import KindIndex
    from pipeline.layout.table import Table
    from pipeline.values.cell import Cell
    from pipeline.values.dates import Period
    from schemas._spec import FieldSpec, Ledger


# The same as above, as ledgers kept by hand write it.
DITTO = frozenset({"〃", "″", "＂", "//", "同上", "同 上", "上同"})


@dataclass(slots=True)
class Grid:
    """A table, its sheet, and the state of its normalising.

    ``rows`` are the data rows (counted from 0), ``cells`` their cells by sheet column; ``columns`` the values
    by field, aligned with ``rows``. ``aside`` maps positions in ``rows`` to the reason they can't be loaded,
    ``no_move`` to the word that says no money moved; ``unfilled`` are lines of our own list nobody filled in.
    ``supplied`` maps fields to where a value without a cell of its own came from.
    """

    table: Table
    sheet: Sheet
    source_file: str
    kind: KindIndex
    headers: HeaderRows
    rows: list[int]
    cells: list[tuple[Cell, ...]]
    period: Period | None
    period_source: str
    fund: str
    fund_source: str
    columns: dict[str, list[object]] = field(default_factory=dict)
    aside: dict[int, str] = field(default_factory=dict)
    no_move: dict[int, str] = field(default_factory=dict)
    unfilled: set[int] = field(default_factory=set)
    issues: list[Issue] = field(default_factory=list)
    supplied: dict[str, str | list[str | None]] = field(default_factory=dict)
    factors: dict[int, int] = field(default_factory=dict)
    fills: dict[int, list[tuple[int, int, Cell]]] = field(default_factory=dict)

    @classmethod
    def of(cls, table: Table, sheet: Sheet, source_file: str, headers: HeaderRows) -> Grid:
        """Begin with the title block read."""
        kind = headers.recogniser.headers.kinds[table.recognition.kind]
        period, period_source = declared_period(table.context, table.names)
        fund, fund_source = declared_fund(table.context, table.names)
        cells = list(zip_longest(*(sheet.rows[r] for r in table.data), fillvalue=""))
        grid = cls(
            table, sheet, source_file, kind, headers, table.data, cells,
            period, period_source, fund, fund_source,
        )  # fmt: skip
        grid._merge_down()
        return grid

    def _merge_down(self) -> None:
        """Note which positions of which columns repeat a cell merged downwards."""
        for top, left, bottom, right in self.sheet.merged:
            if bottom > top > self.table.header[1]:
                first, last = bisect_right(self.rows, top), bisect_right(self.rows, bottom)
                if first < last:
                    for column in range(left, right + 1):
                        self.fills.setdefault(column, []).append((first, last, self.at(top, left)))

    @property
    def ledger(self) -> Ledger:
        """The ledger kind."""
        return self.kind.ledger

    @property
    def specs(self) -> dict[str, FieldSpec]:
        """The fields of the kind by name."""
        return self.kind.specs

    @property
    def year(self) -> int | None:
        """The year the title block declares, None where it declares none or several."""
        period = self.period
        return period.start.year if period and period.start.year == period.end.year else None

    @property
    def month(self) -> int | None:
        """The month the title block declares, None where it declares none or several."""
        return self.period.start.month if self.period and self.period.kind == "月" else None

    def title_of(self, name: str) -> str:
        """Return the Chinese title of a field."""
        return self.specs[name].title

    def say(
        self,
        code: str,
        place: tuple[int, int] | None,
        field_title: str,
        found: str,
        cents: int | None = None,
        **values: object,
    ) -> None:
        """Record an issue at a cell (row and column from 0), or with None about the whole table."""
        cell = address(*place) if place else ""
        issue = messages.issue(
            code,
            self.source_file,
            sheet=self.sheet.name,
            cell=cell,
            column=field_title,
            found=found,
            **values,
        )
        self.issues.append(issue if cents is None else replace(issue, cents=cents))

    def own_word(self, spec: FieldSpec, place: tuple[int, int] | None, word: str, count: int = 1) -> None:
        """Record that an open list lacks ``word``, which is kept as it stands."""
        words = "、".join(listed for listed, _ in spec.values)
        self.say("C22", place, spec.title, word, words=words, count=count, found_word=word)

    def at(self, row: int, column: int) -> Cell:
        """Return the cell at (row, column), blank beyond the row's end."""
        cells = self.sheet.rows[row]
        return cells[column] if column < len(cells) else ""

    def raw(self, column: int) -> Sequence[Cell]:
        """Return a column's cells of the data rows."""
        return self.cells[column] if column < len(self.cells) else [""] * len(self.rows)

    def spread(self, column: int) -> Sequence[Cell]:
        """Return a column's cells with downward merged ones repeated in every row they cover."""
        raw = self.raw(column)
        if any(isinstance(cell, str) and cell.strip() in DITTO for cell in raw):
            raw = _without_dittos(raw)
        if column not in self.fills:
            return raw
        cells = list(raw)
        for first, last, value in self.fills[column]:
            cells[first:last] = [value] * (last - first)
        return cells

    def header_texts(self, column: int) -> list[str]:
        """List a column's header texts as written, lowest row first."""
        return self.headers.texts(self.table.header, column)

    def header_name(self, column: int) -> str:
        """Return a column's lowest header text, for messages."""
        return next((squeeze(text) for text in self.header_texts(column) if text), "")

    def factor(self, column: int) -> int:
        """Return what one unit in ``column`` is worth in 元: header, then unit line, then title."""
        if column not in self.factors:
            stated = (unit_factor(text, header=True) for text in self.header_texts(column) if text)
            self.factors[column] = next((f for f in stated if f is not None), None) or self._default_factor()
        return self.factors[column]

    def _default_factor(self) -> int:
        context = self.table.context
        if context.factor is not None:
            return context.factor
        lines = [*context.lines, *context.above]
        return next((f for line in lines if (f := unit_factor(line)) is not None), 1)


def _without_dittos(cells: Sequence[Cell]) -> list[Cell]:
    """Write out what ditto marks repeat; one that stands first repeats nothing and stays."""
    found: list[Cell] = []
    for cell in cells:
        ditto = isinstance(cell, str) and cell.strip() in DITTO and found
        found.append(found[-1] if ditto else cell)
    return found
