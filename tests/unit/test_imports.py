"""What a command does not need is not loaded: the packages that each brings in, one by one."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from pipeline.place.pool import map_isolated

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "inputs/示例-吉首试点/太平乡/司马村/红色股份台账.xlsx"
SCRIPT = """
import json, os, sys
sys.argv = ["cunzhang", *sys.argv[1:]]
from pipeline.cli import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})), file=sys.stderr)
"""
NIGHT = ("run", "--inputs", "inputs/示例-吉首试点", "--as-of", "2026-11-22", "--outputs")
COMMAND = {"typer", "rich"}
# With what the command line checks the values it is given.
VALUES = {"pydantic", "pydantic_core", "annotated_types", "typing_inspection"}
# What packages bring along, or look for without needing it, and what the interpreter's own start brings.
SMALL = {
    "typing_extensions", "annotated_doc", "attr", "attrs", "_distutils_hack", "pygments", "markdown_it", "mdurl",
    "six", "colorama", "shellingham",
}  # fmt: skip
READING = {"python_calamine", "lxml"}
KEPT = {"platformdirs", "filelock"}


def loaded(*arguments: str) -> set[str]:
    """Run a command in a process of its own; the packages of others that it had loaded at its end."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return foreign(json.loads(done.stderr.splitlines()[-1]))


def foreign(names: list[str]) -> set[str]:
    ours = {"pipeline", "schemas", "sql", "tests"}
    return (set(names) & packages_distributions().keys()) - ours - SMALL


@pytest.fixture(scope="module", autouse=True)
def made_before(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What this version keeps of its own files is there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CUNZHANG_SETTLE_SECONDS", "0")
        loaded(*NIGHT, str(tmp_path_factory.mktemp("first")))


def of_worker(_: int) -> list[str]:
    return sorted({name.partition(".")[0] for name in sys.modules})


def test_help_loads_the_command_line_alone() -> None:
    assert loaded("--help") <= COMMAND


def test_a_check_loads_neither_frames_nor_workbooks_nor_a_web_page(tmp_path: Path) -> None:
    found = loaded("check", str(EXAMPLE), "--outputs", str(tmp_path))
    assert found <= COMMAND | VALUES | KEPT | READING


def test_a_night_loads_no_web_server_no_charts_and_no_second_frame(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUNZHANG_SETTLE_SECONDS", "0")
    night = {
        "duckdb",
        "_duckdb",
        "polars",
        "_polars_runtime_32",
        "stdnum",
        "xlsxwriter",
        "jinja2",
        "markupsafe",
    }
    # The summary for the officers is still written with openpyxl.
    summary = {"openpyxl", "et_xmlfile"}
    assert loaded(*NIGHT, str(tmp_path)) <= COMMAND | VALUES | KEPT | READING | night | summary


def test_a_worker_loads_what_reading_needs() -> None:
    [(_, found)] = map_isolated(of_worker, [1], workers=1, seconds=60, megabytes=1024)
    assert isinstance(found, list)
    assert "duckdb" not in found
    assert "typer" not in found
