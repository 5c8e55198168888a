"""Word the measurement: a line for each rule, and the section of docs/benchmarks-rules.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.findings import LEVELS
from pipeline.judge.rule import Rule
from tests.mutate_rules.kept import Fate

DOCS = Path(__file__).parents[2] / "docs" / "benchmarks-rules.md"
BEGIN, END = "<!-- mutate-rules：以下由 make mutate-rules 写入 -->", "<!-- mutate-rules 止 -->"
Reasons = Mapping[str, Mapping[str, str]]
_INTRO = """## 改动规则的条件，测试要能发现

`make mutate-rules` 按语法树逐处改动每条规则的 SQL：一次去掉一个条件，或把它反过来，再跑这条规则的测试
（`tests/rules`），第一个不通过的测试即“发现”。没有一个测试发现的是“漏网”：要么补一行测试，要么说明为什么没有哪一份
账表分得出两种写法（理由在 `tests/mutate_rules/reasons.toml`），谁也用不着的条件就删掉。可以随时中断，再运行时接着做；
`ARGS="BK03 严重"` 只测这些规则或级别，`--sample 60 --seed 2` 抽样（`make test-all` 抽一份）。"""


def line(rule: Rule, fates: Sequence[Fate], known: Mapping[str, str]) -> str:
    """Tell how one rule did, on the terminal."""
    alive = [fate for fate in fates if not fate.killer]
    explained = sum(fate.mutant in known for fate in alive)
    return f"{rule.id} {rule.level}：改 {len(fates)} 处，漏网 {len(alive)}，其中有理由的 {explained}"


def unexplained(fates: Mapping[str, Sequence[Fate]], known: Reasons) -> list[str]:
    """List the survivors that neither a test nor a reason speaks of."""
    return [
        f"漏网 {rule} {fate.mutant}"
        for rule, some in fates.items()
        for fate in some
        if not fate.killer and fate.mutant not in known.get(rule, {})
    ]


def section(rules: Sequence[Rule], fates: Mapping[str, Sequence[Fate]], known: Reasons) -> str:
    """Write the figures by level, then every survivor."""
    lines = [
        "| 级别 | 规则 | 改动 | 发现 | 漏网，有理由 | 漏网，没有测试 |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for level in LEVELS:
        own = [rule.id for rule in rules if rule.level == level]
        every = [fate for rule in own for fate in fates[rule]]
        alive = [fate for fate in every if not fate.killer]
        explained = sum(fate.mutant in known.get(fate.rule_id, {}) for fate in alive)
        figures = (len(own), len(every), len(every) - len(alive), explained, len(alive) - explained)
        lines.append(f"| {level} | {' | '.join(f'{figure:,}' for figure in figures)} |")
    told = [
        f"| {rule.id} | `{fate.mutant.replace('|', '¦')}` | {known.get(rule.id, {}).get(fate.mutant, '没有测试')} |"
        for rule in rules
        for fate in fates[rule.id]
        if not fate.killer
    ]
    table = ["| 规则 | 改动 | 为什么分不出 |", "|---|---|---|", *told]
    return "\n\n".join([BEGIN, _INTRO, "\n".join(lines), "\n".join(table), END])


def write(rules: Sequence[Rule], fates: Mapping[str, Sequence[Fate]], known: Reasons) -> None:
    """Put the section into docs/benchmarks-rules.md, in place of the one that is there."""
    text = DOCS.read_text("utf-8")
    before, begun, rest = text.partition(BEGIN)
    after = rest.partition(END)[2] if begun else "\n"
    DOCS.write_text(f"{before.rstrip()}\n\n{section(rules, fates, known)}{after}", "utf-8")
