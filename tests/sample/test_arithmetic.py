"""The arithmetic of money-unit sampling, against the published table and against sums done by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from pipeline.sample import bound, selection
from pipeline.sample.bound import Item
from pipeline.sample.factors import hundredths, written

# AICPA Audit Guide "Audit Sampling", confidence factors for sample evaluation, 0 to 20 overstatements by risk.
# In the column of 80% one entry was rounded down (23.63 for 19, where the limit is 23.634): ours is never below.
PUBLISHED = {
    "95": "3.00 4.75 6.30 7.76 9.16 10.52 11.85 13.15 14.44 15.71 16.97 18.21 19.45 20.67 21.89 23.10 24.31 25.50"
    " 26.70 27.88 29.07",
    "90": "2.31 3.89 5.33 6.69 8.00 9.28 10.54 11.78 13.00 14.21 15.41 16.60 17.79 18.96 20.13 21.30 22.46 23.61"
    " 24.76 25.91 27.05",
    "85": "1.90 3.38 4.73 6.02 7.27 8.50 9.71 10.90 12.08 13.25 14.42 15.57 16.72 17.86 19.00 20.13 21.26 22.39"
    " 23.51 24.63 25.74",
}
C95 = Decimal(95)


@pytest.mark.parametrize("confidence", PUBLISHED)
def test_factors_are_those_of_the_published_table(confidence: str) -> None:
    table = PUBLISHED[confidence].split()
    assert [written(Decimal(confidence), n) for n in range(len(table))] == table


def test_interval_without_expected_misstatement_is_tolerable_over_factor() -> None:
    # 30,000.00 / 3.00 = 10,000.00 元; 50,000.00 / 3.00 = 16,666.666… 元, never rounded up.
    assert selection.interval(C95, 3_000_000) == 1_000_000
    assert selection.interval(C95, 5_000_000) == 1_666_666


def test_interval_with_expected_misstatement_is_what_the_limit_then_bears() -> None:
    # 5,000 元 wrong, at an interval I between 5,000 and 10,000: half of one item at I = 10,000 would weigh
    # 3.00 I + 1.75 * 5,000 (1.75 = 4.75 - 3.00). Set equal to 30,000: I = (30,000 - 8,750) / 3 = 7,083.33.
    assert selection.interval(C95, 3_000_000, 500_000) == 708_333


# Amounts of a village's year in 元: 40, 250, 100, 30, 80; the interval is 100 元. 250 and 100 are not below it.
# What is below comes to 40 + 30 + 80 = 150: cents 0-3999, 4000-6999 and 7000-14999.
@pytest.mark.parametrize(
    ("first", "hit"),
    [
        (0, (0, 4)),  # cents 0 and 10,000
        (3_999, (0, 4)),  # cents 3,999 and 13,999
        (4_000, (3, 4)),  # cents 4,000 and 14,000
        (4_999, (3, 4)),  # cents 4,999 and 14,999, the last there is
        (5_000, (3,)),  # cent 5,000; the next would be 15,000
        (9_999, (4,)),
    ],
)
def test_selection_follows_by_hand(first: int, hit: tuple[int, ...]) -> None:
    chosen = selection.select([4_000, 25_000, 10_000, 3_000, 8_000], 10_000, first)
    assert (chosen.top, chosen.hit, chosen.rest) == ((1, 2), hit, 15_000)


def test_start_is_the_hash_of_the_seed() -> None:
    # printf 7 | sha256sum: 7902699be42c8a8e46fbbb4501726517e86b22c56a189f7625a6da49081b2451
    digest = 0x7902699BE42C8A8E46FBBB4501726517E86B22C56A189F7625A6DA49081B2451
    assert selection.start(7, 1_000_000) == digest % 1_000_000


amounts = st.lists(st.integers(1, 3_000), min_size=1, max_size=40)


@given(amounts, st.integers(1, 2_000), st.data())
def test_large_items_are_always_taken_and_hits_stand_one_interval_apart(
    cents: list[int], wide: int, data: st.DataObject
) -> None:
    first = data.draw(st.integers(0, wide - 1))
    chosen = selection.select(cents, wide, first)
    assert chosen.top == tuple(i for i, c in enumerate(cents) if c >= wide)
    assert chosen.rest == sum(c for c in cents if c < wide)
    # The intervals together are the whole: every cent first, first + wide, … is hit, and nothing besides.
    assert len(chosen.hit) == len(range(first, chosen.rest, wide)) == len(set(chosen.hit))
    assert not set(chosen.hit) & set(chosen.top)


@given(st.lists(st.integers(1, 60), min_size=1, max_size=15), st.integers(2, 50))
def test_the_chance_of_an_item_is_its_amount_over_the_interval(cents: list[int], wide: int) -> None:
    """Of all starts there are, an item is hit by exactly as many as it has cents."""
    counts = [0] * len(cents)
    for first in range(wide):
        for position in selection.select(cents, wide, first).hit:
            counts[position] += 1
    assert counts == [0 if c >= wide else c for c in cents]


@given(st.integers(100, 10**9), st.integers(0, 10**9), st.sampled_from([C95, Decimal(80), Decimal("99.5")]))
@example(3_000_000, 1_500_000, C95)
def test_expected_misstatement_keeps_within_the_tolerable(
    tolerable: int, expected: int, confidence: Decimal
) -> None:
    """If just the expected misstatement turns up, as items wholly wrong, the limit is the tolerable, nearly."""
    assume(2 * expected <= tolerable)

    def limit(wide: int) -> Fraction:
        taints = [Fraction(1)] * (expected // wide)
        return bound.stringer([*taints, Fraction(expected % wide, wide)], wide, confidence)

    wide = selection.interval(confidence, tolerable, expected)
    assert limit(wide) <= tolerable < limit(wide + 1)


def test_evaluation_by_hand() -> None:
    # Interval 10,000 元, all items below it come to 500,000 元, 95%.
    # Drawn: 4,000 of which 1,000 is proven (75% wrong); 2,000, 1,500 proven (25%); 800 wholly proven;
    # 5,000 that should have been 5,500 (10% short). Taken for its size: 30,000, 29,000 proven.
    items = [
        Item(False, 400_000, 100_000),
        Item(False, 200_000, 150_000),
        Item(False, 80_000, 80_000),
        Item(False, 500_000, 550_000),
        Item(True, 3_000_000, 2_900_000),
    ]
    over = bound.overstated(items, 1_000_000, 50_000_000, C95)
    assert (over.errors, over.found) == (3, 300_000 + 50_000 + 100_000)
    # Projected: 1,000 + 10,000 * (75% + 25%) = 11,000 元.
    assert over.projected == 1_100_000
    # Upper: 1,000 + 10,000 * (3.00 + 75% * (4.75 - 3.00) + 25% * (6.30 - 4.75))
    #      = 1,000 + 10,000 * (3.00 + 1.3125 + 0.3875) = 1,000 + 47,000 = 48,000 元.
    assert over.upper == 4_800_000
    under = bound.understated(items, 1_000_000, 50_000_000, C95)
    # Projected: 10,000 * 10% = 1,000 元. Upper: 10,000 * (3.00 + 10% * 1.75) = 31,750 元.
    assert (under.errors, under.found, under.projected, under.upper) == (1, 50_000, 100_000, 3_175_000)


def test_what_was_checked_item_by_item_leaves_nothing_to_infer() -> None:
    over = bound.overstated([Item(True, 3_000_000, 2_000_000)], 1_000_000, 0, C95)
    assert (over.projected, over.upper) == (1_000_000, 1_000_000)


def test_no_more_can_be_overstated_than_there_is() -> None:
    # 12,000 元 below the interval of 10,000; the one item drawn is wholly wrong: 10,000 * 4.75 would be 47,500.
    over = bound.overstated([Item(False, 600_000, 0)], 1_000_000, 1_200_000, C95)
    assert (over.projected, over.upper) == (1_000_000, 1_200_000)


items_checked = st.lists(
    st.builds(Item, st.booleans(), st.integers(1, 900), st.integers(0, 900)), max_size=12
)


@given(items_checked)
def test_limit_is_never_below_the_projection_and_grows_with_every_error(items: list[Item]) -> None:
    rest = 10**6
    estimate = bound.overstated(items, 1_000, rest, C95)
    assert (
        estimate.upper
        >= estimate.projected
        >= sum(i.book - i.found for i in items if i.top and i.found < i.book)
    )
    worse = bound.overstated([*items, Item(False, 10, 0)], 1_000, rest, C95)
    assert worse.upper > estimate.upper
    assert [estimate, bound.understated(items, 1_000, rest, C95)] == [
        bound.overstated(items[::-1], 1_000, rest, C95),
        bound.understated(items[::-1], 1_000, rest, C95),
    ]


def test_factors_never_fall_below_the_exact_limit() -> None:
    # 95%, no error: exp(-x) = 0.05 at x = 2.99573…; the factor is the next hundredth above.
    assert hundredths(C95, 0) == 300
    assert Decimal("-2.99").exp() > Decimal("0.05") > Decimal("-3.00").exp()
