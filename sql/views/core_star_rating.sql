/*
view: core.star_rating
title: 星级变动各步：定下或改变星级的每一步，按日期排列，各有起算日；自评、申报、审核、考评、测评、提醒不改变星级
columns:
  row_id: 行编号
  village_code: 村代码
  year: 评定年度
  place: 当年第几步：0 为上年的星级延续到当年第一次变动
  event: 评星环节：延续的为空
  stars: 这一步之后的星级：摘星为 0；延续而没有以前评定的为空
  rated_on: 评定日期
  holds_from: 起算日：年度评定从当年年初算起，为空
  next_from: 下一步的起算日：没有下一步的为空
  is_unclear: 当年几步，日期不全，分不清先后
*/
with written as (
    select
        row_id,
        village_code,
        year,
        coalesce(event, '评定') as event,
        case when event = '摘星' then 0 else stars end as stars,
        rated_on
    from ledger.star_rating
),

-- one step handed in twice, or once more without its day, is one step
counted as (
    select
        row_id,
        village_code,
        year,
        event,
        stars,
        rated_on,
        row_number() over (partition by village_code, year, event, stars, rated_on order by row_id) as copy,
        count(rated_on) over (partition by village_code, year, event, stars) as dated
    from written
    where stars is not null and event in ('评定', '复核', '降星', '摘星')
),

step as (
    select
        row_id,
        village_code,
        year,
        event,
        stars,
        rated_on,
        row_number() over (
            partition by village_code, year
            order by coalesce(rated_on, make_date(year, 1, 1)), event <> '评定', row_id
        ) as place,
        count(*) over (partition by village_code, year) > 1
        and (
            count(*) filter (where rated_on is null and event <> '评定') over (partition by village_code, year) > 0
            or (
                count(*) filter (where event = '评定') over (partition by village_code, year) > 1
                and count(*) filter (where rated_on is null) over (partition by village_code, year) > 0
            )
        ) as is_unclear
    from counted
    where copy = 1 and (rated_on is not null or dated = 0)
),

followed as (
    select
        row_id,
        village_code,
        year,
        place,
        event,
        stars,
        rated_on,
        is_unclear,
        lag(row_id) over (partition by village_code order by year, place) as earlier_row_id,
        lag(stars) over (partition by village_code order by year, place) as earlier_stars
    from step
),

-- a change within the year leaves what held before it until its day
placed as (
    select
        row_id,
        village_code,
        year,
        place,
        event,
        stars,
        rated_on,
        case when place > 1 or event <> '评定' then rated_on end as holds_from,
        is_unclear
    from followed
    union all
    select
        earlier_row_id as row_id,
        village_code,
        year,
        0 as place,
        null as event,
        earlier_stars as stars,
        null as rated_on,
        null as holds_from,
        is_unclear
    from followed
    where place = 1 and event <> '评定' and rated_on is not null
),

final as (
    select
        row_id,
        village_code,
        year,
        place,
        event,
        stars,
        rated_on,
        holds_from,
        lead(holds_from) over (partition by village_code, year order by place) as next_from,
        is_unclear
    from placed
)

select * from final
