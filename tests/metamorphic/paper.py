"""Take an office's workbooks as lines of cells, put them on paper in other ways, and hand them in."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl

Cell = tuple[Any, str]
NOTHING: Cell = (None, "General")
MONEY = "#,##0.00"
MOMENT = 1_700_000_000


@dataclass(frozen=True)
class Line:
    """A row of cells, each a value and its number format."""

    cells: tuple[Cell, ...]
    hidden: bool = False


Page = list[Line]
Book = dict[str, Page]
Office = dict[str, Book]
Way = Callable[[Office], Office]


def read(inputs: Path) -> Office:
    """Read every workbook below ``inputs``, by its path there."""
    return {path.relative_to(inputs).as_posix(): _read(path) for path in sorted(inputs.rglob("*.xlsx"))}


def _read(path: Path) -> Book:
    book = openpyxl.load_workbook(path)
    return {
        sheet.title: [
            Line(
                tuple((cell.value, cell.number_format) for cell in row),
                bool(sheet.row_dimensions[number].hidden),
            )
            for number, row in enumerate(sheet.iter_rows(), start=1)
        ]
        for sheet in book.worksheets
    }


def hand_in(office: Office, inputs: Path, modified: Callable[[int], int] = lambda _: MOMENT) -> None:
    """Write the workbooks below ``inputs``; ``modified`` gives the time stamp of the n-th by name."""
    for number, (path, book) in enumerate(sorted(office.items())):
        target = inputs / path
        target.parent.mkdir(parents=True, exist_ok=True)
        _write(book, target)
        moment = modified(number)
        os.utime(target, (moment, moment))


def _write(book: Book, path: Path) -> None:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, page in book.items():
        sheet = made.create_sheet(name)
        for number, line in enumerate(page, start=1):
            sheet.row_dimensions[number].hidden = line.hidden
            for place, (value, form) in enumerate(line.cells, start=1):
                if value is not None:
                    cell = sheet.cell(number, place, value)
                    cell.number_format = form
    made.save(path)


def each_page(change: Callable[[Page], Page]) -> Way:
    """Change every sheet."""
    return lambda office: {
        path: {name: change(page) for name, page in book.items()} for path, book in office.items()
    }


def header_of(page: Page) -> int:
    """Give the line of the header: below the title and the line of particulars, where there is one."""
    told = [str(value) for value, _ in page[1].cells if value is not None]
    return 2 if any("：" in text for text in told) else 1


def renamed(office: Office) -> Office:
    """Call the files and the folder above them otherwise, but leave in what the names tell."""
    return {f"上报材料/{_stem(path)}（定稿）.xlsx": book for path, book in office.items()}


def split(office: Office) -> Office:
    """Give every sheet a workbook of its own."""
    return {
        f"{_stem(path)}-{name}.xlsx": {name: page}
        for path, book in office.items()
        for name, page in book.items()
    }


def bound(office: Office) -> Office:
    """Bind the workbooks of each folder into one."""
    made: Office = {}
    for path, book in office.items():
        one = made.setdefault(f"{path.rpartition('/')[0]}/全部账表.xlsx", {})
        for name, page in book.items():
            one[name if name not in one else f"{name}（{len(one)}）"] = page
    return made


def _stem(path: str) -> str:
    return path.removesuffix(".xlsx")


def with_blanks(page: Page) -> Page:
    """Begin lower and further right; leave a line blank below the header and here and there, and a column at the end."""
    lines = [Line(()), Line(())]
    for number, line in enumerate(page):
        lines.append(replace(line, cells=(NOTHING, *line.cells)))
        if number == header_of(page) or number % 7 == 6:
            lines.append(Line(()))
    return lines


def turned(page: Page) -> Page:
    """Write the columns in the other order."""
    head = header_of(page)
    width = max(len(line.cells) for line in page)
    return [
        line
        if number < head
        else replace(line, cells=tuple(reversed(line.cells + (NOTHING,) * (width - len(line.cells)))))
        for number, line in enumerate(page)
    ]


def in_ten_thousands(page: Page) -> Page:
    """Write the amounts in 万元, where the sheet says that they are in 元, above or in the header."""
    head = header_of(page)
    if not any(value == "单位：元" for line in page[:head] for value, _ in line.cells):
        return page
    amounts = {place for line in page for place, (_, form) in enumerate(line.cells) if form == MONEY}

    def scaled(number: int, place: int, cell: Cell) -> Cell:
        value, form = cell
        if number < head or (number == head and place in amounts):
            return (
                (re.sub("：元|(?<=[(（])元", lambda found: found[0].replace("元", "万元"), str(value)), form)
                if value
                else cell
            )
        if form == MONEY and isinstance(value, (int, float)):
            return float(Decimal(repr(value)).scaleb(-4)), "#,##0.000000"
        return cell

    return [
        replace(line, cells=tuple(scaled(number, place, cell) for place, cell in enumerate(line.cells)))
        for number, line in enumerate(page)
    ]


# Every sheet a file of its own, in UTF-8, as shown.
_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


def convert(inputs: Path, target: Path, kind: str) -> None:
    """Have LibreOffice write the workbooks below ``inputs`` in another format below ``target``."""
    profile = f"-env:UserInstallation={(target.parent / 'profile').as_uri()}"
    for folder in sorted({path.parent for path in inputs.rglob("*.xlsx")}):
        there = target / folder.relative_to(inputs)
        command = [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            _CSV if kind == "csv" else kind,
            "--outdir",
            there,
        ]
        subprocess.run(
            [*command, *sorted(folder.glob("*.xlsx"))], check=True, capture_output=True, timeout=300
        )
