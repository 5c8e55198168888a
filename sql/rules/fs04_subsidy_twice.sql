/*
id: FS04
title: 同一人或同一账号重复领取同一项惠农补贴
level: 高
status: stable
money: 受损
subject: payee
applies_to: 惠农补贴
description: "同一身份证号，同一年同一项补贴，在本村的两份名单上、在一份名单上同样的一行两次，或在两个以上的村领取；\
  或人不同而收款账号相同，出现在两份名单或两个村。涉及的每个村各一条，为同一事实。金额为最大的一份以外的合计。"
why: 一户地只补一次，重复的一份可能是冒领。
basis:
  - 审计实务：重复领取测试（身份证号、账号比对）
  - 宁夏党建刊物 2015 年第 10 期一文（题名不存）：固原市受处理的 181 名村干部中，贪污公款、挪用涉农补贴的占 76%
looks_in:
  subsidy_payment:
    - {sheet: true, days: any}
    - {any: [name, id_no], says: {amount: '-'}, days: any, anywhere: true}
root_cause: 一人（一个账号）一年一项的重复领取为同一事实，各村合计时只取一笔。
falsepositives:
  - 一份名单上一半以上的人都在另一份上：那是分次发放或同一份名单又报了一次，不算。
  - 低保、特困供养、高龄津贴、残疾人补贴一年发几次，同村不算，只看跨村。
  - 冲回的抵减；没有身份证号、遮盖的、位数不对的，只比账号；不足 8 位的账号不比。
  - 同一份名单上几个人用一个账号的，不在本规则内（由 FS06 查）。
innocent: 一户在两个村都有地，或夫妻分户后共用一张卡。
next_check: 核对身份证、确权证书和打卡流水，问本人领了几次。
clears: 两处土地的确权证书，或退回重复部分的单据。
related: [FS06, XV02]
message: "{year} 年{item}：{who}出现在 {lists} 份名单、{villages} 个村，合计 {total} 元，重复部分 {amount} 元，待核。"
*/
with twice as (
    select
        row_id,
        village_code,
        county,
        by_account,
        item,
        year,
        shared,
        villages,
        lists,
        total,
        amount
    from core.subsidy_twice
),

subsidy as (
    select
        row_id,
        name
    from core.subsidy
),

named as (
    select
        t.county,
        t.by_account,
        t.item,
        t.year,
        t.shared,
        min(t.village_code) as first_village,
        min(s.name) as first_name,
        count(distinct s.name) as names
    from twice as t
    inner join subsidy as s on t.row_id = s.row_id
    group by t.county, t.by_account, t.item, t.year, t.shared
),

-- the number itself stays out of reports; namesakes are told apart by their place
placed as (
    select
        county,
        by_account,
        item,
        year,
        shared,
        first_village,
        first_name || case when names > 1 then '等 ' || cast(names as varchar) || ' 个姓名' else '' end
        || case when by_account then '（同一账号）' else '（同一身份证号）' end as who,
        row_number() over (partition by county, by_account, item, year, first_name order by shared) as place
    from named
),

village as (
    select distinct
        village_code,
        county,
        by_account,
        item,
        year,
        shared
    from twice
),

final as (
    select
        v.village_code,
        p.item || ' ' || p.who || case when p.place > 1 then '（第 ' || cast(p.place as varchar) || ' 个）' else '' end as subject,
        make_date(p.year, 1, 1) as period,
        t.amount,
        t.row_id,
        concat_ws('·', '惠农补贴重复', p.first_village, p.item, cast(p.year as varchar), p.who, cast(p.place as varchar)) as root_cause,
        p.year,
        p.item,
        p.who,
        t.lists,
        t.villages,
        t.total
    from placed as p
    inner join village as v
        on
            p.county = v.county
            and p.by_account = v.by_account
            and p.item = v.item
            and p.year = v.year
            and p.shared = v.shared
    inner join twice as t
        on
            p.county = t.county
            and p.by_account = t.by_account
            and p.item = t.item
            and p.year = t.year
            and p.shared = t.shared
)

select * from final
