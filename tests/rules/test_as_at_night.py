"""The rules find in a warehouse as a night has it, its views stored, what they find in the views of their tests."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from pipeline import blank
from pipeline.judge import evaluate, facts
from pipeline.judge.rule import load_rules
from tests.rules import harness
from tests.rules.copies import alone, number_of, restored

# Most villages of these are there to be hit.
COMMON = re.compile("（本规则在可评估的.*?）")
BOOK = """
收支明细账
村   | 日期       | 凭证号 | 摘要       | 收入   | 支出 | 余额   | 资金类别
甲村 | 2024-01-01 | 1      | 收拨款     | 100000 |      | 100000 | 专项资金
甲村 | 2024-12-31 | 2      | 修渠人工费 |        | 9    | 50     | 专项资金
"""


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with blank.successor(tmp_path / "none.duckdb", tmp_path / "new.duckdb") as con:
        yield con


def judge(con: duckdb.DuckDBPyConnection, as_of: date) -> None:
    evaluate.enter(con, as_of, "批次-1")
    evaluate.evaluate(con, as_of, "批次-1", facts.build(con, as_of))


def test_the_only_book_that_does_not_add_up_stops_no_rule(con: duckdb.DuckDBPyConnection) -> None:
    harness.fill(con, BOOK)
    judge(con, date(2026, 6, 30))
    found = con.execute(
        "select rule_id, amount from result.flag where rule_id in ('LED02', 'SVC03')"
    ).fetchall()
    assert {(rule, int(amount)) for rule, amount in found} == {("LED02", 99941), ("SVC03", 99941)}


def cases() -> dict[str, list[tuple[str, harness.Case]]]:
    """Give the cases that stand beside others, by day."""
    by_day = defaultdict(list)
    for rule in load_rules():
        for case in harness.cases_of(rule.id):
            if not alone(rule.id, case.tables):
                by_day[case.as_of].append((rule.id, case))
    return by_day


@pytest.mark.heavy
@pytest.mark.parametrize("day", cases())
def test_all_cases_beside_one_another(con: duckdb.DuckDBPyConnection, day: str) -> None:
    side = cases()[day]
    harness.fill_copies(con, [case.tables for _, case in side])
    judge(con, date.fromisoformat(day))
    told = defaultdict(list)
    for rule_id in {rule_id for rule_id, _ in side}:
        for row in harness.found(con, rule_id):
            number = number_of(row["村代码"])
            own = {title: COMMON.sub("", restored(text, number)) for title, text in row.items()}
            told[rule_id, number].append(own)
    for number, (rule_id, case) in enumerate(side):
        harness.matches(told[rule_id, number], case)
