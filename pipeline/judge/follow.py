"""Follow every flag through the batches: what was concluded, whether its facts changed, what happened when and why.

What was concluded holds as long as the facts do; where they change, or where something that was put right fires again,
it is to be looked at again. Facts are the amount, and the day and amount of each row of evidence: neither where the
rows stand nor how they are worded. What could not be read is 证据待补, never gone. Nothing is ever deleted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.handover import as_text, lent
from pipeline.judge import broken, causes
from pipeline.judge.dispositions import AGAIN
from pipeline.judge.headlines import GONE, UNREAD, number
from pipeline.judge.lost import SET_ASIDE
from pipeline.place.conclusions import PARTLY, TRUE, UNDER_WAY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import duckdb

    from pipeline.judge.causes import Causes
    from pipeline.judge.rule import Rule

PENDING = "待核"
# What stands for the facts of a flag whose rows are no longer in the books, though an inspector found it true.
_NO_ROWS = "依据的行已不在账上"

_FACTS = """
create or replace temp table fact_now as
select f.flag_id, left(md5(concat_ws('|',
    case when not list_contains($relative, f.rule_id) then f.amount end, string_agg(
    concat_ws('¦', e."table", e.date, e.amount), '|' order by e."table", e.date, e.amount)
)), 16) as facts
from result.flag as f
left join result.flag_evidence as e on f.flag_id = e.flag_id and coalesce(e.standing, '') <> $set_aside
{where}
group by f.flag_id, f.rule_id, f.amount
"""
# Earlier versions took the words of the rows into the facts: what they last saw is said anew.
_SAY_ANEW = """
update result.flag_event as e set facts = n.facts
from (
    select flag_id, arg_max(facts, batch_number) filter (where facts is not null) as facts
    from result.flag_event group by flag_id having max(length(facts)) = 32
) as l join fact_now as n using (flag_id)
where e.flag_id = l.flag_id and e.facts = l.facts and length(e.facts) = 32
"""
# What the events before this batch say about a flag: how it stood last, and what the inspector's conclusion saw.
_BEFORE = """
create or replace temp table before as
with event as (select * from result.flag_event where batch_number < $number)
select e.flag_id,
    arg_max(e.status, e.batch_number) as status,
    arg_max(e.facts, e.batch_number) filter (where e.facts is not null) as facts,
    arg_max(e.amount, e.batch_number) as amount,
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
# What became of the rows of each flag, and whether any came or went in this batch.
_ROWS = """
create or replace temp table its_rows as
select e.flag_id, coalesce(bool_or(l.is_unread), false) as is_unread,
    coalesce(bool_or(coalesce(not l.is_unread, t.row_id is null)), false) as is_lost,
    coalesce(bool_or(t.standing = ''), false) as stands,
    coalesce(bool_or(t.is_new or not l.is_unread), false) as is_new,
    min(l.told) filter (where l.is_unread) as unread, min(l.told) filter (where not l.is_unread) as lost
from result.flag_evidence as e
left join traced as t on e."table" = t."table" and e.row_id = t.row_id
left join lost_row as l on e."table" = l."table" and e.row_id = l.row_id
group by e.flag_id
"""
_NOW = """
create or replace temp table standing as
with joined as (
    select g.flag_id, g.rule_id, g.village_code, i.flag_id is not null as fires, g.level, g.amount, g.message,
        b.flag_id is not null as known, b.status as status_before, b.facts as facts_before, b.amount as amount_before,
        b.conclusion, b.facts_seen, n.facts as facts_now, coalesce(b.left_since, false) as left_since,
        d.status as decided, d.explanation, d.amount_found, d.amount_recovered, d.referred_to, d.rectify_by,
        d.rectified_on, d.inspector, d.note, d.decided_on, d.source_file,
        coalesce(r.is_unread, false) as is_unread, coalesce(r.is_lost, false) as is_lost,
        coalesce(r.is_new, false) as is_new, r.unread, r.lost,
        -- a rule that can't be assessed settles nothing of what still stands
        case when u.flag_id is not null or r.stands or not coalesce(r.is_lost, false)
            then coalesce(o.missing, u.missing) end as missing,
        coalesce(contains(o.missing, $fault), false) as is_unasked
    from result.flag as g
    left join (select distinct flag_id from named) as i using (flag_id)
    left join fact_now as n using (flag_id)
    left join before as b using (flag_id)
    left join decision as d using (flag_id)
    left join its_rows as r using (flag_id)
    left join (select flag_id, min(missing) as missing from unassessed group by flag_id) as u using (flag_id)
    left join result.rule_result as o
        on g.rule_id = o.rule_id and g.village_code = o.village_code and o.outcome = '不可评估'
),
settled as (
    select *, case
        when fires and is_unread then $unread
        when fires then ''
        when status_before = $gone then $gone
        -- nothing was asked: all stays as it stood
        when is_unasked then case when status_before = $unread then $unread else '' end
        when is_unread or missing is not null then $unread
        when is_lost and decided in ($true, $partly, $under_way) and rectified_on is null then $no_rows
        else $gone
    end as place
    from joined
),
compared as (
    select *, case
        when fires then facts_now when place in ('', $unread) then facts_before when place = $no_rows then $no_rows
    end as facts
    from settled
),
judged as (
    select *, case
        when place in ($unread, $gone) then place
        when decided is null then $pending
        when decided = $under_way then decided
        when facts <> coalesce(facts_seen, facts) or (rectified_on is not null and left_since) then $again
        else decided
    end as status, case
        when not coalesce(decided in ($true, $partly), false) then null
        when rectified_on <= $as_of then '已整改'
        when rectify_by < $as_of then '超期'
        when rectify_by is not null then '整改中'
        else '未整改'
    end as rectification
    from compared
)
select *, concat_ws('、',
    case when not known then '首次发现' end,
    case when known and fires and status_before = $gone then '再次出现' end,
    case when known and status_before = $unread and place in ('', $no_rows) then '证据补齐' end,
    case when place = $unread and status_before is distinct from $unread then $unread end,
    case when known and facts <> facts_before then '事实有变' end,
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
_CHANGED = """
select s.flag_id, s.rule_id, s.village_code, s.event, s.is_new or s.is_unread, s.amount_before, s.amount,
    s.facts <> s.facts_before,
    coalesce(case when s.place = $unread then coalesce(s.unread, s.missing) end, s.lost, ''),
    [coalesce(v.county, ''), coalesce(v.township, ''), concat(v.county, v.township)]
from standing as s left join core.village as v on s.village_code = v.village_code
where s.event <> '' order by s.flag_id
"""


def say_anew(con: duckdb.DuckDBPyConnection, relative: Sequence[str]) -> None:
    """Say the facts that earlier versions saw as they are said now; flags and rows of the batch before still stand."""
    if con.execute("select 1 from result.flag_event where length(facts) = 32 limit 1").fetchall():
        con.execute(_FACTS.format(where=""), {"relative": list(relative), "set_aside": SET_ASIDE})
        con.execute(_SAY_ANEW)


def follow(
    con: duckdb.DuckDBPyConnection,
    as_of: date,
    batch_id: str,
    rules: Mapping[str, Rule],
    relative: Sequence[str],
    changed: Causes,
) -> None:
    """Settle the status of every flag in ``result.flag`` and add what changed to ``result.flag_event``.

    The flags of the batch and their evidence are stored; temporary tables say which fire (``named``), which could not
    be judged (``unassessed``), what was concluded (``decision``), and what became of rows (``traced``, ``lost_row``).
    ``relative``: rules whose amounts change with other villages' books, where the evidence alone is the facts. The
    caller holds the transaction.
    """
    con.execute("delete from result.flag_event where batch_id = ?", [batch_id])
    firing = "where f.flag_id in (select flag_id from named)"
    con.execute(_FACTS.format(where=firing), {"relative": list(relative), "set_aside": SET_ASIDE})
    con.execute(_BEFORE, {"number": number(batch_id), "gone": GONE, "again": AGAIN})
    con.execute(_ROWS)
    words = {
        "gone": GONE, "pending": PENDING, "again": AGAIN, "under_way": UNDER_WAY, "true": TRUE, "partly": PARTLY,
        "as_of": as_of, "unread": UNREAD, "no_rows": _NO_ROWS, "fault": broken.WHY,
    }  # fmt: skip
    con.execute(_NOW, words)
    con.execute(
        "update result.flag as f set status = s.status, conclusion = s.decided, rectification = s.rectification"
        " from standing as s where f.flag_id = s.flag_id"
    )
    why = [
        causes.why(*line, rules=rules, changed=changed)
        for line in con.execute(_CHANGED, {"unread": UNREAD}).fetchall()
    ]
    with lent(con, "why", as_text(("flag_id", "cause", "detail"), why)):
        con.execute(
            "insert into result.flag_event by name select s.flag_id, $batch as batch_id, $number as batch_number,"
            " $as_of as as_of, event, w.cause, w.detail, status, facts, level, amount, message, decided, explanation,"
            " amount_found, amount_recovered, referred_to, rectify_by, rectified_on, inspector, note, decided_on,"
            " source_file from standing as s join why as w using (flag_id) order by s.flag_id",
            {"batch": batch_id, "number": number(batch_id), "as_of": as_of},
        )
    con.execute("drop table standing; drop table before; drop table fact_now; drop table its_rows")
