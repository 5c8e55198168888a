"""Write amounts the way finance people do, in texts that SQL put together."""

from __future__ import annotations

import re

_AMOUNT = re.compile(r"(?<![\d,.])(\d{4,})(\.\d+)?(?= ?元)")


def set_apart(text: str) -> str:
    """Set the thousands of every amount in a text apart, and leave out cents that are none."""
    return _AMOUNT.sub(lambda found: f"{int(found[1]):,}{(found[2] or '').removesuffix('.00')}", text)
