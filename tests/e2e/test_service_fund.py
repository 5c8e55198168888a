"""A county's star ratings and grants, in at one end, flags out at the other (Lingwu standards)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.e2e.night import VILLAGES, Night

STARS = (("东滩村", 3), ("西渠村", 4), ("南塘村", 0), ("北苑社区", 1))
# In 万元, as county offices keep it: 3 stars paid 40 (10 too many), 4 stars paid 20 twice (right).
GRANTS = (("东滩村", 40), ("西渠村", 20), ("西渠村", 20), ("北苑社区", 10))


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Night:
    night = Night(tmp_path_factory.mktemp("lingwu"))
    night.register()
    night.book(
        "组织部/2024年村级星级评定表.xlsx",
        {
            "评定": [
                ("2024年度村级星级评定表",),
                ("村名", "年度", "评定星级"),
                *((v, 2024, s) for v, s in STARS),
            ]
        },
    )
    night.book(
        "财政局/2024年专项资金拨付表.xlsx",
        {
            "拨付": [
                ("2024年度为民服务和发展专项资金拨付表",),
                ("编制单位：灵武市财政局", None, None, "单位：万元"),
                ("村名", "年度", "拨付金额", "拨付日期"),
                *((v, 2024, a, f"2024-0{i}-15") for i, (v, a) in enumerate(GRANTS, start=3)),
            ]
        },
    )
    night.publish()
    return night


def test_grants_in_wan_are_stored_in_yuan(county: Night) -> None:
    paid = county.query("select village_name, sum(amount) from ledger.grant group by 1 order by 2, 1")
    assert paid == [("北苑社区", 100_000), ("东滩村", 400_000), ("西渠村", 400_000)]


def test_every_village_gets_one_outcome_and_a_starless_unpaid_one_is_not_judged(county: Night) -> None:
    outcomes = county.query("select village_name, outcome from audit.rule_result where rule_id = 'SVC01'")
    assert dict(outcomes) == {"东滩村": "命中", "西渠村": "通过", "南塘村": "不适用", "北苑社区": "通过"}
    assert len(outcomes) == len(VILLAGES)


def test_only_the_overpaid_village_is_flagged_with_the_difference(county: Night) -> None:
    flags = county.query("select village_name, amount, level from audit.flag where rule_id = 'SVC01'")
    assert flags == [("东滩村", Decimal("100000.00"), "高")]


def test_the_flag_leads_back_to_the_row_of_the_workbook(county: Night) -> None:
    evidence = county.query(
        "select e.source_file, e.source_sheet, e.source_row"
        " from audit.flag_evidence e join audit.flag using (flag_id)"
        " where rule_id = 'SVC01' and e.source_file like '财政局/%'"
    )
    assert evidence == [("财政局/2024年专项资金拨付表.xlsx", "拨付", 4)]


def test_the_view_sets_standard_against_grant(county: Night) -> None:
    seen = county.query(
        "select village_name, year, stars, standard, granted from audit.service_fund"
        " where village_name in ('东滩村', '西渠村') order by village_code"
    )
    assert seen == [("东滩村", 2024, 3, 300_000, 400_000), ("西渠村", 2024, 4, 400_000, 400_000)]
