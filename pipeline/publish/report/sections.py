"""Arrange the report's tables for a page: which columns, in which order, what each line amounts to."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pipeline.findings import LEVELS
from pipeline.judge.headlines import is_pending
from pipeline.publish.report.table import Column, Table

if TYPE_CHECKING:
    from pipeline.publish.report.table import Value
    from pipeline.publish.report.topics import Amounts

_VERDICT = Column("verdict", "再投入", "text")
_COUNTED = (
    *(Column(level, level, "count") for level in LEVELS),
    Column("pending", "待办疑点", "count"),
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


def by(flags: Table, name: str) -> dict[Value, list[Value]]:
    """Part the flags that wait for somebody by the named column: the level of each."""
    found: dict[Value, list[Value]] = {}
    for status, rectified, value, level in flags.picked("status", "rectification", name, "level"):
        if is_pending(status, rectified):
            found.setdefault(value, []).append(level)
    return found


def by_township(flags: Table, amounts: Amounts) -> Table:
    """Count what waits in each township, by level, with its amount."""
    rows = [
        (township or "全县", *_counted(found), amounts.get((township or "", "")))
        for township, found in by(flags, "township").items()
    ]
    rows.sort(key=lambda row: -row[-2])
    return Table("按乡镇", (Column("township", "乡镇", "text"), *_COUNTED), rows)


def by_rule(flags: Table, rules: Table, amounts: Amounts, township: str) -> Table:
    """Count what waits for each rule in ``township`` ('' for all), with how it came out in the villages; the gravest
    first.
    """
    found = {
        rule: (len(waiting), amounts.get((township, rule or "")))
        for rule, waiting in by(flags, "rule_id").items()
    }
    names = ("rule_id", "title", "level", "hits", "passed", "unknown")
    known = chosen(rules, *names)
    rows = [(*row, *found.get(row[0], (0, None))) for row in known.rows]
    level = known.position("level")
    rows.sort(key=lambda row: (not row[-2], LEVELS.index(row[level]), -row[-2], row[0]))
    return Table("按规则", (*known.columns, *_COUNTED[-2:]), rows)


def missing_kinds(unknown: Table) -> Table:
    """Count of what is missing (不可评估) how many rules in how many villages can't be judged for it."""
    rules: dict[Value, set[Value]] = {}
    villages: dict[Value, set[tuple[Value, ...]]] = {}
    verdicts: Counter[Value] = Counter()
    for missing, rule, *village in unknown.picked("missing", "rule_id", "township", "village_name"):
        rules.setdefault(missing, set()).add(rule)
        villages.setdefault(missing, set()).add(tuple(village))
        verdicts[missing] += 1
    columns = (
        Column("missing", "缺少什么", "text"),
        Column("rules", "规则数", "count"),
        Column("villages", "村数", "count"),
    )
    order = sorted(verdicts, key=lambda missing: (-verdicts[missing], missing or ""))
    return Table("缺什么", columns, [(one, len(rules[one]), len(villages[one])) for one in order])


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


def _counted(waiting: list[Value]) -> tuple[Value, ...]:
    levels = Counter(waiting)
    return (*(levels[level] for level in LEVELS), len(waiting))
