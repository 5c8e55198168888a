"""Read what inspectors found out: which conclusion holds for a flag, and which contradict each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import messages, warehouse
from pipeline.known import EXAMPLE_GONE, RETRACTED
from pipeline.place.conclusions import EXPLAINED, FALSE, OLD, PARTLY, TRUE, UNDER_WAY
from pipeline.values.cell import address

if TYPE_CHECKING:
    import duckdb

AGAIN, RELAPSED = "复核", "复发"
# Where two conclusions of one day disagree, the one that leaves more to do holds until it is settled.
CAUTION = (UNDER_WAY, FALSE, PARTLY, TRUE)

# Batches of earlier versions concluded in other words; what they say now is the same.
_WORDS = {word: now for word, (now, _, _) in OLD.items()} | {RELAPSED: AGAIN}
_NOW = "case {0} " + " ".join(f"when '{old}' then '{new}'" for old, new in _WORDS.items()) + " else {0} end"
_ANEW = """
update {table} set
    explanation = coalesce(explanation, case {decided} when '已说明' then '{explained}' end),
    rectified_on = coalesce(rectified_on, case {decided} when '已整改' then decided_on end),
    {changed}
where {where}
"""


def _say_anew(con: duckdb.DuckDBPyConnection) -> None:
    for table, decided, columns in (
        ("history.disposition", "status", ("status",)),
        ("result.flag_event", "decided", ("decided", "status")),
    ):
        changed = ", ".join(f"{column} = {_NOW.format(column)}" for column in columns)
        where = " or ".join(f"{column} in {tuple(_WORDS)}" for column in columns)
        con.execute(
            _ANEW.format(table=table, decided=decided, explained=EXPLAINED, changed=changed, where=where)
        )


# Every conclusion ever handed in; a list may know a flag by the id that an earlier version of the program gave it.
_SAID = """
create or replace temp table said as
select d.* replace (coalesce(f.flag_id, d.flag_id) as flag_id)
from history.disposition as d left join (
    select former_id, min(flag_id) as flag_id from result.flag where former_id <> flag_id group by former_id
) as f on d.flag_id = f.former_id
"""
# A conclusion stands until the same list, or the one in its place, says something else of the flag: the next
# list no longer names flags that are gone. Only what was taken back for good no longer counts.
_SPOKEN = """
create or replace temp table spoken as
with sent as (
    select submission_id, received_at, superseded_by in ($retracted, $example_gone) as withdrawn,
        try_cast(regexp_extract(batch_id, '[0-9]+$') as integer) as number
    from meta.submission
),
withdrawn as (
    select m.source_file, max(s.received_at) as until
    from meta.submission as m join sent as s using (submission_id) where s.withdrawn group by m.source_file
)
select h.*, s.number, s.received_at
from said as h
left join sent as s using (submission_id)
left join withdrawn as w on h.source_file = w.source_file
left join said as later
    on h.superseded_by = later.submission_id and h.flag_id = later.flag_id
where later.flag_id is null and h.superseded_by not in ($retracted, $example_gone)
    and coalesce(s.received_at > w.until, true)
qualify rank() over (
    partition by h.source_file, h.source_sheet, h.flag_id order by s.received_at desc nulls last
) = 1
"""
# ``came``: the batch in which a conclusion first came in (the same one, in a file sent again, is not new).
# ``seen``: the batch whose checklist the inspector had before him; the title of the sheet names it.
_DECISION = """
create or replace temp table decision as
with first as (
    select h.flag_id, h.status, h.rectified_on, h.decided_on,
        min(try_cast(regexp_extract(m.batch_id, '[0-9]+$') as integer)) as came, min(m.received_at) as received_at
    from said as h left join meta.submission as m using (submission_id)
    group by h.flag_id, h.status, h.rectified_on, h.decided_on
),
listed as (
    select submission_id, sheet,
        min(try_cast(nullif(regexp_extract(title, '批次 ?[0-9]{8}-([0-9]+)', 1), '') as integer)) as number
    from meta.sheet where kind = 'disposition' group by submission_id, sheet
)
select d.flag_id, d.status, d.explanation, d.amount_found, d.amount_recovered, d.referred_to, d.rectify_by,
    d.rectified_on, d.inspector, d.note, d.decided_on, d.source_file,
    coalesce(f.came, 0) as came, least(coalesce(l.number, f.came - 1), f.came) as seen
from spoken as d
join first as f on d.flag_id = f.flag_id and d.status = f.status and d.decided_on is not distinct from f.decided_on
    and d.rectified_on is not distinct from f.rectified_on
left join listed as l on d.submission_id = l.submission_id and d.source_sheet = l.sheet
qualify row_number() over (
    partition by d.flag_id
    order by coalesce(d.decided_on, cast(f.received_at as date), date '0001-01-01') desc,
        list_position($caution, d.status) desc, d.rectified_on is null desc, d.row_id desc
) = 1
"""
# Of one day, or of days unknown, and different; or true to one inspector and not to another. Who is still at it
# contradicts nobody.
_CONTRADICTING = """
select a.submission_id, a.source_file, a.source_sheet, a.source_row, a.status,
    b.source_file, b.source_sheet, b.source_row, b.status, b.inspector, b.decided_on
from spoken as a join spoken as b on a.flag_id = b.flag_id and a.status <> b.status
where a.superseded_by = '' and $under_way not in (a.status, b.status) and (
    coalesce(a.decided_on = b.decided_on, true)
    or (a.inspector <> b.inspector and $false in (a.status, b.status))
)
order by a.source_file, a.source_sheet, a.source_row, b.source_file, b.source_sheet, b.source_row
"""
_UNKNOWN = """
select submission_id, source_file, source_sheet, source_row, flag_id
from said as d anti join result.flag as f using (flag_id)
where d.superseded_by = '' and d.flag_id not in (select former_id from result.flag where former_id is not null)
order by source_file, source_sheet, source_row
"""


def choose(con: duckdb.DuckDBPyConnection) -> dict[str, bool]:
    """Put the conclusion that holds for each flag into the temporary table ``decision``.

    The latest holds; one without a date counts from the day it came in. Returns the flags that were concluded, and
    whether each was a false alarm: not true, though the books do not explain it.
    """
    _say_anew(con)
    con.execute(_SAID)
    con.execute(_SPOKEN, {"retracted": RETRACTED, "example_gone": EXAMPLE_GONE})
    con.execute(_DECISION, {"caution": list(CAUTION)})
    return dict(
        con.execute(
            "select flag_id, status = $false and explanation is distinct from $explained from decision"
            " where status <> $under_way",
            {"false": FALSE, "explained": EXPLAINED, "under_way": UNDER_WAY},
        ).fetchall()
    )


def check(con: duckdb.DuckDBPyConnection) -> None:
    """Write an issue for each current conclusion that another contradicts or whose flag nobody raised.

    Issues of earlier batches that are settled go away. ``choose`` has been called.
    """
    con.execute("delete from meta.issue where code in ('L02', 'L03')")
    rows: list[dict[str, object]] = []
    told: set[tuple[object, ...]] = set()
    for own in con.execute(_CONTRADICTING, {"false": FALSE, "under_way": UNDER_WAY}).fetchall():
        submission, file, sheet, row, status, other_file, other_sheet, other_row, other, who, day = own
        if (place := (submission, sheet, row)) in told:
            continue
        told.add(place)
        by = "，".join(str(part) for part in (who, day) if part)
        where = f"{other_file} 的“{other_sheet}”第 {other_row} 行"
        why = f"{where}写的是“{other}”" + (f"（{by}）" if by else "")
        rows.append(_issue("L02", submission, file, sheet, row, status, "核查结论", why))
    for submission, file, sheet, row, flag in con.execute(_UNKNOWN).fetchall():
        rows.append(_issue("L03", submission, file, sheet, row, flag, "疑点编号", ""))
    warehouse.add_meta(con, "issue", rows)


def _issue(
    code: str, submission: str, file: str, sheet: str, row: int, found: str, column: str, why: str
) -> dict[str, object]:
    cell = address(row - 1, 0)
    issue = messages.issue(code, file, sheet=sheet, cell=cell, column=column, found=found, why=why)
    return {name: getattr(issue, name) for name in issue.__slots__} | {"submission_id": submission}
