"""The generated pages are complete, their links lead somewhere, and staleness is noticed."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

import pytest

from pipeline import catalogue
from pipeline.catalogue import rule_pages, worked
from pipeline.catalogue.__main__ import main
from pipeline.catalogue.examples import Example, read_examples
from pipeline.catalogue.markdown import flow, table
from pipeline.judge.rule import Rule, load_rules
from schemas import ledgers

ROOT = Path(__file__).resolve().parents[1]
# names and values that a county writes in its 政策参数表, so they stay as they are
TYPED = {"post_coefficient", "same_year", "next_year"}


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return catalogue.pages()


def test_every_header_word_and_category_stands_on_the_page_of_its_kind(pages: dict[str, str]) -> None:
    for kind in ledgers().values():
        page = pages[f"ledgers/{kind.name}.md"]
        for field in kind.fields:
            words = {
                field.title,
                field.name,
                *field.aliases,
                *(w for word, s in field.values for w in (word, *s)),
            }
            assert {word for word in words if word.replace("|", "\\|") not in page} == set(), kind.name


def test_indexes_list_every_kind_and_every_rule(pages: dict[str, str]) -> None:
    assert all(f"({name}.md)" in pages["ledgers/README.md"] for name in ledgers())
    assert all(f"[{rule.id}]({rule.id}.md)" in pages["rules/README.md"] for rule in load_rules())


def test_links_lead_to_pages_that_exist(pages: dict[str, str]) -> None:
    for name, text in pages.items():
        for target in re.findall(r"\]\(([^)]+\.md)\)", text):
            parts = [*PurePosixPath(name).parent.parts]
            for part in PurePosixPath(target).parts:
                parts = parts[:-1] if part == ".." else [*parts, part]
            assert "/".join(parts) in pages, f"{name} → {target}"


def test_the_worked_examples_of_a_rule_are_the_cases_of_its_test(pages: dict[str, str]) -> None:
    shown = 0
    for rule in load_rules():
        page = pages[f"rules/{rule.id}.md"]
        for example in read_examples(ROOT / "tests" / "rules" / f"test_{rule.id.lower()}.py"):
            assert example.name in page, rule.id
            assert worked.tables(example) in page and worked.results(example) in page, rule.id
            shown += 1
    assert shown


def test_an_example_reads_as_tables_and_sentences() -> None:
    example = Example(
        "少投",
        "红利收取表\n村 | 实收红利 | period\n甲村 | 12000 |\n乙村 | | 2024-01-01",
        "村 | 结果 | 级别 | 金额 | 缺少 | 证据 | 说明\n"
        "甲村 | 命中 | 高 | 6000.5 | | dividend-1 printed_total-2 | 少 6,000.50 元，待核。\n"
        "乙村 | 不可评估 | | | 红利使用明细表 | |\n丙村 | 通过 | | | | |",
        "",
    )
    assert worked.tables(example) == (
        "红利收取表：\n\n| 村 | 实收红利 | 所属期间 |\n| --- | --- | --- |\n"
        "| 甲村 | 12000 |  |\n| 乙村 |  | 2024-01-01 |"
    )
    assert worked.results(example).splitlines() == [
        "- 甲村：命中，级别为高，金额 6,000.5 元。少 6,000.50 元，待核。（证据：红利收取表第 1 行、合计行第 2 行）",
        "- 乙村：不可评估，缺少红利使用明细表。",
        "- 丙村：通过。",
    ]


SECTIONS = (
    "条件", "方法", "为什么", "依据", "参数", "所涉及的钱", "不报的情形", "可能的正常情形", "下一步核查", "什么可以消除",
    "同一事实", "相关规则", "更多例子",
)  # fmt: skip


@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: rule.id)
def test_a_page_says_all_of_it_in_order_with_a_case_in_figures(pages: dict[str, str], rule: Rule) -> None:
    page = pages[f"rules/{rule.id}.md"]
    heads = re.findall("^## (.*)$", page, re.MULTILINE)
    may_lack = {"参数", "相关规则", "更多例子"}
    assert [head for head in SECTIONS if head in heads] == heads
    assert set(SECTIONS) - set(heads) <= may_lack
    parts = dict(re.findall(r"^#{2,3} ([^\n]*)\n\n(.+?)(?=\n##|\Z)", page, re.MULTILINE | re.DOTALL))
    assert all(parts[head].strip() for head in heads)
    shown = parts["用数字说明"]
    assert re.search(r"\d", shown) and ("命中" in shown or "报" in shown)
    # the case shown first carries the words of the flag, figures and all
    assert rule.example or re.search(r"：命中[^。]*。(?!（证据)\S", shown)


@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: rule.id)
def test_a_page_is_in_words_that_an_inspector_reads(pages: dict[str, str], rule: Rule) -> None:
    page = pages[f"rules/{rule.id}.md"].partition("-->")[2]
    text = re.sub(r"\]\([^)]*\)|`[^`]*`", "", page)
    for name in {n for p in rule.params for n in (p.name, p.name.partition(".")[0])} | TYPED:
        text = text.replace(name, "")
    assert (
        set(
            re.findall(
                r"\b[a-z]+_[a-z_]+\b|\bselect\b|\.(?:sql|txt|toml|py)\b|\{\w+\}|\[实务\]|\[默认\]", text
            )
        )
        == set()
    )
    prose = re.sub(r"^\|.*$", "", text, flags=re.MULTILINE)
    assert re.findall(r"[\u4e00-\u9fff][,;!?](?=\s|[\u4e00-\u9fff])", prose) == []


def test_an_example_shared_through_a_constant_is_shown_whole(tmp_path: Path) -> None:
    test = tmp_path / "test_x.py"
    test.write_text(
        'HEAD = """\n  收支明细账\n  村 | 支出\n"""\n'
        'CASES = (Case("甲", HEAD + "  甲村 | 5\\n", "  村 | 结果", as_of="2025-01-01"),)\n',
        "utf-8",
    )
    assert read_examples(test) == [
        Example("甲", "收支明细账\n村 | 支出\n甲村 | 5", "村 | 结果", "2025-01-01")
    ]


def test_an_example_built_by_a_function_is_left_out(tmp_path: Path) -> None:
    test = tmp_path / "test_x.py"
    test.write_text('CASES = (Case("甲", many_villages(), "村 | 结果"),)\n', "utf-8")
    assert read_examples(test) == []


def test_every_rule_belongs_to_a_named_group() -> None:
    assert {rule_pages.group_of(rule.id) for rule in load_rules()} <= set(rule_pages.GROUPS.values())


def test_writing_mends_what_is_missing_edited_or_left_over(tmp_path: Path) -> None:
    catalogue.write(tmp_path)
    assert catalogue.differences(tmp_path) == []
    (tmp_path / "ledgers" / "grant.md").unlink()
    (tmp_path / "ledgers" / "budget.md").write_text("手改", "utf-8")
    (tmp_path / "rules" / "OLD99.md").write_text("旧规则", "utf-8")
    spoiled = ["ledgers/budget.md", "ledgers/grant.md", "rules/OLD99.md"]
    assert catalogue.differences(tmp_path) == spoiled
    assert catalogue.write(tmp_path) == spoiled
    assert catalogue.differences(tmp_path) == []


def test_windows_line_ends_do_not_make_a_page_stale(tmp_path: Path) -> None:
    catalogue.write(tmp_path)
    page = tmp_path / "ledgers" / "grant.md"
    page.write_bytes(page.read_bytes().replace(b"\n", b"\r\n"))
    assert catalogue.differences(tmp_path) == []


def test_check_says_in_chinese_what_is_stale(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"], tmp_path) == 1
    told = capsys.readouterr().err
    assert "docs/ledgers/cash_entry.md 与定义不一致" in told
    assert "请运行 make docs" in told
    assert main([], tmp_path) == 0
    assert main(["--check"], tmp_path) == 0


def test_a_folded_chinese_line_has_no_space_left_in_it() -> None:
    assert flow("应再投入 600 元，\n  少 10 元\n待核") == "应再投入 600 元，少 10 元待核"


def test_a_cell_cannot_break_its_table() -> None:
    assert table(("甲",), [("一|二\n三",)]).splitlines()[-1] == "| 一\\|二三 |"


def test_the_glossary_names_every_kind() -> None:
    glossary = (ROOT / "GLOSSARY.md").read_text("utf-8")
    assert {kind.name for kind in ledgers().values() if f"`{kind.name}`" not in glossary} == set()
