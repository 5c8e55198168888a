"""Write the 填表说明 sheet: what a form is for, how to fill it in, and what each column means."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

from openpyxl.worksheet.datavalidation import DataValidation

from pipeline.template import look, paper

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.cell.cell import Cell
    from openpyxl.styles import Font, PatternFill
    from openpyxl.worksheet.worksheet import Worksheet

    from pipeline.template.forms import Column, Form

NAME = "填表说明"
VILLAGE, YEAR = f"'{NAME}'!$B$3", f"'{NAME}'!$B$4"
_HEADS = ("列名", "必填", "含义", "格式", "示例", "可选的词")
_WIDTHS = (18, 14, 38, 29, 24, 50)
_FORMATS = {
    "text": "文字",
    "code": "从下拉列表里选",
    "money": "数字，单位元，最多两位小数",
    "date": "日期，年-月-日",
    "time": "时间，时:分:秒",
    "year": "四位整数",
    "month": "1 到 12 的整数",
    "count": "整数",
    "ratio": "0 到 1 之间的小数，或百分数",
    "quantity": "数字",
}
_TITLE_STEP = "标题里“{blank}”的空位换成实际的；黄色的空格照实填。村名与村情登记表一致。"
_PLAIN_STEP = "黄色的空格照实填。"
_ONCE_STEP = "先在上面填村名、年度，各表的标题和编制单位会自动写上；用不到的表空着，不用删。"
_STEPS = (
    "列名是橙色的要填：带 * 的每行必填，不带 * 的几列每行至少填其中一列。",
    "从灰色的示例行下面开始填。示例行不会被读取，不用删，也不要在上面改。",
    "有下拉箭头的格从列表里选；金额只填数字；身份证号、账号逐位填写。填得不对时会提示，照提示改。",
    "填了一行而缺必填项时，缺的格显示淡红色，补上就消失。",
    "行数不够，复制最后一行往下粘贴；多余的空行不用删。",
    "列名、示例加了保护，没有密码，请不要改列名；用不到的列空着。",
    "填好后保存为 .xlsx，放进 inputs 里本乡镇、本村的文件夹，文件名里写上村名和期间。",
    "报过的表要改，就在原来的文件上改，用原来的文件名放回原处；新的会代替旧的。",
)


def write_guide(sheet: Worksheet, name: str, forms: Sequence[Form], *, shared: bool = False) -> None:
    """Fill ``sheet`` with the guide to ``forms``; ``shared`` adds the cells all titles take village and year from."""
    for letter, width in zip("ABCDEF", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    _wide(sheet, 1, f"{NAME}：{name}", look.TITLE, 30)
    row = 3
    if shared:
        _shared_cells(sheet)
        row = 6
    else:
        row = _paragraph(sheet, row, f"用途：{forms[0].purpose}")
    blank = forms[0].whose.strip()
    first = _ONCE_STEP if shared else _TITLE_STEP.format(blank=blank) if blank else _PLAIN_STEP
    own = () if shared else forms[0].tips
    for number, step in enumerate((first, *own, *_STEPS), start=1):
        row = _paragraph(sheet, row, f"{number}. {step}")
    for form in forms:
        row += 1
        if shared:
            _wide(sheet, row, form.title, look.HEAD, 22)
            row = _paragraph(sheet, row + 1, form.purpose + "".join(form.tips))
        row = _columns(sheet, row, form)
    paper.protect(sheet)
    paper.set_up(sheet)


def _shared_cells(sheet: Worksheet) -> None:
    for row, label, hint in ((3, "村名", "村的全称，如“示范村”"), (4, "年度", "四位数的年份，如 2024")):
        sheet.row_dimensions[row].height = 22
        _cell(sheet, row, 1, label, look.HEAD, look.NEEDED_FILL)
        value = _cell(sheet, row, 2, None, look.BODY, look.INPUT)
        value.protection = look.OPEN
        _cell(sheet, row, 3, hint, look.SMALL)
    rule = DataValidation(
        "whole", "1950", "2100", operator="between", error="请填四位数的年份，如 2024。", errorTitle="“年度”填得不对"
    )  # fmt: skip
    rule.allow_blank, rule.showErrorMessage = True, True
    sheet.add_data_validation(rule)
    rule.add("B4")


def _wide(sheet: Worksheet, row: int, text: str, font: Font, height: float) -> None:
    cell = sheet.cell(row, 1, text)
    cell.font, cell.alignment = font, look.LEFT
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(_HEADS))
    sheet.row_dimensions[row].height = height


def _paragraph(sheet: Worksheet, row: int, text: str) -> int:
    lines = look.lines_needed(text, sum(_WIDTHS))
    _wide(sheet, row, text, look.BODY, 16 * lines + 4)
    return row + 1


def _columns(sheet: Worksheet, row: int, form: Form) -> int:
    for place, head in enumerate(_HEADS, start=1):
        _cell(sheet, row, place, head, look.HEAD, look.HEAD_FILL)
    sheet.row_dimensions[row].height = 20
    for column in form.columns:
        row += 1
        spec = column.spec
        must = "必填" if spec.required else "至少填一列" if column.needed else ""
        words = "、".join(spec.words)
        texts = (spec.title, must, column.meaning, _FORMATS[spec.role], shown(column), words)
        for place, text in enumerate(texts, start=1):
            _cell(
                sheet, row, place, text, look.BODY, look.NEEDED_FILL if place == 1 and column.needed else None
            )
        tallest = max(look.lines_needed(t, w) for t, w in zip(texts, _WIDTHS, strict=True))
        sheet.row_dimensions[row].height = 15 * tallest + 4
    return row + 1


def shown(column: Column) -> str:
    """Show an example as the form's cell shows it."""
    value = column.example
    if isinstance(value, date | time):
        return value.isoformat()
    if column.spec.role == "money" and value != "":
        return f"{value:,.2f}"
    return str(value)


def _cell(
    sheet: Worksheet, row: int, column: int, text: str | None, font: Font, fill: PatternFill | None = None
) -> Cell:
    cell: Cell = sheet.cell(row, column)
    cell.value, cell.font, cell.border, cell.alignment = text, font, look.GRID, look.LEFT
    cell.number_format = "@" if text is not None else "General"
    if fill is not None:
        cell.fill = fill
    return cell
