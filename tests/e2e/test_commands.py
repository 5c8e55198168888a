"""What scripts around the program rely on: exit codes, ``--as-of``, the untouched publication."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from pipeline import batch, help_page
from tests.e2e.night import Night, cash_book, cunzhang, digest
from tests.e2e.test_resubmission import MARCH

ROOT = Path(__file__).parents[2]
BAD_BYTES = b"PK\x03\x04 not a workbook"
READER = """
import duckdb, sys
con = duckdb.connect(sys.argv[1], read_only=True)
print("open", flush=True)
sys.stdin.readline()
print(con.execute("select count(*) from ledger.cash_entry").fetchone()[0])
"""


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Night:
    night = Night(tmp_path_factory.mktemp("once"), reports=True)
    night.register()
    night.publish()
    return night


@pytest.fixture
def published(once: Night, tmp_path: Path) -> Night:
    """A county of which the register alone is published."""
    return replace(once.copied(tmp_path / "copy"), reports=False)


def _send_bad_file(night: Night) -> None:
    (night.inputs / "坏文件.xlsx").write_bytes(BAD_BYTES)


def test_strict_reports_what_was_sent_back(night: Night) -> None:
    night.book("东滩村.xlsx", {"账": cash_book("东滩村", "2024年3月", MARCH)})
    assert night.run("--strict").code == 0
    _send_bad_file(night)
    assert night.run("--strict").code == 5
    assert night.query("select count(*) from meta.submission where status = '退回'") == [(1,)]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "--as-of", "去年"], "“去年”不是日期"),
        (["run", "--as-of", "2026-02-30"], "“2026-02-30”不是日期"),
        (["run", "--no-such-option"], "没有这个选项：--no-such-option"),
        (
            ["run", "--worker", "2"],
            "没有这个选项：--worker。您要找的是不是 --workers？写法见 cunzhang run --help",
        ),
        (["run", "--strict=1"], "--strict 后面不写值"),
        (["run", "--workers", "-1"], "--workers 最小是 1"),
        (["run", "--workers", "二"], "--workers 应是整数"),
        (["run", "再来"], "多写了：再来"),
        (["retract", "3月.xlsx"], "缺少 --why"),
        (["check"], "缺少 文件"),
        (["不"], "没有这个命令：不"),
        (["retrac"], "您要找的是不是 retract"),
        (["template", "红利账"], "没有“红利账”这种表。您要找的是不是 红利收取表"),
        (["template", "专项资金台帐"], "您要找的是不是 收支明细账"),
        (["explain", "DU2"], "您要找的是不是 DU02 再投入不足"),
        (["check", "没有的.xlsx"], "找不到 没有的.xlsx"),
    ],
)
def test_wrong_usage_is_two_and_said_in_chinese(tmp_path: Path, arguments: list[str], said: str) -> None:
    (tmp_path / "inputs").mkdir()
    folders = ["--inputs", str(tmp_path / "inputs"), "--outputs", str(tmp_path / "outputs")]
    outcome = cunzhang(*arguments, *(folders if arguments[0] in {"run", "retract", "check"} else ()))
    assert outcome.code == 2
    assert said in outcome.out
    assert "Error" not in outcome.out
    assert not (tmp_path / "outputs" / "cunzhang.duckdb").exists()


def test_help_is_in_chinese_and_tells_the_exit_codes_as_the_readme_does() -> None:
    asked = ([], ["run"], ["check"], ["sample"], ["template"], ["province"], ["province", "run"])
    pages = [cunzhang(*one, "--help") for one in asked]
    assert {page.code for page in pages} == {0}
    assert not re.search(
        r"Usage|Options|Show this|default|required|<\w+>", "".join(page.out for page in pages)
    )
    assert "文件…  要检查的文件或文件夹" in pages[2].out
    assert "（不写就是 95%）" in pages[3].out
    table = (ROOT / "README.md").read_text(encoding="utf-8")
    for code, says in help_page.EXIT_CODES:
        assert re.search(rf"^  {code} +{says}$", pages[0].out, re.MULTILINE)
        assert f"| {code} | {says} |" in table


def test_a_missing_inputs_folder_is_two(tmp_path: Path) -> None:
    outcome = cunzhang("run", "--inputs", tmp_path / "nowhere", "--outputs", tmp_path / "outputs")
    assert outcome.code == 2
    assert "nowhere" in outcome.out
    assert "Traceback" not in outcome.out


def test_a_fault_is_three_and_leaves_the_publication_alone(
    published: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = digest(published.database)
    monkeypatch.setattr(batch, "load", lambda *_: 1 / 0)
    published.book("东滩村.xlsx", {"账": cash_book("东滩村", "2024年3月", MARCH)})
    outcome = published.run()
    assert outcome.code == 3
    assert digest(published.database) == before
    assert "Traceback" not in outcome.out


def test_another_run_holding_the_lock_is_four(published: Night) -> None:
    before = digest(published.database)
    locks = list((published.outputs / "state").glob("*lock*")) or [published.outputs / "state" / "run.lock"]
    published.book("东滩村.xlsx", {"账": cash_book("东滩村", "2024年3月", MARCH)})
    with FileLock(str(locks[0])):
        assert published.run().code == 4
    assert digest(published.database) == before
    published.publish()
    assert digest(published.database) != before


def test_readers_are_not_disturbed_by_the_next_publication(published: Night) -> None:
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(published.database)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert reader.stdout is not None
    assert reader.stdout.readline() == "open\n"
    published.book("东滩村.xlsx", {"账": cash_book("东滩村", "2024年3月", MARCH)})
    published.publish()
    seen, _ = reader.communicate("go\n", timeout=60)
    assert seen == "0\n"
    assert published.query("select count(*) from ledger.cash_entry") == [(len(MARCH),)]


def test_as_of_decides_whether_sixty_days_have_passed(night: Night) -> None:
    night.book(
        "东滩村红利收取表.xlsx",
        {
            "红利收取表": [
                ("东滩村2026年度红利收取表",),
                ("编制单位：东滩村", None, None, None, "单位：元"),
                ("年度", "合作社名称", "股本金", "实收红利", "到账日期"),
                (2026, "东滩枸杞合作社", 100000, 8000, "2026-10-01"),
            ]
        },
    )
    flags = "select amount from audit.flag where rule_id = 'DU01' and status <> '已消除'"
    night.publish(as_of="2026-10-15")
    assert night.query(flags) == []
    night.publish(as_of="2026-12-31")
    assert night.query(flags) == [(8000,)]


def test_check_loads_nothing(night: Night) -> None:
    good = night.book("东滩村.xlsx", {"账": cash_book("东滩村", "2024年3月", MARCH)})
    folders = ("--inputs", night.inputs, "--outputs", night.outputs)
    looked = cunzhang("check", night.inputs, *folders)
    assert looked.code == 0
    assert not night.database.exists()
    published = night.run()
    assert published.code == 0
    # What a check of the folder says is what the night then says.
    said = looked.out.partition("当晚的小结会是：\n")[2].splitlines()
    assert len(said) == 3
    assert set(said) <= set(published.out.splitlines())
    before = digest(night.database)
    night.book("东滩村.xlsx", {"账": cash_book("东滩村", "2024年3月", MARCH[:2])})
    assert cunzhang("check", good, *folders).code == 0
    assert digest(night.database) == before


def test_verify_notices_a_changed_original(published: Night) -> None:
    assert cunzhang("verify", "--outputs", published.outputs).code == 0
    original = next(path for path in (published.outputs / "archive").rglob("*") if path.is_file())
    original.chmod(0o644)
    original.write_bytes(original.read_bytes() + b"\0")
    assert cunzhang("verify", "--outputs", published.outputs).code == 6


def test_audit_files_of_a_county_without_books_are_written_empty_and_named(published: Night) -> None:
    done = cunzhang("ao", "--outputs", published.outputs, "--township", "临河镇")
    assert done.code == 0
    folder = published.outputs / "AO"
    assert (folder / "凭证库.csv").read_text("gb18030").startswith("源凭证号,凭证日期")
    assert "范围：临河镇" in (folder / "说明.txt").read_text("utf-8-sig")
    assert (folder / "电子账簿/电子账簿.xsd").exists()
    wrong = cunzhang("ao", "--outputs", published.outputs, "--year", "2019")
    assert wrong.code == 2
    assert "没有 2019 年的凭证" in wrong.out
    assert cunzhang("verify", "--outputs", published.outputs).code == 0
