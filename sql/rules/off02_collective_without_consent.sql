/*
id: OFF02
title: 集体收入用作办公经费没有村民同意
level: 低
status: stable
money: 手续
subject: village
units: 村
description: "一村一年从集体资金列支、划转的办公经费（集体账上写明补充、划转办公经费的支出，或办公经费账上写明来自集体的收入，\
  取较大的），没有决议编号，四议两公开台账里也没有办公经费、运转经费、工作经费的议题。没有四议两公开台账的不可评估。"
why: 集体的钱用来办公，要村民同意；没有人同意过，就容易变成想用就用。
basis:
  - 参照自治区党委组织部组织一处《当前农村基层党建工作面临的难题及对策》（宁夏党建刊物 2015 年第 10 期，刊名不存）：有集体经济收入的村，经村民同意，每年可从集体收入中拿出部分资金作为村级办公经费（建议）
  - 《村民委员会组织法》（2018 年修正）第 24 条：从村集体经济所得收益的使用，须经村民会议讨论决定
looks_in:
  resolution: {says: {subject: 办公经费|运转经费|工作经费}, days: any}
  cash_entry:
    - {cells: [resolution_no]}
root_cause: 一村一年从集体列支的办公经费为一个事实。
falsepositives:
  - 只查写明是补充、划转、列支办公经费的；集体账上零星的办公用品支出不查。
  - 写了决议编号的不查；台账里有相关议题的，当年全部通过。
innocent: 年度预算里一并议过，没有单独的议题。
next_check: 查村民代表会议记录和预算，看有没有这一项、定了多少。
clears: 写明金额的会议决议或预算。
related: [CAD04, BUD01, PRC01]
message: "{year} 年从集体资金列支办公经费 {amount} 元（{entries} 笔），没有决议编号，四议两公开台账里也没有相关议题，待核。"
*/
with entry as (
    select
        row_id,
        village_code,
        cast(year(entry_date) as integer) as year,
        case when fund = '集体资金' then '付出' else '收到' end as side,
        case when fund = '集体资金' then expense else income end as amount,
        nullif(trim(resolution_no), '') as resolution_no
    from core.cash_entry
    where
        not is_opening
        and not is_repeat
        and (
            (
                fund = '集体资金'
                and expense > 0
                and regexp_matches(summary, '(补充|划转|转入|转|列支|弥补|补助|安排|拨付?|提取?)(村级?|本村|村委会?)?(办公|运转|工作)经费')
            )
            or (fund = '办公经费' and income > 0 and regexp_matches(summary || coalesce(counterparty, ''), '集体(经济|资金|收入|账)'))
        )
),

decided as (
    select distinct village_code
    from ledger.resolution
    where regexp_matches(subject, '办公经费|运转经费|工作经费')
),

undecided as (
    select
        e.row_id,
        e.village_code,
        e.year,
        e.side,
        e.amount
    from entry as e
    left join decided as d on e.village_code = d.village_code
    where d.village_code is null and e.resolution_no is null
),

summed as (
    select
        village_code,
        year,
        side,
        sum(amount) as amount,
        count(*) as entries
    from undecided
    group by village_code, year, side
    qualify row_number() over (partition by village_code, year order by sum(amount) desc, side asc) = 1
),

final as (
    select
        s.village_code,
        '集体列支办公经费' as subject,
        make_date(s.year, 1, 1) as period,
        cast(s.amount as decimal(18, 2)) as amount,
        u.row_id,
        concat_ws('·', '集体列支办公经费', s.village_code, cast(s.year as varchar)) as root_cause,
        s.year,
        s.entries
    from summed as s
    inner join undecided as u on s.village_code = u.village_code and s.year = u.year and s.side = u.side
)

select * from final
