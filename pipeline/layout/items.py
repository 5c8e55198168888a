"""Find headers with the items of a payment across the columns: 姓名 | 基本报酬 | 绩效 | 通讯补贴 | 实发金额.

The columns left of an amount whose figures add up to it in every row are its items, whatever they are called; such a
list is read with one line for each item (``unfold``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.layout.headers import clean
from pipeline.layout.month_rows import take_rows
from pipeline.layout.month_run import Group, Run, SumColumn, amount, at, cents, is_nothing
from pipeline.layout.months import AMOUNT, MOST_ROWS
from pipeline.values.celltext import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.files.workbook import Sheet
    from pipeline.layout.header_rows import HeaderRows
    from pipeline.layout.headers import KindIndex

LEAST_ITEMS, LEAST_ROWS = 2, 3


def items_on(sheet: Sheet, headers: HeaderRows) -> list[Run]:
    """Find the headers with items across, with the rows and the sum that prove them."""
    kinds = [kind for kind in headers.recogniser.headers.kinds.values() if kind.ledger.by_item]
    found: list[Run] = []
    row = 0
    while row < min(len(sheet.rows), MOST_ROWS):
        run = None
        if headers.like(row) or (row and headers.like(row - 1)):
            run = next((run for kind in kinds if (run := _run_at(sheet, headers, row, kind))), None)
        if run is not None:
            found.append(run)
        row = run.end + 1 if run else row + 1
    return found


def _run_at(sheet: Sheet, headers: HeaderRows, row: int, kind: KindIndex) -> Run | None:
    """Read a header whose lowest row is ``row``, if items stand in it."""
    first = row - 1 if row and any(right > left for _, left, _, right in headers.merged_at(row - 1)) else row
    fields = [
        {match.target for text in headers.texts((first, row), column) if (match := kind.exact(clean(text)))}
        for column in range(len(sheet.rows[row]))
    ]
    item = kind.ledger.by_name[kind.ledger.by_item]
    if any(item.name in own for own in fields):
        return None
    amounts = [column for column, own in enumerate(fields) if own & kind.amounts]
    for column, columns in ((j, block) for j in amounts for block in _blocks(sheet, row, j)):
        run = Run(first, row, row, [_group(sheet, row, j) for j in columns], [AMOUNT], item=item.title)
        take_rows(sheet, headers, run)
        if _adds_up(sheet, run, column):
            run.sums.append(SumColumn(column, 0, tuple(range(len(columns)))))
            return run
    return None


def _group(sheet: Sheet, row: int, column: int) -> Group:
    return Group(None, (column,), squeeze(at(sheet, row, column)))


def _blocks(sheet: Sheet, row: int, column: int) -> Iterator[list[int]]:
    """Give the columns under words of their own left of an amount, the most first."""
    last = column - 1
    first = last
    while first >= 0 and _is_named(sheet, row, first):
        first -= 1
    for begin in range(first + 1, last - LEAST_ITEMS + 2):
        yield list(range(begin, last + 1))


def _is_named(sheet: Sheet, row: int, column: int) -> bool:
    """Tell a column that has a word of its own in the lowest row of the header."""
    cell = at(sheet, row, column)
    return isinstance(cell, str) and bool(squeeze(cell)) and amount(cell) is None


def _adds_up(sheet: Sheet, run: Run, column: int) -> bool:
    """Tell whether the items come to the amount in every row, several of them in more than one."""
    stated = [cell for r in run.rows for j in run.columns if not is_nothing(cell := at(sheet, r, j))]
    if len(run.rows) < LEAST_ROWS or any(amount(cell) is None for cell in stated):
        return False
    several = [r for r in run.rows if sum(cents(sheet, r, j) != 0 for j in run.columns) > 1]
    return len(several) > 1 and all(
        cents(sheet, r, column) == sum(cents(sheet, r, j) for j in run.columns) for r in run.rows
    )
