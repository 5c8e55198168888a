"""Part a sheet on which tables stand side by side into strips, each read like a sheet of its own.

Cells keep their addresses: in a strip, what belongs to the others is blank.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.layout.headers import SEQUENCE, clean
from pipeline.layout.lexicon import meaning
from pipeline.values.celltext import cell_text, filled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.files.workbook import Sheet
    from pipeline.layout.header_rows import HeaderRows

# A table has at least so many columns; this many of its words standing there twice make two tables.
LEAST, TWICE = 2, 2
# A header stands no lower than this, unless a second table hides beside a longer title block.
MOST_ROWS = 200
MOST_TITLE_ROWS = 4
_DATES, _TELLS = "日期", frozenset({"项目", "摘要", "用途", "事项", "内容", "来源", "说明", "科目", "日期"})


def part(sheet: Sheet, headers: HeaderRows) -> list[Sheet]:
    """Give the strips of ``sheet`` from left to right; the sheet itself where its tables stand below each other."""
    heads = [row for row in range(min(len(sheet.rows), MOST_ROWS)) if headers.like(row)]
    cuts = _repeats(sheet, heads)
    shared = _shared(sheet, heads, cuts[0]) if cuts else frozenset[int]()
    cuts = cuts or _gaps(sheet, heads, headers)
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


def _repeats(sheet: Sheet, heads: list[int]) -> list[int]:
    """Find where a header begins anew in its own row: 日期 摘要 收入 日期 摘要 支出, 收入项目 金额 支出项目 金额."""
    for row in heads:
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
    return _way(right[0]) == "支出" and "收入" in came - went and "支出" not in came


def _way(text: str) -> str:
    parts = meaning(text).parts
    return "收入" if "收入" in parts else "支出" if "支出" in parts else ""


def _shared(sheet: Sheet, heads: list[int], cut: int) -> frozenset[int]:
    """Name the columns on the left that date both halves of a form whose right half has no day of its own."""
    row = sheet.rows[heads[0]]
    days = [j for j in filled(row) if _DATES in meaning(clean(cell_text(row[j]))).parts]
    return frozenset(j for j in days if j < cut) if days and all(j < cut for j in days) else frozenset()


def _gaps(sheet: Sheet, heads: list[int], headers: HeaderRows) -> list[int]:
    """Find blank columns between two tables of which each has a header of its own, in another row or anew."""
    used: set[int] = set()
    for row in sheet.rows:
        places = filled(row)
        if len(places) > 1:
            used.update(places)
    starts = [j for j in sorted(used) if j - 1 not in used and j > min(used, default=0)]
    return list(_own_headers(sheet, starts, used, headers)) if heads and starts else []


def _own_headers(sheet: Sheet, starts: list[int], used: set[int], headers: HeaderRows) -> Iterator[int]:
    before = 0
    for start in starts:
        end = next((j for j in range(start, max(used) + 2) if j not in used), start)
        left = {row: words for row in range(min(len(sheet.rows), MOST_ROWS))
                if (words := headers.words_in(row, before, start)) and len(words) >= LEAST}  # fmt: skip
        right = {row: words for row in range(min(len(sheet.rows), MOST_ROWS))
                 if (words := headers.words_in(row, start, end)) and len(words) >= LEAST}  # fmt: skip
        if left and right:
            top, beside = min(left), min(right)
            again = len(left[top] & right[beside]) >= TWICE
            if top != beside or again or _has_title(sheet, start, end, beside):
                yield start
                before = start


def _has_title(sheet: Sheet, start: int, end: int, header: int) -> bool:
    """Tell whether a title of its own stands over the header of the columns from ``start``."""
    for row in sheet.rows[max(0, header - MOST_TITLE_ROWS) : header]:
        own = [j for j in filled(row) if start <= j < end]
        title = row[start] if own[:1] == [start] and len(own) <= 2 else ""
        if isinstance(title, str) and title:
            return ":" not in title and "：" not in title
    return False
