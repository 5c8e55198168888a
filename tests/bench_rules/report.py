"""Write the figures as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tests.bench_rules.kinds import EXACT, FUZZY, KIND_OF, PROCEDURE, STATISTICAL, Kind
from tests.bench_rules.score import Flag, Tally, wilson

_KINDS = (EXACT, PROCEDURE, FUZZY, STATISTICAL)


def table(tallies: Iterable[Tally]) -> str:
    """Write one line per rule and one for all."""
    tallies = list(tallies)
    lines = [
        "| 规则 | 类 | 埋设 | 命中 | 召回率（95% 区间） | 精确率 | 金额相符 | 形似 | 误中 | 误报 |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    every = Tally("合计")
    for one in tallies:
        lines.append(_line(one))
        every.add(one)
    return "\n".join([*lines, _line(every)])


def _line(one: Tally) -> str:
    kind = KIND_OF[one.rule_id].title if one.rule_id in KIND_OF else "—"
    recall = _share(one.found, one.planted)
    precision = f"{one.precision:.3f}" if one.precision is not None else "—"
    return (
        f"| {one.rule_id} | {kind} | {one.planted} | {one.found} | {recall} | {precision} | {_amounts(one)} "
        f"| {one.decoys} | {one.decoys_fired} | {len(one.alarms)} |"
    )


def _amounts(one: Tally) -> str:
    return f"{one.amounts_exact}/{one.amounts}" if one.amounts else "—"


def _share(hits: int, total: int) -> str:
    if not total:
        return "—"
    low, high = wilson(hits, total)
    return f"{hits / total:.3f}（{low:.3f}–{high:.3f}）"


def by_kind(tallies: Mapping[str, Tally], levels: Mapping[str, set[str]], village_months: int) -> str:
    """Write one line per kind of rule: what is asked of it, what was measured, whether it is met.

    ``levels``: the levels of the flags of each rule, as published.
    """
    lines = [
        "| 类 | 规则 | 要求 | 埋设 | 召回率（95% 区间） | 精确率（95% 区间） | 金额相符 | 形似/误中 "
        "| 误报（每千村月） | 达到 |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for kind in _KINDS:
        every = Tally(kind.title)
        rules = [rule for rule, own in KIND_OF.items() if own is kind and rule in tallies]
        for rule in rules:
            every.add(tallies[rule])
        seen = {level for rule in rules for level in levels.get(rule, ())}
        alarms = len(every.alarms)
        lines.append(
            f"| {kind.title} | {len(rules)} | {_asked(kind)} | {every.planted} | {_share(every.found, every.planted)} "
            f"| {_share(every.found, every.found + alarms)} | {_amounts(every)} | {every.decoys}/{every.decoys_fired} "
            f"| {alarms}（{alarms * 1000 / village_months:.2f}） | {'是' if _met(kind, every, seen) else '否'} |"
        )
    return "\n".join(lines)


def _asked(kind: Kind) -> str:
    if kind is STATISTICAL:
        return "级别不高于低"
    recall = f"召回率 ≥ {kind.recall:.2f}"
    return recall if kind.precision is None else f"{recall}，精确率 ≥ {kind.precision:.2f}"


def _met(kind: Kind, every: Tally, seen: set[str]) -> bool:
    if kind is STATISTICAL:
        return seen <= {"低", "提示"}
    return (every.recall or 0) >= (kind.recall or 0) and (every.precision or 0) >= (kind.precision or 0)


def summary(tallies: Sequence[Tally], flags: Sequence[Flag], right: set[str], village_months: int) -> str:
    """Write the figures that hold for all rules together."""
    alarms = sum(len(one.alarms) for one in tallies)
    top = sorted(flags, key=lambda f: -f.priority)[:50]
    false_ids = {f.flag_id for one in tallies for f in one.alarms}
    good = sum(f.flag_id not in false_ids for f in top)
    low, high = wilson(good, len(top))
    return "\n".join([
        f"- 疑点 {len(flags)} 条，其中埋设的 {len(right)} 条，误报 {alarms} 条："
        f"每 1,000 个村月 {alarms * 1000 / village_months:.2f} 条",
        f"- 按优先级排在前 {len(top)} 条的精确率：{good / max(len(top), 1):.3f}（{low:.2f}–{high:.2f}）",
    ])  # fmt: skip


def details(tallies: Iterable[Tally]) -> str:
    """List what was missed, what fooled a rule, what was flagged without cause and what amounts differ."""
    lines = []
    for one in tallies:
        for label in one.missed:
            what = f"{label['village_code']} {label['village_name']} {label['what']}（{label['difficulty']}）"
            lines.append(f"漏 {one.rule_id} {what}{label['hint']} {label['amount'] or ''}")
        for label, flag in one.fooled:
            lines.append(f"误中 {one.rule_id} {label['what']}：{flag.message}")
        for label, flag in one.inexact:
            told = f"应 {label['amount']} 实 {flag.amount}"
            lines.append(f"金额 {one.rule_id} {label['what']} {told}：{flag.message}")
        fooled = {flag.flag_id for _, flag in one.fooled}
        for flag in one.alarms:
            if flag.flag_id not in fooled:
                lines.append(f"误报 {one.rule_id} {flag.level} {flag.village_code}：{flag.message}")
    return "\n".join(lines)
