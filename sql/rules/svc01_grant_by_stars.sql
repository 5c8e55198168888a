/*
id: SVC01
title: 拨款额与星级标准不符
level: 高
status: stable
money: 受损
difference: true
subject: village
units: 村
description: "一村一年到账的为民服务和发展专项资金合计（分次拨付先相加），应等于拨付日有效的星级的补助标准。\
  查每一个评了星的村：评了星而没有拨付的也报，写明未拨付还是拨付表没有报送。0 星或已摘星的，没有拨付为不适用，\
  拨了就报；没有报送评星结果的不可评估。"
why: 拨款按星级定额，多拨少拨都说明评定或拨付环节有误。
basis:
  - 灵武市委党校课题组《灵武市构建从严治党长效机制的实践探析》（宁夏党建刊物 2015 年第 10 期，刊名不存）：一至五星的村，专项资金补助标准分别为 10 万元、20 万元、30 万元、40 万元和 50 万元（原文没有写每年，按年度核对是本项目约定）
params: [
  service_fund_standard.1, service_fund_standard.2, service_fund_standard.3, service_fund_standard.4,
  service_fund_standard.5
]
looks_in:
  grant:
    - {amount: sum, says: {fund: 专项资金}}
    - {when: {source: 没有本村的拨款}, says: {fund: 专项资金}}
  star_rating:
root_cause: 一村一年的专项资金拨付为同一事实，与星级错配（SVC02）合计金额时只取最大一笔。
falsepositives:
  - 分次拨付：先按年度相加。
  - 跨年到账：按拨付表所填的年度（评定年），不按到账日。
  - 当年几次评星（含降星、摘星）：按最后一次拨付那天有效的星级，年度评定从当年年初算起，以后的变动从其日期算起。
  - 评星或拨付的日期不全、分不清哪一次有效的：与其中任一次的标准相符即通过。
  - 全县开始报账以前的年度，只有评星结果的不查。
  - 没有拨付记录而账上收到的钱与标准相符：钱已到村，只提示拨付表上没有。
  - 配套资金：只计资金类别为专项资金的拨款。
  - 当年还没过完：少拨不报，多拨才报。
innocent: 县里另有调整文件，或补发、扣减了以前年度的资金。
next_check: 核对星级证书、拨款文件和到账回单。
clears: 县里的调整文件，或补拨、追回的回单。
related: [SVC02]
message: "{year} 年评定 {stars} 星，补助标准 {standard} 元，{source} {received} 元，{direction} {amount} 元{remark}，待核。"
*/
with setting as (
    select as_of from meta.setting
),

judged as (
    select
        village_code,
        year,
        row_id,
        stars,
        standard,
        ratings,
        steps,
        granted,
        case when stars = 0 then 0 else standard end as due
    from core.star_grant
),

booked as (
    select
        village_code,
        year,
        received
    from core.service_fund
),

rating as (
    select
        row_id,
        village_code,
        year
    from ledger.star_rating
),

service_grant as (
    select
        row_id,
        village_code,
        year
    from ledger."grant"
    where fund = '专项资金'
),

village as (
    select
        village_code,
        concat_ws('·', county, township) as township,
        peers
    from core.village
),

-- whose list came in at all: a village that is not on it was not paid, as far as it says
listed as (
    select distinct
        v.township,
        g.year
    from service_grant as g
    inner join village as v on g.village_code = v.village_code
),

-- ratings may go back further than the accounts that the county hands in
begun as (
    select
        v.peers,
        min(r.year) as year
    from (
        select
            village_code,
            year
        from ledger."grant"
        union all
        select
            village_code,
            year(entry_date) as year
        from ledger.cash_entry
    ) as r
    inner join village as v on r.village_code = v.village_code
    group by v.peers
),

compared as (
    select
        j.village_code,
        j.year,
        j.row_id,
        j.stars,
        j.due,
        j.ratings,
        j.steps,
        coalesce(j.granted > 0, false) as is_granted,
        case when j.granted > 0 then j.granted else coalesce(b.received, 0) end as received,
        case
            when j.granted > 0 then '实际到账'
            when j.granted is not null then '拨付表上只有批复（未拨付），有记录的到账'
            when l.year is not null then '拨付表上没有本村的拨款（未拨付），有记录的到账'
            else '没有报送当年的拨付表（未报送），有记录的到账'
        end as source,
        j.year < year(s.as_of) and coalesce(o.year <= j.year, true) as is_due
    from judged as j
    cross join setting as s
    inner join village as v on j.village_code = v.village_code
    left join begun as o on v.peers = o.peers
    left join booked as b on j.village_code = b.village_code and j.year = b.year
    left join listed as l on v.township = l.township and j.year = l.year
),

-- what a book shows beside the list may hold interest as well: it only tells that the money has come
differing as (
    select
        village_code,
        year,
        row_id,
        stars,
        due,
        ratings,
        steps,
        received,
        source,
        case
            when received > due and is_granted then '多拨'
            when received < due then '少拨'
            else '账上已够，少拨'
        end as direction,
        cast(case when is_granted then abs(received - due) else greatest(due - received, 0) end as decimal(18, 2))
            as amount
    from compared
    where (is_granted and received > due) or (due > 0 and is_due and (received < due or not is_granted))
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
    union all
    select
        village_code,
        year,
        row_id
    from differing
),

unknown as (
    select
        village_code,
        year,
        cast(year as varchar) || case
            when stars is null then ' 年的星级评定'
            else ' 年 ' || cast(stars as varchar) || ' 星的补助标准'
        end as missing
    from compared
    where due is null and (is_granted or stars is not null)
    union
    select
        r.village_code,
        r.year,
        cast(r.year as varchar) || ' 年的星级评定（只有自评、申报、考评等环节）' as missing
    from rating as r
    left join judged as j on r.village_code = j.village_code and r.year = j.year
    cross join setting as s
    where j.year is null and r.year < year(s.as_of)
),

-- a village of which nothing but starless, unpaid years is known
starless as (
    select village_code
    from compared
    where due is not null or is_granted
    group by village_code
    having max(stars) = 0 and max(case when is_granted then 1 else 0 end) = 0
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
        case when d.amount = 0 then '提示' end as level,
        d.year,
        d.stars,
        d.due as standard,
        d.source,
        cast(d.received as decimal(18, 2)) as received,
        d.direction,
        case when d.steps > 1 then '（当年几次评星：' || d.ratings || '）' else '' end as remark
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
        missing,
        null as level,
        year,
        null as stars,
        null as standard,
        null as source,
        null as received,
        null as direction,
        null as remark
    from unknown
    union all
    select
        village_code,
        '为民服务和发展专项资金' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不适用' as outcome,
        '0 星或已摘星，没有拨付' as missing,
        null as level,
        null as year,
        null as stars,
        null as standard,
        null as source,
        null as received,
        null as direction,
        null as remark
    from starless
)

select * from final
