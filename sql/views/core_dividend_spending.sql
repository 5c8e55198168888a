/*
view: core.dividend_spending
title: 红利使用明细，每笔归到它的合作社；一村多社而有用途未写明合作社的，该年各社合并
columns:
  row_id: 行编号
  village_code: 村代码
  cooperative: 归属合作社：多社且用途未写明合作社时为“合并”
  year: 红利年度
  used_on: 使用日期
  category: 用途类别
  summary: 用途原文
  amount: 金额（元）
  payee: 收款人
  document_type: 票据类型
  resolution_no: 决议编号
  accepted_on: 验收日期
*/
with dividend as (
    select
        village_code,
        year,
        cooperative
    from core.dividend
),

used as (
    select
        row_id,
        village_code,
        trim(cooperative) as cooperative,
        year,
        used_on,
        category,
        summary,
        amount,
        payee,
        document_type,
        resolution_no,
        accepted_on
    from ledger.dividend_use
),

-- a dividend in a row that was set aside is one all the same
known as (
    select
        village_code,
        year,
        cooperative
    from dividend
    union
    select
        t.village_code,
        d.year,
        t.cooperative
    from fact.torn_cooperative as t
    inner join dividend as d on t.village_code = d.village_code and coalesce(t.year = d.year, true)
    where t.kind = 'dividend' and t.cooperative <> ''
),

only_one as (
    select
        village_code,
        year,
        max(cooperative) as cooperative
    from known
    group by village_code, year
    having count(*) = 1
),

named as (
    select
        u.row_id,
        u.village_code,
        o.cooperative as only_cooperative,
        d.cooperative as named_cooperative,
        u.cooperative as written_cooperative,
        u.year,
        u.used_on,
        u.category,
        u.summary,
        u.amount,
        u.payee,
        u.document_type,
        u.resolution_no,
        u.accepted_on,
        max(case when d.cooperative is null then 1 else 0 end) over (partition by u.village_code, u.year) as unnamed
    from used as u
    left join only_one as o on u.village_code = o.village_code and u.year = o.year
    left join known as d
        on u.village_code = d.village_code and u.year = d.year and u.cooperative = d.cooperative
),

dividend_year as (
    select distinct
        village_code,
        year
    from dividend
),

final as (
    select
        n.row_id,
        n.village_code,
        case
            when n.only_cooperative is not null then n.only_cooperative
            when y.year is null then coalesce(n.written_cooperative, '')
            when n.unnamed = 1 then '合并'
            else n.named_cooperative
        end as cooperative,
        n.year,
        n.used_on,
        n.category,
        n.summary,
        n.amount,
        n.payee,
        n.document_type,
        n.resolution_no,
        n.accepted_on
    from named as n
    left join dividend_year as y on n.village_code = y.village_code and n.year = y.year
)

select * from final
