"""Find books of expenses with what was paid for across: 文具 | 水电费 | 会议费 | 支出合计.

The figures must prove it: in every row they come to the sum beside them. Which way the money went the sum, the group over
the columns or the title says.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.layout.headers import clean
from pipeline.layout.month_rows import take_rows
from pipeline.layout.month_run import Group, Run, SumColumn, amount, at, cents, is_nothing
from pipeline.values.celltext import filled, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.files.workbook import Sheet
    from pipeline.layout.header_rows import HeaderRows, Span
    from pipeline.layout.headers import KindIndex

LEAST_PURPOSES, LEAST_ROWS = 2, 3
_SUM = re.compile(
    "(?:支出|开支|费用|付出|支付|报销)?(?:合计|小计|总计|总额|金额)(?:金额|数)?|(?:支出|开支)金额"
)
_OUT = re.compile("支出|开支|费用|付出|支付|报销")
_IN = re.compile("收入|收支|进账|收款|收付")
_NO_PURPOSE = re.compile(
    "收|余|结存|累计|借|贷|[合小总]计|日期|时间|[编票证账]号|号码|[张件人户]数|单价|数量|标准|经手|证明|审[批核]|备注|签|年|月"
)


def purposes_at(sheet: Sheet, headers: HeaderRows, span: Span, kind: KindIndex) -> Run | None:
    """Read a header in the rows ``span`` with purposes across."""
    texts = [headers.texts(span, j) for j in range(len(sheet.rows[span[1]]))]
    matches = {j: match for j, own in enumerate(texts) if (match := kind.exact(clean(own[0])))}
    sided = kind.ledger.sided[0]
    if any(match.target == kind.ledger.by_item for match in matches.values()):
        return None
    above = squeeze(
        "".join(str(cell) for row in sheet.rows[: span[0]] for cell in row if isinstance(cell, str))
    )
    for column, own in enumerate(texts):
        called = clean(own[0])
        if not _SUM.fullmatch(called):
            continue
        for block in _blocks(sheet, texts, span[1], column, {*matches}):
            said = squeeze("".join([called, *(t for j in block for t in texts[j][1:])]))
            if _IN.search(said) or not (_OUT.search(said) or (_OUT.search(above) and not _IN.search(above))):
                continue
            groups = [Group(None, (j,), squeeze(at(sheet, span[1], j))) for j in block]
            word = kind.specs[sided.minus].title
            item = kind.specs[kind.ledger.by_item].title
            run = Run(*(span[0], span[1], span[1]), groups, [word], item=item)
            take_rows(sheet, headers, run)
            others = [
                j for j, match in matches.items()
                if j not in {column, *block} and match.target in {sided.name, sided.plus, sided.minus, "balance"}
            ]  # fmt: skip
            if _is_proven(sheet, run, column) and _stands_alone(sheet, run, others):
                run.sums.append(SumColumn(column, 0, tuple(range(len(groups)))))
                return run
    return None


def _blocks(
    sheet: Sheet, texts: list[list[str]], row: int, column: int, known: set[int]
) -> Iterator[list[int]]:
    """Give the columns under words of their own beside a sum, those on its left first, the most first."""

    def is_purpose(j: int) -> bool:
        text = squeeze(at(sheet, row, j)) if 0 <= j < len(texts) else ""
        return (
            bool(text)
            and j not in known
            and amount(at(sheet, row, j)) is None
            and not _NO_PURPOSE.search(text)
        )

    left = right = column
    while is_purpose(left - 1):
        left -= 1
    while is_purpose(right + 1):
        right += 1
    for first in range(left, column - LEAST_PURPOSES + 1):
        yield list(range(first, column))
    for last in range(right, column + LEAST_PURPOSES - 1, -1):
        yield list(range(column + 1, last + 1))


def _is_proven(sheet: Sheet, run: Run, column: int) -> bool:
    """Tell whether the purposes come to the sum in every row, and more than one of them is ever paid for."""
    stated = {j for r in run.rows for j in run.columns if not is_nothing(at(sheet, r, j))}
    figures = all(
        is_nothing(cell := at(sheet, r, j)) or amount(cell) is not None for r in run.rows for j in run.columns
    )
    return (
        figures
        and len(run.rows) >= LEAST_ROWS
        and len(stated) >= LEAST_PURPOSES
        and all(cents(sheet, r, column) == sum(cents(sheet, r, j) for j in run.columns) for r in run.rows)
    )


def _stands_alone(sheet: Sheet, run: Run, others: list[int]) -> bool:
    """Tell whether no row would say twice what stands in its ``others``: receipts, a balance; keep those without a purpose."""
    several = {r for r in run.rows if sum(cents(sheet, r, j) != 0 for j in run.columns) > 1}
    for row in range(run.last + 1, run.end + 1):
        places = [j for j in others if j in filled(sheet.rows[row])]
        if not places or row in run.totals:
            continue
        if row in several:
            return False
        if row not in run.rows:
            run.blank = [r for r in run.blank if r != row]
    return True
