/*
view: core.unclear_account
title: 报了对账单而没有登记是哪种资金的账户：每村一行
columns:
  village_code: 村代码
  accounts: 账号：多个用顿号隔开
*/
with final as (
    select
        village_code,
        string_agg(distinct account_no, '、' order by account_no) as accounts
    from fact.coverage
    where side = '流水' and fund is null and account_no <> ''
    group by village_code
)

select * from final
