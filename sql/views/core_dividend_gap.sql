/*
view: core.dividend_gap
title: 红利缺口：一村一社一年的应再投入、再投入不足、结余和未见去向；规则、页面和报告都用这里的数
columns:
  village_code: 村代码
  cooperative: 合作社：或“合并”
  year: 红利年度
  required: 应再投入（元）
  retained: 留用（元）：红利减应再投入
  shortfall: 再投入不足（元）：先以其他年度多投的抵减；没有使用记录时为空
  offset_amount: 以其他年度多投的抵减（元）：没有使用记录时为空
  overspent: 用途合计比红利（连同以前年度余下的）多出（元）
  left_over: 余下（元）：红利减用途合计；没有填报结余的，先抵其他年度多用的
  untraced: 未见去向（元）：余下的减填报结余；没有填报结余的，过了期限才算
  in_hand: 结余（元）：填报的未使用红利，或还在期限之内的
*/
with setting as (
    select as_of from meta.setting
),

parameter as (
    select
        village_code,
        year,
        max(case when name = 'reinvest_ratio' then cast(value as decimal(9, 6)) end) as reinvest_ratio,
        max(case when name = 'reinvest_cumulative' then cast(value as integer) end) as reinvest_cumulative,
        max(case when name = 'dividend_use_days' then cast(value as integer) end) as dividend_use_days,
        max(case when name = 'unspent_days' then cast(value as integer) end) as unspent_days,
        max(case when name = 'tolerance' then cast(value as decimal(18, 2)) end) as tolerance
    from core.parameter_year
    group by village_code, year
),

dividend_year as (
    select
        d.village_code,
        d.cooperative,
        d.year,
        d.dividend,
        d.unspent,
        d.uses,
        coalesce(d.used, 0) as used,
        d.reinvested,
        cast(p.reinvest_ratio as decimal(38, 6)) as reinvest_ratio,
        p.reinvest_cumulative,
        p.tolerance,
        d.lacking is null and d.uses > 0 as is_judged,
        d.lacking is null or (d.dividend is not null and d.unspent is not null) as is_told,
        date_diff('day', d.counted_from, s.as_of) > p.dividend_use_days as is_use_due,
        date_diff('day', d.counted_from, s.as_of) > p.unspent_days as is_rest_due
    from core.dividend_year as d
    inner join parameter as p on d.village_code = p.village_code and d.year = p.year
    cross join setting as s
),

-- whole cents: half a cent of duty is rounded as money is, the comparison stays exact
own_year as (
    select
        village_code,
        cooperative,
        year,
        dividend,
        unspent,
        uses,
        reinvested,
        tolerance,
        is_judged,
        is_told,
        is_use_due,
        is_rest_due,
        cast(dividend * reinvest_ratio as decimal(18, 2)) as required,
        case when is_judged then greatest(dividend * reinvest_ratio - reinvested, 0) else 0 end as short,
        case when is_judged then greatest(reinvested - dividend * reinvest_ratio, 0) * reinvest_cumulative else 0 end
            as beyond,
        greatest(dividend - used, 0) as remainder,
        greatest(used - dividend, 0) as excess
    from dividend_year
),

-- what one year put in or spent beyond its own meets what others lack or left over
carried as (
    select
        village_code,
        cooperative,
        year,
        dividend,
        unspent,
        uses,
        reinvested,
        tolerance,
        is_judged,
        is_told,
        is_use_due,
        is_rest_due,
        required,
        short,
        remainder,
        excess,
        sum(short) over (partition by village_code, cooperative order by year)
        - sum(beyond) over (partition by village_code, cooperative) as short_to_date,
        sum(case when is_told then remainder else 0 end) over (partition by village_code, cooperative order by year)
            as remainder_to_date,
        sum(case when is_told then excess else 0 end) over (partition by village_code, cooperative order by year)
            as excess_to_date,
        sum(case when is_told then excess else 0 end) over (partition by village_code, cooperative) as excess_in_all
    from own_year
),

covered as (
    select
        village_code,
        cooperative,
        year,
        dividend,
        unspent,
        uses,
        reinvested,
        tolerance,
        is_judged,
        is_use_due,
        is_rest_due,
        required,
        cast(greatest(least(short, short_to_date), 0) as decimal(18, 2)) as proven,
        case
            when unspent is not null or not is_told then remainder
            else greatest(least(remainder, remainder_to_date - excess_in_all), 0)
        end as left_over,
        greatest(
            max(excess_to_date - remainder_to_date) over (partition by village_code, cooperative order by year), 0
        ) as uncovered_to_date
    from carried
),

judged as (
    select
        village_code,
        cooperative,
        year,
        dividend,
        reinvested,
        is_judged,
        required,
        case when proven > tolerance then proven else 0 end as shortfall,
        -- what one year overspent is said once; what later years leave over does not go to make it up
        uncovered_to_date
        - coalesce(lag(uncovered_to_date) over (partition by village_code, cooperative order by year), 0) as overspent,
        left_over,
        tolerance,
        case
            when uses = 0 and not is_use_due then 0
            when unspent is not null then greatest(left_over - unspent, 0)
            when uses = 0 or is_rest_due then left_over
            else 0
        end as unaccounted
    from covered
),

untraced as (
    select
        village_code,
        cooperative,
        year,
        dividend,
        reinvested,
        is_judged,
        required,
        shortfall,
        overspent,
        left_over,
        case when unaccounted > tolerance then unaccounted else 0 end as untraced
    from judged
),

final as (
    select
        village_code,
        cooperative,
        year,
        required,
        cast(dividend - required as decimal(18, 2)) as retained,
        case when is_judged then cast(shortfall as decimal(18, 2)) end as shortfall,
        case when is_judged then cast(greatest(required - reinvested - shortfall, 0) as decimal(18, 2)) end as offset_amount,
        case when dividend is not null then cast(overspent as decimal(18, 2)) end as overspent,
        case when dividend is not null then cast(left_over as decimal(18, 2)) end as left_over,
        case when dividend is not null then cast(untraced as decimal(18, 2)) end as untraced,
        case when dividend is not null then cast(left_over - untraced as decimal(18, 2)) end as in_hand
    from untraced
)

select * from final
