"""Put the headline figures in three bands: is everything there, what is at risk, the questions asked first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.judge.headlines import AMOUNT, YUAN

if TYPE_CHECKING:
    from decimal import Decimal

    import duckdb

    from pipeline.publish.report.figures import Figures

NEW, COMMON = "本批新增的疑点", "共性问题"
COMPLETE, RISK, ASKED = "账齐不齐", "风险在哪里", "先问的三件事"
# Which figures stand in which band, in this order, and what each one speaks of.
_FIGURES = {
    COMPLETE: {
        "登记村数": "village", "没有账的村": "village", "报送的文件": "sheet", "读入的行": "sheet", "没有装载的行": "sheet",
        "没有装载的金额": "sheet", "跳过的行": "sheet", "逾期未报": "due", "以前年度缺报": "due", "退回的表": "sheet",
        "不可评估的结论": "village",
    },
    RISK: {
        "待办疑点": "flag", "严重的事实": "flag", "高的事实": "flag", AMOUNT: "flag", "其中可能受损": "flag",
        "其中手续不全": "flag", NEW: "flag", COMMON: "county",
    },
    ASKED: {
        "专项资金拨付": "fund", "专项资金支出": "fund", "专项资金结存": "fund", "其中无决议编号的支出": "fund",
        "其中无票据的支出": "fund", "红色股份股本": "share", "实收红利": "dividend", "应再投入": "dividend",
        "已再投入": "dividend", "再投入不足": "dividend", "未见去向的红利": "dividend", "其中没有使用记录的红利": "dividend",
    },
}  # fmt: skip
_LATEST = frozenset({"专项资金结存", "红色股份股本"})
_MORE = {
    "读入的行": "现行的表", "没有装载的行": "退回的和没有读懂的，要改了重报", "没有装载的金额": "退回的和没有读懂的",
    "跳过的行": "标题、合计、空行等，不是漏读", "严重的事实": "几条疑点说同一件事的算一件",
    "高的事实": "几条疑点说同一件事的算一件", "其中可能受损": "少收、多付、重复付、去向不明的钱",
    "其中手续不全": "用途看得见，没有按规定办的钱",
}  # fmt: skip
_SPANS = """
    with here as (select village_code, coalesce(township, '') as township from core.village),
    of as (
        select 'village' as what, village_code, null as since, null as until from here
        union all
        select 'sheet', village_code, year(period)::varchar, year(period)::varchar from fact.sheet_part
        union all
        select 'due', village_code, year(period)::varchar, year(period)::varchar
        from core.missing_report where is_overdue
        union all
        select 'fund', village_code, year::varchar, year::varchar from core.service_fund
        union all
        select 'share', village_code, year::varchar, year::varchar from core.share_year
        union all
        select 'dividend', village_code, year::varchar, year::varchar from core.dividend_year
        union all
        select 'flag', village_code, year::varchar, year::varchar from core.open_flag where is_pending
    )
    select case when grouping(township) = 1 then '' else township end, what, count(distinct village_code), min(since),
        max(until)
    from of inner join here using (village_code)
    group by grouping sets ((what, township), (what)) having grouping(township) = 1 or township <> ''
    order by what
"""


@dataclass(frozen=True, slots=True)
class Told:
    """One figure: name, unit, value (None without books), change since the last batch, the villages and time it is of.

    ``parts``: the levels it is made of, with their numbers.
    """

    name: str
    unit: str
    value: Decimal | int | None
    before: Decimal | int | None
    change: Decimal | int | None
    scope: str
    parts: list[tuple[str, int]] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """How it is written: as money or as a number."""
        return "money" if self.unit == YUAN else "count"


@dataclass(frozen=True, slots=True)
class Band:
    """One band of the first page."""

    name: str
    figures: list[Told]


def scopes(con: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """Say of which villages and which time the figures on each township ('' for all) are."""
    found: dict[str, dict[str, str]] = {}
    for township, what, villages, since, until in con.execute(_SPANS).fetchall():
        time = since if since == until else f"{since} 至 {until}"
        found.setdefault(township, {})[what] = f"{villages:,} 个村" + (f"，{time} 年" if since else "")
    return found


def bands(figures: Figures, common: int | None = None) -> list[Band]:
    """Sort the figures of a report into the three bands; ``common``: how many problems many villages share
    (None: not told).
    """
    raised = sum(one.raised + one.reappraised for one in figures.levels)
    levels = [(one.level, one.pending) for one in figures.levels]
    known = {one.name: one for one in figures.headlines}
    found = []
    for band, names in _FIGURES.items():
        told = []
        for name, what in names.items():
            if name == NEW:
                told.append(Told(name, "条", raised, None, None, "和上一批比"))
            elif name == COMMON and common is not None:
                told.append(Told(name, "条规则", common, None, None, "全县：五分之一以上的村都有的"))
            elif one := known.get(name):
                parts = levels if name == "待办疑点" else []
                scope = _scope(figures.scopes.get(what, ""), name)
                value, before, change = (
                    _written(value, one.unit) for value in (one.value, one.before, one.change)
                )
                told.append(Told(name, one.unit, value, before, change, scope, parts))
        found.append(Band(band, told))
    return found


def _written(value: Decimal | None, unit: str) -> Decimal | int | None:
    return value if value is None or unit == YUAN else int(value)


def _scope(scope: str, name: str) -> str:
    scope = scope + "，各村最近一年" if scope and name in _LATEST else scope
    return "；".join(one for one in (scope, _MORE.get(name, "")) if one)
