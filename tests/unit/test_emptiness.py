"""Only what a query reads by FROM or inner join can leave it without rows."""

from __future__ import annotations

import duckdb
import pytest

from pipeline.judge.emptiness import ALWAYS, NEVER, Formula, all_of, any_of, holds, without
from pipeline.judge.lineage import Reader

A, B, C = "s.a", "s.b", "s.c"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(duckdb.connect(), {})


@pytest.mark.parametrize(
    ("query", "formula"),
    [
        ("select 1", NEVER),
        ("select x from s.a", A),
        ("select x from s.a where exists (select 1 from s.b)", ["any", A, B]),
        ("select x from s.a where not exists (select 1 from s.b)", A),
        ("select x from s.a join s.b using (x)", ["any", A, B]),
        ("select x from s.a, s.b", ["any", A, B]),
        ("select x from s.a left join s.b using (x)", A),
        ("select x from s.a right join s.b using (x)", B),
        ("select x from s.a full join s.b using (x)", ["all", A, B]),
        # An anti join against an empty table is no empty answer.
        ("select x from s.a anti join s.b using (x)", A),
        ("select x from s.a semi join s.b using (x)", A),
        ("select x from s.a union all select x from s.b", ["all", A, B]),
        ("select x from s.a union select 1", NEVER),
        ("select x from s.a except select x from s.b", A),
        ("select x from s.a intersect select x from s.b", NEVER),
        ("select count(*) from s.a", NEVER),
        ("select x, count(*) from s.a group by x", A),
        ("select x, count(*) from s.a group by all", A),
        ("select count(*) from s.a group by all", NEVER),
        ("select 1 from s.a having count(*) = 0", NEVER),
        ("select x from s.a group by grouping sets ((x), ())", NEVER),
        ("select row_number() over (order by x) from s.a", A),
        ("select (select count(*) from s.b) from s.a", A),
        ("select coalesce(max(x), 0) from s.a", NEVER),
        ("select * from unnest([1, 2])", NEVER),
        ("select * from (values (1)) as t (x)", NEVER),
        (
            "with f as (select x from s.a join s.b using (x)) select * from f left join s.c using (x)",
            ["any", A, B],
        ),
        ("with f as (select count(*) as n from s.a) select n from f", NEVER),
        ("with f as (select x from s.a), f2 as (select * from f) select * from f2 join f using (x)", A),
        (
            "with recursive r as (select 1 as n union all select n + 1 from r where n < 3) select n from r",
            NEVER,
        ),
        ("select x from s.a where x = $bound", A),
    ],
)
def test_the_formula_of_a_query(query: str, formula: Formula, reader: Reader) -> None:
    assert reader.of(reader.parse(query)).empty == formula


@pytest.mark.parametrize(
    ("empty", "told"), [(set(), False), ({A}, False), ({B}, True), ({A, C}, True), ({C}, False)]
)
def test_a_formula_holds(empty: set[str], told: bool) -> None:
    assert holds(["any", B, ["all", A, C]], empty.__contains__) is told


PAPER, COLUMN, OTHER = "ledger.a", "ledger.a.x", "ledger.b.y"


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        (any_of(A, all_of(A, B)), A),
        (all_of(any_of(A, B), any_of(A, C)), ["any", A, ["all", B, C]]),
        (all_of(A, NEVER), NEVER),
        (any_of(A, ALWAYS), ALWAYS),
        (any_of(all_of(A, B), all_of(B, A)), ["all", A, B]),
        # Who has a column has its paper; who lacks the paper lacks the column.
        (any_of(PAPER, COLUMN), COLUMN),
        (all_of(PAPER, COLUMN), PAPER),
        (any_of(COLUMN, all_of(PAPER, OTHER)), COLUMN),
        (all_of(PAPER, any_of(COLUMN, OTHER)), PAPER),
        (any_of(all_of(PAPER, OTHER), all_of(COLUMN, OTHER)), ["all", COLUMN, OTHER]),
    ],
)
def test_a_formula_is_told_in_the_fewest_names(formula: Formula, told: Formula) -> None:
    assert without(formula, NEVER) == told


def test_what_is_known_to_be_there_is_left_out_of_a_formula() -> None:
    assert without(["all", A, ["any", B, C]], given=any_of(B)) == ["all", A, C]
    assert without(["all", A, B], given=A) == NEVER


def test_no_text_but_a_select_has_a_formula(reader: Reader) -> None:
    with pytest.raises(ValueError, match="SELECT"):
        reader.parse("delete from s.a")
