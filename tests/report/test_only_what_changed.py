"""Reports that would show the same are not made again; the county's page and workbook get the new batch put in."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import duckdb
import openpyxl
import pytest

from pipeline.publish import report
from tests import example
from tests.report.jishou import lines, parsed, words

FIRST, SECOND, THIRD = "20261122-0001", "20261122-0002", "20261122-0003"
TOWNSHIP = "乡镇/太平乡/审计报告.xlsx"
COUNTY = ("审计报告.html", "审计报告.xlsx")
PACK = {f"乡镇/太平乡/{name}" for name in ("审计报告.html", "审计报告.xlsx", "核查清单.xlsx", "太平乡.zip")}


class Outputs:
    """The example's outputs, whose publication goes on to further batches."""

    def __init__(self, folder: Path) -> None:
        # Not the copy that other tests put case files and papers into.
        self.folder = example.copied(folder).outputs
        self.reports = self.folder / "reports"
        self.database, self.batches = self.folder / "cunzhang.duckdb", self.folder / "batches"

    def next_batch(self, before: str, batch: str, change: str = "") -> None:
        """Publish the same again as another batch, after ``change``."""
        with duckdb.connect(str(self.database)) as con:
            con.execute(
                f"insert into meta.batch select * replace ('{batch}' as batch_id, started_at + interval 1 hour as started_at)"
                f" from meta.batch where batch_id = '{before}'"
            )
            con.execute(f"update meta.setting set batch_id = '{batch}'")
            con.execute(
                f"insert into result.headline select * replace ('{batch}' as batch_id, batch_number + 1 as batch_number)"
                f" from result.headline where batch_id = '{before}'"
            )
            if change:
                con.execute(change)
        told = json.loads((self.batches / f"{before}.json").read_bytes())
        told |= {"sha256": batch[-4:] * 16, "database": {"sha256": batch[-4:] * 16}}
        (self.batches / f"{batch}.json").write_text(json.dumps(told), encoding="utf-8")

    def write(self, *, anew: bool = False) -> set[str]:
        """Write the reports; the files that are new or changed."""
        done = report.write(self.database, self.batches, self.reports, anew=anew)
        return {path.relative_to(self.reports).as_posix() for path in done.written}

    def standing(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = json.loads(
            (self.reports / "批次.json").read_text(encoding="utf-8")
        )
        return found

    def batch_of(self, name: str) -> str:
        return self.standing()[f"reports/{name}"]["batch"]


@pytest.fixture
def outputs(tmp_path: Path) -> Outputs:
    return Outputs(tmp_path / "outputs")


def shown(path: Path) -> object:
    """What a report holds: the text of a page, the parts of a workbook."""
    if path.suffix == ".html":
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name) for name in book.namelist()}


def test_every_file_says_what_it_shows_and_of_which_batch(outputs: Outputs) -> None:
    standing = outputs.standing()
    assert {"feedback/反馈汇总.xlsx", f"reports/{TOWNSHIP}", "reports/核查清单.xlsx"} <= standing.keys()
    assert {entry["batch"] for entry in standing.values()} == {FIRST}
    assert all(len(entry["content"]) == 64 for entry in standing.values())


def test_nothing_is_written_twice_for_one_batch(outputs: Outputs) -> None:
    assert outputs.write() == set()


def test_the_next_batch_goes_into_page_and_workbook_as_if_they_were_made_anew(outputs: Outputs) -> None:
    # The second batch is the first with one before it to compare with.
    outputs.next_batch(FIRST, SECOND)
    assert outputs.write() == set(COUNTY)
    outputs.next_batch(SECOND, THIRD)
    before = (outputs.reports / TOWNSHIP).read_bytes()
    assert outputs.write() == set(COUNTY)
    stamped = {name: shown(outputs.reports / name) for name in COUNTY}
    assert THIRD in str(stamped["审计报告.html"])
    assert "00030003" in str(stamped["审计报告.html"])
    assert (outputs.batch_of("审计报告.xlsx"), outputs.batch_of(TOWNSHIP)) == (THIRD, FIRST)
    assert (outputs.reports / TOWNSHIP).read_bytes() == before
    outputs.write(anew=True)
    assert {name: shown(outputs.reports / name) for name in COUNTY} == stamped
    assert outputs.batch_of(TOWNSHIP) == THIRD


def test_a_page_that_only_gets_the_batch_is_not_rendered(
    outputs: Outputs, monkeypatch: pytest.MonkeyPatch
) -> None:
    outputs.next_batch(FIRST, SECOND)
    outputs.write()
    outputs.next_batch(SECOND, THIRD)
    from pipeline.publish.report import audit_book, page

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(page, "render", refuse)
    monkeypatch.setattr(audit_book, "write", refuse)
    assert outputs.write() == set(COUNTY)


def test_only_the_township_whose_content_changed_is_written(outputs: Outputs) -> None:
    change = "update result.flag set message = message || '。' where township = '太平乡' and rule_id = 'DU02'"
    outputs.next_batch(FIRST, SECOND, change)
    assert outputs.write() == {*COUNTY, "核查清单.xlsx", *PACK}
    assert outputs.batch_of("乡镇/白岩乡/审计报告.xlsx") == FIRST


def test_a_pack_holds_the_township_alone_with_its_case_files_and_papers_as_files_and_as_one_zip(
    outputs: Outputs,
) -> None:
    page = parsed((outputs.reports / "乡镇/太平乡/审计报告.html").read_text(encoding="utf-8"))
    assert [one["村"] for one in lines(page, "villages")] == ["司马村"]
    assert [one["文件"].split("/")[-1] for one in lines(page, "files")] == ["红色股份台账.xlsx"]
    assert not page.xpath("//*[@id='systemic']")
    assert not {"白岩乡", "着落村"} & {
        *words(page.xpath("//main")[0]).split(),
        *page.xpath("//option/text()"),
    }
    [data] = page.xpath("//script[@id='flag-data']")
    assert json.loads(data.text)["villages"] == [["太平乡", "司马村"]]
    listed = openpyxl.load_workbook(outputs.reports / "乡镇/太平乡/核查清单.xlsx")["核查清单"]
    assert {row[4] for row in listed.iter_rows(min_row=4, values_only=True)} == {"司马村"}
    # A case file written anew replaces its copy; what somebody filled in on a copy stays.
    case, paper, other = (
        "案卷/核查案卷-太平乡司马村.html",
        "文书/核查报告-太平乡-司马村.docx",
        "文书/核查报告-白岩乡-着落村.docx",
    )
    for name in (case, paper, other):
        (outputs.reports / name).parent.mkdir(exist_ok=True)
        (outputs.reports / name).write_text("第一稿", encoding="utf-8")
    assert outputs.write() == {"乡镇/太平乡/太平乡.zip", "乡镇/白岩乡/白岩乡.zip"}
    (outputs.reports / case).write_text("重写", encoding="utf-8")
    (outputs.reports / "乡镇/太平乡" / paper).write_text("填好", encoding="utf-8")
    assert outputs.write() == {"乡镇/太平乡/太平乡.zip"}
    with zipfile.ZipFile(outputs.reports / "乡镇/太平乡/太平乡.zip") as packed:
        found = {name: packed.read(name) for name in packed.namelist()}
    files = [path for path in (outputs.reports / "乡镇/太平乡").rglob("*.*") if path.suffix != ".zip"]
    assert found == {
        path.relative_to(outputs.reports / "乡镇").as_posix(): path.read_bytes() for path in files
    }
    assert found[f"太平乡/{case}"].decode() == "重写"
    assert found[f"太平乡/{paper}"].decode() == "填好"
    assert f"太平乡/{other}" not in found


@pytest.mark.parametrize("harm", ["gone", "changed"])
def test_a_file_that_is_gone_or_that_somebody_changed_is_made_again(harm: str, outputs: Outputs) -> None:
    path = outputs.reports / TOWNSHIP
    path.unlink() if harm == "gone" else path.write_bytes(b"mine")
    assert outputs.write() - PACK == set()
    assert path.stat().st_size > 1000


def test_without_the_list_of_batches_or_with_a_broken_one_all_is_made(outputs: Outputs) -> None:
    (outputs.reports / "批次.json").write_text("{", encoding="utf-8")
    assert outputs.write() == {*COUNTY, "核查清单.xlsx"} | {
        path.relative_to(outputs.reports).as_posix() for path in outputs.reports.glob("乡镇/*/*")
    }
