"""Rules are checked when they are read, answer for every village, and their flags last."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from string import Formatter
from typing import Any

import duckdb
import pytest
import sqlglot

from pipeline.faults import StepFailed
from pipeline.judge import parameters, sqlfile
from pipeline.judge.evaluate import apply, enter
from pipeline.judge.filled import Filled
from pipeline.judge.flags import worded
from pipeline.judge.rule import Rule, load_rules, parse
from tests.rules.harness import empty_county, evaluate, fill

HEADER = """/*
id: ZZ01
title: 试验规则
level: 高
status: stable
money: 手续
subject: village
description: 每行红利一条。
why: 试验。
basis: [试验]
params: [zz_line]
root_cause: 每行一个事实。
falsepositives: [无]
innocent: 无。
next_check: 无。
message: >-
  {{year}} 年实收 {{received}} 元，
  {{day}}到账，经办{{handler}}，占 {{share:.1%}}。
{extra}*/
"""
BODY = """
with final as (
    select
        village_code,
        cooperative as subject,
        make_date(year, 1, 1) as period,
        received as amount,
        row_id,
        year,
        received,
        received_on as day,
        payee_name as handler,
        ratio as share
    from ledger.dividend
    where received > $zz_line
)

select
    village_code,
    subject,
    period,
    amount,
    row_id,
    year,
    received,
    day,
    handler,
    share
from final
"""
LINE = parameters.Parameter("zz_line", "100", "元", "试验线", "试验")
MakeRule = Callable[..., Rule]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakeRule:
    """Write a rule file and read it: the parts of its text that a test is not about stay as above."""
    known = {**parameters.load_parameters(), LINE.name: LINE}
    monkeypatch.setattr(parameters, "load_parameters", lambda: known)

    def made(
        replace: tuple[str, str] = ("", ""), extra: str = "", name: str = "zz01_trial", body: str = BODY
    ) -> Rule:
        path = tmp_path / f"{name}.sql"
        path.write_text((HEADER.format(extra=extra) + body).replace(*replace), encoding="utf-8")
        return parse(sqlfile.read_rule(path))

    return made


@pytest.fixture
def con(make: MakeRule) -> duckdb.DuckDBPyConnection:
    return empty_county()


def run(con: duckdb.DuckDBPyConnection, rule: Rule, day: str = "2026-06-30") -> None:
    enter(con, date.fromisoformat(day), "批次")
    apply(con, date.fromisoformat(day), "批次", [rule], Filled.of(con))


def flags(con: duckdb.DuckDBPyConnection, columns: str) -> list[Any]:
    return con.execute(f"select {columns} from audit.flag order by village_name, subject").fetchall()


def dividends(*rows: str) -> str:
    return "\n".join(("红利收取表", "村 | 合作社 | 红利年度 | 实收红利 | 到账日期 | 占股比例", *rows))


# Reading


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"replace": ("why: 试验。\n", "")}, "why"),
        ({"extra": "colour: 红\n"}, "colour"),
        ({"replace": ("level: 高", "level: 特高")}, "level"),
        ({"replace": ("money: 手续", "money: 未知")}, "money"),
        ({"replace": ("$zz_line", "$zz_lane")}, "zz_lane"),
        ({"replace": ("params: [zz_line]", "params: [zz_lane]")}, "zz_lane"),
        ({"name": "du99_trial"}, "zz01_"),
        ({"replace": ("/*", "")}, "YAML"),
        ({"body": "delete from ledger.dividend"}, "select"),
    ],
)
def test_a_rule_that_breaks_the_form_is_refused(make: MakeRule, changed: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        make(**changed)


def test_every_rule_can_be_read_and_has_an_id_of_its_own() -> None:
    ids = [rule.id for rule in load_rules()]
    assert ids == sorted(set(ids))
    assert {f"DU{n:02d}" for n in range(1, 9)} <= set(ids)


@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: str(rule.id))
def test_wording_asks_and_does_not_accuse(rule: Rule) -> None:
    shown = rule.title + rule.message
    assert [word for word in ("贪污", "违法", "违纪", "舞弊", "侵占", "套取", "挪用") if word in shown] == []


# Running


def test_the_message_is_filled_as_finance_people_write(
    con: duckdb.DuckDBPyConnection, make: MakeRule
) -> None:
    fill(
        con,
        dividends("甲村 | 茶社 | 2024 | 12001.50 | 2025-04-05 | 0.125", "乙村 | 茶社 | 2024 | 12000 | | 0.5"),
    )
    run(con, make())
    assert [message for (message,) in flags(con, "message")] == [
        "2024 年实收 12,000 元，未填到账，经办未填，占 50.0%。",
        "2024 年实收 12,001.50 元，2025 年 4 月 5 日到账，经办未填，占 12.5%。",
    ]


def test_a_message_may_name_the_parameters_that_held(con: duckdb.DuckDBPyConnection, make: MakeRule) -> None:
    given = "政策参数表\n参数 | 生效日期 | 取值\nzz_line | 2025-01-01 | 2500.50\n\n"
    fill(con, given + dividends("甲村 | 茶社 | 2024 | 12001 | |", "甲村 | 茶社 | 2025 | 12001 | |"))
    run(con, make(replace=("占 {share:.1%}", "起点 {zz_line:,} 元")))
    said = {message.rpartition("，")[2] for (message,) in flags(con, "message")}
    assert said == {"起点 100 元。", "起点 2,500.50 元。"}


def test_amounts_that_the_sql_wrote_out_are_set_apart_too() -> None:
    found = "共 12000.00 元、1234567.5 元，12,000 元，2024 年第 10000 号，12345"
    assert (
        worded("{found}。", {"found": found})
        == "共 12,000 元、1,234,567.5 元，12,000 元，2024 年第 10000 号，12345。"
    )


@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: str(rule.id))
def test_a_message_names_only_what_the_rule_gives(rule: Rule) -> None:
    named = {name.partition(":")[0] for _, name, _, _ in Formatter().parse(rule.message) if name}
    given = {*_columns(rule), *(p.name for p in rule.params), "village"}
    assert named <= given


def _columns(rule: Rule) -> list[str]:
    tree = sqlglot.parse_one(rule.file.text, dialect="duckdb")
    assert isinstance(tree, sqlglot.exp.Query)
    (columns,) = [cte.this.named_selects for cte in tree.ctes if cte.alias == "final"]
    return [str(column) for column in columns]


def test_a_small_difference_stays_on_record_as_a_hint(con: duckdb.DuckDBPyConnection, make: MakeRule) -> None:
    fill(
        con,
        "村情登记表\n村 | 乡镇\n甲村 | 东镇\n乙村 | 西乡\n\n"
        "政策参数表\n参数 | 适用范围 | 取值\nminimum_amount | 西乡 | 600\n\n"
        + dividends(
            "甲村 | 茶社 | 2022 | 100.01 | |", "甲村 | 茶社 | 2023 | 500 | |", "乙村 | 茶社 | 2023 | 500 | |"
        ),
    )
    shown = "year(period), village_name, level, message like '%相差不到 600 元，只作提示%'"
    alone = [(2023, "乙村", "高", False), (2022, "甲村", "高", False), (2023, "甲村", "高", False)]
    run(con, make(replace=("default: 100", "default: 50")))
    assert sorted(flags(con, shown)) == sorted(alone)
    run(con, make(replace=("default: 100", "default: 50"), extra="difference: true\n"))
    assert sorted(flags(con, shown)) == sorted([(2023, "乙村", "提示", True), *alone[1:]])
    assert con.execute("select distinct outcome from audit.rule_result where hits > 0").fetchall() == [
        ("命中",)
    ]


def test_two_facts_of_one_subject_and_period_are_two_flags_each_its_own(
    con: duckdb.DuckDBPyConnection, make: MakeRule
) -> None:
    fill(con, dividends("甲村 | 茶社 | 2024 | 12001 | |", "甲村 | 茶社 | 2024 | 13000 | |"))
    con.execute("update meta.submission set received_at = timestamp '2026-06-01'")
    rule = make()
    run(con, rule)
    both = dict(flags(con, "amount, flag_id"))
    assert sorted(both) == [Decimal(12001), Decimal(13000)]
    con.execute("update history.dividend set superseded_by = '改后' where received = 12001")
    run(con, rule)
    assert dict(flags(con, "status, flag_id")) == {
        "已消除": both[Decimal(12001)],
        "待核": both[Decimal(13000)],
    }


def test_an_output_column_of_another_type_is_refused(con: duckdb.DuckDBPyConnection, make: MakeRule) -> None:
    fill(con, dividends("甲村 | 茶社 | 2024 | 12001 | |"))
    with pytest.raises(StepFailed) as failed:
        run(con, make(replace=("received as amount", "cast(received as double) as amount")))
    assert "DOUBLE" in str(failed.value.__cause__)


def test_every_village_of_the_register_has_an_outcome(con: duckdb.DuckDBPyConnection, make: MakeRule) -> None:
    fill(
        con,
        """
        村情登记表
        村   | 乡镇
        甲村 | 东镇
        乙村 | 东镇
        丙村 | 东镇
        """
        + dividends("甲村 | 茶社 | 2024 | 12001 | |", "乙村 | 茶社 | 2024 | 99 | |"),
    )
    run(con, make())
    assert con.execute("select village_name, outcome, missing, hits, amount from audit.rule_result").fetchall() == [
        ("丙村", "不可评估", "红利收取表", 0, 0),
        ("乙村", "通过", None, 0, 0),
        ("甲村", "命中", None, 1, Decimal("12001.00")),
    ]  # fmt: skip


def test_amounts_of_one_root_cause_count_once(con: duckdb.DuckDBPyConnection, make: MakeRule) -> None:
    fill(
        con,
        dividends(
            "甲村 | 茶社 | 2024 | 500 | |", "甲村 | 桔社 | 2024 | 800 | |", "甲村 | 药社 | 2023 | 300 | |"
        ),
    )
    rule = make(
        replace=("        row_id,\n", "        row_id,\n        cast(year as varchar) as root_cause,\n")
    )
    rule = make(
        body=rule.file.text.replace("    row_id,\n    year,", "    row_id,\n    root_cause,\n    year,")
    )
    run(con, rule)
    assert con.execute("select hits, amount from audit.rule_result").fetchall() == [(3, Decimal("1100.00"))]


@pytest.mark.parametrize(("hit", "level", "noted"), [(2, "高", 0), (3, "提示", 3)])
def test_a_rule_by_threshold_that_hits_over_a_fifth_of_the_villages_only_hints(
    con: duckdb.DuckDBPyConnection, make: MakeRule, hit: int, level: str, noted: int
) -> None:
    fill(con, dividends(*(f"村{n:02d} | 茶社 | 2024 | {500 if n < hit else 50} | |" for n in range(10))))
    run(con, make(extra="tunable: zz_line\n"))
    assert flags(con, "level") == [(level,)] * hit
    assert sum("先核对参数" in message for (message,) in flags(con, "message")) == noted


def test_the_gate_spares_rules_of_law_and_small_counties(
    con: duckdb.DuckDBPyConnection, make: MakeRule
) -> None:
    fill(con, dividends(*(f"村{n:02d} | 茶社 | 2024 | 500 | |" for n in range(10))))
    run(con, make())
    assert flags(con, "distinct level") == [("高",)]
    con = empty_county()
    fill(con, dividends(*(f"村{n:02d} | 茶社 | 2024 | 500 | |" for n in range(9))))
    run(con, make(extra="tunable: zz_line\n"))
    assert flags(con, "distinct level") == [("高",)]


def test_the_county_as_a_whole_is_no_village_of_the_gate(
    con: duckdb.DuckDBPyConnection, make: MakeRule
) -> None:
    fill(con, dividends(*(f"村{n:02d} | 茶社 | 2024 | 500 | |" for n in range(9))))
    run(con, make(replace=("subject: village", "subject: county"), extra="tunable: zz_line\n"))
    assert flags(con, "distinct level") == [("高",)]


def test_tunable_names_a_parameter_of_the_rule(make: MakeRule) -> None:
    with pytest.raises(ValueError, match="tunable"):
        make(extra="tunable: other\n")


def systemic(con: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return con.execute("from audit.systemic").fetchall()


@pytest.mark.parametrize(
    ("extra", "shown"), [("", (None, None)), ("tunable: zz_line\n", ("zz_line", "100元"))]
)
def test_what_over_a_fifth_of_the_villages_share_is_systemic(
    con: duckdb.DuckDBPyConnection, make: MakeRule, extra: str, shown: tuple[object, ...]
) -> None:
    fill(con, dividends(*(f"村{n:02d} | 茶社 | 2024 | {500 + n if n < 4 else 50} | |" for n in range(10))))
    run(con, make(extra=extra))
    [line] = systemic(con)
    assert line[:7] == ("ZZ01", "试验规则", "高", 4, 10, 4, Decimal("2006.00"))
    assert [part.split("村")[1] for part in str(line[7]).split("；")] == [
        "03 503.00 元", "02 502.00 元", "01 501.00 元"
    ]  # fmt: skip
    assert line[8:] == (*shown, "")


@pytest.mark.parametrize(("villages", "hit"), [(10, 2), (9, 9)])
def test_what_few_share_or_few_villages_were_asked_is_not_systemic(
    con: duckdb.DuckDBPyConnection, make: MakeRule, villages: int, hit: int
) -> None:
    fill(
        con, dividends(*(f"村{n:02d} | 茶社 | 2024 | {500 if n < hit else 50} | |" for n in range(villages)))
    )
    run(con, make())
    assert systemic(con) == []


def test_the_villages_of_two_counties_are_counted_apart(
    con: duckdb.DuckDBPyConnection, make: MakeRule
) -> None:
    """Three villages of ten are too many in one county, though not of all twenty of two."""
    names = [f"{county}{n}村" for county in ("东", "西") for n in range(10)]
    register = "".join(f"{name} | 东镇 | {name[0]}县\n" for name in names)
    rows = dividends(
        *(
            f"{name} | 茶社 | 2024 | {500 if name in {'东1村', '东2村', '东3村', '西1村'} else 50} | |"
            for name in names
        )
    )
    fill(con, f"村情登记表\n村 | 乡镇 | county\n{register}{rows}")
    run(con, make(extra="tunable: zz_line\n"))
    assert flags(con, "village_name, level") == [
        ("东1村", "提示"), ("东2村", "提示"), ("东3村", "提示"), ("西1村", "高")
    ]  # fmt: skip
    [line] = con.execute(
        "select county, villages, assessed, flags, largest_three from audit.systemic"
    ).fetchall()
    assert line == ("东县", 3, 10, 3, "东镇东1村 500.00 元；东镇东2村 500.00 元；东镇东3村 500.00 元")


# Lasting


def test_flags_are_first_seen_once_and_stay_when_they_no_longer_fire(
    con: duckdb.DuckDBPyConnection, make: MakeRule
) -> None:
    fill(con, dividends("甲村 | 茶社 | 2024 | 500 | |"))
    run(con, make(), "2026-01-31")
    first = flags(con, "flag_id, status, first_seen, last_seen")
    evidence = con.execute("from audit.flag_evidence").fetchall()
    run(con, make(), "2026-02-28")
    [(name, _, seen, _)] = first
    assert flags(con, "flag_id, status, first_seen, last_seen") == [(name, "待核", seen, date(2026, 2, 28))]
    con.execute("delete from history.dividend")
    run(con, make(), "2026-03-31")
    assert flags(con, "flag_id, status, first_seen, last_seen") == [(name, "已消除", seen, date(2026, 2, 28))]
    assert con.execute("from audit.flag_evidence").fetchall() == evidence
    fill(con, "红利收取表\n村 | 合作社 | 红利年度 | 实收红利\n甲村 | 茶社 | 2024 | 500")
    run(con, make(), "2026-04-30")
    assert flags(con, "flag_id, status, first_seen, last_seen") == [(name, "待核", seen, date(2026, 4, 30))]


def test_the_latest_disposition_is_the_status_and_a_false_alarm_lowers_the_rank_a_little(
    con: duckdb.DuckDBPyConnection, make: MakeRule
) -> None:
    fill(con, dividends("甲村 | 茶社 | 2024 | 990 | |", "乙村 | 茶社 | 2024 | 990 | |"))
    run(con, make())
    assert flags(con, "status, priority") == [("待核", Decimal("10.800"))] * 2
    [(name,)] = con.execute("select flag_id from audit.flag where village_name = '甲村'").fetchall()
    fill(
        con,
        f"""
        核查结论表
        疑点编号 | 核查结论 | 核查日期
        {name}   | 不属实   | 2026-06-20
        {name}   | 属实     | 2026-06-10
        """,
    )
    run(con, make())
    assert flags(con, "status, priority") == [("待核", Decimal("10.285")), ("不属实", Decimal("10.285"))]


def test_evidence_names_file_row_day_words_and_amount(con: duckdb.DuckDBPyConnection, make: MakeRule) -> None:
    fill(con, dividends("甲村 | 茶社 | 2024 | 50 | |", "甲村 | 茶社 | 2024 | 500 | 2025-03-01 |"))
    run(con, make())
    shown = con.execute(
        'select row_id, "table", source_file, source_row, date, summary, amount from audit.flag_evidence'
    )
    assert shown.fetchall() == [
        ("dividend-2", "红利收取表", "红利收取表.xlsx", 3, date(2025, 3, 1), "茶社", Decimal("500.00"))
    ]


def test_evidence_shows_what_a_bank_line_was_for(con: duckdb.DuckDBPyConnection, make: MakeRule) -> None:
    fill(
        con,
        dividends("甲村 | 茶社 | 2024 | 500 | |")
        + "\n\n银行对账单\n村 | 账号 | 交易日期 | 支出金额 | 对方户名 | 摘要\n甲村 | 1 | 2024-03-01 | 500 | 建材店 | 水泥款",
    )
    body = BODY.replace("row_id,\n        year", "'bank_line-1' as row_id,\n        year")
    run(con, make(body=body))
    assert con.execute("select summary from audit.flag_evidence").fetchall() == [("建材店，水泥款",)]


def test_the_result_does_not_depend_on_the_order_of_rows(con: duckdb.DuckDBPyConnection) -> None:
    rows = ("甲村 | 茶社 | 2011 | 500 | |", "甲村 | 桔社 | 2011 | 800 | |", "乙村 | 药社 | 2011 | 300 | |")
    fill(con, dividends(*rows))
    evaluate(con, "2026-06-30", "DU01")
    forward = con.execute("select flag_id, message, priority from audit.flag order by 1").fetchall()
    con = empty_county()
    fill(con, dividends(*reversed(rows)))
    evaluate(con, "2026-06-30", "DU01")
    assert con.execute("select flag_id, message, priority from audit.flag order by 1").fetchall() == forward
    assert len(forward) == 3


# Values that begin on a day


@pytest.mark.parametrize(
    ("given", "amount", "hit"), [("200", 150, [2023]), ("50", 80, [2025]), ("50", 150, [2023, 2024, 2025])]
)
def test_a_year_is_judged_by_its_own_value_and_by_both_where_it_changed(
    con: duckdb.DuckDBPyConnection, make: MakeRule, given: str, amount: int, hit: list[int]
) -> None:
    """The default of 100 gives way to another value in the middle of 2024."""
    rows = dividends(*(f"甲村 | 茶社 | {year} | {amount} | |" for year in (2023, 2024, 2025)))
    fill(con, f"政策参数表\n参数 | 生效日期 | 取值\nzz_line | 2024-07-01 | {given}\n\n{rows}")
    run(con, make())
    assert [
        year for (year,) in con.execute("select year(period) from audit.flag order by 1").fetchall()
    ] == hit
