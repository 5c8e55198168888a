"""Annotating keeps what else the officer has in the workbook."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
from openpyxl.comments import Comment
from openpyxl.workbook.workbook import Workbook

from pipeline.publish.feedback import copies
from pipeline.publish.feedback.annotate import annotate
from pipeline.publish.feedback.cases import Case, Finding, LostRows

MACROS = b"\xd0\xcf\x11\xe0 macros"


def case(*places: tuple[str, str], lost: tuple[LostRows, ...] = ()) -> Case:
    found = tuple(
        Finding("高", s, c, "支出", "x", "金额，如 1.50", "1.50", "请改成数字。") for s, c in places
    )
    return Case("村/账.xlsx", "0" * 64, "部分受理", 1, len(lost), Decimal(0), False, found, lost)


def workbook(*names: str) -> Workbook:
    book = Workbook()
    book.active.title = names[0]
    for name in names[1:]:
        book.create_sheet(name)
    for sheet in book.worksheets:
        for row in range(1, 7):
            sheet.append([row, "账", row * 2])
    return book


def saved(book: Workbook) -> bytes:
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def annotated(book: Workbook, wrong: Case) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(annotate(saved(book), wrong, macros=False)))


def test_a_comment_of_the_officer_is_kept_below_ours() -> None:
    book = workbook("账")
    book["账"]["B2"].comment = Comment("问过会计", "王")
    text = annotated(book, case(("账", "B2")))["账"]["B2"].comment.text
    assert text.startswith("【高】支出")
    assert text.endswith("问过会计")


def test_it_comes_back_alone_when_the_cell_is_put_right() -> None:
    book = workbook("账")
    book["账"]["B2"].comment = Comment("问过会计", "王")
    again = annotated(annotated(book, case(("账", "B2"))), case(("账", "B3")))
    assert again["账"]["B2"].comment.text == "问过会计"
    assert again.sheetnames == ["问题清单", "账"]


def test_a_problem_inside_merged_cells_is_marked_where_they_show() -> None:
    book = workbook("账")
    book["账"].merge_cells("A2:B4")
    assert annotated(book, case(("账", "B3")))["账"]["A2"].comment


def test_several_problems_of_a_cell_share_its_comment() -> None:
    text = annotated(workbook("账"), case(("账", "B2"), ("账", "B2")))["账"]["B2"].comment.text
    assert text.count("怎么改：") == 2


def test_a_lost_row_nobody_has_explained_is_marked_at_its_start() -> None:
    lost = LostRows("账", 3, 5, 3, "日期不在期间内", "甲")
    text = annotated(workbook("账"), case(lost=(lost,)))["账"]["A3"].comment.text
    assert "第 3—5 行没有装载" in text
    assert "日期不在期间内" in text


def test_links_reach_sheets_with_quotes_and_avoid_hidden_ones() -> None:
    book = workbook("张三's 账", "底稿")
    book["底稿"].sheet_state = "hidden"
    copy = annotated(book, case(("张三's 账", "B2"), ("底稿", "B2"), ("没有的表", "B2")))
    links = [c.hyperlink.location for row in copy.worksheets[0] for c in row if c.hyperlink]
    assert links == ["'张三''s 账'!B2"]
    assert copy["底稿"].sheet_state == "hidden"


def test_an_officers_own_list_of_problems_is_no_list_of_ours() -> None:
    copy = annotated(workbook("账", "问题清单"), case(("账", "B2")))
    assert len(copy.worksheets) == 3
    assert copy.worksheets[2]["B1"].value == "账"


def test_macros_are_kept(tmp_path: Path) -> None:
    plain = saved(workbook("账"))
    path = tmp_path / "账.xlsm"
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    with zipfile.ZipFile(io.BytesIO(plain)) as source, zipfile.ZipFile(path, "w") as target:
        for part in source.namelist():
            content = source.read(part)
            if part == "[Content_Types].xml":
                content = content.replace(kind, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml")
            target.writestr(part, content)
        target.writestr("xl/vbaProject.bin", MACROS)
    made = copies.make(copies.Task(case(("账", "B2")), str(path)))
    assert made.annotated == ".xlsm"
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        assert archive.read("xl/vbaProject.bin") == MACROS
        assert b"macroEnabled" in archive.read("[Content_Types].xml")


def test_a_workbook_openpyxl_cannot_read_gets_a_list(tmp_path: Path) -> None:
    path = tmp_path / "账.xlsx"
    with zipfile.ZipFile(io.BytesIO(saved(workbook("账")))) as source, zipfile.ZipFile(path, "w") as target:
        for part in source.namelist():
            content = source.read(part)
            target.writestr(part, b"<broken" if part == "xl/styles.xml" else content)
    made = copies.make(copies.Task(case(("账", "B2")), str(path)))
    assert made.annotated == ""
    assert openpyxl.load_workbook(io.BytesIO(made.data)).sheetnames == ["问题清单"]


def test_results_of_text_dates_and_errors_are_kept() -> None:
    book = workbook("账")
    for place in ("D1", "D2", "D3"):
        book["账"][place] = "=A1"
    with zipfile.ZipFile(io.BytesIO(saved(book))) as source:
        parts = {name: source.read(name).decode() for name in source.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    for place, kind, value in (("D1", "str", "甲 &amp; 乙"), ("D2", "b", "1"), ("D3", "e", "#REF!")):
        head, tail = parts[sheet].split(f'<c r="{place}">', 1)
        tail = tail.replace("<v></v>", f"<v>{value}</v>", 1).replace("<v/>", f"<v>{value}</v>", 1)
        parts[sheet] = f'{head}<c r="{place}" t="{kind}">{tail}'
    original = io.BytesIO()
    with zipfile.ZipFile(original, "w") as target:
        for name, text in parts.items():
            target.writestr(name, text)
    copy = io.BytesIO(annotate(original.getvalue(), case(("账", "B2")), macros=False))
    seen = openpyxl.load_workbook(copy, data_only=True)["账"]
    assert [seen[place].value for place in ("D1", "D2", "D3")] == ["甲 & 乙", True, "#REF!"]
    assert openpyxl.load_workbook(copy)["账"]["D1"].value == "=A1"
