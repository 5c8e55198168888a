"""Put feedback files in their place, and take away only what this program wrote and nobody changed."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from pipeline import durable
from pipeline.publish.feedback.naming import LIST_ENDING, folded, name

if TYPE_CHECKING:
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

    def __init__(self, folder: Path, index: Path) -> None:
        self.folder, self.index = folder, index
        self.standing: dict[str, Standing] = {}
        self.open: list[str] = []
        if index.exists():
            entries = json.loads(index.read_text(encoding="utf-8"))
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
        replace(target, made.data)
        self.standing[source_file] = Standing(path, key, durable.sha256(made.data))

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
        if not self.standing:
            self.index.unlink(missing_ok=True)
            return
        self.index.parent.mkdir(parents=True, exist_ok=True)
        entries = {source: asdict(one) for source, one in sorted(self.standing.items())}
        replace(self.index, json.dumps(entries, ensure_ascii=False, indent=1).encode())

    def _ours(self, one: Standing) -> bool:
        target = self.folder / one.path
        return target.is_file() and durable.sha256(target) == one.sha256

    def _free(self, path: str) -> str:
        """Give a path nobody uses: somebody's own file, or our copy that somebody works in, stays."""
        stem, dot, ending = path.rpartition(".")
        number = 1
        while (self.folder / path).exists():
            number += 1
            path = f"{stem}（{number}）{dot}{ending}"
        return path


def replace(target: Path, data: bytes) -> None:
    """Write a file whole or not at all, in place of an earlier one."""
    part = target.with_name(f".{durable.sha256(target.name.encode())[:16]}.part")
    part.write_bytes(data)
    try:
        part.replace(target)
    except PermissionError:
        part.unlink()
        raise
