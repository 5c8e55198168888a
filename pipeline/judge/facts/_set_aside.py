"""Read the cells of rows that were set aside, and what was understood of them."""

from __future__ import annotations

import json


def texts_of(cells: str | None) -> tuple[str, ...]:
    """List what stands in the cells of a row: kept by address, or in a list as earlier versions kept them."""
    kept = json.loads(cells) if cells else ()
    return tuple(str(text) for text in (kept.values() if isinstance(kept, dict) else kept))


def fields_of(fields: str | None) -> dict[str, str]:
    """Give what could be read of a row, by field; nothing where no column of its table is known."""
    found: dict[str, str] = json.loads(fields) if fields else {}
    return found


def may_say(name: str, cells: str | None, read_as: dict[str, str]) -> tuple[str, ...]:
    """Give what a row says in a field or, where no column of it is known, all that stands in it."""
    return (read_as.get(name, ""),) if read_as else texts_of(cells)
