/*
id: STA02
title: 降星、摘星没有原因或文件
level: 中
status: stable
money: 手续
subject: village
units: 村
description: "星级评定表里降星、摘星的一行，没有写原因，也没有写文号。每次一条。"
why: 降星、摘星减少拨款和补贴，没有原因和文件，可能是随意定的，也可能是为了少拨。
basis:
  - 《新理念 新实践：宁夏组织工作创新成果选编》（宁夏人民出版社，2016）星级创建一文：上级党组织建立星级管理台账，不定期进行复核，工作下滑的及时提醒，出现重大问题的及时降星、摘星
looks_in:
  star_rating:
    - {by: [year], days: any}
    - {cells: [reason, document_no]}
root_cause: 一村一年的评星为同一事实。
falsepositives:
  - 原因、文号写了一项的通过。
  - 整张表没有原因和文号两列的，不可评估。
innocent: 文件另存，登记时没有抄上。
next_check: 调降星、摘星的文件和复核记录。
clears: 写明原因的文件或复核记录。
related: [STA01, SVC01]
message: "{year} 年{what}（{day}），没有写原因，也没有写文号，待核。"
*/
with final as (
    select
        village_code,
        event as subject,
        make_date(year, 1, 1) as period,
        cast(0 as decimal(18, 2)) as amount,
        row_id,
        concat_ws('·', '评星', village_code, cast(year as varchar)) as root_cause,
        year,
        event || coalesce('为 ' || cast(case when event = '降星' then stars end as varchar) || ' 星', '') as what,
        coalesce(cast(rated_on as varchar), '没有写日期') as day
    from ledger.star_rating
    where event in ('降星', '摘星') and reason is null and document_no is null
)

select * from final
