/*
view: audit.subsidy
chinese: 惠农补贴
title: 惠农补贴：一村一年一项补贴（补偿、救助）的人数、数量、金额，和其中要看一眼的部分
columns:
  village_code: 村代码
  village_name: 村名
  township: 乡镇
  item: 补贴项目
  year: 年度
  persons: 领取人数
  quantity: 数量（亩、头、人）
  amount: 发放金额（元）
  over_registered: 超过确权（登记）部分的金额（元）
  twice: 在几份名单或几个村重复领取的金额（元）
  cadre_related: 村干部及近亲属领取的金额（元）
  other_account: 打到别人名下的金额（元）
*/
with subsidy as (
    select
        row_id,
        village_code,
        item,
        year,
        who,
        quantity,
        amount,
        over_amount,
        payee
    from core.subsidy
),

twice as (
    select distinct row_id
    from core.subsidy_twice
),

related as (
    select row_id
    from core.subsidy_related
),

village as (
    select
        village_code,
        village_name,
        township
    from core.village
),

final as (
    select
        s.village_code,
        v.village_name,
        v.township,
        s.item,
        s.year,
        cast(count(distinct s.who) as integer) as persons,
        cast(sum(s.quantity) as decimal(18, 4)) as quantity,
        cast(sum(s.amount) as decimal(18, 2)) as amount,
        cast(coalesce(sum(s.over_amount), 0) as decimal(18, 2)) as over_registered,
        cast(coalesce(sum(case when t.row_id is not null then s.amount end), 0) as decimal(18, 2)) as twice,
        cast(coalesce(sum(case when r.row_id is not null then s.amount end), 0) as decimal(18, 2)) as cadre_related,
        cast(coalesce(sum(case when s.payee is not null then s.amount end), 0) as decimal(18, 2)) as other_account
    from subsidy as s
    inner join village as v on s.village_code = v.village_code
    left join twice as t on s.row_id = t.row_id
    left join related as r on s.row_id = r.row_id
    group by s.village_code, v.village_name, v.township, s.item, s.year
)

select * from final
