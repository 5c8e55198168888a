/*
id: ST01
title: 首位数字分布（Benford）
level: 低
status: experimental
money: 手续
tunable: benford_mad
subject: county
description: "全县（有几个乡镇的，再按乡镇）10 元以上的支出，去掉补贴、固定标准和拨付后满 1,000 笔，首位数字的比例与 Benford 期望的\
  平均偏差大于 0.015，而且卡方检验 p<0.01；满 3,000 笔的，前两位的平均偏差还要大于 0.0022。属统计，只报低，从不按村作。"
why: 自然发生的支出，首位数字有固定的比例；明显偏离时，可能有成批编造或凑数的金额。
basis:
  - 审计实务：首位数字测试，平均绝对偏差的界限取自 Nigrini《Benford’s Law》（2012 年）
params: [
  benford_from, benford_count, benford_mad, benford_chi2, benford_count_two, benford_mad_two, benford_z,
  benford_villages
]
root_cause: 一个县或一个乡镇的首位数字为同一事实。
falsepositives:
  - 补贴、救助、租金、流转、拨付、奖励、入股、工程分期和每月同额的付款有固定标准，不算。
  - 试行：村级支出的金额未必跨几个数量级，没有问题的账也可能偏离（合成县的金额只落在几个窄区间时，五个无问题的县有两个命中；跨满十倍区间后不再命中），未经本县数据检验不作正式规则。
  - 单个村笔数少，一律不作；只有一个村的批次不可评估。
  - 审批线下的集中付款会使某个数字偏多：先看 PAY05、PAY06，再看本条。
  - 满 3,000 笔的，首位和前两位都偏离才报；没有采用模拟零分布的界限。
innocent: 支出多有固定单价（如同价的保洁、电费），或多数支出压在同一审批线以下。
next_check: 按所列数字抽查这些数字开头的付款，看是否同一经手人、同一收款人、连号票据。
clears: 不需要逐笔销号：按所列数字抽查无误即可说明。
example: "全县 10 元以上的支出 1,000 笔，首位数字 1 至 9 几乎一样多（各约 11%）。自然发生的金额，\
  首位是 1 的应约占 30%、是 9 的约占 5%，平均偏差为 0.0596，大于界限 0.015，\
  报全县一条“低”，列出偏离的数字 1、2、5、6、7、8、9。支出只有 999 笔时不作统计，结果为不可评估。"
related: [PAY05, PAY08, ST03]
message: >-
  {scope}的支出 {payments:,} 笔，首位数字与期望的平均偏差为 {mad:.4f}（界限 {benford_mad:f}），偏离明显的首位数字：
  {digits}，待核。
*/
with county as (
    select
        peers,
        name
    from core.county
),

payment as (
    select
        p.row_id,
        p.village_code,
        p.township,
        v.peers,
        cast(p.amount as varchar) as written
    from core.payment as p
    inner join core.village as v on p.village_code = v.village_code
    where
        p.amount >= $benford_from
        and not p.is_periodic
        and p.purpose_class not in ('工资补贴', '救助慰问', '入股', '工程分期')
        and not regexp_matches(p.summary, '租金|房租|地租|流转|承包费|拨付|拨款|补助|补贴|奖补|奖励|奖金|捐款|押金|保证金')
),

whole as (
    select
        peers,
        count(distinct township) as townships
    from payment
    group by peers
),

scoped as (
    select
        c.name as scope,
        p.peers,
        p.village_code,
        p.written
    from payment as p
    inner join county as c on p.peers = c.peers
    union all
    select
        concat_ws('', p.peers, p.township) as scope,
        p.peers,
        p.village_code,
        p.written
    from payment as p
    inner join whole as w on p.peers = w.peers
    where w.townships > 1
),

size as (
    select
        scope,
        peers,
        count(*) as payments,
        count(distinct village_code) as villages
    from scoped
    group by scope, peers
),

enough as (
    select
        scope,
        peers,
        payments
    from size
    where payments >= $benford_count and villages >= $benford_villages
),

expected as (
    select
        places,
        digits,
        share
    from fact.digit_share
),

observed as (
    select
        scope,
        left(written, 1) as digits,
        count(*) as times
    from scoped
    group by scope, left(written, 1)
    union all
    select
        scope,
        left(written, 1 + 1) as digits,
        count(*) as times
    from scoped
    group by scope, left(written, 1 + 1)
),

compared as (
    select
        n.scope,
        n.payments,
        e.places,
        e.digits,
        e.share,
        cast(coalesce(o.times, 0) as double) / cast(n.payments as double) as found
    from enough as n
    cross join expected as e
    left join observed as o on n.scope = o.scope and e.digits = o.digits
),

deviation as (
    select
        scope,
        payments,
        places,
        cast(sum(abs(found - share)) as double) / cast(count(*) as double) as mad,
        payments * sum(cast((found - share) * (found - share) as double) / cast(share as double)) as chi2
    from compared
    group by scope, payments, places
),

-- the difference less half a payment, squared, so that no root is needed
standing_out as (
    select
        scope,
        string_agg(digits, '、' order by digits) as digits
    from compared
    where
        places = 1
        and abs(found - share) * (payments + payments) > 1
        and (abs(found - share) - cast(1 as double) / cast(payments + payments as double))
        * (abs(found - share) - cast(1 as double) / cast(payments + payments as double))
        * payments > $benford_z * $benford_z * share * (1 - share)
    group by scope
),

unusual as (
    select
        d.scope,
        d.payments,
        d.mad
    from deviation as d
    inner join deviation as t on d.scope = t.scope and t.places > 1
    where
        d.places = 1
        and d.mad > $benford_mad
        and d.chi2 > $benford_chi2
        and (d.payments < $benford_count_two or t.mad > $benford_mad_two)
),

final as (
    select
        e.peers as village_code,
        u.scope || '支出的首位数字' as subject,
        cast(null as date) as period,
        cast(null as decimal(18, 2)) as amount,
        cast(null as varchar) as row_id,
        '命中' as outcome,
        null as missing,
        u.scope,
        u.payments,
        cast(u.mad as decimal(18, 6)) as mad,
        coalesce(s.digits, '各位都有') as digits
    from unusual as u
    inner join enough as e on u.scope = e.scope
    left join standing_out as s on u.scope = s.scope
    union all
    select
        peers as village_code,
        '支出的首位数字' as subject,
        cast(null as date) as period,
        cast(null as decimal(18, 2)) as amount,
        cast(null as varchar) as row_id,
        '不可评估' as outcome,
        '两个以上的村、足够笔数的支出（不算补贴、固定标准和拨付）' as missing,
        null as scope,
        null as payments,
        null as mad,
        null as digits
    from county
    where name not in (select e.scope from enough as e)
)

select * from final
