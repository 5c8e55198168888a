"""What a rule needs, and where it takes absence for an answer, is read off its syntax tree."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipeline.judge.emptiness import NEVER, Formula
from pipeline.judge.lineage import Reader
from pipeline.judge.needs import named
from pipeline.judge.relation import Column, Relation
from pipeline.judge.rule import Rule, load_rules
from pipeline.judge.sqlfile import read_rule


def table(name: str, *optional: str) -> Relation:
    columns = {"village_code": Column(), "k": Column()} | {c: Column(f"{name}.{c}") for c in optional}
    return Relation(name, columns=columns)


KNOWN = {"l.a": table("l.a", "x", "y"), "l.b": table("l.b", "z")}


@pytest.fixture
def reader() -> Reader:
    return Reader(duckdb.connect(), KNOWN)


@pytest.mark.parametrize(
    ("condition", "needed"),
    [
        ("x > 0", ["any", "l.a", "l.a.x"]),
        ("not x > 0", ["any", "l.a", "l.a.x"]),
        ("k > 0", "l.a"),
        ("x is not null", ["any", "l.a", "l.a.x"]),
        ("x is null", "l.a"),
        ("trim(x) || y = '1'", ["any", "l.a", "l.a.x", "l.a.y"]),
        ("x > 0 or y > 0", ["any", "l.a", ["all", "l.a.x", "l.a.y"]]),
        ("not (x > 0 or y > 0)", ["any", "l.a", "l.a.x", "l.a.y"]),
        ("coalesce(x, y) > 0", ["any", "l.a", ["all", "l.a.x", "l.a.y"]]),
        ("coalesce(x, 0) > 0", "l.a"),
        ("coalesce(x > 0, false)", ["any", "l.a", "l.a.x"]),
        ("coalesce(x > 0, true)", "l.a"),
        ("x between y and k", ["any", "l.a", "l.a.x", "l.a.y"]),
        ("x in (1, 2)", ["any", "l.a", "l.a.x"]),
        ("x is distinct from y", "l.a"),
        ("case when x > 0 then y > 0 end", ["any", "l.a", "l.a.x", "l.a.y"]),
        ("case when x > 0 then y > 0 else true end", "l.a"),
        ("k in (select z from l.b)", ["any", "l.a", "l.b"]),
        ("k not in (select z from l.b)", "l.a"),
        ("nullif(x, y) > 0", ["any", "l.a", "l.a.x"]),
        ("concat_ws('、', x, y) <> ''", "l.a"),
    ],
)
def test_a_condition_that_null_does_not_pass_needs_its_columns(
    condition: str, needed: Formula, reader: Reader
) -> None:
    assert reader.of(reader.parse(f"select k from l.a where {condition}")).empty == needed


@pytest.mark.parametrize(
    ("query", "needed"),
    [
        ("select k from l.a group by k having sum(x) > 0", ["any", "l.a", "l.a.x"]),
        ("select k from l.a group by k having count(x) = 0", "l.a"),
        ("select k from l.a group by k having count(*) filter (where x = 1) > 0", ["any", "l.a", "l.a.x"]),
        ("with f as (select lag(x) over () as p from l.a) select p from f where p > 0", ["any", "l.a", "l.a.x"]),
        ("select a.k from l.a as a left join l.b as b on a.k = b.k where b.k > 0", ["any", "l.a", "l.b"]),
        ("select a.k from l.a as a inner join l.b as b on a.x = b.k", ["any", "l.a", "l.b", "l.a.x"]),
        (
            "select k from l.a where x > 0 union all select k from l.a where y > 0",
            ["any", "l.a", ["all", "l.a.x", "l.a.y"]],
        ),
    ],
)  # fmt: skip
def test_columns_are_followed_through_queries(query: str, needed: Formula, reader: Reader) -> None:
    assert reader.of(reader.parse(query)).empty == needed


@pytest.mark.parametrize(
    ("query", "absent"),
    [
        ("select k from l.a where x is null", ["l.a.x"]),
        ("select k from l.a where nullif(trim(x), '') is null", ["l.a.x"]),
        ("select k from l.a where coalesce(x, y) is null", [["all", "l.a.x", "l.a.y"]]),
        ("select k from l.a group by village_code, k having max(x) is null", ["l.a.x"]),
        ("with f as (select village_code, x is null as bad from l.a) select bad from f where bad", ["l.a.x"]),
        ("select a.k from l.a as a left join l.b as b on a.x = b.k where b.k is null", [["any", "l.b", "l.a.x"]]),
        # What is asked of a row that is there is not absent with it.
        ("select k from l.a where k is null", []),
        ("select k, case when x is null then '没有填' end as words from l.a", []),
        ("select k from l.a where coalesce(x, '') = ''", []),
        ("select k from l.a where k not in (select z from l.b where z is null)", []),
        ("select k from l.a where not exists (select 1 from l.b where z is null)", []),
        ("select '不可评估' as outcome from l.a where x is null", []),
    ],
)  # fmt: skip
def test_only_is_null_takes_absence_for_an_answer(query: str, absent: list[Formula], reader: Reader) -> None:
    found = reader.of(reader.parse(query), hits_alone=True)
    assert [reader.sites[number].absent for number in sorted(found.sites)] == absent


def test_a_place_that_reads_absence_names_the_village_of_its_row(reader: Reader) -> None:
    found = reader.of(
        reader.parse("select a.k from l.a as a left join l.b as b on a.k = b.k where b.k is null")
    )
    (number,) = found.sites
    assert reader.sites[number].village == "a.village_code"


def test_absence_that_can_not_be_told_by_village_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "zz01.sql"
    path.write_text(
        "/*\nid: ZZ01\n*/\nwith f as (select note from ledger.cash_entry) select note from f where note is null",
        encoding="utf-8",
    )
    with pytest.raises(ValueError, match="village_code"):
        read_rule(path)


@pytest.mark.parametrize(
    ("rule_id", "needs"),
    [
        ("RC05", ["红色股份登记台账“委托协议号”列", "红色股份登记台账“持股人类型”列或“持股人”列"]),
        ("BK05", ["银行对账单", "收支明细账"]),
        ("PRC06", [
            "收支明细账或记账凭证",
            "（收支明细账“支出”列和“经手人”列）或（记账凭证“制单人”列和“审核人”列）",
        ]),
        ("RC09", ["红色股份登记台账“持股人”列或“持股人类型”列"]),
        ("WB03", []),
    ],
)  # fmt: skip
def test_a_page_names_what_a_rule_needs(rule_id: str, needs: list[str]) -> None:
    (rule,) = (rule for rule in load_rules() if rule.id == rule_id)
    assert named(rule.needs) == needs


@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: rule.id)
def test_no_paper_that_only_explains_is_needed(rule: Rule) -> None:
    """Account register in BK04, notices in CARE03 and DU07, parameters: their want makes nothing 不可评估."""
    explaining = {"BK04": "账户登记表", "CARE03": "公开登记表", "DU07": "公开登记表"}
    assert explaining.get(rule.id, "政策参数表") not in "；".join(named(rule.needs))
    assert rule.needs == NEVER or named(rule.needs)
