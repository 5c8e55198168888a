"""Give every row that a flag rests on its lasting key, and say whether it can still be read.

A row is known by the marks of its first version in the archive: day, voucher and document number, amount, and
whom a list is about; never by its words, the spelling of who was paid, or where it stands. Rows with equal marks
are numbered in the order they came; one that comes when another has gone takes its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.ddl import literal
from pipeline.handover import as_text, lent
from pipeline.judge.facts.sheet_issue import ROW_ID as ISSUE_ID
from schemas import ledgers

if TYPE_CHECKING:
    from datetime import datetime

    import duckdb

    from schemas._spec import Ledger

TOTALS, ISSUES = "合计行", "表格问题"
# What became of a row: it can be read; its sheet came again and was sent back; it stands in no current version.
HERE, SENT_BACK, GONE = "", "退回", "不在"
# Texts that tell a row though they are no numbers: whom a list is about, and what a plan is for.
_NAMES = frozenset({"name", "cooperative", "category", "post"})
_NUMBERS = ("voucher_no", "document_no")

_START = """
create or replace temp table traced (
    "table" varchar, row_id varchar, key varchar, standing varchar, is_new boolean, replaced_by varchar
)
"""
# The first version of each row: with the marks of one that is asked for. Then all versions of these.
_ALIKE = """
create or replace temp table alike as
with version as (
    select h.row_id, coalesce(f.first_row_id, h.row_id) as origin
    from history."{kind}" as h left join fact.first_version as f on f.kind = '{kind}' and h.row_id = f.row_id
    where h.row_id in (select row_id from wanted_row)
),
first as (
    select h.row_id as origin, h.village_code, {marks} as marks, s.received_at as came
    from history."{kind}" as h left join meta.submission as s using (submission_id)
    where h.row_id not in (select row_id from fact.first_version where kind = '{kind}')
),
asked as (select distinct village_code, marks from first where origin in (select origin from version))
select origin, arg_min(village_code, came) as village_code, coalesce(arg_min(marks, came), any_value(marks)) as marks
from first semi join asked using (village_code, marks) group by origin
"""
_LIVES = """
create or replace temp table life as
select h.row_id, a.origin, a.village_code, a.marks, h.superseded_by, s.received_at as came, l.received_at as left_at,
    coalesce(s.superseded_by, '') <> '' and h.superseded_by = '' as is_kept,
    coalesce($batch in (s.batch_id, l.batch_id), false) as is_new,
    concat_ws('|', {words}, h.source_file, h.source_sheet, h.source_row) as place
from history."{kind}" as h left join fact.first_version as f on f.kind = '{kind}' and h.row_id = f.row_id
join alike as a on coalesce(f.first_row_id, h.row_id) = a.origin
left join meta.submission as s on h.submission_id = s.submission_id
left join meta.submission as l on h.superseded_by = l.submission_id
"""
_BORN = """
select village_code, marks, origin, min(came) as born, bool_or(superseded_by = '') as is_current,
    max(coalesce(left_at, came)) as died
from life group by village_code, marks, origin
qualify count(*) over (partition by village_code, marks) > 1
order by village_code, marks, born nulls first, min(place) filter (where row_id = origin), origin
"""
_KEYED = """
insert into traced
with keyed as (
    select l.*, left(md5(concat_ws('|', l.marks, coalesce(n.number, '1'))), 16) as key
    from life as l left join numbered as n using (origin)
),
standing as (
    select village_code, key, bool_or(superseded_by = '' and not is_kept) as is_here, bool_or(is_kept) as is_kept
    from keyed group by all
)
select $title, k.row_id, any_value(k.key),
    case when bool_or(s.is_here) then $here when bool_or(s.is_kept) then $sent_back else $gone end,
    bool_or(k.is_new), arg_max(k.superseded_by, k.came)
from keyed as k join standing as s using (village_code, key)
where k.row_id in (select row_id from wanted_row where "table" = $title)
group by k.row_id
"""
# A printed total is known by what it adds up, and the how-manieth of its kind it is on its sheet.
_TOTALS = """
insert into traced
with total as (
    select t.*, coalesce(s.superseded_by, '') as replaced_by, coalesce(s.batch_id = $batch, false) as is_new,
        left(md5(concat_ws('|', $title, kind, fund, period, scope, field, row_number() over (
            partition by t.submission_id, t.source_sheet, village_code, kind, fund, period, scope, field
            order by source_row, cell
        ))), 16) as key
    from meta.printed_total as t left join meta.submission as s using (submission_id)
),
standing as (
    select village_code, key, bool_or(superseded_by = '' and replaced_by = '') as is_here,
        bool_or(superseded_by = '') as is_kept
    from total group by all
)
select distinct on (t.row_id) $title, t.row_id, t.key,
    case when s.is_here then $here when s.is_kept then $sent_back else $gone end, t.is_new, t.replaced_by
from total as t join standing as s using (village_code, key)
where t.row_id in (select row_id from wanted_row where "table" = $title)
order by t.row_id, t.superseded_by = '' desc
"""
# What is wrong with a sheet is known by the sheet: the kind, fund and period it says it is, else its place.
_ISSUES = f"""
insert into traced
with issue as (
    select distinct {ISSUE_ID} as row_id, submission_id, coalesce(sheet, '') as sheet from meta.issue as i
),
sheet as (
    select submission_id, sheet, min(kind) as kind, min(fund) as fund, min(period) as period,
        bool_and(outcome = '退回') as is_sent_back
    from meta.sheet group by all
),
latest as (
    select s.submission_id, s.source_file, s.batch_id, s.status, h.sheet, h.is_sent_back
    from meta.submission as s left join sheet as h using (submission_id)
    where s.superseded_by = '' and s.status <> '未变'
)
select $title, i.row_id,
    left(md5(concat_ws('|', $title, case when h.period is null then concat_ws('#', s.source_file, i.sheet)
        else concat_ws('|', h.kind, h.fund, h.period) end)), 16),
    case when bool_or((l.status = '退回' or l.is_sent_back) and l.submission_id <> i.submission_id) then $sent_back
        else $here end,
    coalesce(bool_or($batch in (s.batch_id, l.batch_id)), false), max(s.superseded_by)
from issue as i left join meta.submission as s using (submission_id)
left join sheet as h on i.submission_id = h.submission_id and i.sheet = h.sheet
left join latest as l on s.source_file = l.source_file and (i.sheet = l.sheet or i.sheet = '')
where i.row_id in (select row_id from wanted_row where "table" = $title)
group by all
"""


def trace(con: duckdb.DuckDBPyConnection, batch_id: str) -> None:
    """Look up the rows of temp table ``wanted_row`` ("table", row_id), and put them into temp table ``traced``.

    It has, for each that was ever stored: ``key``; ``standing`` (``HERE``, ``SENT_BACK``, ``GONE``); ``is_new``:
    whether it came or went in this batch; and, where gone, ``replaced_by``: the submission that took its place.
    """
    con.execute(_START)
    wanted = {title for (title,) in con.execute('select distinct "table" from wanted_row').fetchall()}
    words = {"batch": batch_id, "here": HERE, "sent_back": SENT_BACK, "gone": GONE}
    for kind in (kind for kind in ledgers().values() if kind.title in wanted):
        texts = ", ".join(f'h."{name}"' for name in kind.natural_key)
        con.execute(_ALIKE.format(kind=kind.name, marks=_marks(kind)))
        con.execute(_LIVES.format(kind=kind.name, words=texts), {"batch": batch_id})
        _number(con)
        con.execute(
            _KEYED, {name: words[name] for name in ("here", "sent_back", "gone")} | {"title": kind.title}
        )
    if TOTALS in wanted:
        con.execute(_TOTALS, words | {"title": TOTALS})
    if ISSUES in wanted:
        con.execute(
            _ISSUES, {name: words[name] for name in ("batch", "here", "sent_back")} | {"title": ISSUES}
        )
    con.execute("drop table if exists alike; drop table if exists life; drop table if exists numbered")


def _marks(kind: Ledger) -> str:
    """Give the SQL for what tells a row of ``kind`` from others, whatever its words."""
    of_row = [name for name in kind.natural_key if _lasts(kind, name)] or list(kind.natural_key)
    numbers = [name for name in _NUMBERS if name in kind.by_name]
    names = dict.fromkeys([*kind.slice_fields, *of_row, *numbers])
    plain = "upper(regexp_replace({}, '[^\\p{{L}}\\p{{N}}]', '', 'g'))"
    written = (
        plain.format(f'h."{name}"') if kind.by_name[name].role == "text" else f'h."{name}"' for name in names
    )
    told = ", ".join(f"coalesce(cast({text} as varchar), '')" for text in written)
    return f"concat_ws('|', {literal(kind.name)}, {told})"


def _lasts(kind: Ledger, name: str) -> bool:
    return kind.by_name[name].role != "text" or name in _NAMES or name.endswith(("_no", "_code"))


def _number(con: duckdb.DuckDBPyConnection) -> None:
    """Number rows of equal marks: in the order they came, each with the least number that is free."""
    numbers: list[tuple[str, int]] = []
    taken: dict[int, datetime | None] = {}
    group = None
    for village, marks, origin, born, is_current, died in con.execute(_BORN).fetchall():
        if (village, marks) != group:
            group, taken = (village, marks), {}
        number = _free(taken, born)
        taken[number] = None if is_current else died
        numbers.append((origin, number))
    with lent(con, "incoming", as_text(("origin", "number"), numbers)):
        con.execute("create or replace temp table numbered as from incoming")


def _free(taken: dict[int, datetime | None], born: datetime | None) -> int:
    """Give the least number that nothing holds which was still there at ``born``."""
    number = 1
    while number in taken:
        until = taken[number]
        if until is not None and born is not None and until <= born:
            break
        number += 1
    return number
