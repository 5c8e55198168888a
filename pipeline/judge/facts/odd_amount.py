"""List the rows whose own amount is negative or zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.ddl import literal
from pipeline.handover import read
from pipeline.judge.emptiness import all_of
from schemas import ledgers

if TYPE_CHECKING:
    from datetime import date

    import duckdb
    import polars as pl

    from schemas._spec import Ledger

TITLE = "负数和零：登记的金额不大于零的行"
COLUMNS = {
    "row_id": ("varchar", "行编号"),
    "village_code": ("varchar", "村代码"),
    "kind": ("varchar", "表种"),
    "kind_title": ("varchar", "表名"),
    "source_file": ("varchar", "来源文件"),
    "source_sheet": ("varchar", "来源工作表"),
    "day": ("date", "日期"),
    "words": ("varchar", "摘要"),
    "remarks": ("varchar", "摘要和备注"),
    "amount": ("decimal(18, 2)", "金额（元）"),
    "subject": ("varchar", "名称：由日期、凭证号、摘要、金额组成，相同的编号"),
}
# What a village pays or gets, entry by entry. Red lines of vouchers, a bank's own reversals and shares
# that are given back are how those books are kept.
KINDS = ("cash_entry", "dividend_use", "aid_payment", "allowance", "grant", "purchase")
EMPTY_IF = all_of(*(f"ledger.{name}" for name in KINDS))


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """List rows of ``KINDS`` in 人民币 of which no amount is above zero."""
    parts = " union all ".join(_select(ledgers()[name]) for name in KINDS)
    return read(
        con,
        f"""
        with odd as ({parts}),

        named as (
            select *, concat_ws(' ', cast(day as varchar), number, left(words, 30), amount || ' 元') as name
            from odd
        )

        select
            row_id, village_code, kind, kind_title, source_file, source_sheet, day, words, remarks, amount,
            name || case when occurrence = 1 then '' else '（第' || occurrence || '笔）' end as subject
        from (
            select *, row_number() over (
                partition by kind, village_code, name order by source_file, source_sheet, source_row
            ) as occurrence
            from named
        )
        order by kind, village_code, source_file, source_sheet, source_row
        """,
    )


def _select(kind: Ledger) -> str:
    own = [name for name in kind.amount_fields if name in ("income", "expense", "amount")]
    texts = [n for n in ("summary", "name", "item", "reason", "document_no") if n in kind.by_name]
    notes = [*texts, *(n for n in ("note",) if n in kind.by_name)]
    number = "voucher_no" if "voucher_no" in kind.by_name else "null::varchar"
    own_money = "coalesce(currency, '人民币') = '人民币'" if "currency" in kind.by_name else "true"
    return f"""
        select
            row_id, village_code, {literal(kind.name)} as kind, {literal(kind.title)} as kind_title,
            source_file, source_sheet, source_row, {kind.date_field} as day, {number} as number,
            concat_ws(' ', {", ".join(texts)}) as words, concat_ws(' ', {", ".join(notes)}) as remarks,
            cast({" + ".join(f"coalesce({n}, 0)" for n in own)} as decimal(18, 2)) as amount
        from ledger."{kind.name}"
        where {own_money} and {_paid(kind)} and greatest({", ".join(f"coalesce({n}, 0)" for n in own)}) <= 0
    """


def _paid(kind: Ledger) -> str:
    """Leave out a zero beside an amount that says why nothing was paid yet."""
    beside = kind.by_name["amount"].nought_beside if "amount" in kind.by_name else ()
    return (
        f"not (amount = 0 and greatest({', '.join(f'coalesce({n}, 0)' for n in beside)}) > 0)"
        if beside
        else "true"
    )
