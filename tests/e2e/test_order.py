"""Neither the order of files nor the machine changes a result."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.night import Night, cash_book
from tests.e2e.test_resubmission import MARCH, MORE, Entry

OTHER: tuple[Entry, ...] = (("2024-03-23", "记-6", "支付水费", None, 77.7, "杨学军"),)
SAME_MOMENT = 1_711_900_000.0
# Two versions of one month (half in common), a further village, a sheet nobody can place.
FILES = {
    "临河镇/东滩村/甲.xlsx": cash_book("东滩村", "2024年3月", MARCH),
    "临河镇/东滩村/乙.xlsx": cash_book("东滩村", "2024年3月", (*MARCH[:2], *MORE[:2])),
    "临河镇/西渠村/三月.xlsx": cash_book("西渠村", "2024年3月", MORE),
    "其他/三月.xlsx": cash_book("查无此村", "2024年3月", OTHER),
}


def made_in(folder: Path, order: list[str]) -> Night:
    county = Night(folder)
    for path in order:
        county.book(path, {"账": FILES[path]}, modified=SAME_MOMENT)
    county.register()
    county.publish()
    return county


@pytest.fixture(scope="module")
def counties(tmp_path_factory: pytest.TempPathFactory) -> tuple[Night, Night]:
    order = list(FILES)
    folder = tmp_path_factory.mktemp("order")
    return made_in(folder / "a", order), made_in(folder / "b", order[::-1])


@pytest.mark.parametrize(
    "sql",
    [
        "select * exclude (submission_id) from ledger.cash_entry order by row_id",
        "select row_id, superseded_by = '' from history.cash_entry order by row_id",
        "select source_file, code, level, cell, found, fix from meta.issue order by all",
        "select source_file, status, rows_loaded, rows_rejected from meta.submission order by all",
        "select flag_id, rule_id, village_name, amount, level, message from audit.flag order by flag_id",
        "select rule_id, village_name, outcome, hits, amount from audit.rule_result order by all",
    ],
)
def test_the_order_of_files_changes_nothing(counties: tuple[Night, Night], sql: str) -> None:
    one, other = counties
    found = one.query(sql)
    assert found
    assert found == other.query(sql)


def test_one_of_two_versions_from_the_same_moment_is_current(counties: tuple[Night, Night]) -> None:
    files = counties[0].query(
        "select distinct source_file from ledger.cash_entry where village_name = '东滩村'"
    )
    assert len(files) == 1
