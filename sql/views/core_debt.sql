/*
view: core.debt
title: 债权债务：同一笔登记了几次的，取所属期间最晚的一次；附对方规范名、还欠多少
columns:
  row_id: 行编号
  village_code: 村代码
  direction: 债权（别人欠村里）或债务（村里欠别人）
  party: 对方规范名：可与花名册比较
  written: 对方：表上的写法
  is_person: 对方是否个人
  amount: 金额（元）
  owed: 还欠多少（元）：没有填余额的，为金额减已清偿
  incurred_on: 发生日期
  purpose: 形成原因
  subject: 名称：重报后不变，供疑点编号使用
  root_cause: 同一事实：这一笔债权或债务
*/
with party as (
    select
        written,
        name,
        is_person
    from fact.party_name
),

latest as (
    select
        row_id,
        village_code,
        direction,
        party,
        amount,
        settled,
        balance,
        incurred_on,
        purpose
    from ledger.debt
    qualify
        row_number() over (
            partition by village_code, direction, party, incurred_on, amount, purpose
            order by period desc nulls last, row_id asc
        ) = 1
),

final as (
    select
        d.row_id,
        d.village_code,
        d.direction,
        p.name as party,
        trim(d.party) as written,
        coalesce(p.is_person, false) as is_person,
        d.amount,
        cast(coalesce(d.balance, d.amount - coalesce(d.settled, 0)) as decimal(18, 2)) as owed,
        d.incurred_on,
        d.purpose,
        concat_ws(' ', d.direction, trim(d.party), cast(d.incurred_on as varchar), d.purpose, cast(d.amount as varchar) || ' 元')
            as subject,
        concat_ws(
            '·', d.direction, d.village_code, trim(d.party), cast(d.incurred_on as varchar), d.purpose, cast(d.amount as varchar)
        ) as root_cause
    from latest as d
    left join party as p on d.party = p.written
)

select * from final
