"""Ask the published database what a report shows, topic by topic, for the county or one township.

Every function gives a ``Table``: exact values, Chinese titles, personal numbers masked. ``township`` ''
means all of them. Nothing here knows what the report looks like.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.findings import LEVELS
from pipeline.judge.headlines import PENDING, UNREAD
from pipeline.judge.wording import set_apart
from pipeline.publish.report.table import Table, read

if TYPE_CHECKING:
    from decimal import Decimal

    import duckdb

    Amounts = dict[tuple[str, str], Decimal]

STATUSES = ("待核", "复核", UNREAD, "核查中", "属实", "部分属实", "不属实", "已消除")
# What waits for somebody first; then by the place of the fact, the flags of one fact together.
BY_PLACE = f"not {PENDING}, priority desc, root_cause"
_HERE = "($township = '' or {}township = $township)"
_PLACE = {"township": "乡镇", "village_name": "村"}
_SOURCE = {"source_file": "来源文件", "source_sheet": "工作表", "source_row": "行号"}

_FLAG = f"""
select flag_id, level, status, rectification, rule_id, title, township, village_name, subject, covers, amount, message,
    next_check, first_seen, last_seen, priority, priority_reason, dense_rank() over (order by root_cause) as fact
from audit.flag
where {_HERE.format("")}
order by {BY_PLACE}, list_position($levels, level), flag_id
"""


def service_fund(con: duckdb.DuckDBPyConnection, township: str = "") -> Table:
    """专项资金: one row a village and year, with the shares spent without approval or document."""
    titles = _PLACE | {
        "year": "年度", "stars": "星级", "standard": "标准（元）", "granted": "拨付（元）", "received": "收到（元）",
        "spent": "支出（元）", "balance": "年末结存（元）", "idle_months": "闲置月数",
        "spent_unapproved": "无决议编号的支出（元）", "unapproved_share": "无决议占支出",
        "spent_without_document": "无票据的支出（元）", "undocumented_share": "无票据占支出",
        "flag_count": "疑点数", "flag_amount": "涉及金额（元）",
    }  # fmt: skip
    query = f"""
        select township, village_name, year, stars, standard, granted, received, spent, balance, idle_months,
            spent_unapproved, {_part("spent_unapproved", "spent")} as unapproved_share,
            spent_without_document, {_part("spent_without_document", "spent")} as undocumented_share,
            flag_count, flag_amount
        from audit.service_fund where {_HERE.format("")} order by township, village_code, year
    """
    return read(con, "专项资金", query, titles, {"township": township})


def service_fund_use(con: duckdb.DuckDBPyConnection, township: str = "") -> Table:
    """专项资金使用: one row a payment, with the row of the file it stands on."""
    titles = _PLACE | {
        "date": "日期", "project": "项目", "category": "支出类别", "summary": "摘要", "payee": "收款人",
        "amount": "金额（元）", "resolution_no": "决议编号", "document": "票据", **_SOURCE,
    }  # fmt: skip
    query = f"""
        select {", ".join(titles)} from audit.service_fund_use where {_HERE.format("")}
        order by township, village_code, date, source_file, source_sheet, source_row
    """
    return read(con, "专项资金使用", query, titles, {"township": township})


def red_share(con: duckdb.DuckDBPyConnection, township: str = "") -> Table:
    """红色股份: one row a village, co-operative and year."""
    titles = _PLACE | {
        "cooperative": "合作社", "year": "年度", "opening_capital": "年初股本（元）", "contributed": "新增投入（元）",
        "reinvested": "红利转增（元）", "reduced": "减少（元）", "closing_capital": "年末股本（元）",
        "total_shares": "合作社总股本（元）", "ratio": "占股比例", "distributable": "可分配盈余（元）",
        "expected_dividend": "按比例应分（元）", "declared": "应得红利（元）", "received": "实收红利（元）",
        "yield": "收益率",
    }  # fmt: skip
    query = f"""
        select {", ".join(titles)} from audit.red_share where {_HERE.format("")}
        order by township, village_code, cooperative, year
    """
    return read(con, "红色股份", query, titles, {"township": township})


def dividend_use(con: duckdb.DuckDBPyConnection, township: str = "") -> Table:
    """红利使用: one row a village, co-operative and year: what was due to be reinvested, where it went."""
    titles = _PLACE | {
        "cooperative": "合作社", "year": "红利年度", "dividend": "实收红利（元）",
        "required_reinvestment": "应再投入（元）", "reinvested": "已再投入（元）", "reinvested_share": "再投入比例",
        "offset_amount": "其他年度多投抵减（元）", "shortfall": "再投入不足（元）",
        "public_welfare": "公益事业（元）", "office": "工作经费（元）",
        "party_activity": "党员活动（元）", "aid": "困难帮扶（元）", "industry": "产业扶持（元）",
        "other": "其他（元）", "in_hand": "结余（元）", "untraced": "未见去向（元）", "assessable": "可评估",
    }  # fmt: skip
    query = f"""
        select township, village_name, cooperative, year, dividend, required_reinvestment, reinvested,
            {_part("reinvested", "dividend")} as reinvested_share, offset_amount, shortfall, public_welfare,
            office, party_activity, aid, industry, other, in_hand, untraced, assessable
        from audit.dividend_use where {_HERE.format("")}
        order by township, village_code, cooperative, year
    """
    return read(con, "红利使用", query, titles, {"township": township})


def dividend_spending(con: duckdb.DuckDBPyConnection, township: str = "") -> Table:
    """红利去向明细: one row a use of a dividend, with the row of the file it stands on."""
    titles = _PLACE | {
        "cooperative": "合作社", "year": "红利年度", "date": "日期", "category": "用途", "summary": "摘要",
        "payee": "收款人", "amount": "金额（元）", "document_type": "票据", "resolution_no": "决议编号", **_SOURCE,
    }  # fmt: skip
    query = f"""
        select township, village_name, cooperative, year, used_on as date, category, summary, payee, amount,
            document_type, resolution_no, source_file, source_sheet, source_row
        from ledger.dividend_use where {_HERE.format("")}
        order by township, village_code, cooperative, year, used_on, source_file, source_sheet, source_row
    """
    return read(con, "红利去向明细", query, titles, {"township": township})


def flags(con: duckdb.DuckDBPyConnection, township: str = "") -> Table:
    """疑点: every flag ever raised; what waits for somebody first, then by the place of the fact.

    Flags of one ``fact`` (a number within this table) speak of one amount.
    """
    titles = {
        "flag_id": "疑点编号", "level": "级别", "status": "状态", "rectification": "整改", "rule_id": "规则",
        "title": "规则名称", **_PLACE,
        "subject": "对象", "covers": "期间", "amount": "涉及金额（元）", "message": "说明",
        "next_check": "下一步核查", "first_seen": "首次出现", "last_seen": "最近出现", "priority": "优先序",
        "priority_reason": "排序说明", "fact": "同一事实",
    }  # fmt: skip
    values = {"township": township, "levels": list(LEVELS)}
    return read(con, "疑点", _FLAG, titles, values)


def evidence(con: duckdb.DuckDBPyConnection, township: str = "") -> Table:
    """疑点依据: one row for each row of a file that a flag rests on, in the order of the flags."""
    titles = {
        "flag_id": "疑点编号", "rule_id": "规则", **_PLACE, "table": "表", "date": "日期", "summary": "摘要",
        "amount": "金额（元）", "standing": "现状", **_SOURCE,
    }  # fmt: skip
    query = f"""
        select e.flag_id, f.rule_id, f.township, f.village_name, e."table", e.date, e.summary, e.amount,
            e.standing, e.source_file, e.source_sheet, e.source_row
        from audit.flag_evidence as e join audit.flag as f using (flag_id)
        where {_HERE.format("f.")}
        order by {BY_PLACE}, list_position($levels, level), flag_id, e.source_file, e.source_sheet, e.source_row, e.row_id
    """
    values = {"township": township, "levels": list(LEVELS)}
    return read(con, "疑点依据", query, titles, values)


def village_profile(con: duckdb.DuckDBPyConnection, township: str = "") -> Table:
    """村级画像: one row a village, the one that most needs a look first."""
    titles = {
        "rank": "名次", **_PLACE, "flag_amount": "涉及金额（元）", "lost_amount": "其中可能受损（元）",
        "procedure_amount": "其中手续不全（元）", "flag_count": "疑点数", "facts": "事实数",
        "flags_severe": "严重", "flags_high": "高", "flags_medium": "中", "flags_low": "低", "flags_hint": "提示",
        "service_fund": "专项资金结存（元）", "collective_fund": "集体资金结存（元）", "care_fund": "关爱资金结存（元）",
        "office_fund": "办公经费结存（元）", "red_company_fund": "红色公司结存（元）",
        "red_capital": "红色股份股本（元）", "unassessable": "不可评估的规则", "priority": "优先序合计",
    }  # fmt: skip
    query = f"""
        select {", ".join(titles)} from audit.village_profile where {_HERE.format("")}
        order by rank, village_code
    """
    return read(con, "村级画像", query, titles, {"township": township})


def submission_status(con: duckdb.DuckDBPyConnection, township: str = "") -> Table:
    """报送情况: one row a village, kind and period; what is overdue, sent back or missing first."""
    titles = _PLACE | {
        "kind_title": "表名", "fund": "资金类别", "period": "期间", "period_kind": "期间类型", "status": "状态",
        "versions": "报送次数",
    }  # fmt: skip
    query = f"""
        select {", ".join(titles)} from audit.submission_status where {_HERE.format("")}
        order by list_position(['逾期', '退回', '未报', '已报'], status), township, village_code, kind_title,
            fund, period, period_kind
    """
    return read(con, "报送情况", query, titles, {"township": township})


def restatement(con: duckdb.DuckDBPyConnection, township: str = "") -> Table:
    """重报差异: one row a change between two versions of a book."""
    titles = _PLACE | {
        "book": "账簿", "period": "期间", "version": "第几次报送", "change": "变化", "column": "列名",
        "before": "前次内容", "after": "后次内容", "amount": "金额（元）", "is_explained": "有更正说明",
        "place_before": "前次位置", "place_after": "后次位置",
    }  # fmt: skip
    query = f"""
        select township, village_name, book, period, version, change, "column",
            case when {_PERSONAL} then {_LAST_FOUR.format("before")} else before end as before,
            case when {_PERSONAL} then {_LAST_FOUR.format("after")} else after end as after,
            amount, is_explained, place_before, place_after
        from audit.restatement where {_HERE.format("")}
        order by township, village_code, book, period, version, change, place_before, place_after, "column"
    """
    return read(con, "重报差异", query, titles, {"township": township})


def not_assessable(con: duckdb.DuckDBPyConnection, township: str = "") -> Table:
    """不可评估: one row a village and rule that could not be judged, with what is missing."""
    titles = _PLACE | {"rule_id": "规则", "title": "规则名称", "level": "级别", "missing": "缺少什么"}
    query = f"""
        select r.township, r.village_name, r.rule_id, m.title, m.level, r.missing
        from audit.rule_result as r left join meta.rule as m using (rule_id)
        where r.outcome = '不可评估' and {_HERE.format("r.")}
        order by r.township, r.village_code, r.rule_id
    """
    return read(con, "不可评估", query, titles, {"township": township})


def files(con: duckdb.DuckDBPyConnection) -> Table:
    """报送的文件: one row a township and current file, with what became of it there."""
    titles = {
        "township": "乡镇", "source_file": "文件", "status": "结果", "sheets": "工作表", "loaded": "装载的行",
        "rejected": "退回的行", "money": "没有装载的金额（元）",
    }  # fmt: skip
    query = """
        select s.township, s.source_file, m.status, count(distinct s.sheet) as sheets,
            cast(sum(s.rows_loaded) as bigint) as loaded, cast(sum(s.rows_rejected) as bigint) as rejected,
            cast(sum(coalesce(s.money_rejected, 0) + coalesce(s.money_unread, 0)) as decimal(18, 2)) as money
        from meta.sheet as s
        inner join (select submission_id, status from meta.submission where superseded_by = '') as m
            using (submission_id)
        where coalesce(s.township, '') <> ''
        group by s.township, s.source_file, m.status order by s.township, s.source_file
    """
    return read(con, "报送的文件", query, titles)


def unloaded(con: duckdb.DuckDBPyConnection, township: str = "") -> Table:
    """没有装载的: one row a current sheet that something was set aside of, or not read; the most money first."""
    titles = _PLACE | {
        "source_file": "来源文件", "source_sheet": "工作表", "kind_title": "表名", "rows": "没有装载的行",
        "money": "没有装载的金额（元）", "outcome": "结果",
    }  # fmt: skip
    query = f"""
        select s.township, s.village_name, s.source_file, s.sheet as source_sheet, k.kind_title,
            s.rows_rejected as rows,
            cast(coalesce(s.money_rejected, 0) + coalesce(s.money_unread, 0) as decimal(18, 2)) as money, s.outcome
        from meta.sheet as s
        semi join (select submission_id from meta.submission where superseded_by = '') as m using (submission_id)
        left join fact.ledger_kind as k using (kind)
        where (s.rows_rejected > 0 or s.money_unread <> 0) and {_HERE.format("s.")}
        order by money desc, rows desc, s.source_file, s.sheet, s.header_row
    """
    return read(con, "没有装载的", query, titles, {"township": township})


def flag_amounts(con: duckdb.DuckDBPyConnection) -> Amounts:
    """涉及金额 of every township and rule: (township, rule), '' for all; of county-wide flags as of no township."""
    rows = con.execute(
        "select township, rule_id, amount from core.flag_amount"
        " where scope in ('乡镇', '规则') or (scope = '乡镇规则' and township <> '')"
    ).fetchall()
    return {(township, rule): amount for township, rule, amount in rows}


def systemic(con: duckdb.DuckDBPyConnection) -> Table:
    """共性问题: what over a fifth of the villages share, the largest amounts first."""
    titles = {
        "rule_id": "规则", "title": "问题", "level": "级别", "villages": "命中村数", "assessed": "可评估村数",
        "flags": "条数", "amount": "命中金额（元）", "largest_three": "金额最大的三个村",
        "parameter": "先核对的参数", "tunable_value": "现值",
    }  # fmt: skip
    if several := con.execute("select count(*) > 1 from core.county").fetchall()[0][0]:
        titles = {"county": "县", **titles}
    query = f"""
        select {"s.county," if several else ""} s.rule_id, s.title, s.level, s.villages, s.assessed, s.flags, s.amount,
            s.largest_three, p.meaning as parameter, s.tunable_value
        from audit.systemic as s
        left join meta.parameter as p on s.tunable = p.name and p.scope = ''
        order by s.amount desc, s.rule_id, s.county
    """
    table = read(con, "共性问题", query, titles)
    place = table.position("largest_three")
    rows = [(*row[:place], set_apart(row[place] or ""), *row[place + 1 :]) for row in table.rows]
    return Table(table.title, table.columns, rows)


def rules(con: duckdb.DuckDBPyConnection, township: str = "") -> Table:
    """规则说明: one row a rule: basis, outcomes, flags, and how far past conclusions let it be trusted.

    The outcomes are those of the township, the conclusions those of all: they rank its flags everywhere. Trust is
    shown once there are conclusions enough.
    """
    titles = {
        "rule_id": "规则", "title": "规则名称", "level": "级别", "basis": "依据",
        "innocent_explanation": "可能的正常情形", "hits": "命中村数", "passed": "通过村数",
        "unknown": "不可评估村数", "not_applicable": "不适用村数", "flag_count": "疑点数", "decided": "已有结论",
        "false_alarms": "其中误报", "trust": "可信度",
    }  # fmt: skip
    query = f"""
        with result as (
            select rule_id, count(*) filter (where outcome = '命中') as hits,
                count(*) filter (where outcome = '通过') as passed,
                count(*) filter (where outcome = '不可评估') as unknown,
                count(*) filter (where outcome = '不适用') as not_applicable
            from audit.rule_result where {_HERE.format("")} group by rule_id
        ), raised as (
            select rule_id, count(*) as flag_count, max(innocent_explanation) as innocent_explanation
            from audit.flag where status <> '已消除' and {_HERE.format("")} group by rule_id
        )
        select m.rule_id, m.title, m.level, m.basis, f.innocent_explanation, coalesce(r.hits, 0) as hits,
            coalesce(r.passed, 0) as passed, coalesce(r.unknown, 0) as unknown,
            coalesce(r.not_applicable, 0) as not_applicable,
            coalesce(f.flag_count, 0) as flag_count, t.concluded as decided, t.false_alarms,
            case when t.is_rated then cast(cast(t.trust as decimal(9, 2)) as varchar) else '未评' end as trust
        from meta.rule as m left join result as r using (rule_id) left join raised as f using (rule_id)
        left join result.rule_trust as t using (rule_id)
        order by m.rule_id
    """
    return read(con, "规则说明", query, titles, {"township": township})


def parameters(con: duckdb.DuckDBPyConnection) -> Table:
    """采用的参数: one row a parameter and scope, with its default, its source, and who has confirmed it."""
    titles = {
        "name": "参数", "meaning": "含义", "scope": "适用范围", "value": "采用值", "default_value": "默认值",
        "unit": "单位", "source": "出处", "confirmed": "确认情况",
    }  # fmt: skip
    query = f"select {', '.join(titles)} from meta.parameter order by name, scope"
    return read(con, "采用的参数", query, titles)


_PERSONAL = """regexp_matches(coalesce("column", ''), '身份证|证件|账号|电话|手机|卡号')"""
_LAST_FOUR = "repeat('*', greatest(length({0}) - 4, 0)) || right({0}, 4)"


def _part(part: str, whole: str) -> str:
    """Write ``part`` as a share of ``whole``: shown only, no judgement rests on it."""
    return f"try_cast(cast({part} as double) / nullif(cast({whole} as double), 0) as decimal(38, 4))"
