/*
id: PAY07
title: 除夕至初六的大额转账
level: 低
status: stable
money: 手续
tunable: new_year_line
subject: entry
description: "除夕至正月初六之间转账付款 10,000 元以上。休息日、其他节假日付款单独不报；村级会议多在周末，也不报。"
why: 单位和银行都放假的几天里转出大额，往往是补记、倒签日期，或没有经过正常审批。
basis:
  - 审计实务：休息日付款测试
params: [new_year_line, new_year_days]
root_cause: 一笔支出为同一事实。
falsepositives:
  - 网银次日到账：填了入账日期的，两个日期都在除夕至初六之间才报。
  - 现金支付、代发（工资、补贴批量发放）不是临时转账，不报。
  - 提现、存现、内部转账不是付款；已红字冲销、台账重登的不报。
  - 村级会议多在周末，会议日期不查。
innocent: 网银预约转账，或抢险、救助等急事。
next_check: 调取银行回单，核对实际转账时间、审批单和经办人。
clears: 银行回单上的实际转账时间和审批说明。
related: [PAY13, PRC02]
message: >-
  {day}（{place}）转账支付“{summary}”{amount} 元（满 {new_year_line:,} 元），收款人{payee}，待核。
*/
with payment as (
    select
        row_id,
        village_code,
        entry_date,
        posted_on,
        summary,
        amount,
        counterparty,
        subject,
        root_cause,
        coalesce(method, account_kind) as channel
    from core.payment
    where amount >= $new_year_line
),

new_year as (
    select day
    from fact.festival
    where name = '春节'
),

final as (
    select
        p.village_code,
        p.subject,
        make_date(year(p.entry_date), month(p.entry_date), 1) as period,
        p.amount,
        p.row_id,
        p.root_cause,
        p.entry_date as day,
        case
            when p.entry_date < n.day then '除夕'
            when p.entry_date = n.day then '正月初一'
            else '正月初一后第 ' || cast(date_diff('day', n.day, p.entry_date) as varchar) || ' 天'
        end as place,
        p.summary,
        p.counterparty as payee
    from payment as p
    inner join new_year as n
        on
            date_diff('day', n.day, p.entry_date) between -1 and $new_year_days
            and date_diff('day', n.day, coalesce(p.posted_on, p.entry_date)) between -1 and $new_year_days
    where p.channel in ('转账', '支票', '银行')
    qualify row_number() over (partition by p.row_id order by n.day desc) = 1
)

select * from final
