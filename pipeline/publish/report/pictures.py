"""Choose what the report's charts show: the service fund, where dividends went, the flags by township."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pipeline.findings import LEVELS
from pipeline.publish.report import charts

if TYPE_CHECKING:
    from markupsafe import Markup

    from pipeline.publish.report.sections import Record
    from pipeline.publish.report.table import Table

LEVEL_INKS = {"严重": "#a4262c", "高": "#d9705a", "中": "#e3a84f", "低": "#cfc98a", "提示": "#9fb8d0"}
USES = {
    "reinvested": ("再投入", "#2f6f9f"), "public_welfare": ("公益事业", "#5aa57f"), "industry": ("产业扶持", "#9cc48a"),
    "aid": ("困难帮扶", "#e0b45c"), "party_activity": ("党员活动", "#d98a5f"), "office": ("工作经费", "#b98aa8"),
    "other": ("其他", "#a7b0ba"), "in_hand": ("结余", "#d5dbe1"), "untraced": ("未见去向", "#b3363b"),
}  # fmt: skip
FUND = {"granted": ("拨付", "#9fb8d0"), "spent": ("支出", "#2f6f9f"), "balance": ("结存", "#e0b45c")}


def fund_chart(table: Table) -> Markup | None:
    """Draw the service fund of the latest year: granted, spent, balance of the villages with most."""
    years = [year for year in table.values("year") if year is not None]
    if not years:
        return None
    latest = max(years)
    names = _bar_names(table)
    rows = [line for line in table.records() if line["year"] == latest]
    rows.sort(key=lambda line: -max(line[name] or 0 for name in FUND))
    found = [
        (names[_village(line)], part, charts.drawn(line[name]) / 10_000)
        for line in rows[: charts.MOST // 2]
        for name, (part, _) in FUND.items()
    ]
    return charts.bars(
        found, dict(FUND.values()), "万元", f"{latest} 年各村专项资金拨付、支出和结存", grouped=True
    )


def dividend_chart(table: Table) -> Markup | None:
    """Draw where the dividends of all years went, village by village, with a mark at what was due to be reinvested."""
    names = _bar_names(table)
    sums: dict[str, dict[str, float]] = {}
    due: dict[str, float] = {}
    for line in table.records():
        name = names[_village(line)]
        own = sums.setdefault(name, dict.fromkeys(USES, 0.0))
        for use in USES:
            own[use] += max(charts.drawn(line[use]), 0.0) / 10_000
        due[name] = due.get(name, 0.0) + charts.drawn(line["required_reinvestment"]) / 10_000
    if not sums:
        return None
    most = sorted(sums, key=lambda name: -sum(sums[name].values()))[: charts.MOST]
    found = [(name, USES[use][0], value) for name in most for use, value in sums[name].items()]
    return charts.bars(found, dict(USES.values()), "万元", "各村红利去向", due)


def township_chart(table: Table) -> Markup | None:
    """Draw how many flags wait in each township, by level."""
    rows = list(table.records())[: charts.MOST]
    if not rows:
        return None
    found = [(line["township"], level, charts.drawn(line[level])) for line in rows for level in LEVELS]
    return charts.bars(found, LEVEL_INKS, "条", "各乡镇待办疑点，按级别", whole=True)


def _village(line: Record) -> tuple[str, str]:
    return str(line["township"] or ""), str(line["village_name"] or "")


def _bar_names(table: Table) -> dict[tuple[str, str], str]:
    """Name each village's bar; those that share a name with another carry their township before it."""
    villages = {_village(line) for line in table.records()}
    shared = Counter(name for _, name in villages)
    return {(where, name): where + name if shared[name] > 1 else name for where, name in villages}
