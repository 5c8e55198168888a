"""The nights that are disturbed: a first one, an ordinary one, a resubmission, a retraction."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.night import Night, cash_book

PROGRAM = Path(sys.executable).with_name("cunzhang")
FIRST, NEXT = "2026-11-28", "2026-11-29"
BOOK = "东滩村/3月现金.xlsx"
PAID = ("2024-03-05", "记-2", "修渠人工费", None, 3000, "张三")
RESTATED = ("2024-03-05", "记-2", "修渠人工费", None, 3300, "张三")
# What nobody can read is sent back, so that there is feedback to write.
UNREADABLE = ("三月中", "记-4", "日期看不清的支出", None, 90, "李四")
NIGHTS = ("first", "ordinary", "resubmission", "retract")


@dataclass(frozen=True)
class Done:
    """How a command ended and what it printed."""

    code: int
    said: str


class Office:
    """Inputs and outputs below one folder, and a user's settings of their own."""

    def __init__(self, folder: Path, user: Path) -> None:
        self.folder, self.user = folder, user
        self.inputs, self.outputs = folder / "inputs", folder / "outputs"

    def call(self, *arguments: str, env: dict[str, str] | None = None) -> Done:
        """Run the program, alone in its process group."""
        own = {
            **os.environ, "CUNZHANG_SETTLE_SECONDS": "0", "XDG_CONFIG_HOME": str(self.user), **(env or {})
        }  # fmt: skip
        done = subprocess.run(
            [str(PROGRAM), *arguments], capture_output=True, text=True, errors="replace", env=own,
            start_new_session=True, cwd=self.folder, timeout=900, check=False,
        )  # fmt: skip
        return Done(done.returncode, done.stdout + done.stderr)

    def night(self, name: str, env: dict[str, str] | None = None) -> Done:
        """Run the night called ``name``."""
        if name == "retract":
            return self.call(*_retraction(), env=env)
        return self.run(FIRST if name == "first" else NEXT, env)

    def run(self, as_of: str = NEXT, env: dict[str, str] | None = None) -> Done:
        return self.call("run", "--as-of", as_of, "--workers", "1", env=env)

    def copy(self, folder: Path) -> Office:
        """Copy inputs and outputs, with their times."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder, folder)
        return Office(folder, self.user)


def _retraction() -> tuple[str, ...]:
    return "retract", BOOK, "--why", "报错了村", "--as-of", NEXT


def prepare(name: str, folder: Path, user: Path) -> Office:
    """Lay out what stands before the night called ``name``."""
    office = Office(folder, user)
    county = Night(folder)
    before = time.time() - 3600
    county.register()
    county.book(BOOK, {"账": cash_book("东滩村", "2024年3月", [PAID, UNREADABLE])})
    if name != "first":
        done = office.run(FIRST)
        assert done.code == 0, done.said
    if name == "ordinary":
        county.book("西渠村/3月现金.xlsx", {"账": cash_book("西渠村", "2024年3月", [PAID])})
    if name == "resubmission":
        county.book(BOOK, {"账": cash_book("东滩村", "2024年3月", [RESTATED, UNREADABLE])})
    for path in office.inputs.rglob("*.xlsx"):
        os.utime(path, (before, before))
    return office
