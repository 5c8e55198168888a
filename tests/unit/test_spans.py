"""One cell that says where something begins and ends is read exactly, or not at all."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.values.cell import Bad
from pipeline.values.spans import day_span, number_span

RUN = ("0000101", "0000150")


@pytest.mark.parametrize(
    "text",
    [
        "0000101-0000150", "0000101至0000150", "0000101～150", "0000101—0000150", " 0000101 - 0000150 ",
        "№0000101～№0000150", "No.0000101-No.0000150", "第0000101号至第0000150号", "自0000101至0000150",
        "0000101起0000150止", "0000101-0000150（共50份）", "0000101－0000150，共50张",
    ],
)  # fmt: skip
def test_a_run_of_numbers_is_read_whatever_stands_between(text: str) -> None:
    assert number_span(text) == RUN


@pytest.mark.parametrize(
    "cell",
    [
        "0000101", 101150, "0000101、0000150", "0000101-0000110、0000121-0000150", "0000150-0000101",
        "2024-0101至2024-0150", "101-1150", "A0000101-B0000150", "0000101-0000150作废1份", "起止",
    ],
)  # fmt: skip
def test_what_is_no_run_is_refused(cell: str | int) -> None:
    assert isinstance(number_span(cell), Bad)


def test_letters_before_a_number_belong_to_it() -> None:
    assert number_span("A0000101-A0000150") == number_span("A0000101-150") == ("A0000101", "A0000150")


@pytest.mark.parametrize(
    "text",
    [
        "2024年1月1日至3月31日", "2024年第一季度", "2024年1-3月", "2024.1.1-2024.3.31", "2024.1.1-3.31", "一季度",
        "20240101-20240331", "2024-01至2024-03", "2024年1月1日起至2024年3月31日止", "1-3月",
    ],
)  # fmt: skip
def test_a_quarter_is_read_in_any_spelling(text: str) -> None:
    assert day_span(text, 2024, whole=True) == (date(2024, 1, 1), date(2024, 3, 31))


@pytest.mark.parametrize(
    "text", ["2024-03-05", "2024年第一季度收支", "截至2024年3月31日", "2024年1月以来", "长期", "每季度"]
)
def test_what_states_no_beginning_and_end_is_refused(text: str) -> None:
    assert isinstance(day_span(text, 2024, whole=True), Bad)


@pytest.mark.parametrize("text", ["2024年4月8日-14日", "4.8-4.14", "2024.4.8-4.14", "4月8日至4月14日"])
def test_a_notice_hangs_from_day_to_day(text: str) -> None:
    assert day_span(text, 2024, whole=False) == (date(2024, 4, 8), date(2024, 4, 14))


@pytest.mark.parametrize("text", ["2024年4月", "2024.4", "2024.01-2024.03", "2024年第二季度"])
def test_a_notice_does_not_hang_for_months(text: str) -> None:
    assert isinstance(day_span(text, 2024, whole=False), Bad)


def test_a_blank_is_nothing() -> None:
    assert number_span("") is None
    assert day_span(" ", 2024, whole=True) is None
