/*
id: BK01
title: 账面余额≠银行余额调节后
level: 高
status: stable
money: 受损
difference: true
subject: sheet
description: "一种资金的银行账月末余额，与它名下各账户对账单的月末余额不等，用未达账项调节后仍差 0.01 元以上，\
  直到两边都有的最近一个月还没有调平。未达取三种算法（不计未达、只计 60 天以内的、计全部没有配上的），有一种调得平即通过。"
why: 调节不平，说明账面余额或对账单余额有一个不真实，或者还有没有报送的账户。
basis:
  - 《会计法》（2024 年修正）第 17 条：账实相符
  - 审计实务：银行存款余额调节表按月编制
params: [tolerance, transit_days, foreign_book_lines, foreign_book_share]
looks_in:
  cash_entry: {amount: sum, of: [gap_plain, gap_of_all, gap_of_recent], by: [fund], days: any, due: true}
  bank_line: {amount: sum, of: [gap_plain, gap_of_all, gap_of_recent], by: [account_no=accounts], days: any}
  bank_account: {by: [fund], days: any}
root_cause: 一种资金的银行余额为同一事实。
falsepositives:
  - 在途：没有配上的流水和账目都作未达调节，逐笔的疑点由 BK02、BK03、BK05 报，本规则不重复。
  - 资料以前的未达：开头几笔对不上的，只按 60 天以内的未达再调一次，调平即通过。
  - 账户没有写明资金类别、该资金还有别的账户没有报对账单、一种资金有几本银行账的，不可评估。
  - 十笔以上、对上的不到两成，视为没有报该账户的账，不可评估。
  - 后来某个月调平了的，以前月份不再报；外币不查。
innocent: 银行存款账里含有没有单独登记的定期存款，或账面期初余额录错。
next_check: 取该月的银行存款余额调节表和银行询证函，核对期初余额和全部账户。
clears: 能调平的银行存款余额调节表，附银行回单或询证函。
related: [BK02, BK03, BK05, BK07, LED02]
message: >-
  {subject} {month}末账面余额 {book} 元，对账单余额 {bank} 元，
  计入不足 {transit_days} 天的未达账项后仍差 {amount} 元（容差 {tolerance} 元），从 {since}起没有调平，待核。
*/
with entry as (
    select
        row_id,
        village_code,
        book_fund as fund,
        is_opening
    from core.cash_entry
    where account_kind = '银行' and not is_repeat
),

book_line as (
    select
        l.book,
        l.position,
        l.row_id,
        l.entry_date,
        l.moved,
        l.balance,
        e.village_code,
        e.fund,
        e.is_opening,
        make_date(year(l.entry_date), month(l.entry_date), 1) as month
    from fact.book_line as l
    inner join entry as e on l.row_id = e.row_id
    where l.kind = '明细'
),

registered as (
    select
        village_code,
        regexp_replace(account_no, '[^0-9A-Za-z]', '', 'g') as account,
        min(fund) as fund,
        min(opened_on) as opened_on,
        case when count(*) = count(closed_on) then max(closed_on) end as closed_on
    from ledger.bank_account
    group by village_code, regexp_replace(account_no, '[^0-9A-Za-z]', '', 'g')
    having count(*) = count(fund) and min(fund) = max(fund)
),

statement_line as (
    select
        l.statement,
        l.position,
        l.row_id,
        l.entry_date,
        l.moved,
        l.balance,
        l.village_code,
        r.fund,
        r.account,
        make_date(year(l.entry_date), month(l.entry_date), 1) as month
    from fact.statement_line as l
    inner join registered as r
        on l.village_code = r.village_code and regexp_replace(l.account_no, '[^0-9A-Za-z]', '', 'g') = r.account
),

coverage as (
    select
        side,
        village_code,
        regexp_replace(coalesce(account_no, ''), '[^0-9A-Za-z]', '', 'g') as account,
        covers_from,
        covers_to
    from fact.coverage
),

-- ── balances at the end of each month: the last one printed and what moved since ──
line as (
    select
        '账' as side,
        village_code,
        fund,
        fund as account,
        book as chain,
        position,
        row_id,
        month,
        moved,
        balance
    from book_line
    union all
    select
        '银' as side,
        village_code,
        fund,
        account,
        statement as chain,
        position,
        row_id,
        month,
        moved,
        balance
    from statement_line
),

rolled as (
    select
        side,
        village_code,
        fund,
        account,
        chain,
        position,
        row_id,
        month,
        cast(sum(moved) over (partition by side, chain order by position) as decimal(18, 2)) as to_date,
        balance,
        count(balance) over (partition by side, chain order by position) as stated
    from line
),

based as (
    select
        side,
        village_code,
        fund,
        account,
        chain,
        position,
        row_id,
        month,
        to_date + max(balance - to_date) over (partition by side, chain, stated) as closing,
        row_number() over (partition by side, chain, month order by position desc) as from_end
    from rolled
),

month_end as (
    select
        side,
        village_code,
        fund,
        account,
        chain,
        row_id,
        month,
        closing,
        count(*) over (partition by side, village_code, account, month) as chains
    from based
    where from_end = 1
),

book_end as (
    select
        village_code,
        fund,
        month,
        row_id,
        closing,
        cast(month + interval 1 month as date) as next_month
    from month_end
    where side = '账' and closing is not null and chains = 1
),

-- every account of the fund that was open or in use, with its last balance up to then
own_account as (
    select
        b.village_code,
        b.fund,
        b.month,
        r.account,
        coalesce(b.next_month > r.opened_on, true) and coalesce(b.month <= r.closed_on, true) as is_open
    from book_end as b
    inner join registered as r on b.village_code = r.village_code and b.fund = r.fund
),

covered as (
    select distinct
        o.village_code,
        o.account,
        o.month
    from own_account as o
    inner join coverage as c
        on
            o.village_code = c.village_code
            and c.side = '流水'
            and o.account = c.account
            and o.month between c.covers_from and c.covers_to
),

account_end as (
    select
        o.village_code,
        o.fund,
        o.month,
        o.account,
        m.row_id,
        m.closing,
        m.chains
    from own_account as o
    left join covered as c on o.village_code = c.village_code and o.account = c.account and o.month = c.month
    left join month_end as m
        on c.village_code = m.village_code and c.account = m.account and c.month >= m.month and m.side = '银'
    where o.is_open or c.account is not null
    qualify row_number() over (
        partition by o.village_code, o.fund, o.month, o.account order by m.month desc, m.row_id asc
    ) = 1
),

bank_end as (
    select
        village_code,
        fund,
        month,
        sum(closing) as closing
    from account_end
    group by village_code, fund, month
    having count(*) = count(closing) and max(chains) = 1
),

-- ── what is outstanding: a match is complete when the last line of it has come ──
pair as (
    select
        m.bank_row_id,
        m.entry_row_id,
        s.month as bank_month,
        b.month as entry_month
    from fact.bank_match as m
    inner join statement_line as s on m.bank_row_id = s.row_id
    -- matches never leave the village; joined by village and fund first, they would be millions
    inner join book_line as b on m.entry_row_id = b.row_id and s.fund = b.fund
),

bank_seen as (
    select
        bank_row_id,
        greatest(max(bank_month), max(entry_month)) as month
    from pair
    group by bank_row_id
),

entry_done as (
    select
        p.entry_row_id as row_id,
        greatest(max(p.entry_month), max(s.month)) as month
    from pair as p
    inner join bank_seen as s on p.bank_row_id = s.bank_row_id
    group by p.entry_row_id
),

done as (
    select
        row_id,
        month
    from entry_done
    union all
    select
        p.bank_row_id as row_id,
        max(e.month) as month
    from pair as p
    inner join entry_done as e on p.entry_row_id = e.row_id
    group by p.bank_row_id
),

leg as (
    select
        b.village_code,
        b.fund,
        b.entry_date,
        b.month,
        b.moved as effect,
        d.month as done_month
    from book_line as b
    left join done as d on b.row_id = d.row_id
    where not b.is_opening
    union all
    select
        s.village_code,
        s.fund,
        s.entry_date,
        s.month,
        -s.moved as effect,
        d.month as done_month
    from statement_line as s
    left join done as d on s.row_id = d.row_id
),

strange as (
    select
        village_code,
        fund
    from leg
    group by village_code, fund
    having
        count(*) >= $foreign_book_lines
        and count(done_month) < count(*) * $foreign_book_share
),

waiting as (
    select
        village_code,
        fund,
        entry_date,
        month,
        effect,
        done_month
    from leg
    where coalesce(done_month > month, true)
),

compared as (
    select
        b.village_code,
        b.fund,
        b.month,
        b.row_id,
        b.closing as book,
        k.closing as bank,
        b.closing - k.closing as gap,
        b.closing - k.closing - coalesce(sum(w.effect), 0) as gap_of_all,
        b.closing - k.closing
        - coalesce(sum(w.effect) filter (where date_diff('day', w.entry_date, b.next_month) <= $transit_days), 0)
            as gap_of_recent
    from book_end as b
    inner join bank_end as k on b.village_code = k.village_code and b.fund = k.fund and b.month = k.month
    left join waiting as w
        on
            b.village_code = w.village_code
            and b.fund = w.fund
            and b.month >= w.month
            and coalesce(b.month < w.done_month, true)
    where
        not exists (
            select f.village_code
            from strange as f
            where f.village_code = b.village_code and f.fund = b.fund
        )
    group by b.village_code, b.fund, b.month, b.row_id, b.closing, k.closing, b.next_month
),

judged as (
    select
        village_code,
        fund,
        month,
        row_id,
        book,
        bank,
        gap as gap_plain,
        gap_of_all,
        gap_of_recent,
        least(abs(gap), abs(gap_of_all), abs(gap_of_recent)) as gap,
        max(case when least(abs(gap), abs(gap_of_all), abs(gap_of_recent)) <= $tolerance then month end)
            over (partition by village_code, fund) as last_agreed,
        max(month) over (partition by village_code, fund) as last_month
    from compared
),

since as (
    select
        village_code,
        fund,
        min(month) as month
    from judged
    where coalesce(month > last_agreed, true)
    group by village_code, fund
),

hit as (
    select
        j.village_code,
        j.fund,
        j.month,
        j.row_id,
        j.book,
        j.bank,
        j.gap,
        j.gap_plain,
        j.gap_of_all,
        j.gap_of_recent,
        s.month as since
    from judged as j
    inner join since as s on j.village_code = s.village_code and j.fund = s.fund
    where j.month = j.last_month
),

account_of_fund as (
    select
        village_code,
        fund,
        string_agg(account, '、' order by account) as accounts
    from registered
    group by village_code, fund
),

evidence as (
    select
        village_code,
        fund,
        row_id
    from hit
    union all
    select
        h.village_code,
        h.fund,
        a.row_id
    from hit as h
    inner join account_end as a on h.village_code = a.village_code and h.fund = a.fund and h.month = a.month
),

final as (
    select
        h.village_code,
        h.fund || '银行存款' as subject,
        h.since as period,
        cast(h.gap as decimal(18, 2)) as amount,
        v.row_id,
        '命中' as outcome,
        null as missing,
        cast(year(h.month) as varchar) || ' 年 ' || cast(month(h.month) as varchar) || ' 月' as month,
        cast(year(h.since) as varchar) || ' 年 ' || cast(month(h.since) as varchar) || ' 月' as since,
        cast(h.book as decimal(18, 2)) as book,
        cast(h.bank as decimal(18, 2)) as bank,
        h.gap_plain,
        h.gap_of_all,
        h.gap_of_recent,
        a.accounts
    from hit as h
    inner join evidence as v on h.village_code = v.village_code and h.fund = v.fund
    left join account_of_fund as a on h.village_code = a.village_code and h.fund = a.fund
    union all
    select
        village_code,
        '银行存款' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '同一种资金同月的银行账和它名下全部账户的对账单（都有余额）' as missing,
        null as month,
        null as since,
        null as book,
        null as bank,
        null as gap_plain,
        null as gap_of_all,
        null as gap_of_recent,
        null as accounts
    from ledger.bank_line
    where village_code not in (select j.village_code from judged as j)
    group by village_code
)

select * from final
