/*
id: BK04
title: 短期进出/循环转账
level: 高
status: stable
money: 受损
subject: entry
description: "一、同一账户收到 50,000 元以上，3 天之内同额（相差不到百分之一也算）转给项目承包方以外的单位或个人；\
  二、转给某户 50,000 元以上，30 天之内同额从同一户转回。一进一出只配一对，每对一条。"
why: 钱进来马上原数出去，或转一圈回来，可能是走账、出借账户，或把别人的钱过一下村账。
basis:
  - 审计实务：资金回流测试（钱转一圈又回来）
params: [trip_line, trip_days, trip_share, return_days]
looks_in:
  cash_entry: {amount: one, explains: [counterparty, summary, summary=memo], days: 31}
  bank_line: {amount: one, explains: [counterparty], days: 31}
  bank_account: {any: [account_no=counterparty_account, account_name=counterparty], days: any}
  project: {any: [contractor=counterparty], days: any}
root_cause: 一笔转出为同一事实。
falsepositives:
  - 拨付后付工程款：付给项目台账上的承包方，或账上写有项目编号、合同、进度款、质保金的，不报。
  - 本村账户之间的划转、提现、定期存款、已由银行退回的不报。
  - 代收代付（土地流转、征地青苗、补贴、代发工资）、救助、收购农产品、入股、个人劳务、水电通讯、上缴财政税务的不报。
  - 投标、履约保证金和押金的收退，写明退回、退款、多付的不报。
  - 对账单没有写对方的一笔，说不清转给了谁，不报；外币不查。
innocent: 受托代收代付，或短期周转借款已按程序审批。
next_check: 查这一进一出的合同、审批单和双方户名，看有没有真实业务。
clears: 合同、审批单和双方往来的单据，能说明这一进一出各是什么业务。
related: [BK02, PAY04, SVC03, PAY10]
message: >-
  {first_day}{first} {first_amount} 元，{second_day}{second} {second_amount} 元（{words}），前后相隔 {days} 天，
  未见合同或项目（进出都满 {trip_line:,} 元，收到后 {trip_days} 天内转出或转出后 {return_days} 天内转回），待核。
*/
with party as (
    select
        written,
        name
    from fact.party_name
),

line as (
    select
        row_id,
        village_code,
        coalesce(account_no, '') as account_no,
        entry_date,
        coalesce(amount_in, 0) as amount_in,
        coalesce(amount_out, 0) as amount_out,
        counterparty,
        nullif(regexp_replace(counterparty_account, '[^0-9]', '', 'g'), '') as account,
        coalesce(memo, '') as memo
    from ledger.bank_line
    where coalesce(currency, '人民币') = '人民币'
),

set_aside as (
    select bank_row_id as row_id
    from fact.bank_match
    where entry_row_id is null
),

own_account as (
    select
        village_code,
        regexp_replace(account_no, '[^0-9]', '', 'g') as account
    from ledger.bank_account
    union
    select
        village_code,
        regexp_replace(account_no, '[^0-9]', '', 'g') as account
    from line
),

own_name as (
    select
        b.village_code,
        coalesce(p.name, b.account_name) as name
    from ledger.bank_account as b
    left join party as p on b.account_name = p.written
    union
    select
        b.village_code,
        coalesce(p.name, b.account_name) as name
    from ledger.bank_line as b
    left join party as p on b.account_name = p.written
),

contractor as (
    select distinct
        j.village_code,
        p.name
    from ledger.project as j
    inner join party as p on j.contractor = p.written
),

public_body as (
    select row_id
    from fact.watch_word
    where topic = '公共单位'
),

cash_entry as (
    select
        row_id,
        summary || coalesce(note, '') as words,
        project_no,
        is_internal
    from core.cash_entry
),

payee as (
    select
        row_id,
        is_person,
        purpose_class
    from fact.payee
),

-- what the books say of a line: one bank line may be booked in several entries
booked as (
    select
        m.bank_row_id,
        string_agg(e.words, '；' order by e.words) as words,
        max(
            case
                when
                    e.project_no is not null
                    or e.is_internal
                    or b.row_id is not null
                    or p.purpose_class in (
                        '工资补贴', '救助慰问', '公用事业', '入股', '收购农产品', '提现存现', '内部转账', '工程分期'
                    )
                    or (p.purpose_class = '劳务' and p.is_person)
                    then 1
                else 0
            end
        ) as is_plain
    from fact.bank_match as m
    inner join cash_entry as e on m.entry_row_id = e.row_id
    left join payee as p on e.row_id = p.row_id
    left join public_body as b on e.row_id = b.row_id
    group by m.bank_row_id
),

moved as (
    select
        l.row_id,
        l.village_code,
        l.account_no,
        l.entry_date,
        l.amount_in,
        l.amount_out,
        l.counterparty,
        coalesce(p.name, l.account) as party,
        concat_ws('；', case when not contains(coalesce(k.words, ''), l.memo) then l.memo end, k.words) as words
    from line as l
    left join party as p on l.counterparty = p.written
    left join booked as k on l.row_id = k.bank_row_id
    left join own_account as a on l.village_code = a.village_code and l.account = a.account
    left join own_name as n on l.village_code = n.village_code and p.name = n.name
    left join contractor as c on l.village_code = c.village_code and p.name = c.name
    where
        greatest(l.amount_in, l.amount_out) >= $trip_line
        and coalesce(p.name, l.account) is not null
        and coalesce(a.account, '') = ''
        and coalesce(n.name, '') = ''
        and coalesce(c.name, '') = ''
        and coalesce(k.is_plain, 0) = 0
        and l.row_id not in (select s.row_id from set_aside as s)
        and not regexp_matches(coalesce(l.counterparty, ''), '财政|国库|税务|政府|供电|电力公司|代发')
        and not regexp_matches(
            concat_ws('；', l.memo, k.words),
            '合同|进度款|分期|质保金|保证金|押金|退回|退款|退汇|退还|多付|误转|冲正|定期|理财|取现|现支|存现'
        )
        and not regexp_matches(
            concat_ws('；', l.memo, k.words),
            '代收|代付|代缴|代发|工资|补贴|补助|征地|流转|青苗|拆迁|补偿|分红|红利|社保|养老|医保|救助|慰问|入股|股金'
        )
),

-- money in may be a grant: the state is no party to a round trip, but what it pays can be passed on
received as (
    select
        l.row_id,
        l.village_code,
        l.account_no,
        l.entry_date,
        l.amount_in,
        coalesce(l.counterparty, l.account) as counterparty
    from line as l
    left join own_account as a on l.village_code = a.village_code and l.account = a.account
    left join booked as k on l.row_id = k.bank_row_id
    left join party as p on l.counterparty = p.written
    left join own_name as n on l.village_code = n.village_code and p.name = n.name
    where
        l.amount_in >= $trip_line
        and coalesce(l.counterparty, l.account) is not null
        and coalesce(a.account, '') = ''
        and coalesce(n.name, '') = ''
        and l.row_id not in (select s.row_id from set_aside as s)
        and not regexp_matches(
            concat_ws('；', l.memo, k.words),
            '退回|退款|退汇|退还|误转|冲正|定期|理财|存现|保证金|押金|代收|征地|流转|青苗|拆迁|补偿'
        )
),

passed_on as (
    select
        r.row_id as in_row_id,
        o.row_id as out_row_id,
        o.village_code,
        r.entry_date as first_day,
        '从' || r.counterparty || '收到' as first,
        r.amount_in as first_amount,
        o.entry_date as second_day,
        '向' || coalesce(o.counterparty, o.party) || '转出' as second,
        o.amount_out as second_amount,
        o.words,
        date_diff('day', r.entry_date, o.entry_date) as days,
        '1' as pattern
    from received as r
    inner join moved as o
        on
            r.village_code = o.village_code
            and r.account_no = o.account_no
            and date_diff('day', r.entry_date, o.entry_date) between 0 and $trip_days
            and abs(r.amount_in - o.amount_out) <= r.amount_in * $trip_share
    where o.amount_out >= $trip_line
),

come_back as (
    select
        i.row_id as in_row_id,
        o.row_id as out_row_id,
        o.village_code,
        o.entry_date as first_day,
        '向' || coalesce(o.counterparty, o.party) || '转出' as first,
        o.amount_out as first_amount,
        i.entry_date as second_day,
        '又从同一户收到' as second,
        i.amount_in as second_amount,
        o.words,
        date_diff('day', o.entry_date, i.entry_date) as days,
        '2' as pattern
    from moved as o
    inner join moved as i
        on
            o.village_code = i.village_code
            and o.party = i.party
            and date_diff('day', o.entry_date, i.entry_date) between 0 and $return_days
            and abs(o.amount_out - i.amount_in) <= o.amount_out * $trip_share
    where o.amount_out >= $trip_line and i.amount_in >= $trip_line
),

candidate as (
    select
        in_row_id,
        out_row_id,
        village_code,
        first_day,
        first,
        first_amount,
        second_day,
        second,
        second_amount,
        words,
        days,
        pattern
    from passed_on
    union all
    select
        in_row_id,
        out_row_id,
        village_code,
        first_day,
        first,
        first_amount,
        second_day,
        second,
        second_amount,
        words,
        days,
        pattern
    from come_back
),

nearest as (
    select
        in_row_id,
        out_row_id,
        village_code,
        first_day,
        first,
        first_amount,
        second_day,
        second,
        second_amount,
        words,
        days,
        pattern
    from candidate
    qualify row_number() over (
        partition by out_row_id order by days, abs(first_amount - second_amount), pattern, in_row_id
    ) = 1
),

trip as (
    select
        in_row_id,
        out_row_id,
        village_code,
        first_day,
        first,
        first_amount,
        second_day,
        second,
        second_amount,
        words,
        days
    from nearest
    qualify row_number() over (
        partition by in_row_id order by days, abs(first_amount - second_amount), pattern, out_row_id
    ) = 1
),

named as (
    select
        row_id,
        subject
    from fact.entry_subject
),

leg as (
    select
        out_row_id,
        out_row_id as row_id
    from trip
    union all
    select
        out_row_id,
        in_row_id as row_id
    from trip
),

-- both bank lines, and what the books say of them
evidence as (
    select
        out_row_id,
        row_id
    from leg
    union
    select
        l.out_row_id,
        m.entry_row_id as row_id
    from leg as l
    inner join fact.bank_match as m on l.row_id = m.bank_row_id
),

final as (
    select
        t.village_code,
        n.subject,
        make_date(year(t.first_day), month(t.first_day), 1) as period,
        least(t.first_amount, t.second_amount) as amount,
        v.row_id,
        t.first_day,
        t.first,
        t.first_amount,
        t.second_day,
        t.second,
        t.second_amount,
        coalesce(nullif(t.words, ''), '未写摘要') as words,
        t.days
    from trip as t
    inner join named as n on t.out_row_id = n.row_id
    inner join evidence as v on t.out_row_id = v.out_row_id
)

select * from final
