/*
id: PAY10
title: 新设或一次性收款人大额
level: 中
status: stable
money: 手续
tunable: one_off_line
subject: payee
description: "第一次向某收款人付款就达到 20,000 元，而且 180 天之内只付过这一次。\
  全县口径：别的村先付过，或 180 天内也付过的，不算一次性。成立日期账上没有，不比。"
why: 只出现一次的大额收款人，可能是为了一笔支出临时找来开票的。
basis:
  - 审计实务：一次性供应商测试
params: [one_off_line, one_off_days]
looks_in:
  cash_entry: {any: [counterparty], days: any, county: true}
  project: {any: [project_no], days: any}
  bank_account: {any: [account_name=counterparty], days: any}
root_cause: 一笔支出为同一事实。
falsepositives:
  - 工程类天然只付一次：项目台账有合同号（或合同金额）和验收日期的，或备注写明合同和验收的，不报。
  - 有合同的工程分期（首付款、进度款）还没有验收的，不报。
  - 征地、土地流转、工资补贴、救助慰问、个人劳务、向农户收购、入股、水电通讯不报。
  - 往来、借款、押金的收付不是向谁买东西，不报；一进一出的见 BK04，没有票据的见 INV01。
  - 财政、税务、银行、供电等公共单位不是供应商，不报；转给本村自己的账户或组织的，也不报（另见 SVC03）。
  - 后来又有付款的，疑点自动消除；已红字冲销的不报。
innocent: 确属一次性采购，合同和验收单没有登记。
next_check: 查合同、验收单和送货单，查收款单位的成立日期和经营范围。
clears: 合同和验收单。
related: [PAY09, INV07, PRC01]
message: >-
  {day}第一次向{payee}付款“{summary}”{amount} 元（满 {one_off_line:,} 元），全县 {days} 天内只此一次，
  未见合同和验收记录，待核。
*/
with payment as (
    select
        row_id,
        village_code,
        entry_date,
        summary,
        amount,
        counterparty,
        project_no,
        note,
        payee_name,
        payee_key,
        is_person,
        purpose_class,
        subject,
        root_cause
    from core.payment
    where payee_name is not null
),

public_body as (
    select row_id
    from fact.watch_word
    where topic = '公共单位'
),

own_name as (
    select
        b.village_code,
        coalesce(p.name, b.account_name) as name
    from ledger.bank_account as b
    left join fact.party_name as p on b.account_name = p.written
    union
    select
        v.village_code,
        coalesce(p.name, v.org_name) as name
    from ledger.village as v
    left join fact.party_name as p on v.org_name = p.written
),

project as (
    select
        village_code,
        trim(project_no) as project_no,
        bool_or(contract_no is not null or contract_amount is not null) as has_contract,
        bool_or(accepted_on is not null) as is_accepted
    from ledger.project
    group by village_code, trim(project_no)
),

placed as (
    select
        p.row_id,
        row_number() over (partition by v.peers, p.payee_name order by p.entry_date, p.row_id) as place_in_county,
        lead(p.entry_date) over (partition by v.peers, p.payee_name order by p.entry_date, p.row_id) as next_in_county,
        row_number() over (partition by p.village_code, p.payee_key order by p.entry_date, p.row_id) as place_in_village,
        lead(p.entry_date) over (partition by p.village_code, p.payee_key order by p.entry_date, p.row_id) as next_in_village
    from payment as p
    inner join core.village as v on p.village_code = v.village_code
),

one_off as (
    select
        p.row_id,
        p.village_code,
        p.entry_date,
        p.summary,
        p.amount,
        p.counterparty,
        p.subject,
        p.root_cause
    from payment as p
    inner join placed as s on p.row_id = s.row_id
    left join project as j on p.village_code = j.village_code and p.project_no = j.project_no
    left join own_name as o on p.village_code = o.village_code and p.payee_name = o.name
    where
        p.amount >= $one_off_line
        and coalesce(o.name, '') = ''
        and s.place_in_county = 1
        and s.place_in_village = 1
        and coalesce(date_diff('day', p.entry_date, s.next_in_county) > $one_off_days, true)
        and coalesce(date_diff('day', p.entry_date, s.next_in_village) > $one_off_days, true)
        and p.purpose_class not in ('入股', '工资补贴', '救助慰问', '公用事业')
        and not (p.purpose_class in ('劳务', '收购农产品') and p.is_person)
        and not regexp_matches(p.summary, '征地|流转|青苗|拆迁|补偿|分红|红利|往来|借款|借给|暂借|归还|退还|押金|保证金')
        and not (coalesce(j.has_contract, false) and (coalesce(j.is_accepted, false) or p.purpose_class = '工程分期'))
        and not (
            regexp_matches(p.summary || coalesce(p.note, ''), '合同')
            and regexp_matches(p.summary || coalesce(p.note, ''), '验收')
        )
        and p.row_id not in (select b.row_id from public_body as b)
),

final as (
    select
        village_code,
        subject,
        make_date(year(entry_date), month(entry_date), 1) as period,
        amount,
        row_id,
        root_cause,
        entry_date as day,
        counterparty as payee,
        summary,
        cast($one_off_days as integer) as days
    from one_off
)

select * from final
