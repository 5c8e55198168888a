"""Find a few amounts that add up to one, within bounds."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import NamedTuple

MAX_PIECES = 6  # rule BK02: 再 ≤6 笔合并
_NEAREST = 24  # candidates looked at per target
_STEPS = 20_000  # search steps per target; a target that needs more stays unmatched


class Item(NamedTuple):
    """One line: id in the order of the books, day number, amount in cents."""

    id: int
    day: int
    cents: int


def combine(targets: list[Item], pieces: list[Item], days: int) -> list[tuple[Item, list[Item]]]:
    """Match each target with 2-6 pieces that add up to it, each at most ``days`` away; pieces serve once.

    Fewest pieces win, then the nearest days, then the order of the books, so that the result never
    depends on chance. Amounts that are not positive take no part.
    """
    free = sorted((p for p in pieces if p.cents > 0), key=lambda p: (p.day, p.id))
    day_of = [p.day for p in free]
    used: set[int] = set()
    found = []
    for target in sorted(targets, key=lambda t: (t.day, t.id)):
        window = free[bisect_left(day_of, target.day - days) : bisect_right(day_of, target.day + days)]
        near = sorted(
            (p for p in window if p.id not in used and p.cents < target.cents),
            key=lambda p: (abs(p.day - target.day), p.id),
        )
        chosen = _fewest(target, near[:_NEAREST])
        if chosen:
            used.update(p.id for p in chosen)
            found.append((target, chosen))
    return found


def _fewest(target: Item, near: list[Item]) -> list[Item]:
    """Choose the best pieces for one target, an empty list if there are none."""
    largest_first = sorted(near, key=lambda p: -p.cents)
    steps = _STEPS
    for size in range(2, min(MAX_PIECES, len(near)) + 1):
        solutions: list[list[Item]] = []
        stack: list[tuple[int, int, list[Item]]] = [(0, target.cents, [])]
        while stack and steps:
            start, rest, taken = stack.pop()
            left = size - len(taken)
            for position in range(start, len(largest_first) - left + 1):
                steps = max(steps - 1, 0)
                piece = largest_first[position]
                if piece.cents * left < rest or not steps:
                    break  # the rest are smaller still
                if left == 1 and piece.cents == rest:
                    solutions.append([*taken, piece])
                elif left > 1 and piece.cents < rest:
                    stack.append((position + 1, rest - piece.cents, [*taken, piece]))
        if solutions:
            return min(
                solutions, key=lambda s: (sum(abs(p.day - target.day) for p in s), sorted(p.id for p in s))
            )
    return []
