/*
id: RC05
title: 红色公司由个人名义登记未见委托协议
level: 高
status: stable
money: 手续
subject: cooperative
applies_to: 红色股份
description: 红色公司的股份登记在一个人名下（受托个人，或持有人类型写个人而全公司只此一人），台账中没有委托协议号。每村每公司一条。
why: 以个人名义注册的公司，没有委托协议就说不清股份归谁。
basis:
  - 《湖南吉首：“红色股份”发展村级集体经济增强基层党组织“向心力”》（第三届全国基层党建创新案例，载《街办基层党建创新案例（5 篇）》网络汇编篇五）做法总述：党支部与党员代表签订协议，委托其以个人名义注册公司并担任法人
  - 《农村集体经济组织法》（主席令第二十六号，2025 年 5 月 1 日起施行）第 44 条第三款：集体所有的资金不得存入以个人名义开立的账户
looks_in:
  share_event: {by: [red_company], days: any}
root_cause: 一村一公司为一个事实。
falsepositives:
  - 同一公司任何一笔变动填了委托协议号的不报。
  - 持有人类型写个人而有几个人的，不是代持，见 RC04；量化到个人也见 RC04。
  - 结构性风险，每村每公司只报一条，不逐笔报。
innocent: 协议可能已签，只是台账没有填写协议号。
next_check: 查委托协议和公司登记，建议补协议或过户到集体经济组织。
clears: 补签的委托协议，或过户到集体经济组织的登记。
related: [RC04]
message: >-
  {subject}的红色股份 {amount} 元{how}，台账中未见委托协议号，待核。
*/
with event as (
    select
        row_id,
        village_code,
        coalesce(red_company, cooperative) as company,
        change,
        holder_type,
        coalesce(holder_name, holder_type) as holder,
        holder_type = '受托个人' or (holder_type = '个人' and event <> '量化到个人') as is_personal,
        mandate_no
    from core.share_event
),

company as (
    select
        village_code,
        company,
        sum(change) filter (where is_personal) as amount,
        count(*) filter (where holder_type = '受托个人') as entrusted,
        min(holder) filter (where is_personal) as holder
    from event
    group by village_code, company
    having
        max(mandate_no) is null
        and (
            count(*) filter (where holder_type = '受托个人') > 0
            or min(holder) filter (where is_personal) = max(holder) filter (where is_personal)
        )
),

final as (
    select
        c.village_code,
        c.company as subject,
        cast(null as date) as period,
        cast(c.amount as decimal(18, 2)) as amount,
        e.row_id,
        concat_ws('|', 'RC05', c.village_code, c.company) as root_cause,
        case when c.entrusted > 0 then '由个人受托登记持有' else '登记在' || c.holder || '个人名下' end as how
    from company as c
    inner join event as e on c.village_code = e.village_code and c.company = e.company
    where e.is_personal
)

select * from final
