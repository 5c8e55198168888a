"""Tear what a county hands in: rows made unreadable, sheets lost or beyond reading, columns under words on no list."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

from pipeline.demo.forms import MONEY
from pipeline.demo.paper import ALL_FORMS, Sheet

ROWS, SHEETS, WORDS = "坏行", "缺表坏表", "生词"
# How much of each is torn; of the columns less, or hardly a sheet would be left that is read in full.
SHARE = {ROWS: 0.05, SHEETS: 0.05, WORDS: 0.01}
KINDS = tuple(SHARE)
# On no list of words; tests hold that to the vocabulary.
STRANGE = ("甲栏", "乙栏", "丙栏", "丁栏", "戊栏", "己栏", "庚栏", "辛栏")
_DAYS = ("日期待补", "月底前后", "？")
_SUMS = ("约三百", "见附页", "###")
# Without its register of villages there is no county to judge.
_SPARED = ("village",)
# (file, sheet, row as counted in the spreadsheet); row 0: the whole sheet.
Place = tuple[str, str, int]


@dataclass(slots=True)
class Tear:
    """Tears the given ``kinds`` of things, one in so many; knows afterwards what it tore.

    The same seed tears the same places, also when a workbook is handed in again.
    """

    seed: int
    kinds: tuple[str, ...] = KINDS
    places: set[Place] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)

    def __call__(self, path: str, sheets: list[Sheet]) -> list[Sheet]:
        """Give what arrives of a workbook."""
        return [torn for sheet in sheets if (torn := self._sheet(path, sheet)) is not None]

    def _sheet(self, path: str, sheet: Sheet) -> Sheet | None:
        if sheet.kind in _SPARED:
            return sheet
        if self._hit(SHEETS, path, sheet.name):
            self.places.add((path, sheet.name, 0))
            if self._random("lost", path, sheet.name).random() < 0.5:
                return None
            return replace(sheet, headers=dict.fromkeys(ALL_FORMS[sheet.kind][1], STRANGE[0]))
        owner = path.rpartition("/")[0]
        words = {
            name: self._random("word", owner, sheet.kind, name).choice(STRANGE)
            for name in ALL_FORMS[sheet.kind][1]
            if self._hit(WORDS, owner, sheet.kind, name)
        }
        if words:
            self.places.add((path, sheet.name, 0))
        texts = dict(sheet.texts)
        for index, row in enumerate(sheet.rows):
            cells = [name for name in ALL_FORMS[sheet.kind][1] if _breakable(name, row.get(name))]
            if cells and self._hit(ROWS, path, sheet.name, str(index)):
                name = self._random("cell", path, sheet.name, str(index)).choice(cells)
                some = _SUMS if name in MONEY else _DAYS
                texts[index, name] = self._random("text", path, sheet.name, str(index)).choice(some)
                self.places.add((path, sheet.name, _line(sheet, index)))
        return replace(sheet, headers=sheet.headers | words, texts=texts)

    def _hit(self, kind: str, *where: str) -> bool:
        hit = kind in self.kinds and self._random(kind, *where).random() < SHARE[kind]
        self.counts[kind] += hit
        return hit

    def _random(self, *what: str) -> Random:
        return Random("/".join((str(self.seed), *what)))

    def touches(self, evidence: set[Place]) -> bool:
        """Tell whether any row of ``evidence``, or its sheet, was torn."""
        return not self.places.isdisjoint(evidence | {(file, sheet, 0) for file, sheet, _ in evidence})


def _breakable(name: str, value: object) -> bool:
    return isinstance(value, date) or (name in MONEY and isinstance(value, int))


def _line(sheet: Sheet, index: int) -> int:
    """Say in which line of the spreadsheet an entry stands: below title, head, header and opening balance."""
    return 1 + bool(sheet.head) + 1 + (sheet.opening is not None) + index + 1
