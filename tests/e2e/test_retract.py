"""A submission taken back: its rows are current no more, its history and the reason stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.night import Night, Outcome, cash_book, cunzhang

PATH = "临河镇/东滩村/3月.xlsx"
BOOK = cash_book("东滩村", "2024年3月", [("2024-03-05", "记-1", "购买打印纸", None, 540, "张三")])
MENDED = cash_book("东滩村", "2024年3月", [("2024-03-05", "记-1", "购买打印纸", None, 450, "张三")])
ROWS = "select expense from ledger.cash_entry order by 1"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Night:
    """One book, loaded."""
    night = Night(tmp_path_factory.mktemp("loaded"))
    night.register()
    night.book(PATH, {"账": BOOK})
    night.publish()
    assert night.query(ROWS) == [(540,)]
    return night


@pytest.fixture
def county(loaded: Night, tmp_path: Path) -> Night:
    return loaded.copied(tmp_path / "copy")


def retract(night: Night, submission: str) -> Outcome:
    places = ("--inputs", night.inputs, "--outputs", night.outputs, "--as-of", "2026-11-22")
    return cunzhang("retract", submission, "--why", "报错了村", *places)


@pytest.mark.parametrize("written", ["as listed", "with its folder", "as Windows does", "number"])
def test_a_file_is_taken_back_by_its_path_or_its_number(county: Night, written: str) -> None:
    number = county.query("select submission_id from meta.submission where source_file = ?", PATH)[0][0]
    named = {
        "as listed": PATH,
        "with its folder": str(county.inputs / PATH),
        "as Windows does": PATH.replace("/", "\\"),
        "number": number,
    }[written]
    outcome = retract(county, named)
    assert outcome.code == 0, outcome.out
    assert county.query(ROWS) == []
    assert county.query("select expense, superseded_by from history.cash_entry") == [(540, "撤回")]
    assert county.query("select note from meta.submission where source_file = ?", PATH) == [("报错了村",)]


def test_it_stays_out_until_other_content_comes_to_its_place(county: Night) -> None:
    retract(county, PATH)
    assert "没有新" in county.run().out
    county.book(PATH, {"账": MENDED})
    county.publish()
    assert county.query(ROWS) == [(450,)]


def test_what_was_never_handed_in_can_not_be_taken_back(county: Night) -> None:
    outcome = retract(county, "临河镇/东滩村/4月.xlsx")
    assert outcome.code == 2
    assert "4月.xlsx" in outcome.out
    assert county.query(ROWS) == [(540,)]
