/*
id: DR06
title: 红利收款方非村集体/红色公司账户
level: 高
status: stable
money: 受损
subject: cooperative
applies_to: 红色股份
description: "红利收取表上的收款户名是个人、村党支部或农民专业合作社，而不是村集体或红色公司。\
  户名为党支部而没有填收款账号的（多为文字材料的写法），只作提示。"
why: 红利归村集体所有，进了个人、支部或合作社的户头，就脱离了村账的监督。
basis:
  - 《湖南吉首：“红色股份”发展村级集体经济增强基层党组织“向心力”》（第三届全国基层党建创新案例，载《街办基层党建创新案例（5 篇）》网络汇编篇五）做法（三）：所产生红利属于村集体所有
  - 《农村集体经济组织法》（主席令第二十六号，2025 年 5 月 1 日起施行）第 44 条第三款：集体所有的资金不得存入以个人名义开立的账户
params: [dividend_payee_allowed]
root_cause: 一村一社一年进入同一户头的红利为一个事实。
falsepositives:
  - 支部户为县定专户的，在参数 dividend_payee_allowed 中登记后不报。
  - 股份经济合作社、经济合作社是村集体经济组织自身，不算“合作社”。
  - 户名与登记台账上的红色公司相同的，不论叫什么都算红色公司。
  - 材料里写“村党支部获红利”而没有收款账号的，只作提示。
innocent: 红色公司由党员受托以个人名义注册，户名可能仍是受托人，或填表时写了经手人。
next_check: 查银行回单上的收款户名，看红利是否随后转入村集体账户；确属个人户的，请改用村集体账户。
clears: 村集体账户的到账回单，或改用村集体账户的资料。
related: [RC05, DR05]
message: >-
  {year} 年{cooperative}的红利 {amount} 元，收款户名为“{payee}”（{holder}），从户名看不是村集体或红色公司的账户，
  待核。
*/
with dividend as (
    select
        row_id,
        village_code,
        trim(cooperative) as cooperative,
        year,
        received,
        trim(payee_name) as payee,
        nullif(trim(payee_account), '') as payee_account
    from ledger.dividend
    where received > 0
),

holder as (
    select
        row_id,
        holder_kind
    from fact.dividend_payee
),

outside as (
    select
        d.row_id,
        d.village_code,
        d.cooperative,
        d.year,
        d.received,
        d.payee,
        d.payee_account,
        h.holder_kind
    from dividend as d
    inner join holder as h on d.row_id = h.row_id
    where h.holder_kind in ('党支部', '个人', '合作社') and not contains($dividend_payee_allowed, d.payee)
),

paid as (
    select
        village_code,
        cooperative,
        year,
        payee,
        min(holder_kind) as holder_kind,
        cast(sum(received) as decimal(18, 2)) as amount,
        count(payee_account) as accounts
    from outside
    group by village_code, cooperative, year, payee
),

final as (
    select
        p.village_code,
        concat_ws(' ', p.cooperative, p.payee) as subject,
        make_date(p.year, 1, 1) as period,
        p.amount,
        o.row_id,
        case when p.holder_kind = '党支部' and p.accounts = 0 then '提示' end as level,
        p.year,
        p.cooperative,
        p.payee,
        case
            when p.holder_kind = '个人' then '户名中没有单位字样' else '像是' || p.holder_kind || '的户名'
        end as holder
    from paid as p
    inner join outside as o
        on p.village_code = o.village_code and p.cooperative = o.cooperative and p.year = o.year and p.payee = o.payee
)

select * from final
