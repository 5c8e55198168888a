"""Load the rules of sql/rules and evaluate every one of them for every village."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, fields
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline import flags, parameters, result_tables, views
from pipeline.filled import Filled
from pipeline.gaps import Gaps
from pipeline.outcomes import Evaluation, Hit, Needs, judge, unassessed
from pipeline.parameters import Parameter, Resolved, Value
from pipeline.sqlfile import SqlFile, read_folder
from schemas import ledgers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import duckdb

LEVELS = ("严重", "高", "中", "低", "提示")
STATUSES = ("stable", "experimental", "deprecated")
SUBJECTS = ("entry", "voucher", "village", "cooperative", "payee", "official", "sheet", "project", "county")
# name and SQL type of the columns every rule must give, besides ``row_id`` (evidence, one line each).
OUTPUT = {
    "village_code": "VARCHAR",
    "subject": "VARCHAR",
    "period": "DATE",
    "amount": "DECIMAL(18,2)",
}
SPECIAL = ("outcome", "missing", "level", "root_cause")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what its header says, and its SELECT.

    ``basis``, ``falsepositives`` and ``related`` are lists of texts; ``needs`` names ``table`` or
    ``table.column``; ``clears`` says what paper settles a flag, ``example`` tells a case in figures where
    the rule's test builds its tables by program; ``message`` is a template filled from the output
    columns. ``relative``: the amount is measured against other villages, so that it changes when their
    books do.
    """

    id: str
    title: str
    level: str
    status: str
    subject: str
    description: str
    why: str
    basis: tuple[str, ...]
    needs: tuple[str, ...]
    params: tuple[Parameter, ...]
    root_cause: str
    falsepositives: tuple[str, ...]
    innocent: str
    next_check: str
    clears: str
    example: str
    related: tuple[str, ...]
    message: str
    tunable: str
    looks_in: tuple[str, ...]
    adds_up: tuple[str, ...]
    relative: bool
    file: SqlFile

    @property
    def countywide(self) -> bool:
        """Whether the rule judges the county as a whole too, as a line of its own."""
        return self.subject == "county"


OPTIONAL = frozenset({"params", "clears", "example", "related", "tunable", "relative", "looks_in", "adds_up"})
REQUIRED = frozenset(field.name for field in fields(Rule)) - OPTIONAL - {"file"}
_FOLD = re.compile(r"(?<=[，。；：、）”]) | (?=[，。；：、（“])|(?<=[一-鿿]) (?=[一-鿿])")
LISTS = ("basis", "needs", "falsepositives", "related", "looks_in", "adds_up")


@cache
def load_rules() -> tuple[Rule, ...]:
    """Read every rule, sorted by id; raises ``ValueError`` for a header or text that breaks the form."""
    return tuple(sorted((parse(file) for file in read_folder("rules")), key=lambda rule: rule.id))


def parse(file: SqlFile) -> Rule:
    """Read one rule; raises ``ValueError`` for a header or text that breaks the form."""
    header: dict[str, Any] = file.header
    absent, unknown = REQUIRED - header.keys(), header.keys() - REQUIRED - OPTIONAL
    if absent or unknown:
        raise ValueError(f"规则 {file.name}：说明缺少 {sorted(absent)}，多出 {sorted(unknown)}")
    for key, allowed in (("level", LEVELS), ("status", STATUSES), ("subject", SUBJECTS)):
        if header[key] not in allowed:
            raise ValueError(f"规则 {file.name}：{key} 只能是 {'/'.join(allowed)}")
    if not file.name.startswith(header["id"].lower() + "_"):
        raise ValueError(f"规则 {file.name}：文件名应以 {header['id'].lower()}_ 开头")
    params = parameters.from_header(file.name, header.get("params") or {})
    if file.bound - {p.name for p in params}:
        raise ValueError(
            f"规则 {file.name}：参数 {sorted(file.bound - {p.name for p in params})} 没有在 params 里说明"
        )
    texts: dict[str, Any] = {key: _unfolded(str(header[key])) for key in REQUIRED.difference(LISTS)}
    texts |= {key: _unfolded(str(header.get(key, ""))) for key in ("clears", "example", "tunable")}
    lists: dict[str, Any] = {key: tuple(header.get(key) or ()) for key in LISTS}
    if texts["tunable"] not in {"", *(p.name for p in params)}:
        raise ValueError(f"规则 {file.name}：tunable 应是 params 里的一个参数")
    if unknown := {*lists["looks_in"], *lists["adds_up"]} - ledgers().keys():
        raise ValueError(f"规则 {file.name}：looks_in、adds_up 里没有这种表 {sorted(unknown)}")
    relative = bool(header.get("relative", False))
    return Rule(**texts, **lists, relative=relative, params=params, file=file)


def _unfolded(text: str) -> str:
    """Take out the spaces that YAML puts where a Chinese text was broken into lines."""
    return _FOLD.sub("", text.strip())


def evaluate(con: duckdb.DuckDBPyConnection, as_of: date, batch_id: str) -> None:
    """Store the views, run every rule, and store outcomes, flags and evidence in schema ``result``.

    Needs schemas ``ledger``, ``meta`` and ``fact`` filled, the tables of ``core`` and ``result`` there; dates are
    judged as on ``as_of``. The flags of the batch before, if any, are read from ``result.flag`` and carried on.
    Opens no transaction of its own.
    """
    enter(con, as_of, batch_id)
    filled = Filled(con)
    views.store_core(con, filled)
    apply(con, as_of, batch_id, [rule for rule in load_rules() if rule.status != "deprecated"], filled)
    filled.look(con)
    views.store_judged(con, filled)


def enter(con: duckdb.DuckDBPyConnection, as_of: date, batch_id: str) -> None:
    """Write down the day and the defaults of the parameters, which the views look at when they are stored."""
    result_tables.replace_rows(con, "meta.setting", [(as_of, batch_id)])
    parameters.store_defaults(con)


def apply(
    con: duckdb.DuckDBPyConnection, as_of: date, batch_id: str, rules: Sequence[Rule], filled: Filled
) -> None:
    """Run ``rules`` on a warehouse whose tables and views stand, after ``enter``; ``filled`` as they stand."""
    parameters.store_used(con)
    used = parameters.used(con)
    result_tables.replace_rows(con, "meta.rule", [_described(rule, used) for rule in rules])
    needs = Needs.look(con, {need for rule in rules for need in rule.needs})
    resolved = Resolved.read(con)
    evaluation = Evaluation.begin(con, resolved)
    gaps = Gaps(con)
    for rule in rules:
        # Where nobody has what a rule needs or looks through, there is nothing to ask.
        asked = needs.met(rule, evaluation.villages) and not filled.empty(rule.file.empty)
        hits = run(con, rule, resolved) if asked else []
        hits = [unassessed(hit, gaps.in_the_way(rule, hit)) for hit in hits]
        judge(evaluation, rule, hits, needs, absent_parameters(rule, resolved))
    result_tables.replace_rows(con, "result.rule_result", evaluation.results)
    flags.store(con, evaluation.flags, as_of, batch_id)


def run(con: duckdb.DuckDBPyConnection, rule: Rule, resolved: Resolved) -> list[Hit]:
    """Run one rule and gather its lines into hits, one for each (village, subject, period).

    A hit is judged by the parameters that held in its own period, one without a period by those of the
    batch. Where a value changed within the period, only what hits by the old and the new one stays.

    Raises ``ValueError`` when the columns are not those a rule must give or lines of one hit disagree.
    """
    names = sorted(rule.file.bound)
    found = {
        tuple(values[name] for name in names): _found(con, rule, values, villages)
        for values, villages in resolved.groups(names)
    }
    hits: dict[tuple[str, str, Any], Hit] = {}
    for values, lines in found.items():
        for key, hit in lines.items():
            first_day, last_day = _span(hit.parts["period"])
            before = resolved.at(key[0], names, first_day)
            if resolved.at(key[0], names, last_day) == values and key in found[before]:
                hits[key] = hit
    return [hits[key] for key in sorted(hits, key=str)]


def _found(
    con: duckdb.DuckDBPyConnection, rule: Rule, values: dict[str, Value], villages: frozenset[str]
) -> dict[tuple[str, str, Any], Hit]:
    """Run one rule with one set of parameter values, for the villages that have or had them."""
    # Lines that differ in their evidence alone are brought together before they leave the database.
    query = (
        "select * exclude (row_id), list_sort(list(distinct row_id)) as evidence"
        f" from ({rule.file.text}) group by all"
    )
    hits: dict[tuple[str, str, Any], Hit] = {}
    cursor = con.execute(query, values)
    columns = {column[0]: str(column[1]) for column in cursor.description or ()}
    if list(columns.items())[: len(OUTPUT)] != list(OUTPUT.items()) or columns["evidence"] != "VARCHAR[]":
        raise ValueError(f"规则 {rule.id}：输出列应以 {OUTPUT} 和 row_id 开头，实际为 {columns}")
    for line in cursor.fetchall():
        if line[0] in villages:
            hit = _hit(dict(zip(columns, line, strict=True)))
            if hits.setdefault(hit.key, hit) is not hit:
                raise ValueError(f"规则 {rule.id}：{hit.key} 的各行金额或说明不一致")
    return hits


def _span(period: date | None) -> tuple[date | None, date | None]:
    """Give the first and last day of a hit's period: a year from 1 January, a month from a first, else the day."""
    if period is None or period.day > 1:
        return period, period
    months = 12 if period.month == 1 else 1
    following = period.month + months
    after = period.replace(year=period.year + (following - 1) // 12, month=(following - 1) % 12 + 1)
    return period, after - timedelta(days=1)


def _hit(line: dict[str, Any]) -> Hit:
    evidence = line.pop("evidence")
    special = {name: line.pop(name) for name in SPECIAL if name in line}
    given = {name: value for name, value in special.items() if value is not None}
    return Hit(parts=line, evidence=evidence or [], **given)


def absent_parameters(rule: Rule, resolved: Resolved) -> dict[str, list[str]]:
    """Name, by village, the parameters of ``rule`` that have no default and that nobody has set."""
    required = {p.name: p.meaning for p in rule.params if p.default is None}
    absent = {
        village: [f"参数 {name}（{required[name]}）" for name in required if values[name] is None]
        for village, values in resolved.by_village.items()
    }
    return {village: names for village, names in absent.items() if names}


def _described(rule: Rule, used: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    params = {p.name: used[p.name] for p in rule.params}
    basis = "；".join(rule.basis)
    told = json.dumps(params, ensure_ascii=False)
    return rule.id, rule.title, rule.level, rule.status, basis, told, rule.tunable
