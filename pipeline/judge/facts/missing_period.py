"""List the months, quarters or years of a village's books that it should have handed in and has not."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl

from pipeline.judge.emptiness import all_of
from pipeline.judge.facts import reported
from pipeline.judge.facts._workdays import Workdays
from pipeline.judge.facts.reported import BOOKS

if TYPE_CHECKING:
    import duckdb

TITLE = "缺期：每村每本账自首个申报期起，到基准日已经期满而没有报的期间"
COLUMNS = {
    "village_code": ("varchar", "村代码"),
    "kind": ("varchar", "表种"),
    "kind_title": ("varchar", "表名"),
    "fund": ("varchar", "资金类别：空为不分资金或未注明"),
    "period": ("date", "期间：所属期间的第一天"),
    "period_kind": ("varchar", "期间类型：月/季/年"),
    "period_end": ("date", "期末"),
    "label": ("varchar", "期间名称"),
    "workdays": ("integer", "期末到基准日的工作日数"),
    "in_use": ("boolean", "期末是否在本程序启用之后（之前的是历史账）"),
}
EMPTY_IF = all_of(*(f"ledger.{name}" for name in BOOKS))
_MONTHS = {"月": 1, "季": 3, "年": 12}
# A book whose last period is older than this is an old one handed in for its history, not one kept on.
_KEPT_ON = timedelta(days=366)
_SCHEMA: dict[str, type[pl.DataType]] = dict.fromkeys(COLUMNS, pl.String)
_SCHEMA |= {"period": pl.Date, "period_end": pl.Date, "workdays": pl.Int32, "in_use": pl.Boolean}


@dataclass(slots=True)
class _Book:
    """The declared periods of one book as (first month, months), months counted from year 0."""

    kind_title: str
    declared: list[tuple[int, int]] = field(default_factory=list)


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """List missing periods in the step (month, quarter, year) of the book's latest declared period, sent back or not.

    A book is a kind and a fund of a village. A year covers its months; sheets without a declared period
    cover the months of their dates, sheets without a fund those of every fund; a period of which any
    month is covered or was handed in and sent back, or handed in blank, is not missing. Where the book is
    still kept the list goes on to ``as_of``, otherwise it ends with the last period.
    """
    rows = reported.compute(con, as_of).filter(pl.col("kind").is_in(BOOKS), pl.col("rows_current") > 0)
    books: dict[tuple[str, str, str | None], _Book] = {}
    covered: dict[tuple[str, str], dict[str | None, set[int]]] = defaultdict(lambda: defaultdict(set))
    for row in rows.drop_nulls("period").iter_rows(named=True):
        first, length = _month(row["period"]), _MONTHS.get(row["period_kind"])
        if length is not None:
            key = row["village_code"], row["kind"], row["fund"]
            books.setdefault(key, _Book(row["kind_title"])).declared.append((first, length))
        last = first + length if length else _month(row["last_day"] or row["period"]) + 1
        covered[row["village_code"], row["kind"]][row["fund"]].update(range(first, last))
    other: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for village, kind, period, period_kind in _other_sheets(con):
        first, length = _month(period), _MONTHS.get(period_kind, 1)
        covered[village, kind][None].update(range(first, first + length))
        other[village, kind].append((first, length))
    return _list(con, as_of, books, covered, other)


def _list(
    con: duckdb.DuckDBPyConnection,
    as_of: date,
    books: dict[tuple[str, str, str | None], _Book],
    covered: dict[tuple[str, str], dict[str | None, set[int]]],
    other: dict[tuple[str, str], list[tuple[int, int]]],
) -> pl.DataFrame:
    standing = _standing(con)
    received, in_use_from = _received(con)
    earliest = min((first for book in books.values() for first, _ in book.declared), default=_month(as_of))
    workdays = Workdays(_day(earliest), max(as_of, _day(earliest)))
    found = []
    for (village, kind, fund), book in books.items():
        by_fund = covered[village, kind]
        months = set().union(*by_fund.values()) if fund is None else by_fund[fund] | by_fund[None]
        since, until = standing.get(village, (None, None))
        last = max(first + length for first, length in book.declared)
        step = max(
            length for first, length in (*book.declared, *other[village, kind]) if first + length == last
        )
        handed_in = received.get((village, kind), _end(last))
        kept_on = as_of - _end(last) <= _KEPT_ON or timedelta(0) < handed_in - _end(last) <= _KEPT_ON
        first_of_all = min(first for first, _ in book.declared)
        for first in range(first_of_all - first_of_all % step, _month(as_of) if kept_on else last, step):
            start, end = _day(first), _end(first + step)
            stands = (since or start) <= start and end <= (until or end)
            if stands and end < as_of and months.isdisjoint(range(first, first + step)):
                label, step_name = _label(first, step)
                in_use = in_use_from is not None and end >= in_use_from
                line = (village, kind, book.kind_title, fund, start, step_name, end, label)
                found.append((*line, workdays.after(end), in_use))
    return pl.DataFrame(found, schema=_SCHEMA, orient="row").sort(list(COLUMNS), nulls_last=True)


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def _end(month: int) -> date:
    """Return the last day before ``month``."""
    return _day(month) - timedelta(days=1)


def _label(first: int, step: int) -> tuple[str, str]:
    day = _day(first)
    if step == 1:
        return f"{day.month} 月", "月"
    return (f"第 {day.month // 3 + 1} 季度", "季") if step == 3 else ("全年", "年")


def _other_sheets(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str, date, str]]:
    """List the sheets without loaded rows: blank ones (a month without activity) and those sent back.

    The day of a row that was set aside is one of its book as well, and so is the period of a sheet of several villages.
    """
    return con.execute(
        """
        select village_code, kind, period, period_kind
        from (select * replace (case when kind = '' then runner_up else kind end as kind) from meta.sheet)
        where rows_loaded = 0 and village_code <> '' and period is not null and list_contains($books, kind)
            and coalesce(outcome, '') <> '跳过'
        union
        select coalesce(nullif(s.village_code, ''), v.village_code), s.kind,
            coalesce(date_trunc('month', try_cast(r.fields ->> 'entry_date' as date)), s.period),
            case when try_cast(r.fields ->> 'entry_date' as date) is not null then '月' else s.period_kind end
        from meta.rejected_row as r
        join meta.sheet as s on r.submission_id = s.submission_id and r.sheet = s.sheet and s.rows_rejected > 0
        left join ledger.village as v on coalesce(s.village_code, '') = '' and v.village_name = r.fields ->> 'village_name'
            and coalesce(nullif(s.county, ''), v.county) is not distinct from v.county
        where coalesce(nullif(s.village_code, ''), v.village_code) is not null and list_contains($books, s.kind)
            and (s.period is not null and s.village_code = '' or try_cast(r.fields ->> 'entry_date' as date) is not null)
        """,
        {"books": list(BOOKS)},
    ).fetchall()


def _standing(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[date | None, date | None]]:
    """Give from when to when each village stands in the register."""
    rows = con.execute("""
        select village_code, min(valid_from), case when count(*) = count(valid_to) then max(valid_to) end
        from ledger.village group by all
    """)
    return {village: (since, until) for village, since, until in rows.fetchall()}


def _received(con: duckdb.DuckDBPyConnection) -> tuple[dict[tuple[str, str], date], date | None]:
    """Give the day each village's newest period of a kind came in, and the day the program was taken up."""
    rows = con.execute("""
        select h.village_code, h.kind, cast(arg_max(s.received_at, h.period) as date)
        from meta.sheet as h join meta.submission as s on h.submission_id = s.submission_id
        where h.rows_loaded > 0 and h.village_code <> '' and h.period is not null and s.received_at is not null
        group by all
    """).fetchall()
    first = con.execute("select cast(min(received_at) as date) from meta.submission").fetchall()
    return {(village, kind): day for village, kind, day in rows}, first[0][0]
