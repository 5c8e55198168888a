/*
id: COL01
title: 代收的钱没有足额上缴
level: 高
status: stable
money: 受损
subject: sheet
applies_to: 代收代缴
description: "代收代缴台账上，一村一年一项代收的合计大于上缴的合计，差额超过 0.01 元。只看代收的月份已经过完的；\
  没有写代收日期的也看。一村一年一项一条，金额为没有上缴的差额。"
why: 替别人收的钱压在手里，可能被挪用，农户的医保、水电也会断。
basis:
  - 《现金管理暂行条例》第 11 条：现金收入当日送存，不得坐支
  - 《街办基层党建创新案例（5 篇）》网络汇编篇二（原题名不存，讲的是乡镇财政财务：乡镇按此，村作参照）“问题”部分（二）：坐收坐支、个人占用票款
params: [tolerance]
looks_in:
  collection:
    - {cells: [remitted_amount]}
    - {days: any}
root_cause: 一村一年一项没有上缴的差额为同一事实，与 COL02 合计时只取最大一笔。
falsepositives:
  - 一次缴了几个人的、上缴金额写在一行的：按合计比，不按人比。
  - 当月代收、当月还没有缴的不报；退给农户的写负数，抵减代收。
innocent: 已经上缴而台账没有补填。
next_check: 查缴款书、银行回单，盘点经手人手里的现金和收据存根。
clears: 缴款书、银行回单，补填后的台账。
related: [COL02, PAY02]
message: "{year}{item}代收 {collected} 元，台账记上缴 {remitted} 元，差 {amount} 元没有上缴（容差 {tolerance} 元），待核。"
*/
with setting as (
    select as_of from meta.setting
),

item as (
    select
        row_id,
        item
    from fact.listed_item
),

collection as (
    select
        c.row_id,
        c.village_code,
        i.item,
        coalesce(year(coalesce(c.collected_on, c.remitted_on, c.period)), 0) as year,
        c.amount,
        c.remitted_amount
    from ledger.collection as c
    inner join item as i on c.row_id = i.row_id
    cross join setting as s
    where coalesce(c.collected_on < make_date(year(s.as_of), month(s.as_of), 1), true)
),

collected as (
    select
        village_code,
        item,
        year,
        cast(sum(amount) as decimal(18, 2)) as collected
    from collection
    group by village_code, item, year
),

remitted as (
    select
        village_code,
        item,
        year,
        cast(sum(remitted_amount) as decimal(18, 2)) as remitted
    from collection
    where remitted_amount is not null
    group by village_code, item, year
),

total as (
    select
        c.village_code,
        c.item,
        c.year,
        c.collected,
        coalesce(r.remitted, 0) as remitted
    from collected as c
    left join remitted as r on c.village_code = r.village_code and c.item = r.item and c.year = r.year
    where c.collected > $tolerance and (r.remitted is null or c.collected > r.remitted + $tolerance)
),

final as (
    select
        t.village_code,
        t.item || ' 没有足额上缴' as subject,
        case when t.year > 0 then make_date(t.year, 1, 1) end as period,
        cast(t.collected - t.remitted as decimal(18, 2)) as amount,
        c.row_id,
        concat_ws('·', '代收', t.village_code, t.item, cast(t.year as varchar)) as root_cause,
        case when t.year > 0 then cast(t.year as varchar) || ' 年' else '' end as year,
        t.item,
        t.collected,
        t.remitted
    from total as t
    inner join collection as c on t.village_code = c.village_code and t.item = c.item and t.year = c.year
)

select * from final
