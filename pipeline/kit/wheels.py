"""Resolve every package of the lock file for Windows, and lay them beside the kit's interpreter."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pipeline import durable
from pipeline.errors import Environment

if TYPE_CHECKING:
    from pathlib import Path

_PLATFORM = "win_amd64"
# pip judges the markers by this machine: what only Windows needs is fetched as well.
_MARKER = " ; sys_platform == 'win32'"


def fetch(project: Path, folder: Path, version: str) -> list[Path]:
    """Download the wheels for Python ``version`` by the hashes of the lock file, and build our own.

    Raises ``Environment``, with what pip says, where one of them can't be had.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = folder / ".all.lock"
    lock.write_text((project / "requirements.lock").read_text("utf-8").replace(_MARKER, ""), encoding="utf-8")
    abi = "cp" + version.replace(".", "")
    _pip(
        "download", "--require-hashes", "--no-deps", "--only-binary=:all:", "--platform", _PLATFORM,
        "--python-version", version, "--implementation", "cp", "--abi", abi, "--abi", "abi3", "--abi", "none",
        "-d", str(folder), "-r", str(lock),
    )  # fmt: skip
    lock.unlink()
    for old in folder.glob("cunzhang-*.whl"):
        old.unlink()
    _pip("wheel", "--no-deps", "--no-build-isolation", "-w", str(folder), str(project))
    return sorted(folder.glob("*.whl"))


def lay(wheels: list[Path], packages: Path) -> None:
    """Unpack ``wheels`` into the folder ``packages``, as an installer does; their scripts are not wanted."""
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as packed:
            for one in packed.infolist():
                parts = PurePosixPath(one.filename).parts
                if parts[0].endswith(".data"):
                    if len(parts) < 3 or parts[1] not in {"purelib", "platlib"}:
                        continue
                    parts = parts[2:]
                if one.is_dir() or ".." in parts:
                    continue
                target = packages.joinpath(*parts)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(packed.read(one))


def listed(wheels: list[Path]) -> str:
    """List the wheels with their hashes."""
    return "\r\n".join(f"{durable.sha256(wheel)}  {wheel.name}" for wheel in wheels)


def _pip(*arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pip", arguments[0], "-q", "--disable-pip-version-check", *arguments[1:]],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise Environment(f"pip {arguments[0]} 没有做成：\n{done.stderr.strip()[-2000:]}")
