/*
id: PRC10
title: 五牙子章没有盖齐
level: 中
status: stable
money: 手续
subject: project
units: 村
description: "四议两公开台账里一个事项登记的五牙子章枚数，少于 5 枚（每个事项一条）。没有登记枚数的事项不查。"
why: 五牙子章分由五个人保管，盖齐了才说明大家都同意；缺一枚就是有人没有同意，或没有人问过他。
basis:
  - 自治区党委组织部组织一处《当前农村基层党建工作面临的难题及对策》（宁夏党建刊物 2015 年第 10 期，刊名不存）：“五牙子章”民主理财、“四议两公开”民主议事，在有的村是“纸上画画，墙上挂挂”
params: [seal_min]
looks_in:
  resolution: {any: [resolution_no], days: any}
root_cause: 一个决议事项为同一事实，与 PRC02、PRC03、PRC04、PRC05 合计金额时只取最大一笔。
falsepositives:
  - 同一事项登记了几次的，只看填得最全的一次；一样全的看后登记的一行。
  - 章分成别的枚数的县，把参数 seal_min 改成本县的枚数。
  - 没有五牙子章的村不登记枚数，不可评估。
innocent: 有一枚章的保管人当时不在村，事后补盖，没有更新台账。
next_check: 看凭证和会议记录上盖了几枚、各由谁保管。
clears: 补盖齐的凭证和保管人的说明。
related: [PRC01, PRC05]
message: "{subject}登记的五牙子章为 {seals} 枚，应为 {seal_min} 枚，待核。"
*/
with final as (
    select
        village_code,
        subject,
        period,
        amount,
        row_id,
        root_cause,
        seal_count as seals,
        resolution_no
    from core.resolution
    where seal_count < $seal_min
)

select * from final
