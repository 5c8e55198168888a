"""Hold what is wrong with the data, as values that travel with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["严重", "高", "中", "低", "提示"]
LEVELS: tuple[Level, ...] = ("严重", "高", "中", "低", "提示")


@dataclass(frozen=True, slots=True)
class Issue:
    """One problem in a submitted workbook, worded for the officer who must fix it.

    ``cell`` is an address as the spreadsheet program shows it (``C12``), empty for a whole sheet or file;
    ``cents`` the amount concerned, None where there is none.
    """

    code: str
    level: Level
    source_file: str
    sheet: str
    cell: str
    column: str
    found: str
    expected: str
    fix: str
    cents: int | None = None
