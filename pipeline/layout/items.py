"""Find headers with the items of a payment across the columns: 姓名 | 基本报酬 | 绩效 | 通讯补贴 | 实发金额.

The columns left of an amount whose figures add up to it in every row are its items, whatever they are called; such a
list is read with one line for each item (``unfold``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.layout.headers import clean
from pipeline.layout.month_rows import take_rows
from pipeline.layout.month_run import Group, Run, SumColumn, amount, at, cents, is_nothing
from pipeline.layout.months import AMOUNT, MOST_ROWS
from pipeline.layout.purposes import purposes_at
from pipeline.layout.rowkinds import scope_of
from pipeline.values.celltext import squeeze
from pipeline.values.vocabulary import ITEMS, listed_item

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.files.workbook import Sheet
    from pipeline.layout.header_rows import HeaderRows
    from pipeline.layout.headers import KindIndex

LEAST_ITEMS, LEAST_ROWS = 2, 3
# What says under a group header that a column is an amount of it, and no more.
_AMOUNTS = frozenset({"金额", "金额(元)", "金额（元）"})
# What is taken off a gross sum to be paid on in a person's name, so that what was earned is still the gross.
_PAID_ON = re.compile(
    "(?:代扣|代缴|扣缴|个人缴|个人负担|养老|社保|医保|医疗保险|公积金|个税|个人所得税|党费)"
)
_NET = re.compile("^实(?:发|领|付|际)")
_MOST_PAID_ON = 4
# What heads an amount of an item, and not its quantity or rate.
_CHARGED = re.compile("(?:费|险|保|金|款|额)(?:[(（][^()（）]*[)）])?$")


def items_on(sheet: Sheet, headers: HeaderRows) -> Iterator[list[Run]]:
    """Find for each kind the headers with items across, with the rows and the sum that prove them."""
    for kind in headers.recogniser.headers.kinds.values():
        if kind.ledger.by_item:
            yield _items_of(sheet, headers, kind)


def _items_of(sheet: Sheet, headers: HeaderRows, kind: KindIndex) -> list[Run]:
    found: list[Run] = []
    row = 0
    while row < min(len(sheet.rows), MOST_ROWS):
        run = None
        if headers.like(row) or (row and headers.like(row - 1)):
            run = _run_at(sheet, headers, row, kind)
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
    if kind.ledger.sided:
        return purposes_at(sheet, headers, (first, row), kind)
    if kind.ledger.name in ITEMS:
        return _listed_at(sheet, headers, (first, row), kind, fields)
    if any(item.name in own for own in fields):
        return None
    amounts = [column for column, own in enumerate(fields) if own & kind.amounts]
    amounts += [j for j in range(len(fields)) if j not in amounts and _sums_up(sheet, row, j)]
    for column, columns in ((j, block) for j in amounts for block in _blocks(sheet, row, j)):
        run = Run(first, row, row, [_group(sheet, row, j) for j in columns], [AMOUNT], item=item.title)
        take_rows(sheet, headers, run)
        if _adds_up(sheet, run, column):
            every = tuple(range(len(columns)))
            run.sums.append(SumColumn(column, 0, every))
            _add_net(sheet, headers, run, column, amounts)
            return run
    return None


def _sums_up(sheet: Sheet, row: int, column: int) -> bool:
    """Tell a column called a sum in the lowest row of a header: 应发小计, 小计."""
    return _is_named(sheet, row, column) and scope_of(
        squeeze(at(sheet, row, column)).removeprefix("应发")
    ) in {
        "小计",
        "合计",
    }


def _add_net(sheet: Sheet, headers: HeaderRows, run: Run, gross: int, amounts: list[int]) -> None:
    """Find the column right of a gross sum that is what is left of it once some of it is paid on."""
    less: list[int] = []
    for column in range(gross + 1, len(sheet.rows[run.last])):
        text = squeeze("".join(headers.texts((run.first, run.last), column)))
        if column in amounts and _NET.search(text):
            if less and _is_left(sheet, run, column, gross, less):
                run.sums.append(SumColumn(column, 0, run.sums[0].groups, less=tuple(less)))
            return
        if not _PAID_ON.search(text) or len(less) == _MOST_PAID_ON:
            return
        less.append(column)


def _is_left(sheet: Sheet, run: Run, column: int, gross: int, less: list[int]) -> bool:
    return all(
        cents(sheet, r, column) == cents(sheet, r, gross) - sum(cents(sheet, r, j) for j in less)
        for r in run.rows
    )


def _listed_at(
    sheet: Sheet, headers: HeaderRows, span: tuple[int, int], kind: KindIndex, fields: list[set[str]]
) -> Run | None:
    """Read a header whose items are words of the kind's own list (水费 | 卫生费), with or without their sum."""
    first, row = span
    item = kind.ledger.by_name[kind.ledger.by_item]
    said = {j: squeeze(at(sheet, row, j)) for j in range(len(fields)) if _is_named(sheet, row, j)}
    if any(match.target == item.name for text in said.values() if (match := kind.exact(clean(text)))):
        return None
    # 水费 over 吨数 | 金额: the group says of which item the amount is.
    over = {j: squeeze(headers.texts(span, j)[-1]) if text in _AMOUNTS else text for j, text in said.items()}
    words = {
        j: word
        for j, text in over.items()
        if _CHARGED.search(text) and (word := listed_item(kind.ledger.name, text))
    }
    if len(words) < LEAST_ITEMS or len(set(words.values())) < len(words):
        return None
    groups = [Group(None, (j,), word) for j, word in words.items()]
    run = Run(first, row, row, groups, [AMOUNT], item=item.title)
    take_rows(sheet, headers, run)
    cells = [cell for r in run.rows for j in words if not is_nothing(cell := at(sheet, r, j))]
    if not cells or any(amount(cell) is None for cell in cells):
        return None
    under_words = {over[j] for j in words if said[j] in _AMOUNTS}
    for column in (j for j, own in enumerate(fields) if "amount" in own and j not in words):
        if squeeze(headers.texts(span, column)[-1]) in under_words:
            # A quantity beside the amount of its item.
            continue
        if any(cents(sheet, r, column) != sum(cents(sheet, r, j) for j in words) for r in run.rows):
            return None
        run.sums.append(SumColumn(column, 0, tuple(range(len(groups)))))
    return run


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
