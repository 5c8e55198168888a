"""One rule, table, view, file or report the program fails on is set aside and named; all the rest is published."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.judge import evaluate, facts, views
from pipeline.place import placing
from pipeline.publish.report import audit_book, checklist
from tests.e2e.night import Night, Outcome, cash_book
from tests.faults import questions

NEXT = "2026-11-23"
BOOK = cash_book("东滩村", "2024年3月", [("2024-03-05", "记-1", "购买打印纸", None, 540.05, "张三")])
OUTCOMES = "select rule_id, village_code, outcome from audit.rule_result where rule_id <> ? order by all"


@pytest.fixture
def county(night: Night) -> Night:
    """A dividend of which nothing was reinvested: DU02 hits; and a cash book."""
    night.book(
        "东滩村/红利.xlsx",
        {
            "红利收取表": [
                ("东滩村2024年度红利收取表",),
                ("合作社名称", "年度", "股本金", "实收红利"),
                ("东滩茶社", 2024, 400000, 20000),
            ],
            "红利使用明细表": [
                ("东滩村2024年度红利使用明细表",),
                ("合作社名称", "年度", "用途类别", "用途", "金额"),
                ("东滩茶社", 2024, "再投入", "入股", 4000),
                ("东滩茶社", 2024, "公益事业", "修路", 16000),
            ],
        },
    )
    night.book("东滩村/3月.xlsx", {"账": BOOK})
    return Night(night.folder, reports=True)


def break_rule(monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    run = evaluate.run

    def fail(con: duckdb.DuckDBPyConnection, rule: Any, *given: Any) -> Any:
        if rule.id == broken:
            con.execute("select cast('a fault put here by a test' as integer)")
        return run(con, rule, *given)

    monkeypatch.setattr(evaluate, "run", fail)


def told(county: Night) -> list[tuple[str, str]]:
    [(faults,)] = county.query("select faults from meta.batch order by batch_id desc limit 1")
    return [(one["step"], one["name"]) for one in json.loads(faults)]


def published(outcome: Outcome, county: Night) -> None:
    assert outcome.code == 0, outcome.out
    assert "程序故障 1 处" in outcome.out
    assert "Traceback" not in outcome.out
    assert questions.litter(county.outputs) == []


def test_a_rule_that_fails_can_be_assessed_for_nobody_and_the_others_are_as_ever(
    county: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    county.publish()
    before = county.query(OUTCOMES, "DU02")
    flags = county.query("select flag_id, status from audit.flag where rule_id = 'DU02'")
    assert [status for _, status in flags] == ["待核"]
    break_rule(monkeypatch, "DU02")
    outcome = county.run(as_of=NEXT)
    published(outcome, county)
    assert "规则 DU02（ConversionException" in outcome.out
    assert told(county) == [("规则", "DU02")]
    assert county.query(
        "select distinct outcome, missing like '%程序故障，本规则本批没有运行' from audit.rule_result where rule_id = 'DU02'"
    ) == [("不可评估", True)]
    assert county.query(OUTCOMES, "DU02") == before
    # What it found before stands as it stood.
    assert county.query("select flag_id, status from audit.flag where rule_id = 'DU02'") == flags
    assert county.query(
        "select count(*) > 0 from audit.flag_evidence join audit.flag using (flag_id) where rule_id = 'DU02'"
    ) == [(True,)]
    assert "a fault put here by a test" in (county.outputs / "state" / "cunzhang.log").read_text("utf-8")
    assert (
        json.loads((county.outputs / "state" / "last_run.json").read_bytes())["faults"][0]["name"] == "DU02"
    )


@pytest.mark.heavy
def test_the_night_after_the_fault_is_gone_is_as_if_it_had_not_been(
    county: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    county.publish()
    flags = county.query("select flag_id, status, first_seen from audit.flag where rule_id = 'DU02'")
    with monkeypatch.context() as broken:
        break_rule(broken, "DU02")
        assert county.run(as_of=NEXT).code == 0
    county.publish("2026-11-24")
    assert told(county) == []
    assert county.query("select flag_id, status, first_seen from audit.flag where rule_id = 'DU02'") == flags


def test_a_table_that_can_not_be_computed_takes_only_the_rules_that_read_it_along(
    county: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = facts.store

    def fail(con: duckdb.DuckDBPyConnection, name: str, as_of: Any) -> int:
        if name == "odd_amount":
            raise ZeroDivisionError("a fault put here by a test")
        return store(con, name, as_of)

    monkeypatch.setattr(facts, "store", fail)
    published(county.run(), county)
    assert told(county) == [("计算", "odd_amount")]
    lost = county.query("select distinct rule_id from audit.rule_result where missing like '%程序故障%'")
    assert lost
    assert ("DU02",) not in lost
    assert county.query("select amount from audit.flag where rule_id = 'DU02'") == [(6000,)]


def test_a_stored_view_that_fails_takes_only_the_rules_that_read_it_along(
    county: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = views._stored()
    broken = next(view for view in every if view.name == "core.cash_entry")
    monkeypatch.setattr(views, "step", _failing(views.step, broken.name))
    published(county.run(), county)
    assert told(county) == [("视图", broken.name)]
    lost = county.query("select distinct rule_id from audit.rule_result where missing like '%程序故障%'")
    assert 0 < len(lost) < len(county.query("select distinct rule_id from audit.rule_result"))
    assert ("DU02",) not in lost
    assert county.query("select count(*) from ledger.cash_entry") == [(1,)]


def _failing(step: Any, broken: str) -> Any:
    from contextlib import contextmanager

    @contextmanager
    def fail(kind: str, name: str) -> Any:
        with step(kind, name):
            if name == broken:
                raise KeyError("a fault put here by a test")
            yield

    return fail


def test_a_file_the_program_fails_on_is_sent_back_and_its_neighbours_are_loaded(
    county: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    locate = placing.locate

    def fail(table: Any, *more: Any) -> Any:
        if table.source_file.endswith("3月.xlsx"):
            raise IndexError("a fault put here by a test")
        return locate(table, *more)

    monkeypatch.setattr(placing, "locate", fail)
    outcome = county.run()
    published(outcome, county)
    assert told(county) == [("文件", "东滩村/3月.xlsx")]
    assert county.query("select source_file from meta.submission where status = '退回'") == [
        ("东滩村/3月.xlsx",)
    ]
    assert county.query("select count(*) from ledger.dividend_use") == [(2,)]


@pytest.mark.parametrize("module", [audit_book, checklist], ids=["workbook", "checklist"])
def test_a_report_that_fails_is_named_and_written_by_the_next_run(
    county: Night, monkeypatch: pytest.MonkeyPatch, module: Any
) -> None:
    def fail(path: Path, *_: Any, **__: Any) -> None:
        if "乡镇" not in path.parts:
            raise AttributeError("a fault put here by a test")
        path.write_bytes(b"x")

    with monkeypatch.context() as broken:
        broken.setattr(module, "write", fail)
        outcome = county.run()
        published(outcome, county)
        assert (county.outputs / "reports" / "审计报告.html").exists()
        assert questions.broken(county.outputs) != []
    printed = county.run().out
    assert "已重新生成" in printed
    assert questions.broken(county.outputs) == []
