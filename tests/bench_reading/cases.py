"""Hold one case of the benchmark and how it fared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.bench_reading.definitions import Term, Words
from tests.bench_reading.forms import Style
from tests.bench_reading.reader import Reading
from tests.bench_reading.score import Verdict

Read = Callable[[str, bytes, Words], Reading]


@dataclass(frozen=True)
class Case:
    """One sheet to read: the line of the figures it counts in, its word, its style, the word put in its place."""

    line: str
    term: Term
    style: Style
    word: str = ""

    def told(self) -> str:
        """Name the case in one line."""
        shown = f"{self.term.word}→{self.word}" if self.word else self.term.word
        return f"{self.term.kind}.{self.term.field} “{shown}” {self.style.name}"


@dataclass(frozen=True)
class Outcome:
    """A case and its verdict."""

    case: Case
    verdict: Verdict
