"""Follow the money of a county, a township or a village: where it came from, where it went, who got it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pipeline.publish.report.table import read
from pipeline.serve.show import Grid, Pages, asked, grid, paged

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

_HERE = "($township = '' or township = $township) and ($village = '' or village_code = $village)"
_YEAR = "($year = 0 or {0} = $year)"
_BOOK = f"{_HERE} and {_YEAR.format('year(entry_date)')}"
# What counts as spent without a document, as in audit.service_fund.
NO_DOCUMENT = "没有票据（白条、无、没有填写）"
_CHOSEN = f"""
    ($category = '' or coalesce(category, '（未分类）') = $category) and ($document = '' or document_type = $document
    or $document = '{NO_DOCUMENT}' and coalesce(document_type, '无') in ('白条', '无'))
"""
_PAYMENT = {
    "row_id": "行编号", "ledger": "账册", "village_code": "村代码", "township": "乡镇", "village_name": "村",
    "date": "日期", "fund": "资金", "category": "用途", "summary": "摘要", "payee": "收款人", "amount": "金额（元）",
    "approver": "审批人", "resolution_no": "决议编号", "document_type": "票据", "source_file": "来源文件",
    "source_row": "行号（点开看原表）",
}  # fmt: skip


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
    payees: Grid
    payments: Grid
    pages: Pages


def flow(con: duckdb.DuckDBPyConnection, query: Mapping[str, str]) -> Flow:
    """Sum up the money of the scope in the address: ``township``, ``village`` (its code), ``year``.

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
    scope: dict[str, Any] = {"township": kept["township"], "village": kept["village"], "year": year}
    fund = {"fund": kept["fund"]}
    here = f"counts = '计入' and nature = '支出' and {_HERE} and {_YEAR.format('year(date)')} and ($fund = '' or fund = $fund)"
    # Read once, asked several times; it lives in memory and ends with the connection.
    con.execute(
        "create temp table spent as select village_code, fund, category, document_type, payee, amount"
        f" from audit.spending where {here}",
        scope | fund,
    )
    chosen = {"category": kept["category"], "document": kept["document"]}
    total = con.execute(f"select count(*) from temp.spent where {_CHOSEN}", chosen).fetchall()[0][0]
    pages = paged("/flows", kept, query.get("page", ""), total)
    columns = ", ".join({"ledger": "source_table as ledger"}.get(name, name) for name in _PAYMENT)
    payments = read(
        con,
        "支出明细：金额大的在前",
        f"select {columns} from audit.spending where {here} and {_CHOSEN}"
        f" order by amount desc, date, row_id limit {pages.size} offset {pages.offset}",
        _PAYMENT,
        scope | fund | chosen,
    )
    payees = asked(
        con,
        "收款最多的单位和个人",
        "select payee, count(*) as count, sum(amount)::decimal(18, 2) as amount,"
        " count(distinct village_code) as villages from temp.spent where coalesce(payee, '') <> ''"
        " group by payee order by amount desc, payee",
        {"payee": "收款人", "count": "笔数", "amount": "金额（元）", "villages": "村数"},
        most=20,
    )
    return Flow(
        sources=_bars(con, _SOURCES, scope),
        uses=_bars(con, _USES, {}),
        documents=_bars(con, _DOCUMENTS, {}),
        registers=_bars(con, _REGISTERS, scope),
        payees=payees,
        payments=grid(payments),
        pages=pages,
    )


def years(con: duckdb.DuckDBPyConnection) -> list[int]:
    """List the years that any money moved in, the latest first."""
    rows = con.execute(
        "select year(entry_date) from core.cash_entry union select coalesce(year(used_on), year) from"
        " ledger.dividend_use union select year from ledger.grant union select year from ledger.dividend"
    ).fetchall()
    return sorted((row[0] for row in rows if row[0]), reverse=True)


def choices(con: duckdb.DuckDBPyConnection) -> tuple[list[str], list[str]]:
    """List the funds that were spent and the kinds of documents there are."""
    # Not from audit.spending: to put that together takes ten times as long.
    rows = con.execute(
        "select fund, document_type from core.cash_entry union select '红色公司', document_type from ledger.dividend_use"
    ).fetchall()
    funds, documents = ({row[i] for row in rows if row[i]} for i in (0, 1))
    return sorted(funds), sorted(documents)


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
