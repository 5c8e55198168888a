"""Say which days each bank book and bank statement covers: only what both cover is compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.handover import read
from pipeline.judge.emptiness import all_of

if TYPE_CHECKING:
    from datetime import date

    import duckdb

TITLE = "覆盖：银行账与对账单各覆盖哪些日子"
COLUMNS = {
    "side": ("varchar", "账面或流水"),
    "village_code": ("varchar", "村代码"),
    "fund": ("varchar", "资金类别：对账单由账户登记表得出，空为不明"),
    "account_no": ("varchar", "账号：账面为空"),
    "covers_from": ("date", "覆盖起日"),
    "covers_to": ("date", "覆盖止日"),
}
EMPTY_IF = all_of("ledger.cash_entry", "ledger.bank_line")
CLOSED_AFTER = 60  # days; the in-transit time of rule BK02

_MONTHS = {"月": "1mo", "季": "3mo", "年": "1y"}


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """List the covered days of every book (slice) of bank entries and of bank lines.

    A declared month, quarter or year counts whole once it has been over for ``CLOSED_AFTER`` days;
    before that, and where only the dates tell, the months from the first to the last entry count.
    """
    slices = read(
        con,
        """
        with registered as (
            select village_code, regexp_replace(account_no, '\\s', '', 'g') as account_no, min(fund) as fund
            from ledger.bank_account
            group by all
            having count(distinct fund) = 1
        )

        select
            '账面' as side, village_code, fund, cast(null as varchar) as account_no, slice_id, period,
            period_kind, min(entry_date) as first_day, max(entry_date) as last_day
        from ledger.cash_entry
        where account_kind = '银行' or (account_kind is null and coalesce(method, '') <> '现金')
        group by all
        union all
        select
            '流水', line.village_code, registered.fund, line.account_no, line.slice_id, line.period,
            line.period_kind, min(line.entry_date), max(line.entry_date)
        from ledger.bank_line as line
        left join registered
          on line.village_code = registered.village_code
         and regexp_replace(line.account_no, '\\s', '', 'g') = registered.account_no
        group by all
    """,
    )
    ends = pl.coalesce(
        pl.when(pl.col("period_kind") == kind).then(pl.col("period").dt.offset_by(length).dt.offset_by("-1d"))
        for kind, length in _MONTHS.items()
    )
    declared = slices.with_columns(declared_to=ends)
    closed = (pl.lit(as_of) - pl.col("declared_to")).dt.total_days() >= CLOSED_AFTER
    return (
        declared.with_columns(
            covers_from=pl.min_horizontal(
                pl.when(pl.col("declared_to").is_not_null()).then("period"),
                pl.col("first_day").dt.month_start(),
            ),
            covers_to=pl.max_horizontal(
                pl.when(closed).then("declared_to"), pl.col("last_day").dt.month_end()
            ),
        )
        .select(list(COLUMNS))
        .unique()
        .sort(list(COLUMNS), nulls_last=True)
    )
