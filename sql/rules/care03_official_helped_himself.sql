/*
id: CARE03
title: 干部或亲属自助
level: 高
status: stable
money: 受损
subject: official
applies_to: 关爱资金
description: "关爱资金的受助人是本村任职期内的干部、村监会成员或其近亲属：身份证号或账号与花名册相同的为高，\
  只有姓名相同的为中（全县超过 5 个村有这个姓名的，只凭姓名不报）。一人一年一条。"
why: 管钱的人给自己和亲属发救助，需要回避和公示。
basis:
  - 审计实务：受益人与经办人比对
  - 自治区党委组织部组织一处《当前农村基层党建工作面临的难题及对策》（宁夏党建刊物 2015 年第 10 期，刊名不存）：党内关爱基金帮扶救助农村生活困难党员、老党员
params: [namesake_villages, care_publicity_days]
looks_in:
  publication: {says: {subject: 慰问|帮扶|救助|困难|受助|发放}, days: 366}
  official: {any: [name=subject], days: any, county: true}
  aid_payment: {amount: one, by: [name=subject], says: {amount: '-'}}
root_cause: 一人一年领取的关爱资金为一个事实，与 CARE02 合计时只取最大一笔。
falsepositives:
  - 干部确系困难并已公示满 7 天的通过：公开登记表上慰问、帮扶、救助、困难人员或发放名单的公开，起止期间包含发放日；按季公开的资金收支不算。
  - 同姓同名：两边身份证号都有而不同的不是一个人；全县超过 5 个村有这个姓名的只凭姓名不报。
  - 任职期以外的发放不报；红字冲完的不报。
innocent: 干部本人确有重病等困难，按程序评议过，只是公示没有登记。
next_check: 核对困难认定、评议记录和公示照片，看本人是否参与审批。
clears: 困难认定、评议记录和满 7 天的公示照片。
related: [CARE02, PAY09]
message: "{year} 年关爱资金发给{subject}（{who}）{amount} 元，{how}，未见满 {days} 天的公示，待核。"
*/
with setting as (
    select as_of from meta.setting
),

aid as (
    select
        row_id,
        village_code,
        year,
        coalesce(paid_on, make_date(year, 12, 31)) as last_day,
        coalesce(paid_on, make_date(year, 1, 1)) as first_day,
        name,
        person,
        id_no,
        payee_account,
        amount
    from core.care_aid
    where year is not null
),

official as (
    select
        row_id,
        case when not contains(id_no, '*') then nullif(upper(trim(id_no)), '') end as id_no
    from ledger.official
),

roster as (
    select
        r.row_id,
        r.village_code,
        r.name,
        r.relation,
        r.official,
        coalesce(r.post, r.body, '在册人员') as post,
        r.account,
        r.since,
        r.until,
        r.namesakes,
        case when r.relation = '本人' then o.id_no end as id_no
    from fact.roster as r
    inner join official as o on r.row_id = o.row_id
),

notice as (
    select
        p.village_code,
        p.covers_from,
        p.covers_to
    from ledger.publication as p
    cross join setting as s
    where
        regexp_matches(p.subject, '慰问|帮扶|救助|困难|受助|发放')
        and not regexp_matches(p.subject, '收支')
        and date_diff('day', p.published_on, coalesce(p.withdrawn_on, s.as_of)) >= $care_publicity_days
),

published as (
    select distinct a.row_id
    from aid as a
    inner join notice as n
        on a.village_code = n.village_code and a.last_day >= n.covers_from and a.first_day <= n.covers_to
),

matched as (
    select
        a.row_id,
        a.village_code,
        a.year,
        a.person,
        a.amount,
        r.row_id as roster_row_id,
        r.relation,
        r.official,
        r.post,
        case
            when coalesce(a.id_no = r.id_no, false) then '身份证号相同'
            when coalesce(a.payee_account = r.account, false) then '账号相同'
            else '姓名相同'
        end as how
    from aid as a
    inner join roster as r on a.village_code = r.village_code
    left join published as p on a.row_id = p.row_id
    where
        coalesce(p.row_id, '') = ''
        and coalesce(a.last_day >= r.since, true)
        and coalesce(a.first_day <= r.until, true)
        and (
            a.id_no = r.id_no
            or (a.payee_account = r.account and coalesce(a.id_no = r.id_no, true))
            or (a.name = r.name and r.namesakes <= $namesake_villages and coalesce(a.id_no = r.id_no, true))
        )
),

-- one person may stand in the roster in several posts: the surest match speaks
surest as (
    select
        row_id,
        village_code,
        year,
        person,
        amount,
        roster_row_id,
        relation,
        official,
        post,
        how
    from matched
    qualify
        row_number() over (
            partition by row_id
            order by how <> '姓名相同' desc, relation desc, official asc, post asc, roster_row_id asc
        ) = 1
),

helped as (
    select
        village_code,
        year,
        person,
        cast(sum(amount) as decimal(18, 2)) as amount,
        max(case when how <> '姓名相同' then 1 else 0 end) as is_sure,
        max(how) as how,
        min(case when relation = '本人' then post else official || '的近亲属' end) as who
    from surest
    group by village_code, year, person
    having sum(amount) > 0
),

evidence as (
    select
        village_code,
        year,
        person,
        row_id
    from surest
    union all
    select
        village_code,
        year,
        person,
        roster_row_id as row_id
    from surest
),

final as (
    select
        h.village_code,
        h.person as subject,
        make_date(h.year, 1, 1) as period,
        h.amount,
        e.row_id,
        case when h.is_sure = 0 then '中' end as level,
        concat_ws('|', 'CARE', h.village_code, h.person, cast(h.year as varchar)) as root_cause,
        h.year,
        h.who,
        case when h.is_sure = 1 then '证号或账号与花名册相同' else '姓名与花名册相同' end as how,
        $care_publicity_days as days
    from helped as h
    inner join evidence as e on h.village_code = e.village_code and h.year = e.year and h.person = e.person
)

select * from final
