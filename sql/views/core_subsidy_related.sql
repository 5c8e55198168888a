/*
view: core.subsidy_related
title: 惠农补贴名单上的村干部、村监会成员及其近亲属
columns:
  row_id: 行编号
  roster_row_id: 花名册行编号
  who: 职务，或某人的近亲属
  is_sure: 是否身份证号或账号相同
*/
with subsidy as (
    select
        row_id,
        village_code,
        year,
        name,
        id_no,
        account,
        coalesce(paid_on, make_date(year, 12, 31)) as last_day,
        coalesce(paid_on, make_date(year, 1, 1)) as first_day
    from core.subsidy
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
        case when r.relation = '本人' then o.id_no end as id_no
    from fact.roster as r
    inner join official as o on r.row_id = o.row_id
),

matched as (
    select
        s.row_id,
        r.row_id as roster_row_id,
        case when r.relation = '本人' then r.name || '（' || r.post || '）' else s.name || '（' || r.official || '的近亲属）' end as who,
        coalesce(s.id_no = r.id_no, false) or coalesce(s.account = r.account, false) as is_sure,
        r.relation
    from subsidy as s
    inner join roster as r on s.village_code = r.village_code
    where
        coalesce(s.last_day >= r.since, true)
        and coalesce(s.first_day <= r.until, true)
        and (s.id_no = r.id_no or (s.name = r.name and coalesce(s.id_no = r.id_no, true)))
),

final as (
    select
        row_id,
        roster_row_id,
        who,
        is_sure
    from matched
    qualify
        row_number() over (
            partition by row_id
            order by is_sure desc, relation desc, who asc, roster_row_id asc
        ) = 1
)

select * from final
