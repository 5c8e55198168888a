/*
view: core.care_aid
title: 关爱资金的帮扶慰问发放表
columns:
  row_id: 行编号
  village_code: 村代码
  year: 年度：未填时取发放日期的年份
  paid_on: 发放日期
  name: 姓名规范名
  person: 受助人：同村同名而身份证号不同的，带证号尾四位
  id_no: 身份证号：遮盖的不算；同村同名只有一个证号的，未填的行也取它
  reason: 帮扶原因
  payee_account: 收款账号：只留数字
  amount: 金额（元）
*/
with payment as (
    select
        row_id,
        village_code,
        coalesce(year, year(paid_on), year(period)) as year,
        paid_on,
        name as written,
        case when not contains(id_no, '*') then nullif(upper(trim(id_no)), '') end as id_no,
        coalesce(trim(reason), '') as reason,
        nullif(regexp_replace(coalesce(payee_account, ''), '[^0-9]', '', 'g'), '') as payee_account,
        amount
    from ledger.aid_payment
    where fund = '关爱资金' and amount <> 0
),

spelling as (
    select
        written,
        name
    from fact.party_name
),

named as (
    select
        p.row_id,
        p.village_code,
        p.year,
        p.paid_on,
        coalesce(s.name, trim(p.written)) as name,
        p.id_no,
        p.reason,
        p.payee_account,
        p.amount
    from payment as p
    left join spelling as s on p.written = s.written
),

holder as (
    select
        village_code,
        name,
        count(distinct id_no) as ids,
        max(id_no) as id_no
    from named
    group by village_code, name
),

final as (
    select
        n.row_id,
        n.village_code,
        n.year,
        n.paid_on,
        n.name,
        n.name || case
            when h.ids > 1 and n.id_no is not null
                then '（证号尾 ' || regexp_replace(n.id_no, '^.*(....)$', '\1', 'g') || '）'
            else ''
        end as person,
        case when h.ids = 1 then h.id_no else n.id_no end as id_no,
        n.reason,
        n.payee_account,
        n.amount
    from named as n
    inner join holder as h on n.village_code = h.village_code and n.name = h.name
)

select * from final
