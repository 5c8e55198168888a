/*
id: CP01
title: 未提公积金/公益金/风险基金
level: 中
status: stable
money: 手续
difference: true
subject: cooperative
applies_to: 合作社
description: "合作社当年有盈余（本年盈余大于 0）：公积金提取数少于本年盈余乘以章程提取比例，\
  或公积金、公益金、风险基金中有明确填为 0 的。章程比例没有填报的，公积金只查是否为 0。"
why: 每年提取的公积金、公益金和风险基金是合作社自己抵御风险的本钱，不提就是把风险留给集体的股本。
basis:
  - 《湖南吉首：“红色股份”发展村级集体经济增强基层党组织“向心力”》（第三届全国基层党建创新案例，载《街办基层党建创新案例（5 篇）》网络汇编篇五）做法（八）：每年从利润中提取一定比例的公积金、公益金和风险基金
  - 《农民专业合作社法》（2017 年修订）第 42 条：公积金按照章程或者成员大会决议提取（公益金、风险基金法律没有规定，按章程）
params: [tolerance]
looks_in:
  coop_year: {by: [cooperative]}
root_cause: 一村一社一年的提取为同一事实，金额只计公积金应提未提数。
falsepositives:
  - 亏损或盈余为零的年度不查。
  - 章程比例只约束公积金；公益金、风险基金没有法定比例，大于 0 即可。
  - 没有填写的提取数不当作 0：三项都没有填写的不可评估。
innocent: 章程规定弥补以前年度亏损之后再提，或几项合并在公积金中提取。
next_check: 查合作社章程的提取条款、盈余分配决议和提取凭证；确属少提的，请合作社补提。
clears: 合作社章程的提取条款、成员大会决议，或补提的凭证。
related: [CP02, CP04]
message: >-
  {subject} {year} 年盈余 {net_surplus} 元，公积金 {reserve_fund}、公益金 {welfare_fund}、
  风险基金 {risk_fund}（元）：{finding}，公积金应提未提 {amount} 元（容差 {tolerance} 元），待核。
*/
with coop_year as (
    select
        village_code,
        cooperative,
        year,
        net_surplus,
        reserve_fund,
        welfare_fund,
        risk_fund,
        charter_reserve_rate,
        row_id
    from core.coop_year
    where net_surplus > 0
),

due as (
    select
        village_code,
        cooperative,
        year,
        net_surplus,
        reserve_fund,
        welfare_fund,
        risk_fund,
        row_id,
        -- no charter asks for more than all; a rate that was not reported stays unknown
        cast(
            cast(net_surplus as decimal(38, 2)) * case when charter_reserve_rate > 1 then 1 else charter_reserve_rate end
            as decimal(18, 2)
        ) as required
    from coop_year
),

judged as (
    select
        village_code,
        cooperative,
        year,
        net_surplus,
        reserve_fund,
        welfare_fund,
        risk_fund,
        row_id,
        case when required - reserve_fund > $tolerance then cast(required - reserve_fund as decimal(18, 2)) end as short,
        concat_ws(
            '，',
            case
                when required - reserve_fund > $tolerance then '公积金按章程应提 ' || cast(required as varchar) || ' 元'
                when required is not null then null
                when reserve_fund = 0 then '公积金填为 0'
            end,
            case when welfare_fund = 0 then '公益金填为 0' end,
            case when risk_fund = 0 then '风险基金填为 0' end
        ) as finding
    from due
),

final as (
    select
        village_code,
        cooperative as subject,
        make_date(year, 1, 1) as period,
        coalesce(short, cast(0 as decimal(18, 2))) as amount,
        row_id,
        '命中' as outcome,
        null as missing,
        concat_ws('|', 'CP01', village_code, cooperative, cast(year as varchar)) as root_cause,
        year,
        net_surplus,
        reserve_fund,
        welfare_fund,
        risk_fund,
        finding
    from judged
    where finding <> ''
    union all
    select
        village_code,
        cooperative as subject,
        make_date(year, 1, 1) as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        cast(year as varchar) || ' 年' || cooperative || '提取的公积金、公益金和风险基金' as missing,
        null as root_cause,
        year,
        net_surplus,
        reserve_fund,
        welfare_fund,
        risk_fund,
        null as finding
    from judged
    where coalesce(reserve_fund, welfare_fund, risk_fund) is null
)

select * from final
