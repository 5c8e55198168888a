"""Run one rule on small tables written as text, and compare with the outcome written as text.

A case reads like the sheets an office would hand in: a line without ``|`` names a table, the next
line its columns, then its rows; an empty cell is a blank one. ``村`` is the village; villages and
submissions that are mentioned are registered by themselves unless the case has its own 村情登记表 or
报送. A table that comes again with other columns stands on a sheet of its own. The rows of a table get
the ids ``<kind>-1``, ``<kind>-2`` … Tables of ``meta`` (合计行, 报送, 工作表, 问题, 退回行, 账册重叠) have
their columns' English names. The same texts are shown on the rule's page in the docs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import duckdb

from pipeline import ddl, result_tables, warehouse
from pipeline.judge import facts
from pipeline.judge.evaluate import apply, enter
from pipeline.judge.filled import Filled
from pipeline.judge.rule import load_rules
from pipeline.judge.sqlfile import SqlFile
from pipeline.judge.views import create_views, load_views
from schemas import ledgers

TOWNSHIP = "示范镇"
META = {
    "合计行": "printed_total",
    "报送": "submission",
    "工作表": "sheet",
    "问题": "issue",
    "退回行": "rejected_row",
    "账册重叠": "slice_overlap",
    "未读": "unread",
}


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


def read_tables(text: str) -> dict[str, list[dict[str, str]]]:
    """Read ``{table title: rows as column title → text}``."""
    tables: dict[str, list[dict[str, str]]] = {}
    header: list[str] | None = None
    rows: list[dict[str, str]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if "|" not in line:
            header, rows = None, tables.setdefault(line, [])
            continue
        cells = [cell.strip() for cell in line.split("|")]
        if header is None:
            header = [cell for cell in cells if cell]
        else:
            cells += [""] * (len(header) - len(cells))
            rows.append(dict(zip(header, cells, strict=True)))
    return tables


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(":memory:")
    # Statements on a few rows: more threads would only wait for one another.
    con.execute("set threads = 1")
    warehouse.prepare(con, ledgers().values())
    result_tables.create(con)
    facts.create(con, date(2026, 6, 30))
    create_views(con)
    con.begin()
    return con


def empty_county() -> duckdb.DuckDBPyConnection:
    """Give a warehouse without a row; the same connection every time, so one test at a time."""
    con = _connection()
    con.rollback()
    con.begin()
    return con


def fill(con: duckdb.DuckDBPyConnection, text: str) -> None:
    """Load the tables of ``text``; columns go by their Chinese title or their name."""
    tables = read_tables(text)
    kinds = {kind.title: kind for kind in ledgers().values()}
    villages = sorted({row["村"] for rows in tables.values() for row in rows if row.get("村")})
    codes = {name: f"4331010{number:05d}" for number, name in enumerate(villages, 1)}
    if "村情登记表" not in tables:
        tables["村情登记表"] = [{"村": name} for name in villages]
    if "报送" not in tables:
        mentioned = {row.get("submission_id") or "报送-1" for rows in tables.values() for row in rows}
        tables["报送"] = [{"submission_id": name} for name in sorted(mentioned)]
    for title, rows in tables.items():
        if title in META:
            table = f"meta.{META[title]}"
            columns = {name: name for name, _, _ in warehouse.META[META[title]][1]}
        else:
            table = f'history."{kinds[title].name}"'
            columns = {name: name for name, _, _ in ddl.columns(kinds[title])}
            columns["superseded_by"] = "superseded_by"
            columns |= {field.title: field.name for field in kinds[title].fields}
        alike: dict[tuple[str, ...], list[Any]] = {}
        kind = table.split(".")[1].strip('"')
        sheets: dict[tuple[str, ...], str] = {}
        for number, row in enumerate(rows, 1):
            sheet = sheets.setdefault(tuple(row), f"Sheet{len(sheets) + 1}")
            values: dict[str, Any] = {
                "row_id": f"{kind}-{number}",
                "submission_id": "报送-1",
                "slice_id": f"{kind}|{row.get('村', '')}",
                "source_file": f"{title}.xlsx",
                "source_sheet": sheet,
                "source_row": number + 1,
                "superseded_by": "",
            }
            if row.get("村"):
                values |= {"village_code": codes[row["村"]], "village_name": row["村"], "township": TOWNSHIP}
            values |= {columns[key]: cell for key, cell in row.items() if key != "村" and cell}
            values = {name: value for name, value in values.items() if name in columns.values()}
            alike.setdefault(tuple(values), []).extend(values.values())
        if kind in ledgers():
            _stand(con, kind, columns, sheets, rows)
        for given, cells in alike.items():
            names = ", ".join(f'"{name}"' for name in given)
            line = f"({', '.join('?' * len(given))})"
            lines = ", ".join([line] * (len(cells) // len(given)))
            con.execute(f"insert into {table} ({names}) values {lines}", cells)


def _stand(
    con: duckdb.DuckDBPyConnection,
    kind: str,
    columns: dict[str, str],
    sheets: dict[tuple[str, ...], str],
    rows: list[dict[str, str]],
) -> None:
    """Write down which columns stand on the sheets of a table, empty ones too."""
    places = {
        (row.get("submission_id") or "报送-1", row.get("source_sheet") or sheets[tuple(row)], tuple(row))
        for row in rows
    }
    standing = [
        [submission, sheet, kind, columns[key]]
        for submission, sheet, header in sorted(places)
        for key in header
        if key != "村"
    ]
    if standing:
        con.executemany(
            "insert into meta.sheet_column (submission_id, sheet, kind, field) values (?, ?, ?, ?)", standing
        )


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
    read |= {"sheet_part", "reported"} if any(sought.due for sought in looked_in) else set()
    read |= set().union(*map(facts.needed, read))
    enter(con, day, batch_id)
    filled = Filled(con)
    for name in facts.load_facts():
        if name in read:
            facts.renew(con, name, day, filled)
    apply(con, day, batch_id, chosen, filled, failed)


def _facts_read(file: SqlFile) -> set[str]:
    views = {view.name: view.file for view in load_views()}
    found = {table.removeprefix("fact.") for table in file.tables if table.startswith("fact.")}
    return found.union(*(_facts_read(views[table]) for table in file.tables if table in views))


def check(rule_id: str, case: Case) -> None:
    """Run ``rule_id`` on ``case`` and compare outcome and flags of every village."""
    con = empty_county()
    fill(con, case.tables)
    evaluate(con, case.as_of, rule_id)
    wanted = next(iter(read_tables("结果\n" + case.expect).values()))
    shown = list(wanted[0])
    listed = {row["村"] for row in wanted}
    actual = [row for row in found(con, rule_id) if row["结果"] != "通过" or row["村"] in listed]
    assert _lines(actual, shown) == _lines(wanted, shown)


def found(con: duckdb.DuckDBPyConnection, rule_id: str) -> list[dict[str, str]]:
    """List what a rule found, in the words of ``Case.expect``: each flag, or the outcome without one."""
    rows = con.execute(
        """
        select
            r.village_name, r.outcome, f.subject, f.period, f.level, f.amount, r.missing, r.reason, f.message,
            f.root_cause, string_agg(e.row_id, ' ' order by e.row_id)
        from audit.rule_result as r
        left join audit.flag as f
            on f.rule_id = r.rule_id and f.village_code = r.village_code and f.status != '已消除'
        left join audit.flag_evidence as e on e.flag_id = f.flag_id
        where r.rule_id = ?
        group by all
        """,
        [rule_id],
    ).fetchall()
    titles = ("村", "结果", "对象", "期间", "级别", "金额", "缺少", "原因", "说明", "同一事实", "证据")
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
