"""Write the tables of schema AO as files, row by row: text in GB18030, as audit programs read it, and workbooks."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pipeline.publish import masking

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import duckdb

ACCOUNTS = "会计科目表"
ENCODING = "gb18030"
# Where the source file is named; a number of a person's in its name is masked as everywhere.
_PLACE = "备注"
_PORTION = 4096
# Without its head row; what is more stands on further sheets.
MOST_LINES = (1 << 20) - 1
_LONGEST = 32_767


def known(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Name the tables of schema AO."""
    rows = con.execute("select view_name from duckdb_views() where schema_name = 'AO' order by 1").fetchall()
    return [name for (name,) in rows]


def write_text(con: duckdb.DuckDBPyConnection, table: str, only: Sequence[str] | None, path: Path) -> int:
    """Write a CSV of ``table``; give the number of rows.

    It is loaded as it is by other programs: no cell gets a sign before it that the table has not.
    """
    titles, rows = _read(con, table, only)
    count = 0
    with path.open("w", encoding=ENCODING, errors="replace", newline="") as stream:
        lines = csv.writer(stream, lineterminator="\r\n")
        lines.writerow(titles)
        for count, row in enumerate(rows, 1):  # noqa: B007 (the last is their number)
            lines.writerow([f"{cell:f}" if isinstance(cell, Decimal) else cell for cell in row])
    return count


def write_book(con: duckdb.DuckDBPyConnection, table: str, only: Sequence[str] | None, path: Path) -> int:
    """Write a workbook of ``table`` in which text stays text; give the number of rows."""
    import xlsxwriter

    titles, rows = _read(con, table, only)
    count = 0
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "tmpdir": str(path.parent)}) as book:
        styles = {
            Decimal: book.add_format({"num_format": "#,##0.00"}),
            date: book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        head = book.add_format({"bold": True, "bg_color": "#DCE6F0", "border": 1})
        sheet = _sheet(book, table, titles, head)
        for count, row in enumerate(rows, 1):
            line = (count - 1) % MOST_LINES + 1
            if line == 1 and count > 1:
                sheet = _sheet(book, table, titles, head)
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(line, column, cell, styles[date])
                elif isinstance(cell, (int, Decimal)):
                    sheet.write_number(line, column, cell, styles.get(type(cell)))
                elif cell is not None:
                    sheet.write_string(line, column, str(cell)[:_LONGEST])
    return count


WRITERS = {".csv": write_text, ".xlsx": write_book}


def _read(
    con: duckdb.DuckDBPyConnection, table: str, only: Sequence[str] | None
) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
    """Give titles and rows, of the sets of books ``only`` or of all."""
    of = "" if only is None else " where 电子数据编号 in (select unnest($only))"
    con.execute(
        f'select * from "AO"."{table}"{of} order by all', {} if only is None else {"only": list(only)}
    )
    titles = [str(column[0]) for column in con.description or ()]
    place = titles.index(_PLACE) if _PLACE in titles else None
    return titles, _rows(con, place)


def _rows(con: duckdb.DuckDBPyConnection, place: int | None) -> Iterator[tuple[Any, ...]]:
    while portion := con.fetchmany(_PORTION):
        for row in portion:
            if place is None:
                yield row
            else:
                yield (*row[:place], masking.masked(row[place]), *row[place + 1 :])


def _sheet(book: Any, table: str, titles: Sequence[str], head: Any) -> Any:
    number = len(book.worksheets()) + 1
    sheet = book.add_worksheet(table if number == 1 else f"{table}（{number}）")
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(titles) - 1, 16)
    for column, title in enumerate(titles):
        sheet.write_string(0, column, title, head)
    return sheet
