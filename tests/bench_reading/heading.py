"""Name a sheet, and draw its header."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from schemas._spec import Ledger
from tests.bench_reading import orders
from tests.bench_reading.facts import YEAR
from tests.bench_reading.facts.plain import Row
from tests.bench_reading.paper import Cell, Paper


def names(
    ledger: Ledger, target: str, here: Row, seed: str, *, titled: bool, every: bool
) -> tuple[str, str, str]:
    """Title, sheet name and path. A year or month in question is not the one the title states."""
    folder = f"{here['township']}/{here['village_name']}"
    if not titled:
        return "", "Sheet1", f"{folder}/新建表格.xlsx"
    words = orders.titles(ledger)
    word = words[Random(seed).randrange(len(words))] if every else words[0]
    month = "6月" if target == "month" else ""
    day = "（12月31日）" if every and target == ledger.date_field else ""
    year = YEAR + 1 if target in {"year", "month"} else YEAR
    return f"{here['village_name']}{year}年{month}{word}{day}", word[:20], f"{folder}/{word}.xlsx"


def header(paper: Paper, columns: Sequence[tuple[str, ...]]) -> None:
    """Draw the header: a group header over its neighbours, all else merged downwards."""
    top = len(paper.rows)
    tall = max(len(heads) for heads in columns)
    rows: list[list[Cell]] = [[None] * len(columns) for _ in range(tall)]
    for at, heads in enumerate(columns):
        for deep, text in enumerate(heads):
            rows[deep][at] = text
        if len(heads) < tall:
            paper.merged.append((top, at, top + tall - 1, at))
    paper.rows += rows
    at = 0
    while tall == 2 and at < len(columns):
        end = at
        while end + 1 < len(columns) and len(columns[at]) == 2 and columns[end + 1][:-1] == columns[at][:-1]:
            end += 1
            rows[0][end] = None
        if end > at:
            paper.merged.append((top, at, top, end))
        at = end + 1
