"""Whatever stands on a sheet, nothing crashes and every row and every cent is accounted for."""

from __future__ import annotations

import string
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.files.workbook import Sheet, Workbook
from pipeline.layout.headers import Headers
from pipeline.layout.recognise import Recogniser
from pipeline.read import intake
from pipeline.read.extract import Extract
from pipeline.read.intake import digest
from pipeline.values.cell import Cell
from schemas import ledgers


@cache
def recogniser() -> Recogniser:
    return Recogniser(Headers([replace(ledger, model=None) for ledger in ledgers().values()]))


HEADERS = sorted(
    {word for ledger in ledgers().values() for f in ledger.fields for word in (f.title, *f.aliases)}
)
TITLES = sorted({title for ledger in ledgers().values() for title in ledger.titles})
LABELS = [
    "合计",
    "本月合计",
    "本年累计",
    "承前页",
    "过次页",
    "小计",
    "上年结转",
    "余额",
    "制表：某某",
    "备注",
    "第 2 页",
]
WORDS = [
    "年",
    "月",
    "日",
    "千",
    "百",
    "十",
    "元",
    "角",
    "分",
    "方向",
    "借",
    "贷",
    "收",
    "支",
    "平",
    "/",
    "不计收支",
    "交易关闭",
]
LINES = [
    "编制单位：东滩村",
    "单位：万元",
    "2024年3月",
    "账号：1001 户名：某某",
    "项目",
    "行次",
    "本年金额",
    "示例",
]
FIGURES = [
    "1,234.50",
    "￥3,000",
    "壹佰元整",
    "-",
    "0.005",
    "1e400",
    "3.4万",
    "二〇一三年四月五日",
    "4.31",
    "20240230",
]
cells: st.SearchStrategy[Cell] = st.one_of(
    st.just(""),
    st.sampled_from(FIGURES + WORDS + LABELS),
    st.floats(allow_nan=True, allow_infinity=True, width=64),
    st.integers(-10, 10**16).map(float),
    st.decimals(-(10**6), 10**6, places=2).map(float),
    st.dates(date(1900, 1, 1), date(2110, 1, 1)),
    st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1)),
    st.booleans(),
    st.text(string.printable + "村镇年月日金额收支合计：（）万元　\u00a0\u200b", max_size=12),
)
header_rows = st.lists(st.sampled_from([*HEADERS, "", *WORDS]), min_size=1, max_size=8)
text_rows = st.lists(st.sampled_from([*TITLES, *LINES, *LABELS, ""]), min_size=1, max_size=4)
data_rows = st.lists(cells, min_size=0, max_size=8)


@st.composite
def kind_tables(draw: st.DrawFn) -> list[list[Cell]]:
    """Draw a table of one kind: its title, some of its columns, rows of anything."""
    ledger = draw(st.sampled_from(list(ledgers().values())))
    fields = draw(st.lists(st.sampled_from(ledger.fields), min_size=2, max_size=8, unique=True))
    fields += [f for f in ledger.fields if f.required and f not in fields]
    header: list[Cell] = [draw(st.sampled_from([f.title, *f.aliases])) for f in fields]
    rows = draw(st.lists(st.lists(cells, min_size=len(header), max_size=len(header)), max_size=8))
    return [[draw(st.sampled_from(ledger.titles))], header, *rows]


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    """Draw a sheet of tables and scraps, with merged, hidden, red and broken cells anywhere."""
    scraps = st.one_of(text_rows, header_rows, data_rows).map(lambda row: [row])
    blocks = draw(st.lists(st.one_of(kind_tables(), scraps), max_size=6))
    rows = [list(row) for block in blocks for row in block]
    places = st.tuples(st.integers(0, 12), st.integers(0, 8))
    inside = [(i, j) for i, row in enumerate(rows) for j in range(len(row))]
    some = st.frozensets(st.sampled_from(inside), max_size=4) if inside else st.just(frozenset())
    merged = [
        (top, left, top + down, left + right)
        for (top, left), (down, right) in draw(
            st.lists(st.tuples(places, st.tuples(st.integers(0, 3), st.integers(0, 3))), max_size=3)
        )
    ]
    return Sheet(
        draw(st.sampled_from(["Sheet1", "3月", "现金日记账", "填表说明"])),
        rows,
        hidden=draw(st.booleans()),
        merged=merged,
        hidden_rows=frozenset(draw(st.lists(st.integers(0, 12), max_size=2))),
        errors=dict.fromkeys(draw(some), "#REF!"),
        uncached=draw(some),
        red=draw(some),
        text_only=draw(st.booleans()),
    )


def loaded(extract: Extract) -> int:
    ledger = ledgers()[extract.kind]
    currency = extract.columns.get("currency") or ["人民币"] * len(extract.rows)
    return sum(
        value
        for name in ledger.amount_fields
        for value, one in zip(extract.columns.get(name, []), currency, strict=False)
        if isinstance(value, int) and one == "人民币"
    )


@settings(max_examples=120, deadline=None)
@given(st.lists(sheets(), min_size=1, max_size=3))
def test_every_row_and_cent_is_loaded_rejected_or_skipped_with_its_reason(drawn: list[Sheet]) -> None:
    counts = [len(sheet.rows) for sheet in drawn]
    with mock.patch.object(intake.workbook, "read", return_value=Workbook("xlsx", drawn, [])):
        found = digest("镇/村/账.xlsx", b"", recogniser())
    assert sum(table.rows_read for table in found.tables) == sum(counts)
    for table in found.tables:
        assert table.rows_read == len(table.rows) + len(table.rejected) + sum(table.skipped.values())
        assert {reason: len(rows) for reason, rows in table.skipped_rows.items()} == table.skipped
        numbers = [
            *table.rows,
            *(r.row for r in table.rejected),
            *(n for rows in table.skipped_rows.values() for n in rows),
        ]
        assert len(set(numbers)) == len(numbers)
        assert all(len(values) == len(table.rows) for values in table.columns.values())
        if table.kind:
            assert table.money_read == loaded(table) + table.money_rejected + table.money_unread
        assert all(r.reason for r in table.rejected)
    assert all(issue.expected and issue.fix for issue in found.issues)
