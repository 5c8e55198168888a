"""Find the phrases that name a ledger kind in titles and names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.values.celltext import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable


class Phrases:
    """All title phrases, by their first two characters; remembers the texts it has seen."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        """Index (phrase, kind) pairs."""
        self._by_start: dict[str, list[tuple[str, str]]] = {}
        for phrase, kind in phrases:
            word = squeeze(phrase)
            self._by_start.setdefault(word[:2], []).append((word, kind))
        self._seen: dict[str, dict[str, int]] = {}

    def points(self, texts: Iterable[tuple[str, str]], worth: dict[str, float]) -> dict[str, float]:
        """Give each kind its best points: what the source is worth, and 0.3 for each character found."""
        best: dict[str, float] = {}
        for where, text in texts:
            if where in worth:
                for kind, length in self._longest(text).items():
                    best[kind] = max(best.get(kind, 0.0), worth[where] + 0.3 * min(length, 12))
        return best

    def _longest(self, text: str) -> dict[str, int]:
        found = self._seen.get(text)
        if found is None:
            found = {}
            squeezed = squeeze(text)
            for start in range(len(squeezed) - 1):
                for phrase, kind in self._by_start.get(squeezed[start : start + 2], ()):
                    if squeezed.startswith(phrase, start):
                        found[kind] = max(found.get(kind, 0), len(phrase))
            if len(self._seen) > 50_000:
                self._seen.clear()
            self._seen[text] = found
        return found
