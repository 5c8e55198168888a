"""Gather what was decided, received and is still open in the time that each person of a village was in office.

For an audit of a term or at its end; it says when things were, not whose fault they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.judge.headlines import PENDING
from pipeline.publish.report.table import read
from pipeline.serve.show import Grid, grid

if TYPE_CHECKING:
    import duckdb

_TERM = {
    "official": "姓名", "post": "职务", "term": "任期", "decisions": "任内决议", "resolved": "决议金额（元）",
    "payments": "经办笔数", "paid": "经办金额（元）", "drawn": "自己领取（元）", "flags": "任内疑点",
    "flag_amount": "涉及金额（元）", "open_items": "离任未了", "outstanding": "未了金额（元）",
}  # fmt: skip
_OPEN = {
    "official": "离任人", "item": "未了事项", "matter": "内容", "party": "对方", "incurred_on": "发生", "amount": "金额（元）",
    "outstanding": "未了金额（元）", "state": "状态",
}  # fmt: skip
_TERMS = f"""
with term as (
    select row_number() over (order by official, post, since, until) as key, official, post, since, until
    from (
        select distinct trim(name) as official, trim(post) as post, in_office_from as since, in_office_to as until
        from ledger.official where village_code = $village
    )
),
decided as (
    select t.key, count(*) as decisions, sum(m.resolved_amount) as resolved
    from term as t inner join audit.matters as m on m.village_code = $village
        and coalesce(t.since <= m.resolved_on, true) and coalesce(t.until >= m.resolved_on, true)
        and m.resolved_on is not null
    group by all
),
paid as (
    select t.key, count(*) as payments, sum(e.expense) as paid
    from term as t inner join core.cash_entry as e on e.village_code = $village and e.expense is not null
        and (e.handler = t.official or e.approver = t.official) and not e.is_repeat and not e.is_internal
        and coalesce(t.since <= e.entry_date, true) and coalesce(t.until >= e.entry_date, true)
    group by all
),
drawn as (
    select t.key, sum(a.amount) as drawn
    from term as t inner join core.allowance as a on a.village_code = $village and a.name = t.official
        and coalesce(year(t.since) * 12 + month(t.since) <= a.year * 12 + coalesce(a.month, 12), true)
        and coalesce(year(t.until) * 12 + month(t.until) >= a.year * 12 + coalesce(a.month, 1), true)
    group by all
),
fact as (
    select t.key, f.root_cause, count(*) as flags,
        max(f.amount) filter (where f.level <> '提示') as amount
    from term as t inner join audit.flag as f on f.village_code = $village and {PENDING}
        and coalesce(t.since <= f.period, true) and coalesce(t.until >= f.period, true) and f.period is not null
    group by all
),
flagged as (
    select key, sum(flags) as flags, sum(amount) as flag_amount from fact group by all
),
open as (
    select t.key, count(*) as open_items, sum(h.outstanding) as outstanding
    from term as t inner join audit.handover as h on h.village_code = $village and t.official = h.official
        and t.post is not distinct from h.post and t.since is not distinct from h.in_office_from
        and t.until = h.in_office_to
    group by all
)
select t.official, t.post,
    concat_ws(' ', coalesce(cast(t.since as varchar), '没有填'), case when t.until is null then '起' else '至' end,
        cast(t.until as varchar)) as term,
    coalesce(d.decisions, 0) as decisions,
    cast(d.resolved as decimal(18, 2)) as resolved, coalesce(p.payments, 0) as payments,
    cast(p.paid as decimal(18, 2)) as paid, cast(a.drawn as decimal(18, 2)) as drawn,
    cast(coalesce(f.flags, 0) as bigint) as flags, cast(f.flag_amount as decimal(18, 2)) as flag_amount,
    coalesce(o.open_items, 0) as open_items, cast(o.outstanding as decimal(18, 2)) as outstanding
from term as t
left join decided as d on t.key = d.key
left join paid as p on t.key = p.key
left join drawn as a on t.key = a.key
left join flagged as f on t.key = f.key
left join open as o on t.key = o.key
order by t.until is not null, t.since, t.official, t.post
"""


def terms(con: duckdb.DuckDBPyConnection, code: str) -> Grid:
    """List the terms of office of the village's register: decided, paid, drawn, flagged, open; now in office first."""
    return grid(read(con, "按人、按任期", _TERMS, _TERM, {"village": code}))


def left_open(con: duckdb.DuckDBPyConnection, code: str) -> Grid:
    """List what was not settled when somebody left, one line a matter."""
    query = f"select {', '.join(_OPEN)} from audit.handover where village_code = $village order by in_office_to, official"
    return grid(read(con, "离任时未了的事", query, _OPEN, {"village": code}))
