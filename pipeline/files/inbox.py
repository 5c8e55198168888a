"""List the files officers have dropped, once they have stopped changing."""

from __future__ import annotations

import errno
import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

IGNORED_PREFIXES = ("~$", ".~", "._")
IGNORED_SUFFIXES = (".tmp", ".temp", ".crdownload", ".part", ".partial", ".swp", ".lock", ".download")
IGNORED_NAMES = frozenset({"thumbs.db", "desktop.ini", ".ds_store", ".gitkeep", ".gitignore"})


@dataclass(frozen=True, slots=True)
class Dropped:
    """One settled file: path relative to inputs/ (forward slashes), size, time of change, SHA-256.

    ``outside``: what a link out of inputs/ points to; it is not followed, its own text is the content.
    """

    source_file: str
    path: Path
    size: int
    modified_ns: int
    sha256: str
    outside: str = ""


@dataclass(slots=True)
class Inbox:
    """What lies in inputs/: settled files in a fixed order, ignored ones, ones still changing, ones nobody may read.

    Of the unreadable ones, ``closed`` are folders: nobody knows what lies in there.
    """

    files: list[Dropped]
    ignored: list[str]
    unsettled: list[str]
    unreadable: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)

    def present(self, known: Iterable[str]) -> set[str]:
        """List the files that lie in inputs/, and of the ``known`` ones those that may lie where nobody can look."""
        hidden = {
            name
            for name in known
            if any(folder == "." or name.startswith(f"{folder}/") for folder in self.closed)
        }
        return {f.source_file for f in self.files} | {*self.unsettled, *self.unreadable} | hidden


Signature = tuple[int, int, int]


@dataclass(slots=True)
class _Seen:
    """What one look at inputs/ shows: by name the signatures and paths of files, ignored ones, folders closed to us."""

    signatures: dict[str, Signature] = field(default_factory=dict)
    paths: dict[str, Path] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)


def scan(
    inputs: Path,
    *,
    settle_seconds: float,
    limit: float,
    now: Callable[[], float],
    sleep: Callable[[float], None],
) -> Inbox:
    """Wait until nothing has changed for ``settle_seconds`` (at most ``limit``), then list and hash.

    ``now`` gives seconds since the epoch. Files that still change at the limit are left out and named.
    Later modified files come last; the order in which the system lists them plays no part.
    """
    began = now()
    seen: dict[str, tuple[Signature, float]] = {}
    while True:
        moment = now()
        found = _look(inputs)
        signatures = found.signatures
        for name, signature in signatures.items():
            if name not in seen or seen[name][0] != signature:
                first = name not in seen
                changed = max(signature[1], signature[2]) / 1e9
                # A time of change in the future is a wrong clock: then only what we see ourselves counts.
                seen[name] = (signature, changed if first and changed <= moment else moment)
        waiting = [n for n in signatures if moment - seen[n][1] < settle_seconds]
        if not waiting or moment - began >= limit:
            break
        sleep(min(0.5, settle_seconds))
    files: list[Dropped] = []
    unreadable: list[str] = []
    for name in sorted(set(signatures) - set(waiting), key=lambda n: (signatures[n][1], n)):
        path = found.paths[name]
        outside = link_target(path, inputs)
        digest = hashlib.sha256(outside.encode()).hexdigest() if outside else _hash(path)
        after = _signature(path)
        if digest is None or after != signatures[name]:
            # On Windows another program may have it open.
            forbidden = after == signatures[name] and (os.name != "nt" or not os.access(path, os.R_OK))
            (unreadable if forbidden else waiting).append(name)
            continue
        files.append(Dropped(name, path, after[0], after[1], digest, outside))
    return Inbox(files, sorted(found.ignored), sorted(waiting), unreadable, sorted(found.closed))


def names(inputs: Path) -> list[str]:
    """List the files that lie in inputs/ now, settled or not."""
    return sorted(_look(inputs).signatures)


def named(paths: Iterable[Path]) -> list[Path]:
    """List the files that ``paths`` name, those of a folder in order of name; what is ignored in inputs/ is here too."""
    found: list[Path] = []
    for path in paths:
        inside = _look(path).paths if path.is_dir() else {"": path}
        found += [inside[name] for name in sorted(inside)]
    return found


def single(path: Path, inputs: Path) -> Dropped:
    """Take one named file as it is; its name is relative to ``inputs`` where it lies inside.

    Raises ``OSError`` when it can't be read.
    """
    stat = path.stat()
    absolute, root = path.resolve(), inputs.resolve()
    name = (
        absolute.relative_to(root).as_posix()
        if absolute.is_relative_to(root)
        else path.as_posix().lstrip("/")
    )
    return Dropped(name, path, stat.st_size, stat.st_mtime_ns, _hash(path) or "")


def link_target(path: Path, inputs: Path) -> str:
    """Return what a link points to when that lies outside ``inputs`` or nowhere, '' for anything else."""
    if not path.is_symlink():
        return ""
    try:
        target = path.resolve(strict=True)
    # A loop of links is the one or the other, depending on the version of Python.
    except (OSError, RuntimeError):
        return readable_name(str(path.readlink()))
    return "" if target.is_relative_to(inputs.resolve()) else readable_name(str(target))


def readable_name(name: str) -> str:
    """Write bytes of a file name that are no UTF-8 as \\xff, so that the name can be stored and printed."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _look(inputs: Path) -> _Seen:
    seen = _Seen()

    def name_of(path: Path) -> str:
        return readable_name(path.relative_to(inputs).as_posix())

    def closed(error: OSError) -> None:
        # One that has gone meanwhile is closed to nobody.
        if error.errno != errno.ENOENT:
            seen.closed.append(name_of(Path(error.filename)))

    for folder, folders, files in os.walk(inputs, onerror=closed):
        here = Path(folder)
        if not os.access(here, os.X_OK):
            seen.closed.append(name_of(here))
            folders.clear()
            continue
        for path in map(here.joinpath, (*folders, *files)):
            # A link to a folder inside is passed over: what lies there is found at its own place.
            if not link_target(path, inputs) and not path.is_file():
                continue
            low = path.name.lower()
            signature = _signature(path)
            if low in IGNORED_NAMES or signature is None:
                continue
            name = name_of(path)
            if low.startswith(IGNORED_PREFIXES) or low.endswith(IGNORED_SUFFIXES) or signature[0] == 0:
                seen.ignored.append(name)
            else:
                seen.signatures[name] = signature
                seen.paths[name] = path
    return seen


def _signature(path: Path) -> Signature | None:
    try:
        stat = path.lstat() if path.is_symlink() else path.stat()
    except OSError:
        return None
    return stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns


def _hash(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
