"""Find upright forms (会农社02表): one record, its items down the page, this year's figures in one column."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.layout.header_rows import HeaderRows
from pipeline.layout.headers import clean
from pipeline.layout.profile import Sample
from pipeline.layout.recognise import Recognition
from pipeline.values.celltext import filled, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.layout.titleblock import Context

ITEM_HEADS = frozenset({"项目", "指标", "指标名称", "项目名称", "栏目"})
VALUE_HEADS = ("本年金额", "本年数", "本年累计", "本年累计数", "本期金额", "本期数", "本年", "金额")
LEAST_ITEMS = 4
_NUMBERING = re.compile(r"^(?:[（(]?[一二三四五六七八九十0-9]+[)）、.．]+)?(?:加|减|其中)?[:：]?")


@dataclass(frozen=True, slots=True)
class Upright:
    """One form: header row, rows of known items with their texts, column of the values.

    It takes up the rows from ``first`` to before ``end``; ``last`` is the row of its last item.
    """

    context: Context
    recognition: Recognition
    header: int
    items: tuple[tuple[int, str], ...]
    column: int
    first: int
    last: int
    end: int


def find(headers: HeaderRows, row: int, first: int, context: Context) -> Upright | None:
    """Find the upright form that ``row`` heads (its title block begins at ``first``); None where there is none."""
    heads = {clean(v): j for j, v in reversed(list(enumerate(headers.rows[row]))) if isinstance(v, str)}
    item_column = next((j for text, j in heads.items() if text in ITEM_HEADS), None)
    column = next((heads[text] for text in VALUE_HEADS if text in heads), None)
    if item_column is None or column is None:
        return None
    items = tuple(_items(headers, row, item_column))
    known = tuple((r, text) for r, text in items if text in headers.words)
    block = tuple((text,) for _, text in known)
    found = headers.recogniser.recognise(block, context, headers.names, Sample([]))
    if not isinstance(found, Recognition) or len(found.columns) < LEAST_ITEMS:
        return None
    found.unmapped = []
    end = items[-1][0] + 1
    while end < len(headers.rows) and not headers.like(end):
        end += 1
    return Upright(context, found, row, known, column, first, items[-1][0], end)


def _items(headers: HeaderRows, row: int, column: int) -> Iterator[tuple[int, str]]:
    for below in range(row + 1, len(headers.rows)):
        if headers.like(below):
            return
        text = _NUMBERING.sub("", squeeze(headers.cell(below, column)))
        if text and len(filled(headers.rows[below])) > 1:
            yield below, clean(text)
