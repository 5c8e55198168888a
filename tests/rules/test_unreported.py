"""Nothing of a column that no sheet of the village has is taken for empty: what rests on it can't be assessed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest

from pipeline.judge.emptiness import names, paper
from pipeline.judge.needs import title
from pipeline.judge.rule import Rule, load_rules
from schemas import ledgers
from tests.rules.copies import alone, number_of, restored
from tests.rules.harness import Case, cases_of, empty_county, evaluate, fill_copies
from tests.rules.written import read_tables

Tables = dict[str, list[dict[str, str]]]
Hit = tuple[str, str, str]
# The tables as text, and the day; what hits, and outcome and missing by village.
Asked = tuple[str, str]
Judged = tuple[set[Hit], dict[str, tuple[str, str]]]
MOST = 3
# Where no days are told, the rule by its own word compares by years in their place.
BY_YEAR = ["ledger.aid_payment.paid_on", "ledger.dividend_use.used_on"]
FILLED = {
    "date": "2025-01-01",
    "money": "1",
    "year": "2025",
    "count": "1",
    "quantity": "1",
    "text": "填",
    "code": "填",
}


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


def asked(case: Case, tables: Tables) -> Asked:
    return written(tables), case.as_of


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


def judged(rule: Rule, asked: Iterable[Asked]) -> dict[Asked, Judged]:
    """Give for all tables what hits (village, period, row), and outcome and missing by village.

    One evaluation answers for all tables of a day that say nothing of one another, each in a county of its own.
    """
    found: dict[Asked, Judged] = {}
    by_day: dict[str, list[str]] = {}
    for tables, as_of in dict.fromkeys(asked):
        if alone(rule.id, tables):
            found[tables, as_of] = evaluated(rule, [tables], as_of)[0]
        else:
            by_day.setdefault(as_of, []).append(tables)
    for as_of, texts in by_day.items():
        found |= zip(((text, as_of) for text in texts), evaluated(rule, texts, as_of), strict=True)
    return found


def evaluated(rule: Rule, texts: Sequence[str], as_of: str) -> list[Judged]:
    con = empty_county()
    fill_copies(con, texts)
    evaluate(con, as_of, rule.id)
    hits = con.execute(
        "select f.village_code, f.village_name, coalesce(cast(f.period as varchar), ''), e.row_id"
        " from audit.flag as f left join audit.flag_evidence as e on f.flag_id = e.flag_id"
    ).fetchall()
    rows = con.execute(
        "select village_code, village_name, outcome, coalesce(missing, '') from audit.rule_result"
    ).fetchall()
    found: list[Judged] = [(set(), {}) for _ in texts]
    for code, village, period, row in hits:
        number = number_of(code)
        found[number][0].add((village, period, row and restored(row, number)))
    for code, village, outcome, missing in rows:
        number = number_of(code)
        found[number][1][village] = (outcome, restored(missing, number))
    return found


def resting(rule: Rule) -> list[list[str]]:
    """List the columns whose absence hits of a rule rest on, those that stand for one another together."""
    found: list[list[str]] = []
    for formula in rule.file.rests:
        which, *parts = ("any", formula) if isinstance(formula, str) else formula
        found += [sorted(names(formula))] if which == "all" else [sorted(names(part)) for part in parts]
    return [columns for columns in found if all(paper(name) for name in columns) and columns != BY_YEAR]


def some(rules: Iterable[Rule]) -> list[object]:
    """Try one rule of three in every run, and all in the long one."""
    return [
        pytest.param(rule, id=rule.id, marks=[pytest.mark.heavy] if place % 3 else [])
        for place, rule in enumerate(rules)
    ]


@pytest.mark.parametrize("rule", some(rule for rule in load_rules() if resting(rule)))
def test_no_hit_rests_on_a_column_that_no_sheet_has(rule: Rule) -> None:
    tried: list[tuple[list[str], Case, Asked, Asked, Asked]] = []
    for columns in resting(rule):
        having = [
            case for case in cases_of(rule.id) if any(has(read_tables(case.tables), name) for name in columns)
        ]
        assert having, columns
        for case in having[:MOST]:
            tables = read_tables(case.tables)
            made = tables, filled(tables, *columns), without(tables, *columns)
            as_it_is, full, lacking = (asked(case, one) for one in made)
            tried.append((columns, case, as_it_is, full, lacking))
    answers = judged(rule, (one for _, _, *three in tried for one in three))
    lost = 0
    for columns, case, as_it_is, full, lacking in tried:
        (with_column, _), (certain, _), (found, outcome) = (answers[one] for one in (as_it_is, full, lacking))
        # What hits without the column hits whatever stands in it.
        assert found <= certain, case.name
        for village in {village for village, *_ in with_column - certain - found}:
            told, missing = outcome[village]
            lost += 1
            named = any(title(name).partition("“")[2] in missing for name in columns)
            assert told == "命中" or (told == "不可评估" and named), case.name
    # Their cases give no village that would hit by a blank alone.
    assert lost or rule.id in ("BK06", "CAD01", "DU06")


def needed(rule: Rule) -> list[str]:
    """List the columns without which a rule finds nothing."""
    formula = rule.file.needs
    parts = [formula] if isinstance(formula, str) else formula[1:] if formula[0] == "any" else []
    return [part for part in parts if isinstance(part, str) and paper(part)]


def hit(case: Case) -> set[str]:
    """Name the villages that a case says the rule hits."""
    return {
        row["村"] for row in next(iter(read_tables("结果\n" + case.expect).values())) if row["结果"] == "命中"
    }


@pytest.mark.parametrize("rule", some(rule for rule in load_rules() if needed(rule)))
def test_a_rule_without_a_column_that_it_needs_says_so(rule: Rule) -> None:
    tried: dict[str, tuple[Case, Asked]] = {}
    for name in needed(rule)[:MOST]:
        for case in filter(hit, cases_of(rule.id)):
            tables = read_tables(case.tables)
            if has(tables, name):
                tried[name] = case, asked(case, without(tables, name))
                break
    answers = judged(rule, (lacking for _, lacking in tried.values()))
    for name, (case, lacking) in tried.items():
        found, outcome = answers[lacking]
        assert not found, name
        for village in hit(case):
            told, missing = outcome[village]
            # Where nothing else tells that the village has the fund, it does not concern the village.
            assert told in ("不可评估", "不适用"), (name, village)
            wanted = (title(name), title(paper(name)))
            assert told == "不适用" or village == "全县" or any(w in missing for w in wanted), name
    assert tried or rule.id in ("ST01", "PAY05")
