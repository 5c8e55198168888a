"""Search the XML of a sheet by pattern: its tags, their attributes, their addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.files.marks import Address

_ATTRIBUTE = re.compile(rb"([\w.:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_REFERENCE = re.compile(rb"([A-Za-z]{1,4})(\d{1,10})$")


@dataclass(frozen=True, slots=True)
class Patterns:
    """The searches for one namespace prefix (``x:`` or none)."""

    row_or_cell: re.Pattern[bytes]
    row: re.Pattern[bytes]
    column: re.Pattern[bytes]
    formula: re.Pattern[bytes]
    without_result: tuple[re.Pattern[bytes], ...]
    value: re.Pattern[bytes]
    value_start: bytes
    row_start: bytes
    cell_start: bytes
    cell_end: bytes
    formula_start: bytes


@lru_cache(maxsize=8)
def patterns(prefix: bytes) -> Patterns:
    """Compile the searches for one namespace prefix."""
    p = re.escape(prefix)
    # The result is a value, or an inline string.
    result = rb"(?!\s*<" + p + rb"(?:v(?:\s[^>]*)?>[^<]|is>))"
    return Patterns(
        row_or_cell=re.compile(
            rb"<" + p + rb"(?:c|(row))(?=[\s/>])(?:[^>]*?\sr=[\"']([A-Za-z]{0,4})(\d{1,10})[\"'])?[^>]*>"
        ),
        row=re.compile(rb"<" + p + rb"row\s([^>]*)>"),
        column=re.compile(rb"<" + p + rb"col\s([^>]*)>"),
        formula=re.compile(
            rb"<" + p + rb"c(?=[\s>])(?:[^>]*?\sr=[\"']([A-Za-z]{1,4})(\d{1,10})[\"'])?[^>]*>"
            rb"\s*<" + p + rb"f[\s/>]"
        ),
        without_result=(
            re.compile(rb"</" + p + rb"f>" + result),
            re.compile(rb"<" + p + rb"f\b[^>]*/>" + result),
        ),
        value=re.compile(rb"<" + p + rb"v(?:\s[^>]*)?>([^<]*)<"),
        value_start=b"<" + prefix + b"v>",
        row_start=b"<" + prefix + b"row",
        cell_start=b"<" + prefix + b"c",
        cell_end=b"</" + prefix + b"c>",
        formula_start=b"<" + prefix + b"f",
    )


def attributes(tag: bytes) -> dict[bytes, bytes]:
    """Split the inside of a start tag into names and raw values."""
    return {name: double or single for name, double, single in _ATTRIBUTE.findall(tag)}


@lru_cache(maxsize=1024)
def column(letters: bytes) -> int:
    """Number a column from its letters, A = 0."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number - 1


def reference(text: bytes) -> Address | None:
    """Turn ``B7`` into (6, 1); None if it is no address."""
    found = _REFERENCE.match(text)
    return (int(found[2]) - 1, column(found[1])) if found else None
