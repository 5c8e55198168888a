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
  fund: 资金类别
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

final as (
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
        note,
        regexp_matches(
            summary,
            '^(承前页|上页结转|上年(结转|结余|余额|结存|转入)|上[期月季](结转|结余|余额|结存|转入)|[期年月季]初(余额|结余|结存|数))'
        ) as is_opening,
        regexp_matches(
            summary,
            '^(从|由|到|向|去)?(银行|信用社|农商行|账户|对公户|基本户)?'
            || '(提现|取现|提取现金|提取备用金|提备用金|支取现金|取备用金|存现|现金存入|缴存现金|现金缴存|现金存款)'
            || '|内部转账|账户间转账|账户间划转|内部划转|户间划转|现金交存'
        ) as is_internal
    from entry
)

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
    note,
    is_opening,
    is_internal
from final
