"""Gather the sheets to rewrite: the hand-made layouts, the rendered county of the tests, and the counties by another hand."""

from __future__ import annotations

import csv
import io
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from random import Random

import openpyxl

from tests.bench_reading.cases import Read
from tests.bench_reading.definitions import whole
from tests.bench_reading.paper import Cell, Paper, xlsx
from tests.bench_reading.reader import Reading, Table
from tests.county import county
from tests.ledgers.specs import cases

COUNTIES = Path(__file__).parents[4] / "shared" / "county"
FROM_COUNTY, FROM_ARCHIVE = 40, 40
MOST_ROWS = 400
SMALL = 50  # a sample not worth making counties for


@dataclass(frozen=True)
class Base:
    """A sheet as it was, and what is read from it; ``table`` is the one that is loaded."""

    source: str
    name: str
    path: str
    paper: Paper
    reading: Reading
    table: Table


def bases(read: Read, seed: int, sample: int = 0) -> list[Base]:
    """List every sheet from which one table is read; ``sample`` picks so many files, a small one of layouts alone."""
    files = [*_layouts()]
    if not 0 < sample < SMALL:
        files += [*_county(seed), *_archives(seed)]
    if sample and sample < len(files):
        files = Random(seed).sample(files, sample)
    found = []
    for source, path, data in files:
        for paper in papers(path, data):
            where = str(Path(path).with_suffix(".xlsx"))
            if paper.hidden or not paper.rows or len(paper.rows) > MOST_ROWS:
                continue
            reading = read(where, xlsx([paper]), whole())
            loaded = [table for table in reading.tables if table.rows]
            if len(loaded) == 1:
                found.append(Base(source, f"{path}|{paper.name}", where, paper, reading, loaded[0]))
    return found


def _layouts() -> Iterator[tuple[str, str, bytes]]:
    for case in cases():
        yield "手工版式", case.file, case.data()


def _county(seed: int) -> Iterator[tuple[str, str, bytes]]:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for book in county.county(seed, FROM_COUNTY):
            book.save(folder)
            yield "测试县", book.path, (folder / book.path).read_bytes()


def _archives(seed: int) -> Iterator[tuple[str, str, bytes]]:
    """Take a few workbooks out of the counties beside the checkout, where they are there."""
    for archive in sorted(COUNTIES.glob("*.tar.xz")):
        with tarfile.open(archive) as packed:
            members = [
                m
                for m in packed.getmembers()
                if m.name.endswith((".xlsx", ".csv")) and "/inputs_night1/" in m.name
            ]
            for member in sorted(
                Random(seed).sample(members, min(FROM_ARCHIVE, len(members))), key=lambda m: m.name
            ):
                data = packed.extractfile(member)
                assert data is not None
                yield archive.name.split(".")[0], member.name.split("/inputs_night1/")[1], data.read()


def papers(path: str, data: bytes) -> list[Paper]:
    """Read a workbook or text file into cells, with no help from the product; nothing from other formats."""
    if path.endswith(".csv"):
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                lines = csv.reader(io.StringIO(data.decode(encoding)))
                return [Paper(Path(path).stem[:31], [[cell or None for cell in line] for line in lines])]
            except (UnicodeDecodeError, csv.Error):
                continue
    if not path.endswith(".xlsx") or not data.startswith(b"PK"):
        return []
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    return [_paper(sheet) for sheet in book.worksheets]


def _paper(sheet) -> Paper:  # type: ignore[no-untyped-def]
    rows = [[_cell(cell.value) for cell in row] for row in sheet.iter_rows()]
    red = {
        (cell.row - 1, cell.column - 1)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None and cell.font.color is not None and cell.font.color.rgb == "FFFF0000"
    }
    merged = [(a.min_row - 1, a.min_col - 1, a.max_row - 1, a.max_col - 1) for a in sheet.merged_cells.ranges]
    hidden = {number - 1 for number, line in sheet.row_dimensions.items() if line.hidden}
    return Paper(sheet.title, rows, merged, sheet.sheet_state != "visible", frozenset(hidden), frozenset(red))


def _cell(value: object) -> Cell:
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    return value if isinstance(value, str | int | float | date | time) or value is None else str(value)
