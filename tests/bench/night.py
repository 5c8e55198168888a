"""Measure what a small night costs: CPU seconds of the whole process tree, by row of the aims and by step.

`make bench-night`: the example, each row five times, minimum and median.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
TIMES = 5
AS_OF = ("--as-of", "2026-11-22")
STEPS = {
    "_read": "读取", "_store": "入库、事实、规则", "_publish": "发布", "_give_feedback": "反馈",
    "_write_reports": "报告",
}  # fmt: skip
EXAMPLE = "示例-吉首试点"
CHANGED = f"{EXAMPLE}/太平乡/司马村/红色股份台账.xlsx"


def main() -> None:
    """Print both tables."""
    with tempfile.TemporaryDirectory() as folder:
        bench = _Bench(Path(folder))
        print("| | 目标 | 最小 | 中位 |\n|---|---|---|---|")
        for name, (aim, measure) in bench.rows().items():
            took = [measure() for _ in range(TIMES)]
            print(f"| {name} | ≤ {aim} | {min(took):.2f} | {statistics.median(took):.2f} |", flush=True)
        print("\n| 首夜，按步骤 | 最小 | 中位 |\n|---|---|---|")
        found = [bench.by_step() for _ in range(TIMES)]
        for step in found[0]:
            took = [one[step] for one in found]
            print(f"| {step} | {min(took):.2f} | {statistics.median(took):.2f} |")


class _Bench:
    """The example with its inputs, a cache of its own, and outputs made anew for every measurement."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.cache = folder, folder / "cache"
        self.inputs, self.outputs = folder / "inputs", folder / "outputs"
        shutil.copytree(ROOT / "inputs" / EXAMPLE, self.inputs / EXAMPLE)
        self.night = ("run", "--inputs", str(self.inputs), "--outputs", str(self.outputs), *AS_OF)
        self.cpu(*self.night)
        self.standing = folder / "standing"
        shutil.copytree(self.outputs, self.standing)

    def rows(self) -> dict[str, tuple[float, Callable[[], float]]]:
        """Give the rows of the table: name → aim in CPU seconds, and what measures it once."""
        return {
            "示例，首夜（有缓存）": (3, self.first),
            "同上，没有缓存": (5, self.without_cache),
            "六个文件改一个": (2.5, self.one_changed),
            "没有新文件": (0.4, self.nothing_new),
            "check 一个文件": (0.8, self.check),
            "--help": (0.2, lambda: self.cpu("--help")),
            "两个示例，首夜（有缓存）": (4, self.both),
        }

    def first(self) -> float:
        self.clear()
        return self.cpu(*self.night)

    def without_cache(self) -> float:
        self.clear()
        fresh = Path(tempfile.mkdtemp(dir=self.folder))
        return self.cpu(*self.night, cache=fresh)

    def one_changed(self) -> float:
        self.restore()
        path = self.inputs / CHANGED
        original = path.read_bytes()
        # Other bytes with the same cells: a program that saves it anew may lose what formulas came to.
        with zipfile.ZipFile(path, "a") as book:
            book.comment = b"changed"
        try:
            return self.cpu(*self.night)
        finally:
            path.write_bytes(original)

    def nothing_new(self) -> float:
        self.restore()
        return self.cpu(*self.night)

    def check(self) -> float:
        self.restore()
        where = ("--inputs", str(self.inputs), "--outputs", str(self.outputs))
        return self.cpu("check", str(self.inputs / CHANGED), *where)

    def both(self) -> float:
        self.clear()
        return self.cpu("run", "--inputs", str(ROOT / "inputs"), "--outputs", str(self.outputs), *AS_OF)

    def by_step(self) -> dict[str, float]:
        """Run a first night whose steps are measured from within."""
        self.clear()
        script = [sys.executable, "-m", "tests.bench.night", "--within", *self.night]
        done = subprocess.run(script, capture_output=True, text=True, check=True, env=self.env(), cwd=ROOT)
        found: dict[str, float] = json.loads(done.stderr.splitlines()[-1])
        return found

    def clear(self) -> None:
        shutil.rmtree(self.outputs, ignore_errors=True)

    def restore(self) -> None:
        self.clear()
        shutil.copytree(self.standing, self.outputs)

    def env(self, cache: Path | None = None) -> dict[str, str]:
        folder = str(cache or self.cache)
        own = {"XDG_CACHE_HOME": folder, "LOCALAPPDATA": folder, "CUNZHANG_SETTLE_SECONDS": "0"}
        # A user's Python keeps what it compiled.
        here = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        return {**here, "XDG_CONFIG_HOME": str(self.folder), "APPDATA": str(self.folder), **own}

    def cpu(self, *arguments: str, cache: Path | None = None) -> float:
        """Run a command of the program; its CPU seconds, with those of the processes it started."""
        before = os.times()
        program = Path(sys.executable).with_name("cunzhang")
        subprocess.run(
            [program, *arguments], check=True, stdout=subprocess.DEVNULL, env=self.env(cache), cwd=ROOT
        )
        after = os.times()
        return after.children_user - before.children_user + (after.children_system - before.children_system)


def within(arguments: list[str]) -> None:
    """Run the program in this process and tell what each step of the night took."""
    from pipeline import cli, nightly

    took = {"启动": _spent()}

    def measured(name: str) -> Callable[..., object]:
        step = getattr(nightly, name)

        def run(*given: object) -> object:
            before = _spent()
            try:
                return step(*given)
            finally:
                took[STEPS[name]] = _spent() - before

        return run

    for name in STEPS:
        setattr(nightly, name, measured(name))
    sys.argv = ["cunzhang", *arguments]
    try:
        cli.main()
    except SystemExit as end:
        assert not end.code, end.code
    took["其余"] = _spent() - sum(took.values())
    print(json.dumps(took, ensure_ascii=False), file=sys.stderr)


def _spent() -> float:
    return sum(os.times()[:4])


if __name__ == "__main__":
    if sys.argv[1:2] == ["--within"]:
        within(sys.argv[2:])
    else:
        main()
