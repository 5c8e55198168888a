"""Keep what follows from the program's own files alone in a folder of the user's, made once per version.

Another version has other files, so another hash, and finds its own. Nothing here is required: what is missing,
broken or can't be kept is made anew. Runs side by side share it, since a file appears whole or not at all.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

if TYPE_CHECKING:
    from collections.abc import Callable

_PROGRAM = Path(__file__).resolve().parent.parent
_FOLDERS = ("pipeline", "schemas", "sql")
_ENDINGS = frozenset({".py", ".sql", ".toml", ".j2", ".css", ".js"})
# Versions of which it is still there; a developer makes many a day.
_VERSIONS = 6


def read(name: str, make: Callable[[], bytes]) -> bytes:
    """Give the file ``name`` of this version as ``make`` makes it, from where an earlier run has kept it."""
    folder = _folder()
    for path in _found(folder, name):
        data = path.read_bytes()
        if path.name == _named(name, data):
            return data
        path.unlink()
    data = make()
    with suppress(OSError):
        _keep(folder / _named(name, data), data)
    return data


def folder() -> Path | None:
    """Give the folder of this version for what a library keeps by itself; None where there can't be one."""
    try:
        _folder().mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return _folder()


@cache
def fingerprint() -> str:
    """Hash every file of the program, and the version of the library whose files are kept."""
    found = hashlib.sha256(version("duckdb").encode())
    # A Path for each file would take longest of all.
    root = f"{_PROGRAM}{os.sep}"
    for folder in _FOLDERS:
        for place, folders, names in os.walk(root + folder):
            folders.sort()
            for name in sorted(names):
                if name[name.rfind(".") :] in _ENDINGS:
                    found.update(f"{place[len(root) :]}/{name}".encode())
                    with open(f"{place}{os.sep}{name}", "rb") as file:  # noqa: PTH123
                        found.update(file.read())
    return found.hexdigest()[:32]


def _folder() -> Path:
    return platformdirs.user_cache_path("cunzhang", appauthor=False) / fingerprint()


def _found(folder: Path, name: str) -> list[Path]:
    try:
        return sorted(folder.glob(f"{name}.*"))
    except OSError:
        return []


def _named(name: str, data: bytes) -> str:
    """Name a file by its content too, so that a broken one betrays itself."""
    return f"{name}.{hashlib.sha256(data).hexdigest()[:32]}"


def _keep(path: Path, data: bytes) -> None:
    if not path.parent.is_dir():
        _sweep(path.parent.parent)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{time.time_ns()}")
    part.write_bytes(data)
    part.replace(path)


def _sweep(folder: Path) -> None:
    """Make room for one version more."""
    by_age = sorted(folder.glob("*"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in by_age[_VERSIONS - 1 :]:
        shutil.rmtree(old, ignore_errors=True)
