/*
view: core.labour
title: 劳务用工：每行归到人，补上做到哪一天
columns:
  row_id: 行编号
  village_code: 村代码
  county: 县
  list: 名单：文件和工作表
  project_no: 项目编号
  work: 用工事由
  worked_from: 开始日期
  last_day: 结束日期：没有填而只做了一天以内的为开始日期，其余没有填的为空
  days: 用工天数
  rate: 日工资（元）
  name: 姓名规范名
  who: 比对用的人：完整的身份证号，没有的为村和姓名
  id_no: 身份证号：遮盖的、不是 18 位的不算
  amount: 劳务费（元）
  account: 收款账号：只留数字，不足 8 位的不算
  signer: 签领人规范名：签的是人名的
*/
with village as (
    select
        village_code,
        county
    from core.village
),

spelling as (
    select
        written,
        name,
        is_person
    from fact.party_name
),

named as (
    select
        w.row_id,
        w.village_code,
        coalesce(v.county, '') as county,
        w.source_file || '#' || w.source_sheet as list,
        nullif(trim(w.project_no), '') as project_no,
        trim(w.work) as work,
        w.worked_from,
        coalesce(w.worked_to, case when w.days <= 1 then w.worked_from end) as last_day,
        w.days,
        w.rate,
        coalesce(n.name, trim(w.name)) as name,
        case
            when regexp_matches(upper(trim(w.id_no)), '^[0-9]{17}[0-9X]$') then upper(trim(w.id_no))
        end as id_no,
        w.amount,
        case
            when regexp_matches(regexp_replace(w.payee_account, '[ -]', '', 'g'), '^[0-9]{8,}$')
                then regexp_replace(w.payee_account, '[ -]', '', 'g')
        end as account,
        case when s.is_person and not regexp_matches(w.signed, '签|印|已领|领取|本人') then s.name end as signer
    from ledger.labour as w
    inner join village as v on w.village_code = v.village_code
    left join spelling as n on w.name = n.written
    left join spelling as s on w.signed = s.written
    where w.amount <> 0
),

final as (
    select
        row_id,
        village_code,
        county,
        list,
        project_no,
        work,
        worked_from,
        last_day,
        days,
        rate,
        name,
        coalesce(id_no, village_code || name) as who,
        id_no,
        amount,
        account,
        signer
    from named
)

select * from final
