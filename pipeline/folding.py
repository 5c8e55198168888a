"""Break texts into lines as wide as a terminal, a Chinese sign counting two."""

from __future__ import annotations

import re

from rich.cells import cell_len

# A Latin word or number, or one Chinese sign, with the marks behind it that must not begin a line.
_PIECE = re.compile(r"(?:[!-~]+|[^!-~ ]) *[，。；：、）》”？]*")


def folded(text: str, width: int) -> list[str]:
    """Break ``text`` into lines of at most ``width`` cells, between Chinese signs or at spaces."""
    lines = [""]
    for piece in _PIECE.findall(text):
        if lines[-1] and cell_len(lines[-1]) + cell_len(piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]
