"""Hold each entry against the county's fund catalogue (资金目录表): is its use among those listed, is the fund in force."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import polars as pl

from pipeline.judge.facts.category_class import use_class
from pipeline.values.closed_words import plain
from pipeline.values.funds import county_catalogue, shipped
from pipeline.values.vocabulary import infer_category

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import duckdb

TITLE = "资金目录对照：收支明细账的每笔，按本县资金目录表看用途是否在允许用途里、日期是否在起用以后停用以前"
COLUMNS = {
    "row_id": ("varchar", "行编号"),
    "listed_row_id": ("varchar", "资金目录表的行编号：入账日有效的一条，没有的取最近的一条"),
    "uses": ("varchar", "允许用途原文：没有填的为空"),
    "use": ("varchar", "用途：列出/没有列出/看不出；没有填允许用途的、收入为空"),
    "by_category": ("boolean", "是否按填报的支出类别判断"),
    "in_force": ("varchar", "日期：有效/起用以前/停用以后"),
    "valid_from": ("date", "最早的起用日期：空为一直有效"),
    "valid_to": ("date", "最晚的停用日期：空为还没有停用"),
}
EMPTY_IF = "ledger.fund"
LISTED, ELSEWHERE, UNCLEAR = "列出", "没有列出", "看不出"

_PARTS = re.compile(r"[、,，;；。./\n]+|以及|及其|[和及与]")
_FILLING = re.compile(r"^(?:主要|重点|专项)?(?:用于|支持)|(?:等|方面|支出|费用|开支|项目|需要|工作)+$")
# What leaves a list open: nobody can say what is not on it.
_OPEN = re.compile("等|其他|其它|有关|相关|另有规定|批准")
_OTHER = "其他"


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a county's catalogue."""

    row_id: str
    uses: str
    valid_from: date | None
    valid_to: date | None

    def holds(self, day: date) -> bool:
        return (not self.valid_from or self.valid_from <= day) and (not self.valid_to or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class _Fund:
    """The lines of a county's catalogue on one fund, the earliest first, and the days they keep within together."""

    lines: Sequence[_Line]
    first: date | None
    last: date | None

    @classmethod
    def of(cls, lines: Sequence[_Line]) -> _Fund:
        starts, ends = [one.valid_from for one in lines], [one.valid_to for one in lines]
        return cls(
            lines,
            None if None in starts else min(day for day in starts if day),
            None if None in ends else max(day for day in ends if day),
        )

    def on(self, day: date) -> _Line:
        """Give the line that holds on a day, where none does the latest."""
        return next((one for one in reversed(self.lines) if one.holds(day)), self.lines[-1])

    def standing(self, day: date) -> str:
        """Tell whether the fund is in force on a day."""
        if self.first and day < self.first:
            return "起用以前"
        return "停用以后" if self.last and day > self.last else "有效"


@lru_cache(maxsize=1024)
def _phrases(uses: str) -> tuple[list[str], list[str | None]]:
    """Give the uses that a list names, and the class of each."""
    phrases = [
        found
        for part in _PARTS.split(plain(uses))
        if len(found := _FILLING.sub("", _FILLING.sub("", part))) > 1
    ]
    return phrases, [use_class(phrase) for phrase in phrases]


def judge_use(uses: str, summary: str, category: str | None) -> tuple[str, bool]:
    """Tell whether the use of an entry is among those listed, and whether its category as filled in decides.

    Not listed is only what belongs to another class than every use of a closed list; nobody can tell of the rest.
    """
    phrases, listed = _phrases(uses)
    told = [plain(text) for text in (summary, category) if text]
    if any(phrase in text or (category and text == plain(category) and text in phrase)
           for phrase in phrases for text in told):  # fmt: skip
        return LISTED, False
    inferred = infer_category("cash_entry", summary)
    filled = use_class(category) if category else None
    own = {found for found in (filled, inferred) if found and found != _OTHER}
    if own & set(listed):
        return LISTED, False
    if not own or not phrases or None in listed or _OPEN.search(uses):
        return UNCLEAR, False
    return ELSEWHERE, filled is not None


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """Look at every entry of a fund that its county's catalogue lists."""
    counties = con.execute("select distinct county from ledger.village where county <> ''").fetchall()
    alone = counties[0][0] if len(counties) == 1 else ""
    funds = _funds(con, alone)
    rows = con.execute("""
        select row_id, coalesce(county, ''), fund, entry_date, summary, expense,
            case when coalesce(category_source, '') <> '推断' then nullif(trim(category), '') end
        from ledger.cash_entry
        where fund is not null and entry_date is not null
        order by row_id
    """).fetchall()
    found = []
    for row_id, county, fund, day, summary, expense, category in rows:
        if not (own := funds.get((county or alone, fund))):
            continue
        line = own.on(day)
        use, by_category = judge_use(line.uses, summary, category) if line.uses and expense else (None, False)
        standing = own.standing(day)
        found.append(
            (row_id, line.row_id, line.uses or None, use, by_category, standing, own.first, own.last)
        )
    schema: dict[str, pl.DataType | type[pl.DataType]] = dict.fromkeys(COLUMNS, pl.String)
    schema |= {"by_category": pl.Boolean, "valid_from": pl.Date, "valid_to": pl.Date}
    return pl.DataFrame(found, schema=schema, orient="row")


def _funds(con: duckdb.DuckDBPyConnection, alone: str) -> dict[tuple[str, str], _Fund]:
    """Give what the catalogue says of each (county, fund)."""
    rows = con.execute("""
        select coalesce(nullif(county, ''), $alone), name, coalesce(synonyms, ''), row_id, coalesce(uses, ''),
            valid_from, valid_to
        from ledger.fund order by valid_from nulls first, row_id
    """, {"alone": alone}).fetchall()  # fmt: skip
    by_county: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for county, name, synonyms, *_ in rows:
        by_county[county].append((name, synonyms))
    own = {county: county_catalogue(entries)[0] for county, entries in by_county.items()}
    found: dict[tuple[str, str], list[_Line]] = defaultdict(list)
    for county, name, _, *line in rows:
        found[county, _fund(name, own[county])].append(_Line(*line))
    return {place: _Fund.of(lines) for place, lines in found.items()}


def _fund(name: str, own: dict[str, str]) -> str:
    return shipped().get(plain(name)) or own[plain(name)]
