"""What the lines around a row that was set aside tell of it: its amount by balances, its day by theirs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pipeline.judge import facts
from tests.rules.harness import empty_county, fill

HEADER = "收支明细账\n村 | 账簿 | 日期 | 收入 | 支出 | 余额 | source_file | source_sheet | source_row"
SHEET = """
    工作表
    村   | submission_id | source_file | sheet | kind       | header_row | period     | period_kind | rows_loaded | rows_rejected
    甲村 | 报送-1        | 账.xlsx     | 账    | cash_entry | 1          | {period} | {kind}      | 4           | 1

    退回行
    submission_id | source_file | sheet | row | fields
    报送-1        | 账.xlsx     | 账    | 4   | {fields}
"""
# Rows 2, 3, 5 and 6 of a sheet: day, in, out, balance. Row 4 is set aside.
DOWN = (
    "2025-03-01 | 1000 | | 6000",
    "2025-03-05 | | 300 | 5700",
    "2025-03-20 | | 200 | 5000",
    "2025-03-28 | 50 | | 5050",
)
UP = (
    "2025-03-28 | 50 | | 5050",
    "2025-03-20 | | 200 | 5000",
    "2025-03-05 | | 300 | 5700",
    "2025-03-01 | 1000 | | 6000",
)
# The line below does not run on from the row: nobody knows which of the two is wrong.
BROKEN = (*DOWN[:2], "2025-03-20 | | 200 | 5100", "2025-03-28 | 50 | | 5150")
# After the line below the row nothing runs on.
LATER = (*DOWN[:3], "2025-03-28 | 50 | | 5150")
# A balance stands in the last line of a day only.
DAILY = (
    "2025-03-05 | 1000 | | 5700",
    "2025-03-10 | | 140 | ",
    "2025-03-10 | | 60 | 5000",
    "2025-03-28 | 50 | | 5050",
)
# The lines of one day printed in another order: the line above does not run on.
SHUFFLED = (
    "2025-03-05 | | 300 | 5700",
    "2025-03-05 | 1000 | | 6000",
    "2025-03-20 | | 200 | 5000",
    "2025-03-28 | 50 | | 5050",
)
MARCH = {"period": "2025-03-01", "kind": "月"}


def told(lines: tuple[str, ...], fields: str, **period: str) -> tuple[object, ...]:
    con = empty_county()
    rows = (
        f"甲村 | 银行 | {line} | 账.xlsx | 账 | {row}" for line, row in zip(lines, (2, 3, 5, 6), strict=False)
    )
    place = {"period": "", "kind": ""} | period
    fill(con, "\n".join((HEADER, *rows, SHEET.format(fields=fields, **place))))
    facts.build(con, date(2026, 6, 30))
    found = con.execute("select moved, first_day, last_day from fact.torn_line").fetchall()
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("lines", "balance", "moved"),
    [(DOWN, "5200", -500), (UP, "5200", -500), (DOWN, "5900", None), (BROKEN, "5200", None), (SHUFFLED, "5200", None),
        (DOWN, "", -500), (UP, "", -500), (DAILY, "", -500), (LATER, "", None), (DOWN[:2], "", None)],
    ids=["oldest first", "newest first", "its own balance is wrong", "the next balance is wrong", "not in order",
         "no balance of its own", "none, newest first", "balances by day", "none, and the last is wrong", "no balance after it"],
)  # fmt: skip
def test_an_amount_is_told_only_where_all_balances_around_agree(
    lines: tuple[str, ...], balance: str, moved: int | None
) -> None:
    fields = f'{{"entry_date": "2025-03-10", "balance": "{balance}"}}'
    assert told(lines, fields) == (
        None if moved is None else Decimal(moved),
        date(2025, 3, 10),
        date(2025, 3, 10),
    )


def test_an_amount_that_was_read_stays() -> None:
    fields = '{"expense": "400.00", "entry_date": "2025-03-10", "balance": "5200"}'
    assert told(DOWN, fields)[0] == Decimal(-400)


def test_two_unread_amounts_between_two_balances_tell_neither() -> None:
    con = empty_county()
    unread = '{"entry_date": "2025-03-10"}'
    rows = (
        f"甲村 | 银行 | {line} | 账.xlsx | 账 | {row}" for line, row in zip(DAILY, (2, 3, 6, 7), strict=True)
    )
    sheet = SHEET.format(fields=unread, period="", kind="").rstrip()
    fill(con, "\n".join((HEADER, *rows, sheet, f"    报送-1 | 账.xlsx | 账 | 5 | {unread}")))
    facts.build(con, date(2026, 6, 30))
    assert con.execute('select "row", moved from fact.torn_line order by all').fetchall() == [
        (4, None),
        (5, None),
    ]


@pytest.mark.parametrize(
    ("lines", "period", "days"),
    [
        (DOWN, {}, (date(2025, 3, 5), date(2025, 3, 20))),
        (UP, {}, (date(2025, 3, 5), date(2025, 3, 20))),
        (DOWN[:2], MARCH, (date(2025, 3, 5), date(2025, 3, 31))),
        (DOWN[:2], {}, (date(2025, 3, 5), None)),
    ],
    ids=["between two lines", "newest first", "last of a month's sheet", "last of a sheet without a period"],
)
def test_a_day_lies_between_those_of_the_lines_around(
    lines: tuple[str, ...], period: dict[str, str], days: tuple[date, date | None]
) -> None:
    assert told(lines, '{"expense": "500.00"}', **period)[1:] == days


def test_of_a_sheet_without_a_loaded_line_nothing_is_told() -> None:
    con = empty_county()
    sheet = SHEET.replace("| 4           |", "| 0           |").format(fields='{"balance": "5200"}', **MARCH)
    fill(con, sheet)
    facts.build(con, date(2026, 6, 30))
    assert con.execute("select count(*) from fact.torn_line").fetchone() == (0,)
