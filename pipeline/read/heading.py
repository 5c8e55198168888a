"""Say what each column of a header was taken for, and report what has no place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import messages
from pipeline.layout.headers import SEQUENCE
from pipeline.read.extract import Heading

if TYPE_CHECKING:
    from pipeline.read.grid import Grid

_PARTS = {"year": "年", "month": "月", "day": "日", "side": "方向", "word": "凭证字"}


def describe(grid: Grid) -> list[Heading]:
    """List the columns of the header with the field each was taken for and the word that matched."""
    recognition = grid.table.recognition
    found: list[Heading] = []
    for name, column in recognition.columns.items():
        title = _field_title(grid, name)
        for rank, place in enumerate(column.columns):
            note = "" if rank == 0 else "补空白处"
            found.append(
                Heading(
                    place,
                    grid.header_name(place),
                    title,
                    column.alias if rank == 0 else "",
                    note or column.why,
                )
            )
        for part, place in column.parts.items():
            word = _PARTS.get(part, part)
            found.append(Heading(place, grid.header_name(place), title, word, "分栏"))
    for place, header, used in recognition.shadowed:
        found.append(Heading(place, header, "", "", f"与“{recognition.columns[used].header}”同一项内容"))
    for place, header in recognition.unmapped:
        near = nearest(grid, header)
        found.append(
            Heading(place, header, "", "", f"最接近的标准列名：{near}" if near else "没有相近的标准列名")
        )
    taken = {heading.place for heading in found}
    for place, parts in enumerate(grid.table.block):
        if parts[-1] in SEQUENCE and place not in taken:
            found.append(Heading(place, grid.header_name(place), "", "", "只是序号"))
    return sorted(found, key=lambda heading: heading.place)


def _field_title(grid: Grid, name: str) -> str:
    if name in grid.specs:
        return grid.title_of(name)
    for sided in grid.ledger.sided:
        if sided.name == name:
            return f"{grid.title_of(sided.plus)}或{grid.title_of(sided.minus)}"
    for span in grid.ledger.spans:
        if span.name == name:
            return f"{grid.title_of(span.first)}、{grid.title_of(span.last)}"
    return {"_year": "年度", "_period": "期间", "_currency": "币种"}[name]


def nearest(grid: Grid, header: str) -> str:
    """Name the standard column an unknown header is most like, '' when none is."""
    taken = set(grid.table.recognition.columns)
    for sided in grid.ledger.sided:
        if sided.name in taken:
            taken |= {sided.plus, sided.minus}
    free = tuple((f.title, (f.title, *f.aliases)) for f in grid.ledger.fields if f.name not in taken)
    return messages.nearest(header, free)


def header_issues(grid: Grid) -> None:
    """Report doubled columns that hold something, and broken cells of known ones."""
    recognition, header = grid.table.recognition, grid.table.header[1]
    for column, text, used in recognition.shadowed:
        if any(v != "" for v in grid.raw(column)):
            grid.say("H02", (header, column), text, text, header=text, used=recognition.columns[used].header)
    places = {c: n for n, col in recognition.columns.items() for c in (*col.columns, *col.parts.values())}
    _broken_cells(grid, places)


def _broken_cells(grid: Grid, places: dict[int, str]) -> None:
    """Report formula errors and formulas without a result in known columns of data rows."""
    broken = [(at, text, "C06") for at, text in grid.sheet.errors.items()]
    broken += [(at, "公式无结果", "C07") for at in grid.sheet.uncached]
    rows = {*grid.rows, *(row for row, _, _ in grid.table.totals)} if broken else set()
    for (row, column), text, code in sorted(broken):
        if row in rows and column in places:
            grid.say(code, (row, column), _field_title(grid, places[column]), text)
