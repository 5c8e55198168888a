"""Match the rows of two versions of a book, whatever their order, format or running numbers."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

import polars as pl

from pipeline.judge.facts._changes import PAYEE
from pipeline.judge.facts.voucher import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from schemas._spec import FieldSpec, Ledger

# What follows from other rows, or is worked out while reading, is no change of the entry.
DERIVED = frozenset({
    "county", "village_code", "village_name", "township", "balance", "category", "category_source", "currency",
    "is_leaf", "line_no", "side",
})  # fmt: skip
_NOT_WORD = re.compile(r"[^\w]|_")
_SIDES = ("id", "id_after")


@lru_cache(maxsize=200_000)
def plain(text: str) -> str:
    """Strip what is only format: width, case, spaces, punctuation."""
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", text)).upper()


def _voucher(text: str) -> str:
    parts = parse(text)
    return plain(text) if parts is None else "-".join(map(str, parts))


def plained(frame: pl.DataFrame, fields: Sequence[FieldSpec]) -> pl.DataFrame:
    """Add for every field a column ``=<name>`` that two writings of one value share."""
    added = []
    for field in fields:
        column = frame[field.name]
        if field.role == "money":
            column = column.fill_null(0)
        if column.dtype == pl.String:
            texts = column.drop_nulls().unique(maintain_order=True).to_list()
            make = _voucher if field.name == "voucher_no" else plain
            column = column.replace_strict(
                texts, [make(t) or None for t in texts], default=None, return_dtype=pl.String
            )
        added.append(column.alias("=" + field.name))
    return frame.with_columns(added)


def match(before: pl.DataFrame, after: pl.DataFrame, kind: Ledger, compared: Sequence[str]) -> pl.DataFrame:
    """Pair rows of both frames (column ``id`` each) within one ``successor``; returns id, id_after.

    First rows that are equal in all ``compared`` fields, then in natural key, payee and document, then in
    the key alone, as often as both versions have them; what is left is paired by parts of the key, where
    only one row on either side has them: the same day, voucher and words with another amount, the same
    voucher and amount on another day.
    """
    everything = ["=" + name for name in compared]
    key = ["=" + name for name in kind.natural_key]
    paid = [*key, *("=" + name for name in compared if name in PAYEE and name not in kind.natural_key)]
    found = []
    for columns, only_pair in (
        *(
            ([*place, *columns], False)
            for columns in (everything, paid, key)
            for place in (["village_code", "slice_id"], ["village_code"])
        ),
        # a sheet that was handed in for the wrong village has not lost its rows
        (key, False),
        *((columns, True) for columns in _parts(kind)),
    ):
        pairs = _pair(before, after, ["successor", *columns], only_pair)
        found.append(pairs)
        before = before.join(pairs, on="id", how="anti")
        after = after.join(pairs, left_on="id", right_on="id_after", how="anti")
        if before.is_empty() or after.is_empty():
            break
    return pl.concat(found)


def _pair(before: pl.DataFrame, after: pl.DataFrame, columns: list[str], only_pair: bool) -> pl.DataFrame:
    sides = []
    for frame in (before, after):
        side = frame.select("id", *columns, nth=pl.int_range(pl.len()).over(columns))
        if only_pair:
            stated = pl.all_horizontal(pl.col(name).is_not_null() for name in columns)
            side = side.filter(stated & (pl.len().over(columns) == 1))
        sides.append(side)
    both = sides[0].join(sides[1], on=[*columns, "nth"], suffix="_after", nulls_equal=True)
    return both.select(_SIDES)


def _parts(kind: Ledger) -> Iterator[list[str]]:
    """List parts of the natural key that may still tell an entry, the fullest first."""
    numbers = [n for n in kind.natural_key if kind.by_name[n].role in ("money", "quantity", "ratio")]
    parts = [numbers] if numbers else []
    parts += [[name] for name in kind.natural_key if name not in numbers]
    for dropped in (1, 2):
        for left in combinations(parts[::-1], len(parts) - dropped):
            # one part alone tells an entry only where the rest are its figures: an account's balances
            if len(left) >= 2 or (dropped == 1 and numbers and numbers not in left):
                yield ["village_code", "slice_id", *("=" + name for part in left for name in part)]
