"""Find upright forms: one record, what it holds named by labels on the page instead of a header.

A report (会农社02表) lists its items down the page, in one column or two side by side, with this year's figures in a
column of their own. A form for one matter is another module's (``keyed``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.layout.context import declared_period
from pipeline.layout.headers import SEQUENCE, WHOSE, clean
from pipeline.layout.lexicon import meaning
from pipeline.layout.profile import Sample
from pipeline.layout.recognise import Recognition
from pipeline.layout.titleblock import read_block
from pipeline.values.celltext import cell_text, filled, is_number, squeeze
from pipeline.values.money import unit_factor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.files.marks import Address
    from pipeline.layout.header_rows import HeaderRows
    from pipeline.layout.titleblock import Context
    from pipeline.values.cell import Cell

ITEM_HEADS = frozenset({"项目", "指标", "指标名称", "项目名称", "栏目", "内容", "科目"})
LEAST_ITEMS = 4
# The header of a report stands no lower than this.
MOST_ROWS = 30
_UNITS = {1: "元", 100: "百元", 1000: "千元", 10_000: "万元", 100_000_000: "亿元"}
_NOW = frozenset({"本年", "本期"})
_OTHER = frozenset({"上年", "期初", "累计", "预算"})
_OTHER_WORDS = re.compile("上年|上期|去年|上一年|年初|期初|计划|预算|预计|增减|比例|同比|%|备注|附注")
_NUMBERING = re.compile(r"^(?:[（(]?[一二三四五六七八九十0-9]+[)）、.．]+)?(?:加|减|其中|附)?[:：]?")
# What a label says besides in brackets: 盈余返还（按交易量）.
_ASIDE = re.compile(r"[(（][^()（）]*[)）]$")
_PAIR = re.compile(r"([\u4e00-\u9fff]{2,12})[:：]([^:：]+)")


@dataclass(frozen=True, slots=True)
class Item:
    """One label of a form with its value; ``parts`` are its texts as a header's (group first), ``text`` as written."""

    parts: tuple[str, ...]
    text: str
    label: Address
    place: Address
    value: Cell


@dataclass(frozen=True, slots=True)
class Upright:
    """One form: its header row (of a form for one matter the first row with labels), its items with their values.

    It takes up the rows from ``first`` to before ``end``; ``last`` is the row of its last item. ``unread``: what stands
    in it under no label that is known, with the label beside it.
    """

    context: Context
    recognition: Recognition
    header: int
    items: tuple[Item, ...]
    first: int
    last: int
    end: int
    unread: tuple[tuple[str, Address], ...] = ()


def is_report(headers: HeaderRows) -> bool:
    """Tell whether a report with its items in two columns side by side stands on the sheet: no two tables."""
    for row, cells in enumerate(headers.rows[:MOST_ROWS]):
        texts = [clean(cell) for cell in cells if isinstance(cell, str)]
        if sum(text in ITEM_HEADS for text in texts) > 1:
            context = read_block(headers.rows[:row])
            if find(headers, row, 0, context):
                return True
    return False


def find(headers: HeaderRows, row: int, first: int, context: Context) -> Upright | None:
    """Find the report that ``row`` heads (its title block begins at ``first``); None where there is none."""
    cells = headers.rows[row]
    heads = [j for j in filled(cells) if isinstance(cell := cells[j], str) and clean(cell) in ITEM_HEADS]
    items: list[Item] = []
    last = row
    period, _ = declared_period(context, headers.names)
    year = str(period.start.year) if period else ""
    for position, column in enumerate(heads):
        beyond = heads[position + 1] if position + 1 < len(heads) else len(cells)
        value = _value_column(headers, row, column, beyond, year)
        if value is None:
            continue
        own = list(_items(headers, row, column, value, _unit(headers, row, value)))
        last = max([last, *(item.label[0] for item in own)])
        items += [item for item in own if item.parts[-1] in headers.words]
    stated = {item.parts for item in items if item.value != ""}
    # 本年盈余 over its part of the form heads it; the line below it states it.
    items = [item for item in items if item.value != "" or item.parts not in stated]
    items.sort(key=lambda item: item.label)
    if len(items) < LEAST_ITEMS:
        return None
    end = last + 1
    while end < len(headers.rows) and not headers.like(end):
        end += 1
    found = _recognised(headers, items, context)
    if found is None or len(found.columns) < LEAST_ITEMS:
        return None
    foot = last + 1
    while foot < end and filled(headers.rows[foot]):
        foot += 1
    below = list(_pairs_below(headers, found, range(row + 1, foot)))
    if below and (more := _recognised(headers, [*items, *below], context)) and more.kind == found.kind:
        items, found = [*items, *below], more
    found.unmapped = []
    return Upright(context, found, row, tuple(items), first, last, end)


def _recognised(headers: HeaderRows, items: list[Item], context: Context) -> Recognition | None:
    block = tuple(item.parts for item in items)
    found = headers.recogniser.recognise(block, context, headers.names, Sample([]))
    return found if isinstance(found, Recognition) else None


def _pairs_below(headers: HeaderRows, found: Recognition, rows: range) -> Iterator[Item]:
    """List what cells below the header state of fields that none of them does: 分配决议日期：2024年2月6日, 是否审计：是."""
    index = headers.recogniser.headers
    specs = index.kinds[found.kind].specs
    told = set(found.columns)
    for row in rows:
        for column in filled(headers.rows[row]):
            pair = _PAIR.fullmatch(cell_text(headers.cell(row, column)).strip())
            match = index.match(found.kind, (clean(pair[1]),)) if pair else None
            known = match is not None and match.target in specs and not match.part
            if pair and match and known and match.target not in told | WHOSE:
                told.add(match.target)
                place = (row, column)
                yield Item((clean(specs[match.target].title),), pair[1], place, place, pair[2].strip())


def _value_column(headers: HeaderRows, row: int, column: int, beyond: int, year: str) -> int | None:
    """Find the column of this year's figures right of the items: named so, or the only one that is not another's.

    ``year``: the year of the report, whose number tells 2023年 from 2022年.
    """
    found: list[tuple[int, str]] = []
    for place in range(column + 1, beyond):
        texts = [squeeze(t) for t in headers.texts((row, row), place)]
        below = squeeze(headers.cell(row + 1, place))
        if (
            below
            and not is_number(headers.cell(row + 1, place))
            and not squeeze(headers.cell(row + 1, column))
        ):
            texts.append(below)
        text = "".join(texts)
        if text and clean(text) not in SEQUENCE and _has_figures(headers, row, place):
            found.append((place, text))
    now = [place for place, text in found if meaning(clean(text)).parts & _NOW]
    if now:
        return now[0]
    plain = [(place, text) for place, text in found if not _is_other(text)]
    if len(plain) > 1 and year:
        plain = [(place, text) for place, text in plain if year in text]
    return plain[0][0] if len(plain) == 1 else None


def _is_other(text: str) -> bool:
    return bool(meaning(clean(text)).parts & _OTHER) or _OTHER_WORDS.search(text) is not None


def _has_figures(headers: HeaderRows, row: int, column: int) -> bool:
    below = [headers.cell(r, column) for r in range(row + 1, len(headers.rows))]
    return any(is_number(cell) or (isinstance(cell, str) and cell.strip()[:1].isdigit()) for cell in below)


def _unit(headers: HeaderRows, row: int, column: int) -> str:
    """Give the unit that the header of a column of figures states, as it may stand behind the label of each."""
    stated = (unit_factor(text, header=True) for text in headers.texts((row, row + 1), column) if text)
    factor = next((found for found in stated if found is not None), None)
    return f"（{_UNITS[factor]}）" if factor else ""


def _items(headers: HeaderRows, row: int, column: int, value: int, unit: str) -> Iterator[Item]:
    for below in range(row + 1, len(headers.rows)):
        if headers.like(below):
            return
        written = headers.cell(below, column)
        text = clean(_NUMBERING.sub("", squeeze(written)))
        text = text if text in headers.words else clean(_ASIDE.sub("", text))
        if text and len(filled(headers.rows[below])) > 1:
            own = "" if unit_factor(cell_text(written), header=True) else unit
            label, cell = cell_text(written) + own, headers.cell(below, value)
            yield Item((text,), label, (below, column), (below, value), cell)
