"""Open a flag: what it says, what it rests on, how it went on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipeline.publish.report.table import read
from pipeline.serve.entity_lists import ALL
from pipeline.serve.listing import beside, view
from pipeline.serve.listings import EVIDENCE, FLAGS, HISTORY
from pipeline.serve.places import evidence, excerpts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import duckdb

_MOST_EVIDENCE = 60
_MOST_SHEETS = 5
_KNOWN = frozenset({"township", "village_name", "title", "rule_id"})


def one_flag(
    con: duckdb.DuckDBPyConnection, archive: Path, flag_id: str, query: Mapping[str, str], *, whole: bool
) -> dict[str, Any] | None:
    """Give one flag with its history and its evidence as rows of the original sheets; None when unknown.

    ``query``: the list that it was opened from, for what stands before and after it; ``whole`` as for ``window``.
    """
    titles = {
        "flag_id": "疑点编号", "rule_id": "规则", "title": "规则名称", "level": "级别", "status": "状态",
        "township": "乡镇", "village_code": "村代码", "village_name": "村", "subject": "对象", "covers": "期间",
        "amount": "涉及金额（元）", "message": "说明", "basis": "依据", "innocent_explanation": "可能的正常情形",
        "priority": "优先序", "priority_reason": "排序说明", "next_check": "下一步核查", "first_seen": "首次出现",
        "last_seen": "最近出现", "root_cause": "同一事实", "first_batch": "首次出现的批次",
    }  # fmt: skip
    found = read(
        con,
        "疑点",
        f"select {', '.join(titles)} from {FLAGS.relation.format(within='true')} where flag_id = $flag",
        titles,
        {"flag": flag_id},
    )
    if not found.rows:
        return None
    flag = next(found.records())
    places = evidence(con, flag_id, _MOST_EVIDENCE + 1)
    few = _of_few_sheets(places[:_MOST_EVIDENCE])
    shown = excerpts(con, archive, few, whole=whole)
    same = replace(FLAGS, title="同一事实引起的疑点（连同这一条）")
    return {
        "flag": flag,
        "beside": beside(con, FLAGS, query, "flag_id", flag_id),
        "excerpts": shown,
        "cut": len(few) < len(places),
        "same": view(con, same, {"root_cause": flag["root_cause"], "status": ALL}, 20),
        "evidence": view(con, EVIDENCE, {"flag_id": flag_id}, 200, _KNOWN),
        "history": view(con, HISTORY, {"flag_id": flag_id}, 50, _KNOWN),
    }


def _of_few_sheets(places: list[Any]) -> list[Any]:
    """Keep the rows of the first sheets: every further one is another file to read."""
    sheets: dict[tuple[str, str], None] = {}
    for place in places:
        sheets.setdefault((place.source_file, place.source_sheet))
    few = set(list(sheets)[:_MOST_SHEETS])
    return [place for place in places if (place.source_file, place.source_sheet) in few]
