"""What new-rule and new-ledger lay out runs as it stands; what needs a source tree says so."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import bench, scaffold
from pipeline.errors import WrongSettings

PROJECT = Path(__file__).resolve().parents[2]


@pytest.mark.heavy
def test_a_new_rule_and_a_new_kind_pass_their_own_tests(tmp_path: Path) -> None:
    skip = shutil.ignore_patterns("__pycache__", ".*")
    for folder in ("pipeline", "schemas", "sql", "tests"):
        shutil.copytree(PROJECT / folder, tmp_path / folder, ignore=skip)
    for name in ("pyproject.toml", "GLOSSARY.md"):
        shutil.copy(PROJECT / name, tmp_path)
    written = [*scaffold.new_rule("zz99", tmp_path), *scaffold.new_ledger("land_lease", tmp_path)]
    assert [path.relative_to(tmp_path).as_posix() for path in written] == [
        "sql/rules/zz99_new.sql", "tests/rules/test_zz99.py", "sql/parameters.toml", "schemas/land_lease.py",
        "tests/ledgers/layouts/land_lease.txt", "pipeline/template/forms.toml", "GLOSSARY.md",
    ]  # fmt: skip
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist",
         "tests/rules/test_zz99.py", "tests/ledgers/test_layouts.py", "tests/unit/test_rule_text.py",
         "tests/template/test_entry_help.py", "tests/test_catalogue.py", "-k", "zz99 or land_lease or glossary"],
        cwd=tmp_path, env={"PYTHONPATH": str(tmp_path), "PATH": ""}, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout
    # The cases and the page of the rule, the layout, the form and the term of the kind.
    assert ran.stdout.count(".") > 8


@pytest.mark.parametrize("word", ["", "du", "DU2", "../x", "ABCDE01"])
def test_a_rule_id_of_another_form_is_refused(word: str) -> None:
    with pytest.raises(WrongSettings, match="规则编号"):
        scaffold.new_rule(word)


@pytest.mark.parametrize("word", ["", "Land", "../x", "a-b"])
def test_a_kind_of_another_form_is_refused(word: str) -> None:
    with pytest.raises(WrongSettings, match="表种名"):
        scaffold.new_ledger(word)


def test_what_is_there_is_not_overwritten() -> None:
    with pytest.raises(WrongSettings, match="DU02 已经有了"):
        scaffold.new_rule("DU02")
    with pytest.raises(WrongSettings, match="cash_entry 已经有了"):
        scaffold.new_ledger("cash_entry")


def test_an_installed_program_says_where_it_can_be_measured(tmp_path: Path) -> None:
    with pytest.raises(WrongSettings, match="源代码文件夹"):
        bench.run([], tmp_path)
    with pytest.raises(WrongSettings, match="源代码文件夹"):
        scaffold.new_rule("XV99", tmp_path)
