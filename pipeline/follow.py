"""Follow every flag through the batches: what was concluded, whether its facts changed, what happened when.

An explained flag or a false alarm is raised again only if its facts change; one that was put right and
fires again, or with other facts, has relapsed. Facts are the amount and what stands in the rows of
evidence: not where they stand, so that a file sent again changes nothing. Nothing is ever deleted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.dispositions import EXPLAINED, FALSE_ALARM, REMEDIED, VERIFIED
from pipeline.headlines import number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import duckdb

PENDING, RELAPSED, GONE = "待核", "复发", "已消除"

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
        {'decided': e.decided, 'inspector': e.inspector, 'note': e.note, 'decided_on': e.decided_on}, e.batch_number
    ) as conclusion,
    coalesce(
        arg_max(e.facts, e.batch_number) filter (where e.facts is not null and e.batch_number <= d.seen),
        arg_min(e.facts, e.batch_number) filter (where e.facts is not null)
    ) as facts_seen,
    coalesce(bool_or(e.status in ($gone, $relapsed) and e.batch_number >= d.came), false) as left_since
from event as e left join decision as d using (flag_id)
group by e.flag_id
"""
_NOW = """
create or replace temp table standing as
with joined as (
    select g.flag_id, n.flag_id is not null as fires, n.facts, g.level, g.amount, g.message,
        b.flag_id is not null as known, b.status as status_before, b.facts as facts_before, b.conclusion,
        d.status as decided, d.inspector, d.note, d.decided_on, d.source_file,
        n.facts = coalesce(b.facts_seen, n.facts) as same, coalesce(b.left_since, false) as left_since
    from result.flag as g
    left join fact_now as n using (flag_id)
    left join before as b using (flag_id)
    left join decision as d using (flag_id)
),
judged as (
    select *, case
        when not fires then $gone
        when decided = $verified then $verified
        when decided in ($explained, $false_alarm) and same then decided
        when decided = $remedied then case when same and not left_since then $remedied else $relapsed end
        else $pending
    end as status
    from joined
)
select *, concat_ws('、',
    case when not known then '首次发现' end,
    case when known and fires and status_before = $gone then '再次出现' end,
    case when known and fires and facts <> facts_before then '事实有变' end,
    case when decided is not null
        and {'decided': decided, 'inspector': inspector, 'note': note, 'decided_on': decided_on}
            is distinct from conclusion then '核查结论' end,
    case when decided is null and conclusion.decided is not null then '结论撤回' end,
    case when status = $pending and status_before in ($explained, $false_alarm) and decided is not null
        then '重新待核' end,
    case when status = $relapsed and status_before <> $relapsed then $relapsed end,
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
    con.execute(_BEFORE, {"number": number(batch_id), "gone": GONE, "relapsed": RELAPSED})
    words = {
        "gone": GONE, "pending": PENDING, "relapsed": RELAPSED, "verified": VERIFIED, "explained": EXPLAINED,
        "false_alarm": FALSE_ALARM, "remedied": REMEDIED,
    }  # fmt: skip
    con.execute(_NOW, words)
    con.execute(
        "update result.flag as f set status = s.status from standing as s"
        " where f.flag_id = s.flag_id and f.status is distinct from s.status"
    )
    con.execute(
        "insert into result.flag_event select flag_id, ?, ?, ?, event, status, facts, level, amount, message,"
        " decided, inspector, note, decided_on, source_file from standing where event <> '' order by flag_id",
        [batch_id, number(batch_id), as_of],
    )
    con.execute("drop table standing; drop table before; drop table fact_now")
