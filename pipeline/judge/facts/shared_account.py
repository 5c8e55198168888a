"""Find accounts that are paid by several villages under several names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.handover import read
from pipeline.judge.emptiness import any_of
from pipeline.judge.facts._names import may_be_one, normalise
from pipeline.values.vocabulary import watched

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    import duckdb

TITLE = "一号多名：几个村付款的同一账号，户名不止一个"
COLUMNS = {
    "row_id": ("varchar", "付款行编号"),
    "account": ("varchar", "账号"),
    "names": ("varchar", "户名：规范名，顿号隔开"),
    "holders": ("integer", "不同户名数：近似的写法算一个"),
    "villages": ("integer", "付款的村数"),
}
EMPTY_IF = any_of(
    "ledger.cash_entry", "ledger.cash_entry.counterparty", "ledger.cash_entry.counterparty_account"
)


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """List the payments to every account that at least two villages pay and that has unlike names.

    Masked accounts (6217****1234) and numbers of less than 8 digits (a till, a typing error) are left out,
    and so are payroll runs (代发) and public offices, where one account is bound to serve many. What this program
    has masked itself (kmpwtz****1234) is one account, told from all others by its letters.
    """
    payments = read(
        con,
        """
        with payment as (
            select
                row_id, village_code, counterparty as written,
                case
                    when regexp_matches(counterparty_account, '^[a-z]{6}[*]{4}[0-9]{4}$') then counterparty_account
                    when not regexp_matches(counterparty_account, '[*＊xX]')
                    then regexp_replace(counterparty_account, '[^0-9]', '', 'g')
                end as account
            from ledger.cash_entry
            where expense > 0 and counterparty is not null and coalesce(method, '') <> '代发'
              and coalesce(currency, '人民币') = '人民币' and not regexp_matches(summary, '代发|代付|批量')
        )

        select * from payment
        where length(account) >= 8 and account in (
            select account from payment group by account
            having count(distinct village_code) > 1 and count(distinct written) > 1
        )
        """,
    )
    written = payments["written"].unique().to_list()
    named = {text: normalise(text) for text in written if not watched("公共单位", text)}
    payments = payments.with_columns(
        name=pl.col("written").replace_strict(named, default=None, return_dtype=pl.String)
    ).filter(pl.col("name").is_not_null() & (pl.col("name") != ""))
    shared = (
        payments.group_by("account")
        .agg(pl.col("name").unique().sort(), villages=pl.col("village_code").n_unique())
        .filter(pl.col("villages") > 1, pl.col("name").list.len() > 1)
        .with_columns(holders=pl.col("name").map_elements(holders, return_dtype=pl.Int32))
        .filter(pl.col("holders") > 1)
        .with_columns(pl.col("villages").cast(pl.Int32), names=pl.col("name").list.join("、"))
    )
    return payments.join(shared.drop("name"), on="account").select(list(COLUMNS)).sort("row_id")


def holders(names: Iterable[str]) -> int:
    """Count how many payees ``names`` can't but be: spellings of one name, or a name within one, are one."""
    groups: list[list[str]] = []
    for name in names:
        alike = [g for g in groups if any(_one(name, other) for other in g)]
        groups = [g for g in groups if g not in alike] + [[name, *(n for g in alike for n in g)]]
    return len(groups)


def _one(name: str, other: str) -> bool:
    return name in other or other in name or may_be_one(name, other)
