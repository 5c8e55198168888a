"""Mask numbers that belong to a person: id cards, bank accounts, mobile phones keep their last four."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, overload

from stdnum.cn import ric, uscc
from stdnum.exceptions import InvalidComponent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Tag = Callable[[str], str]

# The address at which evidence is found: changed in the database, it would lead nowhere.
ADDRESS = frozenset({"source_file", "source_sheet", "sheet", "target_file", "target_sheet"})
_LAST = 4
# Shorter ones are found in their own columns only: in a text they may be a date or an amount.
_KNOWN = 9
# An id card's 17 digits and X, also in groups; 15 digits and more, also in groups as on a bank card; a mobile number;
# a number of a landline, whose area stands in brackets or which the words before call a telephone's. Not the
# decimals of a calculated amount. Twenty digits that begin with 2 are the number of an electronic invoice: the
# inspector has to look it up.
_PERSONAL = re.compile(
    r"(?<![0-9])(?<![0-9]\.)(?!2[0-9]{19}(?![0-9]))(?:[0-9]{17}[0-9Xx]|[0-9]{15,}"
    r"|[0-9]{4}(?:[ -][0-9]{4}){3,}(?:[ -][0-9]{1,4})?"
    r"|[1-8][0-9]{5}[ -]?(?:19|20)[0-9]{2}[ -]?(?:0[1-9]|1[0-2])[0-3][0-9][ -]?[0-9]{3}[0-9Xx]"
    r"|(?:\+?86[ -]?)?[(（]?1[3-9][0-9][)）]?[ -]?[0-9]{4}[ -]?[0-9]{4}"
    r"|[(（]0[1-9][0-9]{1,2}[)）][ -]?[2-9][0-9]{6,7}|0[1-9][0-9]{1,2}[ -][2-9][0-9]{6,7})(?![0-9])"
)
# Hashes and row ids hold long runs of digits too.
_HASH = re.compile(r"(?<![0-9A-Za-z])(?=[0-9]*[a-f])[0-9a-f]{16,}(?![0-9A-Za-z])")
_YEARS = re.compile(r"(?:19|20)[0-9]{2}(?:[ -](?:19|20)[0-9]{2})+")
_NAMED_CODE = re.compile(r"(?:发票|票据|收据|票|凭证|信用)(?:号码|代码|号)[ :：“]{0,2}$")
_TOKEN = re.compile(r"(?<![0-9A-Za-z])[0-9]{9,}[Xx]?(?![0-9A-Za-z])")
_BETWEEN = re.compile(r"[^0-9A-Za-z]")
_LANDLINE = re.compile(r"0[0-9]{2,3}[ -][0-9]+")
_TELEPHONE = re.compile(r"(?:电话|座机|固话|传真|联系|[Tt][Ee][Ll])[^0-9]{0,8}$")
_LONG = re.compile(r"[0-9][0-9 +()（）-]{8}")
_MOBILE = re.compile(r"86(1[3-9][0-9]{9})")
_ID_CARD = re.compile(r"[0-9]{17}[0-9X]")


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the columns say about numbers, as ``plain`` writes them.

    ``persons``: those of columns of personal numbers; ``odd``: of these, the ones that only their column tells.
    ``codes``: those of columns of codes that are nobody's.
    """

    persons: frozenset[str] = frozenset()
    odd: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()

    @classmethod
    def sort(cls, persons: Iterable[str], codes: Iterable[str]) -> Self:
        """Sort what both kinds of columns hold; a number of both is a person's if it looks like one."""
        long = {
            number
            for number in map(plain, persons)
            if _count(number) >= _KNOWN and not _is_credit_code(number)
        }
        told = {number for number in long if _PERSONAL.fullmatch(number)}
        nobodys = {number for number in codes if number not in told and not _is_id_card(number)}
        return cls(frozenset(long), frozenset(long - told - nobodys), frozenset(nobodys))


_NOTHING = Numbers()


@overload
def masked(text: str, tag: Tag | None = None, numbers: Numbers = _NOTHING) -> str: ...
@overload
def masked(text: str | None, tag: Tag | None = None, numbers: Numbers = _NOTHING) -> str | None: ...
def masked(text: str | None, tag: Tag | None = None, numbers: Numbers = _NOTHING) -> str | None:
    """Replace all but the last four of every personal number in ``text`` by ****; other text stays as it is.

    ``tag`` gives what tells one masked number from another of the same end (see ``hidden``). ``numbers``: what is
    known about some of them.
    """
    # Nearly all texts hold no long number: the quick look saves the slow one.
    if not text or not _LONG.search(text):
        return text

    def stars(found: re.Match[str]) -> str:
        return found[0] if _is_other(found, numbers) else hidden(found[0], tag)

    changed = _PERSONAL.sub(stars, text)
    if numbers.odd:
        changed = _TOKEN.sub(
            lambda one: hidden(one[0], tag) if plain(one[0]) in numbers.odd else one[0], changed
        )
    return text if changed == text else changed


def hidden(value: str, tag: Tag | None = None) -> str:
    """Mask a value known to be personal: ``****1234``, with a ``tag`` for its number ``kmpwtz****1234``.

    A value of which no more than four digits are known has nothing to hide and stays.
    """
    number = plain(value)
    if _count(number) <= _LAST:
        return value
    return (tag(number) if tag else "") + "*" * _LAST + number[-_LAST:]


def plain(value: str) -> str:
    """Write a number the one way in which two spellings of it are equal."""
    number = _BETWEEN.sub("", value).upper()
    mobile = _MOBILE.fullmatch(number)
    return mobile[1] if mobile else number


def _is_other(found: re.Match[str], numbers: Numbers) -> bool:
    """Tell a code, years in a row, a part of a hash and a number that the words before it call a paper's."""
    number = plain(found[0])
    if number in numbers.persons or _is_id_card(number):
        return False
    return (
        number in numbers.codes
        or (
            _LANDLINE.fullmatch(found[0]) is not None
            and _TELEPHONE.search(found.string, 0, found.start()) is None
        )
        or _is_credit_code(number)
        or _YEARS.fullmatch(found[0]) is not None
        or _NAMED_CODE.search(found.string, 0, found.start()) is not None
        or any(one.start() <= found.start() < one.end() for one in _HASH.finditer(found.string))
    )


def _is_id_card(number: str) -> bool:
    """Tell an id card's number by its form, check digit and day of birth.

    Not by the library's table of regions: no such table is whole, and its look-up fails where a region is unknown.
    """
    number = number.upper()
    if not _ID_CARD.fullmatch(number) or ric.calc_check_digit(number) != number[-1]:
        return False
    try:
        ric.get_birth_date(number)
    except InvalidComponent:
        return False
    return True


def _is_credit_code(number: str) -> bool:
    return len(number) == 18 and bool(uscc.is_valid(number)) and not _is_id_card(number)


def _count(number: str) -> int:
    return sum(map(str.isdigit, number))
