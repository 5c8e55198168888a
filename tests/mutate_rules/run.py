"""Run the tests of rules on their mutants, in this process.

pytest collects the tests once; a mutant is through with the first that fails, and only those are run on it whose
tables it judges differently.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

import duckdb
import pytest
from _pytest.runner import runtestprotocol

from pipeline.judge import evaluate, sqlfile
from pipeline.judge.outcomes import Hit
from pipeline.judge.rule import Rule
from pipeline.judge.sqlfile import SqlFile
from tests.mutate_rules.kept import Fate, Kept, digest
from tests.mutate_rules.mutants import Mutant, unchanged

TESTS = Path(__file__).parents[1] / "rules"
# No setting of the project's own, no report, nothing written.
_QUIET = ("-o", "addopts=-qq", "-p", "no:cacheprovider", "--no-summary", "--tb=no", "--capture=no")


def run(
    rules: Sequence[Rule],
    chosen: Callable[[Rule], Sequence[Mutant]],
    kept: Kept,
    told: Callable[[Rule, list[Fate]], None],
) -> dict[str, list[Fate]]:
    """Find the fate of the mutants ``chosen`` of each rule; ``told`` hears of each rule that is through.

    Raises ``RuntimeError`` when tests fail on a rule that is not mutated: their failures would say nothing.
    """
    loop = _Loop(rules, chosen, kept, told)
    files = [str(_tests(rule)) for rule in rules]
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
        rules: Sequence[Rule],
        chosen: Callable[[Rule], Sequence[Mutant]],
        kept: Kept,
        told: Callable[[Rule, list[Fate]], None],
    ) -> None:
        self._rules, self._chosen, self._kept, self._told = rules, chosen, kept, told
        self.fates: dict[str, list[Fate]] = {}
        self.failing: list[str] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        # As they were when they were collected, whatever is written to them meanwhile.
        texts = {rule.id: _tests(rule).read_text("utf-8") for rule in self._rules}
        for rule in self._rules:
            items = [item for item in session.items if item.path == _tests(rule)]
            some = self._chosen(rule)
            with _text(rule, unchanged(rule.file.text)):
                self.fates[rule.id] = self._rule(rule, some, items, digest(texts[rule.id]))
            self._told(rule, self.fates[rule.id])
        return True

    def _rule(
        self, rule: Rule, some: Sequence[Mutant], items: Sequence[pytest.Item], tests: str
    ) -> list[Fate]:
        marks = digest(rule.file.text), tests
        names = {item.name for item in items}
        fates = {mutant.name: self._kept.known(rule.id, mutant.name, *marks, names) for mutant in some}
        alive = [mutant for mutant in some if fates[mutant.name] is None]
        for item in items if alive else ():
            differing = self._differing(item, rule, alive)
            if self.failing:
                return []
            for mutant in differing:
                with _text(rule, mutant.text):
                    killed = not _passes(item)
                if killed:
                    alive.remove(mutant)
                    fates[mutant.name] = Fate(rule.id, mutant.name, item.name, *marks)
                    self._kept.add(fates[mutant.name])
        for mutant in alive:
            fates[mutant.name] = Fate(rule.id, mutant.name, "", *marks)
            self._kept.add(fates[mutant.name])
        return [fates[mutant.name] for mutant in some]

    def _differing(self, item: pytest.Item, rule: Rule, alive: Sequence[Mutant]) -> list[Mutant]:
        """Run a test, and beside the rule each mutant on the same tables; one that finds the same can't fail it."""
        found: dict[str, Mutant] = {}
        usual = evaluate.run

        def beside(con: duckdb.DuckDBPyConnection, asked: Rule, *rest: Any) -> list[Hit]:
            hits = usual(con, asked, *rest)
            for mutant in alive if asked is rule else ():
                with _text(rule, mutant.text):
                    try:
                        same = usual(con, rule, *rest) == hits
                    except (duckdb.Error, ValueError):
                        same = False
                if not same:
                    found[mutant.name] = mutant
            return hits

        with mock.patch.object(evaluate, "run", beside):
            if _passes(item):
                return list(found.values())
        # One of them may have broken off what the test had begun: each is tried by itself.
        if not _passes(item):
            self.failing.append(item.nodeid)
        return list(alive)


def _passes(item: pytest.Item) -> bool:
    # What comes next needs no more than what the whole session shares.
    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=item.session))


@contextmanager
def _text(rule: Rule, text: str) -> Iterator[None]:
    """Let a rule ask something else for a while: every test holds the same rule."""
    usual = rule.file
    object.__setattr__(rule, "file", _changed(usual.name, text, usual))
    try:
        yield
    finally:
        object.__setattr__(rule, "file", usual)


_files: dict[tuple[str, str], SqlFile] = {}


def _changed(name: str, text: str, usual: SqlFile) -> SqlFile:
    """Give the file with another SELECT, and what hits then rest on; what it needs to be asked at all stays."""
    if (name, text) not in _files:
        try:
            found = sqlfile.of_tree(replace(usual, text=text))
            _files[name, text] = replace(found, empty=usual.empty, needs=usual.needs)
        except ValueError:
            # Of a mutant nobody knows whose absence it reads.
            _files[name, text] = replace(usual, text=text, asked=text, rests=[])
    return _files[name, text]
