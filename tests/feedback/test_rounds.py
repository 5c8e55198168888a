"""From batch to batch: what is repaired disappears, what stands stays, what others made is left alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from pipeline.publish import feedback_summary
from tests.e2e.night import Night, cash_book, cunzhang
from tests.feedback.conftest import BAD, GOOD

BROKEN = "临河镇/西渠村/三月.xlsx"
OTHER = "临河镇/东滩村/三月.xlsx"


@pytest.fixture
def night(tmp_path: Path) -> Night:
    """Two villages with problems after their first batch."""
    county = Night(tmp_path)
    county.register()
    county.book(BROKEN, {"账": cash_book("西渠村", "2024年3月", BAD[:2])})
    county.book(OTHER, {"账": cash_book("东滩村", "2024年3月", BAD[:2])})
    county.publish()
    return county


def repair(night: Night) -> None:
    night.book(BROKEN, {"账": cash_book("西渠村", "2024年3月", GOOD)})
    night.publish()


def test_feedback_on_repaired_files_disappears_and_the_rest_is_not_written_again(night: Night) -> None:
    other = night.outputs / "feedback" / OTHER
    before = other.stat().st_mtime_ns
    repair(night)
    assert not (night.outputs / "feedback/临河镇/西渠村").exists()
    assert other.stat().st_mtime_ns == before


def test_feedback_that_was_deleted_comes_back_while_the_problem_stands(night: Night) -> None:
    (night.outputs / "feedback" / OTHER).unlink()
    repair(night)
    assert (night.outputs / "feedback" / OTHER).exists()


def test_files_of_others_and_copies_somebody_works_in_are_left_alone(night: Night) -> None:
    own = night.outputs / "feedback/临河镇/西渠村/我的记录.txt"
    own.write_text("不要动", encoding="utf-8")
    worked_in = night.outputs / "feedback" / BROKEN
    book = openpyxl.load_workbook(worked_in)
    book["账"]["E5"] = 3000
    book.save(worked_in)
    repair(night)
    assert own.read_text(encoding="utf-8") == "不要动"
    assert openpyxl.load_workbook(worked_in)["账"]["E5"].value == 3000
    night.book(BROKEN, {"账": cash_book("西渠村", "2024年3月", BAD[1:3])})
    night.publish()
    assert openpyxl.load_workbook(worked_in)["账"]["E5"].value == 3000
    fresh = worked_in.with_name("三月（2）.xlsx")
    assert openpyxl.load_workbook(fresh).sheetnames == ["问题清单", "账"]


def test_a_corrected_copy_can_be_handed_in_as_it_is(night: Night) -> None:
    copy = night.outputs / "feedback" / BROKEN
    book = openpyxl.load_workbook(copy)
    book["账"]["E5"] = 3000
    book.save(night.inputs / BROKEN)
    night.publish()
    assert not copy.exists()
    assert night.query(
        "select status, rows_loaded, rows_rejected from meta.submission"
        " where source_file = ? and superseded_by = ''",
        BROKEN,
    ) == [("受理", 2, 0)]


def test_a_copy_handed_in_half_corrected_carries_only_the_new_marks(night: Night) -> None:
    copy = night.outputs / "feedback" / BROKEN
    book = openpyxl.load_workbook(copy)
    book["账"]["E5"], book["账"]["A4"] = 3000, "去年"
    book.save(night.inputs / BROKEN)
    night.publish()
    again = openpyxl.load_workbook(copy)
    assert again.sheetnames == ["问题清单", "账"]
    assert {c.coordinate for row in again["账"] for c in row if c.comment} == {"A4"}
    assert again["账"]["E5"].fill.fill_type is None


def test_a_list_handed_in_by_mistake_is_sent_back_with_a_reason(night: Night) -> None:
    (night.inputs / "账.csv").write_bytes("西渠村2024年5月现金日记账\n日期,摘要,收入\n去年,货款,5\n".encode())
    night.publish()
    shutil.copy(night.outputs / "feedback/账.csv（问题清单）.xlsx", night.inputs / "交错了.xlsx")
    night.publish()
    assert night.query("select status, fix from meta.submission join meta.issue using (submission_id)"
                       " where meta.submission.source_file = '交错了.xlsx'")[0][0] == "退回"  # fmt: skip
    assert (night.outputs / "feedback/交错了.xlsx").exists()


def test_a_file_sent_back_and_taken_away_is_forgotten(night: Night) -> None:
    wrong = night.inputs / "临河镇/照片.xlsx"
    wrong.write_bytes(b"\xff\xd8\xff\xe0 a picture")
    night.publish()
    feedback = night.outputs / "feedback/临河镇/照片.xlsx（问题清单）.xlsx"
    assert feedback.exists()
    wrong.unlink()
    repair(night)
    assert not feedback.exists()


def test_a_fault_in_the_feedback_leaves_the_publication_standing(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(feedback_summary, "write", fail)
    night.book(BROKEN, {"账": cash_book("西渠村", "2024年3月", GOOD)})
    outcome = night.run()
    assert outcome.code == 0
    assert "反馈没有写成" in outcome.out
    assert night.query("select count(*) from meta.batch") == [(2,)]
    monkeypatch.undo()
    night.publish(as_of="2026-11-23")
    assert not (night.outputs / "feedback" / BROKEN).exists()


def test_a_summary_that_is_open_elsewhere_is_told(night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(feedback_summary, "write", refuse)
    night.book(BROKEN, {"账": cash_book("西渠村", "2024年3月", GOOD)})
    outcome = night.run()
    assert outcome.code == 0
    assert "没有更新" in outcome.out
    assert "反馈汇总.xlsx" in outcome.out


def test_check_writes_feedback_and_takes_it_away_again(tmp_path: Path) -> None:
    county = Night(tmp_path)
    county.register()
    book = county.book(BROKEN, {"账": cash_book("西渠村", "2024年3月", BAD[:2])})
    folders = ("--inputs", county.inputs, "--outputs", county.outputs)
    outcome = cunzhang("check", book, *folders)
    copy = county.outputs / "feedback" / BROKEN
    assert outcome.code == 5
    assert str(copy) in outcome.out
    assert openpyxl.load_workbook(copy)["账"]["E5"].comment
    county.book(BROKEN, {"账": cash_book("西渠村", "2024年3月", GOOD)})
    assert cunzhang("check", book, *folders).code == 0
    assert not copy.exists()
    assert not county.database.exists()


def test_check_of_files_in_order_writes_nothing(tmp_path: Path) -> None:
    county = Night(tmp_path)
    good = county.book(OTHER, {"账": cash_book("东滩村", "2024年3月", GOOD)})
    assert cunzhang("check", good, "--inputs", county.inputs, "--outputs", county.outputs).code == 0
    assert not county.outputs.exists()


def test_check_of_one_file_leaves_other_feedback_standing(night: Night) -> None:
    good = night.book("好.xlsx", {"账": cash_book("东滩村", "2024年7月", [("2024-07-04", *GOOD[0][1:])])})
    assert cunzhang("check", good, "--inputs", night.inputs, "--outputs", night.outputs).code == 0
    assert (night.outputs / "feedback" / BROKEN).exists()
