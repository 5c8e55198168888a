"""Every cell keeps its value and address, and what a reader would lose in silence is seen."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import Font

from pipeline.files.workbook import Sheet, Workbook, read
from tests.unit.compound_file import book, compound, record

HEADER = ["日期", "摘要", "收入", "支出"]
LINES = "日期,摘要,收入,支出\r\n2023-01-02,买水管,,350.50\r\n2023-01-03,卖旧木料,1200,\r\n"
ROWS = [HEADER, ["2023-01-02", "买水管", "", "350.50"], ["2023-01-03", "卖旧木料", "1200", ""]]


def saved(made: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def only_sheet(data: bytes, name: str = "账.xlsx") -> Sheet:
    made = read(name, data)
    assert made.issues == []
    (sheet,) = made.sheets
    return sheet


def formulas(sheet: Sheet) -> dict[int, list[int]]:
    return {column: list(rows) for column, rows in sheet.formulas.items()}


def edited(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == part:
                assert old in content
                content = content.replace(old, new)
            after.writestr(name, content)
    return out.getvalue()


def test_addresses_never_shift() -> None:
    made = openpyxl.Workbook()
    made.active["C5"] = "摘要"
    made.active["D7"] = 12.5
    made.active["E7"] = date(2026, 1, 2)
    sheet = only_sheet(saved(made))
    assert sheet.rows[4][2] == "摘要"
    assert sheet.rows[6][3] == 12.5
    assert sheet.rows[6][4] in (date(2026, 1, 2), datetime(2026, 1, 2))
    assert sum(cell != "" for row in sheet.rows for cell in row) == 3
    assert len({len(row) for row in sheet.rows}) == 1


def test_error_cells_are_not_blank() -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    sheet["B2"], sheet["C3"] = "#REF!", "#DIV/0!"
    sheet["A1"] = "#N/A is how this text begins"
    seen = only_sheet(saved(made))
    assert seen.errors == {(1, 1): "#REF!", (2, 2): "#DIV/0!"}
    assert seen.rows[1][1] == ""
    assert seen.rows[0][0] == "#N/A is how this text begins"


@pytest.mark.parametrize("value", ["#SPILL!", "#GETTING_DATA", "#ERROR!", "Err:502"])
def test_an_error_value_of_later_years_spoils_no_other_cell(value: str) -> None:
    made = openpyxl.Workbook()
    made.active.append(["#REF!", "#N/A", "摘要"])
    made.create_sheet("另一张").append(["收入", 12.5])
    changed = edited(saved(made), "xl/worksheets/sheet1.xml", b"#N/A", value.encode())
    workbook = read("账.xlsx", changed)
    assert [sheet.rows for sheet in workbook.sheets] == [[["", "", "摘要"]], [["收入", 12.5]]]
    assert workbook.sheets[0].errors == {(0, 0): "#REF!", (0, 1): value}


def test_formulas_saved_without_a_result_are_not_blank() -> None:
    made = openpyxl.Workbook()
    made.active["A1"] = 5
    made.active["D9"] = "=SUM(A1:A8)"
    sheet = only_sheet(saved(made))
    assert formulas(sheet) == {3: [8]}
    assert sheet.uncached == {(8, 3)}


def test_a_formula_with_a_result_gives_its_result() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as made:
        page = made.add_worksheet()
        page.write_formula("B2", "=1+1", None, 2)
        page.write_formula("B3", '=""', None, "")
        page.write_formula("B4", "=1/0", None, "#DIV/0!")
        page.write_array_formula("B5:B5", "{=SUM(B2)}", None, 2)
    sheet = only_sheet(stream.getvalue())
    assert sheet.formulas
    assert sheet.rows[1][1] == 2
    assert sheet.errors == {(3, 1): "#DIV/0!"}
    assert sheet.uncached <= {(2, 1)}


def test_shared_and_self_closed_formulas_without_a_result_are_seen() -> None:
    made = openpyxl.Workbook()
    made.active["A1"], made.active["A2"] = "=B1", 7
    data = edited(
        saved(made),
        "xl/worksheets/sheet1.xml",
        b"<f>B1</f><v></v>" if b"<f>B1</f><v></v>" in _sheet_xml(saved(made)) else b"<f>B1</f><v />",
        b'<f t="shared" si="0"/>',
    )
    assert only_sheet(data).uncached == {(0, 0)}


def _sheet_xml(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("xl/worksheets/sheet1.xml")


def test_hidden_rows_columns_and_sheets_are_read_and_told() -> None:
    made = openpyxl.Workbook()
    first = made.active
    for at in range(1, 7):
        first.append([at, at, at])
    first.row_dimensions[3].hidden = True
    first.column_dimensions["B"].hidden = True
    for name, state in (("藏", "hidden"), ("深藏", "veryHidden")):
        made.create_sheet(name).append(["金额"])
        made[name].sheet_state = state
    sheets = read("账.xlsx", saved(made)).sheets
    assert [(sheet.name, sheet.hidden) for sheet in sheets] == [
        ("Sheet", False),
        ("藏", True),
        ("深藏", True),
    ]
    assert sheets[0].hidden_rows == {2}
    assert sheets[0].hidden_columns == {1}
    assert sheets[0].rows[2] == [3, 3, 3]
    assert sheets[2].rows == [["金额"]]


def test_merged_ranges_keep_their_place() -> None:
    made = openpyxl.Workbook()
    made.active.append(["石头村收支明细账"])
    made.active.merge_cells("A1:D1")
    made.active["B3"], made.active["D4"] = "收入", "备注"
    made.active.merge_cells("B3:B4")
    sheet = only_sheet(saved(made))
    assert sorted(sheet.merged) == [(0, 0, 0, 3), (2, 1, 3, 1)]
    assert sheet.rows[0][0] == "石头村收支明细账"


def test_red_ink_is_seen_where_it_is() -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    for address, colour in (("A1", "FF000000"), ("B2", "FFFF0000"), ("C3", "FFC00000"), ("D4", "FF00B050")):
        sheet[address] = 100
        sheet[address].font = Font(color=colour)
    sheet["E5"].font = Font(color="FFFF0000")
    assert only_sheet(saved(made)).red == {(1, 1), (2, 2)}


def test_what_is_seen_belongs_to_the_sheet_it_is_on() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as made:
        red = made.add_format({"font_color": "red"})
        made.add_worksheet("一").write("A1", 1)
        chart = made.add_chart({"type": "line"})
        chart.add_series({"values": "=一!$A$1"})
        made.add_chartsheet("图").set_chart(chart)
        third = made.add_worksheet("三")
        third.write("B1", -5, red)
        third.set_row(4, None, None, {"hidden": True})
        third.write("A9", "完")
    sheets = {sheet.name: sheet for sheet in read("a.xlsx", stream.getvalue()).sheets}
    assert list(sheets) == ["一", "图", "三"]
    assert sheets["图"].rows == []
    assert (sheets["一"].red, sheets["一"].hidden_rows) == (frozenset(), frozenset())
    assert (sheets["三"].red, sheets["三"].hidden_rows) == ({(0, 1)}, {4})
    assert sheets["三"].rows[8][0] == "完"


def test_cells_without_addresses_follow_one_another() -> None:
    made = openpyxl.Workbook()
    made.active["A1"] = 1
    xml = _sheet_xml(saved(made))
    body = re.search(rb"<sheetData>.*</sheetData>", xml)
    assert body is not None
    bare = (
        b'<sheetData><row><c><v>1</v></c><c t="e"><v>#REF!</v></c></row>'
        b"<row><c/><c><f>A1</f></c></row></sheetData>"
    )
    sheet = only_sheet(edited(saved(made), "xl/worksheets/sheet1.xml", body[0], bare))
    assert sheet.errors == {(0, 1): "#REF!"}
    assert sheet.uncached == {(1, 1)}
    assert formulas(sheet) == {1: [1]}


def test_links_to_other_workbooks_are_noted_not_followed() -> None:
    data = saved(openpyxl.Workbook())
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")
    made = read("a.xlsx", out.getvalue())
    assert len(made.sheets) == 1
    assert [issue.code for issue in made.issues] == ["F10"]


def test_an_old_xls_tells_as_much() -> None:
    number = struct.pack("<d", 350.5)
    font = record(0x0031, struct.pack("<HHHHHBBBBBB", 200, 0, 10, 400, 0, 0, 0, 0, 0, 1, 0) + b"A")
    plain = record(0x0031, struct.pack("<HHHHHBBBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0, 1, 0) + b"A")
    formats = record(0x00E0, struct.pack("<H", 0) + bytes(18)) + record(
        0x00E0, struct.pack("<H", 1) + bytes(18)
    )
    cells = (
        record(0x0208, struct.pack("<HHHHHHHH", 4, 0, 3, 255, 0, 0, 0x0120, 0))
        + record(0x007D, struct.pack("<HHHHHH", 2, 2, 2048, 0, 1, 0))
        + record(0x0203, struct.pack("<HHH", 1, 1, 1) + number)
        + record(0x0203, struct.pack("<HHH", 4, 2, 0) + number)
        + record(0x0205, struct.pack("<HHHBB", 2, 0, 0, 0x17, 1))
        + record(
            0x0006, struct.pack("<HHH", 3, 1, 0) + b"\x02\0\x07\0\0\0\xff\xff" + bytes(6) + b"\x03\0\x1e\1\0"
        )
    )
    sheet = only_sheet(compound(book(cells, plain + font + formats, hidden=1)), "账.xls")
    assert sheet.hidden
    assert sheet.rows[1][1] == 350.5
    assert sheet.rows[4][2] == 350.5
    assert sheet.errors == {(2, 0): "#REF!", (3, 1): "#DIV/0!"}
    assert (sheet.red, sheet.hidden_rows, sheet.hidden_columns) == ({(1, 1)}, {4}, {2})
    assert formulas(sheet) == {1: [3]}


def test_an_ods_tells_as_much() -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    content = (
        '<table:table table:name="账"><table:table-column/><table:table-column table:visibility="collapse"/>'
        '<table:table-row table:number-rows-repeated="2">'
        '<table:table-cell table:number-columns-repeated="9"/></table:table-row>'
        f"<table:table-row>{cell.format('摘要')}"
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value=""'
        ' calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell></table:table-row>'
        f'<table:table-row table:visibility="filter">{cell.format("甲")}'
        '<table:table-cell table:formula="of:=[.A1]"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048570"><table:table-cell'
        ' table:number-columns-repeated="16384"/></table:table-row></table:table>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest:manifest/>")
        archive.writestr(
            "content.xml",
            "<office:document-content><office:body><office:spreadsheet>"
            f"{content}</office:spreadsheet></office:body></office:document-content>",
        )
    sheet = only_sheet(out.getvalue(), "账.ods")
    assert sheet.rows[2][0] == "摘要"
    assert sheet.rows[3][0] == "甲"
    assert sheet.errors == {(2, 1): "#DIV/0!"}
    assert sheet.rows[2][1] == ""
    assert sheet.uncached == {(3, 1)}
    assert formulas(sheet) == {1: [2, 3]}
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({3}, {1})


@pytest.mark.parametrize(
    "data",
    [
        LINES.encode(),
        LINES.encode("utf-8-sig"),
        LINES.encode("gb18030"),
        LINES.encode("utf-16"),
        LINES.encode("utf-16-le"),
        LINES.encode("utf-16-be"),
        LINES.replace(",", "\t").encode("gb18030"),
        LINES.replace(",", ";").encode(),
        LINES.replace(",", "|").encode(),
        LINES.replace(",", "\t,").encode("gb18030"),
        LINES.replace("350.50", '="350.50"').encode(),
        LINES.replace("买水管", '"买水管"').replace("\r\n", "\n").encode(),
        LINES.encode("gb18030") + b"\x1a",
    ],
)
def test_text_tables_read_alike_in_every_guise(data: bytes) -> None:
    sheet = only_sheet(data, "石头村/2023年收支.csv")
    assert sheet.rows == ROWS
    assert sheet.name == "2023年收支"
    assert sheet.text_only


def test_thousands_separators_do_not_split_tabbed_cells() -> None:
    text = "收入\t支出\t余额\n1,200,300.00\t2,000,000.00\t3,000,000.00\n" * 9
    assert only_sheet(text.encode(), "a.xls").rows[1] == ["1,200,300.00", "2,000,000.00", "3,000,000.00"]


def test_leading_zeros_quotes_and_line_breaks_survive() -> None:
    text = '账号,摘要\n"=""0012""",""\n\n="6228480012345678901","购 ""水管""\n两根"\n'
    assert only_sheet(text.encode(), "a.csv").rows == [
        ["账号", "摘要"],
        ["0012", ""],
        ["", ""],
        ["6228480012345678901", '购 "水管"\n两根'],
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (LINES.encode() + "2023-01-04,补记,5,\r\n".encode("gb18030"), "F04"),
        (LINES.encode("gb18030") + "2023-01-04,补记一笔收入,5,\r\n".encode(), "F04"),
        (LINES.encode() + b"\xff\xfe,\x80\r\n", "F04"),
        (('<meta charset="big5"><table><tr><td>村名</td><td>金額</td></tr></table>').encode("big5"), "F04"),
        (b"<div>" * 3000 + b"<table><tr><td>a</td><td>b</td></tr></table>", "F01"),
        (b"<html><table><tr><td>a</td><td>b</td></tr><tr><td>c", "F01"),
        (LINES.encode("utf-8-sig") + "补".encode("gb18030"), "F04"),
        (LINES.encode() + '"2023-01-04,未闭合\r\n2023-01-05,被吞掉,1,\r\n'.encode(), "F08"),
        (LINES.encode() + bytes(40), "F03"),
        (b"Attachment c:\\summer.xls not found!", "F03"),
        (b"  \r\n\t\r\n", "F07"),
        (b"", "F07"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "F01",
        ),
    ],
)
def test_text_that_cannot_be_trusted_is_refused(data: bytes, code: str) -> None:
    made = read("账.csv", data)
    assert made.sheets == []
    assert [issue.code for issue in made.issues] == [code]


def test_an_html_page_keeps_titles_tables_and_columns() -> None:
    page = (
        '<html><head><meta charset="gbk"><title>导出</title><style>td{}</style></head><body>'
        "<h2>石头村 收支明细</h2><p>单位：元</p>"
        '<table><tr><th rowspan="2">日期</th><th colspan="2">金额</th><th rowspan=2>备注</th></tr>'
        "<tr><th>收入</th><th>支出</th></tr>"
        "<tr><td>2023-01-02</td><td>1,200.00</td><td>&nbsp;</td><td>第一行<br>第二行</td></tr></table>"
        '<table><tr><td>x</td><td>="0012"</td></tr></table></body></html>'
    ).encode("gb18030")
    made = read("账.xls", page)
    (sheet,) = made.sheets
    assert made.format == "html"
    assert sheet.rows == [
        ["石头村 收支明细", "", "", ""],
        ["单位：元", "", "", ""],
        ["日期", "金额", "", "备注"],
        ["", "收入", "支出", ""],
        ["2023-01-02", "1,200.00", "", "第一行\n第二行"],
        ["x", "0012", "", ""],
    ]
    assert sheet.merged == [(2, 0, 3, 0), (2, 1, 2, 2), (2, 3, 3, 3)]


def test_a_page_within_a_layout_table_is_found() -> None:
    page = "<table><tr><td>导航</td><td><table><tr><td>a</td><td>b</td></tr></table></td></tr></table>"
    assert only_sheet(page.encode(), "a.xls").rows == [["导航", ""], ["a", "b"]]


def sound() -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as made:
        day = made.add_format({"num_format": "yyyy-mm-dd"})
        for name in ("账一", "账二"):
            page = made.add_worksheet(name)
            page.write_row(0, 0, HEADER)
            page.write_datetime(1, 0, datetime(2026, 1, 2), day)
            page.write_row(1, 1, ["买水管", "", 350.5])
            page.write_formula(2, 3, "=SUM(D2)", None, 350.5)
    return stream.getvalue()


SOUND = sound()
AS_READ = read("账.xlsx", SOUND)


def unharmed_or_refused(made: Workbook) -> bool:
    if made.sheets:
        return made.sheets == AS_READ.sheets
    return bool(made.issues)


@given(st.integers(0, len(SOUND) * 8 - 1))
@settings(max_examples=300, deadline=None)
def test_no_flipped_bit_yields_other_data(bit: int) -> None:
    data = bytearray(SOUND)
    data[bit // 8] ^= 1 << bit % 8
    assert unharmed_or_refused(read("账.xlsx", bytes(data)))


# From the signature on: fewer bytes are a text, which may well hold other data.
@given(st.integers(4, len(SOUND) - 1), st.binary(max_size=40))
@settings(max_examples=100, deadline=None)
def test_no_truncation_yields_other_data(length: int, tail: bytes) -> None:
    assert unharmed_or_refused(read("账.xlsx", SOUND[:length] + tail))


@given(
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html>", b"\xff\xfe"]),
    st.binary(),
)
@settings(max_examples=300, deadline=None)
def test_bytes_of_any_kind_are_read_or_refused(start: bytes, rest: bytes) -> None:
    made = read("账", start + rest)
    assert bool(made.sheets) or bool(made.issues)


@given(st.integers(0, 4095), st.binary(min_size=1, max_size=8))
@settings(max_examples=200, deadline=None)
def test_a_damaged_xls_never_escapes_as_an_exception(at: int, patch: bytes) -> None:
    data = bytearray(compound(book(record(0x0203, struct.pack("<HHHd", 0, 0, 0, 1.5)))))
    data[at : at + len(patch)] = patch
    made = read("账.xls", bytes(data))
    assert bool(made.sheets) or bool(made.issues)


def test_the_name_of_the_file_decides_nothing(tmp_path: Path) -> None:
    for name in ("账.csv", "账.xls", "账", "账.docx"):
        assert read(name, SOUND).sheets == AS_READ.sheets
