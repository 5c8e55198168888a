"""Say which periods of which ledgers each village has handed in, and how often."""

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

TITLE = "报送：每村每表每种资金每期报了几次，现行的有几行"
COLUMNS = {
    "village_code": ("varchar", "村代码"),
    "kind": ("varchar", "表种"),
    "kind_title": ("varchar", "表名"),
    "fund": ("varchar", "资金类别：空为不分资金或未注明"),
    "period": ("date", "期间：所属期间的第一天"),
    "period_kind": ("varchar", "期间类型：日/月/季/年/区间"),
    "versions": ("integer", "报送次数"),
    "rows_current": ("integer", "现行行数"),
    "last_day": ("date", "所含最后一天：没有日期的表为空"),
}
# Books are kept period by period; the other kinds are handed in when there is something to hand in.
BOOKS = ("cash_entry", "voucher_line", "account_balance", "bank_line")
EMPTY_IF = all_of(*(f"history.{kind.name}" for kind in ledgers().values() if kind.per_village))


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """Count submissions and current rows by village, kind, fund and period, over every version.

    The kinds are not listed anywhere, so the query is put together from what the schemas folder holds.
    """
    kinds = [kind for kind in ledgers().values() if kind.per_village]
    return read(
        con, " union all ".join(map(_counted, kinds_with_rows(con, kinds) or kinds[:1])) + " order by all"
    )


def _counted(kind: Ledger) -> str:
    fund = "fund" if "fund" in kind.slice_fields else "null"
    last_day = f"max({kind.date_field})" if kind.date_field else "null::date"
    return f"""
        select
            village_code, {literal(kind.name)} as kind, {literal(kind.title)} as kind_title, {fund}::varchar as fund,
            period, period_kind, cast(count(distinct submission_id) as integer) as versions,
            cast(count(*) filter (where superseded_by = '') as integer) as rows_current, {last_day} as last_day
        from history."{kind.name}"
        where village_code <> ''
        group by village_code, {fund}, period, period_kind
    """
