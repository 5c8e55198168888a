"""Say of every expense who was paid and what for, in words that can be compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.handover import read
from pipeline.judge.facts._names import is_person, may_be_one, normalise, sound
from pipeline.judge.facts._words import alike, words_of
from pipeline.values.vocabulary import OTHER, purpose_class

if TYPE_CHECKING:
    from datetime import date

    import duckdb

TITLE = "收款人与用途：每笔支出的收款人归并、用途类别"
COLUMNS = {
    "row_id": ("varchar", "行编号"),
    "payee_name": ("varchar", "收款人规范名：统一全半角、空白、括号和公司后缀，可跨村比较"),
    "payee_key": ("varchar", "收款人归并名：同村内同名、同账号、同音近形者为一人"),
    "is_person": ("boolean", "收款人是否个人"),
    "purpose_class": ("varchar", "用途类别"),
    "purpose_key": ("varchar", "用途归并：去掉数字、日期和标点的摘要"),
    "matter": ("varchar", "事由归并：同一收款人同一金额的几笔，说法相近的为一件事"),
    "is_periodic": ("boolean", "是否周期付款：同一收款人同一金额至少三个月各有一笔"),
}
EMPTY_IF = "ledger.cash_entry"
NULL_IF = dict.fromkeys(("payee_name", "payee_key", "is_person"), "ledger.cash_entry.counterparty")
PERIODIC_MONTHS = 3
_MOVED = "[转划调存]"
# One account under more names than this is an office's paying account (代发), not one payee.
_NAMES_PER_ACCOUNT = 3


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """Describe every cash_entry row with an expense; payee columns are NULL where no payee is written."""
    rows = read(
        con,
        """
        select row_id, village_code, entry_date, expense, summary, counterparty,
            case
                when coalesce(method, '') <> '代发' then regexp_replace(counterparty_account, '\\s', '', 'g')
            end as account
        from ledger.cash_entry
        where expense is not null and expense <> 0
        order by row_id
    """,
    )
    rows = rows.with_columns(
        payee_name=_mapped(rows["counterparty"], _named, pl.String),
        purpose_class=_mapped(rows["summary"], purpose_class, pl.String),
        purpose_key=_mapped(rows["summary"], words_of, pl.String),
    )
    rows = _to_own_accounts(con, rows)
    rows = rows.with_columns(is_person=_mapped(rows["payee_name"], is_person, pl.Boolean))
    keys = _merge(rows.select("village_code", "payee_name", "account").drop_nulls("payee_name").unique())
    rows = rows.join(keys, on=["village_code", "payee_name"], how="left")
    rows = rows.join(_matters(rows), on=["village_code", "payee_key", "expense", "purpose_key"], how="left")
    months = pl.col("entry_date").dt.strftime("%Y-%m").n_unique().over("village_code", "payee_key", "expense")
    return (
        rows.with_columns(
            matter=pl.coalesce("matter", "purpose_key"),
            is_periodic=pl.col("payee_key").is_not_null() & (months >= PERIODIC_MONTHS),
        )
        .select(list(COLUMNS))
        .sort("row_id")
    )


def _to_own_accounts(con: duckdb.DuckDBPyConnection, rows: pl.DataFrame) -> pl.DataFrame:
    """Call moving money to a holder of one of the village's own accounts 内部转账, where its words name no purpose."""
    holders = read(
        con,
        "select distinct village_code, account_name from ledger.bank_account where account_name is not null",
    )
    own = holders.with_columns(payee_name=_mapped(holders["account_name"], _named, pl.String))
    moved = (pl.col("purpose_class") == OTHER) & pl.col("summary").str.contains(_MOVED)
    internal = rows.filter(moved).join(own, on=["village_code", "payee_name"], how="semi").select("row_id")
    return rows.with_columns(
        purpose_class=pl.when(pl.col("row_id").is_in(internal["row_id"].implode()))
        .then(pl.lit("内部转账"))
        .otherwise("purpose_class")
    )


def _named(name: str) -> str | None:
    return normalise(name) or None


def _mapped(values: pl.Series, function: object, dtype: type[pl.DataType]) -> pl.Series:
    """Apply ``function`` once to each distinct text."""
    distinct = values.drop_nulls().unique(maintain_order=True).to_list()
    results = [function(value) for value in distinct]  # type: ignore[operator]
    return values.replace_strict(distinct, results, default=None, return_dtype=dtype)


def _matters(rows: pl.DataFrame) -> pl.DataFrame:
    """Name the matter of payments of one amount to one payee that say it in several ways: the first way by text."""
    keys = ["village_code", "payee_key", "expense"]
    worded = rows.drop_nulls("payee_key").group_by(keys).agg(pl.col("purpose_key").unique().sort())
    found = []
    for *key, ways in worded.filter(pl.col("purpose_key").list.len() > 1).sort(keys).iter_rows():
        matters: dict[str, str] = {}
        for way in ways:
            matters[way] = next((matter for other, matter in matters.items() if alike(other, way)), way)
        found += [(*key, *named) for named in matters.items()]
    schema = {name: rows.schema[name] for name in (*keys, "purpose_key")} | {"matter": pl.String}
    return pl.DataFrame(found, schema=schema, orient="row")


def _merge(seen: pl.DataFrame) -> pl.DataFrame:
    """Merge the names of each village that are one payee.

    ``seen`` has village_code, payee_name, account. Returns village_code, payee_name, payee_key: the
    first (by text) of the names that belong together.
    """
    found = [
        (village, name, key)
        for (village,), names in sorted(seen.group_by("village_code"))
        for name, key in sorted(_merge_village(names).items())
    ]
    schema = {"village_code": pl.String, "payee_name": pl.String, "payee_key": pl.String}
    return pl.DataFrame(found, schema=schema, orient="row")


def _merge_village(names: pl.DataFrame) -> dict[str, str]:
    accounts: dict[str, set[str]] = {}
    for name, account in names.select("payee_name", "account").sort("payee_name", "account").iter_rows():
        accounts.setdefault(name, set()).update({account} if account else ())
    root = {name: name for name in accounts}

    def find(name: str) -> str:
        while root[name] != name:
            root[name] = root[root[name]]
            name = root[name]
        return name

    def unite(one: str, other: str) -> None:
        first, second = sorted((find(one), find(other)))
        root[second] = first

    holders: dict[str, list[str]] = {}
    alike: dict[str, list[str]] = {}
    for name, held in accounts.items():
        alike.setdefault(sound(name), []).append(name)
        for account in held:
            holders.setdefault(account, []).append(name)
    for group in holders.values():
        if len(group) <= _NAMES_PER_ACCOUNT:
            for name in group[1:]:
                unite(group[0], name)
    for group in alike.values():
        for position, one in enumerate(group):
            for other in group[position + 1 :]:
                # Two known, different accounts are two payees, however alike the names.
                apart = accounts[one] and accounts[other] and not accounts[one] & accounts[other]
                if not apart and may_be_one(one, other):
                    unite(one, other)
    return {name: find(name) for name in accounts}
