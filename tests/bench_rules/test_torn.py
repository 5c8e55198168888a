"""What is torn is known place by place, and only what was torn excuses a flag that is lost."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipeline import demo
from schemas import ledgers
from tests.bench_rules.score import Flag, Tally, score
from tests.bench_rules.tear import KINDS, ROWS, SHEETS, STRANGE, Tear
from tests.bench_rules.torn import Torn, compared
from tests.bench_rules.torn_report import section, trust


def torn(folder: Path, *kinds: str) -> Tear:
    tear = Tear(7, kinds)
    demo.write(folder, villages=2, months=6, seed=1, way=tear)
    return tear


def lines(folder: Path, path: str, sheet: str) -> list[list[Any]]:
    """Read a sheet; none where it or its workbook is missing."""
    if not (folder / "inputs" / path).exists():
        return []
    book = openpyxl.load_workbook(folder / "inputs" / path)
    return [[cell.value for cell in line] for line in book[sheet]] if sheet in book.sheetnames else []


def test_words_on_no_list_are_on_none() -> None:
    known = {
        word for kind in ledgers().values() for field in kind.fields for word in (field.title, *field.aliases)
    }
    assert known.isdisjoint(STRANGE)


def test_a_broken_row_stands_where_the_tear_says(tmp_path: Path) -> None:
    tear = torn(tmp_path, ROWS)
    assert len(tear.places) == tear.counts[ROWS] > 20
    for path, sheet, row in sorted(tear.places)[:20]:
        texts = {"日期待补", "月底前后", "？", "约三百", "见附页", "###"}
        assert texts & set(lines(tmp_path, path, sheet)[row - 1])


def test_a_sheet_is_missing_or_has_no_header_that_can_be_read(tmp_path: Path) -> None:
    tear = torn(tmp_path, SHEETS)
    assert {row for _, _, row in tear.places} == {0}
    arrived = [found for path, sheet, _ in tear.places if (found := lines(tmp_path, path, sheet))]
    assert 0 < len(arrived) < len(tear.places)
    assert all(any(line.count(STRANGE[0]) > 2 for line in found[:3]) for found in arrived)


def test_the_same_seed_tears_the_same_places(tmp_path: Path) -> None:
    first, again = torn(tmp_path / "a", *KINDS), torn(tmp_path / "b", *KINDS)
    assert first.places == again.places
    assert first.counts == again.counts
    assert min(first.counts[kind] for kind in KINDS) > 0


def label(village: str, **values: Any) -> dict[str, Any]:
    usual = {"is_decoy": False, "hint": "", "amount": None, "also": []}
    return {"rule_id": "A1", "village_code": village} | usual | values


def flag(number: int, village: str, message: str = "", level: str = "高") -> Flag:
    return Flag(str(number), "A1", level, village, "", Decimal(1), message, 1.0)


@pytest.fixture
def tear() -> Tear:
    return Tear(1, places={("甲.xlsx", "账", 5), ("乙.xlsx", "账", 0)})


def compare(tear: Tear, after: list[Flag], rule: str = "A1") -> Torn:
    labels = [label("甲"), label("乙"), label("丙")]
    usual = [flag(1, "甲"), flag(2, "乙"), flag(3, "丙")]
    evidence = {"1": {("甲.xlsx", "账", 5)}, "2": {("乙.xlsx", "账", 9)}, "3": {("甲.xlsx", "账", 6)}}
    before = score(labels, usual)[0]["A1"]
    return compared(rule, before, score(labels, after)[0].get("A1", Tally("A1")), evidence, tear)


def test_a_planted_flag_counts_where_neither_its_rows_nor_their_sheets_were_torn(tear: Tear) -> None:
    assert (compare(tear, []).whole, compare(tear, []).kept) == (1, 0)
    assert [one.flag_id for one in compare(tear, []).lost] == ["3"]
    assert (compare(tear, [flag(3, "丙")]).whole, compare(tear, [flag(3, "丙")]).kept) == (1, 1)


def test_what_only_the_torn_county_flags_is_false_unless_it_tells_of_the_tear(tear: Tear) -> None:
    after = [flag(3, "丙"), flag(8, "丁"), flag(9, "丁", "红利使用明细表未报送")]
    one = compare(tear, after)
    assert [false.flag_id for false in one.false] == ["8"]
    assert one.precision == 0.5
    assert compare(tear, after, "WB03").false == []


def test_the_figures_say_whether_what_is_asked_is_met(tear: Tear) -> None:
    good, bad = compare(tear, [flag(3, "丙")]), compare(tear, [flag(8, "丁")])
    assert "没有达到" not in section("县", {"A1": good}, tear.counts)
    assert section("县", {"A1": bad}, tear.counts).count("没有达到") == 2
    assert "A1 = 1.00\n" in trust("县", {"A1": good})
    assert "B1" not in trust("县", {"A1": good, "B1": Torn(Tally("B1"))})


def test_several_counties_count_together(tear: Tear) -> None:
    both = compare(tear, [flag(3, "丙")])
    both.add(compare(tear, [flag(8, "丁")]))
    assert (both.whole, both.kept, both.precision) == (2, 1, 0.5)
