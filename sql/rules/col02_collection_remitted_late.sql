/*
id: COL02
title: 代收的钱上缴迟
level: 中
status: stable
money: 手续
tunable: remit_days
subject: sheet
applies_to: 代收代缴
description: "代收代缴台账上，从代收到上缴的天数超过县里定的天数。县里没有定天数的不可评估。一村一年一项一条，金额为迟缴的合计。"
why: 收来的钱在手里放得久，容易被借用。
basis:
  - 《现金管理暂行条例》第 11 条：现金收入当日送存，不得坐支
  - 《街办基层党建创新案例（5 篇）》网络汇编篇二（原题名不存，讲的是乡镇财政财务：乡镇按此，村作参照）“问题”部分（二）：坐收坐支、个人占用票款
params: [remit_days]
root_cause: 一村一年一项迟缴的为同一事实，与 COL01 合计时只取最大一笔。
falsepositives:
  - 正好第几天上缴的不报；代收日期、上缴日期缺一个的不比（没有上缴的由 COL01 查）。
innocent: 收款单位定期来收，或等收齐一批再缴。
next_check: 核对缴款书的日期，问这段时间钱放在哪里。
clears: 收款单位的收款安排，这段时间的存款记录。
related: [COL01]
message: "{year} 年代收{item}有 {rows} 笔上缴超过 {remit_days:g} 天（最长 {longest} 天），合计 {amount} 元，待核。"
*/
with item as (
    select
        row_id,
        item
    from fact.listed_item
),

late as (
    select
        c.row_id,
        c.village_code,
        i.item,
        year(c.collected_on) as year,
        date_diff('day', c.collected_on, c.remitted_on) as days,
        c.amount
    from ledger.collection as c
    inner join item as i on c.row_id = i.row_id
    where c.amount > 0 and date_diff('day', c.collected_on, c.remitted_on) > $remit_days
),

total as (
    select
        village_code,
        item,
        year,
        count(*) as rows,
        max(days) as longest,
        cast(sum(amount) as decimal(18, 2)) as amount
    from late
    group by village_code, item, year
),

final as (
    select
        t.village_code,
        t.item || ' 上缴迟' as subject,
        make_date(t.year, 1, 1) as period,
        t.amount,
        l.row_id,
        concat_ws('·', '代收', t.village_code, t.item, cast(t.year as varchar)) as root_cause,
        t.year,
        t.item,
        t.rows,
        t.longest
    from total as t
    inner join late as l on t.village_code = l.village_code and t.item = l.item and t.year = l.year
)

select * from final
