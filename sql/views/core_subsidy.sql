/*
view: core.subsidy
title: 惠农补贴发放：每行归到人和项目，与确权登记、收款人比对
columns:
  row_id: 行编号
  village_code: 村代码
  county: 县
  year: 年度
  item: 补贴项目：归并后的名称
  is_monthly: 是否按月标准、一年发几次
  list: 名单：文件和工作表
  name: 姓名规范名
  person: 领取人：同村同名而身份证号不同的，带证号尾四位
  who: 比对用的人：完整的身份证号，没有的为村和姓名
  id_no: 身份证号：遮盖的、不是 18 位的不算
  quantity: 数量
  rate: 标准（元）
  amount: 金额（元）
  registered_quantity: 确权（登记）面积或数量
  over_amount: 超过确权（登记）部分的金额（元）
  payee: 收款人规范名：与姓名不同的个人
  account: 收款账号：只留数字，不足 8 位的不算
  paid_on: 发放日期
  signed: 签领：写“未签”“无”的不算
*/
with village as (
    select
        village_code,
        county
    from core.village
),

item as (
    select
        row_id,
        item,
        is_monthly
    from fact.listed_item
),

spelling as (
    select
        written,
        name,
        is_person
    from fact.party_name
),

payment as (
    select
        s.row_id,
        s.village_code,
        coalesce(v.county, '') as county,
        s.year,
        i.item,
        i.is_monthly,
        s.source_file || '#' || s.source_sheet as list,
        coalesce(n.name, trim(s.name)) as name,
        case
            when regexp_matches(upper(trim(s.id_no)), '^[0-9]{17}[0-9X]$') then upper(trim(s.id_no))
        end as id_no,
        s.quantity,
        s.rate,
        s.amount,
        s.registered_quantity,
        case when p.is_person and p.name <> coalesce(n.name, trim(s.name)) then p.name end as payee,
        case
            when regexp_matches(regexp_replace(s.payee_account, '[ -]', '', 'g'), '^[0-9]{8,}$')
                then regexp_replace(s.payee_account, '[ -]', '', 'g')
        end as account,
        s.paid_on,
        case when not regexp_matches(trim(s.signed), '^(未|无|否|没)|未签|没签|未领|没领|没有') then nullif(trim(s.signed), '') end as signed
    from ledger.subsidy_payment as s
    inner join item as i on s.row_id = i.row_id
    inner join village as v on s.village_code = v.village_code
    left join spelling as n on s.name = n.written
    left join spelling as p on s.payee_name = p.written
    where s.amount <> 0
),

holder as (
    select
        village_code,
        name,
        count(distinct id_no) as ids
    from payment
    group by village_code, name
),

final as (
    select
        p.row_id,
        p.village_code,
        p.county,
        p.year,
        p.item,
        p.is_monthly,
        p.list,
        p.name,
        p.name || case
            when h.ids > 1 and p.id_no is not null
                then '（证号尾 ' || regexp_replace(p.id_no, '^.*(....)$', '\1', 'g') || '）'
            else ''
        end as person,
        coalesce(p.id_no, p.village_code || p.name) as who,
        p.id_no,
        p.quantity,
        p.rate,
        p.amount,
        p.registered_quantity,
        case
            when p.registered_quantity > 0 and p.quantity > p.registered_quantity and p.amount > 0
                then try_cast(
                    cast(p.amount as double) * cast(p.quantity - p.registered_quantity as double)
                    / cast(p.quantity as double) as decimal(18, 2)
                )
        end as over_amount,
        p.payee,
        p.account,
        p.paid_on,
        p.signed
    from payment as p
    inner join holder as h on p.village_code = h.village_code and p.name = h.name
)

select * from final
