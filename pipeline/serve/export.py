"""Write an answer as CSV or as a workbook in which text stays text, whatever it starts with."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import xlsxwriter

if TYPE_CHECKING:
    from pipeline.serve.query import Answer

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
_EXACT_DIGITS = 15
_LONGEST = 32_767
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def as_csv(answer: Answer) -> bytes:
    """Write UTF-8 with a BOM, so that Excel and WPS read the Chinese.

    A CSV can't say that a cell is text: what a spreadsheet program would run as a formula gets a leading '.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([_harmless(name) for name in answer.columns])
    for row in answer.rows:
        writer.writerow([_harmless(plain(value)) if _is_text(value) else plain(value) for value in row])
    return b"\xef\xbb\xbf" + stream.getvalue().encode("utf-8", "replace")


def as_workbook(answer: Answer) -> bytes:
    """Write an xlsx; numbers that a spreadsheet would round are written as text."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "constant_memory": False}) as book:
        sheet = book.add_worksheet("查询结果")
        head = book.add_format({"bold": True, "bg_color": "#DCE6F0", "border": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for column, name in enumerate(answer.columns):
            sheet.write_string(0, column, _fitting(name), head)
            sheet.set_column(column, column, 16)
        for line, row in enumerate(answer.rows, 1):
            for column, value in enumerate(row):
                if value is None:
                    continue
                if isinstance(value, bool):
                    sheet.write_boolean(line, column, value)
                elif _is_exact(value):
                    sheet.write_number(line, column, value)
                elif isinstance(value, datetime) and value.tzinfo is None and value.year >= 1900:
                    sheet.write_datetime(line, column, value, moment)
                elif isinstance(value, date) and not isinstance(value, datetime) and value.year >= 1900:
                    sheet.write_datetime(line, column, value, day)
                else:
                    sheet.write_string(line, column, _fitting(plain(value)))
        sheet.freeze_panes(1, 0)
        if answer.rows and answer.columns:
            sheet.autofilter(0, 0, len(answer.rows), len(answer.columns) - 1)
    return stream.getvalue()


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
    return _UNPRINTABLE.sub("�", text)[:_LONGEST]
