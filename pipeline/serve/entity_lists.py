"""Lists of who and what the ledgers name, all ledgers and villages together, and the tests that find one of them."""

from __future__ import annotations

from pipeline.serve.listing import Choice, Listing, Within
from pipeline.serve.mentions import COLUMNS, mentions
from schemas import ledgers

ALL = "全部"
ALL_ROWS = f"({mentions()}) as m"
# Who has an id number is known by it, also where a list of the same village leaves it out; else by name and village.
_KNOWN = f"""(
    select m.*, coalesce(m.id_no, k.id_no, m.person_key) as key
    from {ALL_ROWS} left join (
        select person, village_code, min(id_no) as id_no from {ALL_ROWS} where id_no is not null
        group by all having count(distinct id_no) = 1
    ) as k on m.person = k.person and m.village_code = k.village_code
    where m.person is not null
) as m"""
_SAME = f"select (person, village_code) from {ALL_ROWS} where person_key = $in_person"
# What makes a row speak of somebody or something, by the name that the address gives it.
TESTS = {
    "payee": "m.party = $in_payee",
    "person": f"m.person_key = $in_person or (m.id_no is null and (m.person, m.village_code) in ({_SAME}))"
    f" or (m.party, m.village_code) in ({_SAME})"
    f" or (m.hands is not null and exists (select 1 from (select distinct person, village_code from {ALL_ROWS}"
    " where person_key = $in_person) as same where same.village_code = m.village_code"
    " and list_contains(string_split(m.hands, '、'), same.person)))",
    "account": "m.account = $in_account or m.own_account = $in_account",
    "document": "m.document = $in_document or m.resolution_no = $in_document",
    "project": "m.village_code || '/' || m.project_no = $in_project",
}
TITLES = {
    "payee": "收款人、往来单位",
    "person": "人",
    "account": "账号",
    "document": "票据、文件号",
    "project": "项目",
}
MENTIONS = Listing(
    "/lists/mentions", "各种账表里的行",
    f"(select m.*, ledger as book from {ALL_ROWS} where {{within}}) as listed",
    {"book": "账表"} | COLUMNS,
    "date desc nulls last, ledger, row_id",
    choices=("township", "book", "direction"),
    within=tuple(Within(name, TITLES[name], test) for name, test in TESTS.items()),
    searched=("summary", "hands"),
    note="同一笔钱常常记在几种账表里（日记账、凭证、对账单），不要相加。",
)  # fmt: skip
PARTIES = Listing(
    "/lists/parties", "收款人、付款人、往来单位",
    f"""(
        select party, count(*) as count, count(distinct village_code) as villages,
            array_to_string(list_sort(list(distinct ledger)), '、') as ledgers, min(date) as first, max(date) as last
        from {ALL_ROWS} where coalesce(party, '') <> '' group by party
    ) as listed""",
    {"party": "名称", "villages": "村数", "count": "行数", "ledgers": "账表", "first": "最早", "last": "最近"},
    "villages desc, count desc, party",
    answers=(Choice("show", "看", {ALL: "", "几个村都有的": "villages > 1"}),),
    searched=("party",),
)  # fmt: skip


def _paid(kind: str) -> str:
    return f"sum(amount) filter (where ledger = '{ledgers()[kind].title}')::decimal(18, 2)"


PERSONS = Listing(
    "/lists/persons", "领钱的人、任职的人",
    f"""(
        select key as person_key, any_value(person) as person, max(id_no) as id_no,
            count(distinct village_code) as villages,
            array_to_string(list_sort(list(distinct concat(township, village_name)))[:3], '、') as places,
            array_to_string(list_sort(list(distinct summary) filter (where ledger = '{ledgers()["official"].title}')), '、')
                as posts,
            {_paid("subsidy_payment")} as subsidy, {_paid("labour")} as labour, {_paid("allowance")} as pay,
            {_paid("aid_payment")} as aid, count(*) as count,
            array_to_string(list_sort(list(distinct ledger)), '、') as ledgers
        from {_KNOWN} group by key
    ) as listed""",
    {
        "person_key": "人", "person": "姓名", "id_no": "身份证号", "villages": "村数", "places": "村（前 3 个）", "posts": "职务",
        "subsidy": "惠农补贴（元）", "labour": "劳务（元）", "pay": "干部补贴（元）", "aid": "帮扶慰问（元）", "count": "行数",
        "ledgers": "账表",
    },
    "coalesce(subsidy, 0) + coalesce(labour, 0) + coalesce(pay, 0) + coalesce(aid, 0) desc, person, person_key",
    sums=("subsidy", "labour", "pay", "aid"),
    answers=(
        Choice(
            "show", "看",
            {
                ALL: "", "惠农补贴、劳务、干部补贴都领的": "subsidy > 0 and labour > 0 and pay > 0",
                "领其中两种以上的": "(coalesce(subsidy, 0) > 0)::int + (coalesce(labour, 0) > 0)::int"
                " + (coalesce(pay, 0) > 0)::int > 1",
                "在几个村都领的": "villages > 1",
            },
        ),
    ),
    searched=("person", "id_no"),
    note="有身份证号的按身份证号认人；没有写的，同村同名算作同一人。",
)  # fmt: skip
ACCOUNTS = Listing(
    "/lists/accounts", "收付款的账号",
    f"""(
        select account, count(distinct coalesce(person, party)) as names,
            array_to_string(list_sort(list(distinct coalesce(person, party)))[:3], '、') as some,
            count(distinct village_code) as villages, count(*) as count,
            array_to_string(list_sort(list(distinct ledger)), '、') as ledgers, min(date) as first, max(date) as last
        from {ALL_ROWS} where coalesce(account, '') <> '' group by account
    ) as listed""",
    {
        "account": "账号（代号和末四位）", "names": "名字数", "some": "名字（前 3 个）", "villages": "村数", "count": "行数",
        "ledgers": "账表", "first": "最早", "last": "最近",
    },
    "names desc, villages desc, count desc, account",
    answers=(Choice("show", "看", {ALL: "", "几个名字用过的": "names > 1", "几个村都有的": "villages > 1"}),),
    searched=("account",),
)  # fmt: skip
DOCUMENTS = Listing(
    "/lists/documents", "票据号、文件号、合同号、决议编号",
    f"""(
        select document, count(*) as count, count(distinct village_code) as villages,
            array_to_string(list_sort(list(distinct ledger)), '、') as ledgers,
            array_to_string(list_sort(list(distinct concat(township, village_name)))[:3], '、') as places,
            max(amount)::decimal(18, 2) as largest, min(date) as first, max(date) as last
        from (
            select document, ledger, village_code, township, village_name, amount, date from {ALL_ROWS}
            union all
            select resolution_no, ledger, village_code, township, village_name, amount, date from {ALL_ROWS}
        ) where coalesce(document, '') <> '' group by document
    ) as listed""",
    {
        "document": "编号", "count": "行数", "villages": "村数", "places": "村（前 3 个）", "ledgers": "账表",
        "largest": "最大一笔（元）", "first": "最早", "last": "最近",
    },
    "villages desc, count desc, document",
    answers=(Choice("show", "看", {ALL: "", "几行用同一个号的": "count > 1", "几个村都有的": "villages > 1"}),),
    searched=("document",),
)  # fmt: skip
PROJECTS = Listing(
    "/lists/projects", "项目",
    f"""(
        select m.township, m.village_code, m.village_name, m.project_no, max(p.project_name) as project,
            max(p.contractor) as contractor, max(p.contract_amount)::decimal(18, 2) as contract_amount,
            sum(m.amount) filter (where m.ledger = '收支明细账' and m.direction = '支出')::decimal(18, 2) as amount,
            count(*) as count, array_to_string(list_sort(list(distinct m.ledger)), '、') as ledgers
        from {ALL_ROWS} left join (
            select village_code, project_no, max(project_name) as project_name, max(contractor) as contractor,
                max(contract_amount) as contract_amount from ledger.project group by all
        ) as p using (village_code, project_no)
        where coalesce(m.project_no, '') <> '' group by all
    ) as listed""",
    {
        "township": "乡镇", "village_code": "村代码", "village_name": "村", "project_no": "项目编号", "project": "项目名称",
        "contractor": "承建单位", "contract_amount": "合同金额（元）", "amount": "日记账上的支出（元）", "count": "行数",
        "ledgers": "账表",
    },
    "amount desc nulls last, township, village_code, project_no",
    sums=("contract_amount", "amount"),
    choices=("township",),
    searched=("project_no", "project", "contractor"),
)  # fmt: skip


def flagged(name: str, rows: str) -> str:
    """Write the test that a flag rests on one of ``rows``, those of somebody, or speaks of a party by its name."""
    rests = (
        f"f.flag_id in (select flag_id from audit.flag_evidence where row_id in (select row_id from {rows}))"
    )
    return rests + (
        " or contains(concat_ws(' ', f.subject, f.message), $in_payee)" if name == "payee" else ""
    )


FLAGGED = tuple(
    Within(name, title, flagged(name, f"{ALL_ROWS} where {TESTS[name]}")) for name, title in TITLES.items()
)
