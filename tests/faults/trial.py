"""Disturb one night at one call, and ask the five questions of what is left and of the night after."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests.e2e.night import Outcome
from tests.faults import questions
from tests.faults.nights import Office, prepare

HOW = ("kill", "eio", "enospc", "eacces")
HERE = Path(__file__).parent


@dataclass
class Result:
    """What came of one disturbed night: its exit code and what was violated."""

    night: str
    call: int
    how: str
    code: int
    tripped: bool
    violations: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def line(self) -> dict[str, object]:
        return asdict(self)


class Wire:
    """What makes a call go wrong: a library loaded before all others or, without a compiler, a patched ``os``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.native = self._compile(folder / "tripwire.so")
        if not self.native:
            print("没有 C 编译器：只改 Python 自己的文件调用，数据库引擎的写入不在其内。")

    def _compile(self, library: Path) -> bool:
        compiler = shutil.which("gcc") or shutil.which("cc")
        if compiler is None or os.name != "posix":
            return False
        command = [compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(HERE / "tripwire.c"), "-ldl"]
        return subprocess.run(command, check=False).returncode == 0

    def set(self, root: Path, at: int = -1, how: str = "kill") -> dict[str, str]:
        """Give the environment in which call ``at`` below ``root`` goes wrong."""
        counter = self.folder / "count"
        counter.write_bytes(bytes(16))
        env = {"TRIP_ROOT": str(root), "TRIP_COUNT": str(counter), "TRIP_AT": str(at), "TRIP_HOW": how}
        if self.native:
            return {**env, "LD_PRELOAD": str(self.folder / "tripwire.so")}
        return {**env, "PYTHONPATH": str(HERE / "patched")}

    def count(self) -> tuple[int, bool]:
        """Tell how many calls were counted, and whether one went wrong."""
        calls, tripped = struct.unpack("qq", (self.folder / "count").read_bytes())
        return calls, bool(tripped)


class Bench:
    """The nights as they stand before they are disturbed, and what an undisturbed one leaves."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.wire = Wire(folder)
        self._before: dict[str, Office] = {}
        self._after: dict[str, dict[str, str]] = {}
        self._old: dict[str, str] = {}
        self.calls: dict[str, int] = {}

    def ready(self, night: str) -> Office:
        """Prepare ``night``, count its calls, and keep what it leaves undisturbed."""
        if night not in self._before:
            first = None if night == "first" else self.folder / "quiet first"
            if first and not first.exists():
                self.ready("first")
            self._before[night] = before = prepare(night, self.folder / night, self.folder / "user", first)
            database = before.outputs / "cunzhang.duckdb"
            self._old[night] = questions.sha256(database) if database.exists() else ""
            quiet = before.copy(self.folder / f"quiet {night}")
            done = quiet.night(night, self.wire.set(quiet.outputs))
            assert done.code == 0, done.out
            self.calls[night] = self.wire.count()[0]
            assert not questions.broken(quiet.outputs)
            assert not questions.litter(quiet.outputs)
            self._after[night] = questions.content(quiet.outputs / "cunzhang.duckdb")
        return self._before[night]

    def trial(self, night: str, call: int, how: str) -> Result:
        """Let ``call`` of ``night`` go wrong in the way of ``how``, then run the night after."""
        began = time.monotonic()
        office = self.ready(night).copy(self.folder / "disturbed")
        done = office.night(night, self.wire.set(office.outputs, call, how))
        result = Result(night, call, how, done.code, self.wire.count()[1])
        say = result.violations.append
        self._ended(done, how, say)
        self._left(office, night, say)
        self._healed(office, night, say)
        result.seconds = round(time.monotonic() - began, 1)
        return result

    def _ended(self, done: Outcome, how: str, say: Callable[[str], None]) -> None:
        if "Traceback" in done.out:
            say("a traceback on the terminal")
        if how != "kill" and done.code not in (0, 3):
            say(f"exit code {done.code}")
        if done.code == 3 and "程序出错" in done.out:
            say("the environment is called a fault of the program")

    def _left(self, office: Office, night: str, say: Callable[[str], None]) -> None:
        """The publication is the old or the new one, and `verify` speaks the truth."""
        database = office.outputs / "cunzhang.duckdb"
        if database.exists():
            digest = questions.sha256(database)
            if digest != self._old[night]:
                last = questions.manifests(office.outputs)[-1]["database"]["sha256"]
                if digest != last or questions.content(database) != self._after[night]:
                    say("the publication is neither the old nor the new one")
        elif self._old[night]:
            say("the publication is gone")
        if office.outputs.exists():
            self._truth(office, "after the fault", say)

    def _truth(self, office: Office, when: str, say: Callable[[str], None]) -> None:
        told = office.verify()
        wrong = questions.broken(office.outputs)
        if told.code not in (0, 6) or (told.code == 0) != (not wrong):
            say(f"verify {when} says {told.code}, but: {'; '.join(wrong) or 'nothing is wrong'}")

    def _healed(self, office: Office, night: str, say: Callable[[str], None]) -> None:
        """The next run ends well and leaves what an undisturbed one leaves."""
        done = office.night(night)
        if night == "retract" and done.code == 2 and "已经撤回过" in done.out:
            done = office.run()
        if done.code != 0:
            say(f"the next run ends with {done.code}: {done.out.strip()[-200:]}")
            return
        after = questions.content(office.outputs / "cunzhang.duckdb")
        wanted = self._after[night]
        unlike = sorted(name for name in after.keys() | wanted.keys() if after.get(name) != wanted.get(name))
        if unlike:
            say(f"other content than undisturbed: {', '.join(unlike[:8])}")
        for wrong in questions.broken(office.outputs):
            say(f"after the next run: {wrong}")
        for name in questions.litter(office.outputs):
            say(f"litter: {name}")
        self._truth(office, "after the next run", say)
