"""Read from a published database who handed in what, what became of it, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.bookkeeping import NO_LEDGER
from pipeline.messages import LEFT_ALONE, SENDS_BACK
from pipeline.publish import feedback_todo
from pipeline.publish.feedback.cases import HINT
from pipeline.publish.feedback.gather import PRESENT

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime
    from decimal import Decimal

    import duckdb

    from pipeline.publish.feedback_todo import Todo

ELSEWHERE = "县级或未分清乡镇"

# A township that two counties have carries its county before it.
_TOWN = """case
        when coalesce(county, '') <> '' and township in (
            select township from core.village group by township having count(distinct county) > 1
        ) then county || '·' || township
        else township
    end"""
_FILES = f"""
with
issue as (
    select
        submission_id,
        count(*) filter (where level in ('严重', '高')) as grave,
        count(*) filter (where level in ('中', '低')) as slight,
        -- what sent a sheet back comes first
        arg_min(fix, (
            not list_contains($sends_back, code), list_position(['严重', '高', '中', '低', '提示'], level), sheet, cell, fix
        )) filter (where level <> '提示') as reason
    from meta.issue
    group by submission_id
),
sheet as (
    select
        submission_id,
        list_sort(list(distinct {_TOWN}) filter (where township <> '')) as townships,
        list_sort(list(distinct village_name) filter (where village_name <> '')) as villages,
        -- what is not asked for is no money of the village
        sum(money_unread) filter (where outcome <> '跳过') as money_unread
    from meta.sheet
    group by submission_id
)
select
    s.source_file, s.status, s.kinds, s.rows_loaded,
    -- what is wrong with a file handed in twice counts once
    case when s.status = '未变' then 0 else s.rows_rejected end,
    case when s.status = '未变' then 0 else s.money_rejected end,
    case when s.status = '未变' then 0 else coalesce(t.money_unread, 0) end,
    list_contains($unread, s.source_file),
    coalesce(i.grave, 0), coalesce(i.slight, 0),
    coalesce(nullif(s.note, ''), i.reason, ''), coalesce(t.townships, []), coalesce(t.villages, [])
from meta.submission as s
left join issue as i on s.submission_id = i.submission_id
left join sheet as t on s.submission_id = t.submission_id
where {PRESENT}
order by s.source_file
"""
_TOWNSHIPS = (
    f"select {_TOWN} as town, count(*) from core.village where township <> '' group by town order by all"
)
_REASONS = """
select i.level, i.expected, i.fix, count(*), count(distinct i.submission_id),
    arg_min(concat_ws('　', i.source_file, nullif(i.sheet, ''), nullif(i.cell, '')),
        (i.source_file, i.sheet, i.cell))
from meta.issue as i
inner join meta.submission as s on i.submission_id = s.submission_id
where {present} and status <> '未变' and i.level {which} '{hint}' and i.code <> '{left_alone}'
group by i.code, i.level, i.expected, i.fix
order by {order} count(distinct i.submission_id) desc, count(*) desc, i.code, i.fix
limit {most}
"""
_SKIPPED = """
select i.source_file, i.sheet, i.cell, i.found, i.fix
from meta.issue as i
inner join meta.submission as s on i.submission_id = s.submission_id
where {present} and status <> '未变' and i.code = '{left_alone}'
order by i.source_file, i.sheet, i.cell
"""
_UNREAD = """
select u.source_file, u.sheet, u.place, u.header, u.money, u.why
from meta.unread as u
inner join meta.submission as s on u.submission_id = s.submission_id
where {present} and status <> '未变' and u.money <> 0
    and not starts_with(u.why, '{no_ledger}')
order by abs(u.money) desc, u.source_file, u.sheet, u.place
"""
_WORDS = {
    "present": PRESENT.replace("source_file", "s.source_file"), "hint": HINT, "left_alone": LEFT_ALONE,
    "no_ledger": NO_LEDGER,
}  # fmt: skip
# What an officer can look through; the copies have the rest.
_MOST_REASONS, _MOST_HINTS = 30, 200
# Filled in by county or township offices, so no village can be said to have left them out.
_COUNTY_KINDS = ("village", "star_rating", "grant", "disposition")
_MISSING = f"""
with
village as (
    select village_code, village_name, {_TOWN} as township
    from core.village
    where valid_to is null or valid_to >= $as_of
),
status as (
    select village_code, kind, kind_title, period, period_kind, status, is_missing
    from audit.submission_status
    where not list_contains($county, kind)
),
monthly as (
    select kind, any_value(kind_title) as kind_title, period, count(distinct village_code) as villages
    from status
    where status = '已报' and period_kind = '月' and period <= $as_of
    group by kind, period
),
keepers as (
    select kind, count(distinct village_code) as villages
    from status
    where status = '已报' and period_kind = '月'
    group by kind
),
latest as (
    select m.kind, max_by(m.kind_title, m.period) as kind_title, max(m.period) as period
    from monthly as m
    inner join keepers as k on m.kind = k.kind
    where m.villages * 2 >= k.villages and k.villages >= 2
    group by m.kind
),
late as (
    select distinct s.village_code, l.kind_title, l.period
    from status as s
    inner join latest as l on s.kind = l.kind
    where s.status = '已报' and s.period_kind = '月' and s.period < l.period
        and not exists (
            select 1 from status as o
            where o.village_code = s.village_code and o.kind = s.kind
                and (o.status in ('已报', '退回') or o.is_missing) and (
                    o.period >= l.period
                    or (o.period_kind in ('年', '区间') and year(o.period) = year(l.period))
                    or (o.period_kind = '季' and year(o.period) = year(l.period)
                        and quarter(o.period) = quarter(l.period))
                )
        )
)
select v.township, v.village_name, '' as kind_title, null as period, '还没有收到任何账表' as what
from village as v
where not exists (select 1 from status as s where s.village_code = v.village_code and s.status in ('已报', '退回'))
union all
select v.township, v.village_name, s.kind_title, s.period,
    case s.status when '逾期' then '过了报送期限还没有报' else '前后都报了，中间缺这一期' end
from status as s
inner join village as v on s.village_code = v.village_code
where s.is_missing
union all
select v.township, v.village_name, l.kind_title, l.period, '多数村已报，本村还没有报'
from late as l
inner join village as v on l.village_code = v.village_code
order by all
"""


@dataclass(frozen=True, slots=True)
class FileLine:
    """One current submission; ``grave`` counts issues of level 严重 and 高, ``slight`` 中 and 低.

    ``money_rejected`` and ``money_unread`` in 元; ``money_unknown``: there is more that can't be read.
    """

    township: str
    villages: str
    source_file: str
    status: str
    kinds: str
    rows_loaded: int
    rows_rejected: int
    money_rejected: Decimal
    money_unread: Decimal
    money_unknown: bool
    grave: int
    slight: int
    reason: str

    @property
    def verdict(self) -> str:
        """受理, 受理但有问题, 部分受理, 退回, 跳过 or 重复件."""
        if self.status == "未变":
            return "重复件"
        return "受理但有问题" if self.status == "受理" and self.grave + self.slight else self.status


@dataclass(frozen=True, slots=True)
class Missing:
    """What a village has not handed in: one ledger and period, or nothing at all (both empty)."""

    township: str
    village: str
    kind_title: str
    period: date | None
    what: str


@dataclass(frozen=True, slots=True)
class Reason:
    """A kind of problem, how often it occurs and in how many files, and one place where it does."""

    level: str
    expected: str
    fix: str
    times: int
    files: int
    example: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A table that is not asked for: where it stands, what it begins with, what it is like."""

    source_file: str
    sheet: str
    cell: str
    found: str
    fix: str


@dataclass(frozen=True, slots=True)
class Unread:
    """Filled cells with amounts that were given no meaning."""

    source_file: str
    sheet: str
    place: str
    header: str
    money: Decimal
    why: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything the summary shows. ``villages``: number of registered villages by township.

    ``hints``: what need not be put right.
    """

    batch_id: str
    as_of: date
    made_at: datetime
    files: tuple[FileLine, ...]
    missing: tuple[Missing, ...]
    reasons: tuple[Reason, ...]
    hints: tuple[Reason, ...]
    skipped: tuple[Skipped, ...]
    unread: tuple[Unread, ...]
    villages: dict[str, int]
    todos: tuple[Todo, ...]


def shown(figures: Figures) -> list[object]:
    """List what the summary shows whatever the batch is called."""
    villages = sorted(figures.villages.items())
    return [
        list(figures.files), list(figures.missing), list(figures.reasons), list(figures.hints), list(figures.skipped),
        list(figures.unread), villages, list(figures.todos),
    ]  # fmt: skip


def read(con: duckdb.DuckDBPyConnection, present: Collection[str], unread: Collection[str]) -> Figures:
    """Read the figures of the newest batch.

    ``present``: the paths that still lie in inputs/; ``unread``: those with amounts that can't be read.
    """
    here = {"present": list(present)}
    batch_id, as_of, made_at = con.execute(
        "select batch_id, as_of, started_at from meta.batch order by started_at desc, batch_id desc limit 1"
    ).fetchall()[0]
    villages: dict[str, int] = dict(con.execute(_TOWNSHIPS).fetchall())
    files = tuple(
        _file(row, villages)
        for row in con.execute(
            _FILES, {**here, "unread": list(unread), "sends_back": sorted(SENDS_BACK)}
        ).fetchall()
    )
    lacking = con.execute(_MISSING, {"county": _COUNTY_KINDS, "as_of": as_of}).fetchall()
    missing = tuple(Missing(*row) for row in lacking)

    def reasons(which: str, order: str, most: int) -> tuple[Reason, ...]:
        query = _REASONS.format(**_WORDS, which=which, order=order, most=most)
        return tuple(Reason(*row) for row in con.execute(query, here).fetchall())

    return Figures(
        batch_id,
        as_of,
        made_at,
        files,
        missing,
        reasons("<>", f"not list_contains({sorted(SENDS_BACK)}, i.code),", _MOST_REASONS),
        reasons("=", "", _MOST_HINTS),
        tuple(Skipped(*row) for row in con.execute(_SKIPPED.format(**_WORDS), here).fetchall()),
        tuple(Unread(*row) for row in con.execute(_UNREAD.format(**_WORDS), here).fetchall()),
        villages,
        feedback_todo.read(con, present, files, missing),
    )


def _file(row: tuple[Any, ...], townships: Collection[str]) -> FileLine:
    source_file, *middle, named, villages = row
    return FileLine(_township(source_file, named, townships), _villages(villages), source_file, *middle)


def _township(source_file: str, named: list[str], townships: Collection[str]) -> str:
    """Assign a file to the one township its tables name, else to the one its folders name."""
    if len(named) != 1:
        folders = source_file.split("/")[:-1]
        named = [town for town in townships if all(part in folders for part in town.split("·"))]
    return named[0] if len(named) == 1 else ELSEWHERE


def _villages(names: list[str]) -> str:
    return "、".join(names) if len(names) <= 3 else f"{names[0]}等 {len(names)} 个村"
