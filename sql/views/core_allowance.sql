/*
view: core.allowance
title: 干部补贴：每行归到人；同村同名而证件号不同的分开
columns:
  row_id: 行编号
  village_code: 村代码
  year: 归属年度
  month: 归属月份：空为全年一次
  name: 姓名：规范名
  person: 领取人：同村有同名的，按证件号加序号
  id_no: 身份证号
  post: 职务：未填时取花名册
  item: 补贴项目
  pay_class: 补贴类别：离任补贴/公益岗位/职务补贴/干部报酬/误工补贴/一般报酬/其他
  has_post: 本行写明的职务是不是干部职务
  amount: 金额（元）
  paid_on: 发放日期
  is_listed: 是否在花名册：姓名或证件号相符
  since: 任职日期：取最早
  until: 离任日期：仍在任为空
*/
with party as (
    select
        written,
        name
    from fact.party_name
),

paid as (
    select
        a.row_id,
        a.village_code,
        a.year,
        a.month,
        coalesce(p.name, a.name) as name,
        upper(trim(a.id_no)) as id_no,
        trim(a.post) as post,
        trim(a.item) as item,
        a.amount,
        a.paid_on
    from ledger.allowance as a
    left join party as p on a.name = p.written
),

pay as (
    select
        row_id,
        pay_class,
        has_post
    from fact.pay_item
),

officer as (
    select
        o.village_code,
        coalesce(p.name, o.name) as name,
        upper(trim(o.id_no)) as id_no,
        trim(o.post) as post,
        o.in_office_from,
        o.in_office_to
    from ledger.official as o
    left join party as p on o.name = p.written
),

namesake as (
    select
        village_code,
        name,
        max(id_no) as id_no,
        count(distinct id_no) as persons
    from paid
    group by village_code, name
),

placed as (
    select
        row_id,
        village_code,
        year,
        month,
        name,
        id_no,
        post,
        item,
        amount,
        paid_on,
        dense_rank() over (partition by village_code, name order by id_no) as place
    from paid
),

matched as (
    select
        a.row_id,
        min(o.in_office_from) as since,
        case when count(*) = count(o.in_office_to) then max(o.in_office_to) end as until,
        count(o.in_office_from) = count(*) as is_dated,
        min(o.post) as post,
        count(distinct o.post) as posts
    from paid as a
    inner join officer as o
        on a.village_code = o.village_code and (a.name = o.name or a.id_no = o.id_no)
    group by a.row_id
),

final as (
    select
        a.row_id,
        a.village_code,
        a.year,
        a.month,
        a.name,
        case
            when n.persons > 1 and a.id_no is null then a.name || '（未填证件号）'
            when n.persons > 1 then a.name || '（同名第 ' || cast(a.place as varchar) || ' 人）'
            else a.name
        end as person,
        coalesce(a.id_no, case when n.persons = 1 then n.id_no end) as id_no,
        coalesce(a.post, case when m.posts = 1 then m.post end) as post,
        a.item,
        i.pay_class,
        i.has_post,
        a.amount,
        a.paid_on,
        m.row_id is not null as is_listed,
        case when m.is_dated then m.since end as since,
        m.until
    from placed as a
    inner join pay as i on a.row_id = i.row_id
    inner join namesake as n on a.village_code = n.village_code and a.name = n.name
    left join matched as m on a.row_id = m.row_id
)

select * from final
