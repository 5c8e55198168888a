"""Nothing of a column that no sheet of the village has is taken for empty: what rests on it can't be assessed."""

from __future__ import annotations

import pytest

from pipeline.judge.emptiness import names, paper
from pipeline.judge.needs import title
from pipeline.judge.rule import Rule, load_rules
from schemas import ledgers
from tests.rules.harness import Case, empty_county, evaluate, fill, read_tables
from tests.rules.test_outcomes import cases

Tables = dict[str, list[dict[str, str]]]
Hits = dict[tuple[str, str, str], str]
FILLED = {"date": "2025-01-01", "money": "1", "year": "2025", "text": "填", "code": "填"}


def heads(name: str) -> tuple[str, str]:
    """Give the table of a column, and how it may be headed there."""
    _, kind, field = name.split(".")
    return ledgers()[kind].title, f"{ledgers()[kind].by_name[field].title} {field}"


def written(tables: Tables) -> str:
    """Write tables as text again; rows with other columns stand on another sheet."""
    parts = []
    for name, rows in tables.items():
        for header in dict.fromkeys(map(tuple, rows)):
            lines = [" | ".join(row.values()) for row in rows if tuple(row) == header]
            parts += [name, " | ".join(header), *lines]
    return "\n".join(parts)


def without(tables: Tables, name: str) -> Tables:
    """Take a column away from every sheet of its table."""
    table, heading = heads(name)
    kept = [{k: v for k, v in row.items() if k not in heading.split()} for row in tables.get(table, ())]
    return tables | {table: kept}


def filled(tables: Tables, name: str) -> Tables:
    """Fill the blanks of a column."""
    table, heading = heads(name)
    _, kind, field = name.split(".")
    value = FILLED[ledgers()[kind].by_name[field].role]
    rows = [{k: v or value if k in heading.split() else v for k, v in row.items()} for row in tables[table]]
    return tables | {table: rows}


def has(tables: Tables, name: str) -> bool:
    table, heading = heads(name)
    return any(key in heading.split() for row in tables.get(table, ()) for key in row)


def judged(
    rule: Rule, case: Case, tables: Tables
) -> tuple[set[tuple[str, str, str]], dict[str, tuple[str, str]]]:
    """Give the hits (village, subject, period), and outcome and missing by village."""
    con = empty_county()
    fill(con, written(tables))
    evaluate(con, case.as_of, rule.id)
    hits = con.execute(
        "select village_name, subject, coalesce(cast(period as varchar), '') from audit.flag"
    ).fetchall()
    rows = con.execute(
        "select village_name, outcome, coalesce(missing, '') from audit.rule_result"
    ).fetchall()
    return set(hits), {village: (outcome, missing) for village, outcome, missing in rows}


def resting() -> list[tuple[Rule, str]]:
    """List the columns whose absence hits of a rule rest on."""
    found = [(rule, name) for rule in load_rules() for part in rule.file.rests for name in names(part)]
    return [(rule, name) for rule, name in found if paper(name)]


@pytest.mark.parametrize(("rule", "name"), resting(), ids=lambda value: getattr(value, "id", value))
def test_no_hit_rests_on_a_column_that_no_sheet_has(rule: Rule, name: str) -> None:
    tried = lost = 0
    for case in cases(rule):
        tables = read_tables(case.tables)
        if not has(tables, name):
            continue
        with_column, _ = judged(rule, case, tables)
        certain, _ = judged(rule, case, filled(tables, name))
        found, outcome = judged(rule, case, without(tables, name))
        tried += 1
        # What hits without the column hits whatever stands in it.
        assert found <= certain, case.name
        for village in {village for village, *_ in with_column - certain - found}:
            told, missing = outcome[village]
            lost += 1
            assert told == "命中" or (told == "不可评估" and title(name).partition("“")[2] in missing), (
                case.name
            )
    assert tried
    assert lost or rule.id in ("DU06", "RC09")


def needed(rule: Rule) -> list[str]:
    """List the columns without which a rule finds nothing."""
    formula = rule.file.needs
    parts = [formula] if isinstance(formula, str) else formula[1:] if formula[0] == "any" else []
    return [part for part in parts if isinstance(part, str) and paper(part)]


@pytest.mark.parametrize("rule", [rule for rule in load_rules() if needed(rule)], ids=lambda rule: rule.id)
def test_a_rule_without_a_column_that_it_needs_says_so(rule: Rule) -> None:
    tried = 0
    for name in needed(rule):
        for case in cases(rule):
            tables = read_tables(case.tables)
            hits = judged(rule, case, tables)[0] if has(tables, name) else set()
            if hits:
                found, outcome = judged(rule, case, without(tables, name))
                assert not found, name
                for village in {village for village, *_ in hits}:
                    told, missing = outcome[village]
                    assert told == "不可评估", (name, village)
                    assert title(name) in missing or title(paper(name)) in missing, (name, village, missing)
                tried += 1
                break
    assert tried or rule.id in ("ST01", "PAY05")
