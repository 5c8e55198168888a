/*
id: RC13
title: 监事会没有红色公司选派的人
level: 低
status: stable
money: 手续
subject: cooperative
applies_to: 红色股份
description: "合作社最近一年的分配表上有红色股份，而派驻监事空着，或写着“无”“未选派”“待定”。每村每社一条，金额为红色股份。"
why: 红色公司不参与经营，靠派人进监事会看住股本和分配；没有人，就没有人看账。
basis:
  - 《湖南吉首：“红色股份”发展村级集体经济增强基层党组织“向心力”》（第三届全国基层党建创新案例，载《街办基层党建创新案例（5 篇）》网络汇编篇五）做法（五）：红色公司选派人员进入监事会履行监理职能
looks_in:
  coop_year:
    - {by: [cooperative], days: any}
    - {cells: [supervisor_seat]}
root_cause: 一社的监事席位为同一事实。
falsepositives:
  - 以前年度空着、最近一年填了的不报。
  - 没有红色股份、红色股份为零的不查。
innocent: 选派了人而分配表没有填。
next_check: 查监事会成员名单、选派的文件和监事会会议记录。
clears: 选派文件、载有此人的监事会名单。
related: [RC05, CP04]
message: "{cooperative}有红色股份 {amount} 元，{year} 年的分配表上没有填红色公司派驻的监事，待核。"
*/
with coop_year as (
    select
        row_id,
        village_code,
        cooperative,
        year,
        red_shares,
        supervisor_seat
    from core.coop_year
),

latest as (
    select
        row_id,
        village_code,
        cooperative,
        year,
        red_shares,
        supervisor_seat
    from coop_year
    qualify row_number() over (partition by village_code, cooperative order by year desc) = 1
),

final as (
    select
        village_code,
        cooperative as subject,
        make_date(year, 1, 1) as period,
        red_shares as amount,
        row_id,
        concat_ws('|', 'RC13', village_code, cooperative) as root_cause,
        cooperative,
        year
    from latest
    where red_shares > 0 and supervisor_seat is null
)

select * from final
