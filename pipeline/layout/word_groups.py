"""Find headers with the words of a closed field across: 自评 | 审核 | 考评 over 星级, 时间; 月标准 over 川区 | 山区.

Taken for one column, the first of them would stand for all: a village's rating of itself for its grade. Such a list is
read with one line for each word (``unfold``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.layout import in_header
from pipeline.layout.month_run import Group, Run
from pipeline.layout.months import MOST_ROWS, YEAR
from pipeline.layout.rowkinds import is_column_index, scope_of
from pipeline.values.celltext import filled, squeeze

if TYPE_CHECKING:
    from pipeline.files.workbook import Sheet
    from pipeline.layout.header_rows import HeaderRows
    from pipeline.layout.headers import KindIndex
    from pipeline.layout.mapping import Block
    from schemas._spec import FieldSpec

LEAST = 2
# What says whose word it is, and no more: 乡镇审核, 最终评定, 县委组织部考评意见.
_WHOSE = re.compile(
    "(?:最终|最后|村级?|社区|乡镇|镇级?|乡级?|街道|县级?|区级?|市级?|县委|镇党?委|乡党?委|区委|市委|组织部|党委|党支部|支部|"
    "党组织|意见|结果|情况|等次|地区|片区|执行|的)*"
)


def words_on(sheet: Sheet, headers: HeaderRows) -> list[Run]:
    """Find the headers with the words of a field across, with the rows below them."""
    kinds = [kind for kind in headers.recogniser.headers.kinds.values() if kind.ledger.by_word[0]]
    found: list[Run] = []
    row = 0
    while row < min(len(sheet.rows), MOST_ROWS):
        run = next((run for kind in kinds if (run := _run_at(sheet, headers, row, kind))), None)
        if run is not None:
            found.append(run)
        row = run.end + 1 if run else row + 1
    return found


def _run_at(sheet: Sheet, headers: HeaderRows, row: int, kind: KindIndex) -> Run | None:
    """Read a header whose lowest row is ``row``, alone or under the group headers above it."""
    over = row > 0 and _is_over(sheet, headers, row - 1)
    like = (
        headers.like(row) or (row > 0 and headers.like(row - 1)) or (over and _is_of_words(sheet, row, kind))
    )
    if not like or headers.lower_part(row + 1):
        return None
    spans = [(row - 1, row), (row, row)] if over else [(row, row)]
    return next((run for span in spans if (run := _run_of(sheet, headers, span, kind))), None)


def _is_over(sheet: Sheet, headers: HeaderRows, row: int) -> bool:
    """Tell whether ``row`` may hold group headers: words that name columns, or cells merged to the right."""
    cells = [sheet.rows[row][j] for j in filled(sheet.rows[row])]
    texts = all(isinstance(cell, str) and ":" not in cell and "：" not in cell for cell in cells)
    return len(cells) >= LEAST and texts and (headers.like(row) or bool(headers.merged_at(row)))


def _is_of_words(sheet: Sheet, row: int, kind: KindIndex) -> bool:
    """Tell whether the lower part of a header is made of words of the field, whatever stands beside its group."""
    spec = kind.specs[kind.ledger.by_word[0]]
    cells = [sheet.rows[row][j] for j in filled(sheet.rows[row])]
    said = [in_header.taken_out(spec, squeeze(cell)) for cell in cells if isinstance(cell, str)]
    words = {word for word, rest in said if word and _WHOSE.fullmatch(rest)}
    return len(said) == len(cells) and len(words) == len(cells) >= LEAST


def _run_of(sheet: Sheet, headers: HeaderRows, span: tuple[int, int], kind: KindIndex) -> Run | None:
    name, under = kind.ledger.by_word
    block = headers.block(*span)
    if any(match.target == name for parts in block if (match := kind.exact(parts[-1]))):
        return None
    columns, shown, loose = _columns(kind, block)
    if len(columns) < LEAST:
        return None
    shared = {target for own in [*columns.values()][:-1] for target in loose if target in own}
    if any(target not in own for own in columns.values() for target in shared):
        # What stands without a word beside some of them may be of any; beside the last alone it is of that.
        return None
    told = [target for target in under if target in shown]
    year = _year_over(block, [place for own in columns.values() for place in own.values()])
    groups = [
        Group(None, tuple(own.get(target, -1) for target in told), word, year)
        for word, own in columns.items()
    ]
    run = Run(
        span[0], span[0], span[1], groups, [shown[target] for target in told],
        item=kind.specs[name].title, word_of=name,
    )  # fmt: skip
    _take_rows(sheet, headers, run)
    return run if run.rows and len(run.columns) > len(told) + (year is not None) else None


def _year_over(block: Block, places: list[int]) -> int | None:
    """Give the one year that the group header over all columns states: 2024年度评定意见."""
    stated = [{int(found[1]) for text in block[j][:-1] if (found := YEAR.match(text))} for j in places]
    return stated[0].pop() if len(stated[0]) == 1 and all(one == stated[0] for one in stated) else None


def _columns(
    kind: KindIndex, block: Block
) -> tuple[dict[str, dict[str, int]], dict[str, str], frozenset[str]]:
    """List by word the columns under it, each by its field, from left to right; what heads them.

    And the fields of which a column says no word itself: it stands under that on its left.
    """
    name, under = kind.ledger.by_word
    columns: dict[str, dict[str, int]] = {}
    shown: dict[str, str] = {}
    loose: set[str] = set()
    word = ""
    for place, parts in enumerate(block):
        own, text = _said(kind.specs[name], kind, parts)
        if not own and not (word and len(parts) == 1):
            word = ""
            continue
        word, text = own or word, text if own else parts[0]
        match = kind.exact(text)
        target = match.target if match else under[0] if own and not text else ""
        if target not in under or target in columns.get(word, {}):
            word = ""
            continue
        columns.setdefault(word, {})[target] = place
        shown.setdefault(target, text or kind.specs[target].title)
        loose |= set() if own else {target}
    return {word: own for word, own in columns.items() if under[0] in own}, shown, frozenset(loose)


def _said(spec: FieldSpec, kind: KindIndex, parts: tuple[str, ...]) -> tuple[str, str]:
    """Give the word that a column stands under, and what its header says besides; ('', '') where it names none.

    What stands over several words (评定意见 over 自评, 乡镇考评) says of what they all are.
    """
    own, rest = in_header.taken_out(spec, parts[-1])
    if own and len(parts) > 1 and _WHOSE.fullmatch(rest) and not kind.exact(parts[-1]):
        parts = tuple(part for part in parts if part == parts[-1] or not in_header.words(spec, part))
    for position, text in enumerate(parts):
        word, rest = in_header.taken_out(spec, text)
        if not word:
            continue
        if below := "".join(parts[position + 1 :]):
            return word, below
        if _WHOSE.fullmatch(rest):
            above = "".join(parts[:position])
            return word, above if kind.exact(above) else ""
        return word, rest
    return "", ""


def _take_rows(sheet: Sheet, headers: HeaderRows, run: Run) -> None:
    own = set(run.columns)
    for row in range(run.last + 1, len(sheet.rows)):
        cells = sheet.rows[row]
        places = filled(cells)
        texts = [squeeze(cells[j]) for j in places]
        if not places or is_column_index(texts):
            continue
        if headers.like(row):
            break
        if any(scope_of(text) for text in texts[:3]):
            run.totals.append(row)
        elif own.intersection(places):
            run.rows.append(row)
