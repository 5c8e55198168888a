"""Gather what a table stands under, and read period, fund and village hints from it.

Sources are kept in the order in which they count: title block, header, sheet title, sheet name, file name,
folders.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.values.dates import Period, find_period, in_months
from pipeline.values.vocabulary import fund_in_cell, fund_in_title

if TYPE_CHECKING:
    from pipeline.layout.titleblock import Context

TITLE, ABOVE, HEADER = "标题", "表首", "表头"
# Names near a table, and their letters in all: no title block has more, and one cell always has room.
MOST_HINTS, MOST_LETTERS = 200, 40_000
_MAY_DATE = re.compile(r"[0-9０-９〇零一二三四五六七八九十元上下]")
# The number of a project, a contract, a document is no period: 工程编号：LJL-2025-02.
_NUMBER = re.compile(
    r"(?:编号|文号|代码|编码|单号|合同号|协议号|项目号|凭证号|批号)[:：]\s*[^\s，,；;]*\d[^\s，,；;]*"
)

# 石桥镇各村…, 石桥镇行政村…: whose villages a list is of.
_TOWNSHIP = re.compile(
    r"(?:[\u4e00-\u9fff]{2,6}[县市区旗])?([\u4e00-\u9fff]{1,7}?(?:镇|乡|街道|苏木))(?=各|所辖|所属|全|行政村|村|$)"
)


@dataclass(slots=True)
class Names:
    """The names a table stands under, in the order in which they count."""

    sheet: str
    file: str
    folders: tuple[str, ...]

    @classmethod
    def of(cls, source_file: str, sheet: str) -> Names:
        """Split a path relative to inputs/ into file name and folders, nearest folder first."""
        *folders, name = source_file.split("/")
        return cls(sheet, name.rpartition(".")[0] or name, tuple(reversed(folders)))

    def ordered(self) -> list[tuple[str, str]]:
        """List (source, text) pairs: sheet name, file name, folders."""
        return [("工作表名", self.sheet), ("文件名", self.file), *(("文件夹名", f) for f in self.folders)]


def sources(context: Context, names: Names) -> list[tuple[str, str]]:
    """List (source, text) of everything that may name period or fund, in order."""
    texts = [(TITLE, line) for line in context.lines]
    if context.header:
        texts.append((HEADER, context.header))
    return [*texts, *((ABOVE, line) for line in context.above), *names.ordered()]


def declared_period(context: Context, names: Names) -> tuple[Period | None, str]:
    """Find the declared period and where it stands.

    The first source that states one wins; a later source may narrow it (a title that says 2013 年 over
    sheets named 3月), and may supply the year that an earlier one leaves out. A bare 201303 may be the code of
    an account: in a title it is no period, in a name only where no source states a year, or for a month of it.
    """
    best, source = _declared(context, names, bare=False)
    if best is None:
        return _declared(context, names, bare=True)
    for where, text in names.ordered():
        whole = _period(text, None, None)
        if whole and whole.kind == "月" and _narrower(whole, best):
            return whole, where
    return best, source


def _declared(context: Context, names: Names, *, bare: bool) -> tuple[Period | None, str]:
    named = {where for where, _ in names.ordered()}
    texts: list[tuple[str, str, bool | None]] = [
        (where, text, bare and where in named) for where, text in sources(context, names)
    ]
    if "period" in context.pairs:
        texts.insert(len(context.lines), (TITLE, in_months(context.pairs["period"]), None))
    years = [p.start.year for _, text, codes in texts if (p := _period(text, None, codes))]
    best: Period | None = None
    source = ""
    for where, text, codes in texts:
        found = _period(text, best.start.year if best else (years[0] if years else None), codes)
        if found is None:
            continue
        if found.kind == "日" and where == ABOVE and context.below:
            # The day of the form further up dates no other; its year may be the sheet's.
            found = _period(f"{found.start.year}年", None, None) or found
        if best is None or (found.kind != "日" and _narrower(found, best)):
            best, source = found, where
    return best, source


def _narrower(inner: Period, outer: Period) -> bool:
    same = (inner.start, inner.end) == (outer.start, outer.end)
    return not same and outer.start <= inner.start and inner.end <= outer.end


@lru_cache(maxsize=16384)
def _period(text: str, year: int | None, bare: bool | None) -> Period | None:
    return find_period(_NUMBER.sub("#", text), year, bare=bare) if _MAY_DATE.search(text) else None


def declared_fund(context: Context, names: Names) -> tuple[str, str]:
    """Find the fund and where it stands: title block, sheet name, file name.

    A fund that the catalogue doesn't know is named as it stands, and never taken for another.
    """
    if "fund" in context.pairs and (fund := fund_in_cell(context.pairs["fund"])):
        return fund.name, TITLE
    for where, text in sources(context, names):
        if where != "文件夹名" and (fund := fund_in_title(text)):
            return fund.name, where
    return "", ""


def declared_township(context: Context, names: Names) -> tuple[str, str]:
    """Find the township all of whose villages a list is of, and where it stands: title block, folder."""
    if town := context.pairs.get("township", ""):
        return town, TITLE
    for line in context.lines:
        if (found := _TOWNSHIP.match(line)) and not found[1].endswith("乡镇"):
            return found[1], TITLE
    for folder in names.folders:
        if (found := _TOWNSHIP.fullmatch(folder)) and not found[1].endswith("乡镇"):
            return found[1], "文件夹名"
    return "", ""


def village_hints(context: Context, names: Names) -> list[tuple[str, str]]:
    """List (source, text) of everything that may name the village, in the order in which it counts."""
    hints = [(TITLE, context.pairs[key]) for key in ("village",) if key in context.pairs]
    hints += [(TITLE, line) for line in context.lines]
    hints += [(TITLE, context.pairs[key]) for key in ("account_name", "red_company") if key in context.pairs]
    hints += [(ABOVE, line) for line in context.above]
    return _bounded(hints) + names.ordered()


def _bounded(hints: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Leave out what no title block holds: above a header that nobody found, every cell of a list is a name near it."""
    kept, room = [], MOST_LETTERS
    for where, text in hints[:MOST_HINTS]:
        if len(text) <= room:
            kept.append((where, text))
            room -= len(text)
    return kept
