"""Gather what the pages of one village and of the red shares show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.serve.flags import townships
from pipeline.serve.show import Grid, asked

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

_MOST = 200
_PLACE = {"township": "乡镇", "village_code": "村代码", "village_name": "村"}
_SCOPE = (
    "($township = '' or t.township = $township)"
    " and ($village = '' or t.village_code = $village or t.village_name = $village)"
)
_ORDER = " order by t.township, t.village_code"
_BALANCES = {
    "flag_amount": "涉及金额（元）", "lost_amount": "其中可能受损（元）", "procedure_amount": "其中手续不全（元）",
    "flag_count": "疑点数", "facts": "事实数", "rank": "名次",
    "service_fund": "专项资金结存（元）", "collective_fund": "集体资金结存（元）", "care_fund": "关爱资金结存（元）",
    "office_fund": "办公经费结存（元）", "red_company_fund": "红色公司结存（元）", "red_capital": "红色股份股本（元）",
    "unassessable": "不可评估的规则",
}  # fmt: skip
_FUND = {
    "year": "年度", "stars": "星级", "standard": "标准（元）", "granted": "拨付（元）", "received": "收到（元）",
    "spent": "支出（元）", "balance": "年末结存（元）", "idle_months": "闲置月数",
    "spent_unapproved": "无决议编号的支出（元）", "spent_without_document": "无票据的支出（元）", "flag_count": "疑点数",
}  # fmt: skip
_USE = _PLACE | {
    "cooperative": "合作社", "year": "红利年度", "dividend": "实收红利（元）", "required_reinvestment": "应再投入（元）",
    "reinvested": "已再投入（元）", "offset_amount": "其他年度多投抵减（元）", "shortfall": "再投入不足（元）",
    "public_welfare": "公益事业", "office": "工作经费",
    "party_activity": "党员活动", "aid": "困难帮扶", "industry": "产业扶持", "other": "其他",
    "in_hand": "结余（元）", "untraced": "未见去向（元）", "verdict": "够不够",
}  # fmt: skip
_DETAIL = {
    "ledger": "账册", "row_id": "行编号", **_PLACE, "cooperative": "合作社", "year": "红利年度", "date": "日期",
    "category": "用途", "summary": "摘要", "payee": "收款人", "amount": "金额（元）", "document_type": "票据",
    "resolution_no": "决议编号", "source_file": "来源文件", "source_sheet": "工作表", "source_row": "行号（点开看原表）",
}  # fmt: skip
_SHARE = _PLACE | {
    "cooperative": "合作社", "year": "年度", "opening_capital": "年初股本（元）", "contributed": "新增投入（元）",
    "reinvested": "红利转增（元）", "reduced": "减少（元）", "closing_capital": "年末股本（元）", "ratio": "占股比例",
    "expected_dividend": "按比例应分（元）", "declared": "应得红利（元）", "received": "实收红利（元）", "yield": "收益率",
}  # fmt: skip
_BENEFIT = _PLACE | {
    "cooperative": "合作社", "years": "年数", "capital": "股本（元）", "dividends": "累计红利（元）",
    "reinvested": "累计再投入（元）", "yield": "年均收益率", "county_median": "全县中位数", "reserves": "累计提留（元）",
    "grade": "评定", "reason": "理由",
}  # fmt: skip
_FLAG = {
    "flag_id": "疑点编号", "level": "级别", "status": "状态", "title": "疑点", "covers": "期间", "amount": "涉及金额（元）",
    "message": "说明",
}  # fmt: skip


def shares(con: duckdb.DuckDBPyConnection, query: Mapping[str, str]) -> dict[str, Any]:
    """红色股份: the dividends and what became of them, the capital, the benefit, of the scope in the address."""
    kept = {name: query.get(name, "").strip() for name in ("township", "village")}
    return {"kept": kept, "townships": townships(con), "grids": _shares(con, kept)}


def _shares(con: duckdb.DuckDBPyConnection, kept: Mapping[str, str]) -> list[Grid]:
    verdict = (
        "case when not assessable then '没有使用记录，看不出' when shortfall > 0 then '再投入不足'"
        " else '已达到' end as verdict"
    )
    uses = ", ".join(name for name in _USE if name != "verdict")
    columns = ", ".join(
        {"ledger": "'红利使用明细表' as ledger", "date": "used_on as date"}.get(name, name)
        for name in _DETAIL
    )
    return [
        asked(
            con, "红利用到哪里去了：应当再投入多少，投了多少", f"select {uses}, {verdict} from audit.dividend_use as t"
            f" where {_SCOPE}{_ORDER}, cooperative, year", _USE, kept, _MOST,
        ),
        asked(
            con, "红利的每一笔去向", f"select {columns} from ledger.dividend_use as t where {_SCOPE}{_ORDER},"
            " cooperative, year, used_on, source_file, source_sheet, source_row", _DETAIL, kept, _MOST,
        ),
        asked(
            con, "股本和红利", f"select {', '.join(_SHARE)} from audit.red_share as t where {_SCOPE}{_ORDER},"
            " cooperative, year", _SHARE, kept, _MOST,
        ),
        asked(
            con, "红股效益评估", f"select {', '.join(_BENEFIT)} from audit.red_share_benefit as t where {_SCOPE}{_ORDER},"
            " cooperative", _BENEFIT, kept, _MOST,
        ),
    ]  # fmt: skip


def village(con: duckdb.DuckDBPyConnection, code: str) -> dict[str, Any] | None:
    """One village: its money, its flags, its shares, what it handed in; None when unknown."""
    known = con.execute(
        "select village_code, village_name, township from core.village where village_code = ?", [code]
    ).fetchall()
    if not known:
        return None
    mine = {"village": code}
    where = "where village_code = $village"
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
        "balances": asked(
            con, "资金和疑点", f"select {', '.join(_BALANCES)} from audit.village_profile {where}", _BALANCES, mine
        ),
        "flags": asked(
            con, "疑点：重要的在前", f"select {', '.join(_FLAG)} from audit.flag {where} and status <> '已消除'"
            " order by priority desc, flag_id", _FLAG, mine, 100,
        ),
        "fund": asked(
            con, "专项资金", f"select {', '.join(_FUND)} from audit.service_fund {where} order by year", _FUND, mine
        ),
        "shares": _shares(con, {"township": "", "village": code}),
        "status": asked(
            con, "报送", "select kind_title, fund, status, count(*) as periods, min(period) as \"from\","
            f" max(period) as until from audit.submission_status {where} group by kind_title, fund, status"
            " order by list_position(['逾期', '退回', '未报', '已报'], status), kind_title, fund", status, mine,
        ),
        "missing": asked(
            con, "不可评估", "select r.rule_id, m.title as rule_title, r.missing from audit.rule_result as r"
            f" left join meta.rule as m using (rule_id) {where} and outcome = '不可评估' order by rule_id",
            {"rule_id": "规则", "rule_title": "规则名称", "missing": "缺少什么"}, mine,
        ),
    }  # fmt: skip
