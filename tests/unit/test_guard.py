"""What must never reach a reader is stopped by its bytes, and the refusal says what it is."""

from __future__ import annotations

import io
import re
import struct
import zipfile

import pytest
import xlsxwriter

from pipeline.files import guard
from pipeline.files.marks import Refusal
from pipeline.files.workbook import read
from tests.unit.compound_file import book, compound, record

SHEET = "xl/worksheets/sheet1.xml"


def package(**options: object) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, options) as made:
        made.add_worksheet("账").write_row(0, 0, ["摘要", "金额"])
    return stream.getvalue()


def rewritten(data: bytes, change: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Copy a zip archive with some members replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", compression) as new:
        for name in dict.fromkeys((*old.namelist(), *change)):
            new.writestr(name, change[name] if name in change else old.read(name))
    return out.getvalue()


def with_cells(rows: bytes) -> bytes:
    data = package()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read(SHEET)
    xml = re.sub(rb"<sheetData>.*</sheetData>", b"<sheetData>" + rows + b"</sheetData>", xml)
    return rewritten(data, {SHEET: xml})


def refusal(data: bytes) -> tuple[str, str]:
    made = read("a.xlsx", data)
    assert made.sheets == []
    assert re.search(r"[\u4e00-\u9fff]", made.issues[0].fix)
    return made.issues[0].code, made.issues[0].found


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"\xff\xd8\xff\xe0" + bytes(50), "图片（JPEG）"),
        (b"%PDF-1.7 ...", "PDF 文档"),
        (b"Rar!\x1a\x07\x00", "RAR 压缩包"),
        (b"\x09\x04\x06\x00\x00\x04\x10\x00", "Excel 4.0 的旧格式"),
        (b"\x03\x7a\x01\x1f" + struct.pack("<IHH", 3, 65, 20) + bytes(60), "dBASE 数据库（.dbf）"),
        (compound(b"", "WordDocument"), "Word 文档（.doc）"),
        (rewritten(package(), {"[Content_Types].xml": b"wordprocessingml.document.main+xml"}), "Word 文档"),
    ],
)
def test_a_refusal_names_what_the_file_seems_to_be(data: bytes, found: str) -> None:
    assert refusal(data) == ("F03", found)


def test_an_archive_of_workbooks_is_not_mistaken_for_one() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("石头村/收支.xlsx", package())
    code, found = refusal(out.getvalue())
    assert code == "F03"
    assert "解压" in found


@pytest.mark.parametrize("name", ["EncryptedPackage", "EncryptionInfo"])
def test_an_encrypted_package_is_a_matter_of_password(name: str) -> None:
    assert "密码" in read("a.xlsx", compound(b"", name)).issues[0].fix


def test_an_encrypted_xls_is_a_matter_of_password() -> None:
    assert "密码" in read("a.xls", compound(book(b"", record(0x002F, bytes(6))))).issues[0].fix


def test_an_encrypted_ods_is_a_matter_of_password() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "scrambled")
        archive.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
    assert "密码" in read("a.ods", out.getvalue()).issues[0].fix


def test_a_truncated_upload_is_refused_at_every_length() -> None:
    data = package()
    for length in range(60, len(data), 97):
        assert refusal(data[:length])[0] == "F01"
    old = compound(book(record(0x0203, struct.pack("<HHHd", 0, 0, 0, 1.5))))
    for length in range(520, len(old), 97):
        assert refusal(old[:length])[0] == "F01"


def test_a_flipped_bit_in_a_stored_sheet_is_noticed() -> None:
    data = bytearray(
        rewritten(with_cells(b'<row r="1"><c r="A1"><v>100</v></c></row>'), {}, zipfile.ZIP_STORED)
    )
    data[data.find(b"<v>100</v>") + 3] ^= 8
    assert refusal(bytes(data)) == ("F01", "内容与校验码不符")


def test_padding_is_refused_before_it_is_unpacked() -> None:
    data = package()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read(SHEET)
    bomb = rewritten(
        data, {SHEET: xml.replace(b"<sheetData", b"<!--" + b" " * (40 << 20) + b"--><sheetData")}
    )
    assert len(bomb) < 60_000
    assert refusal(bomb)[0] == "F05"


def test_members_that_readers_would_choose_between_are_refused() -> None:
    assert refusal(rewritten(package(), {"XL/Workbook.xml": b"<workbook/>"}))[0] == "F01"


def test_a_directory_that_counts_fewer_members_is_refused() -> None:
    data = bytearray(package())
    end = data.rfind(b"PK\x05\x06")
    struct.pack_into("<HH", data, end + 8, 5, 5)
    assert refusal(bytes(data))[0] == "F01"


def test_entities_are_refused_wherever_a_reader_would_expand_them() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><sst>&a;</sst>'
    assert refusal(rewritten(package(), {"xl/sharedStrings.xml": bomb})) == ("F06", "xl/sharedStrings.xml")


CLOUD = '<?xml version="1.0"?><s:customData xmlns:s="http://www.wps.cn/officeDocument/2013/wpsCustomData"/>'
MASHUP = '<?xml version="1.0" encoding="utf-16"?><DataMashup>UEsDBBQAAgAIAA==</DataMashup>'
QUERY = b"<queryTable xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main' name='q' connectionId='1'/>"


@pytest.mark.parametrize(
    "parts",
    [
        {
            "customXml/item1.xml": CLOUD.encode("utf-16"),
            "customXml/_rels/item1.xml.rels": b"<Relationships/>",
        },
        {
            "customXml/item1.xml": MASHUP.encode("utf-16"),
            "xl/connections.xml": b"<connections><connection id='1' type='5'/></connections>",
            "xl/queryTables/queryTable1.xml": QUERY,
        },
        {"customXml/item1.xml": MASHUP.encode("utf-16-be")},
        {"customXml/item1.xml": b"<!DOCTYPE x><x/>", "docProps/app.xml": CLOUD.encode("utf-16")},
        {"xl/media/image1.png": b"\x89PNG", "xl/vbaProject.bin": bytes(64), "xl/cellimages.xml": bytes(9)},
    ],
    ids=["WPS cloud", "Power Query", "big-endian", "other parts", "no xml"],
)
def test_parts_that_hold_no_cells_may_hold_anything(parts: dict[str, bytes]) -> None:
    made = read("a.xlsx", rewritten(package(), parts))
    assert made.issues == []
    assert [sheet.rows for sheet in made.sheets] == [[["摘要", "金额"]]]


@pytest.mark.parametrize("part", ["customXml/item1.xml", "xl/media/image1.png"])
def test_parts_that_hold_no_cells_must_still_be_whole(part: str) -> None:
    """A file with one broken member was not copied right; nobody knows what else is wrong with it."""
    data = bytearray(rewritten(package(), {part: CLOUD.encode("utf-16")}, zipfile.ZIP_STORED))
    data[data.find(CLOUD.encode("utf-16")) + 20] ^= 8
    assert refusal(bytes(data)) == ("F01", "内容与校验码不符")


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", SHEET, "_rels/.rels"]
)
def test_parts_read_for_cells_must_be_what_readers_take_them_for(part: str) -> None:
    with zipfile.ZipFile(io.BytesIO(package())) as archive:
        xml = archive.read(part).decode()
    code, found = refusal(rewritten(package(), {part: xml.encode("utf-16")}))
    assert (code, part in found or part.startswith("_rels")) == ("F01", True)
    assert refusal(rewritten(package(), {part: xml.replace("?>", "?><!DOCTYPE x>", 1).encode()}))[0] == "F06"


def test_two_sheets_that_are_one_part_are_refused() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as made:
        made.add_worksheet("一").write(0, 0, 1)
        made.add_worksheet("二").write(0, 0, 2)
    links = "xl/_rels/workbook.xml.rels"
    with zipfile.ZipFile(io.BytesIO(stream.getvalue())) as archive:
        content = archive.read(links).replace(b"sheet2.xml", b"sheet1.xml")
    assert refusal(rewritten(stream.getvalue(), {links: content}))[0] == "F01"


@pytest.mark.parametrize(
    "rows",
    [
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>',
        b'<row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>2</v></c></row>',
        b"<row r='1'><c r='a1'><v>1</v></c></row><row r='900000'><c r='zz900000'><v>2</v></c></row>",
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="300000"><c r="Z300000" t="e"><v>#REF!</v></c></row>',
    ],
)
def test_a_far_cell_does_not_unfold_into_a_huge_grid(rows: bytes) -> None:
    assert refusal(with_cells(rows))[0] == "F05"


@pytest.mark.parametrize("address", ["D99999999999999999999993", "A00000001", "XFDA1", "99999999"])
def test_an_address_that_no_sheet_has_is_refused(address: str) -> None:
    rows = f'<row r="1"><c r="A1"><v>1</v></c><c r="{address}"><f>A1</f><v>2</v></c></row>'
    assert refusal(with_cells(rows.encode()))[0] == "F01"


def test_a_row_without_a_number_is_none() -> None:
    for address in ("A0", "A00", "B0"):
        rows = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="0"><c r="{address}" t="e" s="1"><f>A1</f><v>#REF!</v></c></row>'
        made = read("a.xlsx", with_cells(rows.encode()))
        assert made.issues or made.sheets[0].rows[0][0] == 1.0


def test_blank_far_cells_and_lying_dimensions_are_harmless() -> None:
    rows = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    made = read("a.xlsx", with_cells(rows))
    assert [sheet.rows for sheet in made.sheets] == [[[1.0]]]


def test_a_large_dense_sheet_is_not_taken_for_a_sparse_one() -> None:
    rows = b"".join(
        b'<row r="%d"><c r="A%d"><v>1</v></c><c r="AB%d"><v>2</v></c></row>' % (at, at, at)
        for at in range(1, 12_001)
    )
    made = read("a.xlsx", with_cells(rows))
    assert len(made.sheets[0].rows) == 12_000


def test_the_extent_of_an_xls_is_judged_by_its_cells() -> None:
    number = struct.pack("<HHd", 0, 0, 1.0)[2:]
    near = record(0x0203, struct.pack("<HH", 0, 0) + number)
    far = record(0x0203, struct.pack("<HH", 65535, 255) + number)
    assert refusal(compound(book(near + far)))[0] == "F05"
    for first, last in ((0, 0xFFFFFFFF), (0xFFFFFFFF, 0), (9, 3)):
        lying = record(0x0200, struct.pack("<IIHHH", first, last, 0, 0xFFFF, 0))
        made = read("a.xls", compound(book(lying + near)))
        assert [sheet.rows for sheet in made.sheets] == [[[1.0]]]


def test_an_ods_that_repeats_a_cell_without_end_is_refused() -> None:
    assert (
        refusal(
            ods('<table:table-cell table:number-columns-repeated="9999" office:value-type="float"/>', 99999)
        )[0]
        == "F05"
    )


def ods(cells: str, repeat: int = 1) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f'<office:document-content><office:body><office:spreadsheet><table:table table:name="账">'
            f'<table:table-row table:number-rows-repeated="{repeat}">{cells}</table:table-row>'
            f"</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    return out.getvalue()


def test_a_sound_file_is_told_by_its_content() -> None:
    for data, kind in (
        (package(), "xlsx"),
        (ods(""), "ods"),
        (compound(book(b"")), "xls"),
        (b"a,b\n1,2", "text"),
    ):
        guarded = guard.inspect(data)
        assert not isinstance(guarded, Refusal)
        assert guarded.format == kind
