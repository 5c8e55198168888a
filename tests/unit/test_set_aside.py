"""One writer moves rows out of what is loaded: columns, sources, money, villages and cells go with them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import xlsxwriter

from pipeline import bookkeeping
from pipeline.place import originals
from pipeline.place.identify import Village
from pipeline.place.locate import Located
from pipeline.place.submission import Submission
from pipeline.read.extract import Extract, Rejected
from pipeline.settings import Settings
from pipeline.validate import Refused
from schemas import ledgers

KIND = "cash_entry"
AMOUNTS = ledgers()[KIND].amount_fields


def extract() -> Extract:
    """Give a sheet of four rows: one set aside while reading, one in a currency that counts in no total."""
    one = Extract(
        "账", KIND, 10.0, "", 0.0, 2, "现金日记账",
        columns={
            "entry_date": [1, 2, 3], "summary": ["甲", "乙", "丙"], "income": [None, 700, 900],
            "expense": [500, None, None], "currency": ["人民币", "美元", "人民币"],
        },
        rows=[3, 5, 6], rows_read=5, money_read=1500, money_rejected=100, skipped={"标题": 1},
        rejected=[Rejected(4, "缺“摘要”", {"A4": "1"})],
        supplied={"fund": "title", "entry_date": ["sheet", None, "sheet"]},
    )  # fmt: skip
    assert one.money_loaded(AMOUNTS) == 1400
    return one


def balanced(one: Extract) -> None:
    assert one.money_read == one.money_loaded(AMOUNTS) + one.money_rejected + one.money_unread
    assert one.rows_read == len(one.rows) + len(one.rejected) + sum(one.skipped.values())


def test_a_row_set_aside_takes_its_money_and_its_sources_along() -> None:
    one = extract()
    assert one.set_aside({0: "外村"}, AMOUNTS) == [1, 2]
    assert [(r.row, r.reason) for r in one.rejected] == [(3, "外村"), (4, "缺“摘要”")]
    assert (one.rows, one.columns["summary"]) == ([5, 6], ["乙", "丙"])
    assert one.supplied == {"fund": "title", "entry_date": [None, "sheet"]}
    assert (one.money_rejected, one.money_loaded(AMOUNTS)) == (600, 900)
    balanced(one)


def test_money_in_another_currency_moves_with_its_row_and_counts_nowhere() -> None:
    one = extract()
    one.set_aside({1: "外村"}, AMOUNTS)
    assert one.money_rejected == 100
    balanced(one)


def test_a_table_sent_back_keeps_nothing() -> None:
    one = extract()
    one.send_back("看不出是哪个村", AMOUNTS)
    assert (one.rows, one.sent_back, one.totals) == ([], True, [])
    assert one.money_rejected == one.money_read == 1500
    balanced(one)


def test_a_table_sent_back_leaves_its_unread_money_unread() -> None:
    one = extract()
    one.money_read, one.money_unread = 1580, 80
    one.send_back("看不出是哪个村", AMOUNTS)
    assert one.money_rejected == 1500
    balanced(one)


def test_a_repeated_table_counts_no_money() -> None:
    one = extract()
    one.skip_rest("重复的表", AMOUNTS)
    assert (one.rows, one.skipped["重复的表"], one.money_read) == ([], 3, 100)
    balanced(one)


@pytest.fixture
def submission() -> Submission:
    villages = [Village(c, f"{c}村", "镇") for c in "甲乙丙"]
    table = Located(extract(), "账.xlsx", "s1", "h", villages, ["", "标题", ""])
    return Submission("s1", "账.xlsx", "h", [table])


def test_a_row_that_its_model_refuses_leaves_its_village_too(submission: Submission) -> None:
    refused = [
        (KIND, Refused("s1", "账.xlsx", "账", 5, "摘要", "", "缺“摘要”")),
        ("grant", Refused("s1", "账.xlsx", "账", 6, "年度", "", "另一张表的一行")),
    ]
    bookkeeping.set_aside([submission], refused, ledgers())
    (table,) = submission.tables
    assert table.extract.rows == [3, 6]
    assert ([v.code for v in table.villages], table.sources) == (["甲", "丙"], ["", ""])
    balanced(table.extract)


def test_rows_set_aside_after_reading_show_their_cells_as_they_stand(
    submission: Submission, tmp_path: Path
) -> None:
    path = tmp_path / "账.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in ("别的", "账"):
            sheet = book.add_worksheet(name)
            for row in range(6):
                sheet.write_row(row, 0, [f"{name}{row + 1}", "", 6.9, "6月9日补", 0.5])
    (table,) = submission.tables
    table.set_aside({0: "外村", 2: "外村"}, ledgers()[KIND])
    originals.fill([submission], lambda one: path, Settings(workers=1))
    assert [r.cells for r in table.extract.rejected] == [
        {"A3": "账3", "C3": "6.9", "D3": "6月9日补", "E3": "0.5"},
        {"A4": "1"},
        {"A6": "账6", "C6": "6.9", "D6": "6月9日补", "E6": "0.5"},
    ]
    assert list(table.extract.rejected[0].cells) == ["A3", "C3", "D3", "E3"]


def test_a_file_that_can_no_longer_be_read_leaves_the_rows_without_cells(
    submission: Submission, tmp_path: Path
) -> None:
    path = tmp_path / "账.xlsx"
    path.write_bytes(b"PK\x03\x04 broken")
    submission.tables[0].set_aside({0: "外村"}, ledgers()[KIND])
    originals.fill([submission], lambda one: path, Settings(workers=1))
    assert [r.cells for r in submission.tables[0].extract.rejected] == [{}, {"A4": "1"}]


def test_what_was_read_of_a_row_set_aside_stands_as_its_ledger_would_show_it() -> None:
    read = {"item": "水泥", "quantity": 15_000, "unit_price": 3_987_200, "amount": 59_808}
    one = Extract("购", "purchase", 10.0, "", 0.0, 1, "", rejected=[Rejected(4, "缺“采购日期”", {}, read)])
    sheet = Submission("s1", "购.xlsx", "h", [Located(one, "购.xlsx", "s1", "h", [], [])])
    (row,) = bookkeeping.rejected_rows(sheet, ledgers())
    told = {"item": "水泥", "quantity": "1.5000", "unit_price": "398.7200", "amount": "598.08"}
    assert json.loads(str(row["fields"])) == told
