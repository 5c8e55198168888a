/*
view: core.village_matter
title: 各村有的事项：红色股份、合作社、专项资金、关爱资金、星级、惠农补贴、劳务用工、代收代缴、项目、合同、资产、债权债务、现金盘点、表上的合计数；没有的，有关规则不适用
columns:
  village_code: 村代码
  matter: 事项
*/
with reported as (
    select
        village_code,
        kind,
        fund
    from fact.reported
    where rows_current > 0
),

-- a sheet that was set aside, in whole or part, tells of its matter too
returned as (
    select
        s.village_code,
        coalesce(nullif(s.kind, ''), s.runner_up) as kind,
        s.fund
    from meta.sheet as s
    inner join meta.submission as m on s.submission_id = m.submission_id and m.superseded_by = ''
    where s.rows_rejected > 0
),

required as (
    select
        p.village_code,
        k.kind,
        '' as fund
    from core.parameter as p
    inner join fact.ledger_kind as k
        on contains(
            '、' || regexp_replace(replace(p.value, ' ', ''), '[,，;；]', '、', 'g') || '、', '、' || k.kind_title || '、'
        )
    where p.name = 'required_sheets'
),

paper as (
    select
        village_code,
        kind,
        fund
    from reported
    union
    select
        village_code,
        kind,
        fund
    from returned
    union
    select
        village_code,
        kind,
        fund
    from required
),

rated as (
    select
        village_code,
        max(stars) as stars,
        max(granted) as granted
    from core.star_grant
    group by village_code
),

final as (
    select
        village_code,
        '红色股份' as matter
    from paper
    where kind in ('share_event', 'dividend', 'dividend_use') or fund = '红色公司'
    union
    select
        village_code,
        '红色股份' as matter
    from ledger.coop_year
    where red_shares > 0
    union
    select
        village_code,
        '合作社' as matter
    from paper
    where kind in ('coop_year', 'share_event', 'dividend')
    union
    select
        village_code,
        case when fund = '关爱资金' then '关爱资金' else '专项资金' end as matter
    from paper
    where fund in ('关爱资金', '专项资金')
    union
    select
        village_code,
        '专项资金' as matter
    from rated
    where stars > 0
    union
    select
        village_code,
        case kind when 'subsidy_payment' then '惠农补贴' when 'labour' then '劳务用工' else '代收代缴' end as matter
    from paper
    where kind in ('subsidy_payment', 'labour', 'collection')
    union
    -- stars are given or not: where no rating was handed in, nobody knows
    select
        v.village_code,
        '星级' as matter
    from core.village as v
    left join rated as r on v.village_code = r.village_code
    where coalesce(r.stars, 1) > 0 or r.granted > 0
    union
    select
        village_code,
        '能与明细核对的合计数' as matter
    from core.printed_total
    where computed is not null or is_unread
    union
    select
        village_code,
        case kind
            when 'contract' then '合同'
            when 'asset' then '资产台账'
            when 'debt' then '债权债务'
            else '现金盘点'
        end as matter
    from paper
    where kind in ('contract', 'asset', 'debt', 'cash_count')
    union
    select
        village_code,
        '工程项目' as matter
    from paper
    where kind in ('project', 'contract')
)

select * from final
