"""Arrange the report's tables for a page: which columns, in which order, what each line amounts to."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pipeline.publish.report import charts, flag_data
from pipeline.publish.report.table import Column, Table
from pipeline.publish.report.topics import LEVELS, PENDING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from markupsafe import Markup

    from pipeline.publish.report.table import Value

LEVEL_INKS = {"严重": "#a4262c", "高": "#d9705a", "中": "#e3a84f", "低": "#cfc98a", "提示": "#9fb8d0"}
USES = {
    "reinvested": ("再投入", "#2f6f9f"), "public_welfare": ("公益事业", "#5aa57f"), "industry": ("产业扶持", "#9cc48a"),
    "aid": ("困难帮扶", "#e0b45c"), "party_activity": ("党员活动", "#d98a5f"), "office": ("工作经费", "#b98aa8"),
    "other": ("其他", "#a7b0ba"), "untraced": ("未见去向", "#b3363b"),
}  # fmt: skip
FUND = {"granted": ("拨付", "#9fb8d0"), "spent": ("支出", "#2f6f9f"), "balance": ("结存", "#e0b45c")}
_VERDICT = Column("verdict", "再投入", "text")
_COUNTED = (
    *(Column(level, level, "count") for level in LEVELS),
    Column("pending", "待办线索", "count"),
    Column("amount", "涉及金额（元）", "money"),
)

Record = dict[str, "Value"]


def chosen(table: Table, *names: str) -> Table:
    """Keep the named columns, in this order."""
    places = [table.position(name) for name in names]
    return Table(
        table.title,
        tuple(table.columns[i] for i in places),
        [tuple(row[i] for i in places) for row in table.rows],
    )


def dividends(table: Table) -> Table:
    """Say of each dividend whether enough was reinvested; the largest shortfall first, then what can't be told."""
    rows = []
    for row, line in zip(table.rows, table.records(), strict=True):
        if not line["assessable"]:
            verdict = "没有使用记录" if line["dividend"] is not None else "没有收取记录"
        else:
            verdict = "不足" if line["shortfall"] else "达到"
        rows.append((*row, verdict))
    short, known = table.position("shortfall"), table.position("assessable")
    rows.sort(key=lambda row: (-(row[short] or 0), row[known]))
    return Table(table.title, (*table.columns, _VERDICT), rows)


def spending(dividends: Table, uses: Table) -> list[tuple[Record, list[Record]]]:
    """Put the uses under their dividend, village by village; uses without a dividend stand under their own."""
    below: dict[tuple[Value, ...], list[Record]] = {}
    merged = {
        (d["township"], d["village_name"], d["year"])
        for d in dividends.records()
        if d["cooperative"] == "合并"
    }
    sole: dict[tuple[Value, ...], list[Value]] = {}
    for d in dividends.records():
        sole.setdefault((d["township"], d["village_name"], d["year"]), []).append(d["cooperative"])
    for use in uses.records():
        year = (use["township"], use["village_name"], use["year"])
        cooperative = use["cooperative"]
        if year in merged:
            cooperative = "合并"
        elif not cooperative and len(sole.get(year, [])) == 1:
            cooperative = sole[year][0]
        below.setdefault((*year, cooperative), []).append(use)
    groups = []
    for d in dividends.records():
        key = (d["township"], d["village_name"], d["year"], d["cooperative"])
        groups.append((d, below.pop(key, [])))
    names = [column.name for column in dividends.columns]
    for (township, village, year, cooperative), found in below.items():
        known = {"township": township, "village_name": village, "year": year, "cooperative": cooperative}
        groups.append((dict.fromkeys(names) | known, found))
    return groups


def by(flags: Table, *names: str) -> dict[tuple[Value, ...], list[Record]]:
    """Part the flags that wait for somebody by the named columns."""
    found: dict[tuple[Value, ...], list[Record]] = {}
    for flag in flags.records():
        if flag["status"] in PENDING:
            found.setdefault(tuple(flag[name] for name in names), []).append(flag)
    return found


def by_township(flags: Table) -> Table:
    """Count what waits in each township, by level; the amount counts each fact once."""
    rows = [(township or "全县", *_counted(found)) for (township,), found in by(flags, "township").items()]
    rows.sort(key=lambda row: -row[-2])
    return Table("按乡镇", (Column("township", "乡镇", "text"), *_COUNTED), rows)


def by_rule(flags: Table, rules: Table) -> Table:
    """Count what waits for each rule, with how the rule came out in the villages; the gravest first."""
    found = {rule: flag_data.tally(lines) for (rule,), lines in by(flags, "rule_id").items()}
    names = ("rule_id", "title", "level", "hits", "passed", "unknown")
    known = chosen(rules, *names)
    rows = [(*row, *found.get(row[0], (0, None))) for row in known.rows]
    level = known.position("level")
    rows.sort(key=lambda row: (not row[-2], LEVELS.index(row[level]), -row[-2], row[0]))
    return Table("按规则", (*known.columns, *_COUNTED[-2:]), rows)


def reporting(status: Table) -> tuple[Table, Table]:
    """Count each village's reports by status, and list what is missing by village and book."""
    words = ("已报", "逾期", "退回", "未报")
    counts: dict[tuple[Value, Value], dict[str, int]] = {}
    missing: dict[tuple[Value, ...], list[Value]] = {}
    for one in status.records():
        village = (one["township"], one["village_name"])
        own = counts.setdefault(village, dict.fromkeys(words, 0))
        own[one["status"]] = own.get(one["status"], 0) + 1
        if one["status"] != "已报":
            key = (*village, one["status"], one["kind_title"], one["fund"])
            missing.setdefault(key, []).append(one["period"])
    place = (Column("township", "乡镇", "text"), Column("village_name", "村", "text"))
    rows = [(*village, *(own[word] for word in words)) for village, own in counts.items()]
    rows.sort(key=lambda row: (-row[3], -row[4], -row[5]))
    totals = Table("报送情况", (*place, *(Column(word, word, "count") for word in words)), rows)
    columns = (
        *place, Column("status", "状态", "text"), Column("kind_title", "表名", "text"),
        Column("fund", "资金类别", "text"), Column("count", "期数", "count"), Column("since", "最早一期", "date"),
        Column("until", "最近一期", "date"),
    )  # fmt: skip
    listed: list[tuple[Value, ...]] = []
    for key, periods in missing.items():
        dated = [p for p in periods if p is not None]
        listed.append((*key, len(periods), min(dated, default=None), max(dated, default=None)))
    return totals, Table("未报、逾期和退回", columns, listed)


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
    return charts.bars(found, LEVEL_INKS, "条", "各乡镇待办线索，按级别", whole=True)


def _village(line: Record) -> tuple[str, str]:
    return str(line["township"] or ""), str(line["village_name"] or "")


def _bar_names(table: Table) -> dict[tuple[str, str], str]:
    """Name each village's bar; those that share a name with another carry their township before it."""
    villages = {_village(line) for line in table.records()}
    shared = Counter(name for _, name in villages)
    return {(where, name): where + name if shared[name] > 1 else name for where, name in villages}


def _counted(found: Iterable[Mapping[str, Value]]) -> tuple[Value, ...]:
    lines = [dict(one) for one in found]
    count, amount = flag_data.tally(lines)
    return (*(sum(line["level"] == level for line in lines) for level in LEVELS), count, amount)
