"""A conclusion follows its flag: closed while the facts stand, open again when they change, never forgotten."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from pipeline import dispositions
from tests.rules.harness import empty_county, evaluate, fill

BEGAN = datetime(2026, 6, 1)
SHORT = """
    红利收取表
    村   | 合作社 | 红利年度 | 实收红利
    甲村 | 茶社   | 2024     | 12000

    红利使用明细表
    村   | 合作社 | 红利年度 | 用途类别 | 用途 | 金额
    甲村 | 茶社   | 2024     | 再投入   | 入股 | 5000
    甲村 | 茶社   | 2024     | 公益事业 | 修路 | 7000
"""
DEAR = """
    采购明细表
    村    | 采购日期   | 品名 | 规格     | 计量单位 | 数量 | 单价 | 金额 | 供应商
    邻村1 | 2025-01-01 | 水泥 | P.O 42.5 | 吨       | 10   | 400  | 4000 | 建材店
    邻村2 | 2025-02-01 | 水泥 | P.O 42.5 | 吨       | 10   | 400  | 4000 | 建材店
    邻村3 | 2025-03-01 | 水泥 | P.O 42.5 | 吨       | 10   | 400  | 4000 | 建材店
    邻村4 | 2025-04-01 | 水泥 | P.O 42.5 | 吨       | 10   | 400  | 4000 | 建材店
    甲村  | 2025-05-01 | 水泥 | P.O 42.5 | 吨       | 10   | 900  | 9000 | 建材店
"""


class County:
    """A county of which one rule finds one flag, batch after batch."""

    def __init__(self, tables: str = SHORT, rule: str = "DU02") -> None:
        self.con, self.rule, self.batch = empty_county(), rule, 0
        fill(self.con, tables)
        self.night()

    def night(self) -> str:
        """Judge one more batch; give the flag's status."""
        self.batch += 1
        evaluate(self.con, "2026-06-30", self.rule, batch_id=f"20260630-{self.batch:04d}")
        dispositions.check(self.con)
        [(status,)] = self.query("select status from audit.flag")
        return str(status)

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        return self.con.execute(sql).fetchall()

    @property
    def flag(self) -> str:
        return str(self.query("select flag_id from audit.flag")[0][0])

    @property
    def events(self) -> list[tuple[str, str]]:
        return self.query("select event, status from audit.flag_history order by batch_id")

    def reinvest(self, amount: int) -> None:
        """Hand the uses in again: other rows, another amount of reinvestment."""
        self.con.execute(
            "update history.dividend_use set amount = ?, row_id = concat(row_id, ?), source_row = source_row + 1"
            " where category = '再投入'",
            [amount, f"-{self.batch}"],
        )

    def conclude(
        self,
        status: str,
        day: str | None = "2026-06-29",
        inspector: str = "张三",
        file: str = "清单.xlsx",
        listed: int | None = None,
        flag: str = "",
    ) -> None:
        """Take in a checklist with one conclusion on the next batch's way in."""
        sid = f"{file}-{self.batch}"
        self.con.execute(
            "update history.disposition set superseded_by = ? where source_file = ? and superseded_by = ''",
            [sid, file],
        )
        self.con.execute(
            "insert into meta.submission (submission_id, batch_id, source_file, received_at, superseded_by)"
            " values (?, ?, ?, ?, '')",
            [sid, f"20260630-{self.batch + 1:04d}", file, BEGAN + timedelta(days=self.batch)],
        )
        if listed:
            self.con.execute(
                "insert into meta.sheet (submission_id, sheet, kind, title) values (?, '核查清单', 'disposition', ?)",
                [sid, f"核查清单 批次 20260630-{listed:04d}"],
            )
        self.con.execute(
            "insert into history.disposition (row_id, submission_id, flag_id, status, inspector, decided_on,"
            " source_file, source_sheet, source_row, superseded_by) values (?, ?, ?, ?, ?, ?, ?, '核查清单', 4, '')",
            [sid, sid, flag or self.flag, status, inspector, day and date.fromisoformat(day), file],
        )


@pytest.fixture
def county() -> County:
    return County()


@pytest.mark.parametrize("status", ["已核实", "已说明", "误报", "已整改"])
def test_a_conclusion_stands_while_the_facts_do_even_when_the_file_comes_again(
    county: County, status: str
) -> None:
    county.conclude(status)
    assert [county.night(), county.night()] == [status, status]
    county.reinvest(5000)
    assert county.night() == status
    assert county.events == [("首次发现", "待核"), ("核查结论", status)]


@pytest.mark.parametrize(("status", "after"), [("已说明", "待核"), ("误报", "待核"), ("已核实", "已核实")])
def test_changed_facts_raise_what_was_explained_again(county: County, status: str, after: str) -> None:
    county.conclude(status)
    county.night()
    county.reinvest(4000)
    assert [county.night(), county.night()] == [after, after]
    again = "事实有变、重新待核" if after == "待核" else "事实有变"
    assert county.events == [("首次发现", "待核"), ("核查结论", status), (again, after)]
    assert county.query("select decided from result.flag_event order by batch_number") == [
        (None,), (status,), (status,),
    ]  # fmt: skip


def test_an_amount_that_moves_with_other_villages_books_is_no_new_fact() -> None:
    county = County(DEAR, "XV04")
    county.conclude("误报")
    county.night()
    county.con.execute("update history.purchase set unit_price = 390, amount = 3900 where amount = 4000")
    before = county.query("select amount from audit.flag")
    assert county.night() == "误报"
    assert county.query("select amount from audit.flag") != before


def test_a_new_conclusion_on_the_changed_facts_closes_it_again(county: County) -> None:
    county.conclude("误报")
    county.night()
    county.reinvest(4000)
    county.night()
    county.conclude("已说明", day="2026-06-30")
    assert county.night() == "已说明"


def test_a_conclusion_reached_on_an_old_list_does_not_cover_facts_that_changed_since(county: County) -> None:
    county.reinvest(4000)
    county.night()
    county.conclude("误报", listed=1)
    assert county.night() == "待核"
    county.conclude("误报", listed=2, day="2026-06-30")
    assert county.night() == "误报"


def test_what_was_put_right_and_fires_again_has_relapsed(county: County) -> None:
    county.conclude("已整改")
    assert county.night() == "已整改"
    county.reinvest(6000)
    assert county.night() == "已消除"
    county.reinvest(5000)
    assert [county.night(), county.night()] == ["复发", "复发"]
    assert county.events == [
        ("首次发现", "待核"),
        ("核查结论", "已整改"),
        ("已消除", "已消除"),
        ("再次出现、复发", "复发"),
    ]
    county.conclude("已整改", day="2026-06-30")
    assert county.night() == "已整改"


def test_what_was_put_right_and_fires_with_other_facts_has_relapsed(county: County) -> None:
    county.conclude("已整改")
    county.night()
    county.reinvest(4000)
    assert county.night() == "复发"
    county.reinvest(5000)
    assert county.night() == "复发"


def test_a_conclusion_outlasts_the_list_it_stood_on(county: County) -> None:
    county.conclude("误报")
    county.night()
    county.conclude("已核实", flag="0" * 16)
    assert county.night() == "误报"


def test_the_same_list_may_change_its_mind(county: County) -> None:
    county.conclude("误报")
    county.night()
    county.conclude("已核实")
    assert county.night() == "已核实"
    assert county.query("select count(*) from meta.issue where code = 'L02'") == [(0,)]


def test_a_withdrawn_list_no_longer_counts(county: County) -> None:
    county.conclude("误报")
    county.night()
    for table in ("meta.submission", "history.disposition"):
        county.con.execute(f"update {table} set superseded_by = '撤回' where submission_id like '清单%'")
    assert county.night() == "待核"
    assert county.events[-1] == ("结论撤回", "待核")


@pytest.mark.parametrize(
    ("first", "second", "status", "issues"),
    [
        (("误报", "2026-06-29", "张三"), ("已核实", "2026-06-29", "李四"), "已核实", 2),
        (("已整改", None, "张三"), ("已说明", "2026-06-29", "张三"), None, 2),
        (("已核实", "2026-06-20", "张三"), ("误报", "2026-06-29", "李四"), "误报", 2),
        (("已核实", "2026-06-20", "张三"), ("已整改", "2026-06-29", "李四"), "已整改", 0),
        (("误报", "2026-06-20", "张三"), ("已核实", "2026-06-29", "张三"), "已核实", 0),
        (("误报", "2026-06-29", "张三"), ("误报", "2026-06-29", "李四"), "误报", 0),
    ],
)
def test_contradicting_conclusions_are_told_to_both(
    county: County, first: tuple[Any, ...], second: tuple[Any, ...], status: str | None, issues: int
) -> None:
    county.conclude(first[0], first[1], first[2], file="甲.xlsx")
    county.conclude(second[0], second[1], second[2], file="乙.xlsx")
    found = county.night()
    assert status is None or found == status
    told = county.query("select source_file, found, fix from meta.issue where code = 'L02' order by all")
    assert [row[0] for row in told] == ["乙.xlsx", "甲.xlsx"][: issues or 0]
    if issues:
        assert "甲.xlsx" in told[0][2] and f"“{first[0]}”" in told[0][2]
        assert county.night() == found
        assert county.query("select count(*) from meta.issue where code = 'L02'") == [(2,)]


def test_a_conclusion_on_no_flag_is_told(county: County) -> None:
    county.conclude("误报", flag="f" * 16)
    county.night()
    assert county.query("select source_file, cell, found from meta.issue where code = 'L03'") == [
        ("清单.xlsx", "A4", "f" * 16)
    ]
