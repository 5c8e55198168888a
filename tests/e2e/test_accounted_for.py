"""What reading accounts for reaches the database, the feedback and the terminal: unread, skipped, proven, supplied.

Reading is stood in for: each sheet is an ``Extract`` made by hand, so that the plumbing is tested and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest import mock

import openpyxl
import pytest

from pipeline import messages
from pipeline.place import pool, reading
from pipeline.read.extract import Extract, FileExtract, Proof, UnreadPlace
from tests.e2e.night import CASH_HEADER, Night, Outcome, cash_book

DAY = 19782  # 2024-02-29
BOOK, LIST, BOTH = "临河镇/东滩村/账.xlsx", "临河镇/东滩村/会议签到.xlsx", "临河镇/东滩村/两张.xlsx"
HINTS = [("标题", "东滩村收支明细账"), ("文件夹名", "东滩村"), ("文件夹名", "临河镇")]


def book() -> Extract:
    """Give three entries, one column of amounts unread, a date proven by the balances, a village in one row only."""
    return Extract(
        "账", "cash_entry", 10.0, "", 0.0, 2, "东滩村收支明细账",
        columns={
            "entry_date": [DAY, DAY, DAY + 1], "summary": ["租金", "水费", "电费"],
            "income": [10000, None, None], "expense": [None, 3000, 4000], "fund": ["集体资金"] * 3,
            "village_name": [None, "东滩村", None], "currency": ["人民币"] * 3,
        },
        rows=[3, 4, 5], rows_read=5, skipped={"标题": 1, "表头": 1},
        money_read=17000 + 2550, money_unread=2550,
        unread=[
            UnreadPlace("G3:G5", "核定数", 3, True, 2550, "像“收入”，也像“支出”"),
            UnreadPlace("H3:H5", "组别", 3, False, 0, "没有对应的列"),
        ],
        proofs=[Proof("余额逐行相符", 3, 3)],
        supplied={"fund": "title", "entry_date": [None, "proof", None]},
        hints=HINTS, period_start=DAY - 28, period_kind="月", period_source="工作表名", named=True,
    )  # fmt: skip


def attendance(sheet: str = "签到") -> Extract:
    return Extract(
        sheet, "", 1.0, "hardship_register", 1.0, 1, "会议签到表", rows_read=4, money_read=9900, money_unread=9900,
        skipped={"不是要报的表": 4}, skipped_rows={"不是要报的表": [1, 2, 3, 4]},
        unread=[UnreadPlace("A1:C4", "", 9, True, 9900, "没有这个表种")], left_alone=True, hints=HINTS,
    )  # fmt: skip


def left_alone(file: str, sheet: str) -> Any:
    return messages.issue(
        "S11", file, sheet=sheet, cell="A1", found="姓名、签字", nearest="最像“困难党员台账”，缺“类别”。"
    )


MADE = {
    BOOK: FileExtract(BOOK, "", "xlsx", [book()], []),
    LIST: FileExtract(LIST, "", "xlsx", [attendance()], [left_alone(LIST, "签到")]),
    BOTH: FileExtract(
        BOTH, "", "xlsx", [attendance("签到"), attendance("另一张")], [left_alone(BOTH, "另一张")]
    ),
}


def stand_in(function: Any, items: Any, **how: Any) -> Iterator[tuple[Any, Any]]:
    """Give the extracts of ``MADE``, and read every other file as ever."""
    for task, result in pool.map_isolated(function, items, **how):
        made = MADE.get(task.source_file)
        if made is None:
            yield task, result
            continue
        made.sha256 = result.sha256
        yield task, made


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Night, Outcome]:
    night = Night(tmp_path_factory.mktemp("accounted"))
    night.register()
    for number, path in enumerate(MADE):
        night.book(path, {"空": [("任意", number)]})
    night.book(
        "临河镇/西渠村/缺列.xlsx",
        {"账": [("西渠村2024年3月收支明细账",), CASH_HEADER[1:], ("记-1", "水费", None, 5, "马")]},
    )
    with mock.patch.object(reading, "map_isolated", stand_in):
        return night, night.run()


@pytest.fixture(scope="module")
def night(told: tuple[Night, Outcome]) -> Night:
    assert told[1].code == 0, told[1].out
    return told[0]


def test_money_read_is_loaded_rejected_or_unread_on_every_sheet(night: Night) -> None:
    control = (
        "select count(*) from meta.sheet where money_read <> money_loaded + money_rejected + money_unread"
    )
    assert night.query(control) == [(0,)]
    assert night.query(
        "select outcome, money_unread, named, proof, rows_skipped = rows_read from meta.sheet where source_file = ?",
        BOOK,
    ) == [
        ("装载", Decimal("25.50"), True, '[{"identity": "余额逐行相符", "satisfied": 3, "tried": 3}]', False)
    ]


def test_what_was_not_read_is_listed_with_its_money(night: Night) -> None:
    rows = night.query(
        "select sheet, place, header, cells, money, why from meta.unread where source_file in (?, ?) order by all",
        BOOK, LIST,
    )  # fmt: skip
    assert rows == [
        ("签到", "A1:C4", "", 9, Decimal("99.00"), "不是要报的表：没有这个表种"),
        ("账", "G3:G5", "核定数", 3, Decimal("25.50"), "像“收入”，也像“支出”"),
        ("账", "H3:H5", "组别", 3, Decimal("0.00"), "没有对应的列"),
    ]


def test_each_row_says_what_no_cell_of_it_gave(night: Night) -> None:
    rows = night.query(
        "select supplied from ledger.cash_entry where source_file = ? order by source_row", BOOK
    )
    assert [json.loads(text) for (text,) in rows] == [
        {"fund": "title", "period": "sheet", "village_name": "title"},
        {"entry_date": "proof", "fund": "title", "period": "sheet"},
        {"fund": "title", "period": "sheet", "village_name": "title"},
    ]
    assert night.query("select distinct supplied from history.village") == [(None,)]


@pytest.mark.parametrize("file", [LIST, BOTH])
def test_a_file_with_nothing_that_is_asked_for_is_skipped(night: Night, file: str) -> None:
    status = "select status, kinds, rows_loaded, rows_rejected, money_rejected from meta.submission where source_file = ?"
    assert night.query(status, file) == [("跳过", "", 0, 0, 0)]
    sheets = "select distinct outcome, rows_skipped = rows_read from meta.sheet where source_file = ?"
    assert night.query(sheets, file) == [("跳过", True)]
    assert night.query("select distinct level from meta.issue where source_file = ?", file) == [("提示",)]
    assert not (night.outputs / "feedback" / file).exists()


def test_a_skipped_table_is_no_gap_and_no_flag(night: Night) -> None:
    flagged = "select distinct source_file from audit.flag_evidence union select subject from audit.flag"
    assert not [row for row in night.query(flagged) if "签到" in str(row[0]) or "两张" in str(row[0])]
    assert night.query("select village_name, level from audit.flag where rule_id = 'WB01'") == [
        ("西渠村", "低")
    ]
    assert (
        night.query("select distinct status from audit.submission_status where kind = 'hardship_register'")
        == []
    )


def test_the_terminal_tells_what_was_skipped_and_not_read(told: tuple[Night, Outcome]) -> None:
    out = told[1].out
    assert "文件：读入 5 个（退回 1，部分受理 0，跳过 2 个不是要报的表），未变 0 个" in out
    assert "有金额而没有读懂、没有装载：1 处，25.50 元" in out
    assert f"未读 {BOOK} 账 G3:G5“核定数”：25.50 元" in out
    assert (
        "退回 临河镇/西渠村/缺列.xlsx：账 A2：“凭证号、摘要、收入、支出、经手人” 这张表像“收支明细账”，但缺少“日期”"
        in out
    )


def test_the_summary_lists_both_the_skipped_folded(night: Night) -> None:
    summary = openpyxl.load_workbook(night.outputs / "feedback/反馈汇总.xlsx")
    unread = [row[1:6] for row in summary["没有读懂的金额"].iter_rows(min_row=2, values_only=True)]
    assert unread == [(BOOK, "账", "G3:G5", "核定数", 25.5)]
    files = summary["文件清单"]
    rows = {row[3].value: row for row in files.iter_rows(min_row=2)}
    heading = rows["已跳过（不是要报的表）：2 个文件（点左边的 + 展开）"][0].row
    assert [rows[file][0].row for file in (BOTH, LIST)] == [heading + 1, heading + 2]
    assert [rows[LIST][n].value for n in (5, 12)] == ["跳过", "不是要报的表，不用改。"]
    assert all(files.row_dimensions[heading + n].hidden for n in (1, 2))
    assert not files.row_dimensions[heading].hidden
    hints = summary["提示和已跳过"]
    skipped = [row for row in hints.iter_rows(min_row=2, values_only=True) if row[2] in {"签到", "另一张"}]
    assert [(row[1], row[2]) for row in skipped] == [(BOTH, "另一张"), (LIST, "签到")]
    assert "认不出是哪一表种，已跳过（不是要报的表）" in str(skipped[0][5])
    assert all(hints.row_dimensions[n].hidden for n in range(3, hints.max_row + 1) if hints.cell(n, 1).value)


def test_what_sent_a_sheet_back_is_the_first_reason_everywhere(tmp_path: Path) -> None:
    """The sheet has graver-looking and earlier findings; the one that sent it back comes first all the same."""
    night = Night(tmp_path)
    night.register()
    rows = [
        ("2024-03-01", "记-1", "水费", None, "约五百", "马"),
        ("2024-03-02", "记-2", "电费", None, 5, "马"),
    ]
    night.book("不明/账.xlsx", {"账": cash_book("查无此村", "2024年3月", rows)})
    outcome = night.run()
    line = next(line for line in outcome.out.splitlines() if line.startswith("  退回 不明/账.xlsx"))
    assert line.startswith(
        "  退回 不明/账.xlsx：账：“查无此村；2024年3月现金日记账；账” 看不出是哪个村的表，整张退回。"
    )
    summary = openpyxl.load_workbook(night.outputs / "feedback/反馈汇总.xlsx")
    (row,) = [r for r in summary["文件清单"].iter_rows(values_only=True) if r[3] == "不明/账.xlsx"]
    assert str(row[12]).startswith("看不出是哪个村的表")
    assert str(summary["常见问题"]["D2"].value).startswith("看不出是哪个村的表")
    copy = openpyxl.load_workbook(night.outputs / "feedback/不明/账.xlsx").worksheets[0]
    first = next(r for r in copy.iter_rows(values_only=True) if r[0] == 1)
    assert first[1] == "高"
    assert str(first[7]).startswith("看不出是哪个村的表")
    cells = night.query("select cells from meta.rejected_row where row = 5")
    assert cells == [('{"A5": "2024-03-02", "B5": "记-2", "C5": "电费", "E5": "5", "F5": "马"}',)]
    # What could be read of them is kept by field: that of 约五百 is not.
    read = {row: json.loads(kept) for row, kept in night.query("select row, fields from meta.rejected_row")}
    assert (read[5]["entry_date"], read[5]["voucher_no"], read[5]["expense"]) == (
        "2024-03-02",
        "记-2",
        "5.00",
    )
    assert (read[4]["entry_date"], "expense" in read[4]) == ("2024-03-01", False)


def test_a_bank_is_not_told_how_to_write_its_export(tmp_path: Path) -> None:
    night = Night(tmp_path)
    night.register()
    header = ("账号", "交易日期", "收入金额", "支出金额", "余额", "摘要")
    lines = [
        ("6228480402564890018", f"2024-03-0{n}", "", f"{n}0.00", f"{900 - n}.00", "转账") for n in range(1, 4)
    ]
    night.book("临河镇/东滩村/流水.xlsx", {"对账单": [("东滩村银行对账单",), header, *lines]})
    cash = [(f"2024-03-0{n}", f"记-{n}", "水费", None, f"{n}.50", "马") for n in range(1, 4)]
    night.book("临河镇/东滩村/现金.xlsx", {"账": cash_book("东滩村", "2024年3月", cash)})
    night.publish()
    assert night.query("select count(*) from ledger.bank_line") == [(3,)]
    assert night.query("select source_file from meta.issue where code = 'C08'") == [
        ("临河镇/东滩村/现金.xlsx",)
    ]
