"""One night of everything that comes in: good, odd and broken files side by side."""

from __future__ import annotations

import re

import pytest

from tests.e2e.night import CASH_HEADER, Cell, Night, cash_book

CHINESE = re.compile(r"[一-鿿]")
ENTRY: tuple[tuple[Cell, ...], ...] = (("2024-05-06", "记-1", "购买办公用品", None, 1250, "杨学军"),)
WAN = [
    ("2024年5月专项资金收支明细账",),
    ("编制单位：南塘村", None, None, None, None, "单位：万元"),
    CASH_HEADER,
    ("2024-05-07", "记-9", "硬化村组道路", None, 3.4567, "杨学军"),
]
CSV = (
    "北苑社区2024年5月现金日记账,,,,,\r\n"
    + ",".join(CASH_HEADER)
    + '\r\n2024-05-08,记-3,"支付𠮷祥商店货款",,"1,234.50",马㐂\r\n'
)


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Night:
    night = Night(tmp_path_factory.mktemp("mixed"))
    night.register()
    for number, name in enumerate(("东滩", "东滩村委会", "东滩村村民委员会", "临河镇东滩村"), start=1):
        night.book(f"收件/{number}.xlsx", {"账": cash_book(name, f"2024年{number}月", _in_month(number))})
    night.book("收件/社区.xlsx", {"账": cash_book("北苑社区居委会", "2024年6月", _in_month(6))})
    night.book("收件/万元.xlsx", {"账": WAN})
    (night.inputs / "收件/五月.csv").write_bytes(CSV.encode("gb18030"))
    night.book("收件/外村.xlsx", {"账": cash_book("查无此村", "2024年5月", ENTRY)})
    whole = night.book("收件/传了一半.xlsx", {"账": cash_book("西渠村", "2024年5月", ENTRY)})
    whole.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    (night.inputs / "收件/~$五月.xlsx").write_bytes(b"lock")
    night.publish()
    return night


def _in_month(month: int) -> list[tuple[Cell, ...]]:
    return [(f"2024-{month:02d}-06", *row[1:]) for row in ENTRY]


def test_village_names_are_recognised_in_all_usual_forms(county: Night) -> None:
    found = county.query("select source_file, village_name, village_code from ledger.cash_entry order by 1")
    villages = {file: (name, code) for file, name, code in found}
    assert {villages[f"收件/{n}.xlsx"] for n in (1, 2, 3, 4)} == {("东滩村", "640181101201")}
    assert villages["收件/社区.xlsx"] == ("北苑社区", "640181102001")


def test_wan_become_yuan_to_the_cent(county: Night) -> None:
    assert county.query("select expense, fund from ledger.cash_entry where voucher_no = '记-9'") == [
        (34567, "专项资金")
    ]


def test_gb18030_text_keeps_rare_characters(county: Night) -> None:
    found = county.query(
        "select summary, handler, expense from ledger.cash_entry where source_file like '%.csv'"
    )
    assert [(s, h, str(e)) for s, h, e in found] == [("支付𠮷祥商店货款", "马㐂", "1234.50")]


@pytest.mark.parametrize("file", ["收件/外村.xlsx", "收件/传了一半.xlsx"])
def test_what_cannot_be_used_is_sent_back_with_a_chinese_reason(county: Night, file: str) -> None:
    assert county.query("select status, rows_loaded from meta.submission where source_file = ?", file) == [
        ("退回", 0)
    ]
    issues = county.query("select level, expected, fix from meta.issue where source_file = ?", file)
    assert {level for level, _, _ in issues} & {"严重", "高"}
    assert all(CHINESE.search(expected) and CHINESE.search(fix) for _, expected, fix in issues)


def test_the_unknown_village_is_named(county: Night) -> None:
    found = county.query("select found from meta.issue where source_file = '收件/外村.xlsx'")
    assert any("查无此村" in text for (text,) in found)


def test_good_files_are_not_taken_down(county: Night) -> None:
    assert county.query("select count(*) from ledger.cash_entry") == [(7,)]
    assert county.query("select count(*) from ledger.village") == [(4,)]


def test_lock_files_are_not_submissions(county: Night) -> None:
    assert county.query("select count(*) from meta.submission where source_file like '%~$%'") == [(0,)]


def test_every_sheet_accounts_for_its_rows_and_money(county: Night) -> None:
    sheets = county.query(
        "select rows_read, rows_loaded + rows_rejected + rows_skipped,"
        " money_read, money_loaded + money_rejected from meta.sheet"
    )
    assert len(sheets) >= 9
    assert all(rows == kept and money == held for rows, kept, money, held in sheets)


def test_rows_of_the_unknown_village_are_kept_for_the_officer(county: Night) -> None:
    totals = county.query(
        "select sum(money_read), sum(money_loaded) from meta.sheet where source_file = '收件/外村.xlsx'"
    )
    assert totals == [(1250, 0)]
