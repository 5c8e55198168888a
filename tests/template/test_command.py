"""The ``template`` command: which workbooks it writes, and that it never writes over one."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.night import cunzhang
from tests.template.filling import KINDS


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_without_a_kind_it_makes_the_village_workbook(tmp_path: Path) -> None:
    outcome = cunzhang("template", "--out", tmp_path / "模板")
    assert outcome.code == 0
    assert _names(tmp_path / "模板") == {"村级账表.xlsx"}
    assert "村级账表.xlsx" in outcome.out


def test_kinds_go_by_either_name(tmp_path: Path) -> None:
    assert cunzhang("template", "cash_entry", "四议两公开台账", "--out", tmp_path).code == 0
    assert _names(tmp_path) == {"收支明细账.xlsx", "四议两公开台账.xlsx"}


def test_all_makes_every_kind(tmp_path: Path) -> None:
    assert cunzhang("template", "--all", "--out", tmp_path).code == 0
    assert _names(tmp_path) == {f"{k.title}.xlsx" for k in KINDS.values()} | {"村级账表.xlsx"}


def test_an_unknown_kind_is_two_and_names_the_known_ones(tmp_path: Path) -> None:
    outcome = cunzhang("template", "流水", "--out", tmp_path / "模板")
    assert outcome.code == 2
    assert "流水" in outcome.out
    assert "收支明细账" in outcome.out
    assert not (tmp_path / "模板").exists()


def test_a_file_that_is_there_may_be_filled_in_and_stays(tmp_path: Path) -> None:
    mine = tmp_path / "收支明细账.xlsx"
    mine.write_bytes(b"filled in")
    outcome = cunzhang("template", "cash_entry", "budget", "--out", tmp_path)
    assert outcome.code == 0
    assert mine.read_bytes() == b"filled in"
    assert "没有覆盖" in outcome.out
    assert (tmp_path / "预算表.xlsx").exists()
