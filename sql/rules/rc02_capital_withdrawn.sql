/*
id: RC02
title: 股本减少或退股提现
level: 严重
status: stable
money: 受损
subject: cooperative
applies_to: 红色股份
description: 登记台账中有退股、转让、清算或金额为负的投入，或红色公司账上有合作社付来的、不是红利的大额款项（不低于股本的 1%）。
why: 红色股份不允许退股提现，资本减少就是集体资产减少。
basis:
  - 《湖南吉首：“红色股份”发展村级集体经济增强基层党组织“向心力”》（第三届全国基层党建创新案例，载《街办基层党建创新案例（5 篇）》网络汇编篇五）做法（七）：不允许退股提现
params: [returned_capital_ratio]
looks_in:
  share_event: {by: [cooperative], days: any}
root_cause: 每笔减少为一个事实。
falsepositives:
  - 合作社解散清算并填了来源文件（清算报告）的不报。
  - 合作社付来的款项，摘要写明红利、分红、股息、盈余返还的不算；只看资金类别为红色公司、对方为该合作社的收入。
  - 没有红色公司收支明细账的村只看登记台账。
innocent: 合作社可能依法解散清算，或村股本转到了新的合作社。
next_check: 查清算报告、合作社成员账户和银行流水。
clears: 恢复股本的凭证，或清算报告和重新投入的协议。
related: [RC01, RC03]
message: >-
  {subject}，金额 {amount} 元（{nature}），红色股份不允许退股提现，待核。
*/
with event as (
    select
        row_id,
        village_code,
        cooperative,
        event_day,
        event,
        change,
        source_document
    from core.share_event
),

capital as (
    select
        village_code,
        cooperative,
        sum(change) filter (where change > 0) as capital
    from event
    group by village_code, cooperative
),

returned as (
    select
        c.row_id,
        c.village_code,
        c.counterparty as cooperative,
        c.entry_date as event_day,
        c.income as amount
    from core.cash_entry as c
    inner join capital as k
        on c.village_code = k.village_code and trim(c.counterparty) = k.cooperative
    where
        c.fund = '红色公司'
        and c.income > 0
        and not c.is_repeat
        and c.income >= k.capital * $returned_capital_ratio
        and not regexp_matches(c.summary, '红利|分红|股息|股利|盈余')
),

reduced as (
    select
        row_id,
        village_code,
        cooperative,
        event_day,
        case when event in ('初始投入', '追加投入', '红利转增') then event || '冲减' else event end as event,
        -change as amount,
        '登记台账' as nature
    from event
    where change < 0 and not (event = '清算' and source_document is not null)
    union all
    select
        row_id,
        village_code,
        cooperative,
        event_day,
        '付给红色公司的非红利款项' as event,
        amount,
        '收支明细账，满股本的 ' || cast(cast($returned_capital_ratio as double) as varchar) || ' 才列出' as nature
    from returned
),

final as (
    select
        village_code,
        concat_ws(' ', cooperative, event) as subject,
        event_day as period,
        cast(sum(amount) over (partition by village_code, cooperative, event, event_day) as decimal(18, 2)) as amount,
        row_id,
        nature
    from reduced
)

select * from final
