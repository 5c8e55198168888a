"""Gather what each page shows from the published database; every function gives a template its values."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipeline.publish.report import figures, opening, topics
from pipeline.publish.report.table import read
from pipeline.serve import flow
from pipeline.serve.flags import flag_list, townships
from pipeline.serve.show import Grid, asked, grid, paged, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from pipeline.paths import Places

_MOST = 300
_PLACE = {"township": "乡镇", "village_code": "村代码", "village_name": "村"}
_PROFILE = {
    "rank": "名次", **_PLACE, "flag_amount": "涉及金额（元）", "lost_amount": "其中可能受损（元）",
    "procedure_amount": "其中手续不全（元）", "flag_count": "疑点数", "facts": "事实数",
    "flags_severe": "严重", "flags_high": "高", "flags_medium": "中", "flags_low": "低", "flags_hint": "提示",
    "service_fund": "专项资金结存（元）", "collective_fund": "集体资金结存（元）", "care_fund": "关爱资金结存（元）",
    "office_fund": "办公经费结存（元）", "red_company_fund": "红色公司结存（元）", "red_capital": "红色股份股本（元）",
    "unassessable": "不可评估的规则",
}  # fmt: skip
_STATUS = _PLACE | {
    "kind_title": "表名", "fund": "资金类别", "period": "期间", "period_kind": "期间类型", "status": "状态",
    "versions": "报送次数",
}  # fmt: skip
_FILES = {
    "submission_id": "报送编号", "file": "文件", "status": "状态", "kinds": "表", "rows_loaded": "装载行数",
    "rows_rejected": "退回行数", "received": "收到", "note": "说明",
}  # fmt: skip
_BAD = "['逾期', '退回', '未报', '已报']"


def overview(con: duckdb.DuckDBPyConnection, places: Places) -> dict[str, Any]:
    """总览: the headline figures and their change, flags by level, the villages and flags to begin with."""
    head = figures.read(con, places.batches)
    first: Grid = flag_list(con, {})["grid"]
    return {
        "figures": head,
        "headlines": headlines(head),
        "questions": opening.questions(con),
        "no_document": flow.NO_DOCUMENT,
        "villages": asked(
            con, "先看哪些村", f"select {', '.join(_PROFILE)} from audit.village_profile"
            " where flag_count > 0 order by rank, village_code", _PROFILE, most=10,
        ),
        "first": replace(first, title="先看哪些疑点", rows=first.rows[:10]),
        "systemic": grid(topics.systemic(con), 10),
        "missing": grid(topics.missing_kinds(con), 10),
    }  # fmt: skip


def headlines(head: figures.Figures) -> list[tuple[str, str, str, str]]:
    """Write the headline figures out: name, value, unit, change since the last batch."""
    found = []
    for one in head.headlines:
        kind = "money" if one.unit == "元" else "count"
        value = one.value if one.value is None or kind == "money" else int(one.value)
        change = one.change if one.change is None or kind == "money" else int(one.change)
        sign = "+" if change is not None and change > 0 else ""
        found.append(
            (one.name, text(value, kind) or "没有账", one.unit, sign + text(change, kind) if change else "")
        )
    return found


def township_list(con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """乡镇: one line a township with its villages, flags and money, all years together."""
    titles = {
        "township": "乡镇", "villages": "村数", "flagged": "有疑点的村数", "flags": "疑点数",
        "amount": "涉及金额（元）", "lost": "其中可能受损（元）", "procedure": "其中手续不全（元）",
        "capital": "红色股份股本（元）", "service": "专项资金结存（元）",
    }  # fmt: skip
    query = """
        with village as (
            select township, count(*) as villages, count(*) filter (where flag_count > 0) as flagged,
                sum(flag_count)::bigint as flags, sum(red_capital)::decimal(18, 2) as capital,
                sum(service_fund)::decimal(18, 2) as service
            from audit.village_profile group by township
        ), money as (
            select township, amount, lost_amount, procedure_amount from core.flag_amount where scope = '乡镇'
        )
        select v.township, v.villages, v.flagged, v.flags, coalesce(m.amount, 0)::decimal(18, 2) as amount,
            coalesce(m.lost_amount, 0)::decimal(18, 2) as lost,
            coalesce(m.procedure_amount, 0)::decimal(18, 2) as procedure, v.capital, v.service
        from village as v left join money as m using (township) order by amount desc, v.township
    """
    return {"grid": asked(con, "乡镇", query, titles)}


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
        "headlines": headlines(head),
        "figures": head,
        "years": asked(
            con, "各年度（年度为空的，是不分期间的疑点）", f"select {', '.join(titles)} from audit.township_summary"
            " where township = $township order by year desc nulls last", titles, here,
        ),
        "villages": asked(
            con, "各村", f"select {', '.join(_PROFILE)} from audit.village_profile where township = $township"
            " order by rank, village_code", _PROFILE, here,
        ),
    }  # fmt: skip


def village_list(con: duckdb.DuckDBPyConnection, query: Mapping[str, str]) -> dict[str, Any]:
    """村: every village that the filters name, the one that most needs a look first."""
    kept = {name: query.get(name, "").strip() for name in ("township", "q")}
    where = "($township = '' or township = $township) and ($q = '' or contains(village_name, $q) or village_code = $q)"
    total = con.execute(f"select count(*) from audit.village_profile where {where}", kept).fetchall()[0][0]
    pages = paged("/villages", kept, query.get("page", ""), total, 100)
    sql = (
        f"select {', '.join(_PROFILE)} from audit.village_profile where {where}"
        f" order by rank, village_code limit {pages.size} offset {pages.offset}"
    )
    found = grid(read(con, "村", sql, _PROFILE, kept))
    return {"grid": found, "pages": pages, "kept": kept, "townships": townships(con)}


def flows(con: duckdb.DuckDBPyConnection, query: Mapping[str, str]) -> dict[str, Any]:
    """资金流向: where the money came from and where it went, for the scope in the address."""
    code = query.get("village", "").strip()
    names = con.execute("select village_name from core.village where village_code = ?", [code]).fetchall()
    found = flow.flow(con, query)
    funds, documents = flow.choices(con)
    return {
        "flow": found,
        "pages": found.pages,
        "kept": found.pages.values,
        "village_name": names[0][0] if names else code,
        "townships": townships(con),
        "years": flow.years(con),
        "funds": funds,
        "documents": (flow.NO_DOCUMENT, *documents),
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

    titles = _PLACE | {
        "outcome": "结果", "hits": "疑点数", "amount": "命中金额（元）", "missing": "缺少什么", "reason": "不适用的原因",
    }  # fmt: skip
    results = asked(
        con, "各村的结果", f"select {', '.join(titles)} from audit.rule_result where rule_id = $rule"
        " order by list_position(['命中', '不可评估', '通过', '不适用'], outcome), amount desc nulls last, township,"
        " village_code",
        titles, {"rule": rule_id}, _MOST,
    )  # fmt: skip
    name = dict(zip(("id", "title", "level", "status", "basis"), known[0], strict=True))
    # Its text is this program's; the database may have been published by an older one.
    text_of = next((one for one in load_rules() if one.id == rule_id), None)
    needs = named(text_of.needs) if text_of else []
    return {"rule": name, "text": text_of, "needs": needs, "results": results}


def submission_list(con: duckdb.DuckDBPyConnection, query: Mapping[str, str]) -> dict[str, Any]:
    """报送: what each village owes and has handed in."""
    kept = {name: query.get(name, "").strip() for name in ("status", "township", "kind")}
    where = " and ".join(
        f"(${name} = '' or {column} = ${name})"
        for name, column in (("status", "status"), ("township", "township"), ("kind", "kind_title"))
    )
    total = con.execute(f"select count(*) from audit.submission_status where {where}", kept).fetchall()[0][0]
    pages = paged("/submissions", kept, query.get("page", ""), total, 100)
    sql = (
        f"select {', '.join(_STATUS)} from audit.submission_status where {where} order by list_position({_BAD}, status),"
        " township, village_code, kind_title, fund, period, period_kind"
        f" limit {pages.size} offset {pages.offset}"
    )
    kinds = con.execute("select distinct kind_title from audit.submission_status order by 1").fetchall()
    found = grid(read(con, "报送情况", sql, _STATUS, kept))
    return {
        "grid": found, "pages": pages, "kept": kept, "townships": townships(con),
        "kinds": [row[0] for row in kinds], "statuses": ("逾期", "退回", "未报", "已报"),
    }  # fmt: skip


def file_list(con: duckdb.DuckDBPyConnection, query: Mapping[str, str]) -> dict[str, Any]:
    """报送的文件: every file handed in, the latest first."""
    kept = {name: query.get(name, "").strip() for name in ("status", "q")}
    where = "($status = '' or status = $status) and ($q = '' or contains(source_file, $q))"
    total = con.execute(f"select count(*) from meta.submission where {where}", kept).fetchall()[0][0]
    pages = paged("/files", kept, query.get("page", ""), total, 100)
    sql = (
        "select submission_id, source_file as file, status, kinds, rows_loaded, rows_rejected,"
        f" received_at::date as received, note from meta.submission where {where}"
        f" order by received_at desc, source_file, submission_id limit {pages.size} offset {pages.offset}"
    )
    found = grid(read(con, "报送的文件", sql, _FILES, kept))
    return {
        "grid": found,
        "pages": pages,
        "kept": kept,
        "statuses": ("受理", "部分受理", "退回", "跳过", "未变"),
    }


def submission(con: duckdb.DuckDBPyConnection, submission_id: str) -> dict[str, Any] | None:
    """One file: its sheets with their control totals, and what was wrong with them."""
    mine = {"submission": submission_id}
    where = "where submission_id = $submission"
    about = read(
        con, "文件", "select submission_id, source_file as file, status, kinds, rows_loaded, rows_rejected,"
        f" received_at::date as received, note from meta.submission {where}", _FILES, mine,
    )  # fmt: skip
    if not about.rows:
        return None
    sheets = {
        "sheet": "工作表", "kind_title": "表", "township": "乡镇", "village_code": "村代码", "village_name": "村",
        "period": "期间", "fund": "资金", "header_row": "表头行", "rows_read": "读入行", "rows_loaded": "装载行",
        "rows_rejected": "退回行", "rows_skipped": "跳过行", "skipped": "跳过的是", "money_read": "读入金额（元）",
        "money_loaded": "装载金额（元）", "money_rejected": "退回金额（元）",
    }  # fmt: skip
    issues = {
        "level": "级别", "sheet": "工作表", "cell": "单元格", "column": "列", "found": "现在的内容", "expected": "应该是",
        "fix": "怎么改",
    }  # fmt: skip
    return {
        "about": next(about.records()),
        "sheets": asked(
            con, "工作表：读入 = 装载 + 退回 + 跳过", f"select {', '.join(sheets)} from meta.sheet"
            f" left join fact.ledger_kind using (kind) {where} order by sheet, header_row", sheets, mine, _MOST,
        ),
        "issues": asked(
            con, "问题", "select " + ", ".join(f'"{name}"' for name in issues) + f" from meta.issue {where}"
            " order by sheet, cell", issues, mine, _MOST,
        ),
    }  # fmt: skip
