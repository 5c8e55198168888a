"""Find accounts that are paid by several villages under several names."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import polars as pl

from pipeline.facts._names import may_be_one, normalise
from pipeline.vocabulary import watched

if TYPE_CHECKING:
    from datetime import date

    import duckdb

TITLE = "一号多名：几个村付款的同一账号，户名不止一个"
COLUMNS = {
    "row_id": "付款行编号",
    "account": "账号",
    "names": "户名：规范名，顿号隔开",
    "holders": "不同户名数：近似的写法算一个",
    "villages": "付款的村数",
}
_SHORTEST = 8  # digits; less is a till number or a typing error
_PAID_FOR_OTHERS = re.compile("代发|代付|批量")


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """List the payments to every account that at least two villages pay and that has unlike names.

    Masked accounts (6217****1234), payroll runs (代发) and public offices are left out: one account is
    bound to serve many there.
    """
    rows = con.execute("""
        select row_id, village_code, counterparty, counterparty_account, summary from ledger.cash_entry
        where expense > 0 and counterparty is not null and counterparty_account is not null
          and coalesce(method, '') <> '代发' and coalesce(currency, '人民币') = '人民币'
        order by row_id
    """).fetchall()
    payments: dict[str, list[tuple[str, str, str]]] = {}
    for row_id, village, written, account, summary in rows:
        number = _digits(account)
        name = normalise(written)
        if number and name and not _PAID_FOR_OTHERS.search(summary) and not watched("公共单位", written):
            payments.setdefault(number, []).append((row_id, village, name))
    found = []
    for number, lines in payments.items():
        villages = {village for _, village, _ in lines}
        names = sorted({name for _, _, name in lines})
        if len(villages) < 2 or len(names) < 2:
            continue
        count = holders(names)
        if count > 1:
            found += [(row_id, number, "、".join(names), count, len(villages)) for row_id, _, _ in lines]
    schema: dict[str, pl.DataType] = dict.fromkeys(("row_id", "account", "names"), pl.String())
    schema |= dict.fromkeys(("holders", "villages"), pl.Int32())
    return pl.DataFrame(found, schema=schema, orient="row").sort("row_id")


def holders(names: list[str]) -> int:
    """Count how many payees ``names`` can't but be: spellings of one name, or a name within one, are one."""
    groups: list[list[str]] = []
    for name in names:
        alike = [g for g in groups if any(_one(name, other) for other in g)]
        groups = [g for g in groups if g not in alike] + [[name, *(n for g in alike for n in g)]]
    return len(groups)


def _one(name: str, other: str) -> bool:
    return name in other or other in name or may_be_one(name, other)


def _digits(account: str) -> str | None:
    text = unicodedata.normalize("NFKC", account)
    number = re.sub(r"\D", "", text)
    return number if "*" not in text and len(number) >= _SHORTEST else None
