"""Put moves between balances into an order in which each begins where the one before it ended."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import NamedTuple


class Move(NamedTuple):
    """One line of a statement, in cents: the balance it found and the balance it left."""

    before: int
    after: int


def chain(moves: list[Move], entry: int | None, follows: int | None) -> list[int]:
    """Order ``moves`` so that as few as can be do not begin where the one before ended; returns positions.

    ``entry``: the balance that was there before; ``follows``: the balance that the next day begins with;
    ``None`` where nobody knows. Where the chain can't but break, the smallest jumps are taken.
    """
    wanted = Counter(move.before for move in moves)
    wanted.subtract(move.after for move in moves)
    start = entry
    if start is None:
        starts = [move.before for move in moves if wanted[move.before] > 0]
        start = starts[0] if starts else moves[0].before
    wanted[start] -= 1
    ends = [move.after for move in moves if wanted[move.after] < 0]
    # the walk may stop at one of the balances that no other line begins with
    leave = follows if follows in ends else ends[-1] if ends else start
    wanted[leave] += 1
    jumps = zip(
        sorted((-wanted).elements()),
        sorted((+wanted).elements()),
        strict=True,
    )
    return _walk(moves, [Move(*jump) for jump in jumps], start)


def _walk(moves: list[Move], jumps: list[Move], start: int) -> list[int]:
    """Walk every move once from ``start`` (Hierholzer); what can't be reached comes last, as printed."""
    edges = [*moves, *jumps]
    leaving: dict[int, list[int]] = defaultdict(list)
    for position in reversed(range(len(edges))):
        leaving[edges[position].before].append(position)
    order: list[int] = []
    stack: list[tuple[int, int | None]] = [(start, None)]
    while stack:
        place, came_by = stack[-1]
        if leaving[place]:
            position = leaving[place].pop()
            stack.append((edges[position].after, position))
        else:
            stack.pop()
            if came_by is not None:
                order.append(came_by)
    order = [position for position in reversed(order) if position < len(moves)]
    walked = set(order)
    return order + [position for position in range(len(moves)) if position not in walked]
