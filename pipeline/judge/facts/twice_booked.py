"""Find entries of a fund's register that repeat an entry of the cash or bank book.

Many offices keep a 专项资金台账 beside the journals, and one payment then stands in both. Counted twice
it looks like a double payment or a split one, so the register's entry is set aside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.handover import read

if TYPE_CHECKING:
    from datetime import date

    import duckdb
    import polars as pl

TITLE = "重登：同一笔收支既记在日记账，又记在台账，台账的一笔不再计"
COLUMNS = {"row_id": "台账的行编号", "journal_row_id": "日记账的行编号"}
EMPTY_IF = "ledger.cash_entry"


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """Pair register entries with journal entries: same village, day, amounts and voucher, payee or words.

    Returns columns row_id (register, its account_kind unknown), journal_row_id; each occurs once.
    """
    pairs = read(
        con,
        """
        select register.row_id, journal.row_id as journal_row_id
        from ledger.cash_entry as register
        join ledger.cash_entry as journal
          on register.village_code = journal.village_code
         and register.entry_date = journal.entry_date
         and register.income is not distinct from journal.income
         and register.expense is not distinct from journal.expense
         and coalesce(register.currency, '人民币') = coalesce(journal.currency, '人民币')
        where register.account_kind is null
          and journal.account_kind is not null
          and register.slice_id <> journal.slice_id
          and coalesce(register.fund = journal.fund, true)
          and (
              register.voucher_no = journal.voucher_no
              or register.summary = journal.summary
              or register.counterparty = journal.counterparty
          )
        order by
            register.summary = journal.summary desc,
            register.source_file, register.source_sheet, register.source_row,
            journal.source_file, journal.source_sheet, journal.source_row
    """,
    )
    return pairs.unique("row_id", keep="first", maintain_order=True).unique(
        "journal_row_id", keep="first", maintain_order=True
    )
