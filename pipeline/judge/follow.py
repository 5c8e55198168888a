"""Follow every flag through the batches: what was concluded, whether its facts changed, what happened when.

What was concluded holds as long as the facts do; where they change, or where something that was put right fires again,
it is to be looked at again. Facts are the amount and what stands in the rows of
evidence: not where they stand, so that a file sent again changes nothing. Nothing is ever deleted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.judge.dispositions import AGAIN
from pipeline.judge.headlines import number
from pipeline.place.conclusions import PARTLY, TRUE, UNDER_WAY

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import duckdb

PENDING, GONE = "待核", "已消除"

_FACTS = """
create or replace temp table fact_now as
select f.flag_id, f.level, f.amount, f.message, md5(concat_ws('|',
    case when not list_contains($relative, f.rule_id) then f.amount end, string_agg(
    concat_ws('¦', e."table", e.date, e.summary, e.amount), '|' order by e."table", e.date, e.summary, e.amount)
)) as facts
from result.flag as f left join result.flag_evidence as e using (flag_id)
where f.status <> $gone
group by f.flag_id, f.rule_id, f.level, f.amount, f.message
"""
# What the events before this batch say about a flag: how it stood last, and what the inspector's conclusion saw.
_BEFORE = """
create or replace temp table before as
with event as (select * from result.flag_event where batch_number < $number)
select e.flag_id,
    arg_max(e.status, e.batch_number) as status,
    arg_max(e.facts, e.batch_number) filter (where e.facts is not null) as facts,
    arg_max(
        {'decided': e.decided, 'explanation': e.explanation, 'amount_found': e.amount_found,
         'amount_recovered': e.amount_recovered, 'referred_to': e.referred_to, 'rectify_by': e.rectify_by,
         'rectified_on': e.rectified_on, 'inspector': e.inspector, 'note': e.note, 'decided_on': e.decided_on},
        e.batch_number
    ) as conclusion,
    coalesce(
        arg_max(e.facts, e.batch_number) filter (where e.facts is not null and e.batch_number <= d.seen),
        arg_min(e.facts, e.batch_number) filter (where e.facts is not null)
    ) as facts_seen,
    coalesce(bool_or(e.status in ($gone, $again) and e.batch_number >= d.came), false) as left_since
from event as e left join decision as d using (flag_id)
group by e.flag_id
"""
_NOW = """
create or replace temp table standing as
with joined as (
    select g.flag_id, n.flag_id is not null as fires, n.facts, g.level, g.amount, g.message,
        b.flag_id is not null as known, b.status as status_before, b.facts as facts_before, b.conclusion,
        d.status as decided, d.explanation, d.amount_found, d.amount_recovered, d.referred_to, d.rectify_by,
        d.rectified_on, d.inspector, d.note, d.decided_on, d.source_file,
        n.facts = coalesce(b.facts_seen, n.facts) as same, coalesce(b.left_since, false) as left_since
    from result.flag as g
    left join fact_now as n using (flag_id)
    left join before as b using (flag_id)
    left join decision as d using (flag_id)
),
judged as (
    select *, case
        when not fires then $gone
        when decided is null then $pending
        when decided = $under_way then decided
        when not same or (rectified_on is not null and left_since) then $again
        else decided
    end as status, case
        when not coalesce(decided in ($true, $partly), false) then null
        when rectified_on <= $as_of then '已整改'
        when rectify_by < $as_of then '超期'
        when rectify_by is not null then '整改中'
        else '未整改'
    end as rectification
    from joined
)
select *, concat_ws('、',
    case when not known then '首次发现' end,
    case when known and fires and status_before = $gone then '再次出现' end,
    case when known and fires and facts <> facts_before then '事实有变' end,
    case when decided is not null
        and {'decided': decided, 'explanation': explanation, 'amount_found': amount_found,
             'amount_recovered': amount_recovered, 'referred_to': referred_to, 'rectify_by': rectify_by,
             'rectified_on': rectified_on, 'inspector': inspector, 'note': note, 'decided_on': decided_on}
            is distinct from conclusion then '核查结论' end,
    case when decided is null and conclusion.decided is not null then '结论撤回' end,
    case when status = $again and status_before <> $again then $again end,
    case when known and status = $gone and status_before <> $gone then $gone end
) as event
from judged
"""


def follow(con: duckdb.DuckDBPyConnection, as_of: date, batch_id: str, relative: Sequence[str]) -> None:
    """Settle the status of every flag in ``result.flag`` and add what changed to ``result.flag_event``.

    The flags of the batch and their evidence are stored, those that no longer fire as 已消除, and the
    temporary table ``decision`` stands. ``relative``: rules whose amounts change with other villages'
    books, where the evidence alone is the facts. The caller holds the transaction.
    """
    con.execute("delete from result.flag_event where batch_id = ?", [batch_id])
    con.execute(_FACTS, {"gone": GONE, "relative": list(relative)})
    con.execute(_BEFORE, {"number": number(batch_id), "gone": GONE, "again": AGAIN})
    words = {
        "gone": GONE, "pending": PENDING, "again": AGAIN, "under_way": UNDER_WAY, "true": TRUE, "partly": PARTLY,
        "as_of": as_of,
    }  # fmt: skip
    con.execute(_NOW, words)
    con.execute(
        "update result.flag as f set status = s.status, conclusion = s.decided, rectification = s.rectification"
        " from standing as s where f.flag_id = s.flag_id"
    )
    con.execute(
        "insert into result.flag_event by name select flag_id, $batch as batch_id, $number as batch_number,"
        " $as_of as as_of, event, status, facts, level, amount, message, decided, explanation, amount_found,"
        " amount_recovered, referred_to, rectify_by, rectified_on, inspector, note, decided_on, source_file"
        " from standing where event <> '' order by flag_id",
        {"batch": batch_id, "number": number(batch_id), "as_of": as_of},
    )
    con.execute("drop table standing; drop table before; drop table fact_now")
