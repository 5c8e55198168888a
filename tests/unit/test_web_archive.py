"""A web page saved as one file is read part by part, and Excel's sheets keep their names."""

from __future__ import annotations

import base64
import quopri

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.files.workbook import Sheet, Workbook, read

PLAIN = "<html><head><title>明细查询</title></head><body><p>石头村</p><table>{}</table></body></html>"
LINES = "<tr><th>日期</th><th>摘要</th><th>金额</th></tr><tr><td>2024-03-01</td><td>土地租金</td><td>5,000.00</td></tr>"
ROWS = [["石头村", "", ""], ["日期", "摘要", "金额"], ["2024-03-01", "土地租金", "5,000.00"]]
PAGE = PLAIN.format(LINES)


def part(
    text: str | bytes, *, form: str = "8bit", charset: str = "utf-8", kind: str = "text/html", at: str = ""
) -> bytes:
    """Write one part: its head, and its body in its encoding and transfer form."""
    body = text if isinstance(text, bytes) else text.encode(charset)
    if form == "base64":
        body = base64.encodebytes(body)
    elif form == "quoted-printable":
        body = quopri.encodestring(body)
    head = [f'Content-Type: {kind}; charset="{charset}"', f"Content-Transfer-Encoding: {form}"]
    if at:
        head.append(f"Content-Location: {at}")
    return "\r\n".join((*head, "", "")).encode() + body


def archive(
    *parts: bytes, boundary: str = "----=_NextPart_01DA", end: str = "--\r\n", head: str = ""
) -> bytes:
    """Put parts together as Excel does; ``end`` closes the archive."""
    kind = f'Content-Type: multipart/related;\r\n\tboundary="{boundary}"'
    start = f"{head}MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n{kind}\r\n\r\n"
    body = b"".join(f"--{boundary}\r\n".encode() + one + b"\r\n" for one in parts)
    return start.encode() + "文档是单个文件网页。\r\n\r\n".encode() + body + f"--{boundary}{end}".encode()


def frame(*sheets: str, source: str = 'HRef="账.files/{}"') -> str:
    """Write Excel's frame page, which names the sheets: ``name:file`` or ``name:file:state``."""
    named = ""
    for one in sheets:
        name, file, state = (one + "::").split(":")[:3]
        named += f"<x:ExcelWorksheet>\r\n<x:Name>{name}</x:Name>\r\n"
        named += f"<x:WorksheetSource {source.format(file)}/>\r\n" if file else ""
        named += f"<x:Visible>{state}</x:Visible>\r\n" if state else ""
        named += "</x:ExcelWorksheet>\r\n"
    return (
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><!--[if gte mso 9]><xml><x:ExcelWorkbook>'
        f"<x:ExcelWorksheets>{named}</x:ExcelWorksheets></x:ExcelWorkbook></xml><![endif]--></head>"
        '<frameset><frame src="账.files/sheet001.htm"><noframes>不支持框架</noframes></frameset></html>'
    )


def table(*lines: str) -> str:
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in line.split('|'))}</tr>" for line in lines)
    return f"<html><body><table>{rows}</table></body></html>"


def sheets(made: Workbook) -> dict[str, list[list[object]]]:
    assert made.issues == []
    assert made.format == "mht"
    return {sheet.name: [[*row] for row in sheet.rows] for sheet in made.sheets}


def only_sheet(data: bytes) -> Sheet:
    made = read("镇/流水.mht", data)
    assert sheets(made)
    (sheet,) = made.sheets
    return sheet


@pytest.mark.parametrize("form", ["7bit", "8bit", "quoted-printable", "base64"])
@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gb18030", "utf-16"])
def test_a_page_is_read_in_every_transfer_form_and_encoding(form: str, charset: str) -> None:
    for page in (
        part(PAGE, form=form, charset=charset),
        part(PAGE.encode(charset), form=form, charset="us-ascii"),
    ):
        sheet = only_sheet(archive(page, part(b"\x89PNG", kind="image/png", form="base64")))
        assert (sheet.name, sheet.rows) == ("流水", ROWS)
        assert sheet.text_only


def test_a_page_saved_by_a_browser_is_read() -> None:
    head = "From: <Saved by Blink>\r\nSnapshot-Content-Location: http://bank/\r\n"
    head += "Subject: =?utf-8?Q?=E6=98=8E?=\r\nDate: Fri, 1 Mar 2024\r\n"
    assert only_sheet(archive(part(PAGE, form="quoted-printable"), head=head)).rows == ROWS
    alone = (
        b"MIME-Version: 1.0\nContent-Type: text/html; charset=gb2312\nContent-Transfer-Encoding: base64\n\n"
    )
    assert only_sheet(alone + base64.b64encode(PAGE.encode("gbk"))).rows == ROWS


def test_sheets_that_excel_names_come_in_their_order() -> None:
    made = read(
        "账.xls",
        archive(
            part(frame("三月:sheet001.htm", "空:sheet003.htm", "藏&amp;账:sheet002.htm:SheetVeryHidden")),
            part(table("藏|1"), at="file:///C:/B06A/账.files/sheet002.htm"),
            part(table("三月|2"), at="=?utf-8?Q?file:///C:/B06A/=E8=B4=A6.files/sheet001.htm?="),
            part("<table><tr><td></td></tr></table>", at="file:///C:/B06A/账.files/sheet003.htm"),
            part(table("三月", "空", "页签|签"), at="file:///C:/B06A/账.files/tabstrip.htm"),
            part("td {}", kind="text/css", at="file:///C:/B06A/账.files/stylesheet.css"),
        ),
    )
    assert sheets(made) == {"三月": [["三月", "2"]], "空": [], "藏&账": [["藏", "1"]]}
    assert [sheet.hidden for sheet in made.sheets] == [False, False, True]


def test_a_workbook_of_one_sheet_is_its_own_page() -> None:
    page = frame("收支").partition("<frameset>")[0] + f"<body><table>{LINES}</table></body></html>"
    assert sheets(read("账.mht", archive(part(page, form="quoted-printable")))) == {"收支": ROWS[1:]}


def test_names_copied_without_their_parts_name_nothing() -> None:
    page = (
        frame("收支:sheet001.htm").partition("<frameset>")[0] + f"<body><table>{LINES}</table></body></html>"
    )
    assert list(sheets(read("账.mht", archive(part(page))))) == ["账"]


def test_what_web_programs_write_by_hand_is_read() -> None:
    """They copy =3D from a file of Excel's, and say us-ascii and quoted-printable of what is neither."""
    data = archive(
        part(frame("一:sheet一.xml", source='HRef=3D"送货单/{}"')),
        b'Content-Location: file:///C:/0E8D/\xe9\x80\x81/sheet\xe4\xb8\x80.xml\nContent-Type: text/html; charset="us-ascii"\n'
        b"Content-Transfer-Encoding: quoted-printable\n\n" + table('甲|<b style="color:red">乙</b>').encode(),
        boundary="----BOUNDARY_0008----",
        end="--",
    )
    assert sheets(read("单.xls", data)) == {"一": [["甲", "乙"]]}


def test_frames_of_a_web_page_are_sheets_by_their_titles() -> None:
    made = read(
        "网银.mht", archive(part(PAGE), part("<p>广告</p>"), part(PAGE), part(PAGE), part(table("a|b")))
    )
    assert list(sheets(made)) == ["网银", "明细查询", "网银 3", "网银 4"]


def test_parts_within_parts_are_found() -> None:
    inner = archive(part("没有表", kind="text/plain"), part(PAGE), boundary="inner")
    assert only_sheet(archive(inner)).rows == ROWS


def test_a_table_within_a_layout_table_and_merged_cells_keep_their_places() -> None:
    head = '<tr><td rowspan="2">日期</td><td colspan="2">金额</td></tr><tr><td>收</td><td>支</td></tr>'
    sheet = only_sheet(archive(part(f"<table><tr><td><table>{head}</table></td></tr></table>")))
    assert sheet.rows == [["日期", "金额", ""], ["", "收", "支"]]
    assert sheet.merged == [(0, 0, 1, 0), (0, 1, 0, 2)]


def test_a_number_shown_rounded_or_not_at_all_is_the_number_itself() -> None:
    """Excel notes it beside what the cell showed; of a date or a share it notes another number than is shown."""
    cells = (
        ('x:num="1234.5600000000001"', "1,235", "1234.56"),
        ('x:num="120.5"', "####", "120.5"),
        ('x:num="1200"', "1,200.00", "1,200.00"),
        ('x:num="45352"', "2024/3/1", "2024/3/1"),
        ('x:num="0.05"', "5%", "5%"),
        ('x:num="34000"', "3.4", "3.4"),
        ("x:num", "12", "12"),
        ('x:num="abc"', "12", "12"),
    )
    row = "".join(f"<td {about}>{shown}</td>" for about, shown, _ in cells)
    assert only_sheet(archive(part(f"<table><tr>{row}</tr></table>"))).rows == [
        [value for *_, value in cells]
    ]


def test_rows_hidden_on_the_page_are_told() -> None:
    page = '<table><tr><td>a</td><td>b</td></tr><tr style="height:0;DISPLAY: none"><td>c</td><td>d</td></tr></table>'
    assert only_sheet(archive(part(page))).hidden_rows == {1}


def deep(levels: int) -> bytes:
    return archive(deep(levels - 1), boundary=f"b{levels}") if levels else part(PAGE)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (archive(part("<p>没有表</p>")), "F03"),
        (archive(part("正文", kind="text/plain")), "F03"),
        (archive(), "F03"),
        (archive(part(PAGE), end=""), "F01"),
        (archive(part(PAGE))[:400], "F01"),
        (archive(part(PAGE.removesuffix("</table></body></html>"))), "F01"),
        (
            archive(
                part(frame("一:sheet001.htm", "二:sheet002.htm")), part(table("a|b"), at="x/sheet001.htm")
            ),
            "F01",
        ),
        (
            archive(
                part(
                    b"<table><tr><td>a</td><td>" + "專".encode("big5") * 9 + b"\xff</td></tr></table>",
                    charset="big5",
                )
            ),
            "F04",
        ),
        (
            archive(
                part(
                    "<table><tr><td>日期</td><td>".encode("gbk")
                    + "收入支出".encode()
                    + b"\xff</td></tr></table>"
                )
            ),
            "F04",
        ),
        (archive(b"Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPGh0b"), "F01"),
        (deep(9), "F01"),
        (archive(*[b"\r\n"] * 6000), "F05"),
    ],
    ids=[
        "no table",
        "text",
        "nothing",
        "open",
        "cut",
        "cut page",
        "part gone",
        "big5",
        "mixed",
        "base64",
        "deep",
        "many",
    ],
)
def test_what_cannot_be_trusted_is_refused(data: bytes, code: str) -> None:
    made = read("账.mht", data)
    assert made.sheets == []
    assert made.issues[0].code == code


WHOLE = archive(
    part(frame("三月:sheet001.htm"), form="quoted-printable"),
    part(table("三月|2"), form="base64", at="file:///C:/账.files/sheet001.htm"),
)


@given(st.integers(0, len(WHOLE) - 1), st.binary(max_size=30))
@settings(max_examples=300, deadline=None)
def test_a_damaged_archive_is_read_or_refused(at: int, patch: bytes) -> None:
    made = read("账.mht", WHOLE[:at] + patch + WHOLE[at + len(patch) :])
    assert bool(made.sheets) or bool(made.issues)


@given(st.integers(40, len(WHOLE) - 4))
@settings(max_examples=100, deadline=None)
def test_no_truncation_is_taken_for_the_whole(length: int) -> None:
    assert read("账.mht", WHOLE[:length]).issues


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_anything_after_the_first_line_is_read_or_refused(rest: bytes) -> None:
    for start in (
        b"MIME-Version: 1.0\r\n",
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b",
    ):
        made = read("账.mht", start + rest)
        assert bool(made.sheets) or bool(made.issues)
