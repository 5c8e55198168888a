"""更正表: a known error is corrected without the source, and both values stay visible."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.e2e.night import Cell, Night, Rows

HEADER = ("来源文件", "工作表", "行号", "列名", "现值", "更正值", "原因", "更正人", "更正日期")
# 记-2 is 540 by its balance; 5400 was typed.
BOOK: Rows = [
    ("2024年3月收支明细账",),
    ("编制单位：东滩村",),
    ("日期", "凭证号", "摘要", "收入", "支出", "余额"),
    ("2024-03-02", "记-1", "收到上级办公经费", 20000, None, 20000),
    ("2024-03-05", "记-2", "购买打印纸", None, 5400, 19460),
    ("2024-03-11", "记-3", "支付电费", None, 812.4, 18647.6),
]


def correct(night: Night, *entries: tuple[Cell, ...]) -> None:
    night.book("县/更正表.xlsx", {"更正": [("更正表",), HEADER, *entries]})


def entry(row: int, column: str, present: Cell, corrected: Cell) -> tuple[Cell, ...]:
    return ("东滩3月.xlsx", "账", row, column, present, corrected, "与发票核对", "钱某", "2024-06-12")


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Night:
    """Hand in a book, then its corrections; the first publication's flags are kept aside."""
    night = Night(tmp_path_factory.mktemp("corrections"))
    night.register()
    night.book("东滩3月.xlsx", {"账": BOOK})
    night.publish()
    flags = night.query("select flag_id from audit.flag where rule_id like 'LED%' and status = '待核'")
    assert flags, night.query("select rule_id, message from audit.flag")
    correct(
        night,
        entry(5, "支出", "5,400.00", 540),
        entry(6, "日期", "2024年3月11日", "2024-03-12"),
        entry(6, "支出", 800, 812),
        entry(99, "支出", 1, 2),
    )
    night.publish()
    return night


def test_the_ledger_shows_what_was_corrected_and_history_what_was_handed_in(county: Night) -> None:
    wanted = "select entry_date::varchar, expense from {}.cash_entry order by source_row"
    assert county.query(wanted.format("ledger")) == [
        ("2024-03-02", None), ("2024-03-05", Decimal("540.00")), ("2024-03-12", Decimal("812.40")),
    ]  # fmt: skip
    assert county.query(wanted.format("history")) == [
        ("2024-03-02", None), ("2024-03-05", Decimal("5400.00")), ("2024-03-11", Decimal("812.40")),
    ]  # fmt: skip


def test_every_entry_is_listed_with_both_values_and_what_became_of_it(county: Night) -> None:
    assert county.query("select field, original, corrected, status from meta.correction order by all") == [
        ("", None, "2", "找不到"),
        ("entry_date", "2024-03-11", "2024-03-12", "已更正"),
        ("expense", "5400.00", "540.00", "已更正"),
        ("expense", "812.40", "812.00", "不再相符"),
    ]


def test_what_matches_nothing_is_reported_at_its_row(county: Night) -> None:
    assert county.query("select cell, level, found from meta.issue where code = 'L01' order by all") == [
        ("A5", "中", "800"),
        ("A6", "中", "99"),
    ]


def test_the_flag_clears_and_says_nothing_twice(county: Night) -> None:
    assert county.query("select count(*) from audit.flag where rule_id like 'LED%' and status = '待核'") == [
        (0,)
    ]
    assert "没有新" in county.run().out


def test_a_restated_source_makes_the_correction_obsolete_and_later_batches_keep_the_rest(
    county: Night,
) -> None:
    county.publish(as_of="2026-11-23")
    again = county.query("select status, count(*) from meta.correction group by all order by all")
    assert again == [("不再相符", 1), ("已更正", 2), ("找不到", 1)]
    mended = [*BOOK[:4], ("2024-03-05", "记-2", "购买打印纸", None, 540, 19460), *BOOK[5:]]
    county.book("东滩3月.xlsx", {"账": mended})
    county.publish(as_of="2026-11-23")
    assert county.query("select expense from ledger.cash_entry where voucher_no = '记-2'") == [(540,)]
    assert county.query("select found from meta.issue where code = 'L01' order by all") == [
        ("5,400.00",), ("800",), ("99",),
    ]  # fmt: skip


def test_evidence_of_a_corrected_row_tells_both_values(night: Night) -> None:
    night.book("东滩3月.xlsx", {"账": BOOK})
    correct(night, entry(5, "支出", 5400, 5000))
    night.publish()
    notes = night.query("select distinct summary from audit.flag_evidence where summary like '%更正%'")
    assert notes == [("购买打印纸（更正：支出原 5400.00，改为 5000.00，与发票核对）",)]
