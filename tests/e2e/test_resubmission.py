"""What happens when a ledger comes again: nothing, a restatement, or a further part.

One county hands in a month for every case on the first night, and again on the second.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from tests.e2e.night import Cell, Night, Outcome, cash_book, digest

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


def in_month(month: int, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Move entries of March to another month."""
    return tuple((str(day).replace("-03-", f"-{month:02d}-"), *rest) for day, *rest in entries)


def hand_in(
    county: Night, path: str, month: int, entries: tuple[Entry, ...], village: str = "东滩村"
) -> Path:
    """Write the cash book of a month."""
    return county.book(path, {"账": cash_book(village, f"2024年{month}月", in_month(month, entries))})


@dataclass(frozen=True)
class Story:
    """A county after two submissions, and how a night with nothing new in between went."""

    county: Night
    between: Outcome
    untouched: bool

    def current(self, month: int, village: str = "东滩村") -> list[tuple[str, str]]:
        """List voucher and file of the entries of a month that count now."""
        return self.county.query(
            "select voucher_no, source_file from ledger.cash_entry"
            " where village_name = ? and month(entry_date) = ? order by all",
            village,
            month,
        )


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    county = Night(tmp_path_factory.mktemp("resubmission"))
    county.register()
    original = hand_in(county, "3月.xlsx", 3, MARCH)
    for month in (4, 5, 6):
        hand_in(county, f"{month}月.xlsx", month, MARCH)
    hand_in(county, "西渠村3月.xlsx", 3, MARCH, village="西渠村")
    copied = hand_in(county, "7月.xlsx", 7, MARCH)
    county.publish()

    batches = sorted((county.outputs / "batches").iterdir())
    before = digest(county.database)
    between = county.run()
    untouched = before == digest(county.database) and batches == sorted(
        (county.outputs / "batches").iterdir()
    )

    corrected = (*MARCH[:3], ("2024-03-20", "记-4", "维修水渠人工费", None, 4500, "杨学军"))
    assert hand_in(county, "3月.xlsx", 3, corrected) == original
    hand_in(county, "4月（更正）.xlsx", 4, (*MARCH[:3], MORE[0]))
    hand_in(county, "5月下旬.xlsx", 5, MORE)
    hand_in(county, "6月补充.xlsx", 6, (MARCH[3], *MORE[:3]))
    shutil.copy(copied, copied.with_name("7月（副本）.xlsx"))
    county.publish()
    return Story(county, between, untouched)


def test_the_same_bytes_again_publish_nothing(story: Story) -> None:
    assert story.between.code == 0
    assert "没有新" in story.between.out
    assert story.untouched


def test_other_bytes_at_the_same_path_restate_it(story: Story) -> None:
    march = story.county.query(
        "select count(*), sum(expense) from ledger.cash_entry where village_name = '东滩村' and source_file = '3月.xlsx'"
    )
    assert march == [(4, Decimal("5672.90"))]


def test_what_was_restated_stays_in_history_with_its_successor(story: Story) -> None:
    old = story.county.query(
        "select h.expense, s.source_file from history.cash_entry h"
        " join meta.submission s on s.submission_id = h.superseded_by"
        " where h.source_file = '3月.xlsx' and h.voucher_no = '记-4'"
    )
    assert old == [(5400, "3月.xlsx")]


def test_another_path_with_half_the_rows_in_common_restates(story: Story) -> None:
    assert story.current(4) == [(v, "4月（更正）.xlsx") for v in ("记-1", "记-2", "记-3", "记-5")]


def test_another_path_with_nothing_in_common_is_a_further_part(story: Story) -> None:
    assert {file for _, file in story.current(5)} == {"5月.xlsx", "5月下旬.xlsx"}
    assert len(story.current(5)) == len(MARCH) + len(MORE)


def test_a_quarter_in_common_keeps_both(story: Story) -> None:
    assert len(story.current(6)) == len(MARCH) + 4


def test_a_copy_under_another_name_counts_once(story: Story) -> None:
    assert len(story.current(7)) == len(MARCH)


def test_another_village_with_equal_rows_is_left_alone(story: Story) -> None:
    assert len(story.current(3, village="西渠村")) == len(MARCH)


def test_nothing_else_was_superseded(story: Story) -> None:
    files = story.county.query(
        "select distinct source_file from history.cash_entry where superseded_by <> '' order by 1"
    )
    assert files == [("3月.xlsx",), ("4月.xlsx",)]


def test_what_was_changed_or_left_out_is_flagged_with_both_versions(story: Story) -> None:
    changes = story.county.query(
        'select change, "column", before, after, amount, place_before from audit.restatement order by place_before'
    )
    assert changes == [
        ("改动", "支出", "5400.00", "4500.00", 900, "3月.xlsx 工作表“账”第 7 行"),
        ("删除", None, "2024-04-20 记-4 维修水渠人工费 5400.00", None, 5400, "4月.xlsx 工作表“账”第 7 行"),
        ("新增", None, None, "2024-04-22 记-5 购买灭火器 480.00", 480, None),
    ]
    flagged = story.county.query(
        "select f.amount, string_agg(e.source_file, ' ' order by e.source_file) from audit.flag as f"
        " join audit.flag_evidence as e using (flag_id) where rule_id = 'WB07' group by all order by all"
    )
    assert flagged == [(900, "3月.xlsx 3月.xlsx"), (5400, "4月.xlsx")]


def test_a_version_sent_back_in_between_doubles_nothing(night: Night) -> None:
    path = "东滩村/3月.xlsx"
    night.book(path, {"账": cash_book("东滩村", "2024年3月", MARCH)})
    night.publish()
    night.book(path, {"账": [("第一格", "第二格"), (1, 2), (3, 4)]})
    night.publish()
    assert night.query("select status from meta.submission where superseded_by = '' and kinds = ''") == [
        ("退回",)
    ]
    before = night.query("select source_row from ledger.cash_entry order by all")
    assert len(before) == len(MARCH)
    night.book(path, {"账": cash_book("东滩村", "2024年3月", (*MARCH, *MORE[:1]))})
    night.publish()
    rows = night.query("select source_row from ledger.cash_entry order by all")
    assert rows == [*before, (before[-1][0] + 1,)]
