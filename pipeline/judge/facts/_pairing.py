"""Pair equal amounts of two lists one to one: as many pairs as possible, nearest dates first."""

from __future__ import annotations

import polars as pl

PAIRS = pl.Schema({"left": pl.Int64, "right": pl.Int64, "days": pl.Int64})
_LARGE = 250_000  # cells of the table below which the exact search is used
_SCALE = 1_000_000  # one more pair outweighs every sum of days


def pair(left: pl.DataFrame, right: pl.DataFrame, keys: list[str], days: int) -> pl.DataFrame:
    """Pair rows that agree in ``keys`` and lie at most ``days`` apart.

    Both frames have ``id`` (unique, in the order of the books), ``day`` (date) and ``keys`` (rows with a
    NULL key pair with nothing). Returns columns left, right (ids), days (right minus left).

    Nearest-first greed can leave two lines over that a better pairing would have matched, and what is
    left over accuses somebody; so the number of pairs counts first, their distance second.
    """
    columns = [*keys, "day", "id"]
    sides = [
        frame.select(columns).drop_nulls(keys).with_columns(side=pl.lit(side, pl.Int8))
        for side, frame in enumerate((left, right))
    ]
    together = pl.concat(sides).sort([*keys, "day", "side", "id"])
    if together.is_empty():
        return PAIRS.to_frame()
    new_key = pl.any_horizontal(pl.col(key) != pl.col(key).shift(1) for key in keys)
    gap = (pl.col("day") - pl.col("day").shift(1)).dt.total_days() > days
    groups = (
        together.with_columns(component=(new_key | gap).fill_null(True).cum_sum())
        .group_by("component", maintain_order=True)
        .agg(
            a=pl.col("id").filter(pl.col("side") == 0),
            b=pl.col("id").filter(pl.col("side") == 1),
            a_day=pl.col("day").filter(pl.col("side") == 0).to_physical(),
            b_day=pl.col("day").filter(pl.col("side") == 1).to_physical(),
        )
        .filter(pl.col("a").list.len() > 0, pl.col("b").list.len() > 0)
    )
    single = (pl.col("a").list.len() == 1) & (pl.col("b").list.len() == 1)
    easy = groups.filter(single).select(
        left=pl.col("a").list.first(),
        right=pl.col("b").list.first(),
        days=(pl.col("b_day").list.first() - pl.col("a_day").list.first()).cast(pl.Int64),
    )
    hard = [
        (a[i], b[j], b_day[j] - a_day[i])
        for _, a, b, a_day, b_day in groups.filter(~single).iter_rows()
        for i, j in (_best if len(a) * len(b) <= _LARGE else _in_order)(a_day, b_day, days)
    ]
    found = pl.DataFrame(hard, schema=PAIRS, orient="row")
    return pl.concat([easy.cast(PAIRS), found]).sort("left")


def _best(a: list[int], b: list[int], days: int) -> list[tuple[int, int]]:
    """Find the largest, then nearest pairing of two sorted lists of days."""
    rows, columns = len(a), len(b)
    # score[i][j] is the best that a[i:] and b[j:] can do.
    score = [[0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        here, below = score[i], score[i + 1]
        for j in range(columns - 1, -1, -1):
            best = max(below[j], here[j + 1])
            distance = abs(a[i] - b[j])
            if distance <= days:
                best = max(best, below[j + 1] + _SCALE - distance)
            here[j] = best
    found, i, j = [], 0, 0
    while i < rows and j < columns:
        distance = abs(a[i] - b[j])
        if distance <= days and score[i][j] == score[i + 1][j + 1] + _SCALE - distance:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif score[i][j] == score[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _in_order(a: list[int], b: list[int], days: int) -> list[tuple[int, int]]:
    """Pair two long sorted lists from the front: as many pairs as possible, in linear time."""
    found, i, j = [], 0, 0
    while i < len(a) and j < len(b):
        if abs(a[i] - b[j]) <= days:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif a[i] < b[j]:
            i += 1
        else:
            j += 1
    return found
