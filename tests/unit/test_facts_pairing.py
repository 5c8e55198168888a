from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.judge.facts import _pairing
from pipeline.judge.facts._sums import Item, combine

START = date(2025, 1, 1)


def _legs(days: list[int]) -> pl.DataFrame:
    rows = [(number, START + timedelta(day), "甲") for number, day in enumerate(days)]
    return pl.DataFrame(rows, schema={"id": pl.Int64, "day": pl.Date, "village": pl.String}, orient="row")


def _pairs(left: list[int], right: list[int]) -> list[tuple[int, ...]]:
    return _pairing.pair(_legs(left), _legs(right), ["village"], 3).rows()


def test_the_nearest_day_is_taken_and_the_stray_one_left_over() -> None:
    assert _pairs([0, 2], [2]) == [(1, 0, 0)]


def test_no_line_is_left_over_that_another_pairing_would_match() -> None:
    # nearest first would pair day 3 with day 2 and leave days 0 and 5 alone
    assert _pairs([0, 3], [2, 5]) == [(0, 0, 2), (1, 1, 2)]


def test_a_key_that_is_not_known_pairs_with_nothing() -> None:
    unknown = _legs([0]).with_columns(village=pl.lit(None, pl.String))
    assert _pairing.pair(unknown, unknown, ["village"], 3).is_empty()


days = st.lists(st.integers(0, 40), max_size=12).map(sorted)


@given(days, days)
def test_pairs_are_one_to_one_near_and_as_many_as_the_linear_method_finds(
    left: list[int], right: list[int]
) -> None:
    pairs = _pairs(left, right)
    assert len({a for a, *_ in pairs}) == len({b for _, b, _ in pairs}) == len(pairs)
    assert all(right[b] - left[a] == apart and abs(apart) <= 3 for a, b, apart in pairs)
    assert len(pairs) == len(_pairing._in_order(left, right, 3))


def test_a_crowd_of_equal_payments_is_paired_in_linear_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_pairing, "_LARGE", 0)
    assert _pairs([0, 0, 1], [1, 1, 4]) == [(0, 0, 1), (1, 1, 1), (2, 2, 3)]


def test_the_fewest_pieces_make_up_a_sum() -> None:
    pieces = [Item(1, 10, 100), Item(2, 10, 200), Item(3, 10, 300), Item(4, 11, 300)]
    ((target, chosen),) = combine([Item(0, 10, 600)], pieces, 3)
    assert target.id == 0
    assert sorted(piece.id for piece in chosen) == [3, 4]


def test_pieces_too_far_away_or_too_many_make_up_no_sum() -> None:
    assert combine([Item(0, 10, 300)], [Item(1, 10, 100), Item(2, 14, 200)], 3) == []
    assert combine([Item(0, 10, 700)], [Item(n, 10, 100) for n in range(1, 8)], 3) == []
    assert len(combine([Item(0, 10, 600)], [Item(n, 10, 100) for n in range(1, 8)], 3)[0][1]) == 6


def test_a_piece_serves_only_one_sum() -> None:
    targets = [Item(0, 10, 300), Item(9, 10, 300)]
    assert len(combine(targets, [Item(1, 10, 100), Item(2, 10, 200)], 3)) == 1


@given(st.lists(st.integers(1, 500), min_size=2, max_size=30), st.integers(2, 3000))
def test_chosen_pieces_always_add_up(amounts: list[int], wanted: int) -> None:
    pieces = [Item(number, 0, cents) for number, cents in enumerate(amounts, 1)]
    for target, chosen in combine([Item(0, 0, wanted)], pieces, 3):
        assert sum(piece.cents for piece in chosen) == target.cents
        assert 2 <= len({piece.id for piece in chosen}) == len(chosen) <= 6
