"""Sort the rows below a header of months, find the columns of sums beside it, and say what the months hold.

Numbers of days look like amounts, and add up like amounts: the months hold money only where something says so. A
column called a sum that fits no stretch of months shows that they are not what they seem.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from pipeline.layout import proofs
from pipeline.layout.headers import clean
from pipeline.layout.lexicon import meaning
from pipeline.layout.month_run import SumColumn, amount, at, cents, is_nothing
from pipeline.layout.rowkinds import is_column_index, scope_of
from pipeline.values.celltext import filled, squeeze
from pipeline.values.money import unit_factor
from pipeline.values.month_words import months_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.files.workbook import Sheet
    from pipeline.layout.header_rows import HeaderRows
    from pipeline.layout.month_run import Run, Verdict

LEAST = 2
# More than the days of a month can only be money.
MOST_DAYS = 31
# A number is no longer than this; ids and accounts are.
LONGEST = 14
COUNTED = re.compile(
    "[天日]数|工日|工时|出勤|考勤|次数|人次|户数|人数|面积|亩|吨|方量|用量|用水|用电|度数|公斤|斤"
)
_MONEY = frozenset({"金额", "总额", "补贴", "应", "实", "发放", "扣", "慰问", "救助", "收款", "付款"})
_MAYBE_SUM = re.compile("合计|总计|小计|累计|共计|全年|总额|总数|年度|年计|季度|半年")
_SURE_SUM = re.compile("合计|总计|小计|共计|年计")


def take_rows(sheet: Sheet, headers: HeaderRows, run: Run) -> None:
    """Sort the rows below a header until another header: with amounts, adding up, without any amount."""
    own = set(run.columns)
    heads = [[squeeze(c) for c in sheet.rows[row]] for row in range(run.first, run.last + 1)]
    for row in range(run.last + 1, len(sheet.rows)):
        cells = sheet.rows[row]
        places = filled(cells)
        texts = [squeeze(c) for c in cells]
        if not places or texts in heads or is_column_index([texts[j] for j in places]):
            continue
        if headers.like(row) or len([j for j in places if months_of(cells[j])]) >= LEAST:
            break
        labels = [texts[j] for j in places if j not in own and isinstance(cells[j], str)]
        if any(scope_of(label) for label in labels[:3]):
            run.totals.append(row)
        elif any(amount(cells[j]) is not None for j in places if j in own):
            run.rows.append(row)
        elif all(is_nothing(cells[j]) for j in places if j in own) and _is_like(sheet, run, places):
            run.blank.append(row)
    _take_out_total(sheet, run)


def _is_like(sheet: Sheet, run: Run, places: list[int]) -> bool:
    """Tell whether a row without amounts is filled where rows with amounts are, so that it is a person's too."""
    if not run.rows or len(places) < LEAST:
        return False
    before = set(filled(sheet.rows[run.rows[-1]])) - set(run.columns)
    return set(places) <= before and len(places) * 2 > len(before)


def _take_out_total(sheet: Sheet, run: Run) -> None:
    """Take the last row for a total under whatever name where every month of it is the sum of those above."""
    if len(run.rows) < 3 or run.totals:
        return
    *above, last = run.rows
    own = [cents(sheet, last, j) for j in run.columns]
    if sum(value != 0 for value in own) >= LEAST and own == [
        sum(cents(sheet, row, j) for row in above) for j in run.columns
    ]:
        run.totals.append(run.rows.pop())


def judge(sheet: Sheet, headers: HeaderRows, run: Run) -> None:
    """Find the columns of sums, and say whether the months hold money."""
    months = set(run.columns)
    texts = {
        j: squeeze("".join(reversed(headers.texts((run.first, run.last), j))))
        for j in range(max(map(len, sheet.rows)))
        if j not in months
    }
    figures = [j for j in texts if _is_figures(sheet, run, j)]
    for j in figures:
        if found := _sum_column(sheet, run, j, texts[j], [f for f in figures if f != j]):
            run.sums.append(found)
    sums = {one.column for one in run.sums}
    doubtful = [
        j
        for j in figures
        if j not in sums and _SURE_SUM.search(texts[j]) and not _is_net(sheet, run, j, figures)
    ]
    run.verdict = _verdict(sheet, run, texts, doubtful, figures)


def _is_figures(sheet: Sheet, run: Run, column: int) -> bool:
    own = [cell for r in run.rows if (cell := at(sheet, r, column)) != ""]
    numbers = [cell for cell in own if amount(cell) is not None and len(squeeze(cell)) <= LONGEST]
    return bool(own) and len(numbers) * 10 >= len(own) * 9


def _sum_column(sheet: Sheet, run: Run, column: int, text: str, others: list[int]) -> SumColumn | None:
    """Find what a column adds up: all months, those since the last column of sums, or those up to it.

    Called a sum it must fit on most rows, and may hold other columns too; by its figures alone it must fit on all
    rows, and more than two.
    """
    tried = [r for r in run.rows if not is_nothing(at(sheet, r, column))]
    if not tried:
        return None
    named = _MAYBE_SUM.search(text) is not None or meaning(clean(text)).head == "总额"
    before = max((one.column for one in run.sums if one.column < column), default=-1)
    every = tuple(range(len(run.groups)))
    upto = tuple(g for g in every if run.groups[g].columns[-1] < column)
    since = tuple(g for g in upto if run.groups[g].columns[0] > before)
    extras = dict.fromkeys([(), tuple(others), *((one,) for one in others)]) if named else [()]
    candidates = [
        SumColumn(column, part, groups, more)
        for more in extras
        for part in range(len(run.parts))
        for groups in dict.fromkeys(g for g in (every, since, upto) if g)
    ]
    best = max(candidates, key=lambda one: _fits(sheet, run, one, tried))
    fits = _fits(sheet, run, best, tried)
    if named:
        return best if fits * 2 >= len(tried) else None
    several = [r for r in tried if sum(cents(sheet, r, g.columns[0]) != 0 for g in run.groups) > 1]
    return best if fits == len(tried) > 2 and len(several) > 1 else None


def _fits(sheet: Sheet, run: Run, one: SumColumn, rows: Sequence[int]) -> int:
    parts = [*(run.groups[g].columns[one.part] for g in one.groups), *one.more]
    return sum(cents(sheet, r, one.column) == sum(cents(sheet, r, j) for j in parts) for r in rows)


def _is_net(sheet: Sheet, run: Run, column: int, figures: list[int]) -> bool:
    """Tell whether a column is what is left of all months after a deduction, which is no sum of them."""
    return any(
        all(cents(sheet, r, column) == _all(sheet, run, r) - cents(sheet, r, other) for r in run.rows)
        for other in figures
        if other != column
    )


def _all(sheet: Sheet, run: Run, row: int) -> int:
    return sum(cents(sheet, row, j) for j in run.columns)


def _verdict(
    sheet: Sheet, run: Run, texts: dict[int, str], doubtful: list[int], figures: list[int]
) -> Verdict:
    """Say what the months hold: money, or something else that is counted; 'broken' where a sum fits nothing."""
    if doubtful:
        return "counts" if any(_is_rate(sheet, run, j, figures) for j in doubtful) else "broken"
    titles = [squeeze(sheet.rows[r][j]) for r in range(run.first) for j in filled(sheet.rows[r])]
    if len(run.parts) == 1 and any(COUNTED.search(text) for text in [*run.parts, *titles]):
        return "counts"
    words = [*run.parts, *(texts[one.column] for one in run.sums)]
    if any(unit_factor(text, header=True) for text in words) or any(map(unit_factor, titles)):
        return "money"
    if any(
        meaning(clean(word)).parts & _MONEY for word in words if clean(word) not in {"金额", "合计", "总计"}
    ):
        return "money"
    values = [abs(cents(sheet, r, j)) for r in run.rows for j in run.columns]
    return "money" if max(values) > MOST_DAYS * 100 or any(v % 100 for v in values) else "counts"


def _is_rate(sheet: Sheet, run: Run, column: int, figures: list[int]) -> bool:
    """Tell whether a column is what is in the months times a rate, one for all or each row's own: months of days."""
    rows = [r for r in run.rows if _all(sheet, run, r) and cents(sheet, r, column)]
    if len(rows) < LEAST:
        return False
    rates = Counter(cents(sheet, r, column) / _all(sheet, run, r) for r in rows)
    if rates.most_common(1)[0][1] == len(rows):
        return True
    for other in (f for f in figures if f != column):
        fits = [_all(sheet, run, r) * cents(sheet, r, other) == cents(sheet, r, column) * 100 for r in rows]
        if all(fits) or proofs.holds(sum(fits), len(fits)):
            return True
    return False
