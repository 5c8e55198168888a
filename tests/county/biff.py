"""Write a small .xls, the format of old Excel and of WPS .et: numbers and texts only."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from datetime import date

from tests.county.paper import Page, shown
from tests.unit.compound_file import EOF, begin, compound, record


def workbook(pages: Sequence[Page]) -> bytes:
    """Lay out the sheets of ``pages`` as one BIFF8 workbook."""
    names = [b"%c\x01" % len(p.name) + p.name.encode("utf-16-le") for p in pages]
    bodies = [begin(kind=0x0010) + _cells(page) + EOF for page in pages]
    start = len(begin()) + sum(4 + 6 + len(name) for name in names) + len(EOF)
    sheets = b""
    for name, body in zip(names, bodies, strict=True):
        sheets += record(0x0085, struct.pack("<IBB", start, 0, 0) + name)
        start += len(body)
    return compound(begin() + sheets + EOF + b"".join(bodies))


def _cells(page: Page) -> bytes:
    found = b""
    for i, row in enumerate(page.rows):
        for j, cell in enumerate(row):
            if cell is None:
                continue
            if isinstance(cell, int | float):
                found += record(0x0203, struct.pack("<HHHd", i, j, 0, cell))
            else:
                assert not isinstance(cell, date)
                text = shown(cell)
                found += record(
                    0x0204, struct.pack("<HHHHB", i, j, 0, len(text), 1) + text.encode("utf-16-le")
                )
    return found
