/*
id: CAD08
title: 给干部发奖金、福利没有村民同意
level: 中
status: stable
money: 受损
subject: village
units: 村
description: "一村一年发给干部的年终奖、奖金、福利（补贴发放表上项目写明的，或账上写明干部、两委的奖金福利），没有决议编号，\
  四议两公开台账里也没有奖金、福利、报酬、补贴一类的议题。两处都有的取较大的。没有四议两公开台账的不可评估。"
why: 集体给干部发奖金福利，须经村民同意；没有同意就是自己给自己发钱。
basis:
  - 参照自治区党委组织部组织一处《当前农村基层党建工作面临的难题及对策》（宁夏党建刊物 2015 年第 10 期，刊名不存）：对村集体经济发展好的，经村民同意，可对村“两委”负责人和其他村干部一定奖励和补贴（建议）
  - 《街办基层党建创新案例（5 篇）》网络汇编篇二（原题名不存，讲的是乡镇财政财务：乡镇按此，村作参照）“问题”部分（二）：超规定的范围和标准发放职工福利、补贴、奖金
looks_in:
  resolution: {says: {subject: 奖|福利|报酬|补贴|待遇|绩效|工资}, days: any}
  cash_entry: {cells: [resolution_no]}
root_cause: 一村一年给干部发的奖金、福利为一个事实。
falsepositives:
  - 台账里有奖金、福利、报酬、补贴、待遇、绩效议题的，全部通过。
  - 议题只说文明户、学生、老人、农户的奖励补贴，没有说到干部的，不算议过。
  - 给村民、学生、老人发的奖励福利不查；考核绩效不是奖金，不查。
  - 写明县、乡镇、上级考核奖励的，不是集体发的，不查。
innocent: 上级拨来的考核奖，文件另存。
next_check: 查会议记录和上级文件，问清钱从哪里出。
clears: 村民会议的决议，或上级考核奖励的文件。
related: [CAD01, CAD05, PRC01]
message: "{year} 年发给干部的奖金、福利 {amount} 元（{entries} 笔），四议两公开台账里没有相关议题，待核。"
*/
with listed as (
    select
        row_id,
        village_code,
        year,
        amount,
        '发放表' as place
    from core.allowance
    where
        amount > 0
        and regexp_matches(item, '年终奖|奖金|福利|过节费|节日补助')
        and not regexp_matches(item, '县|乡|镇|上级|组织部|考核|绩效')
        and (has_post or is_listed)
),

booked as (
    select
        row_id,
        village_code,
        cast(year(entry_date) as integer) as year,
        amount,
        '账' as place
    from core.payment
    where
        resolution_no is null
        and regexp_matches(summary, '(干部|两委|班子)')
        and regexp_matches(summary, '年终奖|奖金|福利|过节费|节日补助')
        and not regexp_matches(summary, '县|乡|镇|上级|组织部|考核|绩效')
),

paid as (
    select
        row_id,
        village_code,
        year,
        amount,
        place
    from listed
    union all
    select
        row_id,
        village_code,
        year,
        amount,
        place
    from booked
),

decided as (
    select distinct village_code
    from ledger.resolution
    where
        regexp_matches(subject, '奖|福利|报酬|补贴|待遇|绩效|工资')
        and (
            not regexp_matches(subject, '文明户|学生|大学|考生|老人|老年|农户|惠农|好媳妇|道德')
            or regexp_matches(subject, '干部|两委|人员')
        )
),

undecided as (
    select
        p.row_id,
        p.village_code,
        p.year,
        p.amount,
        p.place
    from paid as p
    left join decided as d on p.village_code = d.village_code
    where d.village_code is null
),

summed as (
    select
        village_code,
        year,
        place,
        sum(amount) as amount,
        count(*) as entries
    from undecided
    group by village_code, year, place
    qualify row_number() over (partition by village_code, year order by sum(amount) desc, place asc) = 1
),

final as (
    select
        s.village_code,
        '干部奖金福利' as subject,
        make_date(s.year, 1, 1) as period,
        cast(s.amount as decimal(18, 2)) as amount,
        u.row_id,
        concat_ws('·', '干部奖金福利', s.village_code, cast(s.year as varchar)) as root_cause,
        s.year,
        s.entries
    from summed as s
    inner join undecided as u on s.village_code = u.village_code and s.year = u.year and s.place = u.place
)

select * from final
