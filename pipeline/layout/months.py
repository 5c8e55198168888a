"""Find headers with months across the columns: 姓名 | 1月 | 2月 | … | 合计, 1月 over 天数 | 金额, quarters, two years.

A list laid out so states two sums of every amount: its person's and its month's (``month_rows``); it is read with
one line for each amount (``unfold``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.layout.headers import clean
from pipeline.layout.lexicon import meaning
from pipeline.layout.month_rows import COUNTED, LEAST, judge, take_rows
from pipeline.layout.month_run import Group, Run, amount
from pipeline.values.celltext import cell_text, filled, squeeze
from pipeline.values.money import unit_factor
from pipeline.values.month_words import Months, months_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.files.workbook import Sheet
    from pipeline.layout.header_rows import HeaderRows
    from pipeline.values.cell import Cell

# A header of months stands no lower than this; its repetitions on later pages are found further down.
MOST_ROWS = 200
AMOUNT = "金额"
_NUMBER = re.compile("[0-9]{1,2}")
_PLAIN = re.compile("(?:各|发放|所属|补贴)?(?:月份?|月度|季度|期间|月别)(?:情况|明细)?")
# What stands after a month, or over all, and says no more than that there are amounts: 1月补贴, 2月工资.
_PAID = re.compile(
    "(?:补贴|补助|工资|报酬|津贴|绩效|误工|慰问|救助|低保|五保|生活|养老|费|金|款|额|发放|金额)+"
)
_SUMS_UP = re.compile("合计|总计|小计|累计|共计|总额|总数|年计")
YEAR = re.compile(r"((?:19|20)\d{2})(?:年度?)?")
# Which of several amounts it is must not be lost: 应发 is not 实发.
_WHICH = frozenset({"应", "实", "扣", "期末", "期初", "余额", "未"})


def runs_on(sheet: Sheet, headers: HeaderRows) -> list[Run]:
    """Find the headers with months across, with the rows and sums that belong to them."""
    found: list[Run] = []
    row = 0
    while row < min(len(sheet.rows), MOST_ROWS):
        run = _run_at(sheet, headers, row)
        if run is None:
            row += 1
            continue
        take_rows(sheet, headers, run)
        if run.rows:
            judge(sheet, headers, run)
            found.append(run)
        row = run.end + 1
    return found


def _run_at(sheet: Sheet, headers: HeaderRows, row: int) -> Run | None:
    """Read the header of months that stands in ``row``, with the groups over it and the parts below."""
    cells = sheet.rows[row]
    found = {j: m for j in filled(cells) if (m := months_of(cells[j]))}
    if len(found) < LEAST:
        found = _numbered(sheet, headers, row)
    sums = [m for m in found.values() if _SUMS_UP.search(m.rest) or _is_wider(m, found.values())]
    found = {j: m for j, m in found.items() if m not in sums}
    if len({(m.year, m.first) for m in found.values()}) < LEAST:
        return None
    over = _is_group_row(sheet, row, found)
    years = _years_above(headers, row, found) if over else {}
    word = _group_word(headers, row, found) if over else AMOUNT
    lower = _has_parts(sheet, headers, row, found)
    groups: list[Group] = []
    told: set[tuple[str, ...]] = set()
    for j, months in found.items():
        columns = _columns_of(sheet, headers, row, j, found)
        told.add(
            tuple(_part(sheet, headers, row, months, column, len(columns) > 1 or lower) for column in columns)
        )
        lowest = row + (len(columns) > 1 or lower)
        groups.append(Group(Months(months.year or years.get(j), months.first, months.last), tuple(columns)))
    order = [(g.months.year or 0, g.months.first) for g in groups if g.months]
    if len(told) > 1 or order != sorted(set(order)):
        return None
    parts = [part or word for part in told.pop()]
    run = Run(row - over, row, lowest, groups, parts)
    return run if len(run.columns) > len(parts) + any(g.year for g in groups) else None


def _numbered(sheet: Sheet, headers: HeaderRows, row: int) -> dict[int, Months]:
    """Read bare numbers in order under a group header that says 月份 as months."""
    cells = sheet.rows[row]
    if not row or not any(isinstance(cell, str) and "月" in cell for cell in sheet.rows[row - 1]):
        return {}
    numbers = {j: int(text) for j in filled(cells) if _NUMBER.fullmatch(text := squeeze(cells[j]))}
    under: list[int] = []
    over = ""
    for j in sorted(numbers):
        over = squeeze("".join(headers.texts((row - 1, row - 1), j))) or over
        if _PLAIN.fullmatch(over) or "月" in over[-3:]:
            under.append(j)
    order = [numbers[j] for j in under]
    if len(order) < LEAST or order != list(range(order[0], order[0] + len(order))) or order[-1] > 12:
        return {}
    return {j: Months(None, numbers[j], numbers[j]) for j in under if numbers[j]}


def _is_wider(months: Months, others: Iterable[Months]) -> bool:
    """Tell whether a stretch sums up others: 一季度 beside 1月, 2月, 3月."""
    return months.last > months.first and any(
        o != months and o.year == months.year and months.first <= o.first and o.last <= months.last
        for o in others
    )


def _is_group_row(sheet: Sheet, row: int, months: Iterable[int]) -> bool:
    """Tell whether the row over a header of months holds group headers: words over the months and beside them."""
    cells = sheet.rows[row - 1] if row else []
    above = filled(cells)
    words = all(isinstance(cell := cells[j], str) and not re.search("[:：]", cell) for j in above)
    return words and len(above) > 1 and not set(above).isdisjoint(months)


def _years_above(headers: HeaderRows, row: int, months: Iterable[int]) -> dict[int, int]:
    """Give the year of the group header over each month."""
    years: dict[int, int] = {}
    current: int | None = None
    for j in sorted(months):
        if text := squeeze("".join(headers.texts((row - 1, row - 1), j))):
            stated = YEAR.fullmatch(text)
            current = int(stated[1]) if stated else None
        if current:
            years[j] = current
    return years


def _group_word(headers: HeaderRows, row: int, months: Iterable[int]) -> str:
    """Take the group header over the months for what the amounts are, where it says more than 月份."""
    texts = {"".join(headers.texts((row - 1, row - 1), j)) for j in months} - {""}
    if len(texts) != 1 or YEAR.fullmatch(squeeze(text := texts.pop())):
        return AMOUNT
    bare = clean(text)
    if (bare in headers.words and not _PLAIN.fullmatch(bare)) or COUNTED.search(bare):
        return text
    if meaning(bare).parts & _WHICH:
        return text
    unit = re.search(r"[(（\[].*[)）\]]", text)
    return AMOUNT + unit[0] if unit and unit_factor(unit[0], header=True) else AMOUNT


def _columns_of(sheet: Sheet, headers: HeaderRows, row: int, column: int, months: Iterable[int]) -> list[int]:
    """List the columns under one month: those of a merged cell, or blanks on its right over parts of their own."""
    for _, left, _, right in headers.merged_at(row):
        if left == column and right > left:
            return list(range(left, right + 1))
    columns = [column]
    below = sheet.rows[row + 1] if row + 1 < len(sheet.rows) else []
    if column >= len(below) or not _is_word(below[column]):
        return columns
    taken = set(months)
    while (after := columns[-1] + 1) < len(below) and after not in taken and _is_word(below[after]):
        if squeeze("".join(headers.texts((row, row), after))):
            break
        columns.append(after)
    return columns


def _is_word(cell: Cell) -> bool:
    return isinstance(cell, str) and bool(squeeze(cell)) and amount(cell) is None


def _has_parts(sheet: Sheet, headers: HeaderRows, row: int, months: Iterable[int]) -> bool:
    """Tell whether the row below says of each month the same header word."""
    below = sheet.rows[row + 1] if row + 1 < len(sheet.rows) else []
    words = {clean(cell_text(below[j])) if j < len(below) and _is_word(below[j]) else "" for j in months}
    return len(words) == 1 and words <= headers.words


def _part(sheet: Sheet, headers: HeaderRows, row: int, months: Months, column: int, lower: bool) -> str:
    """Name what a column under a month holds: by the row below, or by what stands after the month; '' for nothing."""
    if lower:
        return cell_text(headers.cell(row + 1, column))
    rest = clean(months.rest)
    if _PAID.fullmatch(rest) and rest not in headers.words:
        return AMOUNT
    if rest:
        return months.rest
    return AMOUNT + months.rest if unit_factor(months.rest, header=True) else ""
