"""Two counties in one inputs folder, with townships and villages of the same names, stay apart."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.e2e.night import Cell, Night, Rows, cash_book

TOWN, VILLAGE = "示范镇", "东风村"
COUNTIES = ("甲县", "乙县")
# Whether by codes and by a column; of each pair the second county pays too much in cash.
WAYS = {
    (True, True): COUNTIES,
    (True, False): ("丙县", "丁县"),
    (False, True): ("戊县", "己县"),
    (False, False): ("庚县", "辛县"),
}
CODES = {
    "甲县": "640100100201", "乙县": "640200100201", "丙县": "640300100201", "丁县": "640400100201",
}  # fmt: skip
# (date, voucher, summary, income, expense, handler): one county pays too much in cash.
LITTLE, MUCH = (
    [
        ("2024-03-01", "记-1", "上级拨入", 500, None, "甲"),
        ("2024-03-05", "记-2", "购扫帚", None, 120, "甲"),
    ],
    [
        ("2024-03-01", "记-1", "上级拨入", 500, None, "乙"),
        ("2024-03-06", "记-2", "付水费", None, 70000, "乙"),
    ],
)
ENTRIES = {
    county: entries for pair in WAYS.values() for county, entries in zip(pair, (LITTLE, MUCH), strict=True)
}
WHO = (
    "select county, village_code, village_name, township, sum(expense) from ledger.{} group by all order by 1"
)


def register(night: Night, county: str, *, codes: bool, column: bool = True) -> None:
    """Hand in a county's register, with or without codes and a column of its county."""
    header = [*(["村代码"] if codes else []), "村名", "乡镇", *(["县市区"] if column else [])]
    row: list[Cell] = [*([CODES[county]] if codes else []), VILLAGE, TOWN, *([county] if column else [])]
    night.book(f"{county}/村情登记表.xlsx", {"村情登记表": [("村情登记表",), header, row]})


def book(night: Night, county: str, path: str = f"{TOWN}/{VILLAGE}", title: str = VILLAGE) -> None:
    night.book(f"{county}/{path}/3月.xlsx", {"现金日记账": cash_book(title, "2024年3月", ENTRIES[county])})


def stand_in(county: str) -> str:
    return f"{county}{TOWN}{VILLAGE}"


def apart(night: Night, codes: bool, counties: Sequence[str] = COUNTIES) -> None:
    """Assert that each county has its own book under its own code."""
    code = CODES.get if codes else stand_in
    found = [row for row in night.query(WHO.format("cash_entry")) if row[0] in counties]
    assert sorted(found) == sorted(
        (county, code(county), VILLAGE, TOWN, Decimal(spent))
        for county, spent in zip(counties, (120, 70000), strict=True)
    )
    assert night.query(
        "select count(distinct slice_id) from ledger.cash_entry where list_contains(?, county)",
        list(counties),
    ) == [(2,)]
    flags = (
        "select distinct f.village_code from audit.flag as f join core.village as v using (village_code)"
        " where rule_id = 'PAY01' and status <> '已消除' and list_contains(?, v.county)"
    )
    assert night.query(flags, list(counties)) == [(code(counties[1]),)]


@pytest.fixture(scope="module")
def eight(tmp_path_factory: pytest.TempPathFactory) -> Night:
    """Four pairs of counties, told apart by codes or not, and by a column or by their folders' names."""
    night = Night(tmp_path_factory.mktemp("eight"))
    for (codes, column), pair in WAYS.items():
        for county in pair:
            register(night, county, codes=codes, column=column)
            book(night, county)
    night.publish()
    return night


@pytest.mark.parametrize("codes", [True, False], ids=["with codes", "without codes"])
@pytest.mark.parametrize("column", [True, False], ids=["county in a column", "county in the folder's name"])
def test_one_night_keeps_them_apart(eight: Night, codes: bool, column: bool) -> None:
    apart(eight, codes, WAYS[codes, column])


@pytest.mark.heavy
def test_the_order_of_nights_changes_nothing(tmp_path: Path) -> None:
    """The second county's book comes before its register, and may look like the first county's until then."""
    last, first = Night(tmp_path / "last"), Night(tmp_path / "first")
    register(last, "甲县", codes=False)
    book(last, "乙县")
    last.publish()
    assert last.query("select code, found from meta.issue where level = '高'") == [("V08", "乙县")]
    book(last, "甲县")
    last.publish()
    register(last, "乙县", codes=False)
    last.publish()
    register(first, "乙县", codes=False)
    book(first, "乙县")
    first.publish()
    register(first, "甲县", codes=False)
    book(first, "甲县")
    first.publish()
    for night in (last, first):
        apart(night, codes=False)
    ids = "select row_id, slice_id from ledger.cash_entry order by all"
    assert last.query(ids) == first.query(ids)
    flags = "select flag_id from audit.flag where status <> '已消除' order by all"
    assert last.query(flags) == first.query(flags)


def test_a_book_given_to_the_only_village_of_its_name_is_read_again_when_a_namesake_comes(
    tmp_path: Path,
) -> None:
    """A folder 青铜峡市 may be a prefecture as long as no county of that name is registered."""
    night = Night(tmp_path)
    for county, code in (("灵武市", "640181101201"), ("青铜峡市", "640381101201")):
        night.book(
            f"{county}/村情登记表.xlsx",
            {"村情登记表": [("村情登记表",), ("村代码", "村名", "乡镇"), (code, VILLAGE, TOWN)]},
        )
        night.book(
            f"青铜峡市/{TOWN}/3月.xlsx", {"现金日记账": cash_book(VILLAGE, "2024年3月", ENTRIES["甲县"])}
        )
        night.publish()
        assert night.query(WHO.format("cash_entry"))[0][:2] == (county, code)
        told = night.query("select level, fix from meta.issue where code = 'V06'")
        assert [level for level, _ in told] == ["提示"]
    assert night.query("select count(*) from history.cash_entry where superseded_by <> ''") == [(2,)]


def test_a_resubmission_from_another_path_restates_its_own_county(tmp_path: Path) -> None:
    night = Night(tmp_path)
    for county in COUNTIES:
        register(night, county, codes=False)
        night.book(
            f"{county}/{TOWN}/{VILLAGE}/3月.xlsx", {"账": cash_book(VILLAGE, "2024年3月", ENTRIES["甲县"])}
        )
    night.publish()
    assert night.query("select status from meta.submission where kinds = '收支明细账'") == [("受理",)] * 2
    night.book(
        f"甲县/{TOWN}/{VILLAGE}/3月更正.xlsx",
        {
            "账": cash_book(
                VILLAGE, "2024年3月", [ENTRIES["甲县"][0], ("2024-03-05", "记-2", "购扫帚", None, 130, "甲")]
            )
        },
    )
    night.publish()
    assert [(row[0], row[-1]) for row in night.query(WHO.format("cash_entry"))] == [
        ("乙县", 120),
        ("甲县", 130),
    ]


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Night:
    """Both registers, and books that stand under no county's folder."""
    night = Night(tmp_path_factory.mktemp("mixed"))
    for county in COUNTIES:
        register(night, county, codes=False)
        night.book(
            f"{county}/政策参数表.xlsx",
            {
                "政策参数表": [
                    ("政策参数表",),
                    ("参数", "取值"),
                    ("cash_line", "900" if county == "甲县" else "80"),
                ]
            },
        )
        # One word, and two funds: each county's own. A catalogue that names no county is nobody's.
        fund = "移民后扶资金" if county == "甲县" else "库区资金"
        catalogue: Rows = [
            ("资金目录表",),
            ("资金名称", "其他叫法", "允许用途"),
            (fund, f"库区{'补助' if county == '乙县' else ''}、后扶", "修渠"),
        ]
        night.book(f"{county}/资金目录表.xlsx", {"目录": catalogue})
        night.book(
            f"{county}/{TOWN}/{VILLAGE}/后扶资金.xlsx",
            {"账": [(f"{VILLAGE}2024年后扶收支明细账",), ("日期", "资金", "摘要", "收入", "支出"),
                ("2024-06-02", "后扶", "收到后扶款", 7000, None), ("2024-06-03", "库区补助", "付水渠款", None, 300)]},
        )  # fmt: skip
    night.book(
        "资金目录表.xlsx",
        {"目录": [("资金目录表",), ("资金名称", "其他叫法", "允许用途"), ("红旗资金", "红旗款", "修路")]},
    )
    entries = ENTRIES["甲县"]
    night.book(f"{VILLAGE}/不明.xlsx", {"账": cash_book(VILLAGE, "2024年1月", entries)})
    night.book("来文/写明.xlsx", {"账": cash_book(f"乙县{TOWN}{VILLAGE}", "2024年2月", entries)})
    night.book("甲县/放错.xlsx", {"账": cash_book(f"乙县{TOWN}{VILLAGE}", "2024年4月", entries)})
    night.book("丙县/外县.xlsx", {"账": cash_book(VILLAGE, "2024年5月", entries)})
    grants: Rows = [
        ("专项资金拨付表",),
        ("县", "乡镇", "村名", "年度", "资金类别", "金额"),
        ("甲县", TOWN, VILLAGE, 2024, "专项资金", 1000),
        ("乙县", TOWN, VILLAGE, 2024, "专项资金", 2000),
        ("", TOWN, VILLAGE, 2024, "专项资金", 4000),
    ]
    night.book("来文/拨付.xlsx", {"拨付": grants})
    night.publish()
    return night


def test_where_nothing_tells_them_apart_the_sheet_is_sent_back(mixed: Night) -> None:
    (issue,) = mixed.query("select code, level, fix from meta.issue where source_file = '东风村/不明.xlsx'")
    assert issue[:2] == ("V02", "高")
    assert "乙县示范镇东风村、甲县示范镇东风村" in issue[2]
    assert mixed.query("select status from meta.submission where source_file = '东风村/不明.xlsx'") == [
        ("退回",)
    ]


def test_a_county_in_the_title_tells_them_apart(mixed: Night) -> None:
    found = (
        "select distinct village_code, supplied->>'village_name' from ledger.cash_entry where source_file = ?"
    )
    assert mixed.query(found, "来文/写明.xlsx") == [(stand_in("乙县"), "title")]


def test_a_folder_of_another_county_than_the_title_is_reported(mixed: Night) -> None:
    place = "where source_file = '甲县/放错.xlsx'"
    assert mixed.query(f"select distinct county from ledger.cash_entry {place}") == [("乙县",)]
    (issue,) = mixed.query(f"select code, level, found from meta.issue {place}")
    assert issue == ("V03", "中", "甲县")


def test_a_book_of_a_county_that_is_not_registered_is_sent_back(mixed: Night) -> None:
    (issue,) = mixed.query(
        "select code, found from meta.issue where source_file = '丙县/外县.xlsx' and level = '高'"
    )
    assert issue == ("V08", "丙县")


def test_a_column_of_counties_tells_rows_apart_and_one_without_is_set_aside(mixed: Night) -> None:
    assert mixed.query('select county, amount from ledger."grant" order by 1') == [
        ("乙县", 2000),
        ("甲县", 1000),
    ]
    (row,) = mixed.query(
        "select row, reason, cells from meta.rejected_row where source_file = '来文/拨付.xlsx'"
    )
    assert row[:2] == (5, "“东风村”对应不止一个村")
    assert row[2] == '{"B5": "示范镇", "C5": "东风村", "D5": "2024", "E5": "专项资金", "F5": "4000"}'


def test_one_countys_parameters_do_not_hold_in_the_other(mixed: Night) -> None:
    found = "select village_code, value from core.parameter where name = 'cash_line' and village_code <> ''"
    assert mixed.query(f"{found} order by 1") == [
        ("乙县", "80"), (stand_in("乙县"), "80"), ("甲县", "900"), (stand_in("甲县"), "900"),
    ]  # fmt: skip


def test_one_countys_fund_catalogue_does_not_hold_in_the_other(mixed: Night) -> None:
    assert mixed.query(
        "select county, fund, coalesce(income, expense)::integer from ledger.cash_entry"
        " where source_file like '%后扶资金.xlsx' order by 1, 3"
    ) == [
        ("乙县", "库区资金", 300),
        ("乙县", "库区资金", 7000),
        ("甲县", "库区补助", 300),
        ("甲县", "移民后扶资金", 7000),
    ]
    assert mixed.query(
        "select source_file, code, cell, found from meta.issue where code in ('C22', 'D05', 'D06') order by 1 desc"
    ) == [
        ("资金目录表.xlsx", "D06", "A3", ""),
        (f"甲县/{TOWN}/{VILLAGE}/后扶资金.xlsx", "C22", "B4", "库区补助"),
    ]


def test_the_feedback_keeps_the_townships_of_one_name_apart(mixed: Night) -> None:
    book = openpyxl.load_workbook(mixed.outputs / "feedback/反馈汇总.xlsx")
    villages = {row[0]: row[1] for row in book["总览"].iter_rows(values_only=True)}
    assert (villages[f"乙县·{TOWN}"], villages[f"甲县·{TOWN}"]) == (1, 1)
    towns = {row[3]: row[1] for row in book["文件清单"].iter_rows(values_only=True)}
    assert towns["来文/写明.xlsx"] == f"乙县·{TOWN}"


def test_a_register_without_a_county_is_that_of_its_only_namesake_and_says_so(tmp_path: Path) -> None:
    night = Night(tmp_path)
    plain = [("村情登记表",), ("村名", "乡镇"), (VILLAGE, TOWN)]
    night.book("农经站/村情登记表.xlsx", {"村情登记表": plain})
    night.book(f"{VILLAGE}/3月.xlsx", {"账": cash_book(VILLAGE, "2024年3月", ENTRIES["甲县"])})
    night.publish()
    before = night.query("select village_code, slice_id from ledger.cash_entry limit 1")
    assert before[0][0] == TOWN + VILLAGE
    register(night, "甲县", codes=True)
    night.publish()
    assert night.query(WHO.format("cash_entry"))[0][:2] == ("甲县", CODES["甲县"])
    assert night.query("select slice_id from ledger.cash_entry limit 1") != [before[0][1:]]
    assert [row[0] for row in night.query("select distinct village_code from core.village")] == [
        CODES["甲县"]
    ]
    (issue,) = night.query("select level, source_file from meta.issue where code = 'V05'")
    assert issue == ("中", "甲县/村情登记表.xlsx")
