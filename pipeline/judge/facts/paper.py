"""Say what sort of paper every entry of the cash books stands on: of one payment's several papers one counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.handover import read

if TYPE_CHECKING:
    from datetime import date

    import duckdb
    import polars as pl

TITLE = "凭据：收支明细账每行记在哪一种账表上"
COLUMNS = {
    "row_id": ("varchar", "行编号"),
    "paper": (
        "varchar",
        "账表：日记账（写明现金或银行）/收支账（没有写明的）/台账（一种专门资金的）/公示/专项公示",
    ),
    "is_general": ("boolean", "是否综合资金：没有写资金类别，或写集体资金"),
}
EMPTY_IF = "ledger.cash_entry"
# The first that a village has of one payment counts; the lists of dividends come last.
ORDER = ("日记账", "收支账", "台账", "公示", "专项公示", "红利表")


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """Go by the account, the fund, and the names of sheet and file; folders say nothing of it."""
    return read(
        con,
        """
        with named as (
            select
                row_id, account_kind, coalesce(fund, '集体资金') = '集体资金' as is_general,
                regexp_matches(source_sheet, '公开|公示|公布|公榜')
                or regexp_matches(source_file, '(公开|公示|公布|公榜)[^/]*$')
                and not regexp_matches(source_sheet, '日记账|台账|明细账|收支账|流水账') as is_posted
            from ledger.cash_entry
        )

        select
            row_id,
            min(
                case
                    when is_posted then case when is_general then '公示' else '专项公示' end
                    when account_kind is not null then '日记账'
                    when is_general then '收支账'
                    else '台账'
                end
            ) as paper,
            bool_and(is_general) as is_general
        from named
        -- the same file of two villages has the same ids
        group by row_id
        order by row_id
        """,
    )
