"""Write the 问题清单: what to put right, each place a link, and the rows that were not loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.publish import look
from pipeline.publish.feedback.cases import HINT
from pipeline.read.own_sheets import MARK

if TYPE_CHECKING:
    from collections.abc import Collection

    from openpyxl.worksheet.worksheet import Worksheet

    from pipeline.publish.feedback.cases import Case, Finding

COLUMNS = ("序号", "级别", "工作表", "位置", "列名", "发现", "应为", "怎么改", "处理结果")
WIDTHS = (6, 7, 15, 11, 13, 24, 25, 45, 17)
LOST_COLUMNS = ("序号", "工作表", "", "位置", "行内容", "", "", "没有装载的原因", "行数")
# Nobody works off a longer list in one go; the rest shows once these are put right.
MOST = 1_000
VERDICT = {
    "受理": "已经装载，但有下面的问题，请核对。",
    "部分受理": "部分装载。没有装载的内容改好后再报。",
    "退回": "整个文件都没有装载，请改好后再报。",
    "未变": "内容与已报的文件完全相同，没有重复装载。",
}


def write(sheet: Worksheet, case: Case, visible: Collection[str], hidden: Collection[str], hint: str) -> None:
    """Fill ``sheet`` with the problems of ``case``.

    ``visible`` and ``hidden``: the sheets that stand behind this one, none when the list stands alone;
    only visible ones can be jumped to. ``hint`` says how to work with this workbook.
    """
    look.arrange(sheet, WIDTHS)
    row = look.heading(sheet, MARK, [*_notes(case), hint], len(COLUMNS))
    look.header(sheet, row, COLUMNS)
    head = row
    shown = case.findings[:MOST]
    lost = _lost_places(case)
    for number, one in enumerate(shown, start=1):
        row += 1
        place = one.cell or ("整张表" if one.sheet else "整个文件")
        if one.sheet in hidden:
            place += "（隐藏）"
        values = (number, one.level, one.sheet, place, one.column, one.found, one.expected, one.fix)
        look.line(sheet, row, (*values, _outcome(one, case, lost)))
        look.centred(sheet.cell(row, 2), one.level)
        if one.sheet in visible:
            look.link_to_cell(sheet.cell(row, 4), one.sheet, one.anchor or "A1")
    if not shown:
        row += 1
        look.line(
            sheet, row, ("", "", "", "", "", "", "", "没有读到可以装载的内容，请核对是不是交错了文件。", "")
        )
    look.table(sheet, head, row, len(COLUMNS))
    row = _rest(sheet, row, len(case.findings), "个问题")
    if case.lost:
        _write_lost(sheet, row + 2, case, visible)


def _notes(case: Case) -> list[str]:
    money = f"{case.money_rejected:,.2f} 元"
    if case.money_unknown:
        money += "（另有看不出的金额，没有计入）"
    return [
        f"文件：{case.source_file}",
        f"结果：{VERDICT[case.status]}已装载 {case.rows_loaded:,} 行，未装载 {case.rows_rejected:,} 行，"
        f"未装载金额 {money}。",
    ]


def _lost_places(case: Case) -> set[tuple[str, int]]:
    return {
        (r.sheet, n) for r in case.lost if r.count == r.last - r.first + 1 for n in range(r.first, r.last + 1)
    }


def _outcome(one: Finding, case: Case, lost: set[tuple[str, int]]) -> str:
    """Say what became of the row, sheet or file that a finding is about."""
    if case.status == "退回":
        return "没有装载"
    reasons = {r.reason for r in case.lost if r.sheet == one.sheet}
    if reasons & {one.fix, f"整张表退回：{one.fix}"}:
        return "这张表没有装载"
    if (one.sheet, one.row) in lost:
        return "这一行没有装载"
    if one.level in {"严重", "高"} and "整张表退回" in reasons:
        return "这张表没有装载"
    return "已装载" if one.level == HINT else "已装载，请核对"


def _write_lost(sheet: Worksheet, row: int, case: Case, visible: Collection[str]) -> None:
    look.section(sheet, row, f"没有装载的行（共 {case.rows_rejected:,} 行）")
    row += 1
    look.header(sheet, row, LOST_COLUMNS)
    _merge(sheet, row)
    for number, one in enumerate(case.lost[:MOST], start=1):
        row += 1
        look.line(sheet, row, (number, one.sheet, "", one.place, one.content, "", "", one.reason, one.count))
        look.fit(
            sheet, row, ((one.content, sum(WIDTHS[4:7])), (one.reason, WIDTHS[7]), (one.place, WIDTHS[3]))
        )
        _merge(sheet, row)
        if one.sheet in visible:
            look.link_to_cell(sheet.cell(row, 4), one.sheet, f"A{one.first}")
    _rest(sheet, row, len(case.lost), "处")


def _merge(sheet: Worksheet, row: int) -> None:
    sheet.merge_cells(start_row=row, start_column=2, end_row=row, end_column=3)
    sheet.merge_cells(start_row=row, start_column=5, end_row=row, end_column=7)


def _rest(sheet: Worksheet, row: int, total: int, what: str) -> int:
    """Say how many lines a long list leaves out; return the last row written."""
    if total <= MOST:
        return row
    look.note(sheet, row + 1, f"另有 {total - MOST:,} {what}没有列出，改好上面的再报即可看到。")
    return row + 1
