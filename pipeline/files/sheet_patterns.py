"""Search the XML of a sheet by pattern: its tags, their attributes, their addresses.

No pattern looks far beyond the next ``<``: in a broken file, too, time is in proportion to length.
"""

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
    without_result: re.Pattern[bytes]
    error: re.Pattern[bytes]
    error_text: re.Pattern[bytes]
    styled: bytes
    shared_text: re.Pattern[bytes]
    value_start: bytes
    row_start: bytes
    formula_start: bytes


@lru_cache(maxsize=8)
def patterns(prefix: bytes) -> Patterns:
    """Compile the searches for one namespace prefix."""
    p = re.escape(prefix)
    address = rb"(?:[^<>]*?\sr=[\"']([A-Za-z]{1,4})(\d{1,10})[\"'])?"
    return Patterns(
        row_or_cell=re.compile(
            rb"<" + p + rb"(?:c|(row))(?=[\s/>])(?:[^<>]*?\sr=[\"']([A-Za-z]{0,4})(\d{1,10})[\"'])?[^<>]*>"
        ),
        row=re.compile(rb"<" + p + rb"row\s([^<>]*)>"),
        column=re.compile(rb"<" + p + rb"col\s([^<>]*)>"),
        formula=re.compile(rb"<" + p + rb"c(?=[\s>])" + address + rb"[^<>]*>\s*<" + p + rb"f(?=[\s/>])"),
        # What follows the formula: a value, an inline string, or nothing.
        without_result=re.compile(
            rb"(?:[^<>]*/>|[^<>]*>[^<]*</" + p + rb"f>)(?!\s*<" + p + rb"(?:v(?:\s[^<>]*)?>[^<]|is>))"
        ),
        error=re.compile(rb"<" + p + rb"c\s(?=[^<>]*?\bt=[\"']e[\"'])[^<>]*(?<!/)>"),
        error_text=re.compile(
            rb"(?:\s*<" + p + rb"f\b(?:[^<>]*/>|[^<>]*>[^<]*</" + p + rb"f>))?"
            rb"\s*<" + p + rb"v(?:\s[^<>]*)?>([^<]*)<"
        ),
        styled=rb"<" + p + rb"c\s(?=[^<>]*?\bs=[\"'](?:%s)[\"'])[^<>]*(?<!/)>",
        shared_text=re.compile(
            rb"t=[\"']s[\"'][^<>]{0,200}>\s{0,20}<" + p + rb"v(?:\s[^<>]{0,99})?>(\d{1,9})<"
        ),
        value_start=b"<" + prefix + b"v>",
        row_start=b"<" + prefix + b"row",
        formula_start=b"<" + prefix + b"f",
    )


def prefix(xml: bytes) -> bytes:
    """Find the namespace prefix that the tags of a sheet have."""
    root = re.search(rb"<([\w.-]+:)?worksheet\b", xml)
    return (root[1] or b"") if root else b""


def attributes(tag: bytes) -> dict[bytes, bytes]:
    """Split the inside of a start tag into names and raw values."""
    return {name: double or single for name, double, single in _ATTRIBUTE.findall(tag)}


def whole(text: bytes, most: int) -> int:
    """Read a whole number from an attribute; 0 where it is none, ``most`` where it is larger."""
    return min(int(text), most) if text.isdigit() and len(text) <= 12 else 0


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
    return (int(found[2]) - 1, column(found[1])) if found and int(found[2]) else None
