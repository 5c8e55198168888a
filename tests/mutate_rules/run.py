"""Run the tests of rules on their mutants, in this process.

pytest collects the tests once; a mutant is through with the first that fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

from pipeline.judge.rule import Rule
from tests.mutate_rules.kept import Fate, Kept, digest
from tests.mutate_rules.mutants import Mutant, unchanged

TESTS = Path(__file__).parents[1] / "rules"
# No setting of the project's own, no report, nothing written.
_QUIET = ("-o", "addopts=-qq", "-p", "no:cacheprovider", "--no-summary", "--tb=no", "--capture=no")


def run(
    chosen: Sequence[tuple[Rule, Sequence[Mutant]]], kept: Kept, told: Callable[[Rule, list[Fate]], None]
) -> dict[str, list[Fate]]:
    """Find the fate of each mutant; ``told`` hears of each rule that is through.

    Raises ``RuntimeError`` when tests fail on a rule that is not mutated: their failures would say nothing.
    """
    loop = _Loop(chosen, kept, told)
    files = [str(_tests(rule)) for rule, _ in chosen]
    code = pytest.main([*_QUIET, *files], plugins=[loop])
    if loop.failing or code != pytest.ExitCode.OK:
        raise RuntimeError(f"测试本来就不通过，先改好：{'、'.join(loop.failing) or code}")
    return loop.fates


def _tests(rule: Rule) -> Path:
    return TESTS / f"test_{rule.id.lower()}.py"


class _Loop:
    """In place of pytest's loop over the tests: over rules and mutants."""

    def __init__(
        self,
        chosen: Sequence[tuple[Rule, Sequence[Mutant]]],
        kept: Kept,
        told: Callable[[Rule, list[Fate]], None],
    ) -> None:
        self._chosen, self._kept, self._told = chosen, kept, told
        self.fates: dict[str, list[Fate]] = {}
        self.failing: list[str] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        for rule, some in self._chosen:
            items = [item for item in session.items if item.path == _tests(rule)]
            with _text(rule, unchanged(rule.file.text)):
                self.fates[rule.id] = list(self._rule(rule, some, items))
            self._told(rule, self.fates[rule.id])
        return True

    def _rule(self, rule: Rule, some: Sequence[Mutant], items: list[pytest.Item]) -> Iterator[Fate]:
        marks = digest(rule.file.text), digest(_tests(rule).read_text("utf-8"))
        names = {item.name for item in items}
        sound = False
        for mutant in some:
            fate = self._kept.known(rule.id, mutant.name, *marks, names)
            if fate is None:
                if not sound and (failing := _first_failing(items)):
                    self.failing.append(failing.nodeid)
                    return
                sound = True
                with _text(rule, mutant.text):
                    killer = _first_failing(items)
                if killer:
                    # It may well kill the next one too.
                    items.sort(key=lambda item: item is not killer)
                fate = Fate(rule.id, mutant.name, killer.name if killer else "", *marks)
                self._kept.add(fate)
            yield fate


def _first_failing(items: Sequence[pytest.Item]) -> pytest.Item | None:
    for item in items:
        # What comes next needs no more than what the whole session shares.
        if any(report.failed for report in runtestprotocol(item, log=False, nextitem=item.session)):
            return item
    return None


@contextmanager
def _text(rule: Rule, text: str) -> Iterator[None]:
    """Let a rule ask something else for a while: every test holds the same rule."""
    usual = rule.file.text
    object.__setattr__(rule.file, "text", text)
    try:
        yield
    finally:
        object.__setattr__(rule.file, "text", usual)
