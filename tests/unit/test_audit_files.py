"""What audit offices load: the AO tables as files, and the books of a village as XML that keeps to its own schema."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
from lxml import etree

from pipeline.publish.audit_files import book, tables
from tests.unit.test_views_ao import BOOKS, books

NUMBER = "4331010000012025"


def test_a_table_is_the_same_as_text_in_gb18030_and_as_a_workbook(tmp_path: Path) -> None:
    con = books(BOOKS)
    for table in tables.known(con):
        shown = con.execute(f'select * from "AO"."{table}" order by all')
        titles = [column[0] for column in shown.description or ()]
        expected = [["" if cell is None else str(cell) for cell in row] for row in shown.fetchall()]
        assert tables.write_text(con, table, None, tmp_path / "t.csv") == len(expected)
        text = (tmp_path / "t.csv").read_bytes().decode("gb18030")
        assert list(csv.reader(text.splitlines())) == [titles, *expected]
        assert tables.write_book(con, table, None, tmp_path / "t.xlsx") == len(expected)
        sheet = openpyxl.load_workbook(tmp_path / "t.xlsx", read_only=True)[table]
        assert [list(row) for row in sheet.iter_rows(max_row=1, values_only=True)] == [titles]
        assert sheet.max_row == len(expected) + 1
        # Of one set of books alone, nothing of another.
        if "电子数据编号" in titles:
            tables.write_text(con, table, [NUMBER], tmp_path / "t.csv")
            rows = list(csv.DictReader((tmp_path / "t.csv").read_text("gb18030").splitlines()))
            assert {row["电子数据编号"] for row in rows} <= {NUMBER}


def test_more_rows_than_a_sheet_holds_go_on_on_the_next(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(tables, "MOST_LINES", 4)
    con = books(BOOKS)
    assert tables.write_book(con, "凭证库", None, tmp_path / "t.xlsx") == 7
    read = openpyxl.load_workbook(tmp_path / "t.xlsx", read_only=True)
    assert [(name, read[name].max_row) for name in read.sheetnames] == [("凭证库", 5), ("凭证库（2）", 4)]


def test_books_keep_to_the_schema_which_names_the_source_of_every_element(tmp_path: Path) -> None:
    path = tmp_path / "books.xml"
    book.write(books(BOOKS), NUMBER, path)
    schema = etree.parse(str(book.SCHEMA))
    written = etree.parse(str(path))
    etree.XMLSchema(schema).assertValid(written)
    space = {"b": book.SPACE, "xs": "http://www.w3.org/2001/XMLSchema"}

    def texts(part: str, *names: str) -> list[tuple[str, ...]]:
        return [
            tuple(one.findtext(f"b:{name}", "", space) for name in names)
            for one in written.iterfind(f"b:{part}", space)
        ]

    assert texts("电子账簿", "电子账簿名称", "会计年度") == [("示范镇甲村2025年账", "2025")]
    assert len(texts("会计期间")) == 12
    assert ("152", "贷") in texts("会计科目", "科目编号", "余额方向")
    assert texts(
        "科目余额及发生额", "科目编号", "期初余额方向", "会计期间号", "期初本币余额", "期末本币余额"
    ) == [
        ("102", "借", "3", "5000.00", "3979.50"),
        ("10201", "借", "3", "5000.00", "3979.50"),
        ("152", "贷", "3", "40.00", "40.00"),
        ("502", "贷", "3", "700.00", "1000.00"),
        ("301", "贷", "", "9000.00", "9000.00"),
    ]
    assert texts("记账凭证", "记账凭证编号", "记账凭证行号", "科目编号", "借方本币金额", "贷方本币金额")[
        1:3
    ] == [
        ("记-7-1/2", "2", "514", "400.50", "0.00"),
        ("记-7-2/2", "3", "10201", "0.00", "1000.50"),
    ]
    leaves = schema.iterfind(".//xs:complexType[@name]//xs:element", space)
    said = [one.findtext(".//xs:documentation", "", space) for one in leaves]
    assert len(said) == 37
    assert all("参照" in one and ("AO." in one or "固定" in one) for one in said)
