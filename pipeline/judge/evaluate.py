"""Evaluate every rule for every village, by the parameters that held."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from pipeline import result_tables
from pipeline.faults import RULE, VIEW, step
from pipeline.judge import broken, flags, parameters, views
from pipeline.judge.absence import Absence
from pipeline.judge.causes import Causes
from pipeline.judge.filled import Filled
from pipeline.judge.fitting import span
from pipeline.judge.needs import Needs
from pipeline.judge.outcomes import Evaluation, Hit, judge, unassessed
from pipeline.judge.parameters import MINIMUM, Resolved
from pipeline.judge.rule import Rule, load_rules
from pipeline.phases import unheard

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import duckdb

    from pipeline.faults import Fault
    from pipeline.judge.outcomes import Key
    from pipeline.phases import Step

# name and SQL type of the columns every rule must give, besides ``row_id`` (evidence, one line each).
OUTPUT = {
    "village_code": "VARCHAR",
    "subject": "VARCHAR",
    "period": "DATE",
    "amount": "DECIMAL(18,2)",
}
SPECIAL = ("outcome", "missing", "level", "root_cause")


def evaluate(
    con: duckdb.DuckDBPyConnection,
    as_of: date,
    batch_id: str,
    filled: Filled,
    faults: Sequence[Fault] = (),
    done: Step = unheard,
) -> None:
    """Store the views, run every rule, and store outcomes, flags and evidence in schema ``result``; after ``enter``.

    Needs schemas ``ledger``, ``meta`` and ``fact`` filled, the tables of ``core`` and ``result`` there; ``filled`` as
    they stand; dates are judged as on ``as_of``. The flags of the batch before, if any, are read from ``result.flag``
    and carried on. ``faults``: what failed before and is left out. Opens no transaction of its own; raises
    ``StepFailed`` for a further view or rule to be left out. ``done`` hears of every view and rule.
    """
    aside = broken.names(faults, VIEW)
    views.store_core(con, filled, aside, done)
    rules = in_force()
    apply(con, as_of, batch_id, rules, filled, broken.rules(faults, rules), done)
    filled.look(con)
    views.store_judged(con, filled, aside)


def in_force() -> list[Rule]:
    """List the rules that a batch is judged by."""
    return [rule for rule in load_rules() if rule.status != "deprecated"]


def enter(con: duckdb.DuckDBPyConnection, as_of: date, batch_id: str) -> None:
    """Write down the day and the defaults of the parameters, before anything is asked of them."""
    result_tables.replace_rows(con, "meta.setting", [(as_of, batch_id)])
    parameters.store_defaults(con)


def apply(
    con: duckdb.DuckDBPyConnection,
    as_of: date,
    batch_id: str,
    rules: Sequence[Rule],
    filled: Filled,
    failed: frozenset[str] = frozenset(),
    done: Step = unheard,
) -> None:
    """Run ``rules`` on a warehouse whose tables and views stand, after ``enter``; ``filled`` as they stand.

    Those that ``failed`` are not run: nobody can be assessed by them.
    """
    causes = Causes.look(con, batch_id)
    parameters.store_used(con)
    causes.compare_parameters(con)
    used = parameters.used(con)
    result_tables.replace_rows(con, "meta.rule", [_described(rule, used) for rule in rules])
    resolved = Resolved.read(con)
    evaluation = Evaluation.begin(con, resolved, rules)
    needs = Needs.look(con, rules, evaluation.villages, filled)
    absence = Absence(con, filled)
    everybody = {code: [broken.WHY] for code in [*evaluation.villages, *evaluation.counties]}
    for rule in rules:
        done(1)
        if rule.id in failed:
            judge(evaluation, rule, [], everybody)
            continue
        # Where nobody has what a rule needs or looks through, there is nothing to ask.
        asked = needs.met(rule) and not filled.empty(rule.file.empty)
        with step(RULE, rule.id):
            hits = absence.judged(rule, _certain(con, rule, resolved, needs)) if asked else []
            unset = absent_parameters(rule, resolved)
            hits = [hit for hit in hits if hit.parts["village_code"] not in unset]
            lacking = needs.told(rule)
            for village, named in unset.items():
                lacking.setdefault(village, []).extend(named)
            judge(evaluation, rule, hits, lacking)
    result_tables.replace_rows(con, "result.rule_result", evaluation.results)
    flags.store(con, evaluation.flags, evaluation.unassessed, rules, causes, filled, as_of, batch_id)


def _certain(con: duckdb.DuckDBPyConnection, rule: Rule, resolved: Resolved, needs: Needs) -> list[Hit]:
    """Run one rule; what hits only because the village has not handed in a column can't be assessed."""
    hits = run(con, rule, resolved)
    unread = needs.unread(rule)
    if not any(hit.parts["village_code"] in unread for hit in hits):
        return hits
    certain = {hit.key: hit for hit in run(con, rule, resolved, needs.closed(rule))}
    return [
        certain.get(hit.key) or unassessed(hit, "；".join(unread.get(hit.parts["village_code"], ())))
        for hit in hits
    ]


def run(
    con: duckdb.DuckDBPyConnection, rule: Rule, resolved: Resolved, closed: Sequence[str] = ()
) -> list[Hit]:
    """Run one rule and gather its lines into hits, one for each (village, subject, period) and fact.

    ``closed`` names villages and places of the rule at which nothing of theirs is taken for absent.

    A hit is judged by the parameters that held in its own period, one without a period by those of the
    batch. Where a value changed within the period, only what hits by the old and the new one stays.

    Raises ``ValueError`` when the columns are not those a rule must give.
    """
    names = sorted(rule.file.bound)
    limits = [*(parameter.name for parameter in rule.params), MINIMUM]
    unreported = {"unreported": list(closed)} if rule.file.rests else {}
    found = {
        tuple(values[name] for name in names): _found(con, rule, values | unreported, villages)
        for values, villages in resolved.groups(names)
    }
    hits: dict[Key, Hit] = {}
    for values, lines in found.items():
        for key, hit in lines.items():
            first_day, last_day = span(hit.parts["period"])
            before = resolved.at(key[0], names, first_day)
            if resolved.at(key[0], names, last_day) == values and key in found[before]:
                hit.limits = dict(zip(limits, resolved.at(key[0], limits, last_day), strict=True))
                hits[key] = hit
    return [hits[key] for key in sorted(hits, key=str)]


def _found(
    con: duckdb.DuckDBPyConnection, rule: Rule, values: dict[str, Any], villages: frozenset[str]
) -> dict[Key, Hit]:
    """Run one rule with one set of parameter values, for the villages that have or had them."""
    # Lines that differ in their evidence alone are brought together before they leave the database.
    query = (
        "select * exclude (row_id), list_sort(list(distinct row_id)) as evidence"
        f" from ({rule.file.asked}) group by all"
    )
    hits: list[Hit] = []
    cursor = con.execute(query, values)
    columns = {column[0]: str(column[1]) for column in cursor.description or ()}
    if list(columns.items())[: len(OUTPUT)] != list(OUTPUT.items()) or columns["evidence"] != "VARCHAR[]":
        raise ValueError(f"规则 {rule.id}：输出列应以 {OUTPUT} 和 row_id 开头，实际为 {columns}")
    for line in cursor.fetchall():
        if line[0] in villages:
            hits.append(_hit(dict(zip(columns, line, strict=True))))
    return {hit.key: hit for hit in _told_apart(hits)}


def _told_apart(hits: list[Hit]) -> list[Hit]:
    """Tell facts of one subject and period apart by their rows: two lists of one work, two counts of one day."""
    alike: dict[Key, list[Hit]] = defaultdict(list)
    for hit in hits:
        alike[hit.key].append(hit)
    for several in alike.values():
        if len(several) > 1:
            times: Counter[str] = Counter()
            for hit in sorted(several, key=lambda hit: str(hit.parts)):
                rows = "|".join(hit.evidence)
                times[rows] += 1
                hit.apart = f"{rows} {times[rows]}"
    return hits


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
    return rule.id, rule.title, rule.level, rule.status, basis, told, rule.tunable, rule.money
