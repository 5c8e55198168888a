"""Turn hits into lasting flags: stable ids, worded messages, priorities, evidence, and their history."""

from __future__ import annotations

import hashlib
import math
from datetime import date
from decimal import Decimal
from string import Formatter
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.ddl import literal
from pipeline.faults import RULE, step
from pipeline.handover import lent
from pipeline.judge import dispositions, follow
from pipeline.result_tables import TABLES, replace_rows
from schemas import ledgers

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from pipeline.judge.outcomes import Flagged
    from schemas._spec import Ledger

WEIGHT = {"严重": 5, "高": 4, "中": 3, "低": 2, "提示": 1}


class _Wording(Formatter):
    """Fill a template the way finance people write: 12,001.50, 2013 年 4 月 5 日, 未填."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if value is None:
            return "未填"
        if format_spec:
            return format(value, format_spec)
        if isinstance(value, Decimal):
            return f"{value:,.2f}".removesuffix(".00")
        if isinstance(value, date):
            return f"{value.year} 年 {value.month} 月 {value.day} 日"
        return str(value)


WORDING = _Wording()


def flag_id(rule_id: str, village_code: str, subject: str, period: date | None) -> str:
    """Give the lasting id of a flag: 16 hexadecimal digits, the same in every batch and on every machine."""
    text = "|".join((rule_id, village_code, subject, "" if period is None else period.isoformat()))
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()[:16]


def store(
    con: duckdb.DuckDBPyConnection,
    flagged: list[Flagged],
    as_of: date,
    batch_id: str,
    failed: frozenset[str] = frozenset(),
) -> None:
    """Write ``result.flag`` and ``result.flag_evidence``, carrying on the flags of earlier batches.

    ``failed``: rules that could not run; what they found before stays as it was.
    """
    decided = dispositions.choose(con)
    columns = [column for column, _, _ in TABLES["result.flag"][1]]
    known = con.execute("select * from result.flag").fetchall()
    before = {row[0]: dict(zip(columns, row, strict=True)) for row in known}
    confidence = _confidence(before, decided)
    rows: dict[str, dict[str, Any]] = {}
    evidence: dict[str, list[str]] = {}
    for flag in flagged:
        with step(RULE, flag.rule.id):
            row = _row(flag, confidence.get(flag.rule.id, Decimal(1)))
        row |= {"status": follow.PENDING, "conclusion": None, "rectification": None}
        first = before.get(row["flag_id"], {}).get("first_seen", as_of)
        row |= {"first_seen": min(first, as_of), "last_seen": as_of}
        rows[row["flag_id"]] = row
        evidence[row["flag_id"]] = flag.hit.evidence
    for key, row in before.items():
        if row["rule_id"] in failed and row["status"] != follow.GONE:
            rows[key] = row
            evidence[key] = _evidence(con, key)
    gone = {key: row | {"status": follow.GONE} for key, row in before.items() if key not in rows}
    everything = sorted((rows | gone).values(), key=lambda row: row["flag_id"])
    replace_rows(con, "result.flag", [[row[column] for column in columns] for row in everything])
    _store_evidence(con, evidence)
    relative = sorted({flag.rule.id for flag in flagged if flag.rule.relative})
    follow.follow(con, as_of, batch_id, relative)


def _row(flag: Flagged, confidence: Decimal) -> dict[str, Any]:
    rule, parts = flag.rule, flag.hit.parts
    code, name, township = flag.village
    amount = parts["amount"] or Decimal(0)
    weight = WEIGHT[flag.level] * confidence * Decimal(str(math.log10(abs(amount) + 10)))
    return {
        "flag_id": flag_id(rule.id, code, parts["subject"], parts["period"]),
        "rule_id": rule.id,
        "title": rule.title,
        "level": flag.level,
        "village_code": code,
        "village_name": name,
        "township": township,
        "subject": parts["subject"],
        "period": parts["period"],
        "amount": amount,
        "root_cause": flag.root_cause,
        "message": WORDING.format(rule.message, village=name, **parts) + flag.note,
        "basis": "；".join(rule.basis),
        "innocent_explanation": rule.innocent,
        "next_check": rule.next_check,
        "priority": weight.quantize(Decimal("0.001")),
    }


def _confidence(before: Mapping[str, Mapping[str, Any]], decided: Mapping[str, bool]) -> dict[str, Decimal]:
    """Trust a rule less the more of its decided flags were false alarms; 1 until there are decisions."""
    counts: dict[str, list[int]] = {}
    for key, false in decided.items():
        if key in before:
            count = counts.setdefault(before[key]["rule_id"], [0, 0])
            count[0] += 1
            count[1] += false
    return {rule: Decimal(n + 1 - false) / (n + 1) for rule, (n, false) in counts.items()}


def _evidence(con: duckdb.DuckDBPyConnection, flag: str) -> list[str]:
    rows = con.execute(
        "select row_id from result.flag_evidence where flag_id = ? order by all", [flag]
    ).fetchall()
    return [row_id for (row_id,) in rows]


def _store_evidence(con: duckdb.DuckDBPyConnection, evidence: dict[str, list[str]]) -> None:
    """Look up the rows behind the flags; flags that are gone keep the evidence they had."""
    con.execute(
        "create or replace temp table kept as select e.* from result.flag_evidence as e"
        f" join result.flag as f on e.flag_id = f.flag_id where f.status = {literal(follow.GONE)}"
    )
    wanted = pl.DataFrame(
        {"flag_id": list(evidence), "row_id": list(evidence.values())},
        schema={"flag_id": pl.String, "row_id": pl.List(pl.String)},
    )
    with lent(con, "wanted", wanted.explode("row_id").drop_nulls()):
        con.execute(f"create or replace temp table found as {_looked_up('wanted', _sources())}")
        # What a later submission has replaced stands in the history only.
        con.execute(
            "create or replace temp view lost as from wanted anti join found using (flag_id, row_id);"
            f"insert into found select distinct on (flag_id, row_id) * from ({_looked_up('lost', _replaced())})"
            " order by all"
        )
        con.execute("delete from result.flag_evidence")
        con.execute("insert into result.flag_evidence from kept union all from found order by all")
        con.execute(
            "update result.flag_evidence as e set summary = concat(e.summary, c.note) from (select row_id, string_agg("
            "concat('（更正：', column_title, '原 ', original, '，改为 ', corrected, '，', reason, '）'), '' order by field)"
            " as note from meta.correction where status = '已更正' group by row_id) as c"
            " where e.row_id = c.row_id and e.flag_id in (select flag_id from found)"
        )
        con.execute("drop view lost; drop table kept; drop table found")


def _looked_up(wanted: str, sources: list[str]) -> str:
    return " union all ".join(
        f"select w.flag_id, s.* from {wanted} as w join ({source}) as s on s.row_id = w.row_id"
        for source in sources
    )


def _sources() -> list[str]:
    """Select row_id, table, file, sheet, row, date, summary, amount of all a flag can point to."""
    printed = (
        "select row_id, '合计行', source_file, source_sheet, source_row, null::date, label, printed"
        " from meta.printed_total"
    )
    # an issue of a whole file is listed once for each village in it
    issue = (
        "select distinct row_id, '表格问题', source_file, source_sheet, source_row, null::date,"
        " concat_ws(' ', cell, found), amount from fact.sheet_issue"
    )
    return [*(_source(kind, "ledger") for kind in ledgers().values()), printed, issue]


def _replaced() -> list[str]:
    """Select the same of the rows that are no longer current."""
    return [_source(kind, "history") + " where superseded_by <> ''" for kind in ledgers().values()]


def _source(kind: Ledger, schema: str) -> str:
    money = [f for f in kind.fields if f.role == "money"]
    choice = {name for group in kind.one_of for name in group}
    named = [f for f in money if f.name in choice] or [f for f in money if f.name == "amount"]
    named = named or [f for f in money if f.required] or money[:1]
    amount = f"coalesce({', '.join(f'nullif({f.name}, 0)' for f in named)}, 0)" if named else "null"
    words = [f.name for f in kind.fields if f.role in ("text", "code") and f.required]
    words = ["summary"] if "summary" in kind.by_name else words
    summary = f"concat_ws('，', {', '.join(words)})" if words else "null"
    day = kind.date_field or "null::date"
    return (
        f"select row_id, {literal(kind.title)} as kind_title, source_file, source_sheet, source_row,"
        f' {day}, {summary}, {amount} from {schema}."{kind.name}"'
    )
