/*
id: CON02
title: 大额合同没有决议
level: 高
status: stable
money: 手续
subject: project
units: 村
applies_to: 合同
description: "合同台账上金额（没有合同金额的为年租金乘年数）达到四议两公开金额线的合同，没有填决议编号，四议两公开台账里也没有同样的事项。\
  一份合同一条。没有四议两公开台账的不可评估。"
why: 发包、出租和工程要由村民会议定，没有决议就是少数人定的。
basis:
  - 《村民委员会组织法》（2018 年修正）第 24 条：集体项目的立项、承包方案和处分集体财产由村民会议讨论决定
  - 《农村集体经济组织法》第 26 条：投资等重大事项由成员大会决定
params: [line_4y2g]
looks_in:
  contract:
    - {any: [contract_no, counterparty], days: any}
    - {cells: [resolution_no, amount]}
  resolution:
    any: [subject=matter, subject=counterparty]
    days: any
    at: [signed_from, signed_to]
    due: true
root_cause: 一份合同没有决议为同一事实。
falsepositives:
  - 议题写明合同内容或对方的，视为已有决议；承包、出租、采购这样的字两边写法不同，不影响。
  - 填了决议编号的不报；决议的环节全不全由 PRC01、PRC03 查。
innocent: 决议在会议记录里，没有登记到台账；或按授权由村民代表会议定过一个总方案。
next_check: 调村民（代表）会议的记录、签到表和公示照片。
clears: 同意这份合同的会议记录。
related: [PRC01, CON04, WK01]
message: "{subject}，金额 {amount} 元（满 {line_4y2g:,} 元应有决议），没有填决议编号，四议两公开台账里没有同样的事项，待核。"
*/
with contract as (
    select
        row_id,
        village_code,
        subject,
        root_cause,
        matter,
        counterparty,
        -- what it is about, without the words of the deal
        regexp_replace(
            matter, '对外|公开|承包|发包|出租|招租|租赁|流转|经营权|施工|采购|购置|购买|合同|协议', '', 'g'
        ) as thing,
        value,
        signed_on,
        starts_on
    from core.contract
    where resolution_no is null and value >= $line_4y2g
),

resolution as (
    select
        row_id,
        village_code,
        trim(subject) as matter
    from ledger.resolution
),

resolved as (
    select distinct c.row_id
    from contract as c
    inner join resolution as r
        on
            c.village_code = r.village_code
            and (
                contains(r.matter, c.matter)
                or contains(c.matter, r.matter)
                or contains(r.matter, c.counterparty)
                or (length(c.thing) > 1 and contains(r.matter, c.thing))
            )
),

final as (
    select
        c.village_code,
        c.subject,
        make_date(year(c.starts_on), 1, 1) as period,
        c.value as amount,
        c.row_id,
        c.root_cause,
        c.matter,
        c.counterparty,
        make_date(year(c.signed_on), 1, 1) as signed_from,
        make_date(year(c.signed_on), 12, 31) as signed_to
    from contract as c
    left join resolved as r on c.row_id = r.row_id
    where r.row_id is null
)

select * from final
