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
    from pipeline.publish.report.table import Kind, Value

NAME = "核查清单"
# The flags' columns an inspector works with, before and after those to fill in: here named by what sets their
# width, with titles that the reader can't take for others of its own.
_BEFORE = {
    "flag_id": ("flag_id", "疑点编号"), "level": ("level", "级别"), "status": ("status", "目前进展"),
    "township": ("township", "所在乡镇"), "village_name": ("village_name", "所在村"), "rule_id": ("rule_id", "规则"),
    "title": ("caption", "疑点"), "covers": ("covers", "涉及时间"),
    "amount": ("amount", "涉及金额（元）"), "message": ("content", "疑点内容"),
}  # fmt: skip
_NEXT = Column("todo", "下一步核查", "text")
_EVIDENCE = Column("evidence", "依据所在", "text")
_EARLIER = Column("earlier", "已有结论", "text")
# What is filled in; the titles are those of the kind that reads them back.
_FILLED = (
    "status", "explanation", "amount_found", "amount_recovered", "referred_to", "rectify_by", "rectified_on", "note",
    "inspector", "decided_on",
)  # fmt: skip
_KIND: dict[str, Kind] = {"date": "date", "money": "money"}
_FIRST_DAY = date(2000, 1, 1)
_PLACES = 3
REMARK = (
    "只填黄色的各列：核查结论从下拉框里选，填了结论的，核查人、核查日期必填，属实的还要写核查说明，不属实的还要选不属实原因，其余有就填；缺了的，整条不用；"
    "日期写成 2026-11-22 这样。填好后把本文件放进 inputs/（文件名可以改），下次处理时读取；没填的行不读。"
    "再次填写以日期较晚的为准；两份清单同一天结论不同的，会退回来请商定。"
)
# The four words, what they mean and what becomes of the flag.
MEANINGS = {
    "属实": "查实了；没有填整改完成日期的，继续作为待办列着。",
    "部分属实": "查实了一部分；同上。",
    "不属实": "不是问题，请选不属实原因；事实不变就不再提出。",
    "核查中": "正在查；继续作为待办列着。",
}
REASONS = {
    "有合理解释": "情况是这样，但有合理的解释。",
    "读表或数据有误": "账表填错、读错，事情不是这样；该规则的疑点往后排。",
    "规则不适用": "规则不适用于这种情形；该规则的疑点往后排。",
}

_EARLIER_SQL = """
with said as (
    select flag_id, arg_max(
        {'decided': decided, 'explanation': explanation, 'found': amount_found, 'rectified_on': rectified_on,
         'inspector': inspector, 'decided_on': decided_on, 'note': note}, batch_number) as s
    from result.flag_event where decided is not null group by flag_id
)
select flag_id, s.decided, concat_ws('，', s.explanation,
        case when s.found is not null then '查实 ' || cast(s.found as varchar) || ' 元' end,
        case when s.rectified_on is not null then s.rectified_on || ' 整改完成' end),
    concat_ws('，', s.inspector, s.decided_on), coalesce(s.note, '')
from said
"""


def write(path: Path, batch: Batch, table: Table) -> None:
    """Write the checklist ``table`` to ``path``."""
    book = sheets.open_book(path, batch.started_at)
    # The batch in the title tells, when the list comes back, which facts the inspector had before him.
    title = f"核查清单　批次 {batch.batch_id}"
    for number, start in enumerate(range(0, max(len(table.rows), 1), MOST_ROWS), start=1):
        rows = table.rows[start : start + MOST_ROWS]
        widths = style.widths(table.columns, rows)
        sheet = book.add(
            part_name(NAME, number), title, REMARK, table.columns, widths, frozen=1, wrapped=True
        )
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
        Column(f"filled_{name}", fields[name].title, _KIND.get(fields[name].role, "text")) for name in _FILLED
    ]
    return Table(NAME, (*shown, *filled, _NEXT, _EVIDENCE, _EARLIER), rows)


def _told(decided: str, more: str, by: str, note: str) -> str:
    """Write an earlier conclusion in one cell: 属实（查实 500.00 元；张三，2026-11-22）：看了凭证."""
    aside = "；".join(part for part in (more, by) if part)
    return decided + (f"（{aside}）" if aside else "") + (f"：{note}" if note else "")


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
    top = HEADER + 1
    place = {name: len(_BEFORE) + i for i, name in enumerate(_FILLED)}
    fields = ledgers()["disposition"].by_name
    for name, words in (("status", MEANINGS), ("explanation", REASONS)):
        title = fields[name].title
        sheet.data_validation(
            top, place[name], last, place[name],
            {
                "validate": "list", "source": list(words), "input_title": title, "error_title": title,
                "input_message": "\n".join(f"{word}：{meaning}" for word, meaning in words.items()),
                "error_message": f"请从下拉框里选：{'、'.join(words)}。",
            },
        )  # fmt: skip
    for name in _FILLED:
        if fields[name].role == "date":
            sheet.data_validation(
                top, place[name], last, place[name],
                {
                    "validate": "date", "criteria": ">=", "value": _FIRST_DAY, "error_title": fields[name].title,
                    "error_message": "请写成 2026-11-22 这样的日期。",
                },
            )  # fmt: skip
        elif fields[name].role == "money":
            sheet.data_validation(
                top, place[name], last, place[name],
                {
                    "validate": "decimal", "criteria": ">=", "value": 0, "error_title": fields[name].title,
                    "error_message": "请填数字，单位是元。",
                },
            )  # fmt: skip
    at = {name: f"{xl_col_to_name(column, col_abs=True)}{top + 1}" for name, column in place.items()}
    concluded = f'{at["status"]}<>""'
    for name, when in (
        ("decided_on", concluded),
        ("inspector", concluded),
        ("note", f'{at["status"]}="属实"'),
        ("explanation", f'{at["status"]}="不属实"'),
    ):
        sheet.conditional_format(
            top, place[name], last, place[name],
            {
                "type": "formula", "criteria": f'=AND({when},{at[name]}="")',
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
        *(f"{word}：{meaning}" for word, meaning in (MEANINGS | REASONS).items()),
        "事实有变的，标为复核；整改完成以后又出现的，也标为复核，请再看一次，重填结论。",
        "事实有变是指金额或疑点依据的内容有变；文件重报、换了位置不算。",
        "结论一直有效，直到有日期更晚的结论。要改，在下一份清单里重填。核查日期不能晚于数据截止日。",
        "疑点和结论都不删除。每条疑点的经过见数据库的 审计.疑点经过。",
    ]
    for row, text in enumerate(told, start=1):
        book.text(sheet, row, 0, text, book.look.note)
    sheet.protect()
