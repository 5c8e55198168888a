"""Write a list to a file, row by row as it is read: CSV, or a workbook in which text stays text, whatever it starts with.

All rows or none: what does not fit is refused in words, never left out.
"""

from __future__ import annotations

import csv
import re
from datetime import date, datetime
from decimal import Decimal
from time import monotonic
from typing import TYPE_CHECKING, Any

import xlsxwriter

from pipeline.errors import Stop
from pipeline.publish import masking
from pipeline.serve.database import Unavailable, opened
from pipeline.serve.query import Refused, limited, only_select, peak, too_long

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import duckdb

    from pipeline.serve.query import Job

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
_PORTION = 2048
_MOST_BYTES = 1 << 30
# Without its head row; what is more stands on further sheets.
_MOST_LINES = (1 << 20) - 1
_MOST_COLUMNS = 16_384
_EXACT_DIGITS = 15
_LONGEST = 32_767
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write(job: Job) -> tuple[int | Refused | Unavailable | Stop, int]:
    """Write the file; give the number of rows or the refusal, as what is raised does not travel; and our memory in MB."""
    try:
        with opened(job.saving.database) as con:
            statement = only_select(con, job.saving.sql)
            with limited(con, job.seconds):
                con.execute(statement, job.saving.values or None)
                rows = _rows(con, job)
                return (_csv if job.form == "csv" else _workbook)(job.file, _titles(con), rows), peak()
    except OSError as error:
        return Refused(f"文件写不下去，没有存成：{error.strerror}。"), peak()
    except (Refused, Unavailable, Stop) as refusal:
        return refusal, peak()


def _titles(con: duckdb.DuckDBPyConnection) -> list[str]:
    return [str(one[0]) for one in con.description or ()]


def _rows(con: duckdb.DuckDBPyConnection, job: Job) -> Iterator[tuple[Any, ...]]:
    """Read the rows bit by bit; numbers of persons in names of files are masked as on the pages."""
    hidden = {i for i, name in enumerate(job.saving.names) if name in masking.ADDRESS}
    until = monotonic() + job.seconds
    while portion := con.fetchmany(_PORTION):
        if monotonic() > until:
            raise too_long(job.seconds)
        # A folder of its own: a workbook grows beside its file.
        if sum(file.stat().st_size for file in job.file.parent.iterdir()) > _MOST_BYTES:
            raise Refused(f"文件超过 {_MOST_BYTES >> 20} MB，没有存成。请加上条件，分几次存。")
        for row in portion:
            yield tuple(masking.masked(v) if i in hidden else v for i, v in enumerate(row)) if hidden else row


def _csv(file: Path, titles: Sequence[str], rows: Iterator[tuple[Any, ...]]) -> int:
    """Write UTF-8 with a BOM, so that Excel and WPS read the Chinese.

    A CSV can't say that a cell is text: what a spreadsheet program would run as a formula gets a leading '.
    """
    count = 0
    with file.open("w", encoding="utf-8-sig", errors="replace", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow([_harmless(name) for name in titles])
        for count, row in enumerate(rows, 1):  # noqa: B007 (the last is their number)
            writer.writerow([_harmless(plain(value)) if _is_text(value) else plain(value) for value in row])
    return count


def _workbook(file: Path, titles: Sequence[str], rows: Iterator[tuple[Any, ...]]) -> int:
    """Write an xlsx; numbers that a spreadsheet would round are written as text."""
    if len(titles) > _MOST_COLUMNS:
        raise Refused(f"有 {len(titles):,} 列，Excel 放不下，请存为 CSV。")
    count = 0
    book = xlsxwriter.Workbook(str(file), {"constant_memory": True, "tmpdir": str(file.parent)})
    formats = {
        "head": book.add_format({"bold": True, "bg_color": "#DCE6F0", "border": 1}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        "money": book.add_format({"num_format": "#,##0.00"}),
    }
    sheet = _sheet(book, titles, formats)
    line = 0
    for count, row in enumerate(rows, 1):  # noqa: B007 (the last is their number)
        if line == _MOST_LINES:
            _close(sheet, line, titles)
            sheet, line = _sheet(book, titles, formats), 0
        line += 1
        for column, value in enumerate(row):
            if value is not None:
                _cell(sheet, line, column, value, formats)
    _close(sheet, line, titles)
    book.close()
    return count


def _sheet(book: Any, titles: Sequence[str], formats: dict[str, Any]) -> Any:
    number = len(book.worksheets()) + 1
    sheet = book.add_worksheet("查询结果" if number == 1 else f"查询结果（{number}）")
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(len(titles) - 1, 0), 16)
    for column, name in enumerate(titles):
        sheet.write_string(0, column, _fitting(name), formats["head"])
    return sheet


def _close(sheet: Any, lines: int, titles: Sequence[str]) -> None:
    if lines and titles:
        sheet.autofilter(0, 0, lines, len(titles) - 1)


def _cell(sheet: Any, line: int, column: int, value: Any, formats: dict[str, Any]) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(line, column, value)
    elif _is_exact(value):
        is_money = isinstance(value, Decimal) and value.as_tuple().exponent == -2
        sheet.write_number(line, column, value, formats["money"] if is_money else None)
    elif isinstance(value, datetime) and value.tzinfo is None and value.year >= 1900:
        sheet.write_datetime(line, column, value, formats["moment"])
    elif isinstance(value, date) and not isinstance(value, datetime) and value.year >= 1900:
        sheet.write_datetime(line, column, value, formats["day"])
    else:
        sheet.write_string(line, column, _fitting(plain(value)))


def plain(value: Any) -> str:
    """Write a value of a query the way people read it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, bytes):
        return value.hex()
    return str(value)


def _is_text(value: Any) -> bool:
    return not isinstance(value, (int, float, Decimal, date))


def _harmless(text: str) -> str:
    return f"'{text}" if text[:1] in tuple("=+-@\t\r") else text


def _is_exact(value: Any) -> bool:
    if isinstance(value, float):
        return value - value == 0  # neither infinite nor NaN
    if isinstance(value, Decimal):
        return value.is_finite() and len(value.as_tuple().digits) <= _EXACT_DIGITS
    return isinstance(value, int) and abs(value) < 10**_EXACT_DIGITS


def _fitting(text: str) -> str:
    if len(text) > _LONGEST:
        raise Refused(f"有一格的文字超过 {_LONGEST:,} 个字，Excel 放不下，请存为 CSV。")
    return _UNPRINTABLE.sub("�", text)
