/*
id: CAD03
title: 发给不在册、已离任人员，或一人领两份职务补贴
level: 严重
status: stable
money: 受损
subject: official
description: "发放表上的人不在本村花名册；或已离任 31 天以上仍有归属月份的补贴；或同一人同一月份以两个职务各领一份同一项目。\
  只查干部报酬：项目写明职务补贴、绩效、干部报酬一类的；只写工资、误工的，领的人这一行写了干部职务才算。\
  离任补贴、护林保洁等公益岗位和村民误工不查。一人一年一条。"
why: 名册以外的人领干部补贴，可能是虚列人头或离任后继续领。
basis:
  - 《街办基层党建创新案例（5 篇）》网络汇编篇二（原题名不存，讲的是乡镇财政财务：乡镇按此，村作参照）“问题”部分（二）：超规定的范围和标准发放职工福利、补贴、奖金
params: [leave_grace_days]
looks_in:
  official: {any: [name=subject, id_no], days: any}
  labour: {any: [name=subject, id_no], days: any}
root_cause: 一人一年的补贴为同一事实，与 CAD01、CAD02 合计时只取最大一笔。
falsepositives:
  - 补发离任以前的月份：按归属年度和月份，不按发放日期；只写年度的，整年都在离任之后才算。
  - 姓名或身份证号有一项与花名册相符即视为在册。
  - 离任村干部生活补贴本来就发给不在任的人；护林员、保洁员、网格员、治安巡逻员、小组长等不是花名册上的干部，都不查。
  - 误工补贴村民也可领，没有写干部职务的不查；只写“补贴”、看不出是干部报酬的项目不查。
  - 误工、工资等于同一年劳务用工表上本人的合计的，是做工的钱，不查。
  - 花名册上最早的任职日期之前的年度，名册不全，不可评估。
  - 一肩挑写作一个职务的只领一份，不算；两份不同项目的不算重复。
innocent: 新任干部还没有登入花名册，或名册漏登。
next_check: 核对任免文件、身份证和打卡流水，找本人核实。
clears: 任免文件和更新后的花名册；属误发的，退回单据。
related: [CAD01, PAY09]
message: >-
  {year} 年向{subject}发放干部补贴 {count} 笔、合计 {amount} 元，
  {reasons}（离任后 {leave_grace_days} 天之内的月份不算），待核。
*/
with allowance as (
    select
        row_id,
        village_code,
        year,
        month,
        name,
        person,
        post,
        has_post,
        item,
        pay_class,
        amount,
        is_listed,
        until
    from core.allowance
    where amount > 0
),

-- days paid by a labour list are the work of whoever did it
labour as (
    select a.row_id
    from allowance as a
    inner join core.labour_sum as w
        on
            a.village_code = w.village_code
            and a.name = w.name
            and a.amount = w.amount
            and a.year = year(w.first_day)
    where a.pay_class in ('误工补贴', '一般报酬')
),

paid as (
    select
        row_id,
        village_code,
        year,
        month,
        person,
        post,
        item,
        amount,
        is_listed,
        until
    from allowance
    where
        row_id not in (select w.row_id from labour as w)
        and (
            pay_class in ('职务补贴', '干部报酬')
            or (pay_class = '一般报酬' and (has_post or is_listed))
            or (pay_class = '误工补贴' and has_post)
        )
),

roster_start as (
    select
        village_code,
        min(year(in_office_from)) as year
    from ledger.official
    group by village_code
),

covered as (
    select
        p.row_id,
        p.village_code,
        p.year,
        p.month,
        p.person,
        p.post,
        p.item,
        p.amount,
        p.is_listed,
        p.until
    from paid as p
    inner join roster_start as r on p.village_code = r.village_code
    where coalesce(p.year >= r.year, true)
),

spread as (
    select
        row_id,
        row_number() over (
            partition by village_code, person, year, month, item order by amount desc, row_id asc
        ) as place,
        min(post) over (partition by village_code, person, year, month, item) as first_post,
        max(post) over (partition by village_code, person, year, month, item) as last_post
    from covered
),

improper as (
    select
        c.row_id,
        c.village_code,
        c.year,
        c.person,
        c.amount,
        case
            when not c.is_listed then '不在花名册上'
            when date_diff('day', c.until, make_date(c.year, coalesce(c.month, 1), 1)) > $leave_grace_days
                then '已离任一个月以上'
            when
                c.month is not null
                and s.place > 1
                and s.first_post <> s.last_post
                then '同月以两个职务各领一份'
        end as reason
    from covered as c
    inner join spread as s on c.row_id = s.row_id
),

reason as (
    select distinct
        village_code,
        year,
        person,
        reason
    from improper
),

reasons as (
    select
        village_code,
        year,
        person,
        string_agg(reason, '、' order by reason) as reasons
    from reason
    group by village_code, year, person
),

total as (
    select
        village_code,
        year,
        person,
        count(*) as count,
        cast(sum(amount) as decimal(18, 2)) as amount
    from improper
    where reason is not null
    group by village_code, year, person
),

-- the lines of the roster that name the person
roster_line as (
    select
        a.row_id as paid_row_id,
        o.row_id
    from core.allowance as a
    inner join ledger.official as o
        on a.village_code = o.village_code and (a.name = o.name or a.id_no = upper(trim(o.id_no)))
),

evidence as (
    select
        village_code,
        year,
        person,
        row_id
    from improper
    where reason is not null
    union all
    select
        i.village_code,
        i.year,
        i.person,
        r.row_id
    from improper as i
    inner join roster_line as r on i.row_id = r.paid_row_id
),

final as (
    select
        t.village_code,
        t.person as subject,
        make_date(t.year, 1, 1) as period,
        t.amount,
        e.row_id,
        '命中' as outcome,
        null as missing,
        t.year,
        t.count,
        r.reasons
    from total as t
    inner join reasons as r on t.village_code = r.village_code and t.year = r.year and t.person = r.person
    inner join evidence as e on t.village_code = e.village_code and t.year = e.year and t.person = e.person
    union all
    select distinct
        p.village_code,
        '花名册' as subject,
        make_date(p.year, 1, 1) as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        cast(p.year as varchar) || ' 年在任的花名册' as missing,
        p.year,
        null as count,
        null as reasons
    from paid as p
    inner join roster_start as r on p.village_code = r.village_code
    where p.year < r.year
)

select * from final
