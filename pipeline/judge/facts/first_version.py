"""Lead every row that was handed in again back to its first version in the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.handover import read
from pipeline.judge.emptiness import all_of
from pipeline.judge.facts._changes import PLACE
from pipeline.judge.facts._kinds import REPLACED, kinds_with_rows
from pipeline.judge.facts._versions import DERIVED, match, plained
from schemas import ledgers

if TYPE_CHECKING:
    from datetime import date

    import duckdb

    from schemas._spec import Ledger

TITLE = "最早一版：重报过的行各自是从哪一行来的，供疑点编号使用；没有前一版的不列"
COLUMNS = {
    "kind": ("varchar", "表种"),
    "row_id": ("varchar", "行编号"),
    "first_row_id": ("varchar", "最早一版的行编号"),
}
_SCHEMA = dict.fromkeys(COLUMNS, pl.String)
_KINDS = tuple(kind for kind in ledgers().values() if kind.per_village)
EMPTY_IF = all_of(*(f"past.{kind.name}" for kind in _KINDS))


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """Pair every version with the one that replaced it, and follow the pairs back.

    A row that a version leaves out, or holds but could not be read, is looked for in the versions after that.
    """
    follows = _follows(con)
    found = [_origins(con, kind, follows) for kind in kinds_with_rows(con, _KINDS, REPLACED)]
    return pl.concat([pl.DataFrame(schema=_SCHEMA), *found]).sort("kind", "row_id")


def _origins(con: duckdb.DuckDBPyConnection, kind: Ledger, follows: pl.DataFrame) -> pl.DataFrame:
    rows = _rows(con, kind)
    before = rows.filter(pl.col("superseded_by").is_in(follows["submission_id"].implode()))
    before = before.with_columns(successor="superseded_by")
    after = rows.with_columns(successor="submission_id")
    compared = [name for name in rows.columns if name.startswith("=")]
    found = [pl.DataFrame(schema={"id": pl.UInt32, "id_after": pl.UInt32})]
    while not before.is_empty() and not after.is_empty():
        pairs = match(before, after, kind, [name[1:] for name in compared])
        found.append(pairs)
        after = after.join(pairs, left_on="id", right_on="id_after", how="anti")
        before = (
            before.join(pairs, on="id", how="anti")
            .join(follows, left_on="successor", right_on="submission_id")
            .with_columns(successor="next")
            .drop("next")
            .filter(pl.col("successor") != "")
        )
    return _first(rows, pl.concat(found)).with_columns(kind=pl.lit(kind.name)).select(list(COLUMNS))


def _rows(con: duckdb.DuckDBPyConnection, kind: Ledger) -> pl.DataFrame:
    """Read the versions of the books of ``kind`` that were replaced, and those that replaced them, in order of time."""
    fields = [f for f in kind.fields if f.name not in DERIVED or f.name in kind.natural_key]
    own = ("row_id", "submission_id", "superseded_by", "slice_id", "village_code", *PLACE)
    names = ", ".join(f'h."{name}"' for name in dict.fromkeys([*own, *(f.name for f in fields)]))
    history = f'history."{kind.name}"'
    rows = read(
        con,
        f"select {names} from {history} as h left join meta.submission as s on h.submission_id = s.submission_id"
        f" where h.superseded_by <> '' or h.submission_id in (select superseded_by from {history})"
        " order by s.received_at, h.submission_id, h.source_file, h.source_sheet, h.source_row, h.row_id",
    )
    return plained(rows, fields).with_row_index("id")


def _follows(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """List every submission, and the one that came to its place ('' where none did)."""
    return read(
        con,
        "select s.submission_id, coalesce(n.submission_id, '') as next from meta.submission as s"
        " left join meta.submission as n on s.superseded_by = n.submission_id and s.superseded_by <> ''",
    )


def _first(rows: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """Follow ``pairs`` (id, id_after) to where they begin; gives row_id, first_row_id."""
    chain = pairs.select(later="id_after", first="id")
    while True:
        further = chain.join(pairs, left_on="first", right_on="id_after", how="left")
        if further["id"].null_count() == further.height:
            break
        chain = further.select("later", first=pl.coalesce("id", "first"))
    ids = rows.select("id", "row_id")
    return (
        chain.sort("later")
        .join(ids, left_on="later", right_on="id")
        .join(ids.rename({"row_id": "first_row_id"}), left_on="first", right_on="id")
        .filter(pl.col("row_id") != pl.col("first_row_id"))
        .unique("row_id", keep="first", maintain_order=True)
        .select("row_id", "first_row_id")
    )
