"""Rows that tell how to fill in a form are no data, wherever a form carries them."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from pipeline.layout.headers import Headers
from pipeline.layout.recognise import Recogniser
from pipeline.read.extract import FileExtract
from pipeline.read.intake import digest
from schemas import ledgers

HEADER = ("序号", "日期", "摘要", "收入", "支出")
ENTRY = (1, "2024-03-08", "卖枸杞", 1200, None)


def _read(rows: list[tuple[object, ...]], name: str = "收支明细账") -> FileExtract:
    book = Workbook()
    book.active.title = name
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return digest("账.xlsx", out.getvalue(), Recogniser(Headers(tuple(ledgers().values()))))


@pytest.mark.parametrize("mark", ["示例", "示 例", "示例行", "填写示例"])
def test_an_example_row_is_skipped_and_counted(mark: str) -> None:
    example = (mark, "2024-03-05", "收到拨款", 50000, None)
    table = _read([("收支明细账",), HEADER, example, ENTRY]).tables[0]
    assert table.rows == [4]
    assert table.skipped["示例"] == 1
    assert table.money_read == 120000


def test_a_row_of_guidance_is_skipped() -> None:
    guidance = ("填写说明", "年-月-日", "一句话说清", "只填数字", "只填数字")
    result = _read([("收支明细账",), HEADER, guidance, ENTRY])
    assert result.tables[0].rows == [4]
    assert result.tables[0].skipped["说明行"] == 1
    assert not result.issues


def test_an_entry_that_speaks_of_examples_is_kept() -> None:
    entry = (2, "2024-03-09", "示例田标牌", None, 300)
    unnumbered = (None, "2024-03-10", "示例", None, 40)
    assert _read([("收支明细账",), HEADER, ENTRY, entry, unnumbered]).tables[0].rows == [3, 4, 5]


def test_only_a_sheet_that_says_so_itself_is_a_guide() -> None:
    table = [("列名", "说明"), ("日期", "哪一天"), ("摘要", "事由"), *[HEADER, ENTRY]]
    guide = _read([("填表说明：收支明细账",), *table], "填表说明")
    assert not guide.issues
    assert guide.tables[0].skipped == {"说明行": 6}
    book = _read([("收支明细账",), *table], "填表说明")
    assert [t.rows for t in book.tables if t.kind == "cash_entry"] == [[6]]


def test_labels_beside_their_blanks_are_no_header() -> None:
    rows = [("收支明细账",), ("编制单位：", "东滩村", "乡镇：", "临河镇", "单位：元"), HEADER, ENTRY]
    table = _read(rows).tables[0]
    assert table.header_row == 3
    assert ("标题", "东滩村") in table.hints
    assert table.township_hint == "临河镇"
