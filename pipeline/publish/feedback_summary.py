"""Write 反馈汇总.xlsx: by township and by file what was handed in, what was not loaded, what is missing."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl

from pipeline.publish import look
from pipeline.publish.feedback.shelf import replace
from pipeline.publish.feedback_figures import ELSEWHERE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from pipeline.publish.feedback_figures import Figures, FileLine, Missing

OVERVIEW = (
    "乡镇", "登记村数", "收到文件", "受理", "受理但\n有问题", "部分受理", "退回", "跳过", "重复件", "有未报\n的村",
    "装载行数", "未装载行数", "未装载金额（元）", "没有读懂\n的金额（元）",
)  # fmt: skip
TODO = (
    "序号", "乡镇", "村", "经办人\n（表上写的）", "涉及金额\n（元）", "要改的\n表", "未装载\n行数", "没有报的\n（份）",
    "先做什么", "反馈文件",
)  # fmt: skip
FILES = (
    "序号", "乡镇", "村", "文件", "表种", "结果", "装载行数", "未装载\n行数", "未装载金额\n（元）",
    "没有读懂的\n金额（元）", "必须改\n（处）",
    "请核对\n（处）", "先改什么", "反馈文件",
)  # fmt: skip
MISSING = ("序号", "乡镇", "村", "表名", "期间", "情形")
UNREAD = ("序号", "文件", "工作表", "位置", "列名", "金额（元）", "原因")
REASONS = ("序号", "级别", "应为", "怎么改", "处数", "文件数", "例")
HINTS = ("序号", "文件", "工作表", "位置", "内容", "说明", "文件数")
VERDICTS = ("受理", "受理但有问题", "部分受理", "退回", "跳过", "重复件")
_REGISTER_FIRST = (
    "先改村情登记表：还没有一个村登记成功，别的表因此都认不出是哪个村；登记表装载后它们自动重读，不用逐个改。"
)
_SKIPPED = "已跳过（不是要报的表）"
_COLOUR = {"退回": "高", "部分受理": "中", "受理但有问题": "低"}


def write(path: Path, figures: Figures, copies: Mapping[str, str]) -> None:
    """Write the summary; ``copies`` maps submitted files to their feedback files beside ``path``.

    Raises ``PermissionError`` while a spreadsheet program holds the file open.
    """
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "先做什么"
    _todo(first, figures, copies)
    _overview(book.create_sheet("总览"), figures)
    _files(book.create_sheet("文件清单"), figures, copies)
    _missing(book.create_sheet("未报"), figures)
    _unread(book.create_sheet("没有读懂的金额"), figures)
    _reasons(book.create_sheet("常见问题"), figures)
    _hints(book.create_sheet("提示和已跳过"), figures)
    output = io.BytesIO()
    book.save(output)
    replace(path, output.getvalue())


def _todo(sheet: Worksheet, figures: Figures, copies: Mapping[str, str]) -> None:
    look.arrange(sheet, (6, 16, 16, 18, 16, 9, 9, 10, 70, 11))
    row = look.heading(
        sheet,
        "先做什么",
        [
            f"批次 {figures.batch_id}　数据截止日 {figures.as_of}",
            "一村一个经办人一行，没有装载的金额大的在前；经办人是那张表上写的经手人、制单人、代收人，没有写的为空。"
            "改好后用原文件名放回 inputs，没有报的补报，下次处理后这里就少一行。",
        ],
        len(TODO),
    )
    look.header(sheet, row, TODO)
    head = row
    for number, one in enumerate(figures.todos, start=1):
        row += 1
        copy = copies.get(one.source_file, "")
        values = (
            number, one.township, one.village, one.handler, one.money, one.sheets, one.rows, one.missing, one.first,
            "打开反馈" if copy else "",
        )  # fmt: skip
        look.line(sheet, row, values, money=(4,))
        if one.money_unknown:
            sheet.cell(row, 5).number_format = look.MONEY_AT_LEAST
        if copy:
            look.link_to_file(sheet.cell(row, len(TODO)), copy)
    if not figures.todos:
        look.note(sheet, row + 1, "没有要改、要补报的。")
    look.table(sheet, head, row, len(TODO))


def _overview(sheet: Worksheet, figures: Figures) -> None:
    look.arrange(sheet, (18, 10, 10, 9, 10, 10, 9, 9, 9, 10, 12, 12, 18, 16))
    row = look.heading(
        sheet,
        "反馈汇总",
        [
            f"批次 {figures.batch_id}　数据截止日 {figures.as_of}　生成时间 {figures.made_at:%Y-%m-%d %H:%M}",
            "收到文件 = 受理 + 受理但有问题 + 部分受理 + 退回 + 跳过（不是要报的表）+ 重复件。每个文件要改什么，见“文件清单”；"
            "改好后用原文件名放回 inputs，下次处理时自动更新，改好的文件不再列出反馈。",
            *([] if figures.villages else [_REGISTER_FIRST]),
        ],
        len(OVERVIEW),
    )
    look.header(sheet, row, OVERVIEW)
    head = row
    places = sorted({*figures.villages, *(f.township for f in figures.files)} - {ELSEWHERE})
    if any(f.township == ELSEWHERE for f in figures.files):
        places.append(ELSEWHERE)
    for place in places:
        row += 1
        files = [f for f in figures.files if f.township == place]
        missing = [m for m in figures.missing if m.township == place]
        look.line(
            sheet, row, (place, figures.villages.get(place, 0), *_counts(files, missing)), money=(12, 13)
        )
        _mark_unknown(sheet.cell(row, 13), files)
    total = ("合计", sum(figures.villages.values()), *_counts(figures.files, figures.missing))
    look.table(sheet, head, row, len(OVERVIEW))
    look.line(sheet, row + 1, total, money=(12, 13), total=True)
    _mark_unknown(sheet.cell(row + 1, 13), figures.files)
    if any(f.money_unknown for f in figures.files):
        look.note(sheet, row + 2, "“看不出”“＋”：文件打不开、表认不出来或金额看不懂，这部分金额没有计入。")


def _mark_unknown(cell: Cell, files: Sequence[FileLine]) -> None:
    if any(f.money_unknown for f in files):
        cell.number_format = look.MONEY_AT_LEAST


def _counts(files: Sequence[FileLine], missing: Sequence[Missing]) -> tuple[object, ...]:
    by_verdict = [sum(f.verdict == verdict for f in files) for verdict in VERDICTS]
    return (
        len(files),
        *by_verdict,
        len({(m.township, m.village) for m in missing}),
        sum(f.rows_loaded for f in files),
        sum(f.rows_rejected for f in files),
        sum((f.money_rejected for f in files), Decimal(0)),
        sum((f.money_unread for f in files), Decimal(0)),
    )


def _files(sheet: Worksheet, figures: Figures, copies: Mapping[str, str]) -> None:
    look.arrange(sheet, (6, 18, 13, 34, 16, 13, 10, 9, 14, 14, 9, 9, 40, 11))
    look.header(sheet, 1, FILES)
    order = {verdict: place for place, verdict in enumerate(("退回", "部分受理", "受理但有问题"))}
    files = sorted(
        figures.files,
        key=lambda f: (f.verdict == "跳过", f.township, order.get(f.verdict, 9), f.source_file),
    )
    skipped = [f for f in files if f.verdict == "跳过"]
    row = 1
    for number, one in enumerate(files, start=1):
        row += 1
        if skipped and one is skipped[0]:
            title = f"{_SKIPPED}：{len(skipped)} 个文件（点左边的 + 展开）"
            look.line(sheet, row, ("", "", "", title, *[""] * (len(FILES) - 4)), total=True)
            look.fold(sheet, row + 1, row + len(skipped))
            row += 1
        copy = copies.get(one.source_file, "")
        reason = "不是要报的表，不用改。" if one.verdict == "跳过" else one.reason
        look.line(
            sheet,
            row,
            (
                number, one.township, one.villages, one.source_file, one.kinds, one.verdict, one.rows_loaded,
                one.rows_rejected, one.money_rejected, one.money_unread, one.grave, one.slight, reason,
                "打开反馈" if copy else "",
            ),
            money=(8, 9),
        )  # fmt: skip
        _mark_unknown(sheet.cell(row, 9), [one])
        look.centred(sheet.cell(row, 6), _COLOUR.get(one.verdict, ""))
        if copy:
            look.link_to_file(sheet.cell(row, len(FILES)), copy)
    look.table(sheet, 1, row, len(FILES))


def _missing(sheet: Worksheet, figures: Figures) -> None:
    look.arrange(sheet, (6, 18, 18, 24, 17, 40))
    rows = [
        (
            m.township,
            m.village,
            m.kind_title,
            f"{m.period.year} 年 {m.period.month} 月" if m.period else "",
            m.what,
        )
        for m in figures.missing
    ]
    _numbered(sheet, MISSING, rows)


def _unread(sheet: Worksheet, figures: Figures) -> None:
    look.arrange(sheet, (6, 44, 18, 14, 20, 16, 46))
    rows = [(u.source_file, u.sheet, u.place, u.header, u.money, u.why) for u in figures.unread]
    _numbered(sheet, UNREAD, rows, money=(5,))


def _reasons(sheet: Worksheet, figures: Figures) -> None:
    look.arrange(sheet, (6, 8, 32, 56, 9, 9, 44))
    rows = [(r.level, r.expected, r.fix, r.times, r.files, r.example) for r in figures.reasons]
    _numbered(sheet, REASONS, rows, lambda row, values: look.centred(sheet.cell(row, 2), str(values[0])))


def _hints(sheet: Worksheet, figures: Figures) -> None:
    """List what need not be put right, folded: the hints, and what was skipped as not asked for."""
    look.arrange(sheet, (6, 44, 18, 10, 34, 60, 9))
    look.header(sheet, 1, HINTS)
    hints = [("", "", "", r.example, r.fix, r.files) for r in figures.hints]
    skipped = [(s.source_file, s.sheet, s.cell, s.found, s.fix, 1) for s in figures.skipped]
    row = 1
    for title, lines in ((f"提示：{len(hints)} 种", hints), (f"{_SKIPPED}：{len(skipped)} 张", skipped)):
        row += 1
        look.line(
            sheet,
            row,
            ("", title + "（点左边的 + 展开）" if lines else title, "", "", "", "", ""),
            total=True,
        )
        for number, values in enumerate(lines, start=1):
            look.line(sheet, row + number, (number, *values))
        look.fold(sheet, row + 1, row + len(lines))
        row += len(lines)
    look.table(sheet, 1, row, len(HINTS))


def _numbered(
    sheet: Worksheet,
    titles: Sequence[str],
    rows: Sequence[Sequence[object]],
    finish: Callable[[int, Sequence[object]], None] = lambda row, values: None,
    money: Sequence[int] = (),
) -> None:
    look.header(sheet, 1, titles)
    for number, values in enumerate(rows, start=1):
        look.line(sheet, number + 1, (number, *values), money=money)
        finish(number + 1, values)
    if not rows:
        look.note(sheet, 2, "没有。")
    look.table(sheet, 1, len(rows) + 1, len(titles))
