/*
view: core.labour_sum
title: 劳务用工表可以作为一笔付款附件的数：一份名单、一份名单里的一个人
columns:
  village_code: 村代码
  name: 姓名规范名：空白为整份名单
  first_day: 最早的开始日期
  amount: 合计（元）
*/
with labour as (
    select
        village_code,
        list,
        name,
        worked_from,
        amount
    from core.labour
),

final as (
    select
        village_code,
        '' as name,
        min(worked_from) as first_day,
        cast(sum(amount) as decimal(18, 2)) as amount
    from labour
    group by village_code, list
    union
    select
        village_code,
        name,
        min(worked_from) as first_day,
        cast(sum(amount) as decimal(18, 2)) as amount
    from labour
    group by village_code, list, name
)

select * from final
