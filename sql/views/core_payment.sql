/*
view: core.payment
title: 付款：真正付出去的每笔人民币支出，去掉期初结转、内部划转、已冲销和重登的，附收款人和用途
columns:
  row_id: 行编号
  village_code: 村代码
  village_name: 村名
  township: 乡镇
  fund: 资金类别
  account_kind: 账簿：现金/银行
  entry_date: 日期
  posted_on: 入账日期
  voucher_no: 凭证号
  summary: 摘要
  category: 支出类别
  amount: 付款金额（元）
  counterparty: 对方单位
  counterparty_account: 对方账号
  method: 支付方式
  document_type: 票据类型
  document_no: 票据号
  document_amount: 票面金额（元）
  project_no: 项目编号
  resolution_no: 决议编号
  handler: 经手人
  note: 备注
  payee_name: 收款人规范名：可跨村比较
  payee_key: 收款人归并名：同村内
  is_person: 收款人是否个人
  purpose_class: 用途类别
  purpose_key: 用途归并
  matter: 事由归并：同一收款人同一金额的几笔，说法相近的为一件事
  is_periodic: 是否周期付款
  is_contracted: 是否有合同：有项目编号，或写明合同、进度款、分期、质保金
  subject: 名称：重报后不变，供疑点编号使用
  root_cause: 同一事实：这一笔付款
*/
with entry as (
    select
        row_id,
        village_code,
        village_name,
        township,
        fund,
        account_kind,
        entry_date,
        voucher_no,
        summary,
        category,
        expense,
        counterparty,
        counterparty_account,
        method,
        document_type,
        document_no,
        document_amount,
        project_no,
        resolution_no,
        handler,
        note
    from core.cash_entry
    where expense > 0 and not is_opening and not is_internal and not is_repeat
),

posted as (
    select
        row_id,
        posted_on
    from ledger.cash_entry
    where posted_on is not null
),

payee as (
    select
        row_id,
        payee_name,
        payee_key,
        is_person,
        purpose_class,
        purpose_key,
        matter,
        is_periodic
    from fact.payee
),

named as (
    select
        row_id,
        subject
    from fact.entry_subject
),

reversed as (
    select row_id from fact.reversal
),

-- where a register repeats the journal's entry, it often says more: whose project, which document
register as (
    select
        repeats_row_id,
        min(row_id) filter (where counterparty is not null) as row_id,
        min(counterparty) as counterparty,
        min(counterparty_account) as counterparty_account,
        min(document_type) as document_type,
        min(document_no) as document_no,
        min(document_amount) as document_amount,
        min(project_no) as project_no,
        min(resolution_no) as resolution_no,
        min(note) as note
    from core.cash_entry
    where is_repeat
    group by repeats_row_id
),

final as (
    select
        e.row_id,
        e.village_code,
        e.village_name,
        e.township,
        e.fund,
        e.account_kind,
        e.entry_date,
        d.posted_on,
        e.voucher_no,
        e.summary,
        e.category,
        e.expense as amount,
        coalesce(e.counterparty, r.counterparty) as counterparty,
        coalesce(e.counterparty_account, r.counterparty_account) as counterparty_account,
        e.method,
        coalesce(e.document_type, r.document_type) as document_type,
        coalesce(e.document_no, r.document_no) as document_no,
        coalesce(e.document_amount, r.document_amount) as document_amount,
        trim(coalesce(e.project_no, r.project_no)) as project_no,
        trim(coalesce(e.resolution_no, r.resolution_no)) as resolution_no,
        e.handler,
        coalesce(e.note, r.note) as note,
        coalesce(p.payee_name, q.payee_name) as payee_name,
        coalesce(p.payee_key, q.payee_key) as payee_key,
        coalesce(p.is_person, q.is_person) as is_person,
        p.purpose_class,
        p.purpose_key,
        p.matter,
        p.is_periodic,
        coalesce(e.project_no, r.project_no) is not null
        or regexp_matches(e.summary || coalesce(e.note, r.note, ''), '合同|进度款|分期|质保金') as is_contracted,
        n.subject,
        concat_ws('·', '一笔支出', e.village_code, n.subject) as root_cause
    from entry as e
    inner join payee as p on e.row_id = p.row_id
    inner join named as n on e.row_id = n.row_id
    left join posted as d on e.row_id = d.row_id
    left join register as r on e.row_id = r.repeats_row_id
    left join payee as q on r.row_id = q.row_id
    where e.row_id not in (select v.row_id from reversed as v)
)

select * from final
