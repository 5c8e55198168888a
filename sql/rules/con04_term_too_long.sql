/*
id: CON04
title: 发包、出租的年限过长
level: 中
status: stable
money: 手续
subject: project
units: 村
applies_to: 合同
description: "合同台账上发包、出租的合同，从开始到到期的年限超过县里定的数。一份合同一条。县里没有定年限的，不可评估。"
why: 一签几十年，租金跟不上行情，后来的村民没有机会。
basis:
  - 《农村集体经济组织法》第 35 条第二款：不得低价转让、出租集体资产
  - 《村民委员会组织法》（2018 年修正）第 24 条：承包方案由村民会议讨论决定
params: [contract_years]
root_cause: 一份合同的年限为同一事实。
falsepositives:
  - 工程、采购合同不查；没有填到期日期的不查。
  - 农户家庭承包的耕地、林地，法律另有期限，不应登记在这本台账里。
innocent: 经村民会议同意，有建设投入，合同约定了租金调整。
next_check: 看决议和合同有没有租金调整、收回的约定，与同类合同比。
clears: 同意这个年限的决议。
related: [CON01, CON02]
message: "{subject}：{starts_on}至 {ends_on}，超过 {contract_years} 年，金额 {amount} 元，待核。"
*/
with contract as (
    select
        row_id,
        village_code,
        subject,
        root_cause,
        value,
        starts_on,
        ends_on,
        cast(ends_on + interval 1 day as date) as beyond
    from core.contract
    where side = '收款'
),

final as (
    select
        village_code,
        subject,
        make_date(year(starts_on), 1, 1) as period,
        value as amount,
        row_id,
        root_cause,
        starts_on,
        ends_on
    from contract
    where
        ((year(beyond) - year(starts_on)) * 12 + month(beyond) - month(starts_on)) * 31 + day(beyond) - day(starts_on)
        > $contract_years * 12 * 31
)

select * from final
