"""The nights that are disturbed: a first one, an ordinary one, a resubmission, a retraction."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from unittest import mock

from tests.e2e.night import Night, Outcome, cash_book, cunzhang

PROGRAM = Path(sys.executable).with_name("cunzhang")
FIRST, NEXT = "2026-11-28", "2026-11-29"
BOOK = "东滩村/3月现金.xlsx"
PAID = ("2024-03-05", "记-2", "修渠人工费", None, 3000, "张三")
RESTATED = ("2024-03-05", "记-2", "修渠人工费", None, 3300, "张三")
# What nobody can read is sent back, so that there is feedback to write.
UNREADABLE = ("三月中", "记-4", "日期看不清的支出", None, 90, "李四")
NIGHTS = ("first", "ordinary", "resubmission", "retract")


class Office:
    """Inputs and outputs below one folder, and a user's settings of their own."""

    def __init__(self, folder: Path, user: Path) -> None:
        self.folder, self.user = folder, user
        self.inputs, self.outputs = folder / "inputs", folder / "outputs"

    def call(self, *arguments: str, env: dict[str, str] | None = None) -> Outcome:
        """Run the program in this process; with ``env`` in one of its own, which may be killed with all it started."""
        if env is None:
            with mock.patch.dict(os.environ, {"XDG_CONFIG_HOME": str(self.user)}):
                return cunzhang(*arguments)
        own = {**os.environ, "CUNZHANG_SETTLE_SECONDS": "0", "XDG_CONFIG_HOME": str(self.user), **env}
        done = subprocess.run(
            [str(PROGRAM), *arguments], capture_output=True, text=True, errors="replace", env=own,
            start_new_session=True, timeout=900, check=False,
        )  # fmt: skip
        return Outcome(done.returncode, done.stdout + done.stderr)

    def night(self, name: str, env: dict[str, str] | None = None) -> Outcome:
        """Run the night called ``name``."""
        if name == "retract":
            return self.call("retract", BOOK, "--why", "报错了村", *self._places(NEXT), env=env)
        return self.run(FIRST if name == "first" else NEXT, env)

    def run(self, as_of: str = NEXT, env: dict[str, str] | None = None) -> Outcome:
        return self.call("run", *self._places(as_of), "--workers", "1", env=env)

    def verify(self) -> Outcome:
        return self.call("verify", "--outputs", str(self.outputs))

    def _places(self, as_of: str) -> tuple[str, ...]:
        return "--inputs", str(self.inputs), "--outputs", str(self.outputs), "--as-of", as_of

    def copy(self, folder: Path) -> Office:
        """Copy inputs and outputs, with their times."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder, folder)
        return Office(folder, self.user)


def prepare(name: str, folder: Path, user: Path, first: Path | None) -> Office:
    """Lay out what stands before the night called ``name``; ``first``: a copy of what the first one left."""
    office = Office(folder, user)
    county = Night(folder)
    if first:
        shutil.copytree(first, folder)
    else:
        county.register()
        county.book(BOOK, {"账": cash_book("东滩村", "2024年3月", [PAID, UNREADABLE])})
    if name == "ordinary":
        county.book("西渠村/3月现金.xlsx", {"账": cash_book("西渠村", "2024年3月", [PAID])})
    if name == "resubmission":
        county.book(BOOK, {"账": cash_book("东滩村", "2024年3月", [RESTATED, UNREADABLE])})
    return office
