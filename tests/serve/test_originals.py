"""Which rows of a sheet are shown, and which cells are marked."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from pipeline import durable
from pipeline.files import archive
from pipeline.serve.originals import Line, Missing, original, window


def book() -> bytes:
    """Two tables one under the other, a merged title, amounts in 万元, a hidden row."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "账"
    sheet.append(["某村收支表", None, None])
    sheet.merge_cells("A1:C1")
    sheet.append(["日期", "摘要", "金额（万元）"])
    for number in range(3, 21):
        sheet.append([f"3月{number}日", f"第 {number} 行", number / 10])
    sheet.append(["日期", "摘要", "支出"])
    for number in range(22, 41):
        sheet.append([f"4月{number}日", f"第 {number} 行", f"￥{number},000.00"])
    sheet.row_dimensions[24].hidden = True
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def lines(amounts: dict[int, list[Decimal]]) -> dict[int, Line]:
    return {line.number: line for line in window(book(), "账.xlsx", "账", amounts, [2, 21]).lines}


def test_titles_the_header_of_its_table_and_the_neighbours() -> None:
    shown = lines({10: []})
    assert list(shown) == [1, 2, 8, 9, 10, 11, 12]
    assert [number for number, line in shown.items() if line.is_marked] == [10]
    assert shown[8].skipped == 5
    assert shown[9].skipped == 0


def test_the_second_table_brings_its_own_header() -> None:
    assert list(lines({30: []})) == [1, 2, 21, 28, 29, 30, 31, 32]


def test_a_title_runs_on_over_blank_cells_but_an_entry_does_not() -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (
        ["某村日记账", None, "单位：元", None],
        ["日期", "摘要", "收", "付"],
        ["3日", "修路", None, 5],
    ):
        sheet.append(row)
    stream = io.BytesIO()
    made.save(stream)
    shown = window(stream.getvalue(), "a.xlsx", "Sheet", {3: []}, [2]).lines
    assert [[(cell.text, cell.span) for cell in line.cells] for line in shown] == [
        [("某村日记账", 2), ("单位：元", 2)],
        [("日期", 1), ("摘要", 1), ("收", 1), ("付", 1)],
        [("3日", 1), ("修路", 1), ("", 1), ("5", 1)],
    ]


def test_a_merged_title_spans_its_columns() -> None:
    (title,) = lines({10: []})[1].cells
    assert (title.text, title.span) == ("某村收支表", 3)


@pytest.mark.parametrize(
    ("row", "amount", "marked"),
    [
        (10, "10000", [2]),
        (10, "-10000", [2]),
        (10, "1.0", [2]),
        (10, "10001", []),
        (30, "30000", [2]),
        (30, "30", []),
    ],
)
def test_the_amount_is_found_in_its_unit(row: int, amount: str, marked: list[int]) -> None:
    cells = lines({row: [Decimal(amount)]})[row].cells
    assert [place for place, cell in enumerate(cells) if cell.is_marked] == marked


def test_hidden_rows_say_so() -> None:
    found = window(book(), "账.xlsx", "账", {24: []}, [])
    assert [line.number for line in found.lines if line.is_hidden] == [24]
    assert "隐" in "".join(found.notes)


def test_a_row_or_sheet_that_is_not_there_is_said() -> None:
    with pytest.raises(Missing, match="找不到工作表"):
        window(book(), "账.xlsx", "别的", {3: []}, [])
    with pytest.raises(Missing, match="没有要看的行"):
        window(book(), "账.xlsx", "账", {900: []}, [])
    with pytest.raises(Missing, match="找不到工作表"):
        window(b"%PDF-1.4", "账.xlsx", "账", {3: []}, [])


def test_the_archive_gives_back_only_what_was_handed_in(tmp_path: Path) -> None:
    data = book()
    sha256 = durable.sha256(data)
    stored = archive.store(tmp_path, sha256, data)
    assert original(tmp_path, sha256) == data
    stored.chmod(0o644)
    stored.write_bytes(data[:-1])
    with pytest.raises(Missing, match="可能被改动"):
        original(tmp_path, sha256)
    for unknown in ("0" * 64, "../../etc/passwd", ""):
        with pytest.raises(Missing, match="没有这个文件"):
            original(tmp_path, unknown)
