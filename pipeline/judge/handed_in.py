"""Know for which times each village has handed in each kind: a paper not handed in may hold what is looked for."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date, timedelta
from itertools import chain
from typing import TYPE_CHECKING

from pipeline.judge.facts.reported import BOOKS
from pipeline.judge.fitting import its_days, window
from schemas import ledgers

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    import duckdb

    from pipeline.judge.outcomes import Hit
    from pipeline.judge.sought import Sought

_CASH, _BANK, _TILL = "cash_entry", "银行", "现金"
_ACCOUNT_KINDS = (_TILL, _BANK)
# What a kind was handed in for: of a book by fund and account, of a list by the fund that the whole of it is of. A book
# that states no month, quarter or year is of the months of its lines. A sheet without rows (nothing happened) or sent
# back counts for its time, whatever its fund.
_PARTS = f"""
    with part as (
        select
            p.village_code, p.kind, p.fund, p.account,
            cast(case when p.period_kind = '区间' then date_trunc('month', p.period) else p.period end as date) as period,
            p.period_kind, max(last_day(r.last_day)) as last_day
        from fact.sheet_part as p
        left join fact.reported as r
            on p.village_code = r.village_code and p.kind = r.kind and p.period = r.period
            and p.period_kind = '区间' and r.period_kind = '区间'
        where p.kind in {BOOKS} and p.state <> '跳过'
        group by all
        union all
        select village_code, kind, null, null, period, period_kind, null
        from fact.sheet_part where kind not in {BOOKS} and state <> '跳过' and rows_loaded = 0
        union all
        select village_code, kind, fund, null, period, period_kind, last_day
        from fact.reported where kind not in {BOOKS} and rows_current > 0
    )

    select
        village_code, kind, coalesce(fund, ''), coalesce(account, ''), period,
        case period_kind
            when '月' then greatest(cast(period + interval 1 month - interval 1 day as date), last_day)
            when '季' then greatest(cast(period + interval 3 month - interval 1 day as date), last_day)
            when '区间' then case when kind in {BOOKS} then last_day end
            when '年' then greatest(cast(period + interval 1 year - interval 1 day as date), last_day)
        end as last_day
    from part
    order by all
"""
# The funds for which a village has an account, as registered or as a statement's sheet says, and those of which it
# drew or paid in cash.
_ACCOUNTS = f"""
    select village_code, fund, '{_BANK}' from ledger.bank_account where fund is not null
    union
    select e.village_code, e.fund, '{_TILL}'
    from ledger.cash_entry as e
    inner join fact.payee as p on e.row_id = p.row_id
    where p.purpose_class = '提现存现' and e.fund is not null
    union
    select s.village_code, s.fund, '{_BANK}'
    from meta.sheet as s
    inner join meta.submission as m on s.submission_id = m.submission_id and m.superseded_by = ''
    where s.kind = 'bank_line' and s.rows_loaded > 0 and s.fund <> ''
    order by all
"""
_KEPT_ON = timedelta(days=366)  # a book that ended longer ago is not kept any more
_DAY = timedelta(days=1)
_Days = tuple[date, date]


class HandedIn:
    """The days that what each village handed in says it is of, by kind, fund and account."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        """Look them up; of a kind with a sheet that does not say of which time it is, nothing is known to lack."""
        self._of: dict[tuple[str, str], dict[tuple[str, str], list[_Days]]] = defaultdict(
            lambda: defaultdict(list)
        )
        undated = set()
        for village, kind, fund, account, first, last in con.execute(_PARTS).fetchall():
            if first is None or last is None:
                undated.add((village, kind))
            else:
                self._of[village, kind][fund, account].append((first, last))
        for key in undated:
            self._of.pop(key, None)
        self._accounts: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for village, fund, account in con.execute(_ACCOUNTS).fetchall():
            self._accounts[village].append((fund, account))

    def lacking(self, sought: Sought, hit: Hit, funds: Collection[str]) -> str:
        """Name what the village has not handed in for the time of ``hit``, of one of ``funds`` if any; '' for nothing."""
        of = self._of.get((hit.parts["village_code"], sought.kind))
        if not of:
            return ""
        first, last = window(sought, hit) if sought.kind in BOOKS else its_days(sought, hit)
        gaps: Iterable[tuple[tuple[str, str], _Days | None]]
        # Where the days of the thing itself are told, a book that begins later does not say that there was none.
        dated = any(isinstance(hit.parts.get(name), date) for name in sought.at)
        far = timedelta(days=sought.days or 0)
        gaps = _of_books(of, first, last, dated, far) if sought.kind in BOOKS else _of_lists(of, first, last)
        if sought.kind == _CASH and all(fund for fund, _ in of) and any(account for _, account in of):
            kept = self._accounts[hit.parts["village_code"]]
            gaps = chain(gaps, ((book, None) for book in kept if book not in of))
        for (fund, account), days in gaps:
            of_account = account if account in _ACCOUNT_KINDS else ""
            told = {"fund": fund, "account_kind": of_account}
            meant = all(re.search(pattern, told[name]) for name, pattern in sought.says if told.get(name))
            if meant and (not fund or not funds or fund in funds):
                of_days = f"{_said(*days)}的" if days else ""
                return f"{of_days}{fund}{of_account}{ledgers()[sought.kind].title}（没有报送）"
        return ""


def _of_books(
    of: dict[tuple[str, str], list[_Days]], first: date | None, last: date | None, dated: bool, far: timedelta
) -> Iterator[tuple[tuple[str, str], _Days]]:
    """Find the days of a time for which a book that was kept before and after, or up to then, was not handed in.

    ``dated``: a bank's book that was kept only after them lacks them too; cash is not always about. ``far``: it may
    also lack days so much earlier or later, while it is kept.
    A sheet that does not say which account or fund it is of may be that of any.
    """
    known = {book: spans for book, spans in of.items() if book[1]} or of
    for book, own in known.items():
        unsaid = [of.get(key, ()) for key in {(book[0], ""), ("", "")} - {book}]
        spans = [*own, *chain.from_iterable(unsaid)]
        begun, ended = min(spans)[0], max(end for _, end in spans)
        upto = ended if first is None or not ended < first <= ended + _KEPT_ON else last or ended
        day = first if first and dated and book[1] != _TILL else max(first or begun, begun)
        if first and far:
            day = min(day, max(first - far, begun))
        until = min(last + far, upto) if last else upto
        for start, end in [*sorted(spans), (until + _DAY, until)]:
            if day <= until and start > day:
                yield book, (day, min(start - _DAY, until))
                break
            day = max(day, end + _DAY)


def _of_lists(
    of: dict[tuple[str, str], list[_Days]], first: date | None, last: date | None
) -> Iterator[tuple[tuple[str, str], _Days]]:
    """Find that no list is of any day of a time."""
    if first is None or last is None:
        return
    everywhere: Iterable[_Days] = of.get(("", ""), ())
    for one, spans in of.items():
        if not any(start <= last and first <= end for start, end in (*spans, *everywhere)):
            yield one, (first, last)


def _said(first: date, last: date) -> str:
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return f"{first.year} 年"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.year} 年 {first.month} 月"
    return f"{first.year} 年 {first.month} 月至 {last.year} 年 {last.month} 月"
