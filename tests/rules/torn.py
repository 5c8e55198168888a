"""Tear cases: set any row of them aside, or send any sheet back, as reading leaves it in the warehouse.

Every tear is made in a county of its own, a copy of the case, so that one evaluation answers for all of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from pipeline import warehouse
from pipeline.judge import facts
from pipeline.judge.evaluate import apply, enter
from pipeline.judge.rule import load_rules
from schemas import ledgers
from tests.rules.copies import folder, moved
from tests.rules.harness import Case, empty_county, fill, insert
from tests.rules.written import Row, Tables

SERIOUS = ["严重", "高", "中"]
COPIES = ("WB06",)  # it would find the copies themselves
# Their period is the month since when it is so, which an unread row of that month moves.
SINCE = ("BK01",)
# What of a row set aside can't be read; what of a sheet sent back is known.
ROW, SHEET = ("nothing", "day", "amount"), ("kind", "nearest")
_VILLAGE = ("village_code", "village_name", "county", "township")

Flag = tuple[str, str, str, date | None]


@dataclass(frozen=True)
class Tear:
    """The rows of a kind that are torn (row ids), and how."""

    kind: str
    rows: tuple[str, ...] = ()
    how: str = ""

    def __str__(self) -> str:
        return f"{self.kind} {'、'.join(self.rows)} {self.how}"


@dataclass
class County:
    """A copy of a case, torn or whole, and the flags that came of it, each with the rows it rests on."""

    case: Case
    tear: Tear
    number: int
    flags: dict[Flag, frozenset[str]] = field(default_factory=dict)


def tables_of(case: Case) -> Tables:
    """Give the rows of a case as they stand in the warehouse."""
    return _tables(case.tables)


@cache
def _tables(text: str) -> Tables:
    con = empty_county()
    fill(con, text)
    names = [f'history."{kind}"' for kind in ledgers()] + [f"meta.{name}" for name in warehouse.META]
    found: Tables = {}
    for name in names:
        cursor = con.execute(f"select * from {name}")
        columns = [column[0] for column in cursor.description or ()]
        if rows := [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]:
            found[name] = rows
    return found


def tears(tables: Tables) -> list[Tear]:
    """List every way to tear what is loaded."""
    found: list[Tear] = []
    for kind in ledgers():
        current = [row for row in tables.get(f'history."{kind}"', ()) if not row["superseded_by"]]
        found += [Tear(kind, (row["row_id"],), how) for row in current for how in ROW]
        sheets: dict[tuple[str, str, str], list[str]] = {}
        for row in current:
            sheets.setdefault(_place(row), []).append(row["row_id"])
        found += [Tear(kind, tuple(ids), how) for ids in sheets.values() for how in SHEET]
    return found


def _place(row: Row) -> tuple[str, str, str]:
    return row["submission_id"], row["source_file"], row["source_sheet"]


def torn(tables: Tables, tear: Tear) -> Tables:
    """Give the tables with ``tear`` made, as reading would have left them."""
    name = f'history."{tear.kind}"'
    gone = [row for row in tables[name] if row["row_id"] in tear.rows and not row["superseded_by"]]
    left = [row for row in tables[name] if row["row_id"] not in tear.rows or row["superseded_by"]]
    place = _place(gone[0])
    # A sheet is of one period.
    around = [
        row
        for row in left
        if (_place(row), row["period"]) == (place, gone[0]["period"]) and not row["superseded_by"]
    ]
    own = {"submission_id": place[0], "source_file": place[1], "sheet": place[2]}
    kept = [s for s in tables.get("meta.sheet", ()) if own.items() <= s.items() and s["kind"] == tear.kind]
    sheet = _sheet(gone, around, tear, kept[0] if kept else {})
    several = len({row["village_code"] for row in (*gone, *around)}) > 1
    found = dict(tables) | {
        name: left,
        "meta.sheet": [s for s in tables.get("meta.sheet", ()) if s not in kept] + [own | sheet],
        "meta.rejected_row": [
            *tables.get("meta.rejected_row", ()),
            *(own | _set_aside(row, tear, several=several) for row in gone),
        ],
    }
    totals = [t for t in tables.get("meta.printed_total", ()) if around or _place(t) != place]
    found["meta.printed_total"] = [t | {"computed": None} if _place(t) == place else t for t in totals]
    return found


def _sheet(gone: list[Row], around: list[Row], tear: Tear, kept: Row) -> Row:
    one, nearest = gone[0], tear.how == "nearest"
    villages = {row["village_code"] for row in (*gone, *around)}
    funds = {row.get("fund") for row in (*gone, *around)}
    whose = one if len(villages) == 1 and not nearest else {}
    return kept | {
        "kind": "" if nearest else tear.kind,
        "runner_up": tear.kind if nearest else "",
        "header_row": 1,
        "village_code": whose.get("village_code") or "",
        "village_name": whose.get("village_name") or "",
        "township": whose.get("township") or "",
        "county": whose.get("county"),
        "period": one["period"],
        "period_kind": one["period_kind"],
        "fund": next(iter(funds)) or "" if len(funds) == 1 else "",
        "rows_loaded": len(around),
        "rows_rejected": len(gone),
        "money_unread": 0,
        "outcome": "装载" if around else "退回",
    }


def _set_aside(row: Row, tear: Tear, *, several: bool) -> Row:
    kind = ledgers()[tear.kind]
    unread = {"day": (kind.date_field,), "amount": kind.amount_fields}.get(tear.how, ())
    # A sheet of one village has no column for it.
    column = ("village_name",) if several else ()
    own = [f.name for f in kind.fields if f.name in column or f.name not in (*unread, *_VILLAGE)]
    said = {name: str(row[name]) for name in own if row[name] not in (None, "")}
    cells = {f"{chr(65 + i)}{row['source_row']}": text for i, text in enumerate(said.values())}
    return {
        "row": row["source_row"],
        "reason": "看不懂",
        "cells": json.dumps(cells, ensure_ascii=False),
        "fields": None if tear.how == "nearest" else json.dumps(said, ensure_ascii=False),
    }


def evaluate(counties: list[County], as_of: str, without: Iterable[str] = ()) -> None:
    """Evaluate all rules but those ``without`` on all counties at once; give each its flags of level 中 or higher.

    What is said of the whole county counts where there is one alone.
    """
    every: Tables = {}
    for one in counties:
        tables = tables_of(one.case)
        for name, rows in moved(torn(tables, one.tear) if one.tear.rows else tables, one.number):
            every.setdefault(name, []).extend(rows)
    con = empty_county()
    for name, rows in every.items():
        if rows:
            insert(con, name, rows)
    day = date.fromisoformat(as_of)
    enter(con, day, "批次-1")
    filled = facts.build(con, day)
    apply(con, day, "批次-1", [rule for rule in load_rules() if rule.id not in without], filled)
    by_number = {one.number: one for one in counties}
    query = """
        select f.rule_id, f.village_code, f.subject, f.period, coalesce(list(e.row_id) filter (where e.row_id <> ''), [])
        from result.flag as f
        left join result.flag_evidence as e on f.flag_id = e.flag_id
        where list_contains($levels, f.level)
        group by all
    """
    for rule, code, subject, period, rows in con.execute(query, {"levels": SERIOUS}).fetchall():
        if code or len(counties) == 1:
            number = int(code[:7]) if code else counties[0].number
            flag = (rule, code[7:], subject.replace(f"{folder(number)}/", ""), period)
            by_number[number].flags[flag] = frozenset(row.partition("~")[0] for row in rows)


def counties_of(cases: Iterable[tuple[Case, list[Tear]]]) -> list[County]:
    """Give each case whole, and once for each of its tears."""
    found: list[County] = []
    for case, made in cases:
        for tear in (Tear(""), *made):
            found.append(County(case, tear, len(found) + 1))
    return found


def new_flags(counties: list[County], told: Iterable[str]) -> list[tuple[County, Flag]]:
    """List the flags that a torn county has and the whole one has not, but for those of the rules ``told``.

    One that says of the same rows what the whole county's flag of them says is not new, whatever its subject is called.
    """
    whole = {id(one.case): one.flags for one in counties if not one.tear.rows}
    return [
        (one, flag)
        for one in counties
        for flag, rows in sorted(one.flags.items(), key=str)
        if flag[0] not in told and not any(_holds(other, flag, rows) for other in whole[id(one.case)].items())
    ]


def _holds(whole: tuple[Flag, frozenset[str]], flag: Flag, rows: frozenset[str]) -> bool:
    other, of = whole
    if flag[0] in SINCE and other[:3] == flag[:3]:
        return True
    return other == flag or ((*other[:2], other[3]) == (*flag[:2], flag[3]) and bool(rows) and rows <= of)
