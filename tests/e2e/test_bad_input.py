"""Everything broken, dangerous or odd that officers drop, in one night: each told plainly, nothing lost."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from tests.e2e.night import Cell, Night, Rows, cash_book
from tests.unit.compound_file import compound

READ_APART = True
CHINESE = re.compile(r"[一-鿿]")
SHEET = "xl/worksheets/sheet1.xml"
NO_UTF8 = "乡镇\udcd5\udccb.xlsx"  # 账 in GB18030, as an old computer writes it into a file name
ODD_NAMES = {
    "换行": "怪名/三月\n现金.xlsx",
    "表情": "怪名/三月🎉账👨‍👩‍👧.xlsx",
    "最长": "怪名/" + "长" * 83 + "a.xlsx",
    "引号": "怪名/'; drop table--%_\"[].xlsx",
}


def entries(month: int, year: int = 2024) -> list[tuple[Cell, ...]]:
    return [
        (f"{year}-{month:02d}-06", "记-1", "购买办公用品", None, 1250, "杨学军"),
        (f"{year}-{month:02d}-16", "记-2", "收到租金", 3000.5, None, "杨学军"),
    ]


def packed(rows: Rows) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("账")
        for line, row in enumerate(rows):
            sheet.write_row(line, 0, row)
    return stream.getvalue()


def rezipped(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """Pack a workbook anew with its sheet changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == SHEET else old.read(name))
    return out.getvalue()


def flipped(data: bytes) -> bytes:
    """Flip one bit in the middle of the packed sheet."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        member = archive.getinfo(SHEET)
    at = member.header_offset + 30 + len(SHEET) + member.compress_size // 2
    return data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :]


def far_cell(xml: bytes) -> bytes:
    return xml.replace(
        b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    ).replace(b'<dimension ref="A1:F5"/>', b'<dimension ref="A1:XFD1048576"/>')


def broken_files() -> dict[str, bytes]:
    whole = packed(cash_book("东滩村", "2024年5月", entries(5)))
    return {
        "坏/打不开.xlsx": b"PK\x03\x04" + bytes(range(256)) * 8,
        "坏/乱码.xls": bytes(range(255, -1, -1)) * 8,
        "坏/加密.xlsx": compound(b"", "EncryptedPackage"),
        "坏/半截.xlsx": whole[: len(whole) // 2],
        "坏/翻位.xlsx": flipped(whole),
        "坏/炸弹.xlsx": rezipped(
            whole, lambda xml: xml.replace(b"<sheetData>", b" " * (64 << 20) + b"<sheetData>")
        ),
        "坏/稀疏.xlsx": rezipped(whole, far_cell),
        "坏/照片.xlsx": b"\xff\xd8\xff\xe0" + bytes(500),
        "坏/空压缩包.xlsx": b"PK\x05\x06" + bytes(18),
        "坏/空白.csv": b"\r\n \r\n",
    }


def spoilt(month: int, place: int, value: Cell, year: int = 2024) -> Rows:
    """Lay out a cash book with one value of its first entry (row 4) replaced."""
    title, unit, header, first, *rest = cash_book("东滩村", f"{year}年{month}月", entries(month, year))
    return [title, unit, header, (*first[:place], value, *first[place + 1 :]), *rest]


def sheets() -> dict[str, Rows]:
    title, unit, _, *rows = cash_book("东滩村", "2024年6月", entries(6))
    twins = ("日期", "凭证号", "摘要", "金额", "金额", "经手人")
    return {
        "表/无表头.xlsx": rows,
        "表/两个金额.xlsx": [title, unit, twins, ("2024-06-06", "记-1", "买纸", 100, 200, "杨学军")],
        "表/外村.xlsx": cash_book("查无此村", "2024年6月", entries(6)),
        "表/二月三十.xlsx": spoilt(2, 0, "2024-02-30"),
        "表/三位小数.xlsx": spoilt(8, 4, 12.345),
        "表/金额是字.xlsx": spoilt(9, 4, "约两千"),
        "表/一行外村.xlsx": [
            ("2024年10月各村现金收支明细账",),
            ("村名", "日期", "凭证号", "摘要", "收入", "支出"),
            ("查无此村", "2024-10-06", "记-1", "购买办公用品", None, 1250),
            ("北苑社区", "2024-10-07", "记-2", "购买办公用品", None, 12.5),
        ],
        "表/没有字.xlsx": [],
    }


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Night, str]:
    county = Night(tmp_path_factory.mktemp("bad"))
    county.register()
    county.book("好/西渠村.xlsx", {"账": cash_book("西渠村", "2024年3月", entries(3))})
    county.book("好/南塘村.xlsx", {"账": cash_book("南塘村", "2024年3月", entries(3))})
    for path, rows in sheets().items():
        county.book(path, {"账": rows})
    for path, data in broken_files().items():
        target = county.inputs / path
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(data)
    odd = county.inputs / "怪名"
    odd.mkdir()
    assert len(Path(ODD_NAMES["最长"]).name.encode()) == 255
    for month, path in enumerate((*ODD_NAMES.values(), "怪名/" + NO_UTF8), start=1):
        # A problem inside, so that the name must also go into the feedback.
        (county.inputs / path).write_bytes(packed(spoilt(month, 4, "约两千", year=2023)))
    swapped = county.inputs / "错扩展名"
    swapped.mkdir()
    (swapped / "其实是工作簿.csv").write_bytes(packed(cash_book("北苑社区", "2024年1月", entries(1))))
    rows = cash_book("北苑社区", "2024年2月", entries(2))
    text = "\r\n".join("\t".join("" if c is None else str(c) for c in row) for row in rows)
    (swapped / "其实是文本.xls").write_bytes(text.encode("gb18030"))
    (county.inputs / "零字节.xlsx").write_bytes(b"")
    outside = county.folder / "外面的账.xlsx"
    outside.write_bytes(packed(cash_book("东滩村", "2022年1月", entries(1, 2022))))
    (county.inputs / "链接.xlsx").symlink_to(outside)
    (county.inputs / "绕圈.xlsx").symlink_to("绕圈.xlsx")
    (county.inputs / "断链.xlsx").symlink_to("已删除.xlsx")
    (county.inputs / "好村的夹子").symlink_to("好")
    outcome = county.run()
    assert outcome.code == 0, outcome.out
    return county, outcome.out


@pytest.fixture(scope="module")
def night(ran: tuple[Night, str]) -> Night:
    return ran[0]


@pytest.fixture(scope="module")
def printed(ran: tuple[Night, str]) -> str:
    return ran[1]


def told(night: Night, file: str) -> list[tuple[str, str, str, str]]:
    """List (code, sheet, cell, found) of a file's issues, notices left out."""
    return night.query(
        "select code, sheet, cell, found from meta.issue where source_file = ? and level <> '提示'"
        " order by all",
        file,
    )


def status(night: Night, file: str) -> tuple[str, int, int]:
    found = night.query(
        "select status, rows_loaded, rows_rejected from meta.submission where source_file = ?", file
    )
    assert len(found) == 1, file
    return found[0]


@pytest.mark.parametrize(
    ("file", "code", "found"),
    [
        ("坏/打不开.xlsx", "F01", ""),
        ("坏/乱码.xls", "F0[34]", ""),
        ("坏/加密.xlsx", "F02", ""),
        ("坏/半截.xlsx", "F01", ""),
        ("坏/翻位.xlsx", "F01", "校验码"),
        ("坏/炸弹.xlsx", "F05", "解压后"),
        ("坏/稀疏.xlsx", "F05", ""),
        ("坏/照片.xlsx", "F03", "图片"),
        ("坏/空压缩包.xlsx", "F01", ""),
        ("坏/空白.csv", "F07", "空白"),
        ("链接.xlsx", "F11", "外面的账.xlsx"),
        ("绕圈.xlsx", "F11", "绕圈.xlsx"),
        ("断链.xlsx", "F11", "已删除.xlsx"),
    ],
)
def test_a_file_that_cannot_be_read_is_sent_back_by_name(
    night: Night, file: str, code: str, found: str
) -> None:
    issues = night.query("select code, sheet, cell, found from meta.issue where source_file = ?", file)
    assert len(issues) == 1
    assert re.fullmatch(code, issues[0][0])
    assert issues[0][1:3] == ("", "")
    assert found in issues[0][3]
    assert status(night, file) == ("退回", 0, 0)


def test_an_encrypted_file_is_about_its_password(night: Night) -> None:
    [(fix,)] = night.query("select fix from meta.issue where source_file = '坏/加密.xlsx'")
    assert "密码" in fix


@pytest.mark.parametrize(
    ("file", "code", "cell", "found"),
    [
        ("表/无表头.xlsx", "S01", "A1", "购买办公用品"),
        ("表/两个金额.xlsx", "S05", "A3", "金额"),
        ("表/外村.xlsx", "V01", "", "查无此村"),
    ],
)
def test_a_sheet_that_cannot_be_understood_is_kept_and_sent_back(
    night: Night, file: str, code: str, cell: str, found: str
) -> None:
    [(seen, sheet, where, what)] = told(night, file)
    assert (seen, sheet, where) == (code, "账", cell)
    assert found in what
    state, loaded, rejected = status(night, file)
    assert (state, loaded) == ("退回", 0)
    assert rejected == night.query("select count(*) from meta.rejected_row where source_file = ?", file)[0][0]
    assert rejected >= 1


@pytest.mark.parametrize(
    ("file", "issue"),
    [
        ("表/二月三十.xlsx", ("C03", "账", "A4", "2024-02-30")),
        ("表/三位小数.xlsx", ("C02", "账", "E4", "12.345")),
        ("表/金额是字.xlsx", ("C01", "账", "E4", "约两千")),
    ],
)
def test_a_cell_that_cannot_be_read_sets_only_its_row_aside(
    night: Night, file: str, issue: tuple[str, str, str, str]
) -> None:
    assert told(night, file) == [issue]
    assert status(night, file) == ("部分受理", 1, 1)
    [(row, reason, cells)] = night.query(
        "select row, reason, cells from meta.rejected_row where source_file = ?", file
    )
    assert row == 4
    assert issue[3] in reason
    assert issue[3] in cells
    loaded = night.query("select source_row, income from ledger.cash_entry where source_file = ?", file)
    assert loaded == [(5, Decimal("3000.50"))]


def test_one_row_of_an_unknown_village_is_set_aside_with_its_money(night: Night) -> None:
    file = "表/一行外村.xlsx"
    assert told(night, file) == [("V04", "账", "A3", "查无此村")]
    assert status(night, file) == ("部分受理", 1, 1)
    money = night.query("select money_loaded, money_rejected from meta.sheet where source_file = ?", file)
    assert money == [(Decimal("12.50"), Decimal("1250.00"))]
    shown = night.query("select row, cells from meta.rejected_row where source_file = ?", file)
    cells = '{"A3": "查无此村", "B3": "2024-10-06", "C3": "记-1", "D3": "购买办公用品", "F3": "1250"}'
    assert shown == [(3, cells)]


def test_a_three_decimal_amount_is_never_rounded(night: Night) -> None:
    assert night.query("select count(*) from history.cash_entry where expense between 12.3 and 12.4") == [
        (0,)
    ]


def test_an_empty_workbook_is_told_to_be_empty(night: Night) -> None:
    assert night.query("select code from meta.issue where source_file = '表/没有字.xlsx'") == [("F07",)]
    assert status(night, "表/没有字.xlsx") == ("退回", 0, 0)


def test_a_zero_byte_file_is_no_submission(night: Night) -> None:
    assert night.query("select count(*) from meta.submission where source_file = '零字节.xlsx'") == [(0,)]


@pytest.mark.parametrize("file", ["错扩展名/其实是工作簿.csv", "错扩展名/其实是文本.xls"])
def test_the_content_decides_not_the_extension(night: Night, file: str) -> None:
    assert told(night, file) == []
    assert status(night, file) == ("受理", 2, 0)


@pytest.mark.parametrize("kind", ODD_NAMES)
def test_an_odd_name_is_only_a_name(night: Night, kind: str) -> None:
    assert status(night, ODD_NAMES[kind]) == ("部分受理", 1, 1)
    assert told(night, ODD_NAMES[kind]) == [("C01", "账", "E4", "约两千")]
    rows = night.query("select source_row from ledger.cash_entry where source_file = ?", ODD_NAMES[kind])
    assert rows == [(5,)]


def test_a_name_that_is_no_utf8_can_be_read_and_printed(night: Night) -> None:
    assert status(night, "怪名/乡镇\\xd5\\xcb.xlsx") == ("部分受理", 1, 1)


def test_good_files_load_beside_all_that(night: Night) -> None:
    for village in ("西渠村", "南塘村"):
        assert status(night, f"好/{village}.xlsx") == ("受理", 2, 0)
        assert told(night, f"好/{village}.xlsx") == []


def test_every_message_is_chinese_and_says_what_to_do(night: Night) -> None:
    issues = night.query("select code, expected, fix from meta.issue")
    assert len(issues) >= 17
    for code, expected, fix in issues:
        assert CHINESE.search(expected), code
        assert CHINESE.search(fix), code
        assert not re.search(r"Error|Exception|Traceback|None|\{|\}", expected + fix), code


def test_every_file_has_its_submission_and_every_original_is_archived(night: Night) -> None:
    submitted = dict(night.query("select source_file, sha256 from meta.submission"))
    dropped = {
        path.relative_to(night.inputs)
        .as_posix()
        .encode("utf-8", "surrogateescape")
        .decode("utf-8", "backslashreplace"): path
        for path in night.inputs.rglob("*")
        if (path.is_symlink() and not path.is_dir()) or (path.is_file() and path.stat().st_size)
    }
    assert set(submitted) == set(dropped)
    for name, path in dropped.items():
        kept = (night.outputs / "archive" / submitted[name][:2] / submitted[name]).read_bytes()
        assert hashlib.sha256(kept).hexdigest() == submitted[name]
        if not path.is_symlink():
            assert kept == path.read_bytes(), name


def test_a_link_is_not_followed(night: Night) -> None:
    outside = (night.folder / "外面的账.xlsx").read_bytes()
    kept = [p.read_bytes() for p in (night.outputs / "archive").glob("*/*")]
    assert outside not in kept
    assert night.query("select count(*) from history.cash_entry where year(entry_date) = 2022") == [(0,)]


def test_no_row_is_lost(night: Night) -> None:
    found = night.query(
        "select s.source_file, s.sheet, rows_read, rows_loaded, rows_rejected, rows_skipped,"
        " money_read = money_loaded + money_rejected,"
        " (select count(*) from meta.rejected_row r where r.submission_id = s.submission_id"
        "  and r.sheet = s.sheet) from meta.sheet s"
    )
    assert len(found) >= 15
    for file, _, read, loaded, rejected, skipped, balanced, listed in found:
        assert read == loaded + rejected + skipped, file
        assert balanced, file
        assert listed == rejected, file
    rows = {file: read for file, _, read, *_ in found}
    assert {file: rows[file] for file in sheets() if file != "表/没有字.xlsx"} == {
        file: len(made) for file, made in sheets().items() if made
    }


def test_the_summary_counts_what_was_sent_back_and_names_the_ignored(printed: str) -> None:
    assert "零字节.xlsx" in printed
    assert "半截.xlsx" in printed
    assert "密码" in printed
    assert "Traceback" not in printed
