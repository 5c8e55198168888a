"""Write the figures as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tests.bench_rules.score import Flag, Tally, wilson


def table(tallies: Iterable[Tally]) -> str:
    """Write one line per rule and one for all."""
    tallies = list(tallies)
    lines = [
        "| 规则 | 埋设 | 命中 | 召回率（95% 区间） | 精确率 | 金额相符 | 形似 | 误中 | 误报 |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    every = Tally("合计")
    for one in tallies:
        lines.append(_line(one))
        for name in ("planted", "found", "amounts", "amounts_exact", "decoys", "decoys_fired"):
            setattr(every, name, getattr(every, name) + getattr(one, name))
        every.alarms += one.alarms
    return "\n".join([*lines, _line(every)])


def _line(one: Tally) -> str:
    low, high = one.interval()
    recall = f"{one.recall:.3f}（{low:.2f}–{high:.2f}）" if one.recall is not None else "—"
    precision = f"{one.precision:.3f}" if one.precision is not None else "—"
    amounts = f"{one.amounts_exact}/{one.amounts}" if one.amounts else "—"
    return (
        f"| {one.rule_id} | {one.planted} | {one.found} | {recall} | {precision} | {amounts} | {one.decoys} "
        f"| {one.decoys_fired} | {len(one.alarms)} |"
    )


def summary(tallies: Sequence[Tally], flags: Sequence[Flag], right: set[str], village_months: int) -> str:
    """Write the figures that hold for all rules together."""
    alarms = sum(len(one.alarms) for one in tallies)
    top = sorted(flags, key=lambda f: -f.priority)[:50]
    false_ids = {f.flag_id for one in tallies for f in one.alarms}
    good = sum(f.flag_id not in false_ids for f in top)
    low, high = wilson(good, len(top))
    return "\n".join([
        f"- 线索 {len(flags)} 条，其中埋设的 {len(right)} 条，误报 {alarms} 条："
        f"每 1,000 个村月 {alarms * 1000 / village_months:.2f} 条",
        f"- 按优先级排在前 {len(top)} 条的精确率：{good / max(len(top), 1):.3f}（{low:.2f}–{high:.2f}）",
    ])  # fmt: skip


def details(tallies: Iterable[Tally]) -> str:
    """List what was missed, what fooled a rule, what was flagged without cause and what amounts differ."""
    lines = []
    for one in tallies:
        for label in one.missed:
            what = f"{label['village_name']} {label['what']}（{label['difficulty']}）"
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
