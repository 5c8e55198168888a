"""Whatever a program or a pen writes of an amount or a day reads back as the same amount or day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.values.cell import Bad, Cell
from pipeline.values.dates import date_column, find_period, join_date, to_date, to_month, to_time, to_year
from pipeline.values.money import cents_column, join_digits, side, to_cents, to_scaled, unit_factor, yuan

CENTS = st.integers(0, 10**13 - 1) | st.integers(0, 10**6)
DAYS = st.dates(date(1949, 1, 1), date(2100, 12, 31))
FULL_WIDTH = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")
few = settings(max_examples=60, deadline=None)


def plain(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"


def grouped(cents: int, comma: str = ",", point: str = ".") -> str:
    return f"{cents // 100:,}".replace(",", comma) + f"{point}{cents % 100:02}"


def grouped_by_four(cents: int) -> str:
    whole = str(cents // 100)
    head = len(whole) % 4 or 4
    return (
        ",".join([whole[:head], *(whole[i : i + 4] for i in range(head, len(whole), 4))])
        + f".{cents % 100:02}"
    )


def in_words(cents: int, digits: str, units: str, marks: str) -> str:
    """Write an amount as a cheque is filled in: 零 once for each gap, 整 where there are no 分."""
    whole, small = divmod(cents, 100)
    text, gap = "", False
    for place in range(len(str(whole)) - 1, -1, -1):
        digit = whole // 10**place % 10
        if digit:
            text += (digits[0] if gap and text else "") + digits[digit] + ("", *units[:3])[place % 4]
        gap = not digit
        section = whole // 10 ** (place // 4 * 4) % 10**4
        if place % 4 == 0 and place and (section or place % 8 == 0):
            text += units[3] if place % 8 == 4 else units[4]
    text = (text or digits[0]) + marks[0]
    if small:
        text += (digits[small // 10] + marks[1]) if small >= 10 else digits[0]
        text += digits[small % 10] + marks[2] if small % 10 else ""
    return text if small % 10 else text + marks[3]


CAPITAL = ("零壹贰叁肆伍陆柒捌玖", "拾佰仟万亿", "元角分整")
LOWER = ("〇一二三四五六七八九", "十百千万亿", "圆角分正")

FORMS: dict[str, Callable[[int], Cell]] = {
    "double": lambda c: c / 100,
    "plain": plain,
    "grouped": grouped,
    "grouped by four": grouped_by_four,
    "spaces": lambda c: grouped(c, " "),
    "full-width": lambda c: grouped(c).translate(FULL_WIDTH),
    "decimal comma": lambda c: grouped(c, ".", ","),
    "sign": lambda c: f"¥ {grouped(c)}",
    "unit": lambda c: f"{grouped(c)}元",
    "padded": lambda c: f"\u00a0{grouped(c)}\u3000\t",
    "quoted export": lambda c: f'="{plain(c)}"',
    "side": lambda c: f"{grouped(c)}CR",
    "万": lambda c: f"{Decimal(c) / 10**6:f}万",
    "scientific": lambda c: f"{Decimal(c) / 100:.14E}",
    "元角分": lambda c: f"{c // 100}元{c // 10 % 10}角{c % 10}分",
    "capital": lambda c: in_words(c, *CAPITAL),
    "lower": lambda c: in_words(c, *LOWER),
    "both": lambda c: f"人民币（大写）{in_words(c, *CAPITAL)} ¥{grouped(c)}",
    "message": yuan,
}
NEGATIVE: dict[str, Callable[[int], Cell]] = {
    "double": lambda c: -c / 100,
    "minus": lambda c: f"-{grouped(c)}",
    "after": lambda c: f"{grouped(c)}-",
    "brackets": lambda c: f"（{grouped(c)}）",
    "sign first": lambda c: f"￥-{plain(c)}",
    "words": lambda c: f"负{in_words(c, *CAPITAL)}",
}


@pytest.mark.parametrize("form", FORMS)
@few
@given(cents=CENTS)
def test_an_amount_reads_back_from_every_form(form: str, cents: int) -> None:
    assert to_cents(FORMS[form](cents)) == cents


@pytest.mark.parametrize("form", NEGATIVE)
@few
@given(cents=CENTS.filter(bool))
def test_a_negative_amount_reads_back_from_every_form(form: str, cents: int) -> None:
    assert to_cents(NEGATIVE[form](cents)) == -cents


@given(st.lists(st.integers(-(10**13) + 1, 10**13 - 1)))
def test_a_column_of_doubles_keeps_every_cent(column: list[int]) -> None:
    assert cents_column([cents / 100 for cents in column]) == (column, {})


@given(CENTS, st.sampled_from([1_000, 10_000]))
def test_the_unit_of_a_column_never_moves_a_cent(cents: int, factor: int) -> None:
    in_unit = Decimal(cents) / 100 / factor
    assert to_cents(f"{in_unit:f}", factor) == cents
    assert to_cents(f"{in_unit * factor:f}元", factor) == cents
    assert cents_column([float(in_unit)], factor) == ([cents], {})


@given(st.integers(1, 10**9), st.integers(3, 6))
def test_finer_than_a_cent_is_set_aside_never_rounded(number: int, decimals: int) -> None:
    value = Decimal(number).scaleb(-decimals)
    found = to_cents(f"{value:f}")
    exact = value * 100
    assert found == int(exact) if exact == int(exact) else found == Bad("too_fine", f"{value:f}")


@given(CENTS.filter(lambda c: c >= 1), st.integers(1, 99))
def test_words_and_figures_must_agree(cents: int, off: int) -> None:
    found = to_cents(f"{in_words(cents, *CAPITAL)}（{grouped(cents + off)}）")
    assert isinstance(found, Bad)
    assert found.reason == "mismatch"


@given(st.lists(st.integers(0, 9), min_size=8, max_size=8), st.booleans())
def test_digit_columns_are_worth_the_sum_of_their_digits(digits: list[int], signed: bool) -> None:
    places = ("十万", "万", "千", "百", "十", "元", "角", "分")
    worth = (10**7, 10**6, 10**5, 10**4, 10**3, 100, 10, 1)
    cells: list[Cell] = list(digits)
    while cells and cells[0] == 0:
        cells.pop(0)
    blanks: list[Cell] = [""] * (8 - len(cells))
    if signed and blanks and cells:
        blanks[-1] = "¥"
    total = sum(digit * value for digit, value in zip(digits, worth, strict=True))
    assert join_digits([*blanks, *cells], places) == (total or None)


@given(st.integers(-(10**12), 10**12))
def test_ratios_read_back(scaled: int) -> None:
    value = Decimal(scaled).scaleb(-8)
    assert to_scaled(f"{value:f}", 8) == scaled
    assert to_scaled(f"{value * 100:f}%", 8) == scaled
    assert to_scaled(float(value), 8) == scaled


def chinese_day(day: date) -> str:
    year = "".join(LOWER[0][int(digit)] for digit in str(day.year))
    month, number = (in_words(n * 100, *LOWER).removesuffix("圆正") for n in (day.month, day.day))
    # Ten to nineteen are 十, 十一 … in a date, 一十, 一十一 … in an amount.
    return f"{year}年{month.replace('一十', '十')}月{number.replace('一十', '十')}日"


DAY_FORMS: dict[str, Callable[[date], Cell]] = {
    "date": lambda d: d,
    "datetime": lambda d: datetime.combine(d, time(23, 59, 59)),
    "serial": lambda d: float((d - date(1899, 12, 30)).days),
    "serial text": lambda d: str((d - date(1899, 12, 30)).days),
    "iso": date.isoformat,
    "slashes": lambda d: f"{d.year}/{d.month}/{d.day}",
    "dots": lambda d: f"{d.year}.{d.month}.{d.day}",
    "compact": lambda d: f"{d:%Y%m%d}",
    "compact number": lambda d: float(f"{d:%Y%m%d}"),
    "年月日": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "spaced": lambda d: f" {d.year} 年 {d.month} 月 {d.day} 日 ",
    "full-width": lambda d: d.isoformat().translate(FULL_WIDTH),
    "chinese": chinese_day,
    "timestamp": lambda d: f"{d} 08:30:00",
    "stamp": lambda d: f"{d:%Y%m%d}083000",
}


@pytest.mark.parametrize("form", DAY_FORMS)
@few
@given(day=DAYS)
def test_a_day_reads_back_from_every_form(form: str, day: date) -> None:
    value = DAY_FORMS[form](day)
    assert to_date(value) == day
    assert date_column([value, "", value], 1999, 1) == ([day, None, day], {})


@given(DAYS)
def test_a_day_reads_back_without_its_year_and_from_three_columns(day: date) -> None:
    for text in (
        f"{day.month}.{day.day:02}",
        f"{day.month}月{day.day}日",
        f"{day:%m-%d}",
        f"{day.month}/{day.day}",
    ):
        assert to_date(text, day.year) == day
    assert join_date(float(day.year), day.month, f"{day.day}日", None) == day
    assert join_date(None, f"{day.month}月", float(day.day), day.year) == day


@given(DAYS, st.sampled_from(["{:%Y年%m月}收支表", "{:%Y.%m}", "{:%Y-%m}", "某村_{:%Y%m}"]))
def test_a_stated_month_holds_its_days(day: date, title: str) -> None:
    period = find_period(title.format(day), bare=True)
    assert period
    assert period.kind == "月"
    assert period.start.replace(day=day.day) == day
    assert (period.end + timedelta(days=1)).day == 1


WRITING = st.text(
    st.sampled_from("0123456789.,-+()（）¥元角分整万亿千百十拾佰零〇一二壹贰年月日季度至%/: 借贷CRe\t—"),
    max_size=14,
)
CELLS: st.SearchStrategy[Cell] = st.one_of(
    *(WRITING, st.text(max_size=12), st.floats(), st.integers(), st.booleans()),
    *(st.dates(), st.datetimes(), st.times(), st.timedeltas()),
)


@settings(max_examples=400, deadline=None)
@given(CELLS, st.none() | st.integers(1949, 2100), st.none() | st.integers(1, 12))
def test_no_cell_crashes_a_reader(cell: Cell, year: int | None, month: int | None) -> None:
    for factor in (1, 10_000):
        found = to_cents(cell, factor)
        assert found is None or isinstance(found, Bad) or abs(found) < 10**18
        cents, bad = cents_column([cell], factor)
        assert (cents[0], bad.get(0)) == ((None, found) if isinstance(found, Bad) else (found, None))
    for read in (to_year, to_month, to_time, side):
        read(cell)
    to_scaled(cell, 8)
    day = to_date(cell, year, month)
    assert day is None or isinstance(day, Bad) or 1949 <= day.year <= 2100
    join_date(cell, cell, cell, year)
    join_digits([cell, ""], ["元", "角"])
    if isinstance(cell, str):
        find_period(cell, year)
        unit_factor(cell, header=True)
