/*
id: DR05
title: 合作社应付红利与村入账不符/迟到
level: 高
status: stable
money: 受损
difference: true
subject: cooperative
applies_to: 红色股份
description: "合作社应付给村的红利（红利收取表的应分红利；合作社有分配表而村里没有登记的，按持股比例计算）与村里实收的红利不符，\
  或到账日晚于合作社分配决议日 30 天以上。没有决议日的只查差额。"
why: 合作社分了而村里没有收到或迟迟没有收到，钱就停在别处。
basis:
  - 审计实务：付款方与收款方两端核对
  - 《湖南吉首：“红色股份”发展村级集体经济增强基层党组织“向心力”》（第三届全国基层党建创新案例，载《街办基层党建创新案例（5 篇）》网络汇编篇五）做法（六）：每年按照所占股资总额的比例分取红利
params: [dividend_arrival_days, dividend_fee, dividend_due_months, tolerance]
looks_in:
  dividend: {by: [cooperative]}
  coop_year: {by: [cooperative]}
root_cause: 一村一社一年的应分红利为同一事实，与 DR01、DR02 合计时只取最大一笔。
falsepositives:
  - 少收不超过 10 元视为手续费；多收没有这个容差。
  - 未到期的不报：决议后未满 30 天，或没有决议日、一分未收而该年终了未满 12 个月。
  - 分几次到账的先相加；只有决议 30 天以后到账的那几笔算迟到。
  - 村里两张表都只有一个合作社时，名称写法不同也算同一社。
innocent: 合作社把上年补发的红利并在一起付，或扣了村里应付的款项。
next_check: 查合作社分配决议、付款凭证和村里的到账回单，逐笔核对金额和日期。
clears: 到账回单，或合作社对差额、迟付的书面说明。
related: [DR01, DR02]
message: >-
  {year} 年{subject}应付村里红利 {due} 元（分配决议日：{decided_on}），实收 {received} 元（到账日：{received_on}），
  {finding} {amount} 元（决议后 {dividend_arrival_days} 天内到账，
  没有写决议日的在年度终了后 {dividend_due_months} 个月内；少收 {dividend_fee} 元、多收 {tolerance} 元以内不算），
  待核。
*/
with setting as (
    select as_of from meta.setting
),

dividend as (
    select
        village_code,
        cooperative,
        year,
        declared,
        received,
        received_on
    from core.dividend
),

dividend_row as (
    select
        row_id,
        village_code,
        trim(cooperative) as cooperative,
        year,
        received,
        received_on
    from ledger.dividend
),

coop_year as (
    select
        village_code,
        cooperative,
        year,
        decided_on,
        row_id
    from core.coop_year
),

expected as (
    select
        village_code,
        cooperative,
        year,
        expected
    from core.share_dividend
    where expected > 0
),

counted as (
    select
        d.village_code,
        count(distinct d.cooperative) = 1 as one_paying
    from dividend as d
    group by d.village_code
),

reporting as (
    select
        village_code,
        count(distinct cooperative) = 1 as one_reporting
    from coop_year
    group by village_code
),

pair as (
    select
        d.village_code,
        d.cooperative,
        d.year,
        c.cooperative as reported_as,
        c.decided_on,
        c.row_id
    from dividend as d
    inner join coop_year as c on d.village_code = c.village_code and d.year = c.year
    inner join counted as n on d.village_code = n.village_code
    inner join reporting as r on d.village_code = r.village_code
    where d.cooperative = c.cooperative or (n.one_paying and r.one_reporting)
),

late as (
    select
        d.village_code,
        d.cooperative,
        d.year,
        cast(sum(d.received) as decimal(18, 2)) as late,
        max(date_diff('day', p.decided_on, d.received_on)) - $dividend_arrival_days as late_days
    from dividend_row as d
    inner join pair as p on d.village_code = p.village_code and d.cooperative = p.cooperative and d.year = p.year
    where d.received > 0 and date_diff('day', p.decided_on, d.received_on) > $dividend_arrival_days
    group by d.village_code, d.cooperative, d.year
),

compared as (
    select
        d.village_code,
        d.cooperative,
        d.year,
        d.declared as due,
        d.received,
        d.received_on,
        p.decided_on,
        p.row_id as report_row_id,
        coalesce(l.late, 0) as late,
        l.late_days
    from dividend as d
    left join pair as p on d.village_code = p.village_code and d.cooperative = p.cooperative and d.year = p.year
    left join late as l on d.village_code = l.village_code and d.cooperative = l.cooperative and d.year = l.year
    union all
    -- distributed by the co-operative, and no dividend of that year registered in the village
    select
        c.village_code,
        c.cooperative,
        c.year,
        e.expected as due,
        cast(0 as decimal(18, 2)) as received,
        null as received_on,
        c.decided_on,
        c.row_id as report_row_id,
        0 as late,
        null as late_days
    from coop_year as c
    inner join counted as n on c.village_code = n.village_code
    inner join expected as e on c.village_code = e.village_code and c.cooperative = e.cooperative and c.year = e.year
    left join pair as p on c.village_code = p.village_code and c.cooperative = p.reported_as and c.year = p.year
    where p.year is null
),

judged as (
    select
        c.village_code,
        c.cooperative,
        c.year,
        c.due,
        c.received,
        c.received_on,
        c.decided_on,
        c.report_row_id,
        case
            when c.due - c.received > $dividend_fee and not coalesce(
                date_diff('day', c.decided_on, s.as_of) <= $dividend_arrival_days,
                c.received = 0 and (year(s.as_of) - c.year) * 12 + month(s.as_of) - 12 <= $dividend_due_months
            ) then '少收'
            when c.received - c.due > $tolerance then '多收'
            when c.late > 0 then '迟到'
        end as finding,
        c.late,
        c.late_days
    from compared as c
    cross join setting as s
),

found as (
    select
        village_code,
        cooperative,
        year,
        due,
        received,
        received_on,
        decided_on,
        report_row_id,
        case
            when finding = '迟到' then '迟到 ' || cast(late_days as varchar) || ' 天，涉及'
            else finding
        end as finding,
        case when finding = '迟到' then late else abs(due - received) end as amount
    from judged
    where finding is not null
),

evidence as (
    select
        village_code,
        cooperative,
        year,
        row_id
    from dividend_row
    union all
    select
        village_code,
        cooperative,
        year,
        report_row_id as row_id
    from found
    where report_row_id is not null
),

blind as (
    select village_code
    from compared
    group by village_code
    having count(due) = 0 and count(decided_on) = 0
),

final as (
    select
        f.village_code,
        f.cooperative as subject,
        make_date(f.year, 1, 1) as period,
        cast(f.amount as decimal(18, 2)) as amount,
        e.row_id,
        '命中' as outcome,
        null as missing,
        concat_ws('|', 'DR', f.village_code, f.cooperative, cast(f.year as varchar)) as root_cause,
        f.year,
        f.due,
        f.received,
        f.received_on,
        f.decided_on,
        f.finding
    from found as f
    inner join evidence as e
        on f.village_code = e.village_code and f.cooperative = e.cooperative and f.year = e.year
    union all
    select
        village_code,
        '红利' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '应分红利，或合作社盈余分配表的分配决议日' as missing,
        null as root_cause,
        null as year,
        null as due,
        null as received,
        null as received_on,
        null as decided_on,
        null as finding
    from blind
)

select * from final
