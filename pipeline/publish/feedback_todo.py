"""Read what has to be done about what was handed in: by village and handler, the most money at stake first."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.messages import SENDS_BACK
from pipeline.publish.feedback.gather import PRESENT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    import duckdb

    from pipeline.publish.feedback_figures import FileLine, Missing

UNNAMED = "（没有认出村）"
_MOST_NAMES = 3
# Who a sheet's rows say handled it: what can't be read of the others is asked of the same people.
_SHEETS = f"""
with
named as (
    select submission_id, source_sheet as sheet, handler as name from ledger.cash_entry
    union all
    select submission_id, source_sheet, preparer from ledger.voucher_line
    union all
    select submission_id, source_sheet, collector from ledger.collection
),
handler as (
    select submission_id, sheet, list(name order by times desc, name) as names
    from (
        select submission_id, sheet, trim(name) as name, count(*) as times
        from named where trim(coalesce(name, '')) <> '' group by all
    ) as counted
    group by submission_id, sheet
),
issue as (
    select
        submission_id, coalesce(sheet, '') as sheet, count(*) as grave,
        arg_min(fix, (not list_contains($sends_back, code), cell, fix)) as fix
    from meta.issue
    where level in ('严重', '高')
    group by all
),
sheet as (
    select
        submission_id, sheet,
        case when count(distinct village_name) = 1 then max(village_name) else '' end as village,
        bool_or(outcome = '退回') as sent_back,
        sum(rows_rejected) as rows_rejected,
        sum(money_rejected + money_unread) as money
    from meta.sheet
    where outcome <> '跳过'
    group by all
)
select s.source_file, t.sheet, coalesce(t.village, ''), t.sent_back, t.rows_rejected, t.money, coalesce(i.fix, ''),
    coalesce(h.names, [])
from sheet as t
inner join meta.submission as s on t.submission_id = s.submission_id
left join issue as i on t.submission_id = i.submission_id and t.sheet = i.sheet
left join handler as h on t.submission_id = h.submission_id and t.sheet = h.sheet
where {PRESENT} and status <> '未变' and (t.sent_back or t.rows_rejected > 0 or t.money <> 0 or i.grave > 0)
order by s.source_file, t.sheet
"""


@dataclass(frozen=True, slots=True)
class Todo:
    """What one village's handler (as its sheets name him, '' where they do not) has to put right or hand in.

    ``money``: in 元, of what was not loaded; ``money_unknown``: there is more that can't be read. ``first``: what to
    do first, in the file named, ``source_file`` ('' where something is only missing).
    """

    township: str
    village: str
    handler: str
    money: Decimal
    money_unknown: bool
    sheets: int
    rows: int
    missing: int
    first: str
    source_file: str


@dataclass(frozen=True, slots=True)
class _Sheet:
    source_file: str
    sheet: str
    village: str
    sent_back: bool
    rows: int
    money: Decimal
    fix: str
    names: Sequence[str]


def read(
    con: duckdb.DuckDBPyConnection,
    present: Collection[str],
    files: Iterable[FileLine],
    missing: Iterable[Missing],
) -> tuple[Todo, ...]:
    """Put together what stands in sheets, in files that could not be opened at all, and what never came."""
    rows = con.execute(_SHEETS, {"present": list(present), "sends_back": sorted(SENDS_BACK)}).fetchall()
    by_file = {one.source_file: one for one in files}
    found: dict[tuple[str, str, str], list[_Sheet]] = {}
    for row in rows:
        one = _Sheet(*row)
        file = by_file[one.source_file]
        village = one.village or file.villages or UNNAMED
        found.setdefault((file.township, village, _named(one.names)), []).append(one)
    told = {row[0] for row in rows}
    for file in by_file.values():
        if file.verdict == "退回" and file.source_file not in told:
            one = _Sheet(
                file.source_file, "", "", True, file.rows_rejected, file.money_rejected, file.reason, ()
            )
            found.setdefault((file.township, file.villages or UNNAMED, ""), []).append(one)
    lacking: dict[tuple[str, str, str], list[Missing]] = {}
    for each in missing:
        lacking.setdefault((each.township, each.village, ""), []).append(each)
    reasons = {file.source_file: file.reason for file in by_file.values()}
    unknown = {file.source_file for file in by_file.values() if file.money_unknown}
    todos = [
        _todo(key, found.get(key, []), lacking.get(key, []), unknown, reasons) for key in {**found, **lacking}
    ]
    return tuple(
        sorted(
            todos,
            key=lambda t: (
                -t.money,
                not t.money_unknown,
                -t.rows,
                -t.missing,
                t.township,
                t.village,
                t.handler,
            ),
        )
    )


def _todo(
    key: tuple[str, str, str],
    sheets: list[_Sheet],
    missing: list[Missing],
    unknown: Collection[str],
    reasons: Mapping[str, str],
) -> Todo:
    largest = max(sheets, key=lambda s: (s.money, s.sent_back, s.rows), default=None)
    first = f"{missing[0].kind_title} {missing[0].what}".strip() if missing else ""
    if largest:
        place = f"{largest.source_file.rpartition('/')[2]}　{largest.sheet}".strip("　")
        why = largest.fix or reasons.get(largest.source_file) or "有几格有金额而没有读懂，请看反馈。"
        first = f"{place}：{why}"
    return Todo(
        *key,
        sum((one.money for one in sheets), Decimal(0)),
        any(one.source_file in unknown for one in sheets),
        len(sheets),
        sum(one.rows for one in sheets),
        len(missing),
        first,
        largest.source_file if largest else "",
    )


def _named(names: Sequence[str]) -> str:
    return "、".join(names) if len(names) <= _MOST_NAMES else f"{names[0]}等 {len(names)} 人"
