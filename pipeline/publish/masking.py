"""Mask numbers that belong to a person: id cards, bank accounts, mobile phones keep their last four."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, overload

from stdnum.cn import ric, uscc

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    Tag = Callable[[str], str]

# Names of columns whose long numbers are codes, never a person's: hashes, row ids, document numbers.
_CODES = re.compile(
    r"(?!(.*_)?(id|account)_no$)(.*_)?(id|no|code|codes|uscc|hash|sha256)"
    r"|facts|number|document_key|superseded_by|submission_(before|after)"
)
_LAST = 4
# An id card's 17 digits and X; 15 digits and more, also in groups as on a bank card; a mobile number. Twenty
# digits that begin with 2 are the number of an electronic invoice: the inspector has to look it up.
_PERSONAL = re.compile(
    r"(?<![0-9])(?!2[0-9]{19}(?![0-9]))(?:[0-9]{17}[0-9Xx]|[0-9]{15,}"
    r"|[0-9]{4}(?:[ -][0-9]{4}){3,}(?:[ -][0-9]{1,4})?"
    r"|(?:\+?86[ -]?)?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4})(?![0-9])"
)
# Hashes and row ids hold long runs of digits too.
_HASH = re.compile(r"(?<![0-9A-Za-z])(?=[0-9]*[a-f])[0-9a-f]{16,}(?![0-9A-Za-z])")
_YEARS = re.compile(r"(?:19|20)[0-9]{2}(?:[ -](?:19|20)[0-9]{2})+")
_NAMED_CODE = re.compile(r"(?:发票|票据|收据|票|凭证|信用)(?:号码|代码|号)[ :：“]{0,2}$")
_TOKEN = re.compile(r"(?<![0-9A-Za-z])[0-9]{9,}[Xx]?(?![0-9A-Za-z])")
_BETWEEN = re.compile(r"[^0-9A-Za-z]")
_LONG = re.compile(r"[0-9][0-9 +-]{8}")
_MOBILE = re.compile(r"86(1[3-9][0-9]{9})")


def is_code(column: str) -> bool:
    """Tell whether a column holds this program's own ids, or numbers of papers that anybody may look up."""
    return _CODES.fullmatch(column) is not None


@overload
def masked(text: str, tag: Tag | None = None, known: Collection[str] = ()) -> str: ...
@overload
def masked(text: str | None, tag: Tag | None = None, known: Collection[str] = ()) -> str | None: ...
def masked(text: str | None, tag: Tag | None = None, known: Collection[str] = ()) -> str | None:
    """Replace all but the last four of every personal number in ``text`` by ****; other text stays as it is.

    ``tag`` gives what tells one masked number from another of the same end (see ``hidden``). ``known``: numbers,
    as ``plain`` writes them, that are personal whatever they look like.
    """
    # Nearly all texts hold no long number: the quick look saves the slow one.
    if not text or not _LONG.search(text):
        return text
    hashes = [found.span() for found in _HASH.finditer(text)]

    def stars(found: re.Match[str]) -> str:
        inside = any(start <= found.start() < end for start, end in hashes)
        return found[0] if inside or _is_other(found) else hidden(found[0], tag)

    changed = _PERSONAL.sub(stars, text)
    if known:
        changed = _TOKEN.sub(lambda one: hidden(one[0], tag) if plain(one[0]) in known else one[0], changed)
    return text if changed == text else changed


def hidden(value: str, tag: Tag | None = None) -> str:
    """Mask a value known to be personal: ``****1234``, with a ``tag`` for its number ``****1234#kmpwtz``.

    A value of which no more than four digits are known has nothing to hide and stays.
    """
    number = plain(value)
    if sum(one.isdigit() for one in number) <= _LAST:
        return value
    return "*" * _LAST + number[-_LAST:] + (f"#{tag(number)}" if tag else "")


def plain(value: str) -> str:
    """Write a number the one way in which two spellings of it are equal."""
    number = _BETWEEN.sub("", value).upper()
    mobile = _MOBILE.fullmatch(number)
    return mobile[1] if mobile else number


def _is_other(found: re.Match[str]) -> bool:
    """Tell a credit code, years in a row and a number that the words before it call a paper's."""
    number = found[0]
    if _YEARS.fullmatch(number):
        return True
    if len(number) == 18 and ric.is_valid(number.upper()):
        return False
    return bool(uscc.is_valid(number) or _NAMED_CODE.search(found.string, 0, found.start()))
