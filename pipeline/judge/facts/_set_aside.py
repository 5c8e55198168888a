"""Read the cells of rows that were set aside."""

from __future__ import annotations

import json


def texts_of(cells: str | None) -> tuple[str, ...]:
    """List what stands in the cells of a row: kept by address, or in a list as earlier versions kept them."""
    kept = json.loads(cells) if cells else ()
    return tuple(str(text) for text in (kept.values() if isinstance(kept, dict) else kept))
