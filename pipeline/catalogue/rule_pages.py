"""Write one page for each rule and an index by group and level.

The worked examples are the cases of the rule's own test, read as text and never run here.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.catalogue.examples import read_examples
from pipeline.catalogue.markdown import bullets, flow, page, table
from pipeline.rules import LEVELS, load_rules
from schemas import ledgers

if TYPE_CHECKING:
    from pipeline.parameters import Parameter
    from pipeline.rules import Rule

TESTS = Path(__file__).resolve().parents[2] / "tests" / "rules"
GROUPS = {
    "WB": "工作簿完整性",
    "SUB": "报送与公开时效",
    "LED": "账簿勾稽",
    "BK": "银行对账",
    "SVC": "为民服务专项资金",
    "RC": "红色股份：资本",
    "DR": "红利收取",
    "DU": "红利使用",
    "CP": "合作社提留",
    "PAY": "付款行为",
    "INV": "票据与凭证",
    "PRC": "程序与审批",
    "CAD": "村干部补贴",
    "CARE": "党内关爱资金",
    "BUD": "预算",
    "XV": "跨村",
    "ST": "统计",
}
STATUSES = {"stable": "正式", "experimental": "试行", "deprecated": "停用"}


def build() -> dict[str, str]:
    """Build file name → page."""
    rules = load_rules()
    return {
        "README.md": _index(rules),
        **{f"{rule.id}.md": _page(rule, {r.id for r in rules}) for rule in rules},
    }


def group_of(rule_id: str) -> str:
    """Name the group of a rule by the letters of its id; raises ``KeyError`` for an unknown group."""
    return GROUPS[rule_id.rstrip("0123456789")]


def _index(rules: tuple[Rule, ...]) -> str:
    groups = {title: [r for r in rules if group_of(r.id) == title] for title in GROUPS.values()}
    tables = [
        f"## {title}\n\n"
        + table(
            ("规则", "名称", "级别", "条件"),
            (
                (f"[{r.id}]({r.id}.md)", r.title, r.level, r.description)
                for r in sorted(members, key=lambda r: (LEVELS.index(r.level), r.id))
            ),
        )
        for title, members in groups.items()
        if members
    ]
    counts = "、".join(f"{level} {sum(r.level == level for r in rules)} 条" for level in LEVELS)
    return page(
        "sql/rules/",
        "# 规则",
        f"共 {len(rules)} 条：{counts}。每条规则对每个村给出 命中、通过 或 不可评估。"
        "命中只是线索，待核，不是结论。",
        *tables,
    )


def _page(rule: Rule, known: set[str]) -> str:
    return page(
        f"sql/rules/{rule.file.name}.sql",
        f"# {rule.id} {rule.title}",
        f"{group_of(rule.id)} · 级别：{rule.level} · 状态：{STATUSES[rule.status]}",
        f"## 条件\n\n{flow(rule.description)}",
        f"## 方法\n\n计算写在 `sql/rules/{rule.file.name}.sql`。缺少下列任何一项的村，结果为不可评估：",
        bullets(_need(need) for need in rule.needs),
        f"命中时的提示：\n\n> {flow(rule.message)}",
        f"## 为什么\n\n{flow(rule.why)}",
        f"## 依据\n\n{bullets(rule.basis)}",
        _parameters(rule.params),
        f"## 不算问题的情形\n\n{bullets((*rule.falsepositives, rule.innocent))}",
        f"## 什么可以消除\n\n{flow(rule.next_check)}",
        f"## 同一事实\n\n{flow(rule.root_cause)}" if rule.root_cause else "",
        _related(rule, known),
        _examples(rule.id),
    )


def _related(rule: Rule, known: set[str]) -> str:
    names = [f"[{name}]({name}.md)" if name in known else name for name in rule.related]
    return f"## 相关规则\n\n{'、'.join(names)}" if names else ""


def _need(need: str) -> str:
    """Put the Chinese titles of a needed table or column beside its name."""
    name, _, column = need.partition(".")
    kind = ledgers().get(name)
    if kind is None:
        return f"`{need}`"
    if not column:
        return f"[{kind.title}](../ledgers/{name}.md)"
    return f"[{kind.title}](../ledgers/{name}.md) 的“{kind.by_name[column].title}”（`{need}`）"


def _parameters(params: tuple[Parameter, ...]) -> str:
    rows = [
        (p.name, p.meaning, "须由县里给出" if p.default is None else p.default, p.unit, p.source)
        for p in params
    ]
    return "## 参数\n\n" + table(("参数", "含义", "默认值", "单位", "来源"), rows) if rows else ""


def _examples(rule_id: str) -> str:
    blocks = []
    for example in read_examples(TESTS / f"test_{rule_id.lower()}.py"):
        day = f"（审计截止日 {example.as_of}）" if example.as_of else ""
        blocks.append(
            f"### {example.name}{day}\n\n```text\n{example.tables}\n```\n\n结果：\n\n"
            f"```text\n{example.expected}\n```"
        )
    return "\n\n".join(["## 例子", "下面的例子每次测试都会运行。", *blocks]) if blocks else ""
