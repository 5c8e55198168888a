"""Put feedback files in their place, and take away only what this program wrote and nobody changed."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from pipeline import durable
from pipeline.publish.feedback.naming import LIST_ENDING, folded, name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pipeline.publish.feedback.copies import Made


@dataclass(frozen=True, slots=True)
class Standing:
    """A feedback file we wrote: its path below the folder, the key of its case, the hash of its bytes."""

    path: str
    key: str
    sha256: str


class Shelf:
    """The folder outputs/feedback/ with the index of what we put there, by submitted file."""

    def __init__(self, folder: Path, index: Path, written: Mapping[str, str] = MappingProxyType({})) -> None:
        """Open the shelf; ``written``: path → hash of files below ``folder`` that are ours, should the index be lost."""
        self.folder, self.index = folder, index
        self.open: list[str] = []
        self._written = written
        self._journal = index.with_suffix(".journal")
        entries: dict[str, dict[str, str]] = _told(index.read_bytes()) if index.exists() else {}
        # Put one by one since the index was written: a run that died in between has put these files too.
        for line in self._journal.read_bytes().splitlines() if self._journal.exists() else ():
            entries |= _told(line)
        self.standing = {source: Standing(**entry) for source, entry in entries.items()}

    def holds(self, source_file: str, key: str) -> bool:
        """Tell whether the feedback on a case stands as we would write it now."""
        one = self.standing.get(source_file)
        return one is not None and one.key == key and self._ours(one)

    def put(self, source_file: str, key: str, made: Made) -> None:
        """Write the feedback on a file, in place of the earlier one; a file somebody changed stays beside it."""
        self.take(source_file)
        if source_file in self.standing:
            return
        taken = {folded(one.path) for one in self.standing.values()}
        path = name(source_file, made.annotated or LIST_ENDING, taken)
        path = self._free(path)
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        one = Standing(path, key, durable.sha256(made.data))
        self._announce(source_file, one)
        replace(target, made.data)
        self.standing[source_file] = one

    def take(self, source_file: str) -> None:
        """Take away our feedback on a file; one that is open in a spreadsheet program stays until later."""
        one = self.standing.get(source_file)
        if one is None:
            return
        target = self.folder / one.path
        if self._ours(one):
            try:
                target.unlink()
            except PermissionError:
                self.open.append(one.path)
                return
            for parent in list(target.relative_to(self.folder).parents)[:-1]:
                with suppress(OSError):
                    (self.folder / parent).rmdir()
        del self.standing[source_file]

    def save(self) -> None:
        """Write the index; without any feedback there is none."""
        if self.standing:
            entries = {source: asdict(one) for source, one in sorted(self.standing.items())}
            durable.replace(self.index, json.dumps(entries, ensure_ascii=False).encode())
        else:
            self.index.unlink(missing_ok=True)
        self._journal.unlink(missing_ok=True)

    def _announce(self, source_file: str, one: Standing) -> None:
        """Note what is about to be put, so that a later run knows it for ours should this one die."""
        self._journal.parent.mkdir(parents=True, exist_ok=True)
        with self._journal.open("a", encoding="utf-8") as journal:
            journal.write(json.dumps({source_file: asdict(one)}, ensure_ascii=False) + "\n")

    def _ours(self, one: Standing) -> bool:
        target = self.folder / one.path
        return target.is_file() and durable.sha256(target) == one.sha256

    def clear(self) -> None:
        """Take away what is ours and stands for no file any more, since the index that knew of it was lost."""
        for path in self._written.keys() - {one.path for one in self.standing.values()}:
            if self._lost(path):
                (self.folder / path).unlink()

    def _lost(self, path: str) -> bool:
        """Tell whether a file is ours, as it was written, though the index does not know it."""
        target = self.folder / path
        known = any(one.path == path for one in self.standing.values())
        return not known and target.is_file() and durable.sha256(target) == self._written.get(path)

    def _free(self, path: str) -> str:
        """Give a path nobody uses: somebody's own file, or our copy that somebody works in, stays."""
        stem, dot, ending = path.rpartition(".")
        number = 1
        while (self.folder / path).exists() and not self._lost(path):
            number += 1
            path = f"{stem}（{number}）{dot}{ending}"
        return path


def _told(text: bytes) -> dict[str, dict[str, str]]:
    """Read entries; of what somebody broke, or a run that died wrote by half, none."""
    try:
        found: dict[str, dict[str, str]] = json.loads(text)
    except ValueError:
        return {}
    return found


def replace(target: Path, data: bytes) -> None:
    """Write a file whole or not at all, in place of an earlier one."""
    part = target.with_name(f".{durable.sha256(target.name.encode())[:16]}.part")
    try:
        part.write_bytes(data)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
