"""What the computer, the folders or the user refuse is said as that: a sentence of its own, the contract's exit code."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from filelock import FileLock

from pipeline import cli, durable, environment, nightly
from pipeline.files import inbox
from tests.e2e.night import Night, cash_book, cunzhang
from tests.faults import questions

BOOK = "临河镇/东滩村/3月.xlsx"
ENTRY = ("2024-03-05", "记-1", "购买打印纸", None, 540, "张三")
UNREADABLE = ("三月中", "记-4", "日期看不清", None, 90, "李四")


@pytest.fixture
def county(night: Night) -> Night:
    """One book, half of it loaded."""
    night.book(BOOK, {"账": cash_book("东滩村", "2024年3月", [ENTRY, UNREADABLE])})
    return night


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Night:
    night = Night(tmp_path_factory.mktemp("once"))
    night.register()
    night.book(BOOK, {"账": cash_book("东滩村", "2024年3月", [ENTRY, UNREADABLE])})
    night.publish()
    return night


@pytest.fixture
def published(once: Night, tmp_path: Path) -> Night:
    """The same county after its first night."""
    return once.copied(tmp_path / "copy")


def last_run(night: Night) -> dict:
    return json.loads((night.outputs / "state" / "last_run.json").read_bytes())


@pytest.mark.parametrize("command", ["run", "check"])
def test_outputs_that_is_a_file_is_two(county: Night, command: str) -> None:
    county.outputs.write_text("x")
    places = ("--inputs", county.inputs, "--outputs", county.outputs)
    outcome = cunzhang(command, *([county.inputs / BOOK] if command == "check" else []), *places)
    assert outcome.code == 2
    assert "outputs 应是文件夹" in outcome.out


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize("name", ["a\\b", "a?b", "~a", "md:a", ":memory:", os.fsdecode(b"\xff")])
def test_a_name_the_database_engine_can_not_write_to_is_two(
    county: Night, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(county.folder)
    outcome = cunzhang("run", "--inputs", county.inputs, "--outputs", name)
    assert outcome.code == 2
    assert "路径里不能有" in outcome.out
    assert [path.name for path in county.folder.iterdir()] == ["inputs"]


@pytest.mark.parametrize("command", ["verify", "restore", "serve"])
def test_outputs_that_are_not_there_are_two(tmp_path: Path, command: str) -> None:
    outcome = cunzhang(command, "--outputs", tmp_path / "nowhere")
    assert outcome.code == 2
    assert "找不到 outputs 文件夹" in outcome.out
    assert not list(tmp_path.iterdir())


def test_inputs_that_are_gone_are_told_by_the_last_run_too(published: Night) -> None:
    published.inputs.rename(published.folder / "away")
    assert published.run().code == 2
    told = last_run(published)
    assert told["exit_code"] == 2
    assert "找不到 inputs 文件夹" in told["message"]
    assert told["last_good"]["batch_id"] == "20261122-0001"


@pytest.mark.parametrize("inner", ["inputs", "outputs", "both"])
def test_folders_within_one_another_are_two(county: Night, inner: str) -> None:
    inputs, outputs = {
        "inputs": (county.folder / "out" / "inputs", county.folder / "out"),
        "outputs": (county.inputs, county.inputs / "outputs"),
        "both": (county.inputs, county.inputs),
    }[inner]
    inputs.mkdir(parents=True, exist_ok=True)
    outcome = cunzhang("run", "--inputs", inputs, "--outputs", outputs)
    assert outcome.code == 2
    assert "不能一个在另一个里面" in outcome.out
    assert not list(county.folder.rglob("run.lock"))


@pytest.mark.parametrize("day", ["2999-01-01", "1900-01-01", "0001-01-01"])
def test_a_day_that_is_a_slip_of_the_finger_names_no_batch(county: Night, day: str) -> None:
    outcome = county.run(as_of=day)
    assert outcome.code == 2
    assert "不像基准日" in outcome.out
    assert not county.outputs.exists()


def test_a_lock_that_is_held_is_four_for_check_too(published: Night) -> None:
    places = ("--inputs", published.inputs, "--outputs", published.outputs)
    with FileLock(str(published.outputs / "state" / "run.lock")):
        assert cunzhang("check", published.inputs / BOOK, *places).code == 4
        assert published.run().code == 4
    assert last_run(published)["exit_code"] == 0
    assert cunzhang("check", published.inputs / BOOK, *places).code == 5


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "磁盘已满"),
        pytest.param(errno.EROFS, "只读", marks=pytest.mark.heavy),
        pytest.param(errno.EACCES, "权限", marks=pytest.mark.heavy),
        pytest.param(errno.EIO, "磁盘读写出错", marks=pytest.mark.heavy),
    ],
)
def test_a_disk_that_refuses_is_three_and_the_next_run_goes_on(
    county: Night, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    write = durable.write_once

    def refuse(path: Path, data: bytes) -> None:
        if path.suffix == ".json":
            raise OSError(number, os.strerror(number), str(path))
        write(path, data)

    monkeypatch.setattr(durable, "write_once", refuse)
    outcome = county.run()
    assert outcome.code == 3
    assert said in outcome.out
    assert "程序出错" not in outcome.out
    assert last_run(county)["exit_code"] == 3
    monkeypatch.setattr(durable, "write_once", write)
    county.publish()
    assert county.query("select expense from ledger.cash_entry") == [(540,)]
    assert sorted(path.stem for path in county.outputs.glob("batches/*")) == ["20261122-0001"]


def test_what_the_database_engine_says_of_its_files_is_read_and_what_a_cell_says_is_not() -> None:
    full = duckdb.IOException('IO Error: Could not write file "/x/y.duckdb": No space left on device')
    assert environment.sentence(full) == "/x/y.duckdb：磁盘已满，请腾出空间后再运行。"
    lost = duckdb.FatalException("Failed to create checkpoint because of error: fsync failed!")
    assert environment.sentence(lost, Path("/x")) == "/x：磁盘读写出错，请检查磁盘或网络盘后再运行。"
    broken = duckdb.TransactionException(
        'Failed to commit: Could not write file "/x/y.wal": Input/output error'
    )
    assert environment.sentence(broken) == "/x/y.wal：磁盘读写出错，请检查磁盘或网络盘后再运行。"
    cut = duckdb.IOException('Could not read from file "/x/y.duckdb": Transport endpoint is not connected')
    assert environment.sentence(cut) == "/x/y.duckdb：网络盘断开了，请重新连接后再运行。"
    moved = duckdb.IOException('Cannot open file "/x/y.duckdb": No such file or directory')
    assert environment.sentence(moved, Path("/x")).startswith("/x/y.duckdb：文件或文件夹不见了")
    assert environment.sentence(moved, Path("/z")) == ""
    assert environment.sentence(duckdb.ConversionException("could not read 'No space left on device'")) == ""
    assert environment.sentence(ValueError("Permission denied")) == ""
    assert environment.sentence(FileNotFoundError(2, "gone", "/elsewhere/x"), Path("/outputs")) == ""
    assert "不见了" in environment.sentence(FileNotFoundError(2, "gone", "/outputs/x"), Path("/outputs"))


def test_where_the_system_names_no_file_the_folder_that_is_written_to_is_named() -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    assert environment.sentence(full, Path("/in"), Path("/out")) == "/out：磁盘已满，请腾出空间后再运行。"
    assert environment.sentence(MemoryError(), Path("/in"), Path("/out")).startswith("内存不够")


def test_a_fault_of_the_program_is_three_and_its_trace_lies_in_the_log(
    county: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a fault put here by a test")

    monkeypatch.setattr(inbox, "scan", fail)
    outcome = county.run()
    assert outcome.code == 3
    assert "程序出错" in outcome.out
    log = county.outputs / "state" / "cunzhang.log"
    assert str(log) in outcome.out
    assert "a fault put here by a test" in log.read_text("utf-8")
    assert last_run(county)["message"] in outcome.out


def test_a_file_nobody_may_read_is_told_as_that(county: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    locked = county.book("西渠村.xlsx", {"账": cash_book("西渠村", "2024年3月", [ENTRY])})
    read, may = inbox._hash, os.access
    monkeypatch.setattr(inbox, "_hash", lambda path: None if path == locked else read(path))
    monkeypatch.setattr(os, "access", lambda path, *mode: path != locked and may(path, *mode))
    outcome = county.run()
    assert outcome.code == 0
    assert "没有读取的权限（或磁盘出错）、留待下一批次：西渠村.xlsx" in outcome.out
    assert "还在写入" not in outcome.out
    assert last_run(county)["files"]["无权读取"] == 1


def test_an_example_nobody_may_read_is_not_taken_for_deleted(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = night.book("示例-甲/东滩村/3月.xlsx", {"账": cash_book("东滩村", "2024年3月", [ENTRY])})
    night.publish()
    closed = [book]
    read, walk, may = inbox._hash, os.scandir, os.access

    def listed(folder: str) -> Any:
        if Path(folder) in closed:
            raise PermissionError(errno.EACCES, "Permission denied", str(folder))
        return walk(folder)

    monkeypatch.setattr(inbox, "_hash", lambda path: None if path in closed else read(path))
    monkeypatch.setattr(os, "access", lambda path, *mode: Path(path) not in closed and may(path, *mode))
    monkeypatch.setattr(os, "scandir", listed)
    for day, said in (("2026-11-23", "没有读取的权限（"), ("2026-11-24", "打不开的文件夹（")):
        outcome = night.run(as_of=day)
        assert outcome.code == 0, outcome.out
        assert said in outcome.out
        assert night.query("select source_file from ledger.cash_entry") == [("示例-甲/东滩村/3月.xlsx",)]
        closed[:] = [book.parent]
    monkeypatch.undo()
    shutil.rmtree(night.inputs / "示例-甲")
    night.publish("2026-11-25")
    assert night.query("select * from ledger.cash_entry") == []


@pytest.mark.parametrize("command", ["verify", "restore", "serve"])
def test_outputs_nobody_may_look_into_are_three(
    county: Night, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    county.outputs.mkdir()
    may = os.access
    monkeypatch.setattr(os, "access", lambda path, *mode: Path(path) != county.outputs and may(path, *mode))
    outcome = cunzhang(command, "--outputs", county.outputs)
    assert outcome.code == 3
    assert f"没有读取的权限：{county.outputs}" in outcome.out


def test_a_store_another_program_holds_is_not_taken_for_lost(published: Night) -> None:
    store = published.outputs / "state" / "warehouse.duckdb"
    before = store.read_bytes()
    hold = (
        "import duckdb, sys; con = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", hold, store], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdin
    assert holder.stdout
    holder.stdout.readline()
    try:
        for outcome in (
            published.run(as_of="2026-11-23"),
            cunzhang("verify", "--outputs", published.outputs),
        ):
            assert outcome.code == 3
            assert f"{store}：正被别的程序以可写方式打开" in outcome.out
    finally:
        holder.stdin.close()
        holder.wait()
    assert store.read_bytes() == before
    published.publish("2026-11-23")
    assert cunzhang("verify", "--outputs", published.outputs).code != 3


def test_a_folder_that_goes_away_during_the_night_takes_nothing_back(
    published: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = inbox.scan

    def away(*places: Path, **options: object) -> inbox.Inbox:
        published.inputs.rename(published.folder / "away")
        return look(*places, **options)

    monkeypatch.setattr(inbox, "scan", away)
    outcome = published.run()
    assert outcome.code == 3
    assert "inputs 文件夹在运行时不见了" in outcome.out
    assert published.query("select count(*) from ledger.cash_entry") == [(1,)]


def test_a_clock_that_has_gone_back_is_said_and_batches_go_on(
    published: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "_now", lambda: datetime.now() - timedelta(days=400))
    published.book(
        "西渠村.xlsx", {"账": cash_book("西渠村", "2024年3月", [ENTRY])}, modified=time.time() - 86400 * 500
    )
    outcome = published.run(as_of="2026-11-20")
    assert outcome.code == 0, outcome.out
    assert "请核对时钟" in outcome.out
    assert published.query("select batch_id from meta.setting") == [("20261120-0002",)]
    assert "没有新的账表" in published.run(as_of="2026-11-20").out


def test_a_retraction_needs_a_reason_and_is_made_once(county: Night) -> None:
    county = Night(county.folder, reports=True)
    county.publish()
    assert list(county.outputs.glob("feedback/临河镇/**/*.xlsx"))
    places = ("--inputs", county.inputs, "--outputs", county.outputs, "--as-of", "2026-11-22")
    blank = cunzhang("retract", BOOK, "--why", "  ", *places)
    assert blank.code == 2
    assert "原因" in blank.out
    assert cunzhang("retract", BOOK, "--why", "报错了村", *places).code == 0
    again = cunzhang("retract", BOOK, "--why", "报错了村", *places)
    assert again.code == 2
    assert "已经撤回过" in again.out
    assert len(list(county.outputs.glob("batches/*"))) == 2
    # Feedback follows: nobody is asked to mend what was taken back.
    assert not list(county.outputs.glob("feedback/临河镇/**/*.xlsx"))
    assert questions.broken(county.outputs) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_being_stopped_is_answered_in_chinese(county: Night, number: signal.Signals, code: int) -> None:
    program = Path(sys.executable).with_name("cunzhang")
    command = [
        program,
        "run",
        "--inputs",
        county.inputs,
        "--outputs",
        county.outputs,
        "--as-of",
        "2026-11-22",
    ]
    # It waits for the files to settle.
    env = {**os.environ, "CUNZHANG_SETTLE_SECONDS": "60"}
    running = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    lock = county.outputs / "state" / "run.lock"
    while not lock.exists() and running.poll() is None:
        time.sleep(0.05)
    time.sleep(0.5)
    running.send_signal(number)
    _, told = running.communicate(timeout=60)
    assert running.returncode == code
    assert "停止" in told
    assert "Traceback" not in told
    assert last_run(county)["exit_code"] == code
    county.publish()


def test_a_good_run_tells_of_itself_and_a_failed_one_of_the_last_that_was(
    published: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = last_run(published)
    assert told["exit_code"] == 0
    assert told["batch_id"] == "20261122-0001"
    assert told["head"] == questions.manifests(published.outputs)[-1]["sha256"]
    assert told["files"]["读入"] == 2
    assert (told["rows_loaded"], told["rows_rejected"]) == (5, 1)
    assert told["faults"] == []
    monkeypatch.setattr(nightly, "_settle", lambda *_: 1 / 0)
    assert published.run().code == 3
    failed = last_run(published)
    assert failed["exit_code"] == 3
    assert failed["last_good"] == {key: told[key] for key in ("finished_at", "batch_id", "head")}
