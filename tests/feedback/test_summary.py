"""The summary by township agrees with the database to the last file, row and cent."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.workbook import Workbook

from pipeline.publish import unread_pack
from tests.e2e.night import Night, cunzhang
from tests.feedback.conftest import BOOK, ODD


@pytest.fixture(scope="module")
def book(county: Night) -> Workbook:
    return openpyxl.load_workbook(county.outputs / "feedback/反馈汇总.xlsx")


def overview(book: Workbook) -> dict[str, dict[str, object]]:
    rows = list(book["总览"].iter_rows(values_only=True))
    head = next(n for n, row in enumerate(rows) if row[0] == "乡镇")
    titles = [str(title).replace("\n", "") for title in rows[head]]
    lines = (row for row in rows[head + 1 :] if isinstance(row[1], int))
    return {str(row[0]): dict(zip(titles, row, strict=True)) for row in lines}


def test_totals_are_those_of_the_database(county: Night, book: Workbook) -> None:
    total = overview(book)["合计"]
    (counted,) = county.query(
        "select count(*), count(*) filter (where status = '退回'), count(*) filter (where status = '部分受理'),"
        " count(*) filter (where status = '未变'), sum(rows_loaded), sum(rows_rejected),"
        " sum(money_rejected) from meta.submission where superseded_by = ''"
    )
    titles = ("收到文件", "退回", "部分受理", "重复件", "装载行数", "未装载行数", "未装载金额（元）")
    assert tuple(total[t] for t in titles) == tuple(
        float(n) if isinstance(n, Decimal) else n for n in counted
    )
    assert counted[2] == 2
    assert counted[3] == 1


def test_verdicts_add_up_in_every_township(book: Workbook) -> None:
    for line in overview(book).values():
        parts = ("受理", "受理但有问题", "部分受理", "退回", "跳过", "重复件")
        assert line["收到文件"] == sum(int(str(line[p])) for p in parts)


def test_files_stand_under_the_township_of_their_village_or_folder(book: Workbook) -> None:
    lines = overview(book)
    assert lines["临河镇"]["收到文件"] == 8
    assert lines["梧桐树乡"]["收到文件"] == 2
    assert lines["县级或未分清乡镇"]["收到文件"] == 1


def test_missing_villages_and_periods_are_named(book: Workbook) -> None:
    rows = [row[1:] for row in book["未报"].iter_rows(min_row=2, values_only=True)]
    assert ("梧桐树乡", "北苑社区", None, None, "还没有收到任何账表") in rows
    assert ("临河镇", "东滩村", "收支明细账", "2024 年 4 月", "前后都报了，中间缺这一期") in rows
    assert len(rows) == len({row[1:4] for row in rows})


def test_each_file_links_to_its_feedback(county: Night, book: Workbook) -> None:
    sheet = book["文件清单"]
    linked = {}
    for row in sheet.iter_rows(min_row=2):
        if row[13].hyperlink:
            linked[row[3].value] = row[13].hyperlink.target.replace("%20", " ")
            assert (county.outputs / "feedback" / linked[row[3].value]).is_file()
    assert len(linked) == 6
    assert linked[BOOK] == BOOK


def test_money_that_cannot_be_read_is_not_shown_as_nothing(book: Workbook) -> None:
    formats = {row[3].value: row[8].number_format for row in book["文件清单"].iter_rows(min_row=2)}
    assert "看不出" in formats["临河镇/坏.xlsx"]
    assert "＋" in formats[BOOK]
    assert formats["临河镇/东滩村3月.xlsx"] == "#,##0.00"


def test_odd_names_are_shown_and_linked(county: Night, book: Workbook) -> None:
    names = [row[3].value for row in book["文件清单"].iter_rows(min_row=2)]
    assert ODD in names
    (copy,) = (p for p in (county.outputs / "feedback/临河镇").iterdir() if p.name.startswith("="))
    assert not set(copy.name) & set('<>:"|?*\\#%\n')
    assert "😀" in copy.name


def test_reasons_are_counted(county: Night, book: Workbook) -> None:
    rows = list(book["常见问题"].iter_rows(min_row=2, values_only=True))
    (times,) = county.query(
        "select count(*) from meta.issue i join meta.submission s using (submission_id)"
        " where level <> '提示' and superseded_by = '' and status <> '未变'"
    )
    assert sum(int(str(row[4])) for row in rows) == times[0]


def test_it_leads_with_what_must_be_done_by_village_and_handler_the_most_money_first(book: Workbook) -> None:
    assert book.sheetnames[0] == "先做什么"
    rows = list(book["先做什么"].iter_rows(values_only=True))
    head = next(n for n, row in enumerate(rows) if row[0] == "序号")
    todo = [row[1:9] for row in rows[head + 1 :]]
    assert [row[3] for row in todo] == sorted((row[3] for row in todo), reverse=True)
    by_place = {(row[1], row[2]): row for row in todo}
    assert len(by_place) == len(todo)
    town, _, _, money, sheets, lines, missing, first = by_place["南塘村", "杨学军"]
    assert (town, money, sheets, lines, missing) == ("梧桐树乡", 2110.5, 1, 4, None or 0)
    assert first.startswith("南塘村2024年3月.xlsx　现金账：")
    assert by_place["南塘村", "马"][4:6] == (1, 1)
    assert by_place["北苑社区", None][6] >= 1
    assert by_place["（没有认出村）", None][4] >= 3


def test_what_was_not_understood_can_be_sent_on_without_names_and_numbers(
    county: Night, tmp_path: Path
) -> None:
    told = cunzhang("unread", "--outputs", county.outputs, "--out", tmp_path / "pack.xlsx")
    assert told.code == 0, told.out
    sheet = openpyxl.load_workbook(tmp_path / "pack.xlsx").worksheets[0]
    rows = [row for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]
    assert rows
    text = " ".join(str(cell) for row in rows for cell in row)
    for secret in ("东滩", "西渠", "南塘", "查无", "杨学军", "马晓燕", "1250", "办公用品", "临河"):
        assert secret not in text
    words = unread_pack.Words({"日期", "摘要", "金额（元）", "姓名"}, {"东滩村"})
    assert [words.plain(one) for one in ("摘 要", "3月补贴金额（元）", "杨期", "东滩村日期", "王学军", "备用", "")] == [
        "摘要", "9月补贴金额（元）", *(f"（{n} 字，没有写出）" for n in (2, 5, 3, 2, 0))
    ]  # fmt: skip
