/*
id: XV01
title: 同一收款账号服务多村且户名不一
level: 高
status: stable
money: 手续
subject: payee
description: "两个以上的村向同一账号付款，而写的户名是两个以上不同的名称。近似的写法、一个名称包含另一个的算同一户名。\
  涉及的每个村各一条，为同一事实，金额为各村（有几个县的不分县）付给该账号的合计。"
why: 一个账号用几个户名收几个村的钱，至少有一个户名是假的。
basis:
  - 审计实务：供应商资料核查（一个账号几个户名）
across: true
root_cause: 一个账号为同一事实，各村合计时只取一笔。
falsepositives:
  - 劳务公司、银行代发：支付方式为代发、摘要写明代发代付的不算。
  - 财政所、供电等公共单位的账户本来就有几种叫法，不算。
  - 同音近形的错别字、带或不带“有限公司”、店名包含店主姓名的，算同一户名。
  - 打星号遮盖的账号、不足 8 位的账号不比；已红字冲销、台账重登的不计。
innocent: 账号录入有误，或个体户有店名和经营者两种写法。
next_check: 向开户行核实账户户名，查代发或代收协议。
clears: 工商登记、代发协议，或银行出具的户名证明。
related: [PAY09, XV02]
message: "账号 {account} 收到{counties} {villages} 个村的付款 {payments} 笔共 {amount} 元，户名写作{names}，待核。"
*/
with shared as (
    select
        row_id,
        account,
        names,
        villages
    from fact.shared_account
),

payment as (
    select
        p.row_id,
        p.village_code,
        p.entry_date,
        p.amount,
        s.account,
        s.names,
        s.villages,
        c.name as county
    from core.payment as p
    inner join core.village as v on p.village_code = v.village_code
    inner join core.county as c on v.peers = c.peers
    inner join shared as s on p.row_id = s.row_id
),

summed as (
    select
        account,
        min(names) as names,
        case when count(distinct county) > 1 then string_agg(distinct county, '、' order by county) else '全县' end as counties,
        count(distinct village_code) as villages,
        count(*) as payments,
        min(entry_date) as first_day,
        cast(sum(amount) as decimal(18, 2)) as amount
    from payment
    group by account
    having count(distinct village_code) > 1
),

village as (
    select distinct
        village_code,
        account
    from payment
),

final as (
    select
        v.village_code,
        s.account as subject,
        make_date(year(s.first_day), 1, 1) as period,
        s.amount,
        p.row_id,
        concat_ws('·', '账号', s.account) as root_cause,
        s.account,
        s.villages,
        s.payments,
        s.names,
        s.counties
    from village as v
    inner join summed as s on v.account = s.account
    inner join payment as p on v.account = p.account
)

select * from final
