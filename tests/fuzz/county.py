"""What is handed in on the night of a seed: sheets of any kind with odd values, and beside them sheets without."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from random import Random

from schemas import Ledger, ledgers
from schemas._spec import FieldSpec
from tests.e2e.night import VILLAGES, Night
from tests.fuzz import formats, odd

AT_LEAST = 200
MOST_REPEATED = 1_000_000  # letters
OWN, OTHERS = "西渠村", ("东滩村", "南塘村", "北苑社区")
# These say what all other files mean: sheets without anything odd would rightly load otherwise.
TELL_OF_OTHERS = {"village", "village_alias", "header_alias", "parameter", "correction", "disposition"}
FORMATS: tuple[tuple[str, Callable[[formats.Sheets, Random], bytes]], ...] = (
    *([(".xlsx", formats.xlsx)] * 6), (".csv", formats.delimited), (".csv", formats.delimited), (".ods", formats.ods),
    (".xls", formats.web_page), (".xml", formats.spreadsheet_xml), (".et", formats.xlsx),
)  # fmt: skip
# Names may hold what the system allows; a name that begins like a file of the office program is left out by design.
_NO_NAME = set('\\/:*?<>|"') | set(map(chr, range(32))) if os.name == "nt" else {"/", "\0"}
Table = list[list[odd.Cell]]


def clean(kind: Ledger) -> Table:
    """Lay out a table of the village in which nothing is odd: the same in every night."""
    return _table(Random(kind.name), kind, OWN)


def clean_kinds() -> list[Ledger]:
    """List the kinds of which a village hands in tables of its own."""
    return [kind for kind in ledgers().values() if kind.name not in TELL_OF_OTHERS and kind.per_village]


def hand_in(night: Night, seed: int) -> tuple[int, dict[str, str]]:
    """Write the files of a night; returns how many cells are odd, and the kinds of sheets without any, by sheet."""
    chance = Random(seed)
    night.register(VILLAGES)
    beside = {f"{kind.title}（清）": kind for kind in chance.sample(clean_kinds(), 4)}
    waiting = dict(beside)
    count = 0
    while count < AT_LEAST or waiting:
        sheets: dict[str, Table] = {}
        suffix, write = chance.choice(FORMATS)
        for _ in range(chance.choice((1, 1, 2, 3))):
            kind = chance.choice(tuple(ledgers().values()))
            table = _table(chance, kind, chance.choice(OTHERS))
            count += _spoil(table, chance)
            sheets[_sheet_name(chance, kind, sheets)] = table
        # Only these formats have sheets with names of their own.
        if write in (formats.xlsx, formats.ods, formats.spreadsheet_xml) and not _damaged(sheets):
            for _ in range(min(len(waiting), 2)):
                name, own = waiting.popitem()
                sheets[name] = clean(own)
        path = _place(night.inputs, chance, kind, suffix)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(write(sheets, chance))
    return count, {name: kind.name for name, kind in beside.items()}


def _table(chance: Random, kind: Ledger, village: str) -> Table:
    """Lay out title, unit and header, and some rows that could be true."""
    fields = [f for f in kind.fields if f.required or chance.random() < 0.7]
    rows: Table = [
        [f"{village}2024年{kind.title}"],
        [f"编制单位：{village}", None, "单位：元"],
        [f.title for f in fields],
    ]
    lines = range(1, chance.randint(3, 6))
    rows += [[_plausible(chance, f, line, village) for f in fields] for line in lines]
    return rows


def _plausible(chance: Random, field: FieldSpec, line: int, village: str) -> odd.Cell:
    if field.name in ("county", "township", "village_code", "village_name"):
        [(code, township)] = [(code, of) for code, name, of in VILLAGES if name == village]
        return {"county": "灵武市", "township": township, "village_code": code}.get(field.name, village)
    if field.values:
        return chance.choice(field.words or ("其他",))
    return {
        "money": chance.randint(1, 99999) / 100, "date": f"2024-03-{line + 1:02d}", "year": 2024, "month": 3, "count": line,
        "ratio": 0.5, "quantity": 2, "code": f"记-{line}", "time": "12:30:00",
    }.get(field.role, chance.choice(("办公用品", "张三", "修渠人工费", "东滩茶社")))  # fmt: skip


def _spoil(table: Table, chance: Random) -> int:
    """Make cells odd, in some tables a few, in others most; headers less often: under odd ones alone nothing is read."""
    share, count = chance.choice((0.05, 0.2, 0.2, 0.5)), 0
    for line, row in enumerate(table):
        for column, plain in enumerate(row):
            if chance.random() < (share if line > 2 else share / 5):
                row[column] = odd.value(chance, plain)
                count += 1
    if chance.random() < 0.15:
        count += _one_column(table, chance)
    return count


def _one_column(table: Table, chance: Random) -> int:
    """Put one odd value all down a column, now and then of a long table: what is added up must bear it."""
    if chance.random() < 0.1:
        table[3:] = [list(row) for row in table[3:]] * 400
    column, value = chance.randrange(len(table[2])), odd.value(chance, None)
    if len(odd.said(value)) * len(table) > MOST_REPEATED:
        return 0
    for row in table[3:]:
        row[column] = value
    return 1


def _damaged(sheets: dict[str, Table]) -> bool:
    """Tell whether a number is none: a damaged workbook is rightly sent back as a whole."""
    cells = (cell for table in sheets.values() for row in table for cell in row)
    return any(isinstance(cell, odd.Number) and not cell.is_one for cell in cells)


def _sheet_name(chance: Random, kind: Ledger, taken: dict[str, Table]) -> str:
    if chance.random() < 0.5:
        return f"{kind.title}{len(taken)}"
    return (
        f"{odd.text(chance)[:8]}{len(taken)}{chance.choice((kind.title[:8], odd.number_of_someone(chance)))}"
    )


def _place(inputs: Path, chance: Random, kind: Ledger, suffix: str) -> Path:
    """Choose folder and name, in half of the cases odd ones; never one that stands already."""
    while True:
        parts = [kind.title, str(chance.randrange(10**6))]
        if chance.random() < 0.5:
            parts.insert(chance.randrange(3), odd.text(chance)[:12])
            parts.insert(chance.randrange(4), chance.choice(("", odd.number_of_someone(chance))))
        folder = odd.text(chance)[:6] if chance.random() < 0.2 else "综合"
        path = inputs / f"夹{_name(folder)}" / f"表{_name(''.join(parts))[:60]}{suffix}"
        if not path.exists() and len(os.fsencode(path.name)) < 250:
            return path


def _name(text: str) -> str:
    """Keep what a name may hold; of halves of pairs those that stand for bytes that are no UTF-8."""
    kept = "".join(
        c for c in text if c not in _NO_NAME and (not "\ud800" <= c <= "\udfff" or "\udc80" <= c <= "\udcff")
    )
    return kept.encode(errors="ignore").decode() if os.name == "nt" else kept
