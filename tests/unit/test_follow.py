"""A conclusion follows its flag: closed while the facts stand, open again when they change, never forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import Any

import duckdb
import pytest

from pipeline.judge import dispositions, headlines
from pipeline.judge.views import load_views
from tests.rules import counties
from tests.rules.harness import evaluate, fill

OPEN = next(view for view in load_views() if view.name == "core.open_flag")
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


def judge(con: duckdb.DuckDBPyConnection, rule: str, batch: int) -> None:
    evaluate(con, "2026-06-30", rule, batch_id=f"20260630-{batch:04d}")
    dispositions.check(con)


@cache
def begun(tables: str, rule: str) -> duckdb.DuckDBPyConnection:
    """Judge the first batch of a county, once for all tests that go on from it."""
    con = counties.make()
    fill(con, tables)
    judge(con, rule, 1)
    counties.keep(con)
    return con


class County:
    """A county of which one rule finds one flag, batch after batch."""

    def __init__(self, tables: str = SHORT, rule: str = "DU02") -> None:
        self.con, self.rule, self.batch = counties.afresh(begun(tables, rule)), rule, 1

    def night(self) -> str:
        """Judge one more batch; give the flag's status."""
        self.batch += 1
        judge(self.con, self.rule, self.batch)
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
        rectified: str | None = None,
        rectify_by: str | None = None,
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
            " rectified_on, rectify_by, source_file, source_sheet, source_row, superseded_by)"
            " values (?, ?, ?, ?, ?, ?, ?, ?, ?, '核查清单', 4, '')",
            [sid, sid, flag or self.flag, status, inspector, day, rectified, rectify_by, file],
        )


@pytest.fixture
def county() -> County:
    return County()


@pytest.mark.parametrize("status", ["属实", "部分属实", "不属实", "核查中"])
def test_a_conclusion_stands_while_the_facts_do_even_when_the_file_comes_again(
    county: County, status: str
) -> None:
    county.conclude(status)
    assert [county.night(), county.night()] == [status, status]
    county.reinvest(5000)
    assert county.night() == status
    assert county.events == [("首次发现", "待核"), ("核查结论", status)]


@pytest.mark.parametrize(
    ("status", "after"),
    [("不属实", "复核"), ("部分属实", "复核"), ("属实", "复核"), ("核查中", "核查中")],
)
def test_changed_facts_are_to_be_looked_at_again(county: County, status: str, after: str) -> None:
    county.conclude(status)
    county.night()
    county.reinvest(4000)
    assert [county.night(), county.night()] == [after, after]
    again = "事实有变、复核" if after == "复核" else "事实有变"
    assert county.events == [("首次发现", "待核"), ("核查结论", status), (again, after)]
    assert county.query("select decided from result.flag_event order by batch_number") == [
        (None,), (status,), (status,),
    ]  # fmt: skip
    assert county.query("select conclusion from audit.flag") == [(status,)]


def test_an_amount_that_moves_with_other_villages_books_is_no_new_fact() -> None:
    county = County(DEAR, "XV04")
    county.conclude("不属实")
    county.night()
    county.con.execute("update history.purchase set unit_price = 390, amount = 3900 where amount = 4000")
    before = county.query("select amount from audit.flag")
    assert county.night() == "不属实"
    assert county.query("select amount from audit.flag") != before


def test_a_new_conclusion_on_the_changed_facts_closes_it_again(county: County) -> None:
    county.conclude("不属实")
    county.night()
    county.reinvest(4000)
    county.night()
    county.conclude("不属实", day="2026-06-30")
    assert county.night() == "不属实"


def test_a_conclusion_reached_on_an_old_list_does_not_cover_facts_that_changed_since(county: County) -> None:
    county.reinvest(4000)
    county.night()
    county.conclude("不属实", listed=1)
    assert county.night() == "复核"
    county.conclude("不属实", listed=2, day="2026-06-30")
    assert county.night() == "不属实"


def test_what_was_put_right_and_fires_again_is_to_be_looked_at_again(county: County) -> None:
    county.conclude("属实", rectified="2026-06-29")
    assert county.night() == "属实"
    assert not waits(county)
    county.reinvest(6000)
    assert county.night() == "已消除"
    county.reinvest(5000)
    assert [county.night(), county.night()] == ["复核", "复核"]
    assert waits(county)
    assert county.events == [
        ("首次发现", "待核"),
        ("核查结论", "属实"),
        ("已消除", "已消除"),
        ("再次出现、复核", "复核"),
    ]
    county.conclude("属实", day="2026-06-30", rectified="2026-06-30")
    assert county.night() == "属实"


def waits(county: County) -> bool:
    """Tell whether the flag waits for somebody; the reports and the views say the same."""
    [(status, rectified, pending)] = county.query(
        f"select status, rectification, {headlines.PENDING} from audit.flag"
    )
    assert pending == headlines.is_pending(status, rectified)
    open_flags = county.query(
        "create or replace temp view seen as " + OPEN.file.text + "; select is_pending from seen"
    )
    assert open_flags == ([(pending,)] if status not in ("已消除", "不属实") else [])
    return bool(pending)


def test_what_was_put_right_and_fires_with_other_facts_is_to_be_looked_at_again(county: County) -> None:
    county.conclude("属实", rectified="2026-06-29")
    county.night()
    county.reinvest(4000)
    assert county.night() == "复核"
    county.reinvest(5000)
    assert county.night() == "复核"


@pytest.mark.parametrize(
    ("said", "rectification", "waiting"),
    [
        ({"status": "属实"}, "未整改", True),
        ({"status": "部分属实", "rectify_by": "2026-07-31"}, "整改中", True),
        ({"status": "属实", "rectify_by": "2026-06-29"}, "超期", True),
        ({"status": "属实", "rectify_by": "2026-06-01", "rectified": "2026-06-20"}, "已整改", False),
        ({"status": "不属实"}, None, False),
        ({"status": "核查中"}, None, True),
    ],
)
def test_what_is_true_waits_until_it_is_put_right(
    county: County, said: dict[str, str], rectification: str | None, waiting: bool
) -> None:
    county.conclude(**said)
    county.night()
    assert county.query("select conclusion, rectification from audit.flag") == [
        (said["status"], rectification)
    ]
    assert waits(county) is waiting


def test_putting_right_later_is_a_new_conclusion_though_the_day_is_the_same(county: County) -> None:
    county.conclude("属实")
    county.night()
    county.reinvest(4000)
    assert county.night() == "复核"
    county.conclude("属实", rectified="2026-06-30", listed=3)
    assert county.night() == "属实"
    assert not waits(county)


@pytest.mark.parametrize(
    ("old", "said"),
    [
        ("已核实", ("属实", None, "未整改")),
        ("已说明", ("不属实", "有合理解释", None)),
        ("误报", ("不属实", None, None)),
        ("已整改", ("属实", None, "已整改")),
    ],
)
def test_words_of_earlier_versions_say_what_they_say_now(
    county: County, old: str, said: tuple[str | None, ...]
) -> None:
    county.conclude(old)
    county.night()
    county.con.execute(
        "update result.flag_event set decided = $old, status = $old where decided is not null", {"old": old}
    )
    assert county.night() == said[0]
    assert county.query(
        "select f.conclusion, e.explanation, f.rectification from audit.flag as f join result.flag_event as e"
        " using (flag_id) where e.decided is not null"
    ) == [said]


def test_a_conclusion_outlasts_the_list_it_stood_on(county: County) -> None:
    county.conclude("不属实")
    county.night()
    county.conclude("属实", flag="0" * 16)
    assert county.night() == "不属实"


def test_the_same_list_may_change_its_mind(county: County) -> None:
    county.conclude("不属实")
    county.night()
    county.conclude("属实")
    assert county.night() == "属实"
    assert county.query("select count(*) from meta.issue where code = 'L02'") == [(0,)]


def test_a_withdrawn_list_no_longer_counts(county: County) -> None:
    county.conclude("不属实")
    county.night()
    for table in ("meta.submission", "history.disposition"):
        county.con.execute(f"update {table} set superseded_by = '撤回' where submission_id like '清单%'")
    assert county.night() == "待核"
    assert county.events[-1] == ("结论撤回", "待核")


@pytest.mark.parametrize(
    ("first", "second", "status", "issues"),
    [
        (("不属实", "2026-06-29", "张三"), ("属实", "2026-06-29", "李四"), "属实", 2),
        (("属实", None, "张三"), ("不属实", "2026-06-29", "张三"), None, 2),
        (("属实", "2026-06-20", "张三"), ("不属实", "2026-06-29", "李四"), "不属实", 2),
        (("部分属实", "2026-06-29", "张三"), ("属实", "2026-06-29", "李四"), "属实", 2),
        (("属实", "2026-06-20", "张三"), ("部分属实", "2026-06-29", "李四"), "部分属实", 0),
        (("不属实", "2026-06-20", "张三"), ("属实", "2026-06-29", "张三"), "属实", 0),
        (("不属实", "2026-06-29", "张三"), ("不属实", "2026-06-29", "李四"), "不属实", 0),
        (("核查中", "2026-06-29", "张三"), ("属实", "2026-06-29", "李四"), "属实", 0),
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
    county.conclude("不属实", flag="f" * 16)
    county.night()
    assert county.query("select source_file, cell, found from meta.issue where code = 'L03'") == [
        ("清单.xlsx", "A4", "f" * 16)
    ]
