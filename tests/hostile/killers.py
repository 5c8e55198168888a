"""Small files that take a reader's time or memory, each made by hand to hit one place."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable

import xlsxwriter

from pipeline.files.compound import wrapped
from tests.unit.compound_file import EOF, begin, label, number, record

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
ODF = "urn:oasis:names:tc:opendocument:xmlns"
ODS_CELL = '<table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>'
ROW = "<tr><td>2024-01-02</td><td>买水管</td><td>1,200.00</td></tr>"


def package(sheets: int = 1) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as made:
        for at in range(sheets):
            made.add_worksheet(f"账{at}").write_row(0, 0, ["摘要", "金额"])
    return stream.getvalue()


def rewritten(change: dict[str, bytes], data: bytes = b"") -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data or package())) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in dict.fromkeys((*old.namelist(), *change)):
            new.writestr(name, change[name] if name in change else old.read(name))
    return out.getvalue()


def sheet_xml() -> bytes:
    with zipfile.ZipFile(io.BytesIO(package())) as archive:
        return archive.read(SHEET)


def with_data(cells: bytes) -> bytes:
    """Make an .xlsx with these bytes where the rows stand."""
    return rewritten({SHEET: re.sub(rb"(<sheetData>).*(</sheetData>)", rb"\1" + cells + rb"\2", sheet_xml())})


def with_tail(tail: bytes) -> bytes:
    """Make an .xlsx with these bytes after the rows."""
    return rewritten({SHEET: sheet_xml().replace(b"</sheetData>", b"</sheetData>" + tail)})


def with_columns(columns: bytes) -> bytes:
    return rewritten(
        {SHEET: sheet_xml().replace(b"<sheetData>", b"<cols>" + columns + b"</cols><sheetData>")}
    )


def merges(*areas: str) -> bytes:
    return with_tail(
        b"<mergeCells>"
        + b"".join(b'<mergeCell ref="%s"/>' % area.encode() for area in areas)
        + b"</mergeCells>"
    )


def many_sheets(rows: int, columns: int, sheets: int) -> bytes:
    far = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="%d"><c r="%s%d"><v>1</v></c></row>'
    xml = sheet_xml()
    filled = re.sub(rb"(<sheetData>).*(</sheetData>)", rb"\1" + far % (rows, b"ZZ", rows) + rb"\2", xml)
    return rewritten({f"xl/worksheets/sheet{at}.xml": filled for at in range(1, sheets + 1)}, package(sheets))


def shared_text(letters: int, cells: int) -> bytes:
    strings = (
        b'<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
    )
    strings += (
        bytes(33 + at * 7919 % 89 for at in range(letters)).replace(b"<", b"+").replace(b"&", b"+")
        + b"</t></si></sst>"
    )
    rows = b"".join(
        b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (at, at) for at in range(1, cells + 1)
    )
    xml = re.sub(rb"(<sheetData>).*(</sheetData>)", rb"\1" + rows + rb"\2", sheet_xml())
    return rewritten({STRINGS: strings, SHEET: xml})


def ods(body: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        spaces = " ".join(f'xmlns:{name}="{ODF}:{name}:1.0"' for name in ("office", "table", "text"))
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="账">{body}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return out.getvalue()


def sheets_within_sheets(sheets: int) -> bytes:
    start = len(begin()) + sheets * 17 + len(EOF)
    named = b"".join(
        record(0x0085, struct.pack("<IBB", start + 16 * at, 0, 0) + b"\x04\0%04d" % at)
        for at in range(sheets)
    )
    return wrapped(
        begin() + named + EOF + begin(kind=16) * sheets + number(0, 0, 1.5) * 20_000 + EOF * sheets
    )


def hidden_columns(records: int) -> bytes:
    spans = record(0x007D, struct.pack("<HHHHHH", 0, 255, 2048, 0, 1, 0)) * records
    start = len(begin()) + 4 + 6 + 3 + len(EOF)
    sheet = record(0x0085, struct.pack("<IBB", start, 0, 0) + b"\x01\0S")
    return wrapped(
        begin() + sheet + EOF + begin(kind=16) + spans + label(0, 0, "摘要") + number(0, 1, 1.5) + EOF
    )


def html(body: str) -> bytes:
    return f"<html><table>{body}</table></html>".encode()


def flat(rows: str, styles: str = "") -> bytes:
    """Make an XML Spreadsheet."""
    return (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
        f"<Styles>{styles}</Styles><Worksheet><Table>{rows}</Table></Worksheet></Workbook>"
    ).encode()


def mht(*parts: bytes) -> bytes:
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
    return head + b"".join(b"--b\r\n" + part for part in parts) + b"\r\n--b--\r\n"


# The file, and what must come of it: a sheet ("") or the code of a refusal.
KILLERS: dict[str, tuple[Callable[[], bytes], str]] = {
    "one merge over the whole sheet": (lambda: merges("A1:XFD1048576"), ""),
    "merges over whole columns": (
        lambda: merges(*[f"{chr(65 + at)}1:{chr(65 + at)}1048576" for at in range(26)] * 600),
        "",
    ),
    "merges over one another": (lambda: merges(*(f"A{at}:XFD1048576" for at in range(1, 20_000))), ""),
    "hidden spans over all columns": (
        lambda: with_columns(b'<col min="1" max="16384" hidden="1"/>' * 100_000),
        "",
    ),
    "hidden spans over all columns (xls)": (lambda: hidden_columns(100_000), ""),
    "hidden spans over all rows (ods)": (
        lambda: ods(
            f"<table:table-row>{ODS_CELL}{ODS_CELL}</table:table-row>"
            + '<table:table-row table:number-rows-repeated="1048576" table:visibility="collapse"/>' * 20_000
        ),
        "",
    ),
    "formulas without end (ods)": (
        lambda: ods(
            '<table:table-row><table:table-cell table:formula="of:=1" table:number-columns-repeated="16384"/>'
            "</table:table-row>" * 20_000
        ),
        "F05",
    ),
    "one text in a million cells (ods)": (
        lambda: ods(
            '<table:table-row table:number-rows-repeated="1000"><table:table-cell office:value-type="string"'
            f' table:number-columns-repeated="1000"><text:p>{"字" * 30_000}</text:p></table:table-cell></table:table-row>'
        ),
        "F05",
    ),
    "one text in many cells (xlsx)": (lambda: shared_text(30_000, 20_000), "F05"),
    "one long text (xlsx)": (lambda: shared_text(4_000_000, 1), "F05"),
    "one long text (csv)": (lambda: b"a,b\n1," + b"x" * (40 << 20), "F05"),
    "one long line of cells (csv)": (lambda: b"a,b\n" + b"1," * (4 << 20), "F05"),
    "one long text within quotes (csv)": (lambda: b'a,b\n1,"' + b"x\n" * (10 << 20) + b'"\n', "F08"),
    "quotes without end (csv)": (lambda: b"a,b\n" + b'"' * (20 << 20), "F05"),
    "line ends without end (csv)": (lambda: b"a,b\n" + b"\n" * (40 << 20), ""),
    "a line after millions of line ends (csv)": (lambda: b"a,b\n" + b"\n" * (4 << 20) + b"1,2\n", "F05"),
    "blank cells without end (csv)": (lambda: b"a,b\n" + b",\n" * (10 << 20), ""),
    "sixteen thousand columns (csv)": (lambda: (b"1," * 16_000 + b"1\n") * 400, "F05"),
    "three million rows (csv)": (lambda: b"a,b\n" + b"1,2\n" * 3_000_000, "F05"),
    "cells repeated over all columns (html)": (
        lambda: html("<tr><td colspan=16384 rowspan=65000>a</td><td>b</td></tr>" * 3000),
        "F05",
    ),
    "rows under a cell that covers all (html)": (
        lambda: html("<tr><td colspan=16384 rowspan=65000>b</td></tr>" + "<tr><td></td></tr>" * 60_000),
        "F05",
    ),
    "columns of cells that cover all rows (html)": (
        lambda: html(f"<tr>{'<td rowspan=65000>a' * 9_000}</tr>" + "<tr><td>b" * 9_000),
        "F05",
    ),
    "tags without end (html)": (lambda: html(f"<tr><td>a</td><td>{'<b></b>' * 2_000_000}</td></tr>"), "F05"),
    "fifty thousand rows (html)": (lambda: html(ROW * 50_000), ""),
    "sheets sparse each (xlsx)": (lambda: many_sheets(998, 702, 60), "F05"),
    "five hundred sheets (xlsx)": (lambda: package(500), ""),
    "sheets within sheets (xls)": (lambda: sheets_within_sheets(2000), "F01"),
    "tags that never close (xlsx)": (lambda: with_data(b"<c " * 2_000_000), "F01"),
    "formulas that never close (xlsx)": (lambda: with_data(b'<c r="A1"><f>' + b"</f>" * 1_500_000), "F01"),
    "marks outside of tags (xlsx)": (lambda: with_data(b't="s"' * 1_000_000), ""),
    "errors outside of cells (xlsx)": (
        lambda: with_tail(
            b"<conditionalFormatting>" + b'<cfRule t="e"/>' * 100_000 + b"</conditionalFormatting>"
        ),
        "",
    ),
    "fonts that never close (xlsx)": (
        lambda: rewritten({"xl/styles.xml": b'<styleSheet>indexed="10"' + b"<fonts><font>" * 500_000}),
        "F01",
    ),
    "one row of cells without end (xml)": (lambda: flat("<Row>" + "<Cell/>" * 2_000_000 + "</Row>"), "F05"),
    "merges over the whole sheet (xml)": (
        lambda: flat("<Row>" + '<Cell MergeDown="1048575"><Data>a</Data></Cell>' * 16_384 + "</Row>"),
        "",
    ),
    "styles without end (xml)": (
        lambda: flat("<Row><Cell><Data>a</Data></Cell></Row>", '<Style ID="a"/>' * 800_000),
        "",
    ),
    "parts without end (mht)": (lambda: mht(*[b"\r\n"] * 1_000_000), "F05"),
    "a head without end (mht)": (lambda: mht(b"X: y\r\n" * 2_000_000), "F03"),
    "four thousand pages (mht)": (
        lambda: mht(*[b"Content-Type: text/html\r\n\r\n<table><tr><td>a<td>b</table>\r\n"] * 4000),
        "",
    ),
}
