"""No figure that a cell may hold stops a rule: the largest and the smallest of each in the place of all (issue 13, point 1)."""

from __future__ import annotations

import pytest

from pipeline.judge.rule import load_rules
from schemas import ledgers
from tests.rules.harness import Case, cases_of, empty_county, evaluate, insert
from tests.rules.written import rows_of

# By role: what reading still takes for a figure.
EXTREMES = {
    "large": {"money": "9999999999999.99", "quantity": "99999999999999.9999", "ratio": "1", "count": "9999"},
    "small": {"money": "0.01", "quantity": "0.0001", "ratio": "0.00000001", "count": "1"},
}


@pytest.mark.heavy
@pytest.mark.parametrize("size", EXTREMES)
@pytest.mark.parametrize("rule", [rule.id for rule in load_rules()])
def test_no_figure_stops_a_rule(rule: str, size: str) -> None:
    for case in cases_of(rule):
        _judge(rule, case, EXTREMES[size])


def _judge(rule: str, case: Case, extreme: dict[str, str]) -> None:
    con = empty_county()
    for table, rows in rows_of(case.tables).items():
        kind = ledgers().get(table.partition(".")[2].strip('"')) if table.startswith("history.") else None
        roles = {field.name: field.role for field in kind.fields} if kind else {}
        for row in rows:
            row.update({name: extreme[roles[name]] for name in row if roles.get(name) in extreme})
        insert(con, table, rows)
    evaluate(con, case.as_of, rule)
