/*
id: RC11
title: 土地、资产入股没有评估，或折股低于评估价
level: 中
status: stable
money: 手续
subject: cooperative
applies_to: 红色股份
description: "登记台账上以土地、其他资产投入的一笔，没有评估价值也没有评估日期；或入股金额比评估价值少；或评估日期在入股之后。\
  一社一种出资形式同一天的合在一起看。折股低于评估价的为高。"
why: 土地、资产不评估就折股，折低了集体的份额就少，年年的红利都跟着少。
basis:
  - 《湖南吉首：“红色股份”发展村级集体经济增强基层党组织“向心力”》（第三届全国基层党建创新案例，载《街办基层党建创新案例（5 篇）》网络汇编篇五）做法（七）：在资产评估、股权设置、配股扩股和股本收益等方面促其严格按照法律法规进行
  - 《农村集体经济组织法》（主席令第二十六号，2025 年 5 月 1 日起施行）第 35 条第二款：不得低价折股、转让、租赁集体资产
params: [tolerance]
looks_in:
  share_event:
    - {cells: [valuation, valued_on, event_date]}
    - {by: [cooperative, form], at: [event_day], says: {form: 土地|资产}}
root_cause: 一社同一天同一种出资的评估为同一事实。
falsepositives:
  - 以资金入股的、质押和退股等不投入资产的不查。
  - 写了评估日期而没有写评估价值的，已经评估过，不报。
  - 入股金额高于评估价值的不报。
innocent: 评估报告在合作社或乡镇，台账没有补填。
next_check: 调评估报告和作价决议，看作价依据和日期。
clears: 评估报告、成员大会通过的作价决议。
related: [RC09, RC10]
message: "{cooperative}以{form}入股 {stake} 元（登记日期：{event_day}），{finding}，待核。"
*/
with event as (
    select
        row_id,
        village_code,
        event_day
    from core.share_event
),

stake as (
    select
        s.row_id,
        s.village_code,
        trim(s.cooperative) as cooperative,
        s.form,
        s.amount,
        s.valuation,
        s.valuation is null and s.valued_on is null as is_unvalued,
        s.valued_on > s.event_date as is_late,
        e.event_day
    from ledger.share_event as s
    inner join event as e on s.row_id = e.row_id
    where s.form in ('土地', '其他资产') and s.event in ('初始投入', '追加投入')
),

summed as (
    select
        village_code,
        cooperative,
        form,
        event_day,
        cast(sum(amount) as decimal(18, 2)) as stake,
        cast(sum(valuation) as decimal(18, 2)) as valuation,
        cast(sum(case when valuation is not null then valuation - amount end) as decimal(18, 2)) as short,
        bool_or(is_late) as is_late,
        cast(sum(amount) filter (where is_unvalued) as decimal(18, 2)) as unvalued
    from stake
    group by village_code, cooperative, form, event_day
),

judged as (
    select
        village_code,
        cooperative,
        form,
        event_day,
        stake,
        case
            when short > $tolerance then short
            else coalesce(unvalued, stake)
        end as amount,
        case when short > $tolerance then '高' end as level,
        case
            when short > $tolerance
                then '评估价值 ' || cast(valuation as varchar) || ' 元，入股金额比评估价值少 ' || cast(short as varchar) || ' 元（容差 '
                    || cast(cast($tolerance as double) as varchar) || ' 元）'
            when unvalued is not null then '没有评估价值和评估日期'
            when is_late then '评估日期在入股之后'
        end as finding
    from summed
),

final as (
    select
        j.village_code,
        j.cooperative || ' ' || j.form as subject,
        j.event_day as period,
        j.amount,
        s.row_id,
        j.level,
        concat_ws('|', 'RC11', j.village_code, j.cooperative, j.form, cast(j.event_day as varchar)) as root_cause,
        j.cooperative,
        j.form,
        j.event_day,
        j.stake,
        j.finding
    from judged as j
    inner join stake as s
        on
            j.village_code = s.village_code
            and j.cooperative = s.cooperative
            and j.form = s.form
            and j.event_day is not distinct from s.event_day
    where j.finding is not null
)

select * from final
