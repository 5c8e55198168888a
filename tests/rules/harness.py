"""Run one rule on small tables written as text, and compare with the outcome written as text.

How the tables are written: ``tests.rules.written``.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache

import duckdb

from pipeline.handover import as_text, lent
from pipeline.judge import evaluate as rules
from pipeline.judge import facts
from pipeline.judge.evaluate import apply, enter
from pipeline.judge.filled import Filled
from pipeline.judge.rule import load_rules
from pipeline.judge.sqlfile import SqlFile
from pipeline.judge.views import load_views
from tests.rules import counties
from tests.rules.copies import alone, number_of, restored, side_by_side
from tests.rules.written import Row, read_tables, rows_of


@dataclass(frozen=True)
class Case:
    """One worked example of a rule: the tables, the day, and what must come out.

    ``expect`` has 村, 结果 and any of 对象, 期间, 级别, 金额, 缺少, 原因, 说明, 同一事实 and 证据 (row ids);
    a village has one line for each flag, or one with 通过, 不可评估 or 不适用. One not listed must pass.
    """

    name: str
    tables: str
    expect: str
    as_of: str = "2026-06-30"

    def __str__(self) -> str:
        return self.name


def unread(tables: str) -> str:
    """Mark tables that name fields of rows set aside: no reading matter, so that the rule's page leaves them out."""
    return tables


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    return counties.make()


def empty_county() -> duckdb.DuckDBPyConnection:
    """Give a warehouse without a row; the same connection every time, so one test at a time."""
    return counties.afresh(_connection())


@lru_cache(4)
def judged_county(text: str, as_of: str = "2026-06-30", *only: str) -> duckdb.DuckDBPyConnection:
    """Give a county that was filled and evaluated once, for all tests that only look at it."""
    con = counties.make()
    fill(con, text)
    evaluate(con, as_of, *only)
    return con


def fill(con: duckdb.DuckDBPyConnection, text: str) -> None:
    """Load the tables of ``text``."""
    for name, rows in rows_of(text).items():
        insert(con, name, rows)


def fill_copies(con: duckdb.DuckDBPyConnection, texts: Sequence[str]) -> None:
    """Load the tables of several texts, each as a county of its own."""
    for name, rows in side_by_side(texts).items():
        insert(con, name, rows)


def insert(con: duckdb.DuckDBPyConnection, name: str, rows: list[Row]) -> None:
    """Add rows to a table; what one has not said is empty."""
    if not rows:
        return
    columns = list(dict.fromkeys(key for row in rows for key in row))
    names = ", ".join(f'"{column}"' for column in columns)
    with lent(con, "given_rows", as_text(columns, ([row.get(column) for column in columns] for row in rows))):
        con.execute(f"insert into {name} ({names}) select {names} from given_rows")


def evaluate(
    con: duckdb.DuckDBPyConnection,
    as_of: str,
    *only: str,
    batch_id: str = "批次-1",
    failed: frozenset[str] = frozenset(),
) -> None:
    """Evaluate rules (all, or those named, but those that ``failed``), and before them the facts they read."""
    day = date.fromisoformat(as_of)
    chosen = [rule for rule in load_rules() if not only or rule.id in only]
    matters = next(view.file for view in load_views() if view.name == "core.village_matter")
    # Flags are known by the first versions of their rows, whatever rule raises them.
    read = {"first_version"}.union(
        *(_facts_read(file) for file in [matters, *(rule.file for rule in chosen)])
    )
    # So are the rows and papers that were not read.
    looked_in = [sought for rule in chosen for sought in rule.looks_in]
    read |= {"torn_line"} if looked_in else set()
    read |= {"sheet_part", "reported", "payee"} if any(sought.due for sought in looked_in) else set()
    enter(con, day, batch_id)
    apply(con, day, batch_id, chosen, derive(con, day, *read), failed)


def derive(con: duckdb.DuckDBPyConnection, as_of: date, *names: str) -> Filled:
    """Compute the tables of schema ``fact`` of these names or that views of these names read, and what those need."""
    views = {view.name: view.file for view in load_views()}
    read = set().union(*(_facts_read(views[name]) if name in views else {name} for name in names))
    read |= set().union(*map(facts.needed, read))
    filled = Filled.of(con)
    for name in facts.load_facts():
        if name in read:
            facts.renew(con, name, as_of, filled)
    return filled


def _facts_read(file: SqlFile) -> set[str]:
    views = {view.name: view.file for view in load_views()}
    found = {table.removeprefix("fact.") for table in file.tables if table.startswith("fact.")}
    return found.union(*(_facts_read(views[table]) for table in file.tables if table in views))


def cases_of(rule_id: str) -> list[Case]:
    """List the cases of a rule's test, wherever in its module they stand."""
    module = importlib.import_module(f"tests.rules.test_{rule_id.lower()}")
    found = [v for value in vars(module).values() for v in (value if isinstance(value, tuple) else (value,))]
    return [value for value in found if isinstance(value, Case)]


def check(rule_id: str, case: Case) -> None:
    """Run ``rule_id`` on ``case`` and compare outcome and flags of every village.

    The cases of a rule that looks at each village by itself are judged together, each in a county of its own: what is
    known of one must not matter to another. One that says something of all counties is judged alone.
    """
    side = [one for one in cases_of(rule_id) if one.as_of == case.as_of and not alone(rule_id, one.tables)]
    if case not in side:
        compare(rule_id, case)
        return
    rule = next(rule for rule in load_rules() if rule.id == rule_id)
    told = _together(rule_id, tuple(side), rule.file.text, rules.run)
    matches(told[side.index(case)], case)


def compare(rule_id: str, case: Case) -> None:
    """Run ``rule_id`` on ``case`` alone and compare outcome and flags of every village."""
    con = empty_county()
    fill(con, case.tables)
    evaluate(con, case.as_of, rule_id)
    matches(found(con, rule_id), case)


def matches(told: list[dict[str, str]], case: Case) -> None:
    wanted = next(iter(read_tables("结果\n" + case.expect).values()))
    shown = list(wanted[0])
    listed = {row["村"] for row in wanted}
    actual = [row for row in told if row["结果"] != "通过" or row["村"] in listed]
    assert _lines(actual, shown) == _lines(wanted, shown)


# A rule as changed, or run by something else (tests.mutate_rules), is judged anew.
@cache
def _together(rule_id: str, side: tuple[Case, ...], _text: str, _run: object) -> list[list[dict[str, str]]]:
    """Run a rule once on many cases; give what it found of each."""
    con = empty_county()
    fill_copies(con, [case.tables for case in side])
    evaluate(con, side[0].as_of, rule_id)
    told: list[list[dict[str, str]]] = [[] for _ in side]
    for row in found(con, rule_id):
        number = number_of(row["村代码"])
        told[number].append({title: restored(text, number) for title, text in row.items()})
    return told


def found(con: duckdb.DuckDBPyConnection, rule_id: str) -> list[dict[str, str]]:
    """List what a rule found, in the words of ``Case.expect``: each flag, or the outcome without one."""
    rows = con.execute(
        """
        select
            r.village_name, r.outcome, f.subject, f.period, f.level, f.amount, r.missing, r.reason, f.message,
            f.root_cause, string_agg(e.row_id, ' ' order by e.row_id), r.village_code
        from audit.rule_result as r
        left join audit.flag as f
            on f.rule_id = r.rule_id and f.village_code = r.village_code and f.status != '已消除'
        left join audit.flag_evidence as e on e.flag_id = f.flag_id
        where r.rule_id = ?
        group by all
        """,
        [rule_id],
    ).fetchall()
    titles = (
        "村",
        "结果",
        "对象",
        "期间",
        "级别",
        "金额",
        "缺少",
        "原因",
        "说明",
        "同一事实",
        "证据",
        "村代码",
    )
    return [
        {title: "" if value is None else str(value) for title, value in zip(titles, row, strict=True)}
        for row in rows
    ]


def _lines(rows: list[dict[str, str]], shown: list[str]) -> list[tuple[str, ...]]:
    return sorted(tuple(_cell(title, row[title]) for title in shown) for row in rows)


def _cell(title: str, text: str) -> str:
    if title == "金额" and text:
        return f"{Decimal(text.replace(',', '')):.2f}"
    return " ".join(sorted(text.split())) if title == "证据" else text
