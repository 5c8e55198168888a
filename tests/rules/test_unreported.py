"""Nothing of a column that no sheet of the village has is taken for empty: what rests on it can't be assessed."""

from __future__ import annotations

from functools import cache

import pytest

from pipeline.judge.emptiness import names, paper
from pipeline.judge.needs import title
from pipeline.judge.rule import Rule, load_rules
from schemas import ledgers
from tests.rules.harness import Case, empty_county, evaluate, fill, read_tables
from tests.rules.test_outcomes import cases

Tables = dict[str, list[dict[str, str]]]
Hit = tuple[str, str, str]
MOST = 3
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


def without(tables: Tables, *columns: str) -> Tables:
    """Take columns away from every sheet of their tables."""
    gone = {column: heads(column) for column in columns}
    return {
        table: [
            {k: v for k, v in row.items() if not any(table == t and k in h.split() for t, h in gone.values())}
            for row in rows
        ]
        for table, rows in tables.items()
    }


def filled(tables: Tables, *columns: str) -> Tables:
    """Fill the blanks of columns."""
    found = dict(tables)
    for column in columns:
        table, heading = heads(column)
        _, kind, field = column.split(".")
        value = FILLED[ledgers()[kind].by_name[field].role]
        found[table] = [
            {k: v or value if k in heading.split() else v for k, v in row.items()}
            for row in found.get(table, ())
        ]
    return found


def has(tables: Tables, name: str) -> bool:
    table, heading = heads(name)
    return any(key in heading.split() for row in tables.get(table, ()) for key in row)


def judged(rule: Rule, case: Case, tables: Tables) -> tuple[set[Hit], dict[str, tuple[str, str]]]:
    """Give what hits (village, period, row), and outcome and missing by village."""
    return _judged(rule.id, written(tables), case.as_of)


@cache
def _judged(rule: str, tables: str, as_of: str) -> tuple[set[Hit], dict[str, tuple[str, str]]]:
    con = empty_county()
    fill(con, tables)
    evaluate(con, as_of, rule)
    hits = con.execute(
        "select f.village_name, coalesce(cast(f.period as varchar), ''), e.row_id"
        " from audit.flag as f left join audit.flag_evidence as e on f.flag_id = e.flag_id"
    ).fetchall()
    rows = con.execute(
        "select village_name, outcome, coalesce(missing, '') from audit.rule_result"
    ).fetchall()
    return set(hits), {village: (outcome, missing) for village, outcome, missing in rows}


def resting(rule: Rule) -> list[list[str]]:
    """List the columns whose absence hits of a rule rest on, those that stand for one another together."""
    found: list[list[str]] = []
    for formula in rule.file.rests:
        which, *parts = ("any", formula) if isinstance(formula, str) else formula
        found += [sorted(names(formula))] if which == "all" else [sorted(names(part)) for part in parts]
    return [columns for columns in found if all(paper(name) for name in columns)]


@pytest.mark.parametrize("rule", [rule for rule in load_rules() if resting(rule)], ids=lambda rule: rule.id)
def test_no_hit_rests_on_a_column_that_no_sheet_has(rule: Rule) -> None:
    lost = 0
    for columns in resting(rule):
        tried = 0
        having = [
            case for case in cases(rule) if any(has(read_tables(case.tables), name) for name in columns)
        ]
        for case in having[:MOST]:
            tables = read_tables(case.tables)
            with_column, _ = judged(rule, case, tables)
            certain, _ = judged(rule, case, filled(tables, *columns))
            found, outcome = judged(rule, case, without(tables, *columns))
            tried += 1
            # What hits without the column hits whatever stands in it.
            assert found <= certain, case.name
            for village in {village for village, *_ in with_column - certain - found}:
                told, missing = outcome[village]
                lost += 1
                named = any(title(name).partition("“")[2] in missing for name in columns)
                assert told == "命中" or (told == "不可评估" and named), case.name
        assert tried, columns
    # Their cases give no village that would hit by a blank alone.
    assert lost or rule.id in ("BK06", "DU06")


def needed(rule: Rule) -> list[str]:
    """List the columns without which a rule finds nothing."""
    formula = rule.file.needs
    parts = [formula] if isinstance(formula, str) else formula[1:] if formula[0] == "any" else []
    return [part for part in parts if isinstance(part, str) and paper(part)]


@pytest.mark.parametrize("rule", [rule for rule in load_rules() if needed(rule)], ids=lambda rule: rule.id)
def test_a_rule_without_a_column_that_it_needs_says_so(rule: Rule) -> None:
    tried = 0
    for name in needed(rule)[:MOST]:
        for case in cases(rule):
            tables = read_tables(case.tables)
            hits = judged(rule, case, tables)[0] if has(tables, name) else set()
            if hits:
                found, outcome = judged(rule, case, without(tables, name))
                assert not found, name
                for village in {village for village, *_ in hits}:
                    told, missing = outcome[village]
                    # Where nothing else tells that the village has the fund, it does not concern the village.
                    assert told in ("不可评估", "不适用"), (name, village)
                    wanted = (title(name), title(paper(name)))
                    assert told == "不适用" or village == "全县" or any(w in missing for w in wanted), name
                tried += 1
                break
    assert tried or rule.id in ("ST01", "PAY05")
