/*
id: SVC01
title: 拨款额与星级标准不符
level: 高
status: stable
subject: village
applies_to: 星级
description: "一村一年到账的为民服务和发展专项资金合计（分次拨付先相加），应等于当年评定星级的补助标准。\
  0 星没有标准，不可评估；当年没有评星记录的不可评估。"
why: 拨款按星级定额，多拨少拨都说明评定或拨付环节有误。
basis:
  - 灵武市委党校课题组《灵武市构建从严治党长效机制的实践探析》（2015 年）：一至五星的村，专项资金补助标准分别为 10 万元、20 万元、30 万元、40 万元和 50 万元（原文第 3600—3606 行）
needs: [grant, star_rating]
params:
  service_fund_standard.1:
    default: 100000
    unit: 元/年
    meaning: 一星村专项资金补助标准
    source: 宁夏灵武市：灵武市委党校课题组文章（2015 年），原文第 3600—3606 行；默认，请县级确认
  service_fund_standard.2:
    default: 200000
    unit: 元/年
    meaning: 二星村专项资金补助标准
    source: 宁夏灵武市：灵武市委党校课题组文章（2015 年），原文第 3600—3606 行；默认，请县级确认
  service_fund_standard.3:
    default: 300000
    unit: 元/年
    meaning: 三星村专项资金补助标准
    source: 宁夏灵武市：灵武市委党校课题组文章（2015 年），原文第 3600—3606 行；默认，请县级确认
  service_fund_standard.4:
    default: 400000
    unit: 元/年
    meaning: 四星村专项资金补助标准
    source: 宁夏灵武市：灵武市委党校课题组文章（2015 年），原文第 3600—3606 行；默认，请县级确认
  service_fund_standard.5:
    default: 500000
    unit: 元/年
    meaning: 五星村专项资金补助标准
    source: 宁夏灵武市：灵武市委党校课题组文章（2015 年），原文第 3600—3606 行；默认，请县级确认
root_cause: 一村一年的专项资金拨付为同一事实，与星级错配（SVC02）合计金额时只取最大一笔。
falsepositives:
  - 分次拨付：先按年度相加。
  - 跨年到账：按拨付表所填的年度（评定年），不按到账日。
  - 当年两次评星：与其中任一次的标准相符即通过。
  - 配套资金：只计资金类别为专项资金的拨款。
  - 当年还没过完：少拨不报，多拨才报。
innocent: 县里另有调整文件，或补发、扣减了以前年度的资金。
next_check: 核对星级证书、拨款文件和到账回单。
clears: 县里的调整文件，或补拨、追回的回单。
related: [SVC02]
message: "{year} 年评定 {stars} 星，补助标准 {standard} 元，实际到账 {granted} 元，{direction} {amount} 元，待核。"
*/
with setting as (
    select as_of from meta.setting
),

service_grant as (
    select
        row_id,
        village_code,
        year,
        amount
    from ledger."grant"
    where fund = '专项资金'
),

rating as (
    select
        row_id,
        village_code,
        year,
        stars,
        rated_on
    from ledger.star_rating
),

standard as (
    select
        village_code,
        name,
        year,
        try_cast(value as decimal(18, 2)) as standard
    from core.parameter_year
),

granted as (
    select
        village_code,
        year,
        cast(sum(amount) as decimal(18, 2)) as granted
    from service_grant
    group by village_code, year
),

rated as (
    select
        r.village_code,
        r.year,
        r.stars,
        s.standard,
        row_number() over (
            partition by r.village_code, r.year
            order by r.rated_on desc nulls last, r.row_id asc
        ) as latest
    from rating as r
    left join standard as s
        on
            r.village_code = s.village_code
            and r.year = s.year
            and s.name = 'service_fund_standard.' || cast(r.stars as varchar)
),

agreed as (
    select distinct
        g.village_code,
        g.year
    from granted as g
    inner join rated as r on g.village_code = r.village_code and g.year = r.year and g.granted = r.standard
),

compared as (
    select
        g.village_code,
        g.year,
        g.granted,
        r.stars,
        r.standard,
        a.year is not null as agrees
    from granted as g
    left join rated as r on g.village_code = r.village_code and g.year = r.year and r.latest = 1
    left join agreed as a on g.village_code = a.village_code and g.year = a.year
),

differing as (
    select
        c.village_code,
        c.year,
        c.granted,
        c.stars,
        c.standard,
        cast(abs(c.granted - c.standard) as decimal(18, 2)) as amount,
        case when c.granted > c.standard then '多拨' else '少拨' end as direction
    from compared as c
    cross join setting as s
    where
        not c.agrees
        and (c.granted > c.standard or (c.granted < c.standard and c.year < year(s.as_of)))
),

evidence as (
    select
        village_code,
        year,
        row_id
    from service_grant
    union all
    select
        village_code,
        year,
        row_id
    from rating
),

final as (
    select
        d.village_code,
        '为民服务和发展专项资金' as subject,
        make_date(d.year, 1, 1) as period,
        d.amount,
        e.row_id,
        '命中' as outcome,
        null as missing,
        d.year,
        d.stars,
        d.standard,
        d.granted,
        d.direction
    from differing as d
    inner join evidence as e on d.village_code = e.village_code and d.year = e.year
    union all
    select
        village_code,
        '为民服务和发展专项资金' as subject,
        make_date(year, 1, 1) as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        cast(year as varchar) || case
            when stars is null then ' 年的星级评定'
            else ' 年 ' || cast(stars as varchar) || ' 星的补助标准'
        end as missing,
        year,
        stars,
        null as standard,
        granted,
        null as direction
    from compared
    where standard is null and not agrees
)

select
    village_code,
    subject,
    period,
    amount,
    row_id,
    outcome,
    missing,
    year,
    stars,
    standard,
    granted,
    direction
from final
