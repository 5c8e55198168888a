"""Follow the money of a county, a township or a village: where it came from, where it went, who got it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pipeline.serve.listing import view
from pipeline.serve.listings import FUNDS, PAYEES, PAYMENTS
from pipeline.serve.place_names import villages

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from pipeline.serve.listing import View

_HERE = "($township = '' or township = $township) and ($villages is null or list_contains($villages, village_code))"
_YEAR = "($year = 0 or {0} = $year)"
_BOOK = f"{_HERE} and {_YEAR.format('year(entry_date)')}"


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a comparison: ``share`` is its length beside the longest, 0 to 100."""

    name: str
    part: str
    amount: Decimal
    count: int
    share: Decimal


@dataclass(frozen=True, slots=True)
class Flow:
    """The money of one scope: ``sources`` and ``uses`` by fund, what was paid in and out in other ledgers."""

    sources: list[Bar]
    uses: list[Bar]
    documents: list[Bar]
    registers: list[Bar]
    payees: View
    payments: View
    said: str
    kept: Mapping[str, str]


def flow(con: duckdb.DuckDBPyConnection, query: Mapping[str, str]) -> Flow:
    """Sum up the money of the scope in the address: ``township``, ``village``, ``year``.

    ``fund`` narrows what was spent, ``category`` and ``document`` the list of payments only.
    """
    kept = {
        name: query.get(name, "").strip()
        for name in ("township", "village", "year", "fund", "category", "document")
    }
    year = (
        int(kept["year"])
        if kept["year"].isascii() and kept["year"].isdigit() and len(kept["year"]) == 4
        else 0
    )
    named = villages(con, kept["village"]) if kept["village"] else None
    scope: dict[str, Any] = {
        "township": kept["township"],
        "villages": named.codes if named else None,
        "year": year,
    }
    # Read once, asked several times; it lives in memory and ends with the connection.
    con.execute(
        "create temp table spent as select fund, category, document_type, amount from audit.spending"
        f" where counts = '计入' and nature = '支出' and {_HERE} and {_YEAR.format('year(date)')}"
        " and ($fund = '' or fund = $fund)",
        scope | {"fund": kept["fund"]},
    )
    return Flow(
        sources=_bars(con, _SOURCES, scope),
        uses=_bars(con, _USES, {}),
        documents=_bars(con, _DOCUMENTS, {}),
        registers=_bars(con, _REGISTERS, scope),
        payees=view(con, PAYEES, kept, 20),
        payments=view(con, PAYMENTS, kept, 50),
        said=f"村{named.said}" if named else "",
        kept=kept,
    )


def years(con: duckdb.DuckDBPyConnection) -> list[int]:
    """List the years that any money moved in, the latest first."""
    rows = con.execute(
        "select year(entry_date) from core.cash_entry union select coalesce(year(used_on), year) from"
        " ledger.dividend_use union select year from ledger.grant union select year from ledger.dividend"
    ).fetchall()
    return sorted((row[0] for row in rows if row[0]), reverse=True)


def funds(con: duckdb.DuckDBPyConnection) -> list[str]:
    """List the funds that were spent."""
    return [fund for (fund,) in con.execute(FUNDS).fetchall() if fund]


def _bars(con: duckdb.DuckDBPyConnection, query: str, values: Mapping[str, object]) -> list[Bar]:
    rows = con.execute(query, values).fetchall()
    largest = max((abs(amount) for _, _, amount, _ in rows), default=Decimal(0)) or Decimal(1)
    return [
        Bar(name, part, amount, count, (abs(amount) * 100 / largest).quantize(Decimal("0.1")))
        for name, part, amount, count in rows
    ]


_SOURCES = f"""
    select coalesce(fund, '（未写明资金）'), coalesce(account_kind, '账簿'), sum(income)::decimal(18, 2), count(*)
    from core.cash_entry
    where income <> 0 and not is_opening and not is_internal and not is_repeat and {_BOOK}
    group by all order by 3 desc, 1, 2
"""
_USES = """
    select coalesce(fund, '（未写明资金）'), coalesce(category, '（未分类）'), sum(amount)::decimal(18, 2), count(*)
    from temp.spent group by all order by 3 desc, 1, 2
"""
_DOCUMENTS = """
    select coalesce(document_type, '（没有填写）'), '', sum(amount)::decimal(18, 2), count(*)
    from temp.spent group by all order by 3 desc, 1
"""
_REGISTERS = f"""
    select * from (
        select '专项资金拨付表' as name, coalesce(fund, '') as part, sum(amount)::decimal(18, 2) as amount, count(*) as n
        from ledger.grant where {_HERE} and {_YEAR.format("year")} group by all
        union all
        select '红利收取表', '实收红利', sum(received)::decimal(18, 2), count(*)
        from ledger.dividend where {_HERE} and {_YEAR.format("year")} group by all
        union all
        select '红色股份登记台账', event, sum(amount)::decimal(18, 2), count(*)
        from ledger.share_event where {_HERE} and {_YEAR.format("year(coalesce(event_date, period))")} group by all
    ) where amount is not null order by name, part
"""
