"""The officer gets their own workbook back, unchanged but for what must be put right."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.publish.feedback import copies
from pipeline.publish.feedback.gather import from_database
from schemas import ledgers
from tests.e2e.night import Night
from tests.feedback.conftest import BAD, BOOK, CSV

PROBLEMS = {"E5": "约三千", "A6": "2024-02-30", "C7": "空白", "E8": "@SUM(1)"}


@pytest.fixture(scope="module")
def copy(county: Night) -> Workbook:
    return openpyxl.load_workbook(county.outputs / "feedback" / BOOK)


def listed(sheet: Worksheet) -> list[dict[str, object]]:
    """Read the table of problems: one mapping a line, by column title."""
    rows = list(sheet.iter_rows(values_only=True))
    head = next(n for n, row in enumerate(rows) if row[0] == "序号")
    lines = []
    for row in rows[head + 1 :]:
        if not isinstance(row[0], int):
            break
        lines.append(dict(zip(map(str, rows[head]), row, strict=True)))
    return lines


def test_every_value_and_style_is_kept(county: Night, copy: Workbook) -> None:
    original = openpyxl.load_workbook(county.inputs / BOOK)["现金账"]
    ours = copy["现金账"]
    assert ours.dimensions == original.dimensions
    assert ours.merged_cells.ranges == original.merged_cells.ranges
    assert ours.column_dimensions["C"].width == 31
    for row in original.iter_rows():
        for cell in row:
            same = ours[cell.coordinate]
            assert (same.value, same.data_type) == (cell.value, cell.data_type)
            for style in ("font", "border", "alignment", "number_format"):
                assert repr(getattr(same, style)) == repr(getattr(cell, style))
            assert (repr(same.fill) == repr(cell.fill)) == (cell.coordinate not in PROBLEMS)


def test_results_of_formulas_stay_visible_without_recalculation(county: Night) -> None:
    seen = openpyxl.load_workbook(county.outputs / "feedback" / BOOK, data_only=True)["现金账"]
    assert (seen["D10"].value, seen["E10"].value) == (50000, 6410.5)


def test_comments_say_what_was_found_expected_and_how_to_fix_it(copy: Workbook) -> None:
    comments = {c.coordinate: c.comment.text for row in copy["现金账"] for c in row if c.comment}
    assert comments.keys() == PROBLEMS.keys()
    for place, found in PROBLEMS.items():
        assert f"发现：{found}\n应为：" in comments[place]
        assert "\n怎么改：" in comments[place]
    assert "应为：金额\n例如：1234.50\n" in comments["E5"]


def test_places_in_the_list_lead_to_the_commented_cells(copy: Workbook) -> None:
    front = copy.worksheets[0]
    assert front.title == "问题清单"
    assert [(line["位置"], line["发现"]) for line in listed(front)] == [
        ("E5", "约三千"),
        ("C7", "空白"),
        ("E8", "@SUM(1)"),
        ("A6", "2024-02-30"),
    ]
    links = [c.hyperlink.location for row in front for c in row if c.hyperlink]
    assert len(links) >= len(PROBLEMS)
    for link in links:
        found = re.fullmatch(r"'(.+)'!([A-Z]+\d+)", link)
        assert found and copy[found[1]][found[2]].row <= copy[found[1]].max_row
    assert {link.split("!")[1] for link in links} >= PROBLEMS.keys()


def test_rows_not_loaded_are_listed_with_the_reason(county: Night, copy: Workbook) -> None:
    rows = list(copy.worksheets[0].iter_rows(values_only=True))
    start = next(n for n, row in enumerate(rows) if str(row[0]).startswith("没有装载的行"))
    shown = [(row[3], row[7]) for row in rows[start + 2 :] if isinstance(row[0], int)]
    recorded = county.query(
        "select row, reason from meta.rejected_row where source_file = ? order by 1", BOOK
    )
    assert shown == [(f"第 {row} 行", reason) for row, reason in recorded]
    assert {row for row, _ in recorded} == {5, 6, 7, 8}


def test_only_the_list_is_selected_when_the_copy_opens(copy: Workbook) -> None:
    assert copy.active is copy.worksheets[0]
    assert [sheet.sheet_view.tabSelected for sheet in copy.worksheets] == [True, False]


def test_text_that_looks_like_a_formula_stays_text(county: Night) -> None:
    for path in (county.outputs / "feedback").rglob("*.xlsx"):
        for sheet in openpyxl.load_workbook(path).worksheets:
            formulas = [c.value for row in sheet for c in row if c.data_type == "f"]
            assert formulas in ([], ["=SUM(D4:D9)", "=SUM(E4:E9)"]), path
    front = openpyxl.load_workbook(county.outputs / "feedback" / BOOK).worksheets[0]
    quoted = [c for row in front for c in row if c.value == "@SUM(1)"]
    assert quoted
    assert all(c.quotePrefix for c in quoted)


@pytest.mark.parametrize(
    ("path", "place", "why"),
    [
        (f"{CSV}（问题清单）.xlsx", "E3", "不能直接加批注"),
        ("临河镇/坏.xlsx（问题清单）.xlsx", "整个文件", "打不开"),
        ("临河镇/加密.xls（问题清单）.xlsx", "整个文件", "不能"),
    ],
)
def test_what_cannot_be_annotated_gets_a_list(county: Night, path: str, place: str, why: str) -> None:
    (sheet,) = openpyxl.load_workbook(county.outputs / "feedback" / path).worksheets
    assert [line["位置"] for line in listed(sheet)] == [place]
    assert why in str(sheet["A4"].value)
    assert not any(c.hyperlink for row in sheet for c in row)


def test_files_in_order_get_nothing(county: Night) -> None:
    found = [p.name for p in (county.outputs / "feedback").rglob("东滩村*")]
    assert found == []


def test_print_setup(copy: Workbook) -> None:
    front = copy.worksheets[0]
    assert (front.page_setup.orientation, int(front.page_setup.paperSize)) == ("landscape", 9)
    head = next(row[0].row for row in front if row[0].value == "序号")
    assert front.freeze_panes == f"A{head + 1}"
    assert front.auto_filter.ref == f"A{head}:I{head + len(PROBLEMS)}"
    assert front.print_title_rows == f"${head}:${head}"


def test_large_workbooks_get_a_list_instead(county: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    import duckdb

    with duckdb.connect(str(county.database), read_only=True) as con:
        (case,) = (c for c in from_database(con, [BOOK], ledgers()) if c.source_file == BOOK)
    task = copies.Task(case, str(county.inputs / BOOK))
    assert copies.make(task).annotated == ".xlsx"
    monkeypatch.setattr(copies, "MOST_UNPACKED", 1_000)
    made = copies.make(task)
    assert made.annotated == ""
    (sheet,) = openpyxl.load_workbook(_saved(county, made.data)).worksheets
    assert "文件很大" in str(sheet["A4"].value)
    assert len(listed(sheet)) == len(PROBLEMS)


def test_a_merge_over_a_whole_sheet_does_not_unfold_its_copy(county: Night, tmp_path: Path) -> None:
    import duckdb

    original = (county.inputs / BOOK).read_bytes()
    merged = tmp_path / "merged.xlsx"
    with zipfile.ZipFile(io.BytesIO(original)) as old, zipfile.ZipFile(merged, "w") as new:
        for name in old.namelist():
            part = re.sub(rb'<mergeCell ref="A1:[A-Z]+', b'<mergeCell ref="A1:XFD1048576', old.read(name))
            new.writestr(name, part.replace(b"XFD10485761", b"XFD1048576"))
    with duckdb.connect(str(county.database), read_only=True) as con:
        (case,) = (c for c in from_database(con, [BOOK], ledgers()) if c.source_file == BOOK)
    assert copies.make(copies.Task(case, str(merged))).annotated == ""


def _saved(county: Night, data: bytes) -> Path:
    path = county.folder / "large.xlsx"
    path.write_bytes(data)
    return path


def test_entries_in_order_are_loaded_all_the_same(county: Night) -> None:
    good = [row for number, row in enumerate(BAD, start=4) if number not in {5, 6, 7, 8}]
    loaded = county.query("select summary from ledger.cash_entry where source_file = ? order by all", BOOK)
    assert [s for (s,) in loaded] == sorted(str(row[2]) for row in good)
