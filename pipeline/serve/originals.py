"""Show rows of an original file as its sheet has them, from the archive, with the rows of interest marked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline import durable
from pipeline.files import archive, workbook
from pipeline.publish.masking import hidden, masked
from pipeline.values.cell import address

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from pipeline.files.workbook import Cell, Sheet

_AROUND = 2
_TOP = 6
_MOST_COLUMNS = 40
_LONGEST = 300
_OF_PERSONS = re.compile("身份证|证件号|账号|帐号|账户|卡号|存折|一卡通|电话|手机")
# An amount stands in the sheet in 元, 百元, 千元 or 万元.
_UNITS = (1, 100, 1_000, 10_000)


class Missing(Exception):
    """The sheet can't be shown; the text says why in Chinese."""


@dataclass(frozen=True, slots=True)
class Box:
    """One cell: its text, how many columns it spans, whether it is a number, whether the amount in question."""

    text: str
    span: int
    is_number: bool
    is_marked: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One row as numbered in the spreadsheet program; ``skipped`` rows before it are not shown."""

    number: int
    skipped: int
    is_marked: bool
    is_hidden: bool
    cells: list[Box]


@dataclass(frozen=True, slots=True)
class Window:
    """The rows of one sheet worth seeing; ``hides``: of the rows in question not all numbers are shown whole."""

    columns: list[str]
    lines: list[Line]
    notes: list[str] = field(default_factory=list)
    hides: bool = False


def original(folder: Path, sha256: str) -> bytes:
    """Give the bytes that were handed in; raises ``Missing`` when they are gone or not the same any more."""
    try:
        data = archive.locate(folder, sha256).read_bytes()
    except (OSError, ValueError) as error:
        raise Missing("存档里没有这个文件。") from error
    if durable.sha256(data) != sha256:
        raise Missing("存档里的文件与登记的校验值不符，可能被改动，请运行 cunzhang verify。")
    return data


def window(
    data: bytes,
    name: str,
    sheet: str,
    amounts: Mapping[int, Sequence[Decimal]],
    headers: Iterable[int],
    *,
    whole: bool = False,
) -> Window:
    """Show the rows of ``amounts`` (row number → the amounts in question there) with what stands around them.

    ``headers``: the numbers of the sheet's header rows; ``whole``: show the numbers of persons in these rows in full,
    those of the rows around never. Raises ``Missing`` when the sheet can't be read.
    """
    book = workbook.read(name, data)
    found = next((one for one in book.sheets if one.name == sheet), None)
    if found is None:
        raise Missing(f"原文件里找不到工作表“{sheet}”。")
    height = len(found.rows)
    wanted = sorted(number for number in amounts if 1 <= number <= height)
    if not wanted:
        raise Missing(f"工作表“{sheet}”没有要看的行。")
    headers = [number for number in headers if 1 <= number <= height]
    numbers = _numbers(wanted, headers, height)
    width = max((_filled(found, number - 1) for number in numbers), default=0)
    shown = min(width, _MOST_COLUMNS)
    lines = list(_lines(found, numbers, amounts.keys() if whole else (), amounts, shown, headers))
    hides = not whole and any(
        line != plain
        for line, plain in zip(
            lines, _lines(found, numbers, amounts.keys(), amounts, shown, headers), strict=True
        )
    )
    notes = [f"右边还有 {width - _MOST_COLUMNS} 列没有列出。"] if width > _MOST_COLUMNS else []
    if found.hidden:
        notes.append("这张工作表在文件里是隐藏的。")
    if any(line.is_hidden for line in lines):
        notes.append("行号带“隐”字的行在文件里是隐藏的。")
    columns = [address(0, column).removesuffix("1") for column in range(shown)]
    return Window(columns, lines, notes, hides)


def _numbers(wanted: list[int], headers: list[int], height: int) -> list[int]:
    """Choose the rows to show: titles and header above, and some rows around each wanted one."""
    chosen = set(range(1, min(min(headers, default=0), wanted[0], _TOP) + 1))
    for number in wanted:
        # Of tables one under the other, the header of the one it stands in.
        chosen |= {max(above)} if (above := [header for header in headers if header <= number]) else set()
        chosen |= set(range(max(1, number - _AROUND), min(height, number + _AROUND) + 1))
    return sorted(chosen)


def _filled(sheet: Sheet, row: int) -> int:
    cells = sheet.rows[row]
    shown = [c for c, value in enumerate(cells) if value != "" or (row, c) in sheet.errors]
    return shown[-1] + 1 if shown else 0


def _lines(
    sheet: Sheet,
    numbers: list[int],
    whole: Collection[int],
    amounts: Mapping[int, Sequence[Decimal]],
    width: int,
    headers: list[int],
) -> Iterator[Line]:
    before, header, personal = 0, min(headers, default=0), _personal(sheet, headers)
    for number in numbers:
        row = number - 1
        values = [*sheet.rows[row][:width], *([""] * (width - len(sheet.rows[row])))]
        wanted = {abs(amount) for amount in amounts.get(number, ())}
        spans = _spans(sheet, row, width)
        if number < header and not spans:
            spans = _overflowing(values)
        cells = [
            Box(
                sheet.errors.get((row, column)) or written(value)[:_LONGEST]
                if number in whole
                else _masked(value, column in personal and number not in headers),
                spans.get(column, 1),
                isinstance(value, (int, float)) and not isinstance(value, bool),
                bool(wanted) and _holds(value, wanted),
            )
            for column, value in enumerate(values)
            if spans.get(column) != 0
        ]
        yield Line(number, number - before - 1, number in amounts, row in sheet.hidden_rows, cells)
        before = number


def _spans(sheet: Sheet, row: int, width: int) -> dict[int, int]:
    """Say how many columns each merged cell of a row spans; those it covers span none."""
    spans: dict[int, int] = {}
    for top, left, bottom, right in sheet.merged:
        if top <= row <= bottom and left < width:
            last = min(right, width - 1)
            spans |= {left: last - left + 1} | dict.fromkeys(range(left + 1, last + 1), 0)
    return spans


def _overflowing(values: Sequence[Cell]) -> dict[int, int]:
    """Let the text of a title run on over the blank cells beside it, as a spreadsheet program does."""
    filled = [column for column, value in enumerate(values) if value != ""]
    spans: dict[int, int] = {}
    for column, following in zip(filled, [*filled[1:], len(values)], strict=True):
        spans |= {column: following - column} | dict.fromkeys(range(column + 1, following), 0)
    return spans


def _personal(sheet: Sheet, headers: Iterable[int]) -> set[int]:
    """List the columns whose header says that numbers of persons stand below it."""
    return {
        column
        for number in headers
        for column, value in enumerate(sheet.rows[number - 1])
        if _OF_PERSONS.search(written(value))
    }


def _masked(value: Cell, is_personal: bool) -> str:
    """Write a cell in which numbers of persons keep their last four."""
    text = written(value)
    return (hidden(text) if is_personal else masked(text))[:_LONGEST]


def written(value: Cell) -> str:
    """Write a cell as a spreadsheet program shows it in a plain format."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return format(value, ".15g")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _holds(value: Cell, wanted: set[Decimal]) -> bool:
    if isinstance(value, (bool, date, time)) or value == "":
        return False
    shown = written(value).replace(",", "").replace("，", "").strip("￥¥元 ")
    try:
        number = abs(Decimal(shown))
    except ArithmeticError:
        return False
    return any(number * unit in wanted for unit in _UNITS)
