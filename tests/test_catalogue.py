"""The generated pages are complete, their links lead somewhere, and staleness is noticed."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

import pytest

from pipeline import catalogue
from pipeline.catalogue import rule_pages
from pipeline.catalogue.__main__ import main
from pipeline.catalogue.examples import Example, read_examples
from pipeline.catalogue.markdown import flow, table
from pipeline.rules import load_rules
from schemas import ledgers

ROOT = Path(__file__).resolve().parents[1]


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
        for example in read_examples(ROOT / "tests" / "rules" / f"test_{rule.id.lower()}.py"):
            assert f"```text\n{example.tables}\n```" in pages[f"rules/{rule.id}.md"], rule.id
            shown += 1
    assert shown


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
