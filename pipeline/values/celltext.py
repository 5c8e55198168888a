"""Show cells as text, and tell which cells of a row hold anything."""

from __future__ import annotations

import unicodedata
from datetime import datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.values.cell import address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.values.cell import Cell


@lru_cache(maxsize=65536)
def tidy(text: str) -> str:
    """Normalise a text to NFKC with single spaces, and drop an export's wrapping (="0012")."""
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    text = " ".join(text.split())
    return text[2:-1].strip() if text.startswith('="') and text.endswith('"') else text


def cell_text(value: Cell) -> str:
    """Show a cell as text; whole numbers without a decimal point, days as 2013-04-05."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return str(value)


def as_seen(cells: Sequence[Cell], row: int) -> dict[str, str]:
    """Show the filled cells of ``row`` (from 0) by their addresses, in the order of the sheet."""
    return {address(row, j): cell_text(cells[j]) for j in filled(cells)}


def squeeze(value: Cell) -> str:
    """Show a cell as NFKC text without any white space."""
    return "".join(tidy(cell_text(value)).split())


def filled(row: Sequence[Cell]) -> list[int]:
    """List the columns of ``row`` that hold something other than white space."""
    return [j for j, v in enumerate(row) if v.__class__ is not str or (v and not v.isspace())]


def is_number(value: Cell) -> bool:
    """Tell whether a cell is a number (a truth value is none)."""
    return isinstance(value, int | float) and not isinstance(value, bool)
