"""Say of every village, kind, fund, account and period what was loaded and what was not, sheet by sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.ddl import literal
from pipeline.handover import read
from pipeline.judge.emptiness import all_of
from pipeline.judge.facts._kinds import kinds_with_rows
from schemas import ledgers

if TYPE_CHECKING:
    from datetime import date

    import duckdb
    import polars as pl

    from schemas._spec import Ledger

TITLE = "报来的部分：每村每表每种资金每本账每期装载了几行，有几行、多少金额没有装载"
COLUMNS = {
    "village_code": ("varchar", "村代码"),
    "kind": ("varchar", "表种：没有认出的为最像的表种"),
    "fund": ("varchar", "资金类别：空为不分资金或未注明"),
    "account": ("varchar", "账册：现金、银行或账号，空为不分"),
    "period": ("date", "期间：所属期间的第一天"),
    "period_kind": ("varchar", "期间类型：日/月/季/年/区间"),
    "state": ("varchar", "装载/没有装载/退回/跳过"),
    "rows_loaded": ("integer", "装载行数"),
    "rows_set_aside": ("integer", "没有装载的行数"),
    "money_set_aside": ("decimal(18, 2)", "没有装载的金额（元）：退回的和没有读懂的"),
}
EMPTY_IF = all_of("meta.sheet", *(f"ledger.{kind.name}" for kind in ledgers().values() if kind.per_village))
_ACCOUNT = {"cash_entry": "account_kind", "bank_line": "account_no"}


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """List the parts of all current sheets.

    A book without rows is of cash or of a bank as its title says, or else its name. A sheet of several villages is one of
    each; a row of it that was set aside is that of the village it names, or may be any of theirs. Fund and account of such
    a row are its own, the sheet's, or those all loaded rows of the village share.
    """
    kinds = [kind for kind in ledgers().values() if kind.per_village]
    money = " ".join(
        f"when {literal(kind.name)} then {' + '.join(map(_amount, kind.amount_fields)) or '0'}"
        for kind in kinds
    )
    return read(
        con,
        f"""
        with loaded as ({" union all ".join(map(_loaded, kinds_with_rows(con, kinds) or kinds[:1]))}),

        -- what the loaded rows of a village on a sheet share
        common as (
            select
                submission_id, sheet, kind, village_code,
                case when count(distinct coalesce(fund, '')) = 1 then min(fund) end as fund,
                case when count(distinct coalesce(account, '')) = 1 then min(account) end as account,
                min(period) as period, min(period_kind) as period_kind
            from loaded group by all
        ),

        sheet as (
            select
                s.*, coalesce(nullif(s.kind, ''), s.runner_up, '') as likely, row_number() over () as number,
                coalesce(s.rows_loaded, 0) = 0 as whole, {_in_words("s.title")} as by_title,
                {_in_words("s.sheet")} as by_name
            from meta.sheet as s
            semi join meta.submission as m on s.submission_id = m.submission_id and m.superseded_by = ''
        ),

        rejected as (
            select r.*, s.number, s.likely
            from meta.rejected_row as r
            inner join sheet as s on r.submission_id = s.submission_id and r.sheet = s.sheet and s.rows_rejected > 0
            qualify row_number() over (
                partition by r.submission_id, r.sheet, r."row"
                order by coalesce(s.header_row, 0) <= r."row" desc, s.header_row desc
            ) = 1
        ),

        named as (
            select village_name, min(village_code) as village_code from ledger.village
            group by all having count(distinct village_code) = 1
        ),

        part as (
            select
                r.number, n.village_code as own, r.fields ->> 'fund' as fund,
                case r.likely when 'cash_entry' then r.fields ->> 'account_kind'
                    when 'bank_line' then r.fields ->> 'account_no' end as account,
                1 as rows_set_aside,
                cast(case r.likely {money} else 0 end as decimal(18, 2)) as money
            from rejected as r
            left join named as n on coalesce(r.fields ->> 'village_name', '') = n.village_name
            union all
            -- what stands in no row of its own: blocks, and sheets of which nothing was recognised
            select
                number, null, null, null, 0,
                case when coalesce(kind, '') = '' then coalesce(money_rejected, 0) else 0 end + coalesce(money_unread, 0)
            from sheet
            where coalesce(money_unread, 0) <> 0 or whole
        ),

        placed as (
            select
                coalesce(p.own, nullif(s.village_code, ''), c.village_code) as village_code, s.likely as kind,
                coalesce(p.fund, nullif(s.fund, ''), c.fund) as fund,
                coalesce(p.account, c.account, case s.likely when 'cash_entry' then coalesce(by_title, by_name) end)
                    as account,
                coalesce(c.period, s.period) as period, coalesce(c.period_kind, s.period_kind) as period_kind,
                case
                    when not s.whole then '没有装载'
                    when s.rows_rejected > 0 then '退回'
                    when s.outcome = '装载' then '装载'
                    else '跳过'
                end as state,
                0 as rows_loaded, p.rows_set_aside, p.money
            from part as p
            inner join sheet as s on p.number = s.number
            left join common as c
                on s.submission_id = c.submission_id and s.sheet = c.sheet and s.likely = c.kind
                and coalesce(p.own, nullif(s.village_code, ''), c.village_code) = c.village_code
        )

        select village_code, kind, fund, account, period, period_kind, '装载' as state,
            cast(sum(rows) as integer) as rows_loaded, 0 as rows_set_aside, cast(0 as decimal(18, 2)) as money_set_aside
        from loaded group by all
        union all
        select village_code, kind, fund, account, period, period_kind, state, 0,
            cast(sum(rows_set_aside) as integer), cast(sum(money) as decimal(18, 2))
        from placed where village_code <> '' and kind <> '' group by all
        order by all
        """,
    )


def _amount(field: str) -> str:
    return f"coalesce(abs(try_cast(r.fields ->> {literal(field)} as decimal(18, 2))), 0)"


def _in_words(text: str) -> str:
    """Say which of the two books a text names, if just one."""
    return f"""
        case when contains({text}, '现金') <> contains({text}, '银行') then
            case when contains({text}, '现金') then '现金' else '银行' end
        end
    """


def _loaded(kind: Ledger) -> str:
    fund = "fund" if "fund" in kind.by_name else "null::varchar"
    account = _ACCOUNT.get(kind.name, "null::varchar")
    return f"""
        select
            submission_id, source_sheet as sheet, {literal(kind.name)} as kind, village_code, {fund} as fund,
            {account} as account, period, period_kind, count(*) as rows
        from ledger."{kind.name}" where village_code <> '' group by all
    """
