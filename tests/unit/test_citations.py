"""What is cited can be looked up: real titles, no line numbers or file names of the sources, townships as 参照."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest

from pipeline.judge.parameters import load_parameters
from pipeline.judge.rule import Rule, load_rules
from pipeline.judge.sqlfile import read_folder

ROOT = Path(__file__).parents[2]
# Line numbers and files of the sources, and titles that none of them has.
MADE_UP = re.compile(
    r"原文第 ?\d|第 ?\d+(?:[—、-]\d+)? 行（原文|00[0-2]_[0-9a-f]{8}|:\d{3,4}、|种子文件|调研文章|宁夏农村基层党建调查研究"
    r"|人民网|党风廉政建设材料|试点材料做法|试点办法"
)
TOWNSHIP = re.compile("篇二|乡财县管|乡镇财政财务")
DOCS = [
    *sorted((ROOT / "docs").rglob("*.md")),
    ROOT / "README.md",
    ROOT / "README.en.md",
    ROOT / "GLOSSARY.md",
]


def told(rule: Rule) -> str:
    lists = (*rule.basis, *rule.falsepositives, *(p.source for p in rule.params))
    texts = (
        rule.title,
        rule.description,
        rule.why,
        rule.innocent,
        rule.next_check,
        rule.clears,
        rule.message,
    )
    return "\n".join((*lists, *texts))


@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: str(rule.id))
def test_a_rule_cites_what_can_be_found(rule: Rule) -> None:
    assert MADE_UP.findall(told(rule)) == []
    assert [basis for basis in rule.basis if TOWNSHIP.search(basis) and "参照" not in basis] == []


def test_parameters_and_views_cite_what_can_be_found() -> None:
    views = "\n".join(str(file.header) for file in read_folder("views"))
    assert MADE_UP.findall(views + "\n".join(p.source for p in load_parameters().values())) == []


@pytest.mark.parametrize("page", DOCS, ids=lambda page: str(page.relative_to(ROOT)))
def test_pages_cite_what_can_be_found(page: Path) -> None:
    assert MADE_UP.findall(page.read_text(encoding="utf-8")) == []


def test_ledger_kinds_cite_what_can_be_found() -> None:
    for module in sorted((ROOT / "schemas").glob("*.py")):
        assert MADE_UP.findall(module.read_text(encoding="utf-8")) == [], module.name


def test_the_sheets_of_the_examples_cite_what_can_be_found() -> None:
    books = sorted((ROOT / "inputs").glob("示例-*/**/*.xlsx"))
    assert books
    for path in books:
        for sheet in openpyxl.load_workbook(path):
            cells = [
                str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None
            ]
            assert MADE_UP.findall("\n".join(cells)) == [], (path.name, sheet.title)


def test_half_of_a_dividend_is_firm_and_only_the_stake_is_in_principle() -> None:
    for rule in load_rules():
        for text in (*rule.basis, rule.description, rule.why):
            assert not re.search(r"50% ?原则上|一半原则上|原则上[^，。；]*(50%|一半)", text), rule.id
