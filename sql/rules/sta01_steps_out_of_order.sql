/*
id: STA01
title: 评星程序颠倒
level: 中
status: stable
money: 手续
subject: village
units: 村
description: "一村一年的评星各步，后一步的日期早于前一步：自评、申报、审核、考评和测评（两者先后不论）、评定依次不得倒置。\
  只比写了日期的；一步登记了几次的，前一步取最早、后一步取最晚的一次。"
why: 星级决定专项资金和干部补贴，程序倒着走，多半是先定了星再补材料。
basis:
  - 《新理念 新实践：宁夏组织工作创新成果选编》（宁夏人民出版社，2016）星级创建一文：开展自查自评、申报星级，经上级党组织审核后确定申报的星级等次，再考评、满意度测评，综合自评、测评和考评结果确定星级等次
looks_in:
  star_rating: {by: [year], days: any}
root_cause: 一村一年的评星为同一事实。
falsepositives:
  - 没有写日期的一步不比；两步同一天不算倒置。
  - 考评和满意度测评先后不论。
  - 年底或次年初开始自评的都可以，只看先后，不看隔多久。
innocent: 台账把日期填错，或文件日期是补发的日期。
next_check: 调自评报告、申报表、审核意见、测评表，核对各步的日期。
clears: 各步材料的原件，或更正后的日期。
related: [STA02, SVC01]
message: "{year} 年评星各步的日期依次为：{steps}，{reason}，待核。"
*/
with step as (
    select
        row_id,
        village_code,
        year,
        coalesce(event, '评定') as event,
        rated_on
    from ledger.star_rating
    where rated_on is not null
),

dated as (
    select
        village_code,
        year,
        min(case when event = '自评' then rated_on end) as assessed_first,
        max(case when event = '申报' then rated_on end) as declared,
        min(case when event = '申报' then rated_on end) as declared_first,
        max(case when event = '审核' then rated_on end) as checked,
        min(case when event = '审核' then rated_on end) as checked_first,
        max(case when event = '考评' then rated_on end) as examined,
        min(case when event = '考评' then rated_on end) as examined_first,
        max(case when event = '测评' then rated_on end) as polled,
        min(case when event = '测评' then rated_on end) as polled_first,
        max(case when event = '评定' then rated_on end) as rated
    from step
    group by village_code, year
),

judged as (
    select
        village_code,
        year,
        concat_ws(
            '、',
            case when declared < assessed_first then '申报早于自评' end,
            case when checked < declared_first then '审核早于申报' when checked < assessed_first then '审核早于自评' end,
            case
                when examined < checked_first then '考评早于审核'
                when examined < declared_first then '考评早于申报'
                when examined < assessed_first then '考评早于自评'
            end,
            case
                when polled < checked_first then '测评早于审核'
                when polled < declared_first then '测评早于申报'
                when polled < assessed_first then '测评早于自评'
            end,
            case
                when rated < examined_first then '评定早于考评'
                when rated < polled_first then '评定早于测评'
                when rated < checked_first then '评定早于审核'
                when rated < declared_first then '评定早于申报'
                when rated < assessed_first then '评定早于自评'
            end
        ) as reason,
        concat_ws(
            '，',
            '自评 ' || cast(assessed_first as varchar),
            '申报 ' || cast(declared as varchar),
            '审核 ' || cast(checked as varchar),
            '考评 ' || cast(examined as varchar),
            '测评 ' || cast(polled as varchar),
            '评定 ' || cast(rated as varchar)
        ) as steps,
        greatest(assessed_first, declared, checked, examined, polled) is not null as has_procedure
    from dated
),

recorded as (
    select distinct village_code
    from judged
    where has_procedure
),

final as (
    select
        j.village_code,
        '评星程序' as subject,
        make_date(j.year, 1, 1) as period,
        cast(0 as decimal(18, 2)) as amount,
        s.row_id,
        '命中' as outcome,
        null as missing,
        concat_ws('·', '评星', j.village_code, cast(j.year as varchar)) as root_cause,
        j.year,
        j.steps,
        j.reason
    from judged as j
    inner join step as s on j.village_code = s.village_code and j.year = s.year
    where j.reason <> ''
    union all
    select
        village_code,
        '评星程序' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '星级评定表里自评、申报、审核、考评、测评各步的日期' as missing,
        null as root_cause,
        null as year,
        null as steps,
        null as reason
    from core.village
    where village_code not in (select r.village_code from recorded as r)
)

select * from final
