"""An inspector draws a list, fills it in and has it evaluated."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipeline.read import intake
from pipeline.sample import listing, selection
from schemas import ledgers
from tests.sample.conftest import BATCH, HEADER, Office


def rows(path: Path) -> list[dict[str, Any]]:
    sheet = openpyxl.load_workbook(path)[listing.LIST]
    titles = [str(cell.value).replace("\n", "") for cell in sheet[HEADER]]
    return [
        dict(zip(titles, row, strict=True)) for row in sheet.iter_rows(min_row=HEADER + 1, values_only=True)
    ]


def told(path: Path) -> dict[str, str]:
    sheet = openpyxl.load_workbook(path)[listing.NOTE]
    return {row[0]: row[1] for row in sheet.iter_rows(min_row=2, values_only=True)}


def test_the_list_holds_all_large_payments_and_those_the_start_hits(office: Office) -> None:
    path = office.draw()
    lines = rows(path)
    large = [line for line in lines if line["抽取方式"] == "必查"]
    assert sorted(line["账面金额（元）"] for line in large) == [10_000, 20_000.5]
    small = {"甲村": [9_999.99, 4_000.01, *[1_500] * 10], "同名": [700, 600]}
    rest = sum(round(100 * worth) for worths in small.values() for worth in worths)
    first = selection.start(7, 1_000_000)
    assert len(lines) - len(large) == len(range(first, rest, 1_000_000))
    assert [line["序号"] for line in lines] == list(range(1, len(lines) + 1))


def test_the_note_tells_all_that_the_draw_rests_on(office: Office) -> None:
    note = told(office.draw())
    assert (note["总体笔数"], note["总体金额"]) == ("16 笔", "60,300.50 元")
    assert (note["把握程度"], note["可容忍错报"], note["抽样间隔"]) == ("95%", "30,000 元", "10,000 元")
    assert note["随机种子"] == "7"
    assert note["随机起点"].startswith(f"{selection.start(7, 1_000_000)} 分")
    assert (note["批次"], note["批次清单 SHA-256"], note["数据库 SHA-256"]) == (BATCH, "c" * 64, "d" * 64)
    assert "1 笔、-300 元" in note["不在抽样之内"]
    assert len(note["清单校验值"]) == 64


def test_the_same_seed_draws_the_same_list_and_another_seed_another(office: Office) -> None:
    one, same = office.draw(name="一.xlsx"), office.draw(name="二.xlsx")
    assert (rows(one), told(one)) == (rows(same), told(same))
    starts = set()
    for seed in range(8):
        path = office.desk / f"{seed}.xlsx"
        office.sample("--tolerable", "30000", "--seed", str(seed), "--out", path)
        starts.add(told(path)["随机起点"])
    assert len(starts) == 8


@pytest.mark.parametrize("written", ["90", "90%", "0.9"])
def test_confidence_as_people_write_it(office: Office, written: str) -> None:
    note = told(office.draw("--confidence", written, "--tolerable", "2.31万元"))
    assert (note["把握程度"], note["抽样间隔"]) == ("90%", "10,000 元")


def test_without_a_seed_one_is_drawn_and_told(office: Office) -> None:
    path = office.desk / "任意.xlsx"
    assert office.sample("--tolerable", "30000", "--out", path).code == 0
    again = office.desk / "再抽.xlsx"
    office.sample("--tolerable", "30000", "--seed", told(path)["随机种子"], "--out", again)
    assert rows(path) == rows(again)


def test_texts_stay_texts_and_only_four_columns_are_open(office: Office) -> None:
    path = office.draw()
    sheet = openpyxl.load_workbook(path)[listing.LIST]
    titles = {str(cell.value).replace("\n", ""): cell.column for cell in sheet[HEADER]}
    cells = [cell for row in sheet.iter_rows(min_row=HEADER + 1) for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    texts = [str(cell.value) for cell in cells]
    assert '=HYPERLINK("http://x")' in texts
    assert sheet.protection.sheet
    open_columns = {cell.column for cell in cells if not cell.protection.locked}
    filled = (listing.FOUND, listing.WHY, listing.WHO, listing.DAY)
    assert open_columns == {titles[title] for title in filled}
    with zipfile.ZipFile(path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    ("options", "count", "total"),
    [
        (["--village", "甲村"], "14 笔", "59,000.50 元"),
        (["--township", "东镇"], "15 笔", "59,700.50 元"),
        (["--fund", "专项资金", "--fund", "办公经费"], "15 笔", "59,600.50 元"),
        (["--period", "2024年4-5月", "--tolerable", "20000"], "2 笔", "30,000.50 元"),
        (["--village", "同名", "--township", "西乡", "--tolerable", "300"], "1 笔", "600 元"),
    ],
)
def test_the_scope_is_what_was_asked_for(office: Office, options: list[str], count: str, total: str) -> None:
    note = told(office.draw(*options))
    assert (note["总体笔数"], note["总体金额"]) == (count, total)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "可容忍错报"),
        (["--tolerable", "很多"], "要写金额"),
        (["--tolerable", "30000", "--village", "丁村"], "有的是：同名、甲村"),
        (["--tolerable", "30000", "--village", "同名"], "不止一个：东镇（02）、西乡（03）"),
        (["--tolerable", "30000", "--fund", "小金库"], "没有资金类别"),
        (["--tolerable", "30000", "--period", "去年"], "看不懂期间"),
        (["--tolerable", "30000", "--period", "2019年"], "没有可抽的付款"),
        (["--tolerable", "30000", "--confidence", "高"], "百分数"),
        (["--tolerable", "30000", "--confidence", "100"], "50 到 99.9"),
        (["--tolerable", "30000", "--expected", "2万元"], "一半"),
        (["--tolerable", "10万元"], "没有超过可容忍错报"),
    ],
)
def test_what_can_not_be_drawn_is_said(office: Office, options: list[str], said: str) -> None:
    outcome = office.sample(*options, "--out", office.desk / "清单.xlsx")
    assert (outcome.code, said in outcome.out) == (2, True), outcome.out
    assert not list(office.desk.iterdir())


def test_a_list_that_is_there_is_never_overwritten(office: Office) -> None:
    path = office.draw()
    before = path.read_bytes()
    outcome = office.sample("--tolerable", "30000", "--seed", "7", "--out", path)
    assert outcome.code == 2
    assert path.read_bytes() == before


def test_all_proven_is_no_sign_to_look_further(office: Office) -> None:
    path = office.draw()
    office.fill_in(path, {})
    said = office.evaluate(path)
    # Without an error the limit is 10,000 * 3.00.
    assert "推断错报 0 元，错报上限 30,000 元（系数 3.00）" in said
    assert "没有超过可容忍错报 30,000 元" in said
    assert "不是对任何人、任何村的结论" in said


def test_errors_are_projected_and_both_directions_told_apart(office: Office) -> None:
    path = office.draw()
    drawn = {line["序号"]: line for line in rows(path)}
    large = next(n for n, line in drawn.items() if line["账面金额（元）"] == 20_000.5)
    small = next(n for n, line in drawn.items() if line["账面金额（元）"] == 1_500)
    booked = drawn[small]["账面金额（元）"]
    office.fill_in(path, {large: 20_000, small: 0})
    said = office.evaluate(path)
    # Wholly wrong: 10,000 for the one drawn, 0.50 for the large one as it is; upper 10,000 * 4.75 + 0.50, which
    # the 30,300 元 below the interval and the 0.50 cap.
    assert f"多记（账面高于查得）：2 笔，查出 {booked + 0.5:,.2f} 元" in said
    assert "推断错报 10,000.50 元，错报上限 30,300.50 元" in said
    assert "凭这些样本还不能放心" in said
    assert "少记（账面低于查得）：0 笔" in said
    office.fill_in(path, {small: booked * 1.5})
    said = office.evaluate(path)
    # Half as much again: 10,000 * 50%; upper 10,000 * (3.00 + 50% * 1.75).
    assert "推断错报 5,000 元，错报上限 38,750 元" in said
    assert "多记（账面高于查得）：0 笔" in said


def test_what_is_not_filled_in_is_named_and_never_taken_as_right(office: Office) -> None:
    path = office.draw()
    office.fill_in(path, {1: None, 2: "没有票"})
    said = office.evaluate(path)
    assert "没有填 2 笔" in said
    assert "第 1 号：东镇 甲村" in said
    assert "填的是“没有票”" in said
    assert "不下结论" in said
    assert "没有超过可容忍错报" not in said
    assert "错报上限" not in said


@pytest.mark.parametrize("change", ["amount", "line", "interval"])
def test_a_list_whose_booked_part_was_changed_is_not_evaluated(office: Office, change: str) -> None:
    path = office.draw()
    office.fill_in(path, {})
    book = openpyxl.load_workbook(path)
    sheet, note = book[listing.LIST], book[listing.NOTE]
    if change == "amount":
        column = next(c.column for c in sheet[HEADER] if str(c.value).startswith("账面金额"))
        sheet.cell(HEADER + 1, column).value = 1
    elif change == "line":
        sheet.delete_rows(HEADER + 1)
    else:
        next(row[1] for row in note.iter_rows() if row[0].value == "抽样间隔").value = "1 元"
    book.save(path)
    outcome = office.sample("--evaluate", path)
    assert outcome.code == 2
    assert "不能评价" in outcome.out


def test_another_file_is_no_list(office: Office) -> None:
    path = office.desk / "账.xlsx"
    openpyxl.Workbook().save(path)
    outcome = office.sample("--evaluate", path)
    assert (outcome.code, "不是 cunzhang sample 写的" in outcome.out) == (2, True)


def test_a_list_put_among_the_ledgers_is_not_booked_again(office: Office) -> None:
    from pipeline.layout.headers import Headers
    from pipeline.layout.recognise import Recogniser

    path = office.draw()
    office.fill_in(path, {})
    found = intake.digest("清单.xlsx", path.read_bytes(), Recogniser(Headers(tuple(ledgers().values()), ())))
    assert [table.rows for table in found.tables if table.kind] == []
    assert "S08" in {issue.code for issue in found.issues}
