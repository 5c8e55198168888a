"""Find entries that a red entry takes back: no money was paid, so neither of the two is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.handover import read
from pipeline.judge.facts._names import normalise
from pipeline.judge.facts._pairing import pair

if TYPE_CHECKING:
    from datetime import date

    import duckdb

TITLE = "冲销：被红字冲掉的一笔，和冲它的一笔"
COLUMNS = {"row_id": ("varchar", "被冲的行编号"), "reversal_row_id": ("varchar", "红字的行编号")}
EMPTY_IF = "ledger.cash_entry"
AFTER = ("twice_booked",)
DAYS = 366  # a wrong entry is taken back within the year's accounts
_SAYS_SO = "冲|红字|更正|退"


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """Pair negative with positive expenses of the same village and amount that count, the nearest in time first.

    The payee must be the same; where one is not written, the red entry must say what it is (冲, 红字,
    更正, 退). Returns columns row_id, reversal_row_id; each id occurs once.
    """
    legs = read(
        con,
        """
        select
            row_id, village_code, entry_date as day, summary, counterparty,
            cast(abs(expense) * 100 as bigint) as cents, expense < 0 as red
        from ledger.cash_entry
        where expense <> 0 and village_code in (select village_code from ledger.cash_entry where expense < 0)
            and row_id not in (select row_id from fact.twice_booked)
        order by entry_date, source_file, source_sheet, source_row
        """,
    )
    names = legs["counterparty"].drop_nulls().unique(maintain_order=True).to_list()
    party = legs["counterparty"].replace_strict(
        names, [normalise(name) for name in names], default=None, return_dtype=pl.String
    )
    legs = legs.with_columns(party=party).with_row_index("id").with_columns(pl.col("id").cast(pl.Int64))
    plain, red = legs.filter(~pl.col("red")), legs.filter("red")
    unnamed, says_so = pl.col("party").is_null(), pl.col("summary").str.contains(_SAYS_SO)
    found = []
    for of_plain, of_red, keys in (
        (True, True, ["village_code", "cents", "party"]),
        (True, unnamed & says_so, ["village_code", "cents"]),
        (unnamed, says_so, ["village_code", "cents"]),
    ):
        found.append(pair(plain.filter(of_plain), red.filter(of_red), keys, DAYS))
        plain = plain.filter(~pl.col("id").is_in(found[-1]["left"].implode()))
        red = red.filter(~pl.col("id").is_in(found[-1]["right"].implode()))
    return (
        pl.concat(found)
        .join(legs.select("id", "row_id"), left_on="left", right_on="id")
        .join(legs.select("id", reversal_row_id="row_id"), left_on="right", right_on="id")
        .select(list(COLUMNS))
        .sort("row_id")
    )
