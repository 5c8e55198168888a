/*
view: core.cash_entry
title: 收支明细（人民币）：去掉外币，标明期初结转和内部划转
columns:
  row_id: 行编号
  submission_id: 报送编号
  slice_id: 账册编号
  village_code: 村代码
  village_name: 村名
  township: 乡镇
  period: 期间：所属期间的第一天
  source_file: 来源文件
  source_sheet: 来源工作表
  source_row: 来源行号
  fund: 资金类别：原文是专门资金的用原文；没有写明或写集体资金的，同一笔在台账上写明的优先
  book_fund: 账册的资金类别：这本账自己写明的
  account_kind: 账簿：现金/银行
  entry_date: 日期
  voucher_no: 凭证号
  summary: 摘要
  category: 支出类别
  income: 收入（元）
  expense: 支出（元）
  balance: 余额（元）
  counterparty: 对方单位
  counterparty_account: 对方账号
  method: 支付方式
  document_type: 票据类型
  document_no: 票据号
  document_amount: 票面金额（元）
  project_no: 项目编号
  resolution_no: 决议编号
  handler: 经手人
  witness: 证明人
  approver: 审批人
  supervisor: 监督人
  note: 备注
  is_opening: 是否期初结转
  is_internal: 是否内部划转：提现、存现、账户间划转
  is_repeat: 是否重登：同一笔在别处已计入（日记账先于台账，台账先于公示），这里不再计
  repeats_row_id: 重登的是哪一笔：计入的行编号
*/
with entry as (
    select
        row_id,
        submission_id,
        slice_id,
        village_code,
        village_name,
        township,
        period,
        source_file,
        source_sheet,
        source_row,
        fund,
        account_kind,
        entry_date,
        voucher_no,
        summary,
        category,
        income,
        expense,
        balance,
        counterparty,
        counterparty_account,
        method,
        document_type,
        document_no,
        document_amount,
        project_no,
        resolution_no,
        handler,
        witness,
        approver,
        supervisor,
        note
    from ledger.cash_entry
    where coalesce(currency, '人民币') = '人民币'
),

payment as (
    select
        row_id,
        purpose_class
    from fact.payee
),

repeat as (
    select
        row_id,
        repeats_row_id
    from fact.twice_booked
),

-- a journal's title says whose account paid, a fund's register whose money it was
register as (
    select
        r.repeats_row_id,
        min(e.fund) filter (where e.fund <> '集体资金') as own_fund,
        min(e.fund) as fund
    from repeat as r
    inner join entry as e on r.row_id = e.row_id
    group by r.repeats_row_id
),

final as (
    select
        e.row_id,
        e.submission_id,
        e.slice_id,
        e.village_code,
        e.village_name,
        e.township,
        e.period,
        e.source_file,
        e.source_sheet,
        e.source_row,
        case when e.fund <> '集体资金' then e.fund else coalesce(g.own_fund, e.fund, g.fund) end as fund,
        e.fund as book_fund,
        e.account_kind,
        e.entry_date,
        e.voucher_no,
        e.summary,
        e.category,
        e.income,
        e.expense,
        e.balance,
        e.counterparty,
        e.counterparty_account,
        e.method,
        e.document_type,
        e.document_no,
        e.document_amount,
        e.project_no,
        e.resolution_no,
        e.handler,
        e.witness,
        e.approver,
        e.supervisor,
        e.note,
        regexp_matches(
            e.summary,
            '^(承前页|上页结转|上年(结转|结余|余额|结存|转入)|上[期月季](结转|结余|余额|结存|转入)|[期年月季]初(余额|结余|结存|数))'
        ) as is_opening,
        coalesce(p.purpose_class in ('提现存现', '内部转账'), false)
        or regexp_matches(
            e.summary,
            '提现|取现|提取现金|提取备用金|支取现金|存现|现金存入|缴存现金|现金缴存|内部转账|内部划转|账户间转账|账户间划转|账户互转'
        ) as is_internal,
        r.row_id is not null as is_repeat,
        r.repeats_row_id
    from entry as e
    left join payment as p on e.row_id = p.row_id
    left join repeat as r on e.row_id = r.row_id
    left join register as g on e.row_id = g.repeats_row_id
)

select * from final
