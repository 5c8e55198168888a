"""Lists put together for a question: flags, villages, payments, payees, dividends, what was handed in."""

from __future__ import annotations

from pipeline.findings import LEVELS
from pipeline.judge.headlines import PENDING
from pipeline.publish.report.topics import BY_PLACE, STATUSES
from pipeline.serve.entity_lists import ALL, FLAGGED
from pipeline.serve.listing import Choice, Listing, Within

NO_DOCUMENT = "没有票据（白条、无、没有填写）"
CURRENT, SET_ASIDE, SKIPPED = "现行的", "有没有装载的行", "有跳过的行"
PLACE = {"township": "乡镇", "village_code": "村代码", "village_name": "村"}
SOURCE = {"source_file": "来源文件", "source_sheet": "工作表", "source_row": "行号（点开看原表）"}
_AT = "township, village_code"

_FLAGS = """(
    select f.*, case when f.level <> '提示' then f.amount end as counted, h.first_batch,
        coalesce(h.is_new, false) as is_new,
        f.level <> '提示' and f.rule_id in (select rule_id from meta.rule where money = '受损') as is_lost
    from audit.flag as f left join (
        select flag_id, arg_min(batch_id, date) as first_batch,
            bool_or(batch_id = (select batch_id from meta.setting)
                and (event like '%首次发现%' or event like '%再次出现%')) as is_new
        from audit.flag_history group by flag_id
    ) as h using (flag_id)
    where {within}
) as listed"""
FLAGS = Listing(
    "/flags", "疑点", _FLAGS,
    {
        "flag_id": "疑点编号", "level": "级别", "status": "状态", "rectification": "整改", "village_code": "村代码",
        "township": "乡镇", "village_name": "村", "title": "疑点", "rule_id": "规则", "subject": "对象", "covers": "期间",
        "amount": "涉及金额（元）", "message": "说明", "priority": "优先序", "priority_reason": "为什么排在这里",
        "first_seen": "首次出现", "first_batch": "首次出现的批次", "root_cause": "同一事实",
        "counted": "涉及金额（提示不计）（元）",
    },
    f"{BY_PLACE}, flag_id",
    sums=("counted",),
    choices=("township", "rule_id"),
    answers=(
        Choice("status", "状态", {"待办": PENDING, ALL: ""} | {one: f"status = '{one}'" for one in STATUSES}),
        Choice("level", "级别", {ALL: ""} | {one: f"level = '{one}'" for one in LEVELS}),
        Choice("batch", "批次", {ALL: "", "本批新增": "is_new"}),
        Choice("money", "钱", {ALL: "", "可能受损": "is_lost", "手续不全": "not is_lost and level <> '提示'"}),
    ),
    within=FLAGGED,
    also={"rule": "rule_id"},
    fact="root_cause",
    note="涉及金额的合计：提示不计；同一事实引起的几条只计一次，取最大。待办：待核、复核、证据待补、核查中，以及属实而没有整改完的。",
    none="没有这样的疑点。",
)  # fmt: skip

PROFILE = {
    "rank": "名次", **PLACE, "flag_amount": "涉及金额（元）", "lost_amount": "其中可能受损（元）",
    "procedure_amount": "其中手续不全（元）", "flag_count": "疑点数", "facts": "事实数",
    "flags_severe": "严重", "flags_high": "高", "flags_medium": "中", "flags_low": "低", "flags_hint": "提示",
    "service_fund": "专项资金结存（元）", "collective_fund": "集体资金结存（元）", "care_fund": "关爱资金结存（元）",
    "office_fund": "办公经费结存（元）", "red_company_fund": "红色公司结存（元）", "red_capital": "红色股份股本（元）",
    "unassessable": "不可评估的规则",
}  # fmt: skip
_LOADED = "select village_code from fact.sheet_part where rows_loaded > 0"
VILLAGES = Listing(
    "/villages", "村", "audit.village_profile", PROFILE, "rank, village_code",
    sums=(
        "flag_count", "flag_amount", "lost_amount", "procedure_amount", "service_fund", "collective_fund", "care_fund",
        "office_fund", "red_company_fund", "red_capital",
    ),
    choices=("township",),
    answers=(Choice("books", "账", {ALL: "", "没有账的": f"village_code not in ({_LOADED})"}),),
    note="同一事实牵涉几个村的，各村都计，所以各村相加可能大于全县的涉及金额。",
    none="没有这样的村。",
)  # fmt: skip
TOWNSHIPS = Listing(
    "/townships", "乡镇",
    """(
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
        from village as v left join money as m using (township)
    ) as listed""",
    {
        "township": "乡镇", "villages": "村数", "flagged": "有疑点的村数", "flags": "疑点数", "amount": "涉及金额（元）",
        "lost": "其中可能受损（元）", "procedure": "其中手续不全（元）", "capital": "红色股份股本（元）",
        "service": "专项资金结存（元）",
    },
    "amount desc, township",
    sums=("villages", "flagged", "flags", "amount", "lost", "procedure", "capital", "service"),
    note="同一事实牵涉几个乡镇的，各乡镇都计，所以相加可能大于全县的涉及金额。",
    none="还没有登记的村。",
)  # fmt: skip
SUBMISSIONS = Listing(
    "/submissions", "报送情况", "audit.submission_status",
    PLACE | {
        "kind_title": "表名", "fund": "资金类别", "period": "期间", "period_kind": "期间类型", "status": "状态",
        "versions": "报送次数",
    },
    f"list_position(['逾期', '退回', '未报', '已报'], status), {_AT}, kind_title, fund, period, period_kind",
    choices=("status", "township", "kind_title"),
    answers=(Choice("due", "期限", {ALL: "", "过了期限没有报的": "is_missing"}),),
    also={"kind": "kind_title"},
)  # fmt: skip
FILES = Listing(
    "/files", "报送的文件",
    "(select *, source_file as file, received_at::date as received from meta.submission) as listed",
    {
        "submission_id": "报送编号", "file": "文件", "status": "状态", "kinds": "表", "rows_loaded": "装载行数",
        "rows_rejected": "退回行数", "received": "收到", "note": "说明",
    },
    "received desc, file, submission_id",
    sums=("rows_loaded", "rows_rejected"),
    choices=("status",),
    answers=(Choice("version", "版本", {ALL: "", CURRENT: "superseded_by = ''"}),),
)  # fmt: skip

# Money that went out: what counts, each payment once.
_SPENT = """(
    select *, source_table as ledger, year(date) as year, coalesce(category, '（未分类）') as use,
        coalesce(document_type, '（没有填写）') as paper
    from audit.spending where counts = '计入' and nature = '支出'
) as listed"""
TOWNSHIP_NAMES = "select distinct township from core.village order by 1"
_YEARS = "select distinct year(entry_date) from core.cash_entry order by 1 desc"
# Not from audit.spending: to put that together takes ten times as long.
FUNDS = "select distinct fund from core.cash_entry union select '红色公司' order by 1"
_UNPROVEN = "coalesce(document_type, '无') in ('白条', '无')"
_CASH = "case when account_kind = '现金' or method = '现金' then amount else 0 end"
PAYMENTS = Listing(
    "/lists/payments", "支出明细", _SPENT,
    {
        "row_id": "行编号", "ledger": "账册", **PLACE, "year": "年度", "date": "日期", "fund": "资金", "use": "用途",
        "summary": "摘要", "payee": "收款人", "amount": "金额（元）", "method": "支付方式", "approver": "审批人",
        "handler": "经手人", "resolution_no": "决议编号", "project_no": "项目编号", "paper": "票据", "document_no": "票据号",
        "voucher_no": "凭证号", **SOURCE,
    },
    "amount desc, date, row_id",
    sums=("amount",),
    choices=("township", "year", "fund", "use", "method"),
    answers=(Choice("document", "票据", {ALL: "", NO_DOCUMENT: _UNPROVEN}),),
    also={"category": "use"},
    note="不含内部划转和重复登记；没有日记账的红色公司，取红利使用明细表。",
)  # fmt: skip
PAYEES = Listing(
    "/lists/payees", "收款人",
    f"""(
        select payee, count(distinct village_code) as villages, count(*) as count, sum(amount)::decimal(18, 2) as amount,
            sum({_CASH})::decimal(18, 2) as cash,
            sum(case when {_UNPROVEN} then amount else 0 end)::decimal(18, 2) as undocumented,
            max(amount)::decimal(18, 2) as largest, min(date) as first, max(date) as last,
            array_to_string(list_sort(list(distinct concat(township, village_name)))[:5], '、') as places
        from audit.spending
        where counts = '计入' and nature = '支出' and coalesce(payee, '') <> '' and {{within}} group by payee
    ) as listed""",
    {
        "payee": "收款人", "villages": "付款的村数", "count": "笔数", "amount": "金额（元）", "cash": "其中现金（元）",
        "undocumented": "其中没有票据（元）", "largest": "最大一笔（元）", "first": "最早", "last": "最近",
        "places": "付款的村（前 5 个）",
    },
    "amount desc, payee",
    sums=("count", "amount", "cash", "undocumented"),
    answers=(
        Choice(
            "show", "看",
            {ALL: "", "几个村都付过的": "villages > 1", "收过现金的": "cash > 0", "收款没有票据的": "undocumented > 0"},
        ),
    ),
    within=(
        Within("township", "乡镇", "township = $in_township", TOWNSHIP_NAMES), Within("village", "村", ""),
        Within("year", "年度", "cast(year(date) as varchar) = $in_year", _YEARS),
        Within("fund", "资金", "fund = $in_fund", FUNDS),
    ),
    searched=("payee",),
    note="不含内部划转和重复登记。按账上写的收款人名称分，写法不同的算不同的收款人。",
)  # fmt: skip
_USE = PLACE | {
    "cooperative": "合作社", "year": "红利年度", "dividend": "实收红利（元）", "required_reinvestment": "应再投入（元）",
    "reinvested": "已再投入（元）", "offset_amount": "其他年度多投抵减（元）", "shortfall": "再投入不足（元）",
    "public_welfare": "公益事业", "office": "工作经费",
    "party_activity": "党员活动", "aid": "困难帮扶", "industry": "产业扶持", "other": "其他",
    "in_hand": "结余（元）", "untraced": "未见去向（元）", "verdict": "够不够",
}  # fmt: skip
DIVIDENDS = Listing(
    "/lists/dividends", "红利用到哪里去了：应当再投入多少，投了多少",
    """(
        select *, case when not assessable then '没有使用记录，看不出' when shortfall > 0 then '再投入不足'
            else '已达到' end as verdict
        from audit.dividend_use
    ) as listed""",
    _USE,
    f"{_AT}, cooperative, year",
    sums=("dividend", "required_reinvestment", "reinvested", "shortfall", "untraced"),
    choices=("township", "year", "verdict"),
    answers=(Choice("trace", "去向", {ALL: "", "说不清的": "untraced > 0"}),),
)  # fmt: skip
_DETAIL = {
    "ledger": "账册", "row_id": "行编号", **PLACE, "cooperative": "合作社", "year": "红利年度", "date": "日期",
    "category": "用途", "summary": "摘要", "payee": "收款人", "amount": "金额（元）", "document_type": "票据",
    "resolution_no": "决议编号", **SOURCE,
}  # fmt: skip
DIVIDEND_USES = Listing(
    "/lists/dividend_uses", "红利的每一笔去向",
    "(select *, '红利使用明细表' as ledger, used_on as date from ledger.dividend_use) as listed",
    _DETAIL,
    f"{_AT}, cooperative, year, date, source_file, source_sheet, source_row",
    sums=("amount",),
    choices=("township", "year", "category", "document_type"),
)  # fmt: skip
RED_SHARES = Listing(
    "/lists/red_shares", "股本和红利", "audit.red_share",
    PLACE | {
        "cooperative": "合作社", "year": "年度", "opening_capital": "年初股本（元）", "contributed": "新增投入（元）",
        "reinvested": "红利转增（元）", "reduced": "减少（元）", "closing_capital": "年末股本（元）", "ratio": "占股比例",
        "expected_dividend": "按比例应分（元）", "declared": "应得红利（元）", "received": "实收红利（元）", "yield": "收益率",
    },
    f"{_AT}, cooperative, year",
    sums=("contributed", "reinvested", "reduced", "declared", "received"),
    choices=("township", "year"),
)  # fmt: skip
BENEFITS = Listing(
    "/lists/benefits", "红股效益评估", "audit.red_share_benefit",
    PLACE | {
        "cooperative": "合作社", "years": "年数", "capital": "股本（元）", "dividends": "累计红利（元）",
        "reinvested": "累计再投入（元）", "yield": "年均收益率", "county_median": "全县中位数", "reserves": "累计提留（元）",
        "grade": "评定", "reason": "理由",
    },
    f"{_AT}, cooperative",
    sums=("capital", "dividends", "reinvested", "reserves"),
    choices=("township", "grade"),
)  # fmt: skip
UNDOCUMENTED = Listing(
    "/lists/undocumented", "哪些村的专项资金支出没有票据",
    """(
        select township, village_code, village_name, sum(spent)::decimal(18, 2) as spent,
            sum(spent_without_document)::decimal(18, 2) as amount
        from audit.service_fund group by all having sum(spent_without_document) > 0
    ) as listed""",
    PLACE | {"spent": "专项资金支出（元）", "amount": "没有票据的（元）"},
    f"amount desc, {_AT}",
    sums=("spent", "amount"),
    choices=("township",),
)  # fmt: skip
RESULTS = Listing(
    "/lists/results", "规则结果",
    "(select r.*, m.title as rule_title, m.level from audit.rule_result as r left join meta.rule as m using (rule_id))"
    " as listed",
    PLACE | {
        "rule_id": "规则", "rule_title": "规则名称", "level": "级别", "outcome": "结果", "hits": "疑点数",
        "amount": "命中金额（元）", "missing": "缺少什么", "reason": "不适用的原因",
    },
    "list_position(['命中', '不可评估', '通过', '不适用'], outcome), amount desc nulls last, township, village_code, rule_id",
    sums=("hits",),
    choices=("township", "outcome", "rule_id"),
)  # fmt: skip
EVIDENCE = Listing(
    "/lists/evidence", "疑点依据：疑点所依据的行",
    """(
        select e.*, e."table" as ledger, f.township, f.village_code, f.village_name, f.rule_id
        from audit.flag_evidence as e left join audit.flag as f using (flag_id)
    ) as listed""",
    {
        "row_id": "行编号", "ledger": "账册", "flag_id": "疑点编号", **PLACE, "rule_id": "规则", "table": "表",
        "date": "日期", "summary": "摘要", "amount": "金额（元）", "standing": "现状", **SOURCE,
    },
    "source_file, source_sheet, source_row, row_id",
    sums=("amount",),
    choices=("township", "rule_id", "table"),
)  # fmt: skip
HISTORY = Listing(
    "/lists/history", "疑点经过", "audit.flag_history",
    PLACE | {
        "flag_id": "疑点编号", "title": "疑点", "rule_id": "规则", "batch_id": "批次", "date": "日期", "event": "变动",
        "cause": "起因", "detail": "起因说明", "status": "变动后的状态", "level": "级别", "amount": "涉及金额（元）",
        "decided": "核查结论", "explanation": "不属实原因", "amount_found": "查实金额（元）",
        "amount_recovered": "追回金额（元）", "referred_to": "移送单位", "rectify_by": "整改期限",
        "rectified_on": "整改完成日期", "inspector": "核查人", "note": "核查说明", "decided_on": "核查日期",
    },
    "date, batch_id, flag_id",
    choices=("township", "batch_id", "level"),
)  # fmt: skip
SHEETS = Listing(
    "/lists/sheets", "工作表：读入 = 装载 + 退回 + 跳过",
    "(select s.*, k.kind_title, m.superseded_by from meta.sheet as s left join fact.ledger_kind as k using (kind)"
    " left join meta.submission as m using (submission_id)) as listed",
    {
        "submission_id": "报送编号", "source_file": "文件", "sheet": "工作表", "kind_title": "表", **PLACE, "period": "期间",
        "fund": "资金", "header_row": "表头行", "rows_read": "读入行", "rows_loaded": "装载行",
        "rows_rejected": "退回行", "rows_skipped": "跳过行", "skipped": "跳过的是", "money_read": "读入金额（元）",
        "money_loaded": "装载金额（元）", "money_rejected": "退回金额（元）", "money_unread": "没有读的金额（元）",
        "outcome": "结果",
    },
    "source_file, sheet, header_row",
    sums=(
        "rows_read", "rows_loaded", "rows_rejected", "rows_skipped", "money_read", "money_loaded", "money_rejected",
        "money_unread",
    ),
    choices=("township", "kind_title", "outcome"),
    answers=(
        Choice("version", "版本", {ALL: "", CURRENT: "superseded_by = ''"}),
        Choice("part", "看", {ALL: "", SET_ASIDE: "rows_rejected > 0 or money_unread <> 0", SKIPPED: "rows_skipped > 0"}),
    ),
)  # fmt: skip
ISSUES = Listing(
    "/lists/issues", "账表里要改的问题", "meta.issue",
    {
        "submission_id": "报送编号", "level": "级别", "source_file": "文件", "sheet": "工作表", "cell": "单元格", "column": "列",
        "found": "现在的内容", "expected": "应该是", "fix": "怎么改",
    },
    "source_file, sheet, cell",
    choices=("level",),
)  # fmt: skip
MISSING = Listing(
    "/lists/missing", "看不出的，缺什么",
    """(
        select missing, count(distinct rule_id) as rules, count(distinct village_code) as villages, count(*) as results
        from audit.rule_result where outcome = '不可评估' group by missing
    ) as listed""",
    {"missing": "缺少什么", "rules": "规则数", "villages": "村数", "results": "看不出的次数"},
    "results desc, missing",
    sums=("results",),
)  # fmt: skip
