"""A flag is its fact: the same id whatever the words, the order, the path; and gone only when it was read again."""

from __future__ import annotations

import json
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import duckdb
import pytest

from pipeline import supersede
from pipeline.judge import dispositions
from pipeline.judge.trust import prior
from schemas import ledgers
from tests.rules import counties
from tests.rules.harness import empty_county, evaluate, fill

BEGAN = datetime(2026, 6, 1)
REGISTER = """
    村情登记表
    村   | 乡镇
    甲村 | 东镇
"""


@dataclass(frozen=True)
class Entry:
    """One payment of a cash book."""

    voucher: str | None = "记-2"
    summary: str = "修水渠人工费"
    amount: int = 3000
    day: str = "2024-03-05"
    payee: str = "张三"
    document: str = "白条"


A = Entry()
B = Entry(voucher="记-3", summary="购办公桌", amount=5000, day="2024-03-08", payee="李四")
CLEAN = Entry(
    voucher="记-4", summary="付电费", amount=1200, day="2024-03-09", payee="电力公司", document="发票"
)


class Archive:
    """The books of one village, handed in night after night; one rule judges them."""

    def __init__(
        self, *rules: str, county: str = "甲县", con: duckdb.DuckDBPyConnection | None = None
    ) -> None:
        self.con, self.rules, self.night_number = con or empty_county(), rules or ("INV01",), 0
        fill(self.con, REGISTER)
        self.con.execute("update history.village set county = ?", [county])
        self.current: dict[str, str] = {}

    def hand_in(
        self,
        *entries: Entry,
        path: str = "3月.xlsx",
        aside: tuple[Entry, ...] = (),
        reason: str = "金额看不懂",
    ) -> None:
        """Hand in a book: rows, and rows that can't be read, in the place of what stood at ``path``."""
        submission = self._submission(path, "部分受理" if aside else "受理")
        for number, entry in enumerate(entries, start=2):
            self.con.execute(
                "insert into history.cash_entry (row_id, submission_id, slice_id, village_code, village_name, township,"
                " source_file, source_sheet, source_row, account_kind, fund, entry_date, voucher_no, summary, expense,"
                " counterparty, document_type, superseded_by) values (?, ?, '现金', ?, '甲村', '示范镇', ?, '账', ?,"
                " '现金', '集体资金', ?, ?, ?, ?, ?, ?, '')",
                [
                    f"{submission}-{number}", submission, self.village, path, number, entry.day, entry.voucher,
                    entry.summary, entry.amount, entry.payee, entry.document,
                ],
            )  # fmt: skip
        for number, entry in enumerate(aside, start=len(entries) + 2):
            cells = {"A": entry.day, "B": entry.voucher, "C": entry.summary, "D": f"{entry.amount}?"}
            self.con.execute(
                'insert into meta.rejected_row (submission_id, source_file, sheet, "row", reason, cells)'
                " values (?, ?, '账', ?, ?, ?)",
                [submission, path, number, reason, json.dumps(cells, ensure_ascii=False)],
            )
        self._sheet(submission, path, "装载")
        if before := self.current.get(path):
            supersede.replace_path(self.con, ledgers(), path, submission, [])
            self._replaced(before, submission)
        self.current[path] = submission

    def send_back(self, path: str = "3月.xlsx") -> None:
        """Hand in a book of which nothing can be read: what stood there stays."""
        submission = self._submission(path, "退回")
        self._sheet(submission, path, "退回")
        self._replaced(self.current[path], submission)
        self.current[path] = submission

    def take_back(self, path: str = "3月.xlsx") -> None:
        """Retract a book."""
        supersede.retract_submission(self.con, ledgers(), self.current[path], "撤回")
        self._replaced(self.current.pop(path), "撤回")

    def night(self, program: str = "一版", as_of: str = "2026-06-30", *, failed: bool = False) -> None:
        """Judge what was handed in."""
        self.night_number += 1
        self.con.execute(
            "insert into meta.batch (batch_id, started_at, as_of, program_version) values (?, ?, ?, ?)",
            [self.batch, self._now, as_of, program],
        )
        broken = frozenset(self.rules) if failed else frozenset()
        evaluate(self.con, as_of, *self.rules, batch_id=self.batch, failed=broken)
        dispositions.check(self.con)

    def conclude(self, flag: str, status: str = "属实", day: str = "2026-06-29") -> None:
        """Hand in a list with one conclusion."""
        submission = self._submission(f"清单{self.night_number}.xlsx", "受理")
        self.con.execute(
            "insert into history.disposition (row_id, submission_id, flag_id, status, inspector, decided_on, note,"
            " source_file, source_sheet, source_row, superseded_by)"
            " values (?, ?, ?, ?, '张检查', ?, '看了凭证', ?, '核查清单', 4, '')",
            [submission, submission, flag, status, day, f"清单{self.night_number}.xlsx"],
        )

    @property
    def batch(self) -> str:
        return f"20260630-{self.night_number:04d}"

    @property
    def village(self) -> str:
        return str(self.query("select village_code from core.village")[0][0])

    @property
    def _now(self) -> datetime:
        return BEGAN + timedelta(days=self.night_number)

    def _submission(self, path: str, status: str) -> str:
        submission = f"{path}/{self.night_number + 1}"
        self.con.execute(
            "insert into meta.submission (submission_id, batch_id, source_file, received_at, status, superseded_by)"
            " values (?, ?, ?, ?, ?, '')",
            [
                submission,
                f"20260630-{self.night_number + 1:04d}",
                path,
                self._now + timedelta(days=1),
                status,
            ],
        )
        return submission

    def _sheet(self, submission: str, path: str, outcome: str) -> None:
        self.con.execute(
            "insert into meta.sheet (submission_id, source_file, sheet, kind, village_code, outcome)"
            " values (?, ?, '账', 'cash_entry', ?, ?)",
            [submission, path, self.village, outcome],
        )

    def _replaced(self, before: str, after: str) -> None:
        self.con.execute(
            "update meta.submission set superseded_by = ? where submission_id = ?", [after, before]
        )

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        return self.con.execute(sql).fetchall()

    @property
    def flags(self) -> dict[str, str]:
        """Give the status of every flag by its id."""
        return dict(self.query("select flag_id, status from audit.flag order by amount"))

    @property
    def last(self) -> tuple[Any, ...]:
        """Give what the history says of the last batch in which anything happened: event, cause, detail."""
        return self.query(
            "select event, cause, detail from audit.flag_history order by batch_id desc limit 1"
        )[0]


def flagged(*entries: Entry, **others: Any) -> tuple[Archive, str]:
    """Hand in a book of which one payment is flagged; give the archive and the flag's id."""
    archive = Archive(**others)
    archive.hand_in(*(entries or (A, CLEAN)))
    archive.night()
    [flag] = archive.flags
    return archive, flag


def usual() -> tuple[Archive, str]:
    """The usual book, flagged: as it was left for all tests that go on from it."""
    return gone_on(*_usual())


def concluded(status: str = "属实") -> tuple[Archive, str]:
    """The same, with what an inspector found."""
    return gone_on(*_concluded(status))


def gone_on(archive: Archive, flag: str) -> tuple[Archive, str]:
    counties.afresh(archive.con)
    again = copy(archive)
    again.current = dict(archive.current)
    return again, flag


@cache
def _usual() -> tuple[Archive, str]:
    archive, flag = flagged(con=counties.make())
    counties.keep(archive.con)
    return archive, flag


@cache
def _concluded(status: str) -> tuple[Archive, str]:
    archive, flag = flagged(con=counties.make())
    archive.conclude(flag, status)
    archive.night()
    assert archive.flags == {flag: status}
    counties.keep(archive.con)
    return archive, flag


# The same fact


@pytest.mark.parametrize(
    "again",
    [
        (replace(A, summary="三月水渠维修劳务费"), CLEAN),
        (replace(A, payee="张山"), CLEAN),
        (replace(A, summary="付工钱", payee="张 三"), replace(CLEAN, summary="电费")),
        (CLEAN, A),
        (Entry("记-1", "付水费", 200, "2024-03-01", "水厂", "发票"), A, CLEAN),
        (replace(A, day="2024-03-06"), CLEAN),
        (replace(A, voucher="记-12"), CLEAN),
    ],
    ids=["words", "spelling", "both, elsewhere too", "order", "a row before it", "day", "voucher"],
)
def test_a_flag_stays_itself_when_its_row_comes_again_in_another_form(again: tuple[Entry, ...]) -> None:
    archive, flag = usual()
    archive.hand_in(*again)
    archive.night()
    assert archive.flags == {flag: "待核"}


@pytest.mark.parametrize("status", ["属实", "部分属实", "不属实", "核查中"])
def test_rewording_takes_back_no_conclusion(status: str) -> None:
    archive, flag = concluded(status)
    archive.hand_in(CLEAN, replace(A, summary="三月水渠维修劳务费", payee="张山"))
    archive.night()
    assert archive.flags == {flag: status}


def test_another_amount_is_the_same_fact_to_be_looked_at_again() -> None:
    archive, flag = concluded()
    archive.hand_in(replace(A, amount=2800, summary="改写了"), CLEAN)
    archive.night()
    assert archive.flags == {flag: "复核"}
    assert archive.last == ("事实有变、复核", "数据", "金额由 3,000.00 元变为 2,800.00 元")


def test_the_same_book_at_another_path_after_it_was_taken_back_has_the_same_flag() -> None:
    archive, flag = concluded()
    archive.take_back()
    archive.night()
    archive.hand_in(replace(A, summary="换了说法", payee="张三丰"), CLEAN, path="更正/3月.xlsx")
    archive.night()
    assert archive.flags == {flag: "属实"}


def test_a_row_that_was_left_out_and_returns_is_the_same_fact() -> None:
    archive, flag = concluded("不属实")
    archive.hand_in(CLEAN)
    archive.night()
    archive.hand_in(CLEAN, replace(A, summary="又记上了"))
    archive.night()
    assert archive.flags == {flag: "不属实"}


def test_two_payments_with_all_marks_in_common_keep_their_own_flags() -> None:
    twin = replace(A, summary="另一段渠", payee="王五")
    archive = Archive()
    archive.hand_in(A, twin)
    archive.night()
    before = dict(archive.query("select subject, flag_id from audit.flag"))
    assert len(before) == 2
    own = next(flag for subject, flag in before.items() if A.summary in subject)
    archive.conclude(own)
    archive.night()
    archive.hand_in(replace(twin, summary="另一段渠的人工"), A)
    archive.night()
    assert archive.flags.keys() == set(before.values())
    assert archive.query("select subject from audit.flag where status = '属实'") == [
        ("2024-03-05 记-2 修水渠人工费 3000.00 元",)
    ]


def test_one_of_two_equal_payments_that_goes_and_returns_takes_nothing_from_the_other() -> None:
    archive = Archive()
    archive.hand_in(A, A)
    archive.night()
    both = set(archive.flags)
    archive.hand_in(A)
    archive.night()
    assert sorted(archive.flags.values()) == ["已消除", "待核"]
    archive.hand_in(A, A)
    archive.night()
    assert set(archive.flags) == both
    assert set(archive.flags.values()) == {"待核"}


def test_a_machine_that_saw_only_the_reworded_book_gives_the_same_id() -> None:
    _, flag = usual()
    _, other = flagged(CLEAN, replace(A, summary="三月水渠维修劳务费", payee="张山"))
    assert flag == other


def test_the_same_archive_gives_the_same_ids_again() -> None:
    def replay() -> dict[str, str]:
        archive = Archive()
        archive.hand_in(A, B, CLEAN)
        archive.night()
        archive.hand_in(replace(B, amount=5100), replace(A, summary="改写"), aside=(CLEAN,))
        archive.night()
        archive.hand_in(CLEAN, replace(B, summary="换桌子", amount=5100), replace(A, amount=2900))
        archive.night()
        return archive.flags

    assert replay() == replay()


def test_namesakes_in_two_counties_have_flags_of_their_own() -> None:
    _, one = flagged(county="甲县")
    _, other = flagged(county="乙县")
    assert one != other


def test_a_village_that_gets_its_code_keeps_its_flags() -> None:
    archive, flag = concluded()
    for table in ("history.village", "history.cash_entry", "meta.sheet"):
        archive.con.execute(f"update {table} set village_code = '640181101201' where village_code <> ''")
    archive.night()
    assert archive.flags == {flag: "属实"}


# Names that come from text


def test_a_payee_spelt_otherwise_is_the_same_payee() -> None:
    archive = Archive("INV04")
    first = Entry(summary="购水泥", payee="建材店")
    twice = (first, replace(first, voucher="记-9", day="2024-03-20"))
    archive.hand_in(*twice)
    archive.night()
    [flag] = archive.flags
    archive.conclude(flag)
    archive.night()
    archive.hand_in(*(replace(entry, payee="城东建材经营部", summary="水泥款") for entry in twice))
    archive.night()
    assert archive.flags == {flag: "属实"}


def test_a_cooperative_under_another_name_is_the_same() -> None:
    archive = Archive("DU01")

    def dividend(name: str) -> None:
        submission = archive._submission("红利.xlsx", "受理")
        archive.con.execute(
            "insert into history.dividend (row_id, submission_id, slice_id, village_code, village_name, source_file,"
            " source_sheet, source_row, cooperative, year, received, superseded_by)"
            " values (?, ?, '红利', ?, '甲村', '红利.xlsx', '表', 2, ?, 2023, 12000, '')",
            [f"{submission}-2", submission, archive.village, name],
        )
        archive._sheet(submission, "红利.xlsx", "装载")
        if before := archive.current.get("红利.xlsx"):
            supersede.replace_path(archive.con, ledgers(), "红利.xlsx", submission, [])
            archive._replaced(before, submission)
        archive.current["红利.xlsx"] = submission
        archive.night()

    dividend("茶叶社")
    [flag] = archive.flags
    archive.conclude(flag)
    archive.night()
    dividend("富民茶叶专业合作社")
    assert archive.flags == {flag: "属实"}


# What could not be read is not gone


def test_a_flag_whose_row_was_set_aside_waits_for_its_evidence() -> None:
    archive, flag = concluded()
    archive.hand_in(CLEAN, aside=(A,))
    archive.night()
    assert archive.flags == {flag: "证据待补"}
    assert archive.query("select conclusion from audit.flag") == [("属实",)]
    assert archive.last == ("证据待补", "数据", "3月.xlsx“账”第 3 行没有装载：金额看不懂")
    archive.night()
    assert archive.flags == {flag: "证据待补"}


@pytest.mark.parametrize(("amount", "status"), [(3000, "属实"), (2800, "复核")])
def test_a_row_that_can_be_read_again_is_the_fact_it_was(amount: int, status: str) -> None:
    archive, flag = concluded()
    archive.hand_in(CLEAN, aside=(A,))
    archive.night()
    archive.hand_in(CLEAN, replace(A, amount=amount))
    archive.night()
    assert archive.flags == {flag: status}


def test_a_row_set_aside_in_other_words_is_still_the_one_that_is_missing() -> None:
    archive, flag = usual()
    archive.hand_in(CLEAN, aside=(replace(A, summary="改写了", amount=31),))
    archive.night()
    assert archive.flags == {flag: "证据待补"}


def test_a_row_set_aside_in_the_words_of_an_earlier_version_is_the_one_that_is_missing() -> None:
    archive, flag = usual()
    archive.hand_in(CLEAN, replace(A, summary="水渠维修劳务费", payee="张山"))
    archive.night()
    archive.hand_in(CLEAN, aside=(A,))
    archive.night()
    assert archive.flags == {flag: "证据待补"}


def test_another_row_that_was_set_aside_keeps_no_flag_waiting() -> None:
    archive, flag = usual()
    archive.hand_in(CLEAN, aside=(Entry("记-9", "付水费", 80, "2024-03-20"),))
    archive.night()
    assert archive.flags == {flag: "已消除"}
    assert archive.last == ("已消除", "数据", "3月.xlsx“账”重报后没有这一行")


def test_a_sheet_sent_back_leaves_its_flags_waiting_and_no_others() -> None:
    archive = Archive()
    archive.hand_in(A)
    archive.hand_in(B, path="4月.xlsx")
    archive.night()
    one, other = archive.flags
    archive.send_back()
    archive.night()
    assert archive.flags == {one: "证据待补", other: "待核"}
    assert archive.last == ("证据待补", "数据", "3月.xlsx“账”新报的一版没有装载")
    archive.hand_in(replace(A, summary="改写了"))
    archive.night()
    assert archive.flags == {one: "待核", other: "待核"}


def test_a_row_set_aside_stays_missing_when_the_next_version_is_sent_back() -> None:
    archive, flag = usual()
    archive.hand_in(CLEAN, aside=(A,))
    archive.night()
    archive.send_back()
    archive.night()
    assert archive.flags == {flag: "证据待补"}


def test_evidence_that_was_read_and_no_longer_offends_is_gone() -> None:
    archive, flag = concluded()
    archive.hand_in(replace(A, document="发票"), CLEAN)
    archive.night()
    assert archive.flags == {flag: "已消除"}
    assert archive.query("select conclusion from audit.flag") == [("属实",)]
    assert archive.last == ("已消除", "数据", "依据的行重报后不再命中")


@pytest.mark.parametrize(("said", "status"), [(None, "已消除"), ("不属实", "已消除"), ("属实", "复核")])
def test_what_was_found_true_is_not_gone_because_the_row_was_taken_out(said: str | None, status: str) -> None:
    archive, flag = concluded(said) if said else usual()
    archive.hand_in(CLEAN)
    archive.night()
    archive.night()
    assert archive.flags == {flag: status}
    if status == "复核":
        archive.conclude(flag, "不属实", day="2026-06-30")
        archive.night()
        assert archive.flags == {flag: "已消除"}


def test_a_book_taken_back_takes_its_flags_along() -> None:
    archive, flag = usual()
    archive.take_back()
    archive.night()
    assert archive.flags == {flag: "已消除"}
    assert archive.last == ("已消除", "数据", "3月.xlsx“账”已撤回")


@pytest.mark.parametrize("said", [None, "属实", "不属实"])
def test_a_rule_that_fails_by_a_fault_of_the_program_leaves_its_flags_as_they_stand(said: str | None) -> None:
    archive, flag = concluded(said) if said else usual()
    before = archive.last
    archive.night(failed=True)
    assert archive.flags == {flag: said or "待核"}
    assert archive.last == before


# Why it changed


def test_the_history_says_that_a_parameter_changed() -> None:
    archive, flag = usual()
    archive.con.execute(
        "insert into history.parameter (row_id, submission_id, name, value, superseded_by)"
        " values ('p', '', 'receipt_free', '4000', '')"
    )
    archive.night()
    assert archive.flags == {flag: "已消除"}
    assert archive.last == ("已消除", "参数", "参数 receipt_free由 1000 改为 4000")


def test_a_new_version_of_the_program_looks_like_no_new_case() -> None:
    archive = Archive("INV04")
    archive.hand_in(A, CLEAN)
    archive.night()
    archive.rules = ("INV01",)
    archive.night("二版")
    assert archive.last == ("首次发现", "程序版本", "程序由 一版 换成 二版")


def test_the_history_says_that_the_day_came() -> None:
    archive = Archive("DU01")
    archive.con.execute(
        "insert into history.dividend (row_id, submission_id, village_code, village_name, source_file, source_sheet,"
        " source_row, cooperative, year, received, received_on, superseded_by)"
        " values ('d', '', ?, '甲村', '红利.xlsx', '表', 2, '茶社', 2026, 12000, '2026-05-01', '')",
        [archive.village],
    )
    archive.night()
    assert archive.flags == {}
    archive.night(as_of="2026-07-31")
    assert archive.last == ("首次发现", "日期", "截止日由 2026-06-30 到 2026-07-31")


# Earlier versions of the program


def test_a_flag_of_an_earlier_version_keeps_the_id_it_has() -> None:
    archive, flag = usual()
    old = archive.query("select former_id from result.flag")[0][0]
    for table in ("flag", "flag_evidence", "flag_event"):
        archive.con.execute(f"update result.{table} set flag_id = ? where flag_id = ?", [old, flag])
    archive.con.execute("update result.flag set former_id = null; update result.flag_evidence set key = null")
    archive.conclude(old)
    archive.night()
    assert archive.flags == {old: "属实"}
    archive.hand_in(replace(A, summary="改写了", payee="张山"), CLEAN)
    archive.night()
    assert archive.flags == {old: "属实"}


def test_a_list_with_the_old_id_of_a_flag_is_understood() -> None:
    archive, flag = usual()
    archive.conclude(archive.query("select former_id from result.flag")[0][0])
    archive.night()
    assert archive.flags == {flag: "属实"}
    assert archive.query("select count(*) from meta.issue where code = 'L03'") == [(0,)]


# One place for one fact


def test_flags_of_one_fact_stand_together_by_the_gravest_and_say_why() -> None:
    archive = Archive("INV01", "PAY01")
    archive.hand_in(Entry(summary="购水泥", payee="建材店", amount=60000))
    archive.night()
    rows = archive.query("select rule_id, level, priority, priority_reason from audit.flag order by rule_id")
    assert [(rule, level) for rule, level, _, _ in rows] == [("INV01", "高"), ("PAY01", "严重")]
    # The measured precision of the rule moves with the benchmark; log10(60,010) does not.
    trust = prior().precision.get("PAY01", prior().neutral)
    worth = (8 * trust * Decimal("4.7782")).quantize(Decimal("0.001"))
    assert {priority for *_, priority, _ in rows} == {worth}
    told = f"级别“严重”计 8 分 × 可信度未评，按 {trust:.2f} 计 × 金额 60,000.00 元折算 4.78 ＝ {worth:.2f}"
    assert rows[1][3] == told
    assert rows[0][3].startswith("与 PAY01 的疑点 ") and rows[0][3].endswith(rows[1][3])
