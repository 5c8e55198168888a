"""Numbers of persons keep their last four; years, codes and invoice numbers stay whole."""

from __future__ import annotations

import json
import re
import zipfile
from typing import TYPE_CHECKING

import duckdb
import pytest

from pipeline.connection import columns_of
from pipeline.publish.masking import Numbers, masked
from pipeline.publish.personal import _TEXT, Masks
from pipeline.publish.report import audit_book, case_file, checklist, figures, page, rest
from tests.report.conftest import county

if TYPE_CHECKING:
    from pathlib import Path

ID_NUMBER, CARD, PHONE = "433101197001011234", "6228480402564890018", "13912345678"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("身份证433101197001011234", "身份证****1234"),
        ("43310119700101123x，王某", "****123X，王某"),
        ("卡号6228 4804 0256 4890 018", "卡号****0018"),
        ("卡号：6228480402564890018。", "卡号：****0018。"),
        ("电话 139-1234-5678", "电话 ****5678"),
        ("+86 13912345678", "****5678"),
        ("账号6228-4804-0256-4890", "账号****4890"),
        ("2013-2014-2015-2016 的 13912345678", "2013-2014-2015-2016 的 ****5678"),
        ("账号1234567890123456与A13912345678", "账号****3456与A****5678"),
        # Right check digits, regions that no table of regions knows: they stopped a whole night.
        ("付 439921194704059949", "付 ****9949"),
        ("票据号 439921194704059949", "票据号 ****9949"),
        ("430199199001010014", "****0014"),
        ("付王某640122 19670222 7278", "付王某****7278"),
        ("640122-19670222-727x", "****727X"),
        ("640122 1967 0222 7278", "****7278"),
        ("找（139）12345678", "找****5678"),
        ("(139) 1234 5678", "****5678"),
        ("联系电话：0743-8512345", "联系电话：****2345"),
        ("(0743)8512345", "****2345"),
    ],
)
def test_personal_numbers_keep_their_last_four(text: str, expected: str) -> None:
    assert masked(text) == expected
    # The quick look of the publication lets it through.
    assert re.search(_TEXT, text)


@pytest.mark.parametrize(
    "text",
    [
        "2013-2014-2015",
        "640181101201",
        "20261122-0001",
        "发票 24502000000012345678",
        "12,345,678.90 元",
        "",
        "凭证 0012345",
        "2013-2014-2015-2016",
        "合计 1234.56000000000017",
        "0.13912345678",
        "2024-03-01 12,345.67 记-000000012 640181101201",
        "916401817767890000 某合作社",
        "信用代码 93433101MA4L3Q1X2B",
        "票据号 433101201234567890",
        "文件 a5839f1b13912345678c0d2e4f60718293",
        "kmpwtz****1234",
        "合同 020-20240012",
        "（2024）12345678",
        "2024-0103-1234567",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert masked(text) == text


def test_what_the_columns_say_of_a_number_decides() -> None:
    account, paper, both = "290184196803", "04300190011112345678", "6228480402564890018"
    village, credit = "640181101201", "91640181MA76D2PL5B"
    numbers = Numbers.sort([account, both, village, credit], [paper, both, village])
    assert masked(f"{account} {paper} {both} {village} {credit}", None, numbers) == (
        f"****6803 {paper} ****0018 {village} {credit}"
    )
    assert masked(f"发票号 {both}", None, numbers) == "发票号 ****0018"
    assert masked(paper) == "****5678"


def test_names_of_files_and_sheets_are_masked_in_reports(tmp_path: Path) -> None:
    con = county()
    con.execute(
        "update result.flag_evidence set source_file = ?, source_sheet = ?",
        [f"甲村/{PHONE}的卡{CARD}.xlsx", ID_NUMBER],
    )
    head, content = figures.read(con, tmp_path), audit_book.read(con)
    texts = [
        page.render(head, content, rest.read(con)),
        case_file.render(con, head, case_file.find(con, "甲村")),
    ]
    audit_book.write(tmp_path / "book.xlsx", head, content)
    tables = content.tables
    listed = checklist.read(con, tables["疑点"], tables["疑点依据"])
    checklist.write(tmp_path / "list.xlsx", head.batch, listed)
    for book in sorted(tmp_path.glob("*.xlsx")):
        with zipfile.ZipFile(book) as archive:
            texts.append("".join(archive.read(name).decode() for name in archive.namelist()))
    for text in texts:
        assert "甲村/****5678的卡****0018.xlsx" in text
        assert not [number for number in (ID_NUMBER, CARD, PHONE) if number in text]


def test_in_the_writing_of_several_texts_each_is_masked_by_itself() -> None:
    """A control character is written as an escape of digits, which belong to no number."""
    cells = {"A1": f"\x00{PHONE}", "B1": f"卡\x13{CARD}", "C1": "\x0012345", f"电话{PHONE}": "名称"}
    con = duckdb.connect()
    con.execute("create schema meta; create table meta.rejected_row (cells json)")
    con.execute("insert into meta.rejected_row values (?)", [json.dumps(cells, ensure_ascii=False)])
    masks = Masks(lambda number: "xyz")
    relation = ("meta", "rejected_row")
    masks.find(con, {relation: "meta.rejected_row"}, columns_of(con), few=True)
    ((shown,),) = con.execute(masks.select(relation)).fetchall()
    assert json.loads(shown) == {
        "A1": "\x00xyz****5678",
        "B1": "卡\x13xyz****0018",
        "C1": "\x0012345",
        "电话xyz****5678": "名称",
    }
