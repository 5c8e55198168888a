/*
id: CARE02
title: 受助人不在台账/重复领取/超人均
level: 中
status: stable
money: 受损
subject: payee
applies_to: 关爱资金
description: "关爱资金的发放表上，受助人不在本村困难党员台账；同一人同月同类领取 2 次以上；\
  或一人全年领取超过全县人均中位数的 5 倍（受助人满 10 人才比，只作低级别）。一人一年一条。"
why: 关爱资金要发给台账上的困难党员，名单外、重复和特别多的发放容易是人情或冒领。
basis:
  - 宁夏党建刊物 2015 年第 10 期一文（题名不存）：每年春节、“七一”等重大节日，对老党员、生活困难党员、去世党员遗属进行走访慰问
  - 吴忠市委组织部部长孙瑛在党内关怀机制现场推进会上的发言（宁夏党建刊物 2015 年第 10 期，刊名不存）：逐级建立生活困难党员台账
  - 本项目约定：重复领取的次数、超过人均的倍数；原文没有人均数
params: [aid_times, aid_median_times, aid_min_persons]
looks_in:
  hardship_register: {when: {finding: 台账}, any: [name=subject], days: any}
  aid_payment: {amount: one, by: [name=subject], says: {amount: '-'}}
root_cause: 一人一年领取的关爱资金为一个事实，与 CARE03 合计时只取最大一笔。
falsepositives:
  - 慰问对象除困难党员外还有老党员、去世党员遗属：帮扶原因写明是哪一种的，只在台账登记有这一种时才核对是否在册。
  - 证号、姓名有一个与台账相符即算在册；同村同名而证号不同的分开算。
  - 红字冲销抵减，冲完的不算领取；同月不同原因的不算重复。
  - 没有困难党员台账的村，只查重复和超人均，其余不可评估。
innocent: 台账没有及时更新，或慰问的是临时遭灾的党员、去世党员的家属。
next_check: 核对困难党员认定材料和签领，确属困难的请补登台账。
clears: 困难党员认定材料和补登的台账，或本次慰问对象的依据。
related: [CARE03, DU06]
message: >-
  {year} 年关爱资金发给{subject} {total} 元，{finding}，涉及 {amount} 元（同月同类满 {aid_times} 次、
  全年超过人均中位数 {aid_median_times:g} 倍的才列出），待核。
*/
with village as (
    select
        village_code,
        peers
    from core.village
),

aid as (
    select
        row_id,
        village_code,
        year,
        case when paid_on is not null then make_date(year(paid_on), month(paid_on), 1) end as paid_month,
        name,
        person,
        id_no,
        reason,
        amount
    from core.care_aid
),

recipient as (
    select
        row_id,
        recipient
    from fact.care_recipient
),

register as (
    select
        h.village_code,
        regexp_replace(h.name, '\s', '', 'g') as name,
        nullif(upper(trim(h.id_no)), '') as id_no,
        r.recipient
    from ledger.hardship_register as h
    left join recipient as r on h.row_id = r.row_id
),

-- old members and the bereaved are rightful recipients: their names are looked up where the register lists such
kept_kind as (
    select distinct
        village_code,
        recipient
    from register
),

listed as (
    select distinct a.row_id
    from aid as a
    inner join register as r
        on a.village_code = r.village_code and (a.id_no = r.id_no or a.name = r.name)
),

row_checked as (
    select
        a.row_id,
        a.village_code,
        a.year,
        a.paid_month,
        a.person,
        a.reason,
        a.amount,
        case
            when t.recipient is not null and coalesce(n.recipient, '') = '' then 0
            when l.row_id is null then 1
            else 0
        end as unlisted
    from aid as a
    left join recipient as t on a.row_id = t.row_id
    left join kept_kind as n on a.village_code = n.village_code and t.recipient = n.recipient
    left join listed as l on a.row_id = l.row_id
),

repeated as (
    select
        village_code,
        year,
        person,
        paid_month,
        reason,
        count(*) filter (where amount > 0) - count(*) filter (where amount < 0) as times,
        sum(amount) as amount
    from row_checked
    where paid_month is not null
    group by village_code, year, person, paid_month, reason
    having count(*) filter (where amount > 0) - count(*) filter (where amount < 0) >= $aid_times
),

repeating as (
    select
        village_code,
        year,
        person,
        max(times) as times,
        sum(amount) as amount
    from repeated
    group by village_code, year, person
),

person_year as (
    select
        village_code,
        year,
        person,
        sum(amount) as total,
        max(unlisted) as unlisted
    from row_checked
    group by village_code, year, person
    having sum(amount) > 0
),

middle as (
    select
        v.peers,
        p.year,
        count(*) as persons,
        median(cast(p.total as double)) as median_total
    from person_year as p
    inner join village as v on p.village_code = v.village_code
    group by v.peers, p.year
),

judged as (
    select
        p.village_code,
        p.year,
        p.person,
        p.total,
        p.unlisted = 1 as is_unlisted,
        r.times,
        cast(m.median_total as decimal(18, 2)) as median_total,
        m.persons >= $aid_min_persons
        and cast(p.total as double) > $aid_median_times * m.median_total as is_high,
        case
            when p.unlisted = 1 then p.total
            when r.times is not null then r.amount
            else p.total
        end as amount
    from person_year as p
    inner join village as v on p.village_code = v.village_code
    inner join middle as m on v.peers = m.peers and p.year = m.year
    left join repeating as r on p.village_code = r.village_code and p.year = r.year and p.person = r.person
),

found as (
    select
        village_code,
        year,
        person,
        total,
        case when is_high then total else amount end as amount,
        not is_unlisted and not is_high as only_repeats,
        case when not is_unlisted and times is null then '低' end as level,
        concat_ws(
            '；',
            case when is_unlisted then '不在困难党员台账' end,
            '同月同类领取 ' || cast(times as varchar) || ' 次',
            case
                when is_high
                    then
                        '超过全县人均中位数 ' || replace(cast(median_total as varchar), '.00', '') || ' 元的 '
                        || cast($aid_median_times as varchar) || ' 倍'
            end
        ) as finding
    from judged
    where is_unlisted or times is not null or is_high
),

evidence as (
    select
        f.village_code,
        f.year,
        f.person,
        c.row_id
    from found as f
    inner join row_checked as c on f.village_code = c.village_code and f.year = c.year and f.person = c.person
    left join repeated as r
        on
            c.village_code = r.village_code
            and c.year = r.year
            and c.person = r.person
            and c.paid_month = r.paid_month
            and c.reason = r.reason
    where not f.only_repeats or r.person is not null
),

final as (
    select
        f.village_code,
        f.person as subject,
        make_date(f.year, 1, 1) as period,
        cast(f.amount as decimal(18, 2)) as amount,
        e.row_id,
        f.level,
        concat_ws('|', 'CARE', f.village_code, f.person, cast(f.year as varchar)) as root_cause,
        f.year,
        cast(f.total as decimal(18, 2)) as total,
        f.finding
    from found as f
    inner join evidence as e on f.village_code = e.village_code and f.year = e.year and f.person = e.person
)

select * from final
