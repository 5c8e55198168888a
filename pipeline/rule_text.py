"""Put what a rule's header says into the words that inspectors read: tables, columns, states, values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.judge.needs import named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.judge.parameters import Parameter
    from pipeline.judge.rule import Rule

STATUSES = {"stable": "正式", "experimental": "试行", "deprecated": "停用"}
_FLAGS = {"0": "否", "1": "是"}
_MONEY = {
    "受损": "可能受损：少收、多付、重复付或去向不明的钱。",
    "手续": "手续不全：用途看得见，而审批、票据、公开、登记或账务没有按规定办的钱。",
}


def value(parameter: Parameter) -> str:
    """Give the default as people read it, with its unit."""
    if parameter.default is None:
        return "须由县里给出"
    if not parameter.default:
        return "空"
    if parameter.unit == "是1否0":
        return f"{parameter.default}（{_FLAGS[parameter.default]}；1 为是，0 为否）"
    return f"{parameter.default}（{parameter.unit}）"


def money(rule: Rule) -> str:
    """Say what kind of money a flag's amount is, and what becomes of a small one."""
    small = (
        "相差不到规定数（默认 100 元，县里可在政策参数表改）的仍然记录，只作提示。" if rule.difference else ""
    )
    return _MONEY[rule.money] + small


def listed(rule: Rule) -> Iterator[tuple[int, str]]:
    """Give the lines of a rule in a list, each with its indent: what it is, then its parameters."""
    yield 0, f"{rule.id:<7}{rule.level}　{STATUSES[rule.status]}　{rule.title}"
    for parameter in rule.params:
        yield 7, f"{parameter.name} = {value(parameter)}：{parameter.meaning}"


def explained(rule: Rule) -> Iterator[tuple[int, str]]:
    """Give all that is to be said of a rule, line by line with its indent."""
    yield 0, f"{rule.id} {rule.title}　级别：{rule.level}　状态：{STATUSES[rule.status]}"
    blocks = (
        ("查什么", (rule.description,)),
        ("为什么", (rule.why,)),
        ("依据", rule.basis),
        ("要有的表和列（缺了的部分不可评估）", tuple(named(rule.needs))),
        (
            "参数（可在政策参数表里按县、乡镇、日期改）",
            tuple(f"{p.name} = {value(p)}：{p.meaning}。来源：{p.source}" for p in rule.params),
        ),
        ("所涉及的钱", (money(rule),)),
        ("算例", (rule.example,)),
        ("不报的情形", rule.falsepositives),
        ("可能的正常情形", (rule.innocent,)),
        ("下一步核查", (rule.next_check,)),
        ("什么可以消除", (rule.clears,)),
        ("同一事实", (rule.root_cause,)),
        ("相关规则", ("、".join(rule.related),)),
    )
    for title, lines in blocks:
        if any(lines):
            yield 0, title
        yield from ((2, line) for line in lines if line)
