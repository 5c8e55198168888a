"""Keep what became of each mutant, line by line, so that a measurement can be stopped and taken up again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = Path(__file__).parents[2] / ".cache" / "mutate_rules.jsonl"


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one mutant: the test that failed, or '' for a survivor; and what rule and tests were then."""

    rule_id: str
    mutant: str
    killer: str
    rule: str
    tests: str


class Kept:
    """What earlier measurements found, and this one adds."""

    def __init__(self, path: Path, fresh: bool = False) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        if fresh:
            path.unlink(missing_ok=True)
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
        fates = [Fate(**json.loads(line)) for line in lines]
        self._fates = {(fate.rule_id, fate.mutant): fate for fate in fates}

    def add(self, fate: Fate) -> None:
        """Write down the fate of a mutant at once."""
        self._fates[fate.rule_id, fate.mutant] = fate
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(fate), ensure_ascii=False) + "\n")

    def known(self, rule_id: str, mutant: str, rule: str, tests: str, names: Collection[str]) -> Fate | None:
        """Give the fate of a mutant if it still holds.

        It does while the rule is the same, and the tests are; a killer need only be there still: tests that are
        added save no mutant.
        """
        fate = self._fates.get((rule_id, mutant))
        if fate is None or fate.rule != rule:
            return None
        return fate if (fate.killer in names if fate.killer else fate.tests == tests) else None


def digest(text: str) -> str:
    """Give a short mark of a text."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()[:12]
