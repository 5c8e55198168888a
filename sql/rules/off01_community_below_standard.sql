/*
id: OFF01
title: 社区办公经费低于标准
level: 中
status: stable
money: 手续
difference: true
subject: village
units: 村
description: "一个社区一年收到的办公经费（账上收入与拨付表取较大的）低于标准：川区 7 万元、山区 5 万元。只看已过完的年度；\
  两处都没有办公经费的年度不评估，不当作零。村的通行标准由 CAD04 查。"
why: 社区没有别的收入，经费不足就运转不了，也可能是经费被截留。
basis:
  - 全区会议上的讲话（宁夏党建刊物 2015 年第 10 期，题名不存）：按照《关于进一步深化和谐社区创建工作的意见》（宁党发〔2014〕56 号）中，川区 7 万元/年、山区 5 万元/年的标准，落实好社区办公经费
params: [office_community_plain, office_community_hill]
looks_in:
  cash_entry: {amount: cover, says: {fund: 办公经费, income: '[1-9]'}, due: true}
  grant: {amount: cover, says: {fund: 办公经费}}
  village: {days: any}
root_cause: 一个社区一年的办公经费为一个事实。
falsepositives:
  - 单位类型填社区的，或没有填而名称以社区结尾的才查；村不适用。
  - 没有写川区、山区的不可评估。
  - 内部划转、期初结转、存款利息不算收到；台账与日记账各记一次的只算一次。
innocent: 经费由街道统一列支，没有下到社区账上。
next_check: 调拨款文件和街道的支出账，看这一年实际给了多少。
clears: 补拨的回单，或街道代支的清单。
related: [CAD04, XV05]
message: "{year} 年收到办公经费 {received} 元，{region_type}社区的标准为 {standard} 元（川区 {office_community_plain:,} 元、山区 {office_community_hill:,} 元），少 {amount} 元，待核。"
*/
with setting as (
    select as_of from meta.setting
),

community as (
    select
        village_code,
        region_type
    from core.village
    where unit_kind = '社区'
),

received as (
    select
        village_code,
        cast(year(entry_date) as integer) as year,
        row_id,
        income as amount,
        '账' as place
    from core.cash_entry
    where
        fund = '办公经费'
        and income <> 0
        and not is_opening
        and not is_internal
        and not is_repeat
        and not regexp_matches(summary, '利息|结息')
    union all
    select
        village_code,
        year,
        row_id,
        amount,
        '拨付表' as place
    from ledger."grant"
    where fund = '办公经费'
),

placed as (
    select
        village_code,
        year,
        place,
        sum(amount) as amount
    from received
    group by village_code, year, place
),

office as (
    select
        p.village_code,
        p.year,
        max(p.amount) as amount
    from placed as p
    cross join setting as t
    where p.year < year(t.as_of)
    group by p.village_code, p.year
    having max(p.amount) > 0
),

judged as (
    select
        o.village_code,
        o.year,
        o.amount,
        c.region_type,
        cast(
            case c.region_type when '川区' then $office_community_plain when '山区' then $office_community_hill end
            as decimal(18, 2)
        ) as standard
    from office as o
    inner join community as c on o.village_code = c.village_code
),

final as (
    select
        j.village_code,
        '办公经费' as subject,
        make_date(j.year, 1, 1) as period,
        cast(j.standard - j.amount as decimal(18, 2)) as amount,
        r.row_id,
        '命中' as outcome,
        null as missing,
        concat_ws('·', '办公经费', j.village_code, cast(j.year as varchar)) as root_cause,
        j.year,
        cast(j.amount as decimal(18, 2)) as received,
        j.region_type,
        j.standard
    from judged as j
    inner join received as r on j.village_code = r.village_code and j.year = r.year
    where j.amount < j.standard
    union all
    select
        village_code,
        '办公经费' as subject,
        make_date(year, 1, 1) as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '村情登记表“区域类型”列' as missing,
        null as root_cause,
        year,
        null as received,
        null as region_type,
        null as standard
    from judged
    where standard is null
    union all
    select
        village_code,
        '办公经费' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不适用' as outcome,
        '不是社区' as missing,
        null as root_cause,
        null as year,
        null as received,
        null as region_type,
        null as standard
    from core.village
    where unit_kind <> '社区'
)

select * from final
