"""List flags as the address bar asks for them, and open one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.judge.headlines import PENDING
from pipeline.publish.report.table import read
from pipeline.publish.report.topics import BY_PLACE, LEVELS, STATUSES
from pipeline.serve.places import evidence, excerpts
from pipeline.serve.show import asked, grid, paged

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import duckdb

ALL = "全部"
# What an address may order by; what people see is the title.
SORTS = {
    "priority": ("待办和重要的在前", BY_PLACE),
    "amount": ("金额大的在前", "amount desc nulls last"),
    "period": ("期间近的在前", "period desc nulls last"),
    "village": ("按乡镇和村", "township, village_name, village_code"),
    "rule": ("按规则", "rule_id, amount desc nulls last"),
    "new": ("新出现的在前", "first_seen desc, priority desc"),
}
_TITLES = {
    "flag_id": "疑点编号", "level": "级别", "status": "状态", "rectification": "整改", "village_code": "村代码",
    "township": "乡镇", "village_name": "村", "title": "疑点", "rule_id": "规则", "covers": "期间", "amount": "涉及金额（元）",
    "message": "说明",
}  # fmt: skip
_MOST_EVIDENCE = 60
_MOST_SHEETS = 5


def flag_list(con: duckdb.DuckDBPyConnection, query: Mapping[str, str]) -> dict[str, Any]:
    """Give one page of the flags that ``query`` (the address) names, and what can be chosen."""
    kept = {
        name: query.get(name, "").strip()
        for name in ("status", "level", "rule", "township", "village", "q", "least", "sort")
    }
    where, values = _where(kept)
    total = con.execute(f"select count(*) from audit.flag {where}", values).fetchall()[0][0]
    pages = paged("/flags", kept, query.get("page", ""), total)
    order = SORTS.get(kept["sort"], SORTS["priority"])[1]
    sql = (
        f"select {', '.join(_TITLES)} from audit.flag {where} order by {order}, flag_id"
        f" limit {pages.size} offset {pages.offset}"
    )
    rules = con.execute(
        "select rule_id, any_value(title) from audit.flag group by rule_id order by rule_id"
    ).fetchall()
    return {
        "grid": grid(read(con, "疑点", sql, _TITLES, values)),
        "pages": pages,
        "kept": kept,
        "rules": rules,
        "townships": townships(con),
        "levels": LEVELS,
        "statuses": (ALL, *STATUSES),
        "sorts": {name: title for name, (title, _) in SORTS.items()},
    }


def _where(kept: Mapping[str, str]) -> tuple[str, dict[str, object]]:
    tests, values = [], dict[str, object]()
    if not kept["status"]:
        tests.append(PENDING)
    elif kept["status"] != ALL:
        tests.append("status = $status")
        values["status"] = kept["status"]
    for name, column in (("level", "level"), ("rule", "rule_id"), ("township", "township")):
        if kept[name]:
            tests.append(f"{column} = ${name}")
            values[name] = kept[name]
    if kept["village"]:
        tests.append("(village_code = $village or village_name = $village)")
        values["village"] = kept["village"]
    if kept["q"]:
        tests.append(
            "(contains(message, $q) or contains(subject, $q) or contains(title, $q)"
            " or contains(village_name, $q) or flag_id = $q)"
        )
        values["q"] = kept["q"]
    if kept["least"]:
        tests.append("amount >= try_cast($least as decimal(18, 2))")
        values["least"] = kept["least"].replace(",", "")
    return ("where " + " and ".join(tests) if tests else ""), values


def one_flag(con: duckdb.DuckDBPyConnection, archive: Path, flag_id: str) -> dict[str, Any] | None:
    """Give one flag with its history and its evidence as rows of the original sheets; None when unknown."""
    titles = {
        "flag_id": "疑点编号", "rule_id": "规则", "title": "规则名称", "level": "级别", "status": "状态",
        "township": "乡镇", "village_code": "村代码", "village_name": "村", "subject": "对象", "covers": "期间",
        "amount": "涉及金额（元）", "message": "说明", "basis": "依据", "innocent_explanation": "可能的正常情形",
        "priority": "优先序", "priority_reason": "排序说明", "next_check": "下一步核查", "first_seen": "首次出现",
        "last_seen": "最近出现", "root_cause": "同一事实",
    }  # fmt: skip
    found = read(
        con,
        "疑点",
        f"select {', '.join(titles)} from audit.flag where flag_id = $flag",
        titles,
        {"flag": flag_id},
    )
    if not found.rows:
        return None
    flag = next(found.records())
    places = evidence(con, flag_id, _MOST_EVIDENCE + 1)
    few = _of_few_sheets(places[:_MOST_EVIDENCE])
    shown = excerpts(con, archive, few)
    same = asked(
        con,
        "同一事实引起的其他疑点",
        "select f.flag_id, f.level, f.status, f.title, f.amount, f.message from audit.flag as f"
        " join audit.flag as g on f.root_cause = g.root_cause and f.flag_id <> g.flag_id"
        " where g.flag_id = $flag order by f.priority desc, f.flag_id",
        {
            "flag_id": "疑点编号",
            "level": "级别",
            "status": "状态",
            "title": "疑点",
            "amount": "涉及金额（元）",
            "message": "说明",
        },
        {"flag": flag_id},
        20,
    )
    rows = asked(
        con,
        "疑点依据：这条疑点所依据的行",
        "select "
        + ", ".join(f'"{name}"' for name in _EVIDENCE)
        + ' from (select *, "table" as ledger from audit.flag_evidence)'
        " where flag_id = $flag order by source_file, source_sheet, source_row, row_id",
        _EVIDENCE,
        {"flag": flag_id},
        500,
    )
    past = asked(
        con,
        "经过",
        f"select {', '.join(_HISTORY)} from audit.flag_history where flag_id = $flag order by date, batch_id",
        _HISTORY,
        {"flag": flag_id},
        200,
    )
    return {
        "flag": flag,
        "excerpts": shown,
        "cut": len(few) < len(places),
        "same": same,
        "evidence": rows,
        "history": past,
    }


def _of_few_sheets(places: list[Any]) -> list[Any]:
    """Keep the rows of the first sheets: every further one is another file to read."""
    sheets: dict[tuple[str, str], None] = {}
    for place in places:
        sheets.setdefault((place.source_file, place.source_sheet))
    few = set(list(sheets)[:_MOST_SHEETS])
    return [place for place in places if (place.source_file, place.source_sheet) in few]


def townships(con: duckdb.DuckDBPyConnection) -> list[str]:
    """List the townships of the county."""
    rows = con.execute(
        "select distinct township from core.village where coalesce(township, '') <> '' order by township"
    ).fetchall()
    return [row[0] for row in rows]


_EVIDENCE = {
    "row_id": "行编号", "ledger": "账册", "table": "表", "date": "日期", "summary": "摘要", "amount": "金额（元）",
    "standing": "现状", "source_file": "来源文件", "source_sheet": "工作表", "source_row": "行号（点开看原表）",
}  # fmt: skip
_HISTORY = {
    "date": "日期", "event": "变动", "cause": "起因", "detail": "起因说明", "status": "变动后的状态", "level": "级别",
    "amount": "涉及金额（元）",
    "decided": "核查结论", "explanation": "不属实原因", "amount_found": "查实金额（元）",
    "amount_recovered": "追回金额（元）", "referred_to": "移送单位", "rectify_by": "整改期限", "rectified_on": "整改完成日期",
    "inspector": "核查人", "note": "核查说明", "decided_on": "核查日期",
}  # fmt: skip
