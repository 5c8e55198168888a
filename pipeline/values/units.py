"""Take apart a figure and the unit written behind it in its cell: 100元, 180元/天, 132.5亩, 1,200元/年."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from pipeline.values.cell import Cell

_FIGURE = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?)((?:[百千万亿]?元|[^0-9,.%‰])[^0-9]{0,8})")
_IS_UNIT = re.compile(
    "[百千万亿]?元(?:/.{1,3})?|亩|公顷|(?:平方|立方)?米|平米|㎡|公里|公斤|千克|斤|吨|天|日|个?工|工日|人|户|头|只|株|棵|台|套|间|件"
)
_EACH = re.compile(r"^元?(?:每|/每)")
_BRACKETED = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
_PERIODS = {
    "年": "年",
    "月": "月",
    "个月": "月",
    "日": "日",
    "天": "日",
    "工日": "日",
    "工": "日",
    "个工": "日",
}
_PER = re.compile(
    r"(?:/|每|按)(?P<each>个月|个工|工日|年|月|日|天|工)|^(?P<first>年|月|日|天)(?:度)?(?:[\u4e00-\u9fff]{0,4})(?:标准|金额|报酬|补贴|补助)$"
)


@lru_cache(maxsize=16384)
def parted(text: str) -> tuple[str, str] | None:
    """Give a figure and the unit behind it (元/每天 as 元/天); None where a text is not just these two."""
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    found = _FIGURE.fullmatch(folded)
    if found is None:
        return None
    unit = _EACH.sub("元/", found[2]) if "每" in found[2] else found[2]
    return found[1], unit


def without(cell: Cell, units: Collection[str], header: str = "") -> Cell:
    """Give the figure of a cell without its unit, where that is one of ``units`` and the ``header`` states no other.

    元/天 leaves 元 on an amount, which says what its figures are worth.
    """
    if not units or not isinstance(cell, str) or (found := parted(cell)) is None:
        return cell
    figure, unit = found
    return figure if unit in units and agrees(unit, header) else cell


def of_money(cell: Cell, units: Collection[str], header: str = "") -> Cell:
    """Give an amount without what its unit says of time or number (0.8万元/年 as 0.8万元)."""
    if not units or not isinstance(cell, str) or "/" not in cell.replace("／", "/").replace("每", "/"):
        return cell
    found = parted(cell)
    if found is None:
        return cell
    money, _, each = found[1].partition("/")
    return found[0] + money if f"元/{each}" in units and agrees(f"元/{each}", header) else cell


def agrees(unit: str, header: str) -> bool:
    """Tell whether a unit is the one that a header states in brackets, where it states one."""
    for stated in _BRACKETED.findall(unicodedata.normalize("NFKC", header)):
        if stated == unit or unit.startswith(f"{stated}/") or stated.startswith(f"{unit}/"):
            continue
        if _IS_UNIT.fullmatch(stated):
            return _days(stated) == _days(unit)
    return True


def _days(unit: str) -> str:
    return re.sub("工日|个工|天|工", "日", unit)


def period_in(text: str) -> str:
    """Name the stretch of time that an amount, or the header of amounts, is for: 元/天 is 日; '' where none is stated."""
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    found = _PER.search(folded)
    return _PERIODS[found["each"] or found["first"]] if found else ""
