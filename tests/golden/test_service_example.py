"""The made-up township answers as the README says, and the pilot beside it as if it were alone."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests import example
from tests.e2e.night import Night
from tests.golden import build_example
from tests.golden.build_service_example import EXAMPLE, NOTE, build

PILOT = "('马颈坳镇', '白岩乡', '太平乡', '河溪镇')"


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    """One night over both examples, as on a fresh clone."""
    night = Night(tmp_path_factory.mktemp("both"))
    for one in (build_example.EXAMPLE, EXAMPLE):
        shutil.copytree(one, night.inputs / one.name)
    night.publish()
    return night


def test_the_committed_workbooks_are_what_the_script_makes_and_say_they_are_made_up(tmp_path: Path) -> None:
    build(tmp_path)
    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.xlsx")}
    assert {path.relative_to(EXAMPLE): path.read_bytes() for path in EXAMPLE.rglob("*.xlsx")} == made
    for name in made:
        for sheet in openpyxl.load_workbook(tmp_path / name):
            assert NOTE in {cell for row in sheet.iter_rows(values_only=True) for cell in row}


def test_every_row_is_loaded_and_nothing_is_said_of_the_sheets(night: Night) -> None:
    assert night.query("select distinct status from meta.submission") == [("受理",)]
    assert night.query("select count(*) from meta.issue where source_file like '%虚构%'") == [(0,)]
    assert night.query(
        "select kind, sum(rows_loaded) from meta.sheet where source_file like '%虚构%' group by kind order by kind"
    ) == [
        ("aid_payment", 9), ("allowance", 10), ("bank_account", 5), ("bank_line", 19), ("cash_entry", 29),
        ("grant", 5), ("hardship_register", 9), ("income_base", 1), ("official", 25), ("parameter", 1),
        ("resolution", 13), ("star_rating", 5), ("village", 5),
    ]  # fmt: skip


def test_the_three_mistakes_are_found_and_nothing_else(night: Night) -> None:
    assert night.query(
        "select rule_id, level, village_name, amount from audit.flag where township = '柳林镇' order by rule_id"
    ) == [
        ("PRC01", "严重", "东湾村", Decimal(68_000)),
        ("SVC01", "高", "桥头村", Decimal(100_000)),
        ("SVC04", "高", "柳坪村", Decimal(46_800)),
    ]


def test_the_fund_is_followed_from_the_stars_to_the_balance(night: Night) -> None:
    """Stars, standard, granted, received, spent and balance of each village."""
    rows = night.query(
        "select village_name, stars, standard, granted, received, spent, balance from audit.service_fund"
        " where township = '柳林镇' and year = 2025"
    )
    assert {name: tuple(map(int, figures)) for name, *figures in rows} == {
        "东湾村": (5, 500_000, 500_000, 500_000, 487_400, 12_600),
        "桥头村": (4, 400_000, 300_000, 300_000, 292_600, 7_400),
        "柳坪村": (3, 300_000, 300_000, 300_000, 272_800, 27_200),
        "石沟村": (2, 200_000, 200_000, 200_000, 189_300, 10_700),
        "西湾村": (1, 100_000, 100_000, 100_000, 93_100, 6_900),
    }


@pytest.mark.parametrize(
    "asked",
    [
        f"select * exclude (submission_id) from ledger.dividend_use where township in {PILOT} order by row_id",
        f"select * from audit.red_share where township in {PILOT} order by all",
        f"select flag_id, message, amount, status from audit.flag where township in {PILOT} order by all",
        f"select * from audit.rule_result where township in {PILOT} order by all",
        f"select * from audit.village_profile where township in {PILOT} order by all",
    ],
    ids=["uses", "red shares", "flags", "outcomes", "profiles"],
)
def test_the_pilot_is_as_if_it_were_alone(
    night: Night, asked: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    alone = example.copied(tmp_path_factory.mktemp("alone") / "copy")
    assert night.query(asked) == alone.query(asked)
