"""Tell whether two writings of a name or number may mean the same, as one hand and another write them."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

from pipeline.judge.facts._names import is_person, normalise, sound

_ALIKE = 0.6
_OWN = 2  # characters of a word that names something
_LAST = 4  # what a masked number still shows
_LONGEST = 1000  # numbers of one run
_MOST = 18  # digits of a number
_LISTED = re.compile(r"[、,，;；\s]+")
_RUN = re.compile(rf"(\d{{1,{_MOST}}})\s*[-~～至—]\s*(\d{{1,{_MOST}}})")


@lru_cache(maxsize=200_000)
def agree(one: str, other: str, *, named: bool = True) -> bool:
    """Tell whether two texts may mean the same person, firm, number or matter.

    Two persons of different names are two, where names are what the texts are (``named``); of longer texts one may be a
    short form of the other, or spelled otherwise.
    A number also agrees with a list or run of numbers that it stands in.
    """
    first, second = (unicodedata.normalize("NFKC", text).strip().upper() for text in (one, other))
    if _digits(first) and _digits(second):
        return _numbers_agree(first, second)
    first, second = normalise(first), normalise(second)
    if not first or not second or first == second:
        return True
    if named and is_person(first) and is_person(second):
        return False
    if first in second or second in first:
        return True
    return (
        min(len(first), len(second)) >= 4
        and SequenceMatcher(None, first, second).ratio() >= _ALIKE
        and not _told_apart(first, second)
    )


def keys(text: str) -> frozenset[str]:
    """Give what two texts that mean the same thing share, to find it among many: numbers without zeros, plain names."""
    found = {normalise(text)}
    for piece in _LISTED.split(unicodedata.normalize("NFKC", text).strip()):
        if run := _RUN.search(piece):
            found.update(map(str, range(int(run[1]), min(int(run[2]), int(run[1]) + _LONGEST) + 1)))
        elif own := re.findall(r"\d+", piece):
            found.add(str(int(own[-1][-_MOST:])))
        else:
            found.add(normalise(piece))
    return frozenset(found - {""})


def _told_apart(first: str, second: str) -> bool:
    """Tell of two long names whether all that is not the same at both ends differs, in writing and in sound.

    Cooperatives of one village (某村甘草合作社, 某村黄花菜合作社) share all but the word that names them.
    """
    from rapidfuzz.distance import Postfix, Prefix

    before = Prefix.similarity(first, second)
    after = Postfix.similarity(first[before:], second[before:])
    own, other = (text[before : len(text) - after] for text in (first, second))
    apart = min(len(own), len(other)) >= _OWN and not set(own) & set(other)
    return apart and sound(first) != sound(second)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _numbers_agree(one: str, other: str) -> bool:
    if "*" in one + other:
        return _digits(one)[-_LAST:] == _digits(other)[-_LAST:]
    return any(_one_number(one, piece) or _one_number(piece, one) for piece in _LISTED.split(other) if piece)


def _one_number(one: str, other: str) -> bool:
    first, second = (re.sub(r"[\W\d_第字号]", "", text) for text in (one, other))
    if not (first in second or second in first):
        return False
    own, theirs = (re.findall(r"\d+", text) for text in (one, other))
    if not own or not theirs:
        return False
    run = _RUN.search(other)
    if run and len(own[-1]) <= _MOST and int(run[1]) <= int(own[-1]) <= int(run[2]):
        return True
    shorter = min(len(own), len(theirs))
    return all(
        one.lstrip("0") == two.lstrip("0") for one, two in zip(own[-shorter:], theirs[-shorter:], strict=True)
    )
