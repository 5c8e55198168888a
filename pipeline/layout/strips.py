"""Part a sheet on which tables stand side by side into strips, each read like a sheet of its own.

Cells keep their addresses: in a strip, what belongs to the others is blank.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.layout.headers import SEQUENCE, clean
from pipeline.layout.lexicon import meaning
from pipeline.layout.rowkinds import scope_of
from pipeline.values.celltext import cell_text, filled, squeeze

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.files.workbook import Sheet
    from pipeline.layout.header_rows import HeaderRows
    from pipeline.values.cell import Cell

# A table has at least so many columns; this many of its words standing there twice make two tables.
LEAST, TWICE = 2, 2
# A header stands no lower than this, unless a second table hides beside a longer title block.
MOST_ROWS = 200
MOST_TITLE_ROWS = 4
LONGEST = 16
# The lower part of a header and an opening line may stand between it and the first cell of a column.
MOST_GAP = 6
_DATES, _TELLS = "日期", frozenset({"项目", "摘要", "用途", "事项", "内容", "来源", "说明", "科目", "日期"})


def part(sheet: Sheet, headers: HeaderRows, *, report: bool = False) -> list[Sheet]:
    """Give the strips of ``sheet`` from left to right; the sheet itself where its tables stand below each other.

    ``report``: one with its items in two columns, whose header repeats itself, is on the sheet.
    """
    heads = [row for row in range(min(len(sheet.rows), MOST_ROWS)) if headers.like(row)]
    cuts = [] if report else _repeats(sheet, heads)
    shared = _shared(sheet, heads, cuts[0]) if cuts else frozenset[int]()
    cuts = cuts or _gaps(sheet, report=report)
    if not cuts:
        return [sheet]
    width = max(map(len, sheet.rows))
    edges = [0, *cuts, width]
    return [
        _strip(sheet, frozenset(range(left, right)) | (shared if number else frozenset()))
        for number, (left, right) in enumerate(pairwise(edges))
    ]


def _strip(sheet: Sheet, columns: frozenset[int]) -> Sheet:
    rows = [[cell if j in columns else "" for j, cell in enumerate(row)] for row in sheet.rows]
    merged = [area for area in sheet.merged if area[1] in columns]
    return replace(sheet, rows=rows, merged=merged)


def cut(sheet: Sheet, first: int, end: int) -> Sheet:
    """Give the rows from ``first`` to before ``end`` as a sheet on which the others are blank."""
    rows: list[list[Cell]] = [
        row if first <= i < end else [""] * len(row) for i, row in enumerate(sheet.rows)
    ]
    return replace(sheet, rows=rows, merged=[area for area in sheet.merged if first <= area[0] < end])


def _repeats(sheet: Sheet, heads: list[int]) -> list[int]:
    """Find where a header begins anew in its own row: 日期 摘要 收入 日期 摘要 支出, 收入项目 金额 支出项目 金额."""
    start = min((places[0] for row in sheet.rows if len(places := filled(row)) > 1), default=0)
    for row in heads:
        if filled(sheet.rows[row])[0] != start:
            # The lower part of a header: 日期 and 数额 under two groups are no two tables.
            continue
        texts = {j: clean(cell_text(sheet.rows[row][j])) for j in filled(sheet.rows[row])}
        places = sorted(texts)
        for position in range(LEAST, len(places) - LEAST + 1):
            left, right = places[:position], places[position:]
            if _says_again([texts[j] for j in left], [texts[j] for j in right]):
                return [right[0]]
    return []


def _says_again(left: list[str], right: list[str]) -> bool:
    """Tell whether two halves of a header head two tables: the same amount, and each says what for by itself."""
    plain = [t for t in left if t not in SEQUENCE]
    if right[0] not in SEQUENCE and not meaning(right[0]).parts & _TELLS:
        return False
    if plain[:1] and right[0] in {plain[0], left[0]} and len(set(left) & set(right)) >= TWICE:
        return True
    came, went = {_way(t) for t in left}, {_way(t) for t in right}
    # A book with 收入 before 支出项目 says for all its rows what for.
    if not any(meaning(t).parts & (_TELLS - {_DATES}) for t in left):
        return False
    return _way(right[0]) == "支出" and "收入" in came - went and "支出" not in came


def _way(text: str) -> str:
    parts = meaning(text).parts
    return "收入" if "收入" in parts else "支出" if "支出" in parts else ""


def _shared(sheet: Sheet, heads: list[int], cut: int) -> frozenset[int]:
    """Name the columns on the left that date both halves of a form whose right half has no day of its own."""
    row = sheet.rows[heads[0]]
    days = [j for j in filled(row) if _DATES in meaning(clean(cell_text(row[j]))).parts]
    return frozenset(j for j in days if j < cut) if days and all(j < cut for j in days) else frozenset()


def _gaps(sheet: Sheet, *, report: bool) -> list[int]:
    """Find blank columns between two tables, of which each has a header, a title or rows of its own.

    Of a ``report`` on the left, whose header names its columns twice, the table on the right has a header.
    """
    used: set[int] = set()
    for row in sheet.rows:
        places = filled(row)
        if len(places) > 1:
            used.update(places)
    cuts: list[int] = []
    before = 0
    for start in sorted(j for j in used if j - 1 not in used)[1:]:
        end = next(j for j in range(start, max(used) + 2) if j not in used)
        beside_report = report and before == 0 and _header(sheet, start, end) is not None
        if end - start >= LEAST and (beside_report or _is_apart(sheet, before, start, end)):
            cuts.append(start)
            before = start
    return cuts


def _is_apart(sheet: Sheet, left: int, start: int, end: int) -> bool:
    """Tell whether the columns from ``start`` are a table of their own beside those from ``left``."""
    mine, other = _header(sheet, start, end), _header(sheet, left, start)
    if mine is None or other is None:
        return False
    words = [_texts(sheet.rows[row], a, b) for row, a, b in ((mine, start, end), (other, left, start))]
    lower, (a, b) = max((mine, (left, start)), (other, (start, end)))
    return (
        (mine != other and any(map(_is_figure, sheet.rows[lower][a:b])))
        or len(words[0] & words[1]) >= TWICE
        or _has_title(sheet, start, end, mine, other)
        or _runs_on(sheet, mine, left, start, end)
    )


def _is_figure(cell: Cell) -> bool:
    return not isinstance(cell, str) or cell.strip("¥￥ ")[:1].isdigit()


def _texts(row: Sequence[Cell], left: int, right: int) -> set[str]:
    return {text for cell in row[left:right] if isinstance(cell, str) and (text := clean(cell))}


def _header(sheet: Sheet, left: int, right: int) -> int | None:
    """Find the row that heads the columns from ``left``: short texts, all different, with filled cells below."""
    for number, row in enumerate(sheet.rows[:MOST_ROWS]):
        cells = [row[j] for j in filled(row) if left <= j < right]
        texts = [squeeze(cell) for cell in cells if isinstance(cell, str)]
        if len(texts) < LEAST or len(texts) < len(cells) or len(set(texts)) < len(texts):
            continue
        if any(":" in text or len(text) > LONGEST for text in texts):
            continue
        below = sheet.rows[number + 1 : number + 1 + MOST_GAP]
        if any(left <= j < right for row_below in below for j in filled(row_below)):
            return number
    return None


def _runs_on(sheet: Sheet, header: int, left: int, start: int, end: int) -> bool:
    """Tell whether the right side goes on below the last row of the left; printed totals are no rows."""
    last, beyond = header, 0
    for number, row in enumerate(sheet.rows[header + 1 :], header + 1):
        places = filled(row)
        if any(scope_of(squeeze(row[j])) for j in places if isinstance(row[j], str)):
            continue
        if any(left <= j < start for j in places):
            last, beyond = number, 0
        elif sum(start <= j < end for j in places) >= LEAST:
            beyond += 1
    return beyond >= TWICE and last > header


def _has_title(sheet: Sheet, start: int, end: int, header: int, other: int) -> bool:
    """Tell whether a title of its own stands over the header of the columns from ``start``.

    ``other``: where the header on the left stands.
    """
    # Beside the header of the left it would be the header of a group.
    for row in sheet.rows[max(0, header - MOST_TITLE_ROWS) : min(header, other)]:
        own = [j for j in filled(row) if start <= j < end]
        title = row[start] if own[:1] == [start] and len(own) <= 2 else ""
        if isinstance(title, str) and title:
            return ":" not in title and "：" not in title
    return False
