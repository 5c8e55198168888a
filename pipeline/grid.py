"""Hold one table while it is being normalised: its cells by address, its columns so far, what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline import messages
from pipeline.cell import address
from pipeline.context import cell_text, declared_fund, declared_period
from pipeline.layout import squeeze
from pipeline.money import unit_factor

if TYPE_CHECKING:
    from pipeline.cell import Cell
    from pipeline.dates import Period
    from pipeline.findings import Issue
    from pipeline.layout import Table
    from pipeline.recognise import Column
    from pipeline.workbook import Sheet
    from schemas._spec import FieldSpec, Ledger


@dataclass(slots=True)
class Grid:
    """A table, its sheet, and the state of its normalising.

    ``rows`` are the data rows (counted from 0); ``columns`` their values by field, aligned with ``rows``.
    ``aside`` maps positions in ``rows`` to the reason they can't be loaded, ``no_move`` to the word that
    says no money moved.
    """

    table: Table
    sheet: Sheet
    source_file: str
    ledger: Ledger
    specs: dict[str, FieldSpec]
    rows: list[int]
    period: Period | None
    period_source: str
    fund: str
    fund_source: str
    columns: dict[str, list[object]] = field(default_factory=dict)
    aside: dict[int, str] = field(default_factory=dict)
    no_move: dict[int, str] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    factors: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, table: Table, sheet: Sheet, source_file: str, ledger: Ledger) -> Grid:
        """Begin with the title block read."""
        period, period_source = declared_period(table.context, table.names)
        fund, fund_source = declared_fund(table.context, table.names)
        return cls(
            table, sheet, source_file, ledger, ledger.by_name, table.data, period, period_source, fund, fund_source
        )  # fmt: skip

    @property
    def year(self) -> int | None:
        """The year the title block declares, None where it declares none or several."""
        period = self.period
        return period.start.year if period and period.start.year == period.end.year else None

    def title_of(self, name: str) -> str:
        """Return the Chinese title of a field."""
        return self.specs[name].title

    def say(
        self, code: str, place: tuple[int, int] | None, field_title: str, found: str, **values: object
    ) -> None:
        """Record an issue at a cell (row and column from 0), or with None about the whole table."""
        cell = address(*place) if place else ""
        self.issues.append(
            messages.issue(
                code,
                self.source_file,
                sheet=self.sheet.name,
                cell=cell,
                column=field_title,
                found=found,
                **values,
            )
        )

    def at(self, row: int, column: int) -> Cell:
        """Return the cell at (row, column), blank beyond the row's end."""
        cells = self.sheet.rows[row]
        return cells[column] if column < len(cells) else ""

    def raw(self, column: int) -> list[Cell]:
        """Return a column's cells of the data rows."""
        rows = self.sheet.rows
        return [rows[r][column] if column < len(rows[r]) else "" for r in self.rows]

    def spread(self, column: int) -> list[Cell]:
        """Return a column's cells with downward merged ones repeated in every row they cover."""
        raw = self.raw(column)
        for top, left, bottom, right in self.sheet.merged:
            if left <= column <= right and bottom > top > self.table.header[1]:
                value = self.at(top, left)
                for position, row in enumerate(self.rows):
                    if top < row <= bottom:
                        raw[position] = value
        return raw

    def header_cell(self, row: int, column: int) -> Cell:
        """Return a header cell; one merged over several columns counts for each of them."""
        for top, left, bottom, right in self.sheet.merged:
            if top <= row <= bottom and left <= column <= right:
                return self.at(top, left)
        return self.at(row, column)

    def header_texts(self, column: int) -> list[str]:
        """List a column's header texts as written, lowest row first."""
        first, last = self.table.header
        return [cell_text(self.header_cell(row, column)) for row in range(last, first - 1, -1)]

    def header_name(self, column: int) -> str:
        """Return a column's lowest header text, for messages."""
        return squeeze(self.header_cell(self.table.header[1], column))

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
        return next((f for line in context.lines if (f := unit_factor(line)) is not None), 1)


def first_place(column: Column) -> int:
    """Return the first sheet column a field's cells stand in."""
    return column.columns[0] if column.columns else next(iter(column.parts.values()))
