/*
id: SUB02
title: 公开不及时
level: 中
status: stable
money: 手续
subject: village
units: 村
description: "公开登记表上的每一次公开：季度事项在期末 30 日之后才公开；往来较多的村（月均 20 笔以上）月度事项在期末 15 日\
  之后才公开；公开不足 7 天。同一事项同一期间多次公开的，按最早的一次和最长的一次。"
why: 公开晚了、时间短了，村民无从监督，发现问题也错过了时机。
basis:
  - 《村民委员会组织法》（2018 年修正）第 30 条：一般事项至少每季度公布一次，财务往来较多的每月公布
params: [publish_quarter_days, publish_month_days, monthly_n, publish_days, quarter_span]
looks_in:
  publication: {any: [subject=notice]}
root_cause: 一个事项一期的公开为同一事实。
falsepositives:
  - "公开日以照片为准：登记的日期与照片不符的，可以补证后重报。"
  - 往来不多的村按月公开的，到该季度末再加 30 日才算晚。
  - 内容只涵盖一天的（决议、单项事项）、超过一季的（年度决算）不查时限，只查天数。
  - 没有登记撤下日期的，不查天数；没有登记的期间不推定为没有公开。
innocent: 照片显示的实际公开日期早于登记日期，或只是撤下日期登记有误。
next_check: 核对公开照片的拍摄日期和编号。
clears: 补公开并留影，或照片上的实际公开日期。
related: [SUB01, PRC05]
message: "“{notice}”（{covers_from}至 {covers_to}）{published_on}公开：{finding}，该期收支 {amount} 元，待核。"
*/
with notice as (
    select
        row_id,
        village_code,
        trim(subject) as notice,
        fund,
        covers_from,
        covers_to,
        published_on,
        withdrawn_on
    from ledger.publication
    where covers_from <= covers_to
),

entry as (
    select
        village_code,
        fund,
        entry_date,
        coalesce(income, 0) + coalesce(expense, 0) as amount
    from core.cash_entry
    where not is_opening and not is_repeat and not is_internal
),

busy as (
    select
        village_code,
        year(entry_date) as year
    from entry
    group by village_code, year(entry_date)
    having count(*) >= $monthly_n * count(distinct month(entry_date))
),

published as (
    select
        village_code,
        notice,
        fund,
        covers_from,
        covers_to,
        min(published_on) as published_on,
        max(date_diff('day', published_on, withdrawn_on) + 1) as days_shown,
        date_diff('day', covers_from, covers_to) + 1 as span,
        make_date(year(covers_to), month(covers_to), 1) as last_month
    from notice
    group by village_code, notice, fund, covers_from, covers_to
),

placed as (
    select
        village_code,
        notice,
        fund,
        covers_from,
        covers_to,
        published_on,
        days_shown,
        span,
        case
            when quarter(last_month + interval 1 month) <> quarter(last_month) then last_month + interval 1 month
            when
                quarter(last_month + interval 1 month + interval 1 month) <> quarter(last_month)
                then last_month + interval 1 month + interval 1 month
            else last_month + interval 1 quarter
        end as next_quarter
    from published
),

timed as (
    select
        p.village_code,
        p.notice,
        p.fund,
        p.covers_from,
        p.covers_to,
        p.published_on,
        p.days_shown,
        case
            when p.span = 1 or p.span > $quarter_span then null
            when p.span > 31 then date_diff('day', p.covers_to, p.published_on)
            when b.year is not null then date_diff('day', p.covers_to, p.published_on)
            else date_diff('day', cast(p.next_quarter - interval 1 day as date), p.published_on)
        end as days_late,
        case when p.span <= 31 and b.year is not null then $publish_month_days else $publish_quarter_days end as allowed,
        case when p.span <= 31 and b.year is null then '季末' else '期末' end as counted_from
    from placed as p
    left join busy as b on p.village_code = b.village_code and year(p.covers_to) = b.year
),

wrong as (
    select
        village_code,
        notice,
        fund,
        covers_from,
        covers_to,
        published_on,
        concat_ws(
            '，',
            case
                when days_late > allowed
                    then counted_from || '后第 ' || days_late || ' 天，超过 ' || allowed || ' 天'
            end,
            case
                when days_shown < $publish_days
                    then '只公开 ' || days_shown || ' 天，不足 ' || $publish_days || ' 天'
            end
        ) as finding
    from timed
    where days_late > allowed or days_shown < $publish_days
),

turnover as (
    select
        w.village_code,
        w.notice,
        w.fund,
        w.covers_from,
        w.covers_to,
        cast(sum(e.amount) as decimal(18, 2)) as amount
    from wrong as w
    inner join entry as e
        on
            w.village_code = e.village_code
            and e.entry_date between w.covers_from and w.covers_to
            and coalesce(w.fund = e.fund, true)
    group by w.village_code, w.notice, w.fund, w.covers_from, w.covers_to
),

final as (
    select
        w.village_code,
        concat_ws(
            ' ', w.notice, w.fund, cast(w.covers_from as varchar) || '至' || cast(w.covers_to as varchar)
        ) as subject,
        make_date(year(w.covers_from), month(w.covers_from), 1) as period,
        coalesce(t.amount, cast(0 as decimal(18, 2))) as amount,
        n.row_id,
        w.notice,
        w.covers_from,
        w.covers_to,
        w.published_on,
        w.finding
    from wrong as w
    inner join notice as n
        on
            w.village_code = n.village_code
            and w.notice = n.notice
            and w.fund is not distinct from n.fund
            and w.covers_from = n.covers_from
            and w.covers_to = n.covers_to
    left join turnover as t
        on
            w.village_code = t.village_code
            and w.notice = t.notice
            and w.fund is not distinct from t.fund
            and w.covers_from = t.covers_from
            and w.covers_to = t.covers_to
)

select * from final
