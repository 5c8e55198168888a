"""Mask numbers that belong to a person: id cards, bank accounts, mobile phones keep their last four."""

from __future__ import annotations

import re
from typing import overload

# Names of columns whose long numbers are this program's own, never a person's.
CODES = frozenset({"flag_id", "row_id", "rule_id", "village_code", "submission_id", "batch_id", "sha256"})
_LAST = 4
# An id card's 17 digits and X; 15 digits and more, also in groups as on a bank card; a mobile number. Twenty
# digits that begin with 2 are the number of an electronic invoice: the inspector has to look it up.
_PERSONAL = re.compile(
    r"(?<![0-9])(?!2[0-9]{19}(?![0-9]))(?:[0-9]{17}[0-9Xx]|[0-9]{15,}"
    r"|[0-9]{4}(?:[ -][0-9]{4}){3,}(?:[ -][0-9]{1,4})?"
    r"|(?:\+?86[ -]?)?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4})(?![0-9])"
)
_BETWEEN = re.compile(r"[ +-]")
_LONG = re.compile(r"[0-9][0-9 +-]{9}")


@overload
def masked(text: str) -> str: ...
@overload
def masked(text: str | None) -> str | None: ...
def masked(text: str | None) -> str | None:
    """Replace all but the last four of every personal number in ``text`` by *; other text stays as it is."""
    # Nearly all texts hold no long number: the quick look saves the slow one.
    if not text or not _LONG.search(text):
        return text
    changed = _PERSONAL.sub(_stars, text)
    return text if changed == text else changed


def hidden(value: str) -> str:
    """Mask a value known to be personal, whatever it looks like."""
    return "*" * max(len(value) - _LAST, 0) + value[-_LAST:]


def _stars(found: re.Match[str]) -> str:
    return hidden(_BETWEEN.sub("", found[0]))
