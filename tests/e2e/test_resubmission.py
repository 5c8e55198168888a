"""What happens when a ledger comes again: nothing, a restatement, or a further part."""

from __future__ import annotations

import shutil
from decimal import Decimal

from tests.e2e.night import Cell, Night, cash_book, digest

Entry = tuple[Cell, ...]
MARCH: tuple[Entry, ...] = (
    ("2024-03-02", "记-1", "收到上级办公经费", 20000, None, "马建国"),
    ("2024-03-05", "记-2", "购买打印纸", None, 360.5, "马建国"),
    ("2024-03-11", "记-3", "支付电费", None, 812.4, "马建国"),
    ("2024-03-20", "记-4", "维修水渠人工费", None, 5400, "杨学军"),
)
MORE: tuple[Entry, ...] = (
    ("2024-03-22", "记-5", "购买灭火器", None, 480, "杨学军"),
    ("2024-03-25", "记-6", "支付保洁费", None, 1500, "杨学军"),
    ("2024-03-28", "记-7", "订阅报刊", None, 960, "杨学军"),
    ("2024-03-30", "记-8", "收到租金", 3000, None, "杨学军"),
)
PATH = "临河镇/东滩村/三月现金日记账.xlsx"


def current(night: Night) -> list[tuple[str, str]]:
    """List voucher and file of the cash entries that count now."""
    return night.query("select voucher_no, source_file from ledger.cash_entry order by 1, 2")


def test_the_same_bytes_again_publish_nothing(night: Night) -> None:
    night.book(PATH, {"账": cash_book("东滩村", "2024年3月", MARCH)})
    night.publish()
    before = digest(night.database), sorted(p.name for p in (night.outputs / "batches").iterdir())
    again = night.run()
    assert again.code == 0
    assert "没有新" in again.out
    assert before == (digest(night.database), sorted(p.name for p in (night.outputs / "batches").iterdir()))


def test_a_copy_under_another_name_counts_once(night: Night) -> None:
    original = night.book(PATH, {"账": cash_book("东滩村", "2024年3月", MARCH)})
    night.publish()
    shutil.copy(original, original.with_name("三月现金日记账（副本）.xlsx"))
    night.publish()
    assert len(current(night)) == len(MARCH)


def test_other_bytes_at_the_same_path_restate_it(night: Night) -> None:
    night.book(PATH, {"账": cash_book("东滩村", "2024年3月", MARCH)})
    night.publish()
    corrected = (*MARCH[:3], ("2024-03-20", "记-4", "维修水渠人工费", None, 4500, "杨学军"))
    night.book(PATH, {"账": cash_book("东滩村", "2024年3月", corrected)})
    night.publish()
    assert night.query("select count(*), sum(expense) from ledger.cash_entry") == [(4, Decimal("5672.90"))]
    old = night.query(
        "select h.expense, s.source_file from history.cash_entry h"
        " join meta.submission s on s.submission_id = h.superseded_by where h.voucher_no = '记-4'"
    )
    assert old == [(5400, PATH)]
    assert night.query("select count(*) from history.cash_entry where superseded_by <> ''") == [(4,)]


def test_another_path_with_half_the_rows_in_common_restates(night: Night) -> None:
    night.book(PATH, {"账": cash_book("东滩村", "2024年3月", MARCH)}, modified=1_711_900_000)
    night.publish()
    other = "临河镇/东滩村/三月账（更正）.xlsx"
    entries = (*MARCH[:3], MORE[0])
    night.book(other, {"账": cash_book("东滩村", "2024年3月", entries)}, modified=1_711_990_000)
    night.publish()
    assert current(night) == [(v, other) for v in ("记-1", "记-2", "记-3", "记-5")]


def test_another_path_with_nothing_in_common_is_a_further_part(night: Night) -> None:
    other = "临河镇/东滩村/三月下旬账.xlsx"
    night.book(PATH, {"账": cash_book("东滩村", "2024年3月", MARCH)})
    night.publish()
    night.book(other, {"账": cash_book("东滩村", "2024年3月", MORE)})
    night.publish()
    assert {file for _, file in current(night)} == {PATH, other}
    assert len(current(night)) == len(MARCH) + len(MORE)


def test_a_quarter_in_common_keeps_both(night: Night) -> None:
    other = "临河镇/东滩村/三月补充账.xlsx"
    night.book(PATH, {"账": cash_book("东滩村", "2024年3月", MARCH)})
    night.publish()
    night.book(other, {"账": cash_book("东滩村", "2024年3月", (MARCH[3], *MORE[:3]))})
    night.publish()
    assert len(current(night)) == len(MARCH) + len(MORE[:3]) + 1


def test_two_villages_and_two_months_never_restate_each_other(night: Night) -> None:
    april = tuple((str(row[0]).replace("-03-", "-04-"), *row[1:]) for row in MARCH)
    night.book(PATH, {"账": cash_book("东滩村", "2024年3月", MARCH)})
    night.book("临河镇/西渠村/三月.xlsx", {"账": cash_book("西渠村", "2024年3月", MARCH)})
    night.book("临河镇/东滩村/四月.xlsx", {"账": cash_book("东滩村", "2024年4月", april)})
    night.publish()
    assert night.query("select count(*) from history.cash_entry where superseded_by <> ''") == [(0,)]
    assert len(current(night)) == 3 * len(MARCH)
