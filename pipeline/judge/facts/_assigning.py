"""Give every row at most one place and every place at most one row: as many as possible, the first wishes first."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Place = tuple[str, int]


def assign(wishes: Mapping[int, Sequence[Place]]) -> dict[int, Place]:
    """Place the rows in the order in which they stand, moving earlier ones only to make room.

    ``wishes`` gives each row its places, the best first. One more row placed counts for more than any wish.
    """
    holder: dict[Place, int] = {}
    for row in wishes:
        _place(row, wishes, holder)
    return {row: place for place, row in holder.items()}


def _place(row: int, wishes: Mapping[int, Sequence[Place]], holder: dict[Place, int]) -> None:
    """Find ``row`` a free place, or one whose holder can move on, the shortest way first."""
    came_from: dict[Place, int] = {}
    waiting = deque([row])
    while waiting:
        asking = waiting.popleft()
        for place in wishes[asking]:
            if place in came_from:
                continue
            came_from[place] = asking
            if place not in holder:
                _move(row, place, came_from, holder)
                return
            waiting.append(holder[place])


def _move(row: int, place: Place, came_from: Mapping[Place, int], holder: dict[Place, int]) -> None:
    """Shift every row on the way to the free ``place`` by one."""
    held = {} if came_from[place] == row else {held_by: p for p, held_by in holder.items()}
    while (mover := came_from[place]) != row:
        holder[place] = mover
        place = held[mover]
    holder[place] = row
