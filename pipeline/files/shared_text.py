"""Weigh the texts of a workbook: each is stored once, but a reader copies it into every cell that shows it."""

from __future__ import annotations

import re
from array import array
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_ITEM = re.compile(rb"<(?:[\w.-]+:)?si(?=[\s/>])")
_TAG = re.compile(rb"<[^<>]*>")
# Below this the tags of an item weigh nothing; rich text has more tags than letters.
_PLAIN = 300


class SharedText:
    """The lengths of a workbook's shared texts, and what the cells seen so far show of them."""

    def __init__(self, lengths: Iterable[int] = ()) -> None:
        self._lengths = array("Q", lengths)
        self.shown = 0

    def show(self, numbers: Iterable[int | bytes]) -> None:
        """Count the texts that cells show; a number beyond the last text shows nothing."""
        lengths = self._lengths
        last = len(lengths)
        self.shown += sum(lengths[at] for number in numbers if (at := int(number)) < last)


def of_xml(part: bytes) -> SharedText:
    """Measure the texts of ``sharedStrings.xml``."""
    starts = [item.start() for item in _ITEM.finditer(part)]
    return SharedText(
        end - start if end - start < _PLAIN else len(_TAG.sub(b"", part[start:end]))
        for start, end in pairwise([*starts, len(part)])
    )
