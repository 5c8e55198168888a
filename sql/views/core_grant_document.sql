/*
view: core.grant_document
title: 拨款文件：一村一年一种资金一个文件的批复、下达和拨付；没有文号的，一年一种资金合为一个
columns:
  village_code: 村代码
  year: 年度
  fund: 资金类别
  document: 文号：没有写的为空
  subject: 名称：资金和文号
  approved: 批复（元）：几行写同一个批复数、每行拨付都不到这个数的，是一个批复分几次拨，只计一次；没有写的为空
  sent_down: 下达（元）：算法同批复；没有写的为空
  sent_down_on: 下达日期：几次下达的取最后一次
  paid: 拨付（元）
  last_paid_on: 最后一次拨付日期
*/
with payment as (
    select
        village_code,
        year,
        fund,
        coalesce(trim(document_no), '') as document,
        approved_amount,
        sent_down,
        sent_down_on,
        amount,
        paid_on
    from ledger."grant"
),

summed as (
    select
        village_code,
        year,
        fund,
        document,
        sum(approved_amount) as approved_sum,
        max(approved_amount) as approved_once,
        count(distinct approved_amount) = 1 and max(amount) < max(approved_amount) as is_approved_once,
        sum(sent_down) as sent_down_sum,
        max(sent_down) as sent_down_once,
        count(distinct sent_down) = 1 and max(amount) < max(sent_down) as is_sent_down_once,
        max(sent_down_on) as sent_down_on,
        sum(amount) as paid,
        max(case when amount > 0 then paid_on end) as last_paid_on
    from payment
    group by village_code, year, fund, document
),

final as (
    select
        village_code,
        year,
        fund,
        document,
        concat_ws(' ', fund, nullif(document, '')) as subject,
        cast(case when is_approved_once then approved_once else approved_sum end as decimal(18, 2)) as approved,
        cast(case when is_sent_down_once then sent_down_once else sent_down_sum end as decimal(18, 2)) as sent_down,
        sent_down_on,
        cast(paid as decimal(18, 2)) as paid,
        last_paid_on
    from summed
)

select * from final
