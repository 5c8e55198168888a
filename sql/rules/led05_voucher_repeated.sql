/*
id: LED05
title: 凭证重号
level: 高
status: stable
money: 手续
subject: voucher
description: "同村、同资金、同凭证字、同月的一个凭证号用在日期不同、内容（摘要或金额）也不同的两张以上凭证上，每号一条。\
  先把同号同日的各行合成一张凭证；记账凭证的两张须各自借贷相等。"
why: 重号可能是套用旧凭证入账，或有人另编凭证插入。
basis:
  - 《会计法》（2024 年修正）第 14、15 条：凭证审核，账簿连续编号
  - 审计实务：重号测试
params: [repeat_share, repeat_few]
root_cause: 一村一月一个凭证号为同一事实。
falsepositives:
  - 一张凭证的几行、几条分录共用一个号，同号同日合成一张；分页的合成一张。
  - 同号同摘要同额同时见于现金账和银行账（提现、存现）是一张凭证，只计一次。
  - 内容完全相同的不是重号（重复登记由 WB06 查）。
  - 按月、按资金分开编号，不同月、不同资金的同号不算。
  - "全年重号很多（超过两成且不少于 3 个）的账，是按业务日期登记或现金账、银行账分别编号，不报。"
  - 写明作废的行、期初结转、台账与日记账重登的行不计。
innocent: 登记时写错了号，或一张凭证附有几天的单据。
next_check: 调出同号的各张凭证，核对日期、附件和签字。
clears: 更正后的凭证号，或说明同号各张是一张凭证的附件。
related: [LED04, WB06]
message: "{month}{fund}凭证 {number} 用在 {vouchers} 张内容不同的凭证上（{listed}），除最大一张外合计 {amount} 元，待核。"
*/
with every_number as (
    select
        row_id,
        kind,
        village_code,
        coalesce(fund, '') as fund,
        word,
        number,
        label,
        day,
        make_date(year(day), month(day), 1) as month
    from fact.voucher
),

number_of_month as (
    select
        kind,
        village_code,
        fund,
        word,
        number,
        month,
        min(day) <> max(day) as on_several_days,
        max(case when row_id is null then 1 else 0 end) as is_unread
    from every_number
    group by kind, village_code, fund, word, number, month
),

-- only a number that stands on several days can be two vouchers
number as (
    select
        e.row_id,
        e.kind,
        e.village_code,
        e.fund,
        e.word,
        e.number,
        e.label,
        e.day,
        e.month
    from every_number as e
    inner join number_of_month as n
        on
            e.kind = n.kind
            and e.village_code = n.village_code
            and e.fund = n.fund
            and e.word = n.word
            and e.number = n.number
            and e.month = n.month
    where n.on_several_days and e.row_id is not null
),

cash_entry as (
    select
        row_id,
        account_kind,
        summary,
        coalesce(income, 0) + coalesce(expense, 0) as amount
    from core.cash_entry
    where
        not is_opening
        and not is_repeat
        and not regexp_matches(concat_ws(' ', summary, note), '作废')
),

voucher_line as (
    select
        row_id,
        coalesce(summary, '') as summary,
        coalesce(debit, 0) as debit,
        coalesce(credit, 0) as credit
    from ledger.voucher_line
    where not regexp_matches(coalesce(summary, ''), '作废')
),

-- what stands in the cash book and in the bank book alike is one line
cash_line as (
    select
        n.village_code,
        n.fund,
        n.word,
        n.number,
        n.month,
        n.day,
        e.summary,
        e.amount,
        e.account_kind,
        count(*) as times
    from number as n
    inner join cash_entry as e on n.row_id = e.row_id
    group by
        n.village_code, n.fund, n.word, n.number, n.month, n.day, e.summary, e.amount, e.account_kind
),

single_line as (
    select
        village_code,
        fund,
        word,
        number,
        month,
        day,
        summary,
        amount,
        max(times) as times
    from cash_line
    group by village_code, fund, word, number, month, day, summary, amount
),

piece as (
    select
        'cash_entry' as kind,
        village_code,
        fund,
        word,
        number,
        month,
        day,
        cast(sum(amount * times) as decimal(18, 2)) as amount,
        min(summary) as summary,
        concat_ws('|', min(summary), max(summary), cast(sum(amount * times) as varchar)) as content
    from single_line
    group by village_code, fund, word, number, month, day
    union all
    select
        'voucher_line' as kind,
        n.village_code,
        n.fund,
        n.word,
        n.number,
        n.month,
        n.day,
        cast(sum(l.debit) as decimal(18, 2)) as amount,
        min(l.summary) as summary,
        concat_ws('|', min(l.summary), max(l.summary), cast(sum(l.debit) as varchar)) as content
    from number as n
    inner join voucher_line as l on n.row_id = l.row_id
    group by n.village_code, n.fund, n.word, n.number, n.month, n.day
    having sum(l.debit) = sum(l.credit)
),

voucher as (
    select
        kind,
        village_code,
        fund,
        word,
        number,
        month,
        count(distinct content) as contents,
        count(*) as vouchers,
        cast(sum(amount) - max(amount) as decimal(18, 2)) as amount,
        string_agg(
            month(day) || ' 月 ' || day(day) || ' 日“' || left(summary, 31) || '”' || amount || ' 元', '；' order by day
        ) as listed
    from piece
    group by kind, village_code, fund, word, number, month
),

-- a book kept by the days of business, or two books numbered each from one, repeats numbers all year
year_of_book as (
    select
        n.kind,
        n.village_code,
        n.fund,
        n.word,
        year(n.month) as year,
        count(v.kind) as repeats,
        sum(case when v.kind is null and n.on_several_days then n.is_unread else 0 end) as possible,
        count(*) as numbers
    from number_of_month as n
    left join voucher as v
        on
            n.kind = v.kind
            and n.village_code = v.village_code
            and n.fund = v.fund
            and n.word = v.word
            and n.number = v.number
            and n.month = v.month
            and v.contents > 1
    group by n.kind, n.village_code, n.fund, n.word, year(n.month)
),

repeated as (
    select
        v.kind,
        v.village_code,
        v.fund,
        v.word,
        v.number,
        v.month,
        v.vouchers,
        v.amount,
        v.listed,
        case
            when y.repeats + y.possible >= $repeat_few and y.repeats + y.possible > y.numbers * $repeat_share
                then cast(y.possible as varchar) || ' 个凭证号：没有装载的行也用了'
        end as unread
    from voucher as v
    inner join year_of_book as y
        on
            v.kind = y.kind
            and v.village_code = y.village_code
            and v.fund = y.fund
            and v.word = y.word
            and year(v.month) = y.year
    where v.contents > 1 and (y.repeats < $repeat_few or y.repeats <= y.numbers * $repeat_share)
    -- vouchers often name no fund: what a book of a fund shows as well is said once
    qualify
        row_number() over (partition by v.village_code, v.fund, v.word, v.number, v.month order by v.kind) = 1
        and (
            v.fund <> ''
            or count(case when v.fund <> '' then 1 end) over (
                partition by v.village_code, v.word, v.number, v.month, v.amount
            ) = 0
        )
),

final as (
    select
        r.village_code,
        concat_ws(' ', nullif(r.fund, ''), n.label) as subject,
        r.month as period,
        r.amount,
        n.row_id,
        '命中' as outcome,
        null as missing,
        year(r.month) || ' 年 ' || month(r.month) || ' 月' as month,
        r.fund,
        n.label as number,
        r.vouchers,
        r.listed,
        r.unread
    from repeated as r
    inner join number as n
        on
            r.kind = n.kind
            and r.village_code = n.village_code
            and r.fund = n.fund
            and r.word = n.word
            and r.number = n.number
            and r.month = n.month
    union all
    select
        village_code,
        '凭证' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '凭证号' as missing,
        null as month,
        null as fund,
        null as number,
        null as vouchers,
        null as listed,
        null as unread
    from core.village
    where village_code not in (select n.village_code from number_of_month as n)
)

select * from final
