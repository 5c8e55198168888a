"""From batch to batch: what is repaired disappears, what stands stays, corrected copies come back in."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from pipeline.paths import Places
from pipeline.publish import feedback, feedback_summary
from pipeline.settings import Settings
from schemas import ledgers
from tests.e2e.night import Night, cash_book, cunzhang
from tests.feedback.conftest import BAD, GOOD, in_month

REPAIRED = "临河镇/西渠村/一月.xlsx"
STANDING = "临河镇/东滩村/二月.xlsx"
CORRECTED = "梧桐树乡/三月.xlsx"
HALF = "梧桐树乡/四月.xlsx"
PICTURE = "临河镇/照片.xlsx"
LIST = "临河镇/照片.xlsx（问题清单）.xlsx"
MISTAKE = "交错了.xlsx"


@dataclass
class Story:
    """The county after its second batch, and when a file that stands was written."""

    night: Night
    written: int

    @property
    def folder(self) -> Path:
        return self.night.outputs / "feedback"


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    night = Night(tmp_path_factory.mktemp("rounds"))
    night.register()
    villages = {REPAIRED: "西渠村", STANDING: "东滩村", CORRECTED: "南塘村", HALF: "北苑社区"}
    for path, village in villages.items():
        night.book(path, {"账": cash_book(village, "2024年3月", BAD[:2])})
    (night.inputs / PICTURE).write_bytes(b"\xff\xd8\xff\xe0 a picture")
    night.publish()
    result = Story(night, (night.outputs / "feedback" / STANDING).stat().st_mtime_ns)
    night.book(REPAIRED, {"账": cash_book("西渠村", "2024年3月", GOOD)})
    for path, changes in ((CORRECTED, {"E5": 3000}), (HALF, {"E5": 3000, "A4": "去年"})):
        book = openpyxl.load_workbook(result.folder / path)
        for place, value in changes.items():
            book["账"][place] = value
        book.save(night.inputs / path)
    shutil.copy(result.folder / LIST, night.inputs / MISTAKE)
    (night.inputs / PICTURE).unlink()
    night.publish()
    return result


def test_feedback_on_a_repaired_file_disappears_with_its_folder(story: Story) -> None:
    assert not (story.folder / REPAIRED).parent.exists()


def test_feedback_that_stands_is_not_written_again(story: Story) -> None:
    assert (story.folder / STANDING).stat().st_mtime_ns == story.written


def test_a_corrected_copy_can_be_handed_in_as_it_is(story: Story) -> None:
    assert not (story.folder / CORRECTED).exists()
    assert story.night.query(
        "select status, rows_loaded, rows_rejected from meta.submission"
        " where source_file = ? and superseded_by = ''",
        CORRECTED,
    ) == [("受理", 2, 0)]


def test_a_copy_handed_in_half_corrected_carries_only_the_new_marks(story: Story) -> None:
    again = openpyxl.load_workbook(story.folder / HALF)
    assert again.sheetnames == ["问题清单", "账"]
    assert {c.coordinate for row in again["账"] for c in row if c.comment} == {"A4"}
    assert again["账"]["E5"].fill.fill_type is None


def test_a_list_handed_in_by_mistake_is_sent_back_with_a_reason(story: Story) -> None:
    assert story.night.query(
        "select status, code from meta.submission s join meta.issue i using (submission_id)"
        " where s.source_file = ?",
        MISTAKE,
    ) == [("退回", "S08")]
    assert openpyxl.load_workbook(story.folder / MISTAKE).sheetnames == ["问题清单"]


def test_a_file_sent_back_and_taken_away_is_forgotten(story: Story) -> None:
    assert not (story.folder / LIST).exists()
    listed = openpyxl.load_workbook(story.folder / "反馈汇总.xlsx")["文件清单"]
    assert PICTURE not in {row[3].value for row in listed.iter_rows(min_row=2)}


def test_a_summary_that_is_open_elsewhere_is_told(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(feedback_summary, "write", refuse)
    places = Places(story.night.inputs, story.night.outputs)
    told = feedback.after_batch(places, story.night.database, {STANDING, HALF}, ledgers(), Settings())
    assert told.open == ("反馈汇总.xlsx",)
    assert told.copies[STANDING] == story.folder / STANDING


def test_a_fault_in_the_feedback_leaves_the_publication_standing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(feedback_summary, "write", fail)
    night = Night(tmp_path)
    night.register()
    outcome = night.run()
    assert outcome.code == 0
    assert "反馈 全部" in outcome.out
    assert night.query("select count(*) from ledger.village") == [(4,)]


def test_check_writes_feedback_and_takes_only_its_own_away(tmp_path: Path) -> None:
    county = Night(tmp_path)
    county.register()
    first = county.book(REPAIRED, {"账": cash_book("西渠村", "2024年3月", BAD[:2])})
    second = county.book(STANDING, {"账": cash_book("东滩村", "2024年3月", BAD[:2])})
    folders = ("--inputs", county.inputs, "--outputs", county.outputs)
    outcome = cunzhang("check", first, second, *folders)
    copies = [county.outputs / "feedback" / path for path in (REPAIRED, STANDING)]
    assert outcome.code == 5
    assert all(str(copy) in outcome.out for copy in copies)
    assert openpyxl.load_workbook(copies[0])["账"]["E5"].comment
    county.book(REPAIRED, {"账": cash_book("西渠村", "2024年3月", GOOD)})
    assert cunzhang("check", first, *folders).code == 0
    assert [copy.exists() for copy in copies] == [False, True]
    assert not county.database.exists()


def test_check_of_files_in_order_writes_nothing(tmp_path: Path) -> None:
    county = Night(tmp_path)
    good = county.book(STANDING, {"账": cash_book("东滩村", "2024年3月", in_month("03"))})
    assert cunzhang("check", good, "--inputs", county.inputs, "--outputs", county.outputs).code == 0
    # The lock alone stays: a check and a run keep out of each other's way.
    assert [p.name for p in county.outputs.rglob("*") if p.is_file()] == ["run.lock"]
