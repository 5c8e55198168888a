"""The checklist goes out, comes back filled in, and the next nights know what was concluded."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest import mock

import openpyxl
import pytest

from pipeline.publish.report import audit_book
from tests.e2e.night import Night, cunzhang, digest

LIST = "核查清单.xlsx"
FIRST, SECOND, THIRD, FOURTH = "2026-11-22", "2026-11-23", "2026-11-24", "2026-11-25"
# village → what was reinvested of a dividend of 20,000 (None: no uses handed in)
EXPLAINED, FALSE, REMEDIED, VERIFIED = "东滩村", "西渠村", "南塘村", "北苑社区"
BEGINNING: dict[str, int | None] = {EXPLAINED: 4000, FALSE: 3000, REMEDIED: None, VERIFIED: 2000}


def books(night: Night, reinvested: dict[str, int | None]) -> None:
    for village, amount in reinvested.items():
        rows: dict[str, list[tuple[Any, ...]]] = {
            "红利收取表": [
                ("合作社名称", "年度", "股本金", "实收红利"),
                (f"{village}茶社", 2024, 400000, 20000),
            ]
        }
        if amount is not None:
            rows["红利使用明细表"] = [
                ("合作社名称", "年度", "用途类别", "用途", "金额"),
                (f"{village}茶社", 2024, "再投入", "入股", amount),
                (f"{village}茶社", 2024, "公益事业", "修路", 20000 - amount),
            ]
        night.book(
            f"{village}/红利.xlsx",
            {name: [(f"{village}2024年度{name}",), *lines] for name, lines in rows.items()},
        )


def main_flags(night: Night) -> dict[str, tuple[str, str]]:
    """Rule and status of each village's flag on reinvestment, gone ones only where nothing else fires."""
    rows = night.query(
        "select village_name, rule_id, status from audit.flag where rule_id in ('DU01', 'DU02')"
        " order by status <> '已消除', rule_id"
    )
    return {village: (rule, status) for village, rule, status in rows}


def fill_in(night: Night, target: str, said: dict[tuple[str, str], tuple[str, str]], day: date) -> None:
    """Fill in the checklist as it stands; ``said``: (village, rule) → (conclusion, inspector).

    A conclusion may have why it is not true, or 已整改, after a stroke.
    """
    book = openpyxl.load_workbook(night.outputs / "reports" / LIST)
    sheet = book.worksheets[0]
    column = {str(cell.value): cell.column for cell in sheet[3]}
    left = dict(said)
    for row in range(4, sheet.max_row + 1):
        key = (sheet.cell(row, column["所在村"]).value, sheet.cell(row, column["规则"]).value)
        if key in left:
            conclusion, inspector = left.pop(key)
            word, _, more = conclusion.partition("/")
            sheet.cell(row, column["核查结论"]).value = word
            if more == "已整改":
                sheet.cell(row, column["整改完成日期"]).value = day
                sheet.cell(row, column["查实金额"]).value = 20000
                sheet.cell(row, column["追回金额"]).value = 1500.5
            elif more:
                sheet.cell(row, column["不属实原因"]).value = more
            sheet.cell(row, column["核查说明"]).value = "看了凭证"
            sheet.cell(row, column["核查人"]).value = inspector
            sheet.cell(row, column["核查日期"]).value = day
    assert not left
    book.save(night.inputs / target)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Four nights; what stood after each."""
    night = Night(tmp_path_factory.mktemp("checklist"), reports=True)
    night.register()
    found: dict[str, Any] = {"night": night}
    books(night, BEGINNING)
    night.publish(FIRST)
    found["first"] = main_flags(night)
    said = {
        (EXPLAINED, "DU02"): ("不属实/有合理解释", "张三"),
        (FALSE, "DU02"): ("不属实/读表或数据有误", "张三"),
        (REMEDIED, "DU01"): ("属实/已整改", "张三"),
        (VERIFIED, "DU02"): ("属实", "张三"),
    }
    fill_in(night, LIST, said, date(2026, 11, 22))
    night.publish(SECOND)
    found["second"] = main_flags(night)
    found["sheet"] = night.query(
        "select s.status, t.rows_loaded, t.rows_rejected from meta.submission as s join meta.sheet as t"
        f" using (submission_id) where s.source_file = '{LIST}' and t.kind = 'disposition'"
    )
    found["told"] = night.query(
        f"select code, cell from meta.issue where source_file = '{LIST}' and sheet = '核查清单'"
    )
    found["money"] = night.query(
        "select money_read, money_loaded, money_unread from meta.sheet"
        f" where source_file = '{LIST}' and kind = 'disposition'"
    )
    books(night, BEGINNING | {EXPLAINED: 5000, REMEDIED: 10000})
    (night.inputs / "再查").mkdir()
    fill_in(night, "再查/李四.xlsx", {(FALSE, "DU02"): ("属实", "李四")}, date(2026, 11, 22))
    night.publish(THIRD)
    found["third"] = main_flags(night)
    found["issues"] = night.query(
        "select source_file, code from meta.issue where code like 'L0%' order by all"
    )
    found["feedback"] = sorted(p.name for p in (night.outputs / "feedback").rglob("*.xlsx"))
    books(night, BEGINNING | {EXPLAINED: 5000})
    night.publish(FOURTH)
    found["fourth"] = main_flags(night)
    return found


def test_every_conclusion_reads_back_from_the_list_that_was_written(story: dict[str, Any]) -> None:
    assert {status for _, status in story["first"].values()} == {"待核"}
    assert story["second"] == {
        EXPLAINED: ("DU02", "不属实"),
        FALSE: ("DU02", "不属实"),
        REMEDIED: ("DU01", "属实"),
        VERIFIED: ("DU02", "属实"),
    }
    night: Night = story["night"]
    assert night.query(
        "select explanation, amount_found, amount_recovered, rectified_on from ledger.disposition"
        " where source_file = ? and amount_found is not null",
        LIST,
    ) == [(None, 20000, Decimal("1500.50"), date(2026, 11, 22))]
    assert story["sheet"] == [("受理", 4, 0)]
    # What the program printed beside the columns to fill in is no news, and no money of a village.
    assert story["told"] == []
    assert story["money"] == [(0, 0, 0)]


def test_changed_facts_come_up_again_and_unchanged_ones_do_not(story: dict[str, Any]) -> None:
    assert story["third"][EXPLAINED] == ("DU02", "复核")
    assert story["third"][VERIFIED] == ("DU02", "属实")
    assert story["third"][REMEDIED] == ("DU01", "已消除")


def test_contradicting_lists_are_told_to_both_inspectors(story: dict[str, Any]) -> None:
    assert story["third"][FALSE] == ("DU02", "属实")
    assert story["issues"] == [("再查/李四.xlsx", "L02"), (LIST, "L02")]
    assert {"李四.xlsx", LIST} <= set(story["feedback"])


def test_what_was_put_right_and_fires_again_is_to_be_looked_at_again(story: dict[str, Any]) -> None:
    assert story["fourth"][REMEDIED] == ("DU01", "复核")
    night: Night = story["night"]
    events = night.query(
        '''select "变动", "变动后的状态", "核查人" from "审计"."疑点经过" where "规则编号" = 'DU01' order by "批次编号"'''
    )
    assert events == [
        ("首次发现", "待核", None),
        ("核查结论", "属实", "张三"),
        ("已消除", "已消除", "张三"),
        ("再次出现、复核", "复核", "张三"),
    ]


def test_the_next_list_says_what_was_concluded(story: dict[str, Any]) -> None:
    night: Night = story["night"]
    sheet = openpyxl.load_workbook(night.outputs / "reports" / LIST).worksheets[0]
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    told = {(row[4], row[5]): dict(zip(rows[0], row, strict=True)) for row in rows[1:]}
    assert told[EXPLAINED, "DU02"]["已有结论"] == "不属实（有合理解释；张三，2026-11-22）：看了凭证"
    assert told[REMEDIED, "DU01"]["目前进展"] == "复核"
    assert told[EXPLAINED, "DU02"]["核查结论"] is None


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Night:
    """Lists by hand: in words of old lists, without a reason, with a day to come."""
    night = Night(tmp_path_factory.mktemp("odd"))
    night.register()
    books(night, BEGINNING)
    night.publish(FIRST)
    flags = night.query(
        "select flag_id from audit.flag where rule_id in ('DU01', 'DU02') order by village_name"
    )
    header = ("疑点编号", "核查结论", "核查说明", "核查人", "核查日期", "不属实原因")
    lines = [
        ("已整改", None, date(2026, 11, 20), None),
        ("已说明", "有协议", date(2026, 11, 20), None),
        ("属实", None, date(2026, 11, 20), None),
        ("不属实", "看了", date(2026, 11, 24), "规则不适用"),
    ]
    rows = [
        (flag, word, note, "张三", day, why)
        for (flag,), (word, note, day, why) in zip(flags, lines, strict=True)
    ]
    rows.append((flags[0][0], "不属实", "看了", "张三", date(2026, 11, 21), None))
    night.book("清单.xlsx", {"核查结论表": [("核查结论表",), header, *rows]})
    night.publish(SECOND)
    return night


def test_words_of_old_lists_are_read_as_what_they_mean_now(odd: Night) -> None:
    found = odd.query("select status, explanation, rectified_on from ledger.disposition order by source_row")
    assert found == [("属实", None, date(2026, 11, 20)), ("不属实", "有合理解释", None)]
    words = "select conclusion, rectification from audit.flag where conclusion is not null order by all"
    assert odd.query(words) == [("不属实", None), ("属实", "已整改")]


def test_a_conclusion_needs_its_reason_and_a_day_that_has_come(odd: Night) -> None:
    issues = odd.query("select code, level, cell, found from meta.issue where code like 'L0%' order by cell")
    assert issues == [
        ("L05", "高", "C5", "空白"),
        ("L04", "高", "E6", "2026-11-24"),
        ("L06", "高", "F7", "空白"),
    ]
    assert [row for (row,) in odd.query("select row from meta.rejected_row order by row")] == [5, 6, 7]
    odd.publish("2026-11-24")
    assert odd.query("select count(*) from ledger.disposition") == [(3,)]
    assert odd.query(
        "select code from meta.issue join meta.submission using (submission_id) where superseded_by = '' order by 1"
    ) == [("L05",), ("L06",)]


def test_the_report_compares_with_the_batch_before(story: dict[str, Any]) -> None:
    night: Night = story["night"]
    sheet = openpyxl.load_workbook(night.outputs / "reports" / "审计报告.xlsx")["总览"]
    cells = {row[0]: row[1:4] for row in sheet.iter_rows(values_only=True) if row[0]}
    # 5,000 of 10,000, 7,000 and 8,000 are missing; the village that was put right for a night has no uses again.
    assert cells["再投入不足"] == (20000, 20000, 0)
    assert cells["已再投入"] == (10000, 20000, -10000)


def test_trust_is_shown_once_there_are_conclusions_enough(story: dict[str, Any]) -> None:
    night: Night = story["night"]
    book = openpyxl.load_workbook(night.outputs / "reports" / "审计报告.xlsx")
    rows = list(book["规则说明"].iter_rows(min_row=3, values_only=True))
    trusted = {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}
    # Of three conclusions on DU02 the false alarm was taken back by a colleague.
    assert [trusted["DU02"][name] for name in ("已有结论", "其中误报", "可信度")] == [3, 0, "未评"]
    assert [trusted["DU05"][name] for name in ("已有结论", "可信度")] == [0, "未评"]


def test_the_published_profile_counts_the_flags_of_its_own_batch(story: dict[str, Any]) -> None:
    night: Night = story["night"]
    assert night.query(
        "select village_name, flag_count from audit.village_profile order by all"
    ) == night.query(
        "select village_name, count(*) from audit.flag where status not in ('已消除', '不属实')"
        " and village_name <> '全县' group by all order by all"
    )


def test_each_township_has_its_own_pack_and_reports_are_replaced_whole(story: dict[str, Any]) -> None:
    night: Night = story["night"]
    reports = night.outputs / "reports"
    names = {path.relative_to(reports / "乡镇").as_posix() for path in (reports / "乡镇").glob("*/*")}
    assert names == {
        f"{town}/{name}"
        for town in ("临河镇", "梧桐树乡")
        for name in ("审计报告.html", "审计报告.xlsx", "核查清单.xlsx", f"{town}.zip")
    }
    left = [
        reports / "乡镇" / name for name in ("审计报告-临河镇.xlsx", "旧镇/审计报告.html", "旧镇/旧镇.zip")
    ]
    own = reports / "乡镇" / "临河镇" / "我的.xlsx"
    for path in (*left, own):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"")
    before = digest(night.database)
    assert cunzhang("report", "--outputs", night.outputs).code == 0
    assert not any(path.exists() for path in (*left, reports / "乡镇" / "旧镇")) and own.exists()
    assert digest(night.database) == before
    assert not list(reports.rglob(".*"))


def test_a_fault_in_the_reports_leaves_the_publication_and_the_old_reports(tmp_path: Path) -> None:
    night = Night(tmp_path, reports=True)
    night.register()
    books(night, {EXPLAINED: 4000})
    night.publish(FIRST)
    report = night.outputs / "reports" / "审计报告.xlsx"
    before = digest(report)
    books(night, {EXPLAINED: 10000})
    with mock.patch.object(audit_book, "write", side_effect=RuntimeError):
        outcome = night.run(as_of=SECOND)
    assert outcome.code == 0
    assert "报告 审计报告.xlsx" in outcome.out
    assert night.query("select max(batch_id) from meta.batch") == [("20261123-0002",)]
    assert digest(report) == before
    assert cunzhang("report", "--outputs", night.outputs).code == 0
    assert digest(report) != before
    with mock.patch.object(audit_book, "write", side_effect=RuntimeError):
        assert "没有新的账表" in night.run(as_of=SECOND).out


def test_without_a_publication_there_is_nothing_to_report(tmp_path: Path) -> None:
    outcome = cunzhang("report", "--outputs", tmp_path / "outputs")
    assert outcome.code == 2
    assert "cunzhang run" in outcome.out
