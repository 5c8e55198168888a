/*
id: XV02
title: 同一身份证在多村领取
level: 高
status: stable
money: 受损
subject: official
description: "同一身份证号同一个月在两个以上的村领取误工补贴，或同一个月在两个以上的村领取帮扶慰问。\
  误工与帮扶分开看。金额取较小的村（几个村时取最大一村以外的合计）。涉及的每个村各一条，为同一事实。"
why: 一个人很难同月在两个村误工或受助，可能有一个村是虚列。
basis:
  - 审计实务：虚列人员测试
across: true
root_cause: 一人一月的重复领取为同一事实，各村合计时只取一笔。
falsepositives:
  - 只比完整的 18 位身份证号；没有填、遮盖或位数不对的不比；只是同名不算。各县公开库之间比的是本程序遮盖后的号（六个字母代表一个号码）。
  - 误工只看补贴项目写明误工、务工、劳务的；没有月份也没有发放日期的不比。
  - 职务补贴由 CAD 各条查，不在本规则内。
innocent: 确实跨村务工，另有合同；或身份证号录入有误。
next_check: 核对身份证、考勤和签领，问本人在哪个村做工或受助。
clears: 考勤、合同等跨村务工的证明，或更正后的身份证号。
related: [CAD03, CARE02]
message: "{month}{name}（同一身份证号）在{counties} {villages} 个村领取{kind}，合计 {total} 元，重复部分 {amount} 元，待核。"
*/
with received as (
    select
        row_id,
        village_code,
        '误工补贴' as kind,
        upper(trim(id_no)) as id_no,
        name,
        coalesce(make_date(year, month, 1), make_date(year(paid_on), month(paid_on), 1)) as period,
        amount
    from core.allowance
    where regexp_matches(item, '误工|务工|劳务|用工')
    union all
    select
        row_id,
        village_code,
        '帮扶慰问' as kind,
        upper(trim(id_no)) as id_no,
        name,
        make_date(year(paid_on), month(paid_on), 1) as period,
        amount
    from ledger.aid_payment
),

known as (
    select
        row_id,
        village_code,
        kind,
        id_no,
        name,
        period,
        amount
    from received
    where period is not null and amount > 0 and regexp_matches(id_no, '^([0-9]{17}|[A-Z]{6}[*]{4}[0-9]{3})[0-9X]$')
),

village_sum as (
    select
        k.kind,
        k.id_no,
        k.period,
        k.village_code,
        c.name as county,
        min(k.name) as name,
        cast(sum(k.amount) as decimal(18, 2)) as amount
    from known as k
    inner join core.village as v on k.village_code = v.village_code
    inner join core.county as c on v.peers = c.peers
    group by k.kind, k.id_no, k.period, k.village_code, c.name
),

repeated as (
    select
        kind,
        id_no,
        period,
        min(name) as name,
        count(*) as villages,
        case when count(distinct county) > 1 then string_agg(distinct county, '、' order by county) else '全县' end as counties,
        cast(sum(amount) as decimal(18, 2)) as total,
        cast(sum(amount) - max(amount) as decimal(18, 2)) as amount
    from village_sum
    group by kind, id_no, period
    having count(*) > 1
),

-- the number itself stays out of reports; namesakes are told apart by their place
named as (
    select
        kind,
        id_no,
        period,
        name,
        villages,
        counties,
        total,
        amount,
        row_number() over (partition by kind, period, name order by id_no) as place
    from repeated
),

assessed as (
    select distinct village_code
    from known
),

final as (
    select
        v.village_code,
        r.kind || ' ' || r.name || case when r.place > 1 then '（第 ' || cast(r.place as varchar) || ' 人）' else '' end as subject,
        r.period,
        r.amount,
        k.row_id,
        '命中' as outcome,
        null as missing,
        concat_ws('·', '跨村领取', r.kind, r.name, cast(r.place as varchar), cast(r.period as varchar)) as root_cause,
        cast(year(r.period) as varchar) || ' 年 ' || cast(month(r.period) as varchar) || ' 月' as month,
        r.name,
        r.villages,
        r.kind,
        r.total,
        r.counties
    from named as r
    inner join village_sum as v on r.kind = v.kind and r.id_no = v.id_no and r.period = v.period
    inner join known as k on r.kind = k.kind and r.id_no = k.id_no and r.period = k.period
    union all
    select
        v.village_code,
        '身份证号' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '填有身份证号和月份的误工补贴发放表或帮扶慰问发放表' as missing,
        null as root_cause,
        null as month,
        null as name,
        null as villages,
        null as kind,
        null as total,
        null as counties
    from core.village as v
    where v.village_code not in (select a.village_code from assessed as a)
)

select * from final
