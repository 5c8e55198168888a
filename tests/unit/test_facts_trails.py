from __future__ import annotations

from itertools import pairwise
from random import Random

from pipeline.judge.facts._trails import Move, chain


def breaks(moves: list[Move], order: list[int], entry: int) -> list[int]:
    """List how far each break jumps."""
    jumps, at = [], entry
    for position in order:
        jumps.append(abs(moves[position].before - at))
        at = moves[position].after
    return [jump for jump in jumps if jump]


def test_a_day_printed_in_any_order_chains_again() -> None:
    for seed in range(200):
        rng = Random(seed)
        balances = [1000]
        for _ in range(rng.randint(1, 12)):
            balances.append(balances[-1] + rng.choice((-300, -200, -100, 100, 200, 300)))
        moves = [Move(*step) for step in pairwise(balances)]
        rng.shuffle(moves)
        order = chain(moves, 1000, balances[-1])
        assert sorted(order) == list(range(len(moves)))
        assert breaks(moves, order, 1000) == []
        assert moves[order[-1]].after == balances[-1]


def test_a_line_taken_out_is_one_break_of_its_amount() -> None:
    moves = [Move(750, 500), Move(1000, 800)]
    assert breaks(moves, chain(moves, 1000, None), 1000) == [50]


def test_a_day_that_nothing_leads_to_breaks_once() -> None:
    moves = [Move(500, 400), Move(400, 450)]
    assert breaks(moves, chain(moves, 900, None), 900) == [400]
    assert chain(moves, None, None) == [0, 1]


def test_a_round_trip_apart_from_the_rest_comes_last() -> None:
    moves = [Move(7, 9), Move(9, 7), Move(100, 120)]
    assert chain(moves, 100, None) == [2, 0, 1]
