"""An .xls is read as its bytes say, whatever its CODEPAGE record says and whichever Excel wrote it."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from pipeline.files import compound as containers
from pipeline.files.workbook import Sheet, Workbook, read
from tests.unit.compound_file import BIFF5, BIFF8, EOF, begin, book, codepage, compound, label, number, record

HEADER = ("日期", "摘要", "收入")
LINE = ("2024-03-01", "土地租金", 5000.0)
ROWS = [list(HEADER), list(LINE)]


def cells(encoding: str = "") -> bytes:
    """Write the table, in a code page where one is named, else in UTF-16."""
    out = b""
    for row, values in enumerate((HEADER, LINE)):
        for column, value in enumerate(values):
            if isinstance(value, float):
                out += number(row, column, value)
            else:
                out += label(row, column, value.encode(encoding) if encoding else value)
    return out


def only_sheet(made: Workbook) -> Sheet:
    assert made.issues == []
    assert made.format == "xls"
    (sheet,) = made.sheets
    return sheet


@pytest.mark.parametrize(
    "pages",
    [(1252,), (936,), (1200,), (), (0,), (0xFFFF,), (65001,), (1252, 936)],
    ids=str,
)
def test_the_code_page_of_a_newer_file_garbles_nothing(pages: tuple[int, ...]) -> None:
    stream = book(cells(), b"".join(map(codepage, pages)), name="明细")
    sheet = only_sheet(read("账.xls", compound(stream)))
    assert (sheet.name, sheet.rows) == ("明细", ROWS)


def test_shared_texts_of_a_newer_file_are_not_garbled_either() -> None:
    texts = [*HEADER, "土地租金", "Latin é"]
    shared = struct.pack("<II", len(texts), len(texts))
    for text in texts[:-1]:
        shared += struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")
    shared += struct.pack("<HB", len(texts[-1]), 0) + texts[-1].encode("latin-1")
    shown = b"".join(
        record(0x00FD, struct.pack("<HHHI", row, column, 0, text))
        for row, column, text in ((0, 0, 0), (0, 1, 1), (1, 0, 3), (1, 1, 4))
    )
    stream = book(shown, codepage(936) + record(0x00FC, shared))
    assert only_sheet(read("账.xls", compound(stream))).rows == [["日期", "摘要"], ["土地租金", "Latin é"]]


@pytest.mark.parametrize("page", [936, 1252, 437, 10000, None])
def test_an_excel_95_file_in_gbk_is_read_by_its_bytes(page: int | None) -> None:
    known = b"" if page is None else codepage(page)
    stream = book(cells("gbk"), known, version=BIFF5, name="明细".encode("gbk"))
    sheet = only_sheet(read("账.xls", compound(stream, "Book")))
    assert (sheet.name, sheet.rows) == ("明细", ROWS)


def test_an_excel_95_file_of_another_country_is_read_as_it_says() -> None:
    for page, encoding, text in (
        (950, "big5", "專項資金"),
        (1252, "cp1252", "Müller, Café"),
        (1251, "cp1251", "Иван"),
    ):
        stream = book(
            label(0, 0, text.encode(encoding)) + number(0, 1, 1.0), codepage(page), version=BIFF5, name=b"S"
        )
        assert only_sheet(read("a.xls", compound(stream, "Book"))).rows == [[text, 1.0]]


def test_an_excel_95_file_with_letters_its_code_page_lacks_is_refused() -> None:
    stream = book(label(0, 0, b"\xff\xff") + number(0, 1, 1.0), codepage(936), version=BIFF5, name=b"S")
    made = read("a.xls", compound(stream, "Book"))
    assert made.sheets == []
    assert [issue.code for issue in made.issues] == ["F04"]


def test_texts_that_formulas_gave_are_read_in_both() -> None:
    formula = struct.pack("<HHH", 0, 0, 0) + b"\0\0\0\0\0\0\xff\xff" + bytes(6) + b"\x03\0\x1e\1\0"
    for version, result in (
        (BIFF8, struct.pack("<HB", 2, 1) + "合计".encode("utf-16-le")),
        (BIFF5, struct.pack("<H", 4) + "合计".encode("gbk")),
    ):
        stream = book(
            record(0x0006, formula) + record(0x0207, result) + number(0, 1, 2.5),
            codepage(936),
            version=version,
            name=b"S" if version == BIFF5 else "S",
        )
        sheet = only_sheet(read("a.xls", compound(stream)))
        assert sheet.rows == [["合计", 2.5]]
        assert list(sheet.formulas[0]) == [0]


def test_a_formula_that_nobody_can_parse_still_gives_its_result() -> None:
    tokens = b"\x0c\0" + b"\x3a\xff\xff" + bytes(9)
    numeric = struct.pack("<HHHd", 0, 0, 0, 350.5) + bytes(6) + tokens
    older = struct.pack("<HHHd", 0, 1, 0, 20.0) + bytes(6) + tokens
    name = record(0x0018, b"\0\0\0\xff\xff\xff" + bytes(9))
    stream = book(record(0x0006, numeric) + record(0x0406, older), name)
    assert only_sheet(read("a.xls", compound(stream))).rows == [[350.5, 20.0]]


@pytest.mark.parametrize(
    ("stream", "name"),
    [
        (book(cells(), codepage(1252), name="明细"), "明细"),
        (book(cells("gbk"), codepage(936), version=BIFF5, name="明细".encode("gbk")), "明细"),
        (begin(BIFF8, 0x0010) + cells() + EOF, "Sheet1"),
        (begin(BIFF5, 0x0010) + codepage(936) + cells("gbk") + EOF, "Sheet1"),
        # Programs in Delphi write no version at all.
        (record(0x0809, struct.pack("<HHHH", 0, 0x0010, 0, 0)) + cells("gbk") + EOF, "Sheet1"),
    ],
    ids=["97", "95", "97 sheet", "95 sheet", "no version"],
)
def test_records_without_a_container_are_read(stream: bytes, name: str) -> None:
    sheet = only_sheet(read("导出.xls", stream))
    assert (sheet.name, sheet.rows) == (name, ROWS)


def test_dates_of_a_lone_sheet_are_dates() -> None:
    formats = record(0x00E0, struct.pack("<HH", 0, 0) + bytes(12)) + record(
        0x00E0, struct.pack("<HH", 0, 14) + bytes(12)
    )
    day = record(0x0203, struct.pack("<HHHd", 0, 0, 1, 45352.0))
    stream = begin(BIFF5, 0x0010) + formats + day + number(0, 1, 45352.0) + EOF
    assert [str(cell) for cell in only_sheet(read("a.xls", stream)).rows[0]] == ["2024-03-01", "45352.0"]


def test_sheets_that_share_their_records_are_refused() -> None:
    """Each would be walked for every entry of the list: a small file would take hours."""
    start = len(begin()) + 3 * 13 + len(EOF)
    same = b"".join(
        record(0x0085, struct.pack("<IBB", start, 0, 0) + b"\x01\0" + name) for name in (b"A", b"B", b"C")
    )
    nested = b"".join(
        record(0x0085, struct.pack("<IBB", start + 16 * at, 0, 0) + b"\x01\0" + name)
        for at, name in enumerate((b"A", b"B", b"C"))
    )
    for sheets, body in (
        (same, begin(kind=16) + cells() + EOF),
        (nested, begin(kind=16) * 3 + cells() + EOF * 3),
    ):
        made = read("a.xls", compound(begin() + sheets + EOF + body))
        assert [issue.code for issue in made.issues] == ["F01"]


def test_one_long_text_in_many_cells_is_refused() -> None:
    text = "长" * 20_000
    parts = [struct.pack("<II", 1, 1) + struct.pack("<HB", len(text), 1) + text[:4000].encode("utf-16-le")]
    parts += [b"\x01" + text[at : at + 4000].encode("utf-16-le") for at in range(4000, len(text), 4000)]
    shared = record(0x00FC, parts[0]) + b"".join(record(0x003C, part) for part in parts[1:])
    one = record(0x00FD, struct.pack("<HHHI", 0, 0, 0, 0)) + number(0, 1, 1.0)
    assert only_sheet(read("a.xls", containers.wrapped(book(one, shared)))).rows == [[text, 1.0]]
    many = b"".join(record(0x00FD, struct.pack("<HHHI", at, 0, 0, 0)) for at in range(6000))
    made = read("a.xls", containers.wrapped(book(many, shared)))
    assert [issue.code for issue in made.issues] == ["F05"]


@pytest.mark.parametrize("size", [1, 4095, 4096, 4097, 5 << 20])
def test_a_stream_in_a_new_container_comes_out_whole(size: int) -> None:
    stream = book(cells()) + bytes(size)
    made = containers.wrapped(stream)
    assert containers.workbook_stream(made)[: len(stream)] == stream
    assert CalamineWorkbook.from_filelike(io.BytesIO(made)).sheet_names == ["S"]


def test_a_container_whose_tables_never_end_is_refused_at_once() -> None:
    data = bytearray(compound(book(cells())))
    struct.pack_into("<II", data, 68, 0, 0xFFFFFFFF)
    data[512:1024] = bytes(512)
    assert [issue.code for issue in read("a.xls", bytes(data)).issues] == ["F01"]


NEWER = book(cells(), codepage(1252), name="明细")
OLDER = book(cells("gbk"), codepage(936), version=BIFF5, name="明细".encode("gbk"))


@given(
    st.sampled_from([NEWER, OLDER]), st.integers(0, 400), st.binary(min_size=1, max_size=12), st.booleans()
)
@settings(max_examples=300, deadline=None)
def test_a_damaged_file_is_read_or_refused(stream: bytes, at: int, patch: bytes, bare: bool) -> None:
    damaged = stream[:at] + patch + stream[at + len(patch) :]
    made = read("账.xls", damaged if bare else compound(damaged))
    assert bool(made.sheets) or bool(made.issues)


@given(st.sampled_from([begin(), begin(BIFF5), begin(BIFF5, 16), begin(0, 16)]), st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_anything_after_the_first_record_is_read_or_refused(start: bytes, rest: bytes) -> None:
    for data in (start + rest, compound(start + rest)):
        made = read("账.xls", data)
        assert bool(made.sheets) or bool(made.issues)


@given(st.sampled_from([NEWER, OLDER]), st.data())
@settings(max_examples=100, deadline=None)
def test_a_cut_stream_is_refused(stream: bytes, data: st.DataObject) -> None:
    length = data.draw(st.integers(10, len(stream) - len(EOF)))
    for cut in (stream[:length], compound(stream[:length])):
        assert read("账.xls", cut).issues
