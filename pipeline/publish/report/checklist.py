"""Write 核查清单.xlsx: the flags for inspectors to fill in; dropped into inputs/ it comes back as conclusions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name

from pipeline.publish.report import sheets, style
from pipeline.publish.report.sheets import HEADER, MOST_ROWS, part_name
from pipeline.publish.report.table import Column, Table
from schemas import ledgers

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb
    from xlsxwriter.worksheet import Worksheet

    from pipeline.publish.report.figures import Batch
    from pipeline.publish.report.sheets import Book
    from pipeline.publish.report.table import Value

NAME = "核查清单"
# The flags' columns an inspector works with, before and after those to fill in: here named by what sets their
# width, with titles that the reader can't take for others of its own.
_BEFORE = {
    "flag_id": ("flag_id", "线索编号"), "level": ("level", "级别"), "status": ("status", "目前进展"),
    "township": ("township", "所在乡镇"), "village_name": ("village_name", "所在村"), "rule_id": ("rule_id", "规则"),
    "title": ("caption", "线索"), "covers": ("covers", "涉及时间"),
    "amount": ("amount", "涉及金额（元）"), "message": ("content", "线索内容"),
}  # fmt: skip
_NEXT = Column("todo", "下一步核查", "text")
_EVIDENCE = Column("evidence", "证据所在", "text")
_EARLIER = Column("earlier", "已有结论", "text")
# What is filled in; the titles are those of the kind that reads them back.
_FILLED = ("status", "note", "inspector", "decided_on")
_FIRST_DAY = date(2000, 1, 1)
_PLACES = 3
REMARK = (
    "只填黄色的四列：核查结论从下拉框里选，日期写成 2026-11-22 这样。填好后把本文件放进 inputs/（文件名可以改），"
    "下次处理时读取；没填的行不读。再次填写以日期较晚的为准；两份清单同一天结论不同的，会退回来请商定。"
)
# The four words, what they mean and what becomes of the flag.
MEANINGS = {
    "已核实": "情况属实，待整改；线索继续列出。",
    "已说明": "有合理说明；事实不变就不再提出。",
    "误报": "不是问题；事实不变就不再提出，该规则的线索往后排。",
    "已整改": "已经改正；再次出现的标为复发。",
}

_EARLIER_SQL = """
select flag_id, arg_max(decided, batch_number), arg_max(coalesce(inspector, ''), batch_number),
    arg_max(coalesce(cast(decided_on as varchar), ''), batch_number), arg_max(coalesce(note, ''), batch_number)
from result.flag_event where decided is not null group by flag_id
"""


def write(path: Path, batch: Batch, table: Table) -> None:
    """Write the checklist ``table`` to ``path``."""
    book = sheets.open_book(path, batch.started_at)
    # The batch in the title tells, when the list comes back, which facts the inspector had before him.
    title = f"核查清单　批次 {batch.batch_id}"
    for number, start in enumerate(range(0, max(len(table.rows), 1), MOST_ROWS), start=1):
        rows = table.rows[start : start + MOST_ROWS]
        widths = style.widths(table.columns, rows)
        sheet = book.add(part_name(NAME, number), title, REMARK, table.columns, widths, frozen=1)
        _lines(book, sheet, table, rows, widths)
        sheet.autofilter(HEADER, 0, HEADER + max(len(rows), 1), len(table.columns) - 1)
        _protect(book, sheet, HEADER + max(len(rows), 1))
    _explain(book)
    book.file.close()


def read(con: duckdb.DuckDBPyConnection, flags: Table, evidence: Table) -> Table:
    """Take the flags that fire, blanks to fill in, what to do next, the evidence, and what was concluded before."""
    earlier = {row[0]: _told(*row[1:]) for row in con.execute(_EARLIER_SQL).fetchall()}
    stands = _places(evidence)
    before = [flags.position(name) for name in _BEFORE]
    status, key, todo = (flags.position(name) for name in ("status", "flag_id", "next_check"))
    blank = (None,) * len(_FILLED)
    rows = [
        (*(row[i] for i in before), *blank, row[todo], stands.get(row[key], ""), earlier.get(row[key], ""))
        for row in flags.rows
        if row[status] != "已消除"
    ]
    fields = ledgers()["disposition"].by_name
    shown = [Column(*named, flags.columns[i].kind) for named, i in zip(_BEFORE.values(), before, strict=True)]
    filled = [
        Column(f"filled_{name}", fields[name].title, "date" if fields[name].role == "date" else "text")
        for name in _FILLED
    ]
    return Table(NAME, (*shown, *filled, _NEXT, _EVIDENCE, _EARLIER), rows)


def _told(decided: str, inspector: str, day: str, note: str) -> str:
    by = "，".join(part for part in (inspector, day) if part)
    return decided + (f"（{by}）" if by else "") + (f"：{note}" if note else "")


def _places(evidence: Table) -> dict[str, str]:
    """Name the first rows behind each flag, and how many there are."""
    found: dict[str, list[str]] = {}
    names = ("flag_id", "source_file", "source_sheet", "source_row")
    key, file, sheet, row = (evidence.position(name) for name in names)
    for line in evidence.rows:
        found.setdefault(line[key], []).append(f"{line[file]}　{line[sheet]}　第 {line[row]} 行")
    return {
        flag: "\n".join(places[:_PLACES]) + (f"\n共 {len(places)} 处" if len(places) > _PLACES else "")
        for flag, places in found.items()
    }


def _lines(
    book: Book, sheet: Worksheet, table: Table, rows: list[tuple[Value, ...]], widths: list[float]
) -> None:
    look = book.look
    open_cells = {
        i: look.cell(table.columns[i].kind, locked=False, bg_color="#FFFBE6")
        for i in range(len(_BEFORE), len(_BEFORE) + len(_FILLED))
    }
    sheets.lines(book, sheet, HEADER + 1, table.columns, rows, widths, special=open_cells)


def _protect(book: Book, sheet: Worksheet, last: int) -> None:
    """Let only the columns to fill in be changed, the conclusion from a list, the day as a date."""
    first, top = len(_BEFORE), HEADER + 1
    sheet.data_validation(
        top, first, last, first,
        {
            "validate": "list", "source": list(MEANINGS), "input_title": "核查结论", "error_title": "核查结论",
            "input_message": "\n".join(f"{word}：{meaning}" for word, meaning in MEANINGS.items()),
            "error_message": f"请从下拉框里选：{'、'.join(MEANINGS)}。",
        },
    )  # fmt: skip
    sheet.data_validation(
        top, first + 3, last, first + 3,
        {
            "validate": "date", "criteria": ">=", "value": _FIRST_DAY, "error_title": "核查日期",
            "error_message": "请写成 2026-11-22 这样的日期。",
        },
    )  # fmt: skip
    conclusion, day = (xl_col_to_name(first + i, col_abs=True) for i in (0, 3))
    sheet.conditional_format(
        top, first + 3, last, first + 3,
        {
            "type": "formula", "criteria": f'=AND({conclusion}{top + 1}<>"",{day}{top + 1}="")',
            "format": book.look.get(bg_color="#F8CBC6"),
        },
    )  # fmt: skip
    sheet.protect(
        "", {"autofilter": True, "format_columns": True, "format_rows": True, "select_locked_cells": True}
    )


def _explain(book: Book) -> None:
    """Write a second sheet that says what the four conclusions mean; it is read as no ledger."""
    sheet = book.file.add_worksheet("填写说明")
    sheet.set_column(0, 0, 110)
    book.text(sheet, 0, 0, "填写说明", book.look.title)
    sheet.set_row(0, 28)
    told = [
        *(f"{word}：{meaning}" for word, meaning in MEANINGS.items()),
        "事实有变是指金额或证据行的内容有变；文件重报、换了位置不算。",
        "结论一直有效，直到有日期更晚的结论。要改，在下一份清单里重填；没写日期的，按收到的那天算。",
        "线索和结论都不删除。每条线索的经过见数据库的 审计.线索经过。",
    ]
    for row, text in enumerate(told, start=1):
        book.text(sheet, row, 0, text, book.look.note)
    sheet.protect()
