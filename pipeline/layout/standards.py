"""Find standards of pay laid out as a grid: 职务 | 基本报酬（元/月） | 误工补助（元/天）, 星级 over posts, posts over stars.

What stands across is known by its own words alone, and every standard says for what time it is: in its header, or in
the title or unit line above. Such a grid is read with one line for each standard (``unfold``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.layout.headers import clean
from pipeline.layout.month_run import Group, Run, amount, at, is_nothing
from pipeline.layout.rowkinds import is_footer
from pipeline.values.celltext import cell_text, filled, squeeze
from pipeline.values.stars import StarReading, star_reading
from pipeline.values.units import period_in
from pipeline.values.vocabulary import is_cadre_post, pay_class

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.files.workbook import Sheet
    from pipeline.layout.header_rows import HeaderRows
    from pipeline.layout.headers import KindIndex

MOST_TIMES = 20_00  # hundredths; no standard is more than twenty times an income
LEAST, LONGEST, MOST_TITLE_ROWS = 2, 14, 6
_LIMIT = re.compile("上限|最高限额|最高不超过|最高额|最高|不超过|封顶|限额")
_UNIT = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_TITLE = re.compile(r"标准(?:一览)?表?(?:[(（\[].*)?$")
# What says for all standards what they are: 单位：元/月, 奖励标准（元/年）.
# Standards that are so many times an income: 按人均可支配收入的倍数.
_MULTIPLE = re.compile("倍数|[(（\\[]倍[)）\\]]|单位[:：]倍|的几倍")
_UNIT_LINE = re.compile(r"(?:单位[:：]?|[(（\[])[^()（）]{0,6}元[/每／]")


def standards_on(sheet: Sheet, headers: HeaderRows) -> list[Run]:
    """Find the headers with items, posts or stars across, with the rows of standards below them."""
    title = _title_row(sheet)
    if title is None:
        return []
    kinds = [kind for kind in headers.recogniser.headers.kinds.values() if kind.ledger.across]
    for row in range(title + 1, min(len(sheet.rows), title + MOST_TITLE_ROWS)):
        texts = {j: squeeze(sheet.rows[row][j]) for j in filled(sheet.rows[row])}
        for kind in kinds if len(texts) > LEAST else ():
            if run := _run_at(sheet, headers, row, texts, kind):
                return [run]
    return []


def _title_row(sheet: Sheet) -> int | None:
    """Find the title that says that standards stand below."""
    tops = enumerate(sheet.rows[:MOST_TITLE_ROWS])
    return next(
        (
            r
            for r, line in tops
            if any(isinstance(cell, str) and _TITLE.search(squeeze(cell)) for cell in line)
        ),
        None,
    )


def _run_at(
    sheet: Sheet, headers: HeaderRows, row: int, texts: dict[int, str], kind: KindIndex
) -> Run | None:
    own = {j: match.target for j, text in texts.items() if (match := kind.exact(clean(text)))}
    columns = [j for j in texts if j not in own]
    for field in kind.ledger.across:
        block = [j for j in columns if _said(field, texts[j])]
        if len(block) < LEAST or block != list(range(block[0], block[-1] + 1)) or field in own.values():
            continue
        before = {own[j] for j in own if j < block[0]}
        if any(j < block[0] for j in columns) or before.isdisjoint(kind.ledger.across):
            continue
        return _run_of(sheet, headers, row, {j: texts[j] for j in block}, kind, field)
    return None


def _said(field: str, text: str) -> str:
    """Give the item, post or stars that a header names; '' where it names none."""
    bare = _LIMIT.sub("", _UNIT.sub("", text))
    if not bare or len(bare) > LONGEST:
        return ""
    if field == "stars":
        return bare if isinstance(star_reading(bare), StarReading) else ""
    known = pay_class(bare) if field == "item" else is_cadre_post(bare)
    return bare if known else ""


def _run_of(
    sheet: Sheet, headers: HeaderRows, row: int, block: dict[int, str], kind: KindIndex, field: str
) -> Run | None:
    pers = [period_in(text) if "元" in text else "" for text in block.values()]
    above = any(_UNIT_LINE.search(squeeze(cell)) for line in sheet.rows[:row] for cell in line if cell != "")
    told = [squeeze(cell) for line in sheet.rows[:row] for cell in line if cell != ""]
    multiples = not any(pers) and not above and any(map(_MULTIPLE.search, told))
    if not all(pers) and (any(pers) or not above) and not multiples:
        return None
    limits = [bool(_LIMIT.search(text)) for text in block.values()]
    if multiples and any(limits):
        return None
    parts = ["multiple"] if multiples else ["amount"] * (not all(limits)) + ["limit"] * any(limits)
    groups = [
        Group(None, tuple(j if (part == "limit") == limit else -1 for part in parts), _said(field, text))
        for (j, text), limit in zip(block.items(), limits, strict=True)
    ]
    run = Run(
        row, row, row, groups, [kind.specs[part].title for part in parts],
        item=kind.specs[field].title, word_of=field,
    )  # fmt: skip
    run.beside = max(map(len, sheet.rows))
    run.pers = tuple(pers) if all(pers) else ()
    run.rows = list(_rows(sheet, headers, run))
    cells = [cell for r in run.rows for j in block if not is_nothing(cell := at(sheet, r, j))]
    figures = [amount(cell) for cell in cells]
    if not figures or None in figures or (multiples and max(map(abs, filter(None, figures))) > MOST_TIMES):
        return None
    return run


def _rows(sheet: Sheet, headers: HeaderRows, run: Run) -> Iterator[int]:
    for row in range(run.last + 1, len(sheet.rows)):
        places = filled(sheet.rows[row])
        if not places:
            continue
        if not set(run.columns).isdisjoint(places) and not headers.like(row):
            yield row
        elif headers.like(row) or is_footer(cell_text(sheet.rows[row][places[0]])):
            return
