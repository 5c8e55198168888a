"""Give the rows of a list in sections what the line over each says: 一、东滩村 their village, 二、道路 their category."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from pipeline.read.fields import code_word
from pipeline.values.celltext import filled, squeeze

if TYPE_CHECKING:
    from pipeline.read.grid import Grid

_LINE = re.compile(
    r"(?:[(（]?[一二三四五六七八九十0-9]{1,3}[)）]?[、.．:：]?)?(?P<village>[\u4e00-\u9fff]{1,8}(?:村|社区|居委会|村委会))"
    r"(?:[(（:：].*)?"
)
# What says which villages a table is of, and names none.
_ANY = re.compile("行政村|自然村|各村|全村|本村|农村|村民委员会|建制村|贫困村|.*(?:类|级|型|等)村")
_WHOSE = frozenset({"village_name", "village_code"})
_SECTION = re.compile(
    r"[(（]?[一二三四五六七八九十]{1,3}[)）]?[、.．:：](?P<says>[\u4e00-\u9fff、]{2,14})(?:类|支出)?"
)
# An unread column so called may say it otherwise.
_SORTED = re.compile("类|科目|项目|性质|用途")
# A section of receipts, of a place, of a time or of a fund has entries of any category.
_NO_CATEGORY = re.compile(
    "收入|来源|拨入|收款|结余|结存|其中|说明|备注|[年月季]|(?:村|组|社区|资金|经费|合计|情况|明细)$"
)


def name_villages(grid: Grid) -> None:
    """Fill in the village of each row where a line above each names one, and no column does."""
    if not grid.ledger.per_village or not _WHOSE.isdisjoint(grid.table.recognition.columns):
        return
    lines: dict[int, str] = {}
    for row in grid.table.skipped.get("说明行", ()):
        places = filled(grid.sheet.rows[row])
        found = _LINE.fullmatch(squeeze(grid.sheet.rows[row][places[0]])) if len(places) == 1 else None
        if found and not _ANY.fullmatch(found["village"]):
            lines[row] = found["village"]
    heads = sorted(lines)
    if len(heads) < 2 or grid.rows[0] < heads[0]:
        return
    grid.columns["village_name"] = [lines[heads[bisect_right(heads, row) - 1]] for row in grid.rows]
    grid.supplied["village_name"] = "title"


def name_categories(grid: Grid) -> None:
    """Fill in the category of each row where a numbered line over its section says it, and no column does."""
    spec = grid.specs.get("category")
    unread = grid.table.recognition.unmapped
    if spec is None or "category" in grid.columns or any(_SORTED.search(header) for _, header in unread):
        return
    lines: dict[int, str] = {}
    for row in grid.table.skipped.get("说明行", ()):
        places = filled(grid.sheet.rows[row])
        found = _SECTION.fullmatch(squeeze(grid.sheet.rows[row][places[0]])) if len(places) == 1 else None
        if found and row > grid.table.header[1]:
            lines[row] = "" if _NO_CATEGORY.search(found["says"]) else found["says"]
    heads = sorted(lines)
    if len(heads) < 2 or not any(lines.values()) or not grid.rows or grid.rows[0] < heads[0]:
        return
    words: dict[str, str | None] = {says: says for says in lines.values()}
    if spec.role == "code":
        words = {says: code_word(spec, says) for says in words if says}
        if None in words.values():
            return
    over = [lines[heads[bisect_right(heads, row) - 1]] for row in grid.rows]
    grid.columns["category"] = [words.get(says) if says else None for says in over]
    grid.supplied["category"] = ["title" if says else None for says in over]
