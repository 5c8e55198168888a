"""Word what the rules did on a torn county: the section of docs/benchmarks-rules.md, and sql/trust.toml."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.bench_rules.torn import Torn

_ROOT = Path(__file__).parents[2]
DOCS, TRUST = _ROOT / "docs" / "benchmarks-rules.md", _ROOT / "sql" / "trust.toml"
BEGIN, END = "<!-- 撕坏的县：以下由 python -m tests.bench_rules.torn --write 写入 -->", "<!-- 撕坏的县止 -->"
_BEGINS = "# 规则编号 → "
GRAVE = ("严重", "高", "中")
LEAST = 0.90
_INTRO = """## 撕坏的县

同一个埋了问题的县，交上来之前撕坏一部分（`tests/bench_rules/tear.py`，随机，种子固定）：5% 的行有一格日期或金额看不懂，5% 的
工作表没交或列名一个也认不出，每个村每种表 1% 的列换成词表里没有的列名。先跑没撕的，再跑撕坏的，两个结果比：

- **误报**：撕坏以后才有、既不是埋设的问题也不是它连带引出的疑点，级别为中及以上的一条也不该有。WB01、WB03、SUB01 说的就是
  撕坏的东西本身，不算；写明“未报送”的，是整张表没交，也不算。
- **仍命中**：埋设的问题没撕时命中、依据所在的行和表都没有撕到的，撕坏后还应命中，要求不低于 0.90。
- **精确率**：撕坏的县上命中的埋设除以命中的埋设加误报，写进 `sql/trust.toml`，是这条规则可信程度的起点。"""


def section(county: str, found: Mapping[str, Torn], counts: Mapping[str, int]) -> str:
    """Write the figures for all rules together, and a line for each."""
    false = [flag for one in found.values() for flag in one.false]
    whole, kept = sum(one.whole for one in found.values()), sum(one.kept for one in found.values())
    torn = "，".join(f"{kind} {count:,} 处" for kind, count in counts.items() if count)
    grave = sum(flag.level in GRAVE for flag in false)
    lines = [
        f"### {county}",
        f"- 撕坏：{torn}\n"
        f"- 误报 {len(false)} 条，其中级别为中及以上的 {grave} 条，要求 0：{'没有达到' if grave else '达到'}\n"
        f"- 依据没有撕到的埋设 {whole} 个，仍命中 {kept} 个（{kept / max(whole, 1):.3f}），要求不低于 {LEAST:.2f}："
        f"{'达到' if kept >= whole * LEAST else '没有达到'}",
        "\n".join([
            "| 规则 | 埋设 | 命中 | 依据没有撕到 | 仍命中 | 误报（中及以上） | 误报（低） | 精确率 |",
            "|---|---:|---:|---:|---:|---:|---:|---:|",
            *(_line(rule, one) for rule, one in found.items()),
        ]),
    ]  # fmt: skip
    return "\n\n".join(lines)


def _line(rule: str, one: Torn) -> str:
    grave = sum(flag.level in GRAVE for flag in one.false)
    precision = "—" if one.precision is None else f"{one.precision:.3f}"
    return (
        f"| {rule} | {one.tally.planted} | {one.tally.found} | {one.whole} | {one.kept} | {grave} "
        f"| {len(one.false) - grave} | {precision} |"
    )


def details(found: Mapping[str, Torn]) -> str:
    """List the false flags, and the flags that were lost without their evidence being torn."""
    lines = []
    for rule, one in found.items():
        lines += [f"误报 {rule} {flag.level} {flag.village_code}：{flag.message}" for flag in one.false]
        lines += [f"没有了 {rule} {flag.level} {flag.village_code}：{flag.message}" for flag in one.lost]
    return "\n".join(lines)


def write(county: str, found: Mapping[str, Torn], counts: Mapping[str, int]) -> None:
    """Put the section into docs/benchmarks-rules.md, in place of the one that is there, and write sql/trust.toml."""
    text = DOCS.read_text("utf-8")
    before, begun, rest = text.partition(BEGIN)
    after = rest.partition(END)[2] if begun else "\n"
    told = "\n\n".join([BEGIN, _INTRO, section(county, found, counts), END])
    DOCS.write_text(f"{before.rstrip()}\n\n{told}{after}", "utf-8")
    settings = TRUST.read_text("utf-8").partition(_BEGINS)[0]
    TRUST.write_text(settings + trust(county, found), "utf-8")


def trust(county: str, found: Mapping[str, Torn]) -> str:
    """Write the precision of each rule that said anything on the torn counties."""
    return "\n".join([
        f"{_BEGINS}在撕坏的虚构县（5% 的行、5% 的表读不出）上量得的准确率；没有列出的规则在那里没有说什么。",
        f"# 由 python -m tests.bench_rules.torn --write 写入（{county}），见 docs/benchmarks-rules.md“撕坏的县”；不要手改。",
        "[precision]",
        *(f"{rule} = {one.precision:.2f}" for rule, one in found.items() if one.precision is not None),
        "",
    ])  # fmt: skip
