/*
id: PAY04
title: 公款转入个人账户，或存放在个人名下
level: 严重
status: stable
money: 受损
subject: payee
description: "村账户转账给本村在册人员（含报账员）的个人账户，而不是工资补贴、劳务、救助、差旅等应发给个人的钱，也不在发放名单上：\
  账号相同为严重，只是同名（全县不超过 5 个村有此姓名）为高，一村一人一年一条；\
  或者借款、周转、往来转给不在册的个人，超过 5,000 元，没有票据，30 天内没有还回（高），一村一人一年一条；\
  或者报送的对账单户名就是个人，收到过款项，一个账户一条。"
why: 集体的钱进了个人账户，就脱离了账面和监督。
basis:
  - 《农村集体经济组织法》（主席令第二十六号，2025 年 5 月 1 日起施行）第 44 条第三款：集体所有的资金不得存入以个人名义开立的账户
params: [namesake_villages, petty_cash_limit, petty_cash_days, cash_book_days]
looks_in:
  allowance: {amount: one, any: [name=subject], days: 31}
  aid_payment: {amount: one, any: [name=subject], days: 31}
  cash_entry:
    - {amount: one, explains: [counterparty, summary], against: true, days: 366}
    - {amount: one, says: {account_kind: 现金, summary: 提|取|现金|备用}}
  official: {any: [name=subject], days: any, county: true}
  bank_line: {any: [account_no], unlike: [account_name], days: any}
root_cause: 一村一人一年收到的付款与 PAY09 为同一事实，合计金额时只取最大一笔。
falsepositives:
  - 工资补贴、劳务、救助慰问、差旅、收购农产品、土地流转、征地补偿、分红不报；发放表上有同名同额、前后 31 天内的不报。
  - 凭发票或财政票据（有票号）报销垫付的不报。
  - 转给不在册个人的，只看写明借款、周转、往来、代管的；写归还、退还的不报。
  - 备用金：不超过 5,000 元且 30 天内现金账有相应支出或交回的不报；提现三天内进了现金账的不报。
  - 同姓同名：全县超过 5 个村有此姓名的不报；账号已知而与花名册不同的不报；任职期以外的不报。
  - 对账单的户名列有几个名称的，可能是对方户名，不凭它认定。
  - 已记账的流水按账上摘要判断；红字冲销、台账重登的不计。
innocent: 干部代垫后报销而票据没有登记，或同名不同人。
next_check: 调取该笔回单和后续去向，核对备用金领用与核销单。
clears: 备用金领用和核销单，或代垫报销所附的票据。
related: [PAY09, BK02, BK06]
message: "{finding} {amount} 元（{payments} 笔），{doubt}，待核。"
*/
with setting as (
    select as_of from meta.setting
),

officer as (
    select
        row_id,
        village_code,
        name,
        coalesce(post, body, '在册人员') as post,
        coalesce(body = '报账员', false) or regexp_matches(coalesce(post, ''), '报账|出纳|会计|文书') as is_cashier,
        account,
        since,
        until,
        namesakes
    from fact.roster
    where relation = '本人'
),

party as (
    select
        written,
        name,
        is_person
    from fact.party_name
),

bank_line as (
    select
        row_id,
        village_code,
        account_no,
        account_name,
        coalesce(amount_in, 0) as amount_in
    from ledger.bank_line
    where coalesce(currency, '人民币') = '人民币'
),

set_aside as (
    select row_id from fact.reversal
),

entry as (
    select
        row_id,
        village_code,
        account_kind,
        entry_date,
        summary,
        counterparty,
        coalesce(income, 0) as income,
        coalesce(expense, 0) as expense,
        is_internal
    from core.cash_entry
    where not is_repeat and row_id not in (select s.row_id from set_aside as s)
),

transfer as (
    select
        row_id,
        entry_row_id,
        village_code,
        entry_date,
        amount,
        name,
        is_person,
        account,
        words,
        purpose_class,
        is_documented,
        is_cash
    from core.account_transfer
),

to_officer as (
    select
        t.row_id,
        t.entry_row_id,
        t.village_code,
        t.entry_date,
        t.amount,
        t.words,
        t.purpose_class,
        o.row_id as roster_row_id,
        o.name as officer,
        o.post,
        o.is_cashier,
        coalesce(t.account = o.account, false) as by_account
    from transfer as t
    inner join officer as o
        on
            t.village_code = o.village_code
            and (
                t.account = o.account
                or (t.name = o.name and o.namesakes <= $namesake_villages and coalesce(t.account = o.account, true))
            )
            and t.entry_date >= coalesce(o.since, t.entry_date)
            and t.entry_date <= coalesce(o.until, t.entry_date)
    where
        t.purpose_class not in ('工资补贴', '劳务', '救助慰问', '差旅', '收购农产品', '公用事业')
        and not t.is_documented
        and not t.is_cash
        and not regexp_matches(
            t.words,
            '工资|补贴|补助|误工|津贴|报酬|绩效|奖金|劳务|工钱|务工|慰问|救助|差旅|出差|分红|红利|流转|土地|地租|征地|补偿|退股|抚恤|养老|社保'
        )
    qualify
        row_number() over (
            partition by t.row_id order by coalesce(t.account = o.account, false) desc, o.name asc, o.row_id asc
        ) = 1
),

paid_by_list as (
    select
        village_code,
        name,
        amount,
        year,
        paid_on
    from core.allowance
    union all
    select
        a.village_code,
        coalesce(p.name, a.name) as name,
        a.amount,
        a.year,
        a.paid_on
    from ledger.aid_payment as a
    left join party as p on a.name = p.written
),

on_a_list as (
    select distinct t.row_id
    from to_officer as t
    inner join paid_by_list as l on t.village_code = l.village_code and t.officer = l.name and t.amount = l.amount
    where
        date_diff('day', t.entry_date, l.paid_on) between -31 and 31
        or (l.paid_on is null and l.year = year(t.entry_date))
),

drawn as (
    select
        row_id,
        village_code,
        entry_date,
        amount,
        is_cashier
    from to_officer
    where purpose_class = '提现存现' or regexp_matches(words, '提现|取现|备用金|现金|取款')
),

into_cash_book as (
    select distinct d.row_id
    from drawn as d
    inner join entry as e on d.village_code = e.village_code and d.amount = e.income
    where e.account_kind = '现金' and date_diff('day', d.entry_date, e.entry_date) between -1 and $cash_book_days
),

written_off as (
    select d.row_id
    from drawn as d
    inner join entry as e on d.village_code = e.village_code and d.row_id <> e.row_id
    where
        d.is_cashier
        and d.amount <= $petty_cash_limit
        and date_diff('day', d.entry_date, e.entry_date) between 0 and $petty_cash_days
    group by d.row_id, d.amount
    having
        sum(e.expense) filter (where e.account_kind = '现金' and not e.is_internal) >= d.amount
        or sum(e.income) filter (where regexp_matches(e.summary, '备用金')) >= d.amount
    union
    select d.row_id
    from drawn as d
    cross join setting as s
    where
        d.is_cashier
        and d.amount <= $petty_cash_limit
        and date_diff('day', d.entry_date, s.as_of) < $petty_cash_days
),

unexplained as (
    select
        row_id,
        entry_row_id,
        village_code,
        entry_date,
        amount,
        roster_row_id,
        officer,
        post,
        by_account
    from to_officer
    where
        row_id not in (select l.row_id from on_a_list as l)
        and row_id not in (select c.row_id from into_cash_book as c)
        and row_id not in (select w.row_id from written_off as w)
),

officer_year as (
    select
        village_code,
        officer,
        year(entry_date) as year,
        count(*) as payments,
        cast(sum(amount) as decimal(18, 2)) as amount,
        bool_or(by_account) as by_account,
        min(post) as post
    from unexplained
    group by village_code, officer, year(entry_date)
),

officer_evidence as (
    select
        village_code,
        officer,
        year(entry_date) as year,
        row_id
    from unexplained
    union
    select
        village_code,
        officer,
        year(entry_date) as year,
        entry_row_id as row_id
    from unexplained
    where entry_row_id is not null
    union
    select
        village_code,
        officer,
        year(entry_date) as year,
        roster_row_id as row_id
    from unexplained
),

-- money lent or left with somebody who is on no roster
lent as (
    select
        t.row_id,
        t.entry_row_id,
        t.village_code,
        t.entry_date,
        t.amount,
        t.name
    from transfer as t
    left join officer as o on t.village_code = o.village_code and (t.name = o.name or t.account = o.account)
    where
        o.name is null
        and t.is_person
        and t.amount > $petty_cash_limit
        and not t.is_documented
        and not t.is_cash
        and regexp_matches(t.words, '借款|借支|暂借|借给|出借|周转|往来|代管|代存|保管')
        and not regexp_matches(t.words, '归还|偿还|退还|退回|还款|收回')
),

given_back as (
    select distinct l.row_id
    from lent as l
    inner join entry as e on l.village_code = e.village_code and l.amount <= e.income
    left join party as p on e.counterparty = p.written
    where
        coalesce(p.name, e.counterparty) = l.name
        and date_diff('day', l.entry_date, e.entry_date) between 0 and $petty_cash_days
),

outsider as (
    select
        row_id,
        entry_row_id,
        village_code,
        year(entry_date) as year,
        amount,
        name
    from lent
    where row_id not in (select g.row_id from given_back as g)
),

outsider_year as (
    select
        village_code,
        name,
        year,
        count(*) as payments,
        cast(sum(amount) as decimal(18, 2)) as amount
    from outsider
    group by village_code, name, year
),

outsider_evidence as (
    select
        village_code,
        name,
        year,
        row_id
    from outsider
    union
    select
        village_code,
        name,
        year,
        entry_row_id as row_id
    from outsider
    where entry_row_id is not null
),

own_account as (
    select
        village_code,
        coalesce(account_no, '') as account_no,
        min(account_name) as holder,
        count(*) filter (where amount_in > 0) as payments,
        cast(sum(amount_in) as decimal(18, 2)) as amount
    from bank_line
    where account_name is not null
    group by village_code, coalesce(account_no, '')
    having count(distinct account_name) = 1
),

private_account as (
    select
        a.village_code,
        a.account_no,
        a.holder,
        a.payments,
        a.amount
    from own_account as a
    inner join party as p on a.holder = p.written
    where p.is_person and a.amount > 0
),

final as (
    select
        y.village_code,
        y.officer as subject,
        make_date(y.year, 1, 1) as period,
        y.amount,
        e.row_id,
        '命中' as outcome,
        null as missing,
        case when not y.by_account then '高' end as level,
        concat_ws('·', '干部收款', y.village_code, y.officer, cast(y.year as varchar)) as root_cause,
        cast(y.year as varchar) || ' 年村账户向在册人员' || y.officer || '（' || y.post || '）的'
        || case when y.by_account then '账户转出' else '同名账户转出' end as finding,
        y.payments,
        '不在发放名单，也未见工资、劳务、救助、差旅或凭票报销的说明' as doubt
    from officer_year as y
    inner join officer_evidence as e
        on y.village_code = e.village_code and y.officer = e.officer and y.year = e.year
    union all
    select
        y.village_code,
        y.name as subject,
        make_date(y.year, 1, 1) as period,
        y.amount,
        e.row_id,
        '命中' as outcome,
        null as missing,
        '高' as level,
        concat_ws('·', '个人收款', y.village_code, y.name, cast(y.year as varchar)) as root_cause,
        cast(y.year as varchar) || ' 年村账户向' || y.name || '（名称像个人姓名，不在花名册上）转出' as finding,
        y.payments,
        '写作借款、周转或往来，没有票据，未见还回' as doubt
    from outsider_year as y
    inner join outsider_evidence as e
        on y.village_code = e.village_code and y.name = e.name and y.year = e.year
    union all
    select
        a.village_code,
        concat_ws(' ', '账户', nullif(a.account_no, ''), a.holder) as subject,
        null as period,
        a.amount,
        b.row_id,
        '命中' as outcome,
        null as missing,
        null as level,
        concat_ws('·', '个人账户', a.village_code, a.account_no) as root_cause,
        '账户 ' || a.account_no || ' 的户名“' || a.holder || '”中没有单位字样，收到' as finding,
        a.payments,
        '集体资金不得存入以个人名义开立的账户' as doubt
    from private_account as a
    inner join bank_line as b
        on
            a.village_code = b.village_code
            and a.account_no = coalesce(b.account_no, '')
            and a.holder = b.account_name
            and b.amount_in > 0
    union all
    select
        v.village_code,
        '花名册' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        case
            when o.village_code is null then '村干部及监委会花名册'
            else '收支明细账或银行对账单'
        end as missing,
        null as level,
        null as root_cause,
        null as finding,
        null as payments,
        null as doubt
    from core.village as v
    left join (select distinct officer.village_code from officer) as o on v.village_code = o.village_code
    left join (
        select entry.village_code from entry
        union
        select bank_line.village_code from bank_line
    ) as t on v.village_code = t.village_code
    where o.village_code is null or t.village_code is null
)

select * from final
