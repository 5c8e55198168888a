"""Take a category that has no column of its own from the header it is about, the title or the sheet's name."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pipeline.layout.context import HEADER, TITLE
from pipeline.values.celltext import squeeze

if TYPE_CHECKING:
    from pipeline.layout.context import Names
    from pipeline.layout.titleblock import Context
    from schemas._spec import FieldSpec

SHEET = "工作表名"


def said(spec: FieldSpec, header: str, context: Context, names: Names) -> tuple[str, str]:
    """Find the one category of ``spec`` that the header, else the title, else the sheet's name says, and which."""
    texts = [(header, HEADER), *((line, TITLE) for line in context.lines), (names.sheet, SHEET)]
    for text, where in texts:
        found = words(spec, squeeze(text))
        if len(found) == 1:
            return found.pop(), where
    return "", ""


def words(spec: FieldSpec, text: str) -> set[str]:
    """List the categories that ``text`` names: the longest word wins, 债权人 is whom we owe and no 债权."""
    found = set()
    for spelling, word in _spellings(spec.values):
        if spelling in text:
            found.add(word)
            text = text.replace(spelling, "\n")
    return found


@cache
def _spellings(values: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[tuple[str, str], ...]:
    pairs = [(spelling, word) for word, synonyms in values for spelling in (word, *synonyms)]
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair)))


def taken_out(spec: FieldSpec, text: str) -> tuple[str, str]:
    """Find the one category of ``spec`` that ``text`` names, and what it says besides; ('', '') for none or several."""
    found = words(spec, text)
    if len(found) != 1:
        return "", ""
    word = found.pop()
    spelling = next(s for s, w in _spellings(spec.values) if w == word and s in text)
    return word, text.replace(spelling, "", 1)
