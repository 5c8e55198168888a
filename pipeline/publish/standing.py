"""Know what stands in outputs/: of each report and feedback file the hash of what it shows, and of which batch.

Kept in ``reports/批次.json``, by the file's path below outputs/. What would come out the same is not written again.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from pipeline import durable
from schemas import _kept

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

NAME = "reports/批次.json"
# What stands there after every batch, however little came in.
ALWAYS = ("reports/审计报告.xlsx", "reports/审计报告.html", "reports/核查清单.xlsx", "feedback/反馈汇总.xlsx")


@dataclass(frozen=True, slots=True)
class Entry:
    """A file: the hash of what it shows, the batch it shows, the hash of its bytes, and the last batch it is right for."""

    content: str
    batch: str
    sha256: str
    holds_for: str = ""


class Standing:
    """The files this program has written below ``outputs`` and what they show."""

    def __init__(self, outputs: Path) -> None:
        self._outputs = outputs
        self._path = outputs / NAME
        self.entries: dict[str, Entry] = {}
        if self._path.exists():
            self.entries = _read(self._path)

    def intact(self, path: Path) -> Entry | None:
        """Give the entry of a file that stands as it was written; None for one that is gone or changed."""
        entry = self.entries.get(self._named(path))
        return entry if entry and path.is_file() and durable.sha256(path) == entry.sha256 else None

    def note(self, path: Path, content: str, batch: str) -> None:
        """Take down what a file shows that has just been written."""
        self.entries[self._named(path)] = Entry(content, batch, durable.sha256(path), batch)

    def hold(self, path: Path, batch: str) -> None:
        """Take down that a file as it stands is right for ``batch`` too."""
        name = self._named(path)
        self.entries[name] = replace(self.entries[name], holds_for=batch)

    def entered(self, path: Path, content: str, batch: str, sha256: str) -> None:
        """Take down what a file shows that was written for ``batch``, or for the earlier one known of it."""
        entry = self.entries.get(self._named(path))
        if entry is None or (entry.content, entry.sha256) != (content, sha256):
            self.entries[self._named(path)] = Entry(content, batch, sha256, batch)
        self.hold(path, batch)

    def current(self, batch: str) -> bool:
        """Tell whether every file is there and right for ``batch``."""
        return set(ALWAYS) <= self.entries.keys() and all(
            entry.holds_for == batch and (self._outputs / name).is_file()
            for name, entry in self.entries.items()
        )

    def below(self, folder: Path, but: str) -> dict[str, str]:
        """List the files below ``folder``, without the one called ``but``: path there → hash of its bytes."""
        start = f"{self._named(folder)}/"
        return {
            name.removeprefix(start): entry.sha256
            for name, entry in self.entries.items()
            if name.startswith(start) and name != start + but
        }

    def keep(self, folder: Path, paths: Iterable[Path]) -> None:
        """Forget the files below ``folder`` that are not among ``paths``."""
        below, kept = f"{self._named(folder)}/", set(map(self._named, paths))
        self.entries = {
            name: entry for name, entry in self.entries.items() if not name.startswith(below) or name in kept
        }

    def take(self, other: Standing, paths: Iterable[Path]) -> None:
        """Take over what another process has noted of ``paths``."""
        names = map(self._named, paths)
        self.entries |= {name: other.entries[name] for name in names if name in other.entries}

    def save(self) -> None:
        """Write it down."""
        told = {name: asdict(entry) for name, entry in sorted(self.entries.items())}
        # First the files, then what is said of them.
        durable.sync_all()
        durable.replace(self._path, f"{json.dumps(told, ensure_ascii=False, indent=1)}\n".encode())

    def _named(self, path: Path) -> str:
        return path.relative_to(self._outputs).as_posix()


def digest(*shown: object) -> str:
    """Hash what is shown, and the program that shows it; rows come as lists of tuples of plain values."""
    found = hashlib.sha256(_kept.fingerprint().encode())
    for one in shown:
        # Row by row: a county's evidence in one text is too much.
        for part in one if isinstance(one, list) else [one]:
            found.update(repr(part).encode())
            found.update(b"\n")
    return found.hexdigest()


def _read(path: Path) -> dict[str, Entry]:
    """Read the entries; from a file that somebody broke none, so that everything is written anew."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return {name: Entry(**entry) for name, entry in told.items()}
    except (ValueError, TypeError, AttributeError):
        return {}
