"""Write the first sheet of the report: which batch, the headline figures and their change, where to look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.publish import palette
from pipeline.publish.report import bands, style

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsxwriter.worksheet import Worksheet

    from pipeline.publish.report.figures import Batch, Figures
    from pipeline.publish.report.sheets import Book
    from pipeline.publish.report.table import Table

NAME = "总览"
_WIDTHS = (28, 18, 18, 18, 9, 66)
_FIGURES = ("项目", "本批", "上一批", "增减", "单位", "是哪些村、什么时候的")
_LEVELS = ("疑点级别", "待办", "本批新增", "规则变动引起", "本批消除", "涉及金额（元）")
_SHEETS = ("工作表", "行数")


def write(book: Book, figures: Figures, tables: Mapping[str, Table]) -> None:
    """Write the sheet 总览."""
    look = book.look
    sheet = book.file.add_worksheet(NAME)
    for index, wide in enumerate(_WIDTHS):
        sheet.set_column(index, index, wide)
    book.text(sheet, 0, 0, f"村账审计报告　{figures.township or '全部乡镇'}", look.title)
    sheet.set_row(0, 32)
    remarks = [
        dated(figures.batch),
        "疑点只是待核事项，不是结论。涉及金额只算待办的，提示不计；同一事实引起的几条疑点只计一次，取最大。",
        "“可能受损”是少收、多付、重复付或去向不明的钱，“手续不全”是用途看得见而没有按规定办的钱。",
        "空白表示没有这方面的账，或不可评估；不等于 0。",
    ]
    row = 1
    for remark in remarks:
        book.text(sheet, row, 0, remark, look.note)
        row += 1
    row = _figures(book, sheet, row + 1, figures)
    row = _levels(book, sheet, row + 1, figures)
    row = _contents(book, sheet, row + 1, tables)
    _seal(book, sheet, row + 1, figures)
    style.arrange(sheet, f"村账审计报告　{figures.township or '全部乡镇'}", 0)
    sheet.set_portrait()
    sheet.fit_to_pages(1, 1)


def _head(book: Book, sheet: Worksheet, row: int, titles: tuple[str, ...]) -> int:
    sheet.set_row(row, 22)
    for index, title in enumerate(titles):
        book.text(sheet, row, index, title, book.look.header)
    return row + 1


def _figures(book: Book, sheet: Worksheet, row: int, figures: Figures) -> int:
    for band in bands.bands(figures):
        book.text(sheet, row, 0, band.name, book.look.section)
        row = _head(book, sheet, row + 1, _FIGURES)
        for one in band.figures:
            indent = 1 if one.name.startswith("其中") else 0
            book.text(sheet, row, 0, one.name, book.look.cell("text", indent=indent, bold=not indent))
            for column, value in ((1, one.value), (2, one.before)):
                book.value(sheet, row, column, value, one.kind, book.look.cell(one.kind, align="right"))
            change = book.look.cell(
                one.kind, align="right", num_format=style.CHANGE["元" if one.unit == "元" else ""]
            )
            book.value(sheet, row, 3, one.change, one.kind, change)
            book.text(sheet, row, 4, one.unit, book.look.cell("text", align="center"))
            book.text(sheet, row, 5, one.scope, book.look.cell("text"))
            row += 1
        row += 1
    return row


def _levels(book: Book, sheet: Worksheet, row: int, figures: Figures) -> int:
    row = _head(book, sheet, row, _LEVELS)
    for one in figures.levels:
        colour = book.look.cell("text", align="center", bg_color=palette.LEVEL_COLOURS[one.level])
        book.text(sheet, row, 0, one.level, colour)
        for column, value in enumerate((one.pending, one.raised, one.reappraised, one.gone), start=1):
            book.value(sheet, row, column, value, "count", book.look.cell("count", align="right"))
        book.value(sheet, row, 5, one.amount, "money", book.look.cell("money"))
        row += 1
    return row


def _contents(book: Book, sheet: Worksheet, row: int, tables: Mapping[str, Table]) -> int:
    row = _head(book, sheet, row, _SHEETS)
    form = book.look.cell("text", font_color="#0B57A4", underline=1)
    for name, table in tables.items():
        book.link(sheet, row, 0, name, (name, 0), form)
        book.value(sheet, row, 1, len(table.rows), "count", book.look.cell("count", align="right"))
        row += 1
    return row


def _seal(book: Book, sheet: Worksheet, row: int, figures: Figures) -> None:
    """Write the hashes by which anybody can prove that report, manifest and database belong together."""
    for text in sealed(figures.batch):
        book.text(sheet, row, 0, text, book.look.note)
        row += 1


def dated(batch: Batch) -> str:
    """Say which batch the report speaks of, and of when it is."""
    return f"批次 {batch.batch_id}　数据截止日 {batch.as_of}　发布时间 {batch.started_at:%Y-%m-%d %H:%M}"


def sealed(batch: Batch) -> list[str]:
    """Give the lines with the batch's hashes."""
    told = (
        ("程序版本", batch.program),
        ("批次清单的校验值（SHA-256）", batch.manifest_sha256),
        ("数据库的校验值（SHA-256）", batch.database_sha256),
    )
    return [f"{name}：{value}" for name, value in told if value]
