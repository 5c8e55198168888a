/*
id: WK02
title: 一项工程、采购拆成几份合同
level: 高
status: stable
money: 手续
subject: project
applies_to: 合同
description: "合同台账上的工程、采购合同，同一对方的几份，前后签订相隔不超过 30 天，每份都不到应招标、询价的数，加起来达到这个数。\
  一组一条。县里没有定这个数的，不可评估。"
why: 拆开签，每份都不用招标、询价，合起来就绕过了这道手续。
basis:
  - 《街办基层党建创新案例（5 篇）》网络汇编篇二（原题名不存，讲的是乡镇财政财务：乡镇按此，村作参照）“建议”部分（三）“乡财县管”：采购统办，由县政府采购中心集中办理
  - 审计实务：化整为零测试
params: [procurement_line, split_days_same_purpose]
looks_in:
  contract: {cells: [signed_on, rent_per_year]}
root_cause: 一组合同为同一事实。
falsepositives:
  - 同一对方在一个月内确实承接了几样不相干的小工程的，看合同内容就能分清。
  - 没有填签订日期的，用合同开始日期。
  - 有一份已经达到这个数的，那一份由 WK01 查，不算在这里。
innocent: 几项工程各有各的立项和预算，正好由同一家承接。
next_check: 把几份合同的内容、地点、工期并列，看是不是一项工程；查立项和会议记录。
clears: 各项工程分别立项、预算的资料。
related: [WK01, PAY06]
message: >-
  {first_day}至 {last_day}与{party}签订 {count} 份合同，共 {amount} 元（相隔不超过 {split_days_same_purpose} 天，
  每份不到 {procurement_line:,} 元，合计达到），待核。
*/
with contract as (
    select
        row_id,
        village_code,
        party,
        coalesce(amount, 0) as amount,
        signed_on
    from core.contract
    where side = '付款' and coalesce(amount, 0) < $procurement_line
),

earlier as (
    select
        row_id,
        village_code,
        party,
        amount,
        signed_on,
        lag(signed_on) over (partition by village_code, party order by signed_on, row_id) as before
    from contract
),

grouped as (
    select
        row_id,
        village_code,
        party,
        amount,
        signed_on,
        sum(case when date_diff('day', before, signed_on) <= $split_days_same_purpose then 0 else 1 end) over (
            partition by village_code, party
            order by signed_on, row_id
        ) as part
    from earlier
),

cluster as (
    select
        village_code,
        party,
        part,
        count(*) as count,
        min(signed_on) as first_day,
        max(signed_on) as last_day,
        cast(sum(amount) as decimal(18, 2)) as amount
    from grouped
    group by village_code, party, part
    -- none reaches the line alone
    having sum(amount) >= $procurement_line
),

final as (
    select
        c.village_code,
        c.party || ' ' || cast(c.first_day as varchar) || ' 起的合同' as subject,
        make_date(year(c.first_day), 1, 1) as period,
        c.amount,
        g.row_id,
        c.party,
        c.count,
        c.first_day,
        c.last_day
    from cluster as c
    inner join grouped as g on c.village_code = g.village_code and c.party = g.party and c.part = g.part
)

select * from final
