"""Gather what each page shows from the published database; every function gives a template its values."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipeline.publish.report import bands, figures, opening, topics
from pipeline.publish.report.table import read
from pipeline.serve import flow
from pipeline.serve.leads import leads
from pipeline.serve.listing import view
from pipeline.serve.listings import (
    DIVIDENDS,
    FILES,
    FLAGS,
    ISSUES,
    MISSING,
    NO_DOCUMENT,
    RESULTS,
    SHEETS,
    UNDOCUMENTED,
    VILLAGES,
)
from pipeline.serve.place_names import townships
from pipeline.serve.show import Pages, asked, grid

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from pipeline.paths import Places


def overview(con: duckdb.DuckDBPyConnection, places: Places) -> dict[str, Any]:
    """总览: the headline figures and their change, flags by level, the villages and flags to begin with."""
    head, systemic = figures.read(con, places.batches), topics.systemic(con)
    return {
        "figures": head,
        "bands": bands.bands(head, len(systemic.rows)),
        "leads": leads(head),
        "questions": opening.questions(con),
        "no_document": NO_DOCUMENT,
        "whole": {
            "short": Pages(1, 1, 0, DIVIDENDS.path, {"verdict": "再投入不足", "sort": "-shortfall"}).to(),
            "lost": Pages(1, 1, 0, DIVIDENDS.path, {"trace": "说不清的", "sort": "-untraced"}).to(),
            "went": Pages(1, 1, 0, DIVIDENDS.path, {"sort": "-dividend"}).to(),
            "undocumented": UNDOCUMENTED.path,
        },
        "villages": view(con, replace(VILLAGES, title="先看哪些村", note=""), {}, 10),
        "first": view(con, replace(FLAGS, title="先看哪些疑点"), {}, 10),
        "systemic": grid(systemic),
        "missing": view(con, MISSING, {}, 10),
    }


def township(con: duckdb.DuckDBPyConnection, places: Places, name: str) -> dict[str, Any] | None:
    """One township: its figures, its years, its villages."""
    if name not in townships(con):
        return None
    titles = {
        "year": "年度", "granted": "专项资金拨付（元）", "received": "收到（元）", "spent": "专项资金支出（元）",
        "all_spent": "各类资金支出（元）", "dividends": "实收红利（元）", "reinvested": "红利再投入（元）",
        "villages_flagged": "有疑点的村数", "flag_count": "疑点数", "facts": "事实数", "flag_amount": "涉及金额（元）",
        "lost_amount": "其中可能受损（元）", "procedure_amount": "其中手续不全（元）",
    }  # fmt: skip
    here = {"township": name}
    head = figures.read(con, places.batches, name)
    return {
        "name": name,
        "bands": bands.bands(head),
        "leads": leads(head),
        "figures": head,
        "years": asked(
            con, "各年度（年度为空的，是不分期间的疑点）", f"select {', '.join(titles)} from audit.township_summary"
            " where township = $township order by year desc nulls last", titles, here,
        ),
        "villages": view(con, replace(VILLAGES, title="各村", note=""), here, 1000),
    }  # fmt: skip


def flows(con: duckdb.DuckDBPyConnection, query: Mapping[str, str]) -> dict[str, Any]:
    """资金流向: where the money came from and where it went, for the scope in the address."""
    return {
        "flow": flow.flow(con, query),
        "townships": townships(con),
        "years": flow.years(con),
        "funds": flow.funds(con),
        "documents": (NO_DOCUMENT,),
    }


def rules(con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """规则: every rule with its outcomes, and the parameters in force."""
    return {"grid": grid(topics.rules(con)), "parameters": grid(topics.parameters(con))}


def rule(con: duckdb.DuckDBPyConnection, rule_id: str) -> dict[str, Any] | None:
    """One rule: what it says, what it found in each village."""
    known = con.execute(
        "select rule_id, title, level, status, basis from meta.rule where rule_id = ?", [rule_id]
    ).fetchall()
    if not known:
        return None
    from pipeline.judge.needs import named
    from pipeline.judge.rule import load_rules

    listing = replace(RESULTS, title="各村的结果")
    results = view(con, listing, {"rule_id": rule_id}, 300, {"rule_id", "rule_title", "level"})
    name = dict(zip(("id", "title", "level", "status", "basis"), known[0], strict=True))
    # Its text is this program's; the database may have been published by an older one.
    text_of = next((one for one in load_rules() if one.id == rule_id), None)
    needs = named(text_of.needs) if text_of else []
    return {"rule": name, "text": text_of, "needs": needs, "results": results}


def submission(con: duckdb.DuckDBPyConnection, submission_id: str) -> dict[str, Any] | None:
    """One file: its sheets with their control totals, and what was wrong with them."""
    mine = {"id": submission_id}
    columns = ", ".join(FILES.titles)
    about = read(
        con, "文件", f"select {columns} from {FILES.relation} where submission_id = $id", FILES.titles, mine
    )
    if not about.rows:
        return None
    this = {"submission_id": submission_id}
    return {
        "about": next(about.records()),
        "sheets": view(con, SHEETS, this, 300, {"source_file"}),
        "issues": view(con, replace(ISSUES, title="问题"), this, 300, {"source_file"}),
    }
