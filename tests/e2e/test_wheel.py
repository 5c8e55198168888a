"""What is installed elsewhere is whole: the wheel holds every file of the packages, and works from any folder."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import duckdb
import pytest

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "inputs" / "示例-吉首试点"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel as ``make wheelhouse`` does, without a package index."""
    out = tmp_path_factory.mktemp("wheel")
    quiet = ("-q", "--disable-pip-version-check", "--no-index", "--no-deps", "--no-build-isolation")
    subprocess.run([sys.executable, "-m", "pip", "wheel", *quiet, "-w", out, ROOT], check=True)
    (built,) = out.glob("cunzhang-*.whl")
    return built


def packaged_files() -> set[str]:
    """List what lies in the folders that pyproject.toml packs."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    packages = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    files = (path for package in packages for path in (ROOT / package).rglob("*") if path.is_file())
    return {path.relative_to(ROOT).as_posix() for path in files if "__pycache__" not in path.parts}


@pytest.mark.heavy
def test_every_file_of_the_packages_is_in_the_wheel(wheel: Path) -> None:
    files = packaged_files()
    assert {Path(name).suffix for name in files} >= {".py", ".sql", ".toml"}
    assert files - set(zipfile.ZipFile(wheel).namelist()) == set()


@pytest.mark.heavy
def test_the_wheel_alone_publishes_the_example_and_all_templates_from_another_folder(
    wheel: Path, tmp_path: Path
) -> None:
    installed, office = tmp_path / "installed", tmp_path / "office"
    zipfile.ZipFile(wheel).extractall(installed)
    (office / "inputs").mkdir(parents=True)
    (office / "inputs" / EXAMPLE.name).symlink_to(EXAMPLE)
    settings = {"CUNZHANG_SETTLE_SECONDS": "0", "CUNZHANG_WORKERS": "1", "PYTHONPATH": str(installed)}

    def cunzhang(*arguments: str) -> None:
        command = [sys.executable, "-P", "-c", "from pipeline.cli import main; main()", *arguments]
        subprocess.run(command, check=True, cwd=office, env={**os.environ, **settings})

    cunzhang("run", "--inputs", f"inputs/{EXAMPLE.name}")
    cunzhang("template", "--all")
    with duckdb.connect(str(office / "outputs" / "cunzhang.duckdb"), read_only=True) as con:
        assert con.execute("select sum(received) from audit.red_share").fetchall() == [(92_000,)]
        rules = con.execute("select count(*) from meta.rule").fetchall()
    assert rules == [(len(list((ROOT / "sql" / "rules").glob("*.sql"))),)]
    kinds = [path for path in (ROOT / "schemas").glob("*.py") if not path.name.startswith("_")]
    assert len(list((office / "outputs" / "templates").glob("*.xlsx"))) == len(kinds) + 1
