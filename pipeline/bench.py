"""Run the performance measurement that stands beside the tests of a source tree."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from pipeline.errors import WrongSettings
from pipeline.judge.sqlfile import SQL_FOLDER

if TYPE_CHECKING:
    from pathlib import Path


def run(arguments: list[str], project: Path = SQL_FOLDER.parent) -> int:
    """Measure with the options of ``make bench``; returns its exit code.

    Raises ``WrongSettings`` outside a source tree: the corpus and the naive script are not installed.
    """
    if not (project / "tests" / "bench").is_dir():
        raise WrongSettings("性能测量要用源代码里的语料和对照脚本：请在村账的源代码文件夹里运行 make bench。")
    return subprocess.run(
        [sys.executable, "-m", "tests.bench", *arguments], cwd=project, check=False
    ).returncode
