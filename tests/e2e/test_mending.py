"""Whatever the last run left or somebody did to outputs/: the next run puts it right, says so, and loses nothing."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from subprocess import run
from typing import Any

import duckdb
import pytest

from pipeline import edition, mend
from pipeline.publish import feedback, manifest
from tests.e2e.night import Night, Outcome, cash_book, cunzhang
from tests.faults import questions
from tests.serve.conftest import visit

BOOK = "临河镇/东滩村/3月.xlsx"
ENTRY = ("2024-03-05", "记-1", "购买打印纸", None, 540, "张三")
MENDED = ("2024-03-05", "记-1", "购买打印纸", None, 450, "张三")
UNREADABLE = ("三月中", "记-4", "日期看不清", None, 90, "李四")
ROWS = "select village_name, expense from ledger.cash_entry order by all"
SECOND, THIRD = "2026-11-23", "2026-11-24"


@pytest.fixture(scope="module")
def two_nights(tmp_path_factory: pytest.TempPathFactory) -> Night:
    """Two nights: a book, and its restatement beside another one."""
    night = Night(tmp_path_factory.mktemp("two"), reports=True)
    night.register()
    night.book(BOOK, {"账": cash_book("东滩村", "2024年3月", [ENTRY, UNREADABLE])})
    night.publish()
    night.book(BOOK, {"账": cash_book("东滩村", "2024年3月", [MENDED, UNREADABLE])})
    night.book("西渠村.xlsx", {"账": cash_book("西渠村", "2024年3月", [ENTRY])})
    night.publish(SECOND)
    return night


@pytest.fixture
def night(two_nights: Night, tmp_path: Path) -> Night:
    """A copy of the two nights that one test may spoil."""
    shutil.copytree(two_nights.folder, tmp_path / "copy")
    return Night(tmp_path / "copy", reports=True)


def verify(night: Night, *options: str) -> Outcome:
    return cunzhang("verify", "--outputs", night.outputs, *options)


def batches(night: Night) -> list[str]:
    return sorted(path.stem for path in night.outputs.glob("batches/*.json"))


def last_run(night: Night) -> dict:
    return json.loads((night.outputs / "state" / "last_run.json").read_bytes())


def whole(night: Night) -> None:
    """Assert that nothing is amiss, by the tests' own eyes and by the program's."""
    assert questions.broken(night.outputs) == []
    assert questions.litter(night.outputs) == []
    told = verify(night)
    assert told.code == 0, told.out


def test_untouched_outputs_are_called_whole_and_what_was_looked_at_is_said(night: Night) -> None:
    told = verify(night)
    assert told.code == 0, told.out
    assert "批次清单 2 份，归档原件 4 个" in told.out
    head = questions.manifests(night.outputs)[-1]["sha256"]
    assert head in told.out
    assert verify(night, "--against", head).code == 0
    assert verify(night, "--against", head[::-1]).code == 6


def test_the_run_the_page_and_the_workbook_name_the_head_hash(night: Night) -> None:
    printed = night.run(as_of=SECOND).out
    head = questions.manifests(night.outputs)[-1]["sha256"]
    assert head in printed
    assert "没有新的账表" in printed
    whole(night)


def test_a_state_that_is_gone_is_rebuilt_from_archive_and_manifests(night: Night) -> None:
    before = questions.content(night.database)
    flags = night.query("select flag_id, status, first_seen from audit.flag order by all")
    shutil.rmtree(night.outputs / "state")
    assert verify(night).code == 6
    printed = night.run(as_of=SECOND)
    assert printed.code == 0, printed.out
    assert "缺失，已由存档和批次清单重建：2 个批次" in printed.out
    assert batches(night) == ["20261122-0001", "20261123-0002", "20261123-0003"]
    after = questions.content(night.database)
    unlike = {name for name in before if after[name] != before[name]}
    # A batch more: the list of batches, the figures kept of each, and the day's setting.
    assert unlike <= {
        name
        for name in before
        if any(word in name for word in ("batch", "headline", "setting", "批次", "总览"))
    }
    assert night.query("select flag_id, status, first_seen from audit.flag order by all") == flags
    assert night.query("select expense, superseded_by = '' from history.cash_entry order by all") == [
        (450, True), (540, False), (540, True),
    ]  # fmt: skip
    whole(night)


@pytest.mark.heavy
def test_on_another_machine_all_is_restored_but_the_letters_of_the_masks(
    night: Night, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    rows = night.query(ROWS)
    shutil.rmtree(night.outputs / "state")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "another user"))
    printed = cunzhang("restore", "--outputs", night.outputs, "--as-of", THIRD)
    assert printed.code == 0, printed.out
    assert "遮盖号码用的密钥" in printed.out
    assert night.query(ROWS) == rows
    assert batches(night)[-1] == "20261124-0003"
    whole(night)


@pytest.mark.heavy
def test_a_retraction_is_restored_with_its_reason(night: Night) -> None:
    places = ("--inputs", night.inputs, "--outputs", night.outputs, "--as-of", SECOND)
    assert cunzhang("retract", "西渠村.xlsx", "--why", "报错了村", *places).code == 0
    shutil.rmtree(night.outputs / "state")
    night.publish(THIRD)
    assert night.query(ROWS) == [("东滩村", 450)]
    assert night.query("select note from meta.submission where superseded_by = '撤回'") == [("报错了村",)]
    whole(night)


@pytest.mark.heavy
def test_an_older_state_under_a_newer_publication_is_rebuilt(night: Night, tmp_path: Path) -> None:
    shutil.copytree(night.outputs / "state", tmp_path / "backup")
    night.book("南塘村.xlsx", {"账": cash_book("南塘村", "2024年3月", [ENTRY])})
    night.publish(THIRD)
    shutil.rmtree(night.outputs / "state")
    shutil.copytree(tmp_path / "backup", night.outputs / "state")
    assert verify(night).code == 6
    printed = night.run(as_of=THIRD)
    assert "是较早的，没有批次 20261124-0003，已由存档和批次清单重建" in printed.out
    assert ("南塘村", 540) in night.query(ROWS)
    assert batches(night)[-1] == "20261124-0004"
    whole(night)


def test_a_store_that_can_not_be_opened_is_rebuilt(night: Night) -> None:
    (night.outputs / "state" / "warehouse.duckdb").write_bytes(b"broken" * 4096)
    printed = night.run(as_of=SECOND)
    assert printed.code == 0, printed.out
    assert "没有写完，已由存档和批次清单重建" in printed.out
    whole(night)


def test_a_store_half_made_by_a_first_night_that_died_is_begun_again(tmp_path: Path) -> None:
    night = Night(tmp_path, reports=True)
    night.register()
    (night.outputs / "state").mkdir(parents=True)
    with duckdb.connect(str(night.outputs / "state" / "warehouse.duckdb")) as con:
        con.execute("create schema meta")
    printed = night.run()
    assert printed.code == 0, printed.out
    assert "还没有发布过批次，已从头开始" in printed.out
    assert batches(night) == ["20261122-0001"]
    whole(night)


def test_originals_of_a_night_that_died_are_adopted(night: Night) -> None:
    left = b"what an officer took away again"
    name = questions.hashlib.sha256(left).hexdigest()
    path = night.outputs / "archive" / name[:2] / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(left)
    assert verify(night).code == 6
    printed = night.run(as_of=SECOND)
    assert "1 份原件不在任何批次清单里" in printed.out
    assert questions.manifests(night.outputs)[-1]["adopted"] == [{"sha256": name}]
    whole(night)


@pytest.mark.heavy
def test_a_batch_whose_manifest_is_lost_is_named_in_the_next(night: Night) -> None:
    (night.outputs / "batches" / "20261123-0002.json").unlink()
    assert verify(night).code == 6
    printed = night.run(as_of=SECOND)
    assert "批次 20261123-0002 没有批次清单" in printed.out
    last = questions.manifests(night.outputs)[-1]
    assert last["adopted_batches"] == ["20261123-0002"]
    assert {one["source_file"] for one in last["adopted"]} == {BOOK, "西渠村.xlsx"}
    assert batches(night) == ["20261122-0001", "20261123-0003"]
    whole(night)


CHANGE = """
import duckdb, os, sys
con = duckdb.connect(sys.argv[1])
con.execute("update ledger.cash_entry set expense = 1")
os._exit(9)
"""


def test_a_change_beside_the_publication_is_found_and_taken_away(night: Night) -> None:
    rows = night.query(ROWS)
    run([sys.executable, "-c", CHANGE, str(night.database)], check=False)
    assert night.query(ROWS) != rows
    assert verify(night).code == 6
    printed = night.run(as_of=SECOND)
    assert "cunzhang.duckdb.wal" in printed.out
    assert night.query(ROWS) == rows
    whole(night)


@pytest.mark.parametrize("what", ["changed", "gone"])
def test_a_publication_that_is_not_the_last_batchs_is_published_anew(night: Night, what: str) -> None:
    rows = night.query(ROWS)
    if what == "gone":
        night.database.unlink()
    else:
        with duckdb.connect(str(night.database)) as con:
            con.execute("update ledger.cash_entry set expense = 1")
    assert verify(night).code == 6
    printed = night.run(as_of=SECOND)
    assert "由底库重新发布" in printed.out
    assert night.query(ROWS) == rows
    whole(night)


@pytest.mark.parametrize("lost", ["reports", "feedback", "reports/审计报告.html", "feedback/反馈汇总.xlsx"])
def test_reports_and_feedback_that_are_gone_are_written_again(night: Night, lost: str) -> None:
    path = night.outputs / lost
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert verify(night).code == 6
    printed = night.run(as_of=SECOND)
    assert printed.code == 0, printed.out
    assert "已重新生成" in printed.out
    whole(night)


def test_reports_of_the_batch_before_are_found_and_written_again(night: Night, tmp_path: Path) -> None:
    shutil.copytree(night.outputs / "reports", tmp_path / "old")
    night.book("南塘村.xlsx", {"账": cash_book("南塘村", "2024年3月", [ENTRY])})
    night.publish(THIRD)
    shutil.rmtree(night.outputs / "reports")
    shutil.copytree(tmp_path / "old", night.outputs / "reports")
    assert verify(night).code == 6
    assert "已重新生成" in night.run(as_of=THIRD).out
    whole(night)


def test_a_report_somebody_changed_is_found(night: Night) -> None:
    page = night.outputs / "reports" / "审计报告.html"
    page.write_text(page.read_text("utf-8").replace("东滩村", "西滩村"), "utf-8")
    told = verify(night)
    assert told.code == 6
    assert "reports/审计报告.html" in told.out


def test_half_made_files_of_a_run_that_died_are_cleared_away(night: Night) -> None:
    left = [
        ".cunzhang-publishing.duckdb", ".cunzhang-publishing.duckdb.wal", "state/.warehouse.next.duckdb",
        "batches/.0123456789abcdef.part", "archive/ab/.0123456789abcdef.part", "reports/.审计报告.part.xlsx",
        "reports/乡镇/临河镇/.审计报告.part.xlsx", "feedback/.0123456789abcdef.part",
    ]  # fmt: skip
    for name in left:
        (night.outputs / name).parent.mkdir(exist_ok=True)
        (night.outputs / name).write_bytes(b"half")
    printed = night.run(as_of=SECOND)
    assert f"半成品 {len(left)} 个" in printed.out
    whole(night)


def test_feedback_put_by_a_run_that_died_is_not_put_a_second_time(night: Night) -> None:
    copies = sorted(path.name for path in night.outputs.glob("feedback/**/*.xlsx"))
    shutil.rmtree(night.outputs / "state")
    night.publish(THIRD)
    assert sorted(path.name for path in night.outputs.glob("feedback/**/*.xlsx")) == copies


def test_outputs_moved_to_another_place_go_on_as_they_were(night: Night) -> None:
    moved = Night(night.folder.parent / "moved", reports=True)
    shutil.move(night.folder, moved.folder)
    printed = moved.run(as_of=SECOND)
    assert "没有新的账表" in printed.out
    whole(moved)


@pytest.mark.heavy
@pytest.mark.parametrize("renamed", ["inputs", "outputs"])
def test_one_of_both_folders_may_be_called_otherwise(night: Night, renamed: str) -> None:
    places = {"inputs": night.inputs, "outputs": night.outputs}
    places[renamed] = night.folder / "改名"
    getattr(night, renamed).rename(places[renamed])
    asked = ("--inputs", places["inputs"], "--outputs", places["outputs"])
    printed = cunzhang("run", *asked, "--as-of", SECOND)
    assert "没有新的账表" in printed.out
    night.book("南塘村.xlsx", {"账": cash_book("南塘村", "2024年3月", [ENTRY])}).rename(
        places["inputs"] / "南塘村.xlsx"
    )
    assert cunzhang("run", *asked, "--as-of", THIRD).code == 0
    last = questions.manifests(places["outputs"])[-1]
    assert [one["source_file"] for one in last["submissions"]] == ["南塘村.xlsx"]
    assert questions.broken(places["outputs"]) == []
    assert cunzhang("verify", "--outputs", places["outputs"]).code == 0


@pytest.mark.heavy
def test_two_outputs_over_one_inputs_are_each_whole(night: Night) -> None:
    other = night.folder / "other"
    asked = ("--inputs", night.inputs, "--outputs", other)
    assert cunzhang("run", *asked, "--as-of", SECOND).code == 0
    night.book("南塘村.xlsx", {"账": cash_book("南塘村", "2024年3月", [ENTRY])})
    night.publish(THIRD)
    # What the one has read is new to the other still.
    assert cunzhang("run", *asked, "--as-of", THIRD).code == 0
    assert [len(questions.manifests(folder)) for folder in (night.outputs, other)] == [3, 2]
    with duckdb.connect(str(other / "cunzhang.duckdb"), read_only=True) as con:
        assert con.execute(ROWS).fetchall() == night.query(ROWS)
    assert questions.broken(other) == []
    assert cunzhang("verify", "--outputs", other).code == 0
    whole(night)


@pytest.mark.heavy
def test_a_copy_made_while_a_night_runs_says_what_it_lacks_and_is_healed_by_a_run(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Copied before the batch is sealed, before it is in its place, and before it is shown."""
    shutil.copytree(night.outputs, night.folder / "before")

    def copied(name: str, step: Any) -> Any:
        def do(*given: Any, **more: Any) -> Any:
            shutil.copytree(night.outputs, night.folder / name)
            return step(*given, **more)

        return do

    with monkeypatch.context() as patched:
        patched.setattr(manifest, "write", copied("unsealed", manifest.write))
        patched.setattr(mend, "seal", copied("unplaced", mend.seal))
        patched.setattr(feedback, "after_batch", copied("unshown", feedback.after_batch))
        night.book("南塘村.xlsx", {"账": cash_book("南塘村", "2024年3月", [ENTRY])})
        night.publish(THIRD)
    # Old archive beside new manifests: what a slow copy brings home.
    shutil.copytree(night.outputs, night.folder / "mixed")
    shutil.rmtree(night.folder / "mixed" / "archive")
    shutil.copytree(night.folder / "before" / "archive", night.folder / "mixed" / "archive")
    for name, lacking in {
        "unsealed": "归档原件不在任何批次清单里：1 个",
        "unplaced": "不是最后一批的",
        "unshown": "不是最后一批（20261124-0003）的",
        "mixed": "归档原件缺失：南塘村.xlsx",
    }.items():
        told = cunzhang("verify", "--outputs", night.folder / name)
        assert (told.code, lacking in told.out) == (6, True), told.out
    for name in ("unsealed", "unplaced", "unshown"):
        copy = night.folder / name
        assert cunzhang("run", "--inputs", night.inputs, "--outputs", copy, "--as-of", THIRD).code == 0
        assert questions.broken(copy) == []
        with duckdb.connect(str(copy / "cunzhang.duckdb"), read_only=True) as con:
            assert con.execute(ROWS).fetchall() == night.query(ROWS)


NEWER = "更新版本的程序写的（数据格式 99"


@pytest.mark.parametrize("where", ["manifest", "store"])
def test_a_newer_programs_outputs_are_refused_in_plain_words(night: Night, where: str) -> None:
    if where == "manifest":
        path = night.outputs / "batches" / "20261123-0002.json"
        told = {key: value for key, value in json.loads(path.read_bytes()).items() if key != "sha256"}
        path.write_bytes(manifest._sealed(told | {"schema_version": 99}))
    else:
        with duckdb.connect(str(night.outputs / "state" / "warehouse.duckdb")) as con:
            con.execute("update meta.batch set schema_version = 99")
    before = questions.sha256(night.database)
    places = ("--inputs", night.inputs, "--outputs", night.outputs)
    commands = [("run", *places), ("restore", *places[2:]), ("retract", BOOK, "--why", "x", *places)]
    commands.append(("verify", *places[2:]) if where == "manifest" else ("check", night.inputs, *places))
    for command in commands:
        printed = cunzhang(*command)
        assert (printed.code, NEWER in printed.out) == (3, True), command
    assert questions.sha256(night.database) == before
    assert last_run(night)["exit_code"] == 3


def test_a_newer_programs_publication_is_not_shown_as_if_it_were_understood(night: Night) -> None:
    [(version,)] = night.query("select distinct schema_version from meta.batch")
    assert version == edition.SCHEMA_VERSION
    with duckdb.connect(str(night.database)) as con:
        con.execute("update meta.batch set schema_version = 99")
    for command in (("report",), ("report", "--village", "东滩村"), ("sample", "--tolerable", "50000")):
        printed = cunzhang(*command, "--outputs", night.outputs)
        assert (printed.code, NEWER in printed.out) == (3, True), command
    answer = visit(night).get("/")
    assert answer.status_code == 503
    assert NEWER in answer.text


@pytest.mark.heavy
def test_what_cannot_be_restored_is_named(night: Night) -> None:
    book = next(
        one
        for one in questions.manifests(night.outputs)[1]["submissions"]
        if one["source_file"] == "西渠村.xlsx"
    )
    path = night.outputs / "archive" / book["sha256"][:2] / book["sha256"]
    path.chmod(0o644)
    path.unlink()
    shutil.rmtree(night.outputs / "state")
    (night.inputs / "西渠村.xlsx").unlink()
    printed = night.run(as_of=THIRD)
    assert printed.code == 0, printed.out
    assert "不能恢复的报送 1 份：西渠村.xlsx" in printed.out
