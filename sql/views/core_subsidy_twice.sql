/*
view: core.subsidy_twice
title: 惠农补贴的重复领取：同一人或同一账号，同一年同一项，在几份名单或同县的几个村
columns:
  row_id: 行编号
  village_code: 村代码
  county: 县
  by_account: 是否只有账号相同：人不同
  item: 补贴项目
  year: 年度
  shared: 相同的身份证号或账号
  villages: 几个村
  lists: 几份名单
  total: 合计金额（元）
  amount: 重复部分的金额（元）：最大的一份名单以外的合计
*/
with subsidy as (
    select
        row_id,
        village_code,
        county,
        year,
        item,
        is_monthly,
        village_code || list as list,
        who,
        id_no,
        account,
        amount,
        row_number() over (
            partition by village_code, list, item, year, who, quantity, amount, paid_on
            order by row_id
        ) as place
    from core.subsidy
),

listed as (
    select distinct
        village_code,
        item,
        year,
        list,
        who
    from subsidy
),

length as (
    select
        item,
        year,
        list,
        count(*) as persons
    from listed
    group by item, year, list
),

again as (
    select
        a.item,
        a.year,
        a.list,
        b.list as other,
        count(*) as persons
    from listed as a
    inner join listed as b
        on a.village_code = b.village_code and a.item = b.item and a.year = b.year and a.who = b.who and a.list < b.list
    group by a.item, a.year, a.list, b.list
),

-- a list that has most of its people on another one is a further payment of it, or its copy
further as (
    select
        a.item,
        a.year,
        a.list,
        a.other
    from again as a
    inner join length as one on a.item = one.item and a.year = one.year and a.list = one.list
    inner join length as two on a.item = two.item and a.year = two.year and a.other = two.list
    where a.persons > 1 and a.persons + a.persons >= least(one.persons, two.persons)
),

-- the first of such lists stands for all of them
standing as (
    select
        l.item,
        l.year,
        l.list,
        coalesce(min(f.list), l.list) as place
    from length as l
    left join further as f on l.item = f.item and l.year = f.year and l.list = f.other
    group by l.item, l.year, l.list
),

held as (
    select
        s.row_id,
        s.village_code,
        s.county,
        s.item,
        s.year,
        false as by_account,
        s.is_monthly,
        s.id_no as shared,
        s.who,
        case when s.place > 1 and not s.is_monthly then concat_ws('·', p.place, s.place) else p.place end as place,
        s.amount
    from subsidy as s
    inner join standing as p on s.item = p.item and s.year = p.year and s.list = p.list
    where s.id_no is not null
    union all
    select
        s.row_id,
        s.village_code,
        s.county,
        s.item,
        s.year,
        true as by_account,
        s.is_monthly,
        s.account as shared,
        s.who,
        p.place,
        s.amount
    from subsidy as s
    inner join standing as p on s.item = p.item and s.year = p.year and s.list = p.list
    where s.account is not null
),

part as (
    select
        county,
        by_account,
        item,
        year,
        shared,
        place,
        bool_and(is_monthly) as is_monthly,
        min(village_code) as village_code,
        min(who) as first_who,
        max(who) as last_who,
        cast(sum(amount) as decimal(18, 2)) as amount
    from held
    group by county, by_account, item, year, shared, place
    having sum(amount) > 0
),

repeated as (
    select
        county,
        by_account,
        item,
        year,
        shared,
        count(distinct village_code) as villages,
        count(*) as lists,
        cast(sum(amount) as decimal(18, 2)) as total,
        cast(sum(amount) - max(amount) as decimal(18, 2)) as amount
    from part
    group by county, by_account, item, year, shared
    having
        count(*) > 1
        and (not bool_and(is_monthly) or count(distinct village_code) > 1)
        and (not by_account or min(first_who) <> max(last_who))
),

final as (
    select
        h.row_id,
        h.village_code,
        h.county,
        h.by_account,
        h.item,
        h.year,
        h.shared,
        r.villages,
        r.lists,
        r.total,
        r.amount
    from held as h
    inner join repeated as r
        on
            h.county = r.county
            and h.by_account = r.by_account
            and h.item = r.item
            and h.year = r.year
            and h.shared = r.shared
)

select * from final
