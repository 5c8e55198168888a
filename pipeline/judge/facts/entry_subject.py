"""Give every entry and bank line a name that stays the same when the book is handed in again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.handover import read
from pipeline.judge.emptiness import all_of

if TYPE_CHECKING:
    from datetime import date

    import duckdb
    import polars as pl

TITLE = "明细名称：由日期、凭证号、摘要、金额组成，重报后不变，供疑点编号使用"
COLUMNS = {"row_id": ("varchar", "行编号"), "subject": ("varchar", "名称")}
EMPTY_IF = all_of("ledger.cash_entry", "ledger.bank_line")

_TEXT = """
    concat_ws(
        ' ', cast(entry_date as varchar), {number}, left({words}, 30), cast({amount} as varchar) || ' 元'
    )
"""


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """Name every row of cash_entry and bank_line by what it says; equal ones of a village are numbered.

    A row id changes with the bytes of the file, so flags are named by this text instead.
    """
    entry = _TEXT.format(
        number="voucher_no", words="summary", amount="coalesce(nullif(expense, 0), income, expense)"
    )
    line = _TEXT.format(
        number="account_no",
        words="concat_ws(' ', counterparty, memo)",
        amount="coalesce(nullif(amount_out, 0), amount_in, amount_out)",
    )
    return read(
        con,
        f"""
        with named as (
            select
                'cash_entry' as kind, row_id, village_code, source_file, source_sheet, source_row,
                {entry} as subject
            from ledger.cash_entry
            union all
            select 'bank_line', row_id, village_code, source_file, source_sheet, source_row, {line}
            from ledger.bank_line
        ),

        numbered as (
            select
                row_id, subject,
                row_number() over (
                    partition by kind, village_code, subject order by source_file, source_sheet, source_row
                ) as occurrence
            from named
        )

        select
            row_id,
            subject || case when occurrence = 1 then '' else '（第' || occurrence || '笔）' end as subject
        from numbered
        order by row_id
    """,
    )
