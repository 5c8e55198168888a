"""Hold what was found of a list with months or items across: its header, its rows, its sums; and read its cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.values.cell import Bad
from pipeline.values.money import to_cents

if TYPE_CHECKING:
    from typing import Literal

    from pipeline.files.workbook import Sheet
    from pipeline.values.cell import Cell
    from pipeline.values.month_words import Months

    Verdict = Literal["money", "counts", "broken"]


@dataclass(frozen=True, slots=True)
class Group:
    """The columns of one stretch of months, one for each part that is told of it (金额; or 天数, 金额); or of an item.

    Of a word of a list, -1 stands for a part that it alone lacks.
    """

    months: Months | None
    columns: tuple[int, ...]
    item: str = ""
    of_year: int | None = None

    @property
    def text(self) -> str:
        """What is written in an entry for it."""
        return self.months.text if self.months else self.item

    @property
    def first(self) -> int:
        """Its first column."""
        return next(column for column in self.columns if column >= 0)

    @property
    def year(self) -> int | None:
        """The year that its header states."""
        return self.months.year if self.months else self.of_year


@dataclass(frozen=True, slots=True)
class SumColumn:
    """A column of sums: the groups whose part ``part`` it adds up, other columns ``more`` in it, and ``less`` taken off."""

    column: int
    part: int
    groups: tuple[int, ...]
    more: tuple[int, ...] = ()
    less: tuple[int, ...] = ()


@dataclass(slots=True)
class Run:
    """A header with months across, or items (headed ``item``): its rows, the groups, their parts, the sums.

    ``first`` is the row of the group headers over them (``top`` where there are none), ``last`` that of the parts.
    ``word_of``: the field whose words the items are. ``beside``: the first column right of the sheet, where what stands
    across is put, and after it the time that each group is for (``pers``). ``rows`` are the rows below that hold
    amounts, ``totals`` those that add them up, ``blank`` those without any, ``keeps`` those of ``rows`` that stand for
    something without any. ``idle``: parts that say nothing alone (a printed 单价).
    """

    first: int
    top: int
    last: int
    groups: list[Group]
    parts: list[str]
    rows: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)
    sums: list[SumColumn] = field(default_factory=list)
    verdict: Verdict = "money"
    item: str = ""
    word_of: str = ""
    beside: int = 0
    pers: tuple[str, ...] = ()
    keeps: set[int] = field(default_factory=set)
    idle: frozenset[int] = frozenset()

    @property
    def each(self) -> str:
        """What it has across, in Chinese."""
        return "各项" if self.item else "各月"

    @property
    def columns(self) -> list[int]:
        """All columns under months, or items."""
        return [column for group in self.groups for column in group.columns if column >= 0]

    @property
    def slots(self) -> list[int]:
        """The columns that the parts of one entry are moved to; its month and year stand in those after them."""
        return self.columns[: len(self.parts)]

    @property
    def month_slot(self) -> int:
        """The column that the month, or the item, of an entry is put in."""
        return self.beside or self.columns[len(self.parts)]

    @property
    def year_slot(self) -> int | None:
        """The column that the year of an entry is put in, where the header states one."""
        stated = any(group.year for group in self.groups)
        return self.columns[len(self.parts) + 1] if stated else None

    @property
    def end(self) -> int:
        """The last row that belongs to the list."""
        return max([self.last, *self.rows, *self.totals, *self.blank])


def at(sheet: Sheet, row: int, column: int) -> Cell:
    """Return a cell, blank beyond its row's end."""
    cells = sheet.rows[row]
    return cells[column] if column < len(cells) else ""


def is_nothing(cell: Cell) -> bool:
    """Tell whether a cell states no amount: blank, or a dash."""
    return cell == "" or to_cents(cell) is None


def amount(cell: Cell) -> int | None:
    """Read a cell as cents; None for nothing, and for what is no amount."""
    value = to_cents(cell) if cell != "" else None
    return None if isinstance(value, Bad) else value


def cents(sheet: Sheet, row: int, column: int) -> int:
    """Read a cell as cents, 0 where it states none."""
    return amount(at(sheet, row, column)) or 0
