"""``rules`` and ``explain`` tell an inspector all there is to a rule, in lines that fit the screen."""

from __future__ import annotations

import io
import re

import pytest
from rich.cells import cell_len
from rich.console import Console

from pipeline.folding import folded
from pipeline.judge.parameters import load_parameters
from pipeline.judge.rule import Rule, load_rules
from pipeline.judge.sqlfile import read_folder
from pipeline.rule_text import explained, listed
from pipeline.terminal import explain_rule, list_rules

RULES = load_rules()
TYPED = {"post_coefficient", "same_year", "next_year", "minimum_amount"}


def shown(width: int, *, terminal: bool, rule: Rule | None = None) -> str:
    screen = Console(file=io.StringIO(), width=width, force_terminal=terminal, no_color=True, highlight=False)
    if rule:
        explain_rule(screen, rule)
    else:
        list_rules(screen, RULES)
    assert isinstance(screen.file, io.StringIO)
    return re.sub(r"\x1b\[[0-9;]*m", "", screen.file.getvalue())


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_the_list_has_every_rule_with_level_state_and_every_parameter() -> None:
    lines = shown(200, terminal=False).splitlines()
    heads = [line.split() for line in lines if not line.startswith(" ")][:-1]
    states = {"stable": "正式", "experimental": "试行", "deprecated": "停用"}
    assert [head[:3] for head in heads] == [[r.id, r.level, states[r.status]] for r in RULES]
    for rule in RULES:
        told = [line for _, line in listed(rule)][1:]
        assert [line.split(" = ")[0] for line in told] == [p.name for p in rule.params]


@pytest.mark.parametrize("width", [80, 100])
def test_nothing_runs_over_the_edge_of_a_screen_and_nothing_is_lost(width: int) -> None:
    for rule in (None, *RULES):
        narrow = shown(width, terminal=True, rule=rule)
        assert [line for line in narrow.splitlines() if cell_len(line) > width] == []
        assert squeezed(narrow) == squeezed(shown(200, terminal=False, rule=rule))


def test_a_mark_does_not_begin_a_line_and_a_number_is_not_torn() -> None:
    assert folded("少于 12,000 元的，不报。", 10) == ["少于", "12,000 元", "的，不报。"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_an_explanation_is_in_plain_words(rule: Rule) -> None:
    text = "\n".join(" " * indent + line for indent, line in explained(rule))
    for block in ("查什么", "为什么", "依据", "不报的情形", "可能的正常情形", "下一步核查", "什么可以消除"):
        assert f"\n{block}\n  " in text, block
    foreign = set(re.findall(r"[a-z]\w*_\w*[a-z0-9]|\.sql|\.txt|\.toml|select|\[实务\]|\[默认\]", text))
    # what a county writes in its 政策参数表, names and values, has to be shown as it is written
    assert foreign <= {name for p in rule.params for name in (p.name, p.name.partition(".")[0])} | TYPED


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_what_a_rule_rests_on_can_be_looked_up_or_is_owned_up_to(rule: Rule) -> None:
    known = re.compile(r"《.+》|宁夏党建刊物 2015 年第 10 期|审计实务：|本项目约定：|参照")
    assert [basis for basis in rule.basis if not known.search(basis)] == []
    assert [basis for basis in rule.basis if re.search("《.+法》", basis) and " 条" not in basis] == []
    assert [p.name for p in rule.params if not p.source.strip()] == []


def test_every_parameter_is_used_by_a_rule_a_view_or_the_machinery() -> None:
    files = (*read_folder("rules"), *read_folder("views"))
    used = {name for file in files for name in file.header.get("params") or ()}
    assert used | {"minimum_amount", "prevalence_cap", "prevalence_min_villages"} == set(load_parameters())
