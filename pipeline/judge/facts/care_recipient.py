"""Say whom care money is for where the words name another rightful recipient than a member in hardship."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.judge.emptiness import all_of
from pipeline.values.vocabulary import care_recipient

if TYPE_CHECKING:
    from datetime import date

    import duckdb

TITLE = "受助人类别：发放表的帮扶原因、困难党员台账的类别写明的老党员、去世党员遗属"
COLUMNS = {"row_id": ("varchar", "行编号"), "recipient": ("varchar", "受助人类别：去世党员遗属/老党员")}
EMPTY_IF = all_of("ledger.aid_payment", "ledger.hardship_register")


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """Look at the reason of every aid and the category of every register line; lines that say neither are left out."""
    rows = con.execute("""
        select row_id, reason from ledger.aid_payment where reason is not null
        union all
        select row_id, category from ledger.hardship_register where category is not null
        order by row_id
    """).fetchall()
    found = [(row_id, recipient) for row_id, text in rows if (recipient := care_recipient(text))]
    return pl.DataFrame(found, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")
