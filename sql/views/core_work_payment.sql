/*
view: core.work_payment
title: 工程付款：写明项目编号、付给施工单位（没有登记施工单位的为全部）的支出，冲减、退回为负数，设计、监理等不算
columns:
  row_id: 行编号
  village_code: 村代码
  project_no: 项目编号
  entry_date: 日期
  amount: 付款金额（元）
*/
with spent as (
    select
        e.row_id,
        e.village_code,
        trim(e.project_no) as project_no,
        e.entry_date,
        e.expense,
        p.payee_name
    from core.cash_entry as e
    inner join fact.payee as p on e.row_id = p.row_id
    where
        e.project_no is not null
        and e.expense is not null
        and not e.is_repeat
        and not e.is_internal
        and not e.is_opening
        and not regexp_matches(e.summary, '设计|监理|检测|招标|审计|造价|测绘|勘察|咨询|评审|公证')
),

party as (
    select
        written,
        name
    from fact.party_name
),

returned as (
    select
        e.row_id,
        e.village_code,
        trim(e.project_no) as project_no,
        e.entry_date,
        -e.income as expense,
        p.name as payee_name
    from core.cash_entry as e
    left join party as p on e.counterparty = p.written
    where
        e.project_no is not null
        and e.income is not null
        and not e.is_repeat
        and not e.is_internal
        and not e.is_opening
        and regexp_matches(e.summary, '退|多付|冲减')
        and not regexp_matches(e.summary, '保证金|押金')
),

moved as (
    select
        row_id,
        village_code,
        project_no,
        entry_date,
        expense,
        payee_name
    from spent
    union all
    select
        row_id,
        village_code,
        project_no,
        entry_date,
        expense,
        payee_name
    from returned
),

contractor as (
    select distinct
        j.village_code,
        trim(j.project_no) as project_no,
        p.name as contractor
    from ledger.project as j
    left join party as p on j.contractor = p.written
),

project as (
    select
        village_code,
        project_no,
        count(contractor) as contractors
    from contractor
    group by village_code, project_no
),

final as (
    select
        s.row_id,
        s.village_code,
        s.project_no,
        s.entry_date,
        s.expense as amount
    from moved as s
    inner join project as j on s.village_code = j.village_code and s.project_no = j.project_no
    left join contractor as c
        on s.village_code = c.village_code and s.project_no = c.project_no and s.payee_name = c.contractor
    where j.contractors = 0 or c.contractor is not null
)

select * from final
