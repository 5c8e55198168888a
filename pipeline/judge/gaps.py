"""Know what was handed in and is in no ledger: rows set aside, sheets sent back, blocks not read.

What the program itself failed to read is held against no village (``absence``).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline.bookkeeping import NO_LEDGER
from pipeline.judge.facts._set_aside import fields_of, texts_of
from pipeline.judge.facts.reported import BOOKS
from pipeline.judge.marks import keys
from pipeline.judge.owners import Owners
from pipeline.values.money import to_cents
from schemas import ledgers

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    import duckdb

    from pipeline.judge.cells import Cells

Span = tuple[date | None, date | None]
EVER: Span = (None, None)
# Days that a row may lie outside of the period its table declares, at most.
_LOOSE = 31
_ANY = 10**6
_MONTHS = {"月": 1, "季": 3, "年": 12}


@dataclass(frozen=True, slots=True)
class Time:
    """When a row may have been: first and last day (None: not known), and how many days off it may be taken at most."""

    first: date | None
    last: date | None
    loose: int


_WHOLE = 10**4  # an amount under a header in 万元
# One line for each table of a current sheet of which something was set aside or not read.
_TABLES = """
    select
        s.submission_id, s.sheet, coalesce(s.header_row, 0) as header_row,
        coalesce(nullif(s.kind, ''), s.runner_up, '') as kind,
        coalesce(s.village_code, '') as village, concat_ws(' ', s.source_file, s.sheet, s.title) as words,
        s.period, coalesce(s.period_kind, '') as period_kind, coalesce(s.fund, '') as fund,
        coalesce(s.rows_loaded = 0, false) as whole
    from meta.sheet as s
    inner join meta.submission as m on s.submission_id = m.submission_id and m.superseded_by = ''
    where s.rows_rejected > 0 or s.money_unread <> 0
    order by all
"""
_ROWS = """
    select r.submission_id, r.sheet, r.source_file, r."row", cast(r.cells as varchar), cast(r.fields as varchar)
    from meta.rejected_row as r
    inner join meta.submission as m on r.submission_id = m.submission_id and m.superseded_by = ''
    order by all
"""
# A column without meaning belongs to rows that were loaded; what has no header may be rows.
_BLOCKS = """
    select u.submission_id, u.sheet, u.source_file, u.place, u.money
    from meta.unread as u
    inner join meta.submission as m on u.submission_id = m.submission_id and m.superseded_by = ''
    where coalesce(u.header, '') = '' and u.money <> 0 and not starts_with(u.why, $no_ledger)
    order by all
"""
# What the lines around a row of a book or statement tell of it.
_AROUND = 'select submission_id, sheet, "row", moved, first_day, last_day from fact.torn_line'
_SIDES = {"cash_entry": ("income", "expense"), "bank_line": ("amount_in", "amount_out")}
# What all rows that were loaded of a book or statement share, and the fund that an account is registered for.
_BOOKS = """
    with statement as (
        select submission_id, source_sheet, min(village_code) as village_code, min(account_no) as account_no
        from history.bank_line group by all having count(distinct account_no) = 1
    )

    select
        submission_id, source_sheet, case when count(distinct fund) = 1 then min(fund) end as fund,
        case when count(distinct account_kind) = 1 then min(account_kind) end as account_kind, null as account_no
    from history.cash_entry group by all
    union all
    select
        s.submission_id, s.source_sheet, case when count(distinct a.fund) = 1 then min(a.fund) end, null, s.account_no
    from statement as s
    left join ledger.bank_account as a
        on s.village_code = a.village_code
        and regexp_replace(s.account_no, '[^0-9]', '', 'g') = regexp_replace(a.account_no, '[^0-9]', '', 'g')
    group by s.submission_id, s.source_sheet, s.account_no
"""


@dataclass(frozen=True, slots=True)
class Gap:
    """A row or block that is in no ledger: whose, where, and what can be read of it.

    ``villages``: whose it may be, None for anybody's. ``place``: its row, or its cells. ``whole``: nothing of its table
    was loaded; ``declared``: something was, under a period that it declares. ``times``: when it may have been, any of
    them. ``amounts``: its own amounts in cents, of a block all its money; empty where none can be read; ``reckoned``:
    told by the balances around it alone. ``fields``: what it says; ``blank``: amounts it surely has none of; where no
    column of it is known, ``words`` are the keys (``marks``) of all that stands in it.
    """

    kind: str
    villages: frozenset[str] | None
    source_file: str
    sheet: str
    place: str
    whole: bool
    times: tuple[Time, ...]
    fund: str
    amounts: frozenset[int] = frozenset()
    reckoned: bool = False
    block: bool = False
    declared: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)
    blank: frozenset[str] = frozenset()
    texts: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()

    def says(self, name: str) -> str:
        """Give what it says in a field, or what is known of it otherwise; '' for nothing."""
        if name == "kind":
            return ledgers()[self.kind].title
        return self.fund if name == "fund" else self.fields.get(name, "")


def read(con: duckdb.DuckDBPyConnection, not_read: Cells) -> list[Gap]:
    """List the gaps of all that is current; a sheet that is like none of the ledgers holds nothing that one would.

    ``not_read``: the cells that could not be read.
    """
    tables: dict[tuple[str, str], list[dict[str, Any]]] = {}
    cursor = con.execute(_TABLES)
    names = [column[0] for column in cursor.description or ()]
    for line in cursor.fetchall():
        table = dict(zip(names, line, strict=True))
        table["kinds"] = [table["kind"]] if table["kind"] else _named(table["words"])
        tables.setdefault((table["submission_id"], table["sheet"]), []).append(table)
    if not tables:
        return []
    owners = Owners(con)
    for *place, fund, account_kind, account_no in con.execute(_BOOKS).fetchall():
        for table in tables.get((place[0], place[1]), ()):
            table["fund"] = table["fund"] or fund or ""
            table["shared"] = {"account_kind": account_kind, "account_no": account_no}
    around = {line[:3]: line[3:] for line in con.execute(_AROUND).fetchall()}
    found = []
    for submission, sheet, source_file, row, cells, fields in con.execute(_ROWS).fetchall():
        stands_in = _table_of(tables.get((submission, sheet), ()), row)
        if stands_in is None:
            continue
        texts, read_as = texts_of(cells), fields_of(fields)
        for kind in stands_in["kinds"]:
            if _is_no_entry(kind, texts, read_as):
                continue
            own = stands_in | {"kind": kind}
            moved, *days = around.get((submission, sheet, row), (None, None, None))
            reckoned = {} if moved is None else _moved(kind, moved, read_as)
            at = (source_file, sheet, row)
            gap = _of_row(own, owners, at, texts, read_as | reckoned, days, reckoned=bool(reckoned))
            found.append(replace(gap, blank=_blank(gap, not_read.titles(submission, sheet, row))))
    for submission, sheet, source_file, place, money in con.execute(
        _BLOCKS, {"no_ledger": NO_LEDGER}
    ).fetchall():
        for table, kind in [
            (one, kind) for one in tables.get((submission, sheet), ())[:1] for kind in one["kinds"]
        ]:
            villages = owners.of(table["village"], table["words"], {})
            amounts = frozenset({int(abs(money) * 100)})
            found.append(
                Gap(
                    kind,
                    villages,
                    source_file,
                    sheet,
                    place,
                    whole=False,
                    times=(_period(table),),
                    fund=table["fund"],
                    amounts=amounts,
                    block=True,
                )
            )
    return found


def _named(words: str) -> list[str]:
    """List the kinds that the names of a sheet beyond recognition call it."""
    return [kind.name for kind in ledgers().values() if any(title in words for title in kind.titles)]


def _table_of(tables: Iterable[dict[str, Any]], row: int) -> dict[str, Any] | None:
    """Choose the table of a sheet that a row stands in: the last one whose header is above it."""
    tables = list(tables)
    above = [table for table in tables if table["header_row"] <= row]
    return (above or tables)[-1 if above else 0] if tables else None


def _is_no_entry(kind: str, texts: Iterable[str], read_as: Mapping[str, str]) -> bool:
    """Tell of a row of a book of which no column is known that it holds no figure: a title, a header."""
    return kind in BOOKS and not read_as and not _figures(texts)


def _moved(kind: str, moved: Decimal, read_as: Mapping[str, str]) -> dict[str, str]:
    """Give the amount that balances tell of a row, on its side, where none of its own was read."""
    sides = _SIDES[kind]
    return {} if read_as.keys() & set(sides) else {sides[moved < 0]: str(abs(moved))}


def _blank(gap: Gap, unread: Collection[str]) -> frozenset[str]:
    """Name the side of a book on which a row has nothing: the amount that could not be read stands on the other."""
    sides = _SIDES.get(gap.kind, ()) if gap.fields else ()
    titles = {name: ledgers()[gap.kind].by_name[name].title for name in sides}
    open_ = {name for name in sides if titles[name] in unread}
    return frozenset(sides) - open_ - gap.fields.keys() if open_ else frozenset()


def _of_row(
    table: dict[str, Any],
    owners: Owners,
    at: tuple[str, str, int],
    texts: tuple[str, ...],
    read_as: dict[str, str],
    days: Sequence[date | None],
    *,
    reckoned: bool,
) -> Gap:
    source_file, sheet, row = at
    for name, value in table.get("shared", {}).items() if read_as else ():
        if value:
            read_as.setdefault(name, value)
    kind = table["kind"]
    # Where no column is known for what it is, any figure may be the amount.
    amounts = _amounts(kind, read_as) if read_as else _figures(texts)
    return Gap(
        kind,
        owners.of(table["village"], table["words"], read_as),
        source_file,
        sheet,
        str(row),
        table["whole"],
        tuple(_times(kind, read_as)) or ((Time(days[0], days[1], _ANY),) if all(days) else (_period(table),)),
        read_as.get("fund") or table["fund"],
        amounts,
        reckoned=reckoned,
        declared=not table["whole"] and table["period_kind"] in _MONTHS,
        fields=read_as,
        texts=(*texts, *read_as.values()),
        words=frozenset() if read_as else frozenset().union(*map(keys, texts)),
    )


def _amounts(kind: str, read_as: Mapping[str, str]) -> frozenset[int]:
    cents = (to_cents(read_as[name]) for name in ledgers()[kind].amount_fields if name in read_as)
    return frozenset(abs(value) for value in cents if isinstance(value, int) and value)


def _figures(texts: Iterable[str]) -> frozenset[int]:
    cents = {abs(value) for text in texts if isinstance(value := to_cents(text), int) and value}
    return frozenset(cents | {value * _WHOLE for value in cents})


def _times(kind: str, read_as: Mapping[str, str]) -> Iterator[Time]:
    """Give the year that a row states and the day it is of, as far as either can be read."""
    year, day = read_as.get("year", ""), read_as.get(ledgers()[kind].date_field, "")
    if year:
        # The year is what the row is of; on what day of it, only its day could tell.
        unsaid = ledgers()[kind].date_field and not day
        yield Time(date(int(year), 1, 1), date(int(year), 12, 31), _ANY if unsaid else 0)
    if "covers_from" in read_as and "covers_to" in read_as:
        yield Time(date.fromisoformat(read_as["covers_from"]), date.fromisoformat(read_as["covers_to"]), _ANY)
    elif day:
        yield Time(date.fromisoformat(day), date.fromisoformat(day), _ANY)


def _period(table: Mapping[str, Any]) -> Time:
    """Give the days a table declares; one that declares none may reach beyond what was read of it.

    Where every row states its year, a list of this year may hold those of years before.
    """
    first: date | None = table["period"]
    months = 12 if not table["period_kind"] else _MONTHS.get(table["period_kind"])
    if first is None:
        return Time(None, None, 0)
    if months is None:
        return Time(date(first.year, 1, 1), None, _LOOSE)
    after = first.month - 1 + months
    last = date(first.year + after // 12, after % 12 + 1, 1)
    stated = table["kind"] in ledgers() and "year" in ledgers()[table["kind"]].by_name
    return Time(None if stated else first, date.fromordinal(last.toordinal() - 1), _LOOSE)
