/*
id: SVC04
title: 用途不在民生/发展清单
level: 高
status: stable
money: 受损
subject: entry
units: 村
applies_to: 专项资金
description: "专项资金的支出，摘要（或填报的支出类别）写明用于招待、烟酒、办公楼装修、干部补贴、车辆、旅游、化债之一，逐笔一条。\
  看不出用途的支出超过当年支出 5% 的，一村一年一条，只作提示。"
why: 专项资金只能用来解决民生问题和制约发展的难点问题，用于招待和补贴的，要说明理由和批准文件。
basis:
  - 灵武市委党校课题组《灵武市构建从严治党长效机制的实践探析》（宁夏党建刊物 2015 年第 10 期，刊名不存）：抓好专项资金使用管理工作，切实解决一批群众关心关注的民生问题、制约发展的难点问题
  - 本项目约定：不得列支的用途清单，以县文件为准
params: [service_fund_negative, unclassified_share]
looks_in:
  cash_entry: {amount: one, explains: [counterparty, summary], against: true, days: 366}
root_cause: 一笔支出为一个事实，别的规则也报这一笔的，合计金额时只取最大一笔；未分类的一村一年为一个事实。
falsepositives:
  - 按词不按字：“烟酒店门口路”“接待室”“旅游步道”“垃圾车加油费”这类整词先去掉再找。
  - 只看摘要和填报的支出类别，不看收款人名称；程序推断的类别不作依据。
  - 未分类：有项目编号的支出已经立项，算能归类。
  - 已用红字冲销的、台账重登的、提现转账不查。
innocent: 县里批准过这项用途，或摘要写得过于简略。
next_check: 看原始凭证和审批单；县里批准的，请补附批复；摘要过简的，请补写用途。
clears: 县级批准该项用途的批复，或补写的用途和单据。
related: [SVC03, PAY12]
message: >-
  {matter}，专项资金 {amount} 元（看不出用途的，超过当年支出的 {unclassified_share:.0%} 才列出），待核。
*/
with payment as (
    select
        row_id,
        village_code,
        entry_date,
        summary,
        category,
        amount,
        project_no,
        subject,
        root_cause
    from core.payment
    where fund = '专项资金'
),

service_use as (
    select
        row_id,
        use,
        word,
        place,
        classified
    from fact.service_use
),

judged as (
    select
        p.row_id,
        p.village_code,
        p.entry_date,
        p.summary,
        p.category,
        p.amount,
        p.subject,
        p.root_cause,
        u.use,
        u.word,
        u.place,
        coalesce(u.classified, true) or p.project_no is not null as classified,
        coalesce(contains($service_fund_negative, u.use), false) as forbidden
    from payment as p
    left join service_use as u on p.row_id = u.row_id
),

year_total as (
    select
        village_code,
        year(entry_date) as year,
        cast(sum(amount) as decimal(18, 2)) as spent,
        cast(sum(case when classified or forbidden then 0 else amount end) as decimal(18, 2)) as unclassified
    from judged
    group by village_code, year(entry_date)
),

unclear as (
    select
        village_code,
        year,
        spent,
        unclassified
    from year_total
    where unclassified > spent * $unclassified_share
),

final as (
    select
        village_code,
        subject,
        make_date(year(entry_date), month(entry_date), 1) as period,
        amount,
        row_id,
        null as level,
        root_cause,
        '“' || summary || '”（' || cast(entry_date as varchar) || '）' || place || '有“' || word || '”，属于不得列支的'
        || use as matter
    from judged
    where forbidden
    union all
    select
        c.village_code,
        '未分类用途' as subject,
        make_date(c.year, 1, 1) as period,
        c.unclassified as amount,
        j.row_id,
        '提示' as level,
        concat_ws('·', '未分类用途', c.village_code, cast(c.year as varchar)) as root_cause,
        cast(c.year as varchar) || ' 年支出 ' || replace(cast(c.spent as varchar), '.00', '') || ' 元，其中看不出用途的'
        as matter
    from unclear as c
    inner join judged as j on c.village_code = j.village_code and c.year = year(j.entry_date)
    where not j.classified and not j.forbidden
)

select * from final
