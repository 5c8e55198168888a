"""Gather what the pages of one village and of the red shares show."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipeline.serve import statements, terms, wanted
from pipeline.serve.listing import view
from pipeline.serve.listings import BENEFITS, DIVIDEND_USES, DIVIDENDS, FLAGS, RED_SHARES, RESULTS
from pipeline.serve.place_names import townships
from pipeline.serve.show import asked

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from pipeline.serve.listing import View

_FUND = {
    "year": "年度", "stars": "星级", "standard": "标准（元）", "granted": "拨付（元）", "received": "收到（元）",
    "spent": "支出（元）", "balance": "年末结存（元）", "idle_months": "闲置月数",
    "spent_unapproved": "无决议编号的支出（元）", "spent_without_document": "无票据的支出（元）", "flag_count": "疑点数",
}  # fmt: skip
_UNSAID = ("outcome", "hits", "amount", "reason")
_HERE = ("township", "village_name")


def shares(con: duckdb.DuckDBPyConnection, query: Mapping[str, str]) -> dict[str, Any]:
    """红色股份: the dividends and what became of them, the capital, the benefit, of the scope in the address."""
    kept = {name: query.get(name, "").strip() for name in ("township", "village")}
    return {"kept": kept, "townships": townships(con), "views": _shares(con, kept, 50)}


def _shares(
    con: duckdb.DuckDBPyConnection, kept: Mapping[str, str], most: int, without: tuple[str, ...] = ()
) -> list[View]:
    return [
        view(con, listing, kept, most, without)
        for listing in (DIVIDENDS, DIVIDEND_USES, RED_SHARES, BENEFITS)
    ]


def village(con: duckdb.DuckDBPyConnection, code: str) -> dict[str, Any] | None:
    """One village: its flags, what to ask for, its money, its people, what it handed in; None when unknown."""
    known = con.execute(
        "select village_code, village_name, township from core.village where village_code = ?", [code]
    ).fetchall()
    if not known:
        return None
    mine = {"village": code}
    where = "where village_code = $village"
    flags = replace(FLAGS, title="疑点：待办的，重要的在前")
    missing = replace(RESULTS, title="看不出的，缺什么")
    status = {
        "kind_title": "表名",
        "fund": "资金类别",
        "status": "状态",
        "periods": "期数",
        "from": "最早",
        "until": "最近",
    }
    return {
        "code": code,
        "name": known[0][1],
        "township": known[0][2],
        "flags": view(con, flags, {"village": code}, 50, _HERE),
        "due": wanted.missing(con, code),
        "unread": wanted.unread(con, code),
        "statements": statements.statements(con, code),
        "compared": statements.compared(con, code),
        "terms": terms.terms(con, code),
        "left_open": terms.left_open(con, code),
        "fund": asked(
            con, "专项资金", f"select {', '.join(_FUND)} from audit.service_fund {where} order by year", _FUND, mine
        ),
        "shares": _shares(con, {"village": code}, 200, _HERE),
        "status": asked(
            con, "报送", "select kind_title, fund, status, count(*) as periods, min(period) as \"from\","
            f" max(period) as until from audit.submission_status {where} group by kind_title, fund, status"
            " order by list_position(['逾期', '退回', '未报', '已报'], status), kind_title, fund", status, mine,
        ),
        "missing": view(con, missing, {"village": code, "outcome": "不可评估"}, 20, {*_HERE, *_UNSAID}),
    }  # fmt: skip
