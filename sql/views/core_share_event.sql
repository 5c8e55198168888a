/*
view: core.share_event
title: 股份变动：每笔事件对股本的增减
columns:
  row_id: 行编号
  village_code: 村代码
  red_company: 红色公司
  cooperative: 合作社
  event_date: 日期：按台账所填
  event_day: 日期：未填时为表上写明的所属期间第一天
  event: 变动事项
  amount: 金额（元）
  change: 对股本的增减（元）：质押、量化到个人不改变股本
  coop_total_shares: 合作社股金总额（元）
  holder_name: 持有人
  holder_type: 持有人类型
  source_document: 来源文件号
  mandate_no: 委托协议号
*/
with final as (
    select
        row_id,
        village_code,
        trim(red_company) as red_company,
        trim(cooperative) as cooperative,
        event_date,
        coalesce(event_date, case when coalesce(period_kind, '') <> '区间' then period end) as event_day,
        event,
        amount,
        cast(
            case
                when event in ('初始投入', '追加投入', '红利转增', '配股扩股') then amount
                when event in ('退股', '转让', '清算') then -abs(amount)
                else 0
            end as decimal(18, 2)
        ) as change,
        coop_total_shares,
        trim(holder_name) as holder_name,
        holder_type,
        nullif(trim(source_document), '') as source_document,
        nullif(trim(mandate_no), '') as mandate_no
    from ledger.share_event
)

select * from final
