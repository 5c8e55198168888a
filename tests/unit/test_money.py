from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from pipeline.values.cell import Bad, Cell
from pipeline.values.money import cents_column, join_digits, side, to_cents, to_scaled, unit_factor, yuan

FIGURES = {
    "1,234.50": 123_450,
    "1，234.50": 123_450,
    "1 234.50": 123_450,
    "\u00a01,234.50\u00a0\t": 123_450,
    "¥1,234": 123_400,
    "￥ 1,234.00": 123_400,
    "１２３４．５": 123_450,
    "1,2345": 1_234_500,
    "1.234,50": 123_450,
    "1234,5": 123_450,
    "'1000": 100_000,
    '="1,234.50"': 123_450,
    "1.2E+4": 1_200_000,
    ".5": 50,
    "+100.00": 10_000,
    "***1,234.50": 123_450,
    "1000 RMB": 100_000,
    "1,000.00CR": 100_000,
    "贷 500.00": 50_000,
    "0": 0,
    "0.00": 0,
    "1234.5600000000001": 123_456,
}
NEGATIVES = [
    "(1,000)",
    "（1,000）",
    "-1,000",
    "－1000",
    "—1000",
    "−1000",
    "1,000-",
    "-¥1,000",
    "¥-1,000",
    "负1000",
]
WITH_UNITS = {
    "1000元整": 100_000,
    "1000元": 100_000,
    "3.4万": 3_400_000,
    "4 万元": 4_000_000,
    "1,234.5万元": 1_234_500_000,
    "345万": 345_000_000,
    "1.2亿": 12_000_000_000,
    "1.5千": 150_000,
    "1万2千": 1_200_000,
    "1万2345.60元": 1_234_560,
    "2万3": 2_300_000,
    "3元5角": 350,
    "3元零5分": 305,
    "5角": 50,
    "零元": 0,
    "壹仟贰佰叁拾肆元伍角陆分": 123_456,
    "人民币壹万元整": 1_000_000,
    "人民币（大写）：壹仟元正": 100_000,
    "两千元": 200_000,
    "弍佰圆": 20_000,
    "廿元": 2_000,
    "卅五元": 3_500,
    "拾伍萬圓整": 15_000_000,
    "壹佰元零伍分": 10_005,
    "一千二百三十四元五角": 123_450,
    "二万三": 2_300_000,
    "一亿零五十元": 10_000_005_000,
    "零万壹仟贰佰零拾零元零角零分": 120_000,
    "零万零仟叁元": 300,
    "⊗拾⊗万壹仟元整": 100_000,
    "叁仟元０角０分": 300_000,
    "壹仟元整（1000）": 100_000,
    "大写：壹佰元 小写：¥100.00": 10_000,
    "¥1,000.00（壹仟元整）": 100_000,
}
UNREADABLE: list[Cell] = [
    *[
        "2013-04-05",
        "2013.4.5",
        "2013年",
        "12:30",
        "1/2",
        "45%",
        "3人次",
        "5户",
        "12亩",
        "2000元/年",
        "约5万",
        "1-2万",
        "$100",
        "借款1000",
    ],
    *[
        "1,23,456",
        "0,123",
        "1.2万3千",
        "七八元",
        "拾10元",
        "一二三四",
        "2万3元",
        "贰万叁",
        "(-5)",
        "+-5",
        "12分",
        "万元",
        "元",
        "¥500.00—",
        "500.-",
    ],
    *("12 34", "共投入5万元修路", "5000元（五户）", "x" * 200, True, False, float("nan"), float("inf")),
    *(date(2013, 4, 5), datetime(2013, 4, 5), time(1), timedelta(days=1)),
]


@pytest.mark.parametrize(("text", "cents"), (FIGURES | WITH_UNITS).items())
def test_every_way_of_writing_an_amount_is_read_to_the_cent(text: str, cents: int) -> None:
    assert to_cents(text) == cents


@pytest.mark.parametrize("text", NEGATIVES)
def test_each_negative_form_is_negative(text: str) -> None:
    assert to_cents(text) == -100_000


@pytest.mark.parametrize("text", ["", "  ", "-", "—", "——", "--", "/", "无", "nil", "\\", "¥ -", "\u3000"])
def test_fillers_are_blank_and_not_zero(text: str) -> None:
    assert to_cents(text) is None


@pytest.mark.parametrize("value", UNREADABLE)
def test_what_is_no_amount_is_refused(value: Cell) -> None:
    found = to_cents(value)
    assert isinstance(found, Bad)
    assert found.reason == "unreadable"


@pytest.mark.parametrize(("text", "cents"), WITH_UNITS.items())
def test_a_unit_in_the_cell_overrides_the_unit_of_the_column(text: str, cents: int) -> None:
    assert to_cents(text, 10_000) == cents


def test_a_bare_number_takes_the_unit_of_the_column() -> None:
    assert to_cents("3.4", 10_000) == to_cents(3.4, 10_000) == 3_400_000
    assert to_cents(345, 10_000) == to_cents("¥345", 10_000) == 345_000_000
    assert to_cents(3.456789, 10_000) == 3_456_789


def test_a_numeral_without_unit_is_refused_where_the_column_has_one() -> None:
    assert to_cents("三百", 1) == 30_000
    assert to_cents("三百", 10_000) == Bad("unreadable", "三百")


@pytest.mark.parametrize(
    ("value", "factor"),
    [
        (1.005, 1),
        (1234.56006, 1),
        ("1234.567", 1),
        ("123.45004", 1),
        (3.4567891, 10_000),
        ("1.2345678", 10_000),
        (1 / 3, 1),
    ],
)
def test_more_than_two_decimals_are_never_rounded_away(value: Cell, factor: int) -> None:
    found = to_cents(value, factor)
    assert isinstance(found, Bad)
    assert found.reason == "too_fine"
    assert cents_column([value], factor) == ([None], {0: found})


@pytest.mark.parametrize(
    ("value", "cents"), [(0.1 + 0.2, 30), (1234.56004, 123_456), (1.1 * 3, 330), (-0.0, 0)]
)
def test_dust_of_binary_sums_is_no_decimal(value: float, cents: int) -> None:
    assert to_cents(value) == cents
    assert cents_column([value]) == ([cents], {})


@pytest.mark.parametrize(
    "value",
    [10**17, 10**13, 1e13, 1e300, "1e99", "壹万亿亿元", "10,000,000,000,000.00", "999,999,999,999,999,999"],
)
def test_amounts_beyond_the_table_are_refused(value: Cell) -> None:
    found = to_cents(value)
    assert isinstance(found, Bad)
    assert found.reason in {"too_big", "unreadable"}


def test_a_column_of_long_numbers_cannot_outgrow_what_is_added_up() -> None:
    values: list[Cell] = [*[9_000_000_000_000.0] * 1200, 12.5, "", "3,000"]
    cents, bad = cents_column(values)
    assert cents[1200:] == [1250, None, 300_000]
    assert cents[:1200] == [None] * 1200
    assert {one.reason for one in bad.values()} == {"too_big"}
    assert list(bad) == list(range(1200))


def test_a_few_large_amounts_are_no_such_column() -> None:
    assert cents_column([3_000_000_000_000.0] * 3) == ([300_000_000_000_000] * 3, {})


@pytest.mark.parametrize("text", ["大写：壹佰元 小写：¥101.00", "1000元（壹仟零壹元）", "壹万元整（1000）"])
def test_words_and_figures_that_differ_are_a_mismatch(text: str) -> None:
    assert to_cents(text) == Bad("mismatch", text)


def test_a_column_keeps_positions_and_shows_what_stands_in_bad_cells() -> None:
    values: list[Cell] = [12.5, "", "1,000", " 3人次 ", 0.005, True, 7, "—"]
    assert cents_column(values) == (
        [1250, None, 100_000, None, None, None, 700, None],
        {3: Bad("unreadable", "3人次"), 4: Bad("too_fine", "0.005"), 5: Bad("unreadable", "True")},
    )


@pytest.mark.parametrize(
    ("cell", "word"),
    [
        ("1000CR", "贷"),
        ("1000 dr", "借"),
        ("借1000", "借"),
        ("1,234.50元贷", "贷"),
        ("(贷)500", "贷"),
        ("贷", "贷"),
        ("借款1000", ""),
        ("借款", ""),
        ("1000", ""),
        (1000.0, ""),
    ],
)
def test_side_named_beside_the_figure(cell: Cell, word: str) -> None:
    assert side(cell) == word


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        ("单位：万元", 10_000),
        ("金额（万元）", 10_000),
        ("（元）", 1),
        ("单位:元 ", 1),
        ("金额单位：人民币元", 1),
        ("单位：元角分", 1),
        ("某村 2013 年收支表（单位：千元）", 1_000),
        ("单位：元、人", 1),
        ("标准(元/亩)", 1),
        ("万元", 10_000),
        ("金额(元)(含税)", 1),
        ("共投入 5 万元修路", None),
        ("（5万元）", None),
        ("编制单位：万元村", None),
        ("单位：户", None),
        ("金额", None),
        ("收入万元", None),
    ],
)
def test_a_unit_counts_only_where_it_is_stated(text: str, factor: int | None) -> None:
    assert unit_factor(text) == factor


def test_a_header_may_end_with_its_unit() -> None:
    assert unit_factor("收入万元", header=True) == 10_000
    assert unit_factor("投入5万元", header=True) is None


PLACES = ("十万", "万", "千", "百", "十", "元", "角", "分")


@pytest.mark.parametrize(
    ("cells", "cents"),
    [
        (["", "", "¥", 1, 2, 3.0, "5", "６"], 12_356),
        (["", "", "", "￥1", 2, 3, "—", "—"], 12_300),
        (["-", "-", "-", 1, 2, 3, 4, 5], 12_345),
        (["壹", 0, 0, 0, 0, 0, 0, 0], 10_000_000),
        (["", "", "", "", "", "", "", 7], 7),
        ([""] * 8, None),
    ],
)
def test_digit_columns_join(cells: list[Cell], cents: int | None) -> None:
    assert join_digits(cells, PLACES) == cents


@pytest.mark.parametrize(
    "cells", [["", "", "-", 1, 2, 3, 4, 5], ["", "", "", "", 12, 3, 4, 5], ["", "", 1, "¥", 3, 4, 5, 6]]
)
def test_digit_columns_that_could_mean_two_things_are_refused(cells: list[Cell]) -> None:
    assert join_digits(cells, PLACES) == Bad("unreadable", "|".join(str(cell) for cell in cells))


@pytest.mark.parametrize(
    ("value", "scaled"),
    [
        ("12.5%", 1250),
        ("１２％", 1200),
        ("八成", 8000),
        ("8‰", 80),
        (0.125, 1250),
        (1 / 3, 3333),
        ("1,234.5", 12_345_000),
        ("-5", -50_000),
        (40, 400_000),
        ("", None),
        ("—", None),
    ],
)
def test_ratios_and_quantities(value: Cell, scaled: int | None) -> None:
    assert to_scaled(value, 4) == scaled


@pytest.mark.parametrize(
    ("value", "reason"),
    [("12.34567%", "too_fine"), ("1/3", "unreadable"), (True, "unreadable"), (1e18, "too_big")],
)
def test_ratios_that_do_not_fit(value: Cell, reason: str) -> None:
    found = to_scaled(value, 4)
    assert isinstance(found, Bad)
    assert found.reason == reason


def test_yuan_in_messages() -> None:
    assert [yuan(cents) for cents in (123_450, 123_400, -5, 0)] == ["1,234.50", "1,234", "-0.05", "0"]
