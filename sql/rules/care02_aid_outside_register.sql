/*
id: CARE02
title: 受助人不在台账/重复领取/超人均
level: 中
status: stable
subject: payee
applies_to: 关爱资金
description: "关爱资金的发放表上，受助人不在本村困难党员台账；同一人同月同类领取 2 次以上；\
  或一人全年领取超过全县人均中位数的 5 倍（受助人满 10 人才比，只作低级别）。一人一年一条。"
why: 关爱资金要发给台账上的困难党员，名单外、重复和特别多的发放容易是人情或冒领。
basis:
  - 宁夏 2015 年党建材料中一个村的实例：关爱资金 3.4 万元，受助党员 29 人次，每人次约 1,172 元（原文第 4383 行）
  - 宁夏吴忠市党内关怀机制现场推进会发言材料（2015 年）：逐级建立生活困难党员台账
needs: [core.care_aid]
adds_up: [hardship_register]
params:
  aid_times:
    default: 2
    unit: 次
    meaning: 同一人同月同类领取达到此数才报
    source: 本项目约定；默认，请县级确认
  aid_median_times:
    default: 5
    unit: 倍
    meaning: 一人全年超过全县人均中位数的这么多倍才报
    source: 本项目约定；默认，请县级确认
  aid_min_persons:
    default: 10
    unit: 人
    meaning: 当年全县受助人少于此数时不比人均
    source: 本项目约定；默认，请县级确认
root_cause: 一人一年领取的关爱资金为一个事实，与 CARE03 合计时只取最大一笔。
falsepositives:
  - 慰问对象含老党员：帮扶原因写明老党员的，只在台账登记有老党员类别时才核对是否在册。
  - 证号、姓名有一个与台账相符即算在册；同村同名而证号不同的分开算。
  - 红字冲销抵减，冲完的不算领取；同月不同原因的不算重复。
  - 没有困难党员台账的村，只查重复和超人均，其余不可评估。
innocent: 台账没有及时更新，或慰问的是临时遭灾的党员。
next_check: 核对困难党员认定材料和签领，确属困难的请补登台账。
clears: 困难党员认定材料和补登的台账，或本次慰问对象的依据。
related: [CARE03, DU06]
message: "{year} 年关爱资金发给{subject} {total} 元，{finding}，涉及 {amount} 元，待核。"
*/
with aid as (
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
    where year is not null
),

register as (
    select
        village_code,
        regexp_replace(name, '\s', '', 'g') as name,
        nullif(upper(trim(id_no)), '') as id_no,
        coalesce(regexp_matches(category, '老党员|党龄'), false) as is_elder
    from ledger.hardship_register
),

kept as (
    select
        village_code,
        max(case when is_elder then 1 else 0 end) as lists_elders
    from register
    group by village_code
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
            when k.lists_elders = 0 and regexp_matches(a.reason, '老党员|党龄|建国前') then 0
            when l.row_id is null then 1
            else 0
        end as unlisted
    from aid as a
    left join kept as k on a.village_code = k.village_code
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
        year,
        count(*) as persons,
        median(cast(total as double)) as median_total
    from person_year
    group by year
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
        and m.median_total > 0
        and cast(p.total as double) > $aid_median_times * m.median_total as is_high,
        case
            when p.unlisted = 1 then p.total
            when r.times is not null then r.amount
            else p.total
        end as amount
    from person_year as p
    inner join middle as m on p.year = m.year
    left join repeating as r on p.village_code = r.village_code and p.year = r.year and p.person = r.person
),

found as (
    select
        village_code,
        year,
        person,
        total,
        case when is_high then total else amount end as amount,
        not is_unlisted and times is not null and not is_high as only_repeats,
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

select
    village_code,
    subject,
    period,
    amount,
    row_id,
    level,
    root_cause,
    year,
    total,
    finding
from final
