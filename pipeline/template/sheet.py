"""Draw one form: title, whose it is, header, guidance, example, and the cells to fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import ColumnDimension

from pipeline.template import look, paper
from pipeline.template.entry import guard_column, show_missing
from pipeline.template.forms import RUNNING

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from pipeline.template.forms import Example, Form

HEADER_ROW, GUIDE_ROW, EXAMPLE_ROW = 3, 4, 5
LAST = 2000  # checks and dropdowns reach this row, for lines added below
_PAGE = 230  # characters that one A4 page takes in a legible size
_KEPT = 4  # columns repeated on the right-hand page of a wide form, and the title over them
_NUMBER_WIDTH = 9
_LAST_COLUMN = 16_384


def first_row(form: Form) -> int:
    """Return the first row to fill in (from 1); a running balance needs an opening line above it."""
    return EXAMPLE_ROW + (2 if form.ledger.name in RUNNING else 1)


def letters_of(form: Form) -> dict[str, str]:
    """Map field names to column letters; column A holds the line number."""
    return {name: get_column_letter(place) for place, name in enumerate(form.names, start=2)}


def draw(sheet: Worksheet, form: Form, village: str = "", year: str = "") -> None:
    """Draw ``form`` on ``sheet``; ``village`` and ``year`` are cells elsewhere that the title takes them from."""
    widths = [_NUMBER_WIDTH, *(look.width_of(c.spec) for c in form.columns)]
    _columns(sheet, form, widths)
    _heading(sheet, form, widths, village, year)
    _header(sheet, form, widths)
    _lines(sheet, form)
    first = first_row(form)
    by_letter = dict(zip(letters_of(form).values(), form.columns, strict=True))
    for letter, column in by_letter.items():
        guard_column(sheet, column, letter, EXAMPLE_ROW + 1, LAST)
    show_missing(sheet, by_letter, first, LAST)
    paper.protect(sheet)
    sheet.freeze_panes = f"C{HEADER_ROW + 1}"
    paper.set_up(sheet, kept=f"A:{get_column_letter(_KEPT)}" if sum(widths) > _PAGE else "")
    sheet.print_title_rows = f"1:{HEADER_ROW}"
    sheet.oddFooter.left.text = "单位负责人：　　　　　审核：　　　　　制表："


def _columns(sheet: Worksheet, form: Form, widths: list[float]) -> None:
    """Give whole columns their width, format and freedom, so that lines beyond the drawn ones have them too."""
    for place, width in enumerate(widths, start=1):
        letter = get_column_letter(place)
        dimension = sheet.column_dimensions[letter]
        dimension.width = width
        dimension.font, dimension.protection = look.BODY, look.OPEN
        if place > 1:
            spec = form.columns[place - 2].spec
            dimension.number_format = look.NUMBER_FORMATS[spec.role]
            dimension.alignment = look.alignment_of(spec)
    beyond = get_column_letter(len(widths) + 1)
    # A line can be deleted on a protected sheet only when all its cells are unlocked.
    rest = ColumnDimension(sheet, index=beyond, min=len(widths) + 1, max=_LAST_COLUMN)
    rest.protection = look.OPEN
    sheet.column_dimensions[beyond] = rest


def _heading(sheet: Worksheet, form: Form, widths: list[float], village: str, year: str) -> None:
    wide = sum(widths) > _PAGE
    span = _KEPT if wide else len(widths)
    title = sheet.cell(1, 1, f"{form.whose}{form.title}")
    if village:
        title.value = (
            f'=IF({village}="","____村",{village})&" "&IF({year}="","20__",{year})&"年 {form.title}"'
        )
    else:
        title.protection = look.OPEN
    title.font, title.alignment = look.TITLE, look.CENTRE
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=span)
    sheet.row_dimensions[1].height = 32
    sheet.row_dimensions[2].height = 22
    after = _blank(sheet, widths, 1, "编制单位：", 2, 22)
    if village:
        whose = sheet.cell(2, 3, f'=IF({village}="","",{village})')
        whose.number_format = "General"  # a formula in a text cell turns into text when it is edited
    money = any(c.spec.role == "money" for c in form.columns)
    if "村" in form.whose and after + 3 <= len(widths):
        after = _blank(sheet, widths, after + 1, "乡镇：", 1, 14)
    if money:
        unit = sheet.cell(2, after + 2 if wide else len(widths), "单位：元")
        unit.font, unit.alignment = look.BODY, look.RIGHT


def _blank(sheet: Worksheet, widths: list[float], column: int, label: str, over: int, room: float) -> int:
    """Put a label over ``over`` columns and a blank to fill in after it; returns the blank's last column."""
    cell = sheet.cell(2, column, label)
    cell.font, cell.alignment = look.BODY, look.RIGHT
    if over > 1:
        sheet.merge_cells(start_row=2, start_column=column, end_row=2, end_column=column + over - 1)
    start = column + over
    last = start
    while sum(widths[start - 1 : last]) < room and last < len(widths) - 1:
        last += 1
    for place in range(start, last + 1):
        cell = sheet.cell(2, place)
        cell.font, cell.fill, cell.border, cell.protection = look.BODY, look.INPUT, look.UNDER, look.OPEN
        cell.alignment, cell.number_format = look.LEFT, "@"
    if last > start:
        sheet.merge_cells(start_row=2, start_column=start, end_row=2, end_column=last)
    return last


def _header(sheet: Worksheet, form: Form, widths: list[float]) -> None:
    heads: list[tuple[str, str, Example, bool]] = [("序号", "填写说明", "示例", False)]
    for column in form.columns:
        mark = "*" if column.spec.required else ""
        must = "必填。" if column.spec.required else ""
        heads.append((column.spec.title + mark, must + column.meaning, column.example, column.needed))
    for place, (title, meaning, example, needed) in enumerate(heads, start=1):
        head = _put(sheet, HEADER_ROW, place, title)
        head.font, head.alignment = look.HEAD, look.CENTRE
        head.fill = look.NEEDED_FILL if needed else look.HEAD_FILL
        guide = _put(sheet, GUIDE_ROW, place, meaning)
        guide.font, guide.alignment = look.SMALL, look.TOP
        sample = _put(sheet, EXAMPLE_ROW, place, None if example == "" else example)
        sample.font, sample.fill = look.MUTED, look.MUTED_FILL
        if place > 1:
            spec = form.columns[place - 2].spec
            sample.number_format, sample.alignment = look.NUMBER_FORMATS[spec.role], look.alignment_of(spec)
        else:
            sample.alignment = look.CENTRE
    # The guidance is set in 9 points, so a column holds a fifth more of it.
    tallest = max(look.lines_needed(m, w * 1.2) for (_, m, _, _), w in zip(heads, widths, strict=True))
    wraps = any(look.lines_needed(t, w) > 1 for (t, _, _, _), w in zip(heads, widths, strict=True))
    sheet.row_dimensions[HEADER_ROW].height = 34 if wraps else 24
    sheet.row_dimensions[GUIDE_ROW].height = 12.5 * tallest + 4
    long = any(look.lines_needed(str(e), w) > 1 for (_, _, e, _), w in zip(heads, widths, strict=True))
    sheet.row_dimensions[EXAMPLE_ROW].height = 28 if long else 20


def _put(sheet: Worksheet, row: int, column: int, value: object) -> Cell:
    cell: Cell = sheet.cell(row, column)
    cell.value = value
    cell.border = look.GRID
    return cell


def _lines(sheet: Worksheet, form: Form) -> None:
    """Draw the lines to fill in, numbered once they hold something, with the running balance."""
    letters = letters_of(form)
    first, width = first_row(form), len(form.columns) + 1
    end = get_column_letter(width)
    running = RUNNING.get(form.ledger.name)
    for row in range(EXAMPLE_ROW + 1, first + form.rows):
        sheet.row_dimensions[row].height = 20
        for place in range(1, width + 1):
            cell = _put(sheet, row, place, None)
            cell.font, cell.protection = look.BODY, look.OPEN
            if place == 1:
                cell.alignment = look.CENTRE
            else:
                spec = form.columns[place - 2].spec
                cell.number_format, cell.alignment = look.NUMBER_FORMATS[spec.role], look.alignment_of(spec)
        if row < first:
            sheet[f"{letters['summary']}{row}"] = "上年结转"
            sheet[f"{letters['balance']}{row}"].fill = look.INPUT
            continue
        sheet[f"A{row}"] = f'=IF(SUMPRODUCT(--(LEN(B{row}:{end}{row})>0))=0,"",ROW()-{first - 1})'
        if running:
            plus, minus, balance = (letters[name] for name in running)
            sums = f"SUM({balance}${first - 1})+SUM({plus}${first}:{plus}{row})-SUM({minus}${first}:{minus}{row})"
            sheet[f"{balance}{row}"] = f'=IF(AND({plus}{row}="",{minus}{row}=""),"",ROUND({sums},2))'
