"""What is wrong with a sheet itself reaches the inspectors, at the right village, and goes when it is mended."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.night import CASH_HEADER, Cell, Night, Rows, cash_book

MARCH: tuple[tuple[Cell, ...], ...] = (
    ("2026-03-02", "记-1", "收到上级办公经费", 20000, None, "马建国"),
    ("2026-03-05", "记-2", "购买打印纸", None, 360.5, "马建国"),
    ("2026-03-11", "记-3", "支付电费", None, 812.4, "马建国"),
)
SPOILT = (*MARCH, ("2026-03-20", "记-4", "维修水渠", None, "约五千多", "杨学军"))
NO_DATES: Rows = [("西渠村2026年3月收支明细账",), CASH_HEADER[1:], *(rest for _, *rest in MARCH)]


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Night:
    county = Night(tmp_path_factory.mktemp("sheets"))
    county.register()
    county.book("东滩村3月.xlsx", {"账": cash_book("东滩村", "2026年3月", SPOILT)})
    county.book("东滩村4月.xlsx", {"账": cash_book("东滩村", "2026年4月", ())})
    county.book("东滩村5月.xlsx", {"账": cash_book("东滩村", "2026年5月", in_month(5))})
    county.book("西渠村3月.xlsx", {"账": NO_DATES})
    county.publish()
    return county


def in_month(month: int) -> Rows:
    return [(str(day).replace("-03-", f"-{month:02d}-"), *rest) for day, *rest in MARCH]


def flags(county: Night) -> list[tuple[Any, ...]]:
    return county.query(
        "select rule_id, village_name, subject from audit.flag"
        " where rule_id in ('WB01', 'WB03', 'SUB01') and status <> '已消除' order by all"
    )


def test_a_sheet_without_dates_and_an_amount_in_words_of_doubt(county: Night) -> None:
    assert flags(county) == [
        ("SUB01", "东滩村", "收支明细账"),
        ("WB01", "西渠村", "西渠村3月.xlsx#账!A2"),
        ("WB03", "东滩村", "东滩村3月.xlsx#账"),
    ]


def test_a_month_handed_in_blank_is_not_missing(county: Night) -> None:
    missing = county.query(
        "select month(period) from audit.submission_status where village_name = '东滩村' and status <> '已报'"
    )
    assert 4 not in {month for (month,) in missing}


def test_mended_sheets_clear_their_flags(county: Night) -> None:
    county.book("东滩村3月.xlsx", {"账": cash_book("东滩村", "2026年3月", MARCH)})
    county.book("补报/西渠村3月.xlsx", {"账": cash_book("西渠村", "2026年3月", MARCH)})
    county.publish(as_of="2026-05-08")
    assert flags(county) == []
