"""Spans and merged areas are cut to the cells in use, as a walk over every cell would cut them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.files.marks import MOST_COLUMNS, MOST_ROWS, clipped, judge_extent, united

NUMBERS = st.integers(-2, 30)


@given(st.lists(st.tuples(NUMBERS, NUMBERS)), st.integers(0, 20))
def test_spans_are_united_number_by_number(spans: list[tuple[int, int]], size: int) -> None:
    assert united(spans, size) == {
        n for first, last in spans for n in range(max(first, 0), last + 1) if n < size
    }


@given(
    st.integers(0, 9),
    st.integers(0, 9),
    st.integers(0, 9),
    st.integers(0, 9),
    st.integers(0, 8),
    st.integers(0, 8),
)
def test_an_area_keeps_what_is_in_use(
    top: int, left: int, down: int, across: int, rows: int, columns: int
) -> None:
    area = (top, left, top + down, left + across)
    inside = [
        (r, c)
        for r in range(top, min(top + down + 1, rows))
        for c in range(left, min(left + across + 1, columns))
    ]
    kept = clipped([area], rows, columns)
    assert kept == ([(top, left, *inside[-1])] if len(inside) > 1 else [])


def test_areas_that_claim_more_than_there_is_are_left_out() -> None:
    whole = (0, 0, 99, 99)
    assert clipped([whole] * 50_000, 10, 10) == [(0, 0, 9, 9)]
    side_by_side = [(row, column, row, column + 1) for row in range(10) for column in range(0, 10, 2)]
    assert clipped(side_by_side, 10, 10) == side_by_side


def test_the_largest_sheets_are_those_of_a_spreadsheet_program() -> None:
    assert judge_extent(MOST_ROWS, 10, MOST_ROWS * 10) is None
    assert judge_extent(20, MOST_COLUMNS, 20 * MOST_COLUMNS) is None
    assert judge_extent(MOST_ROWS + 1, 2, MOST_ROWS) is not None
    assert judge_extent(2, MOST_COLUMNS + 1, MOST_COLUMNS) is not None
    assert judge_extent(100_000, 100, 10_000_000) is not None
    assert judge_extent(2_000_000, 1, 2_000_000) is not None
