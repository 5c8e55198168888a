/*
view: core.care_source
title: 关爱资金的来源：每笔收入是谁给的，看对方、类别和摘要
columns:
  row_id: 行编号
  village_code: 村代码
  year: 年度
  entry_date: 日期
  summary: 摘要
  income: 收入（元）
  source: 来源：党费划拨/财政/集体经济划转/党员捐款/部门帮扶/村集体补充/社会赞助/利息/其他
*/
with received as (
    select
        row_id,
        village_code,
        entry_date,
        summary,
        income,
        summary || coalesce(counterparty, '') || coalesce(nullif(category, '其他'), '') as words
    from core.cash_entry
    where fund = '关爱资金' and income > 0 and not is_opening and not is_repeat
),

final as (
    select
        row_id,
        village_code,
        cast(year(entry_date) as integer) as year,
        entry_date,
        summary,
        income,
        case
            when regexp_matches(words, '利息|结息') then '利息'
            when regexp_matches(words, '党费') then '党费划拨'
            when regexp_matches(words, '集体') and regexp_matches(words, '补充|补贴|补足') then '村集体补充'
            when regexp_matches(words, '集体') and not regexp_matches(words, '捐') then '集体经济划转'
            when regexp_matches(words, '党员') and regexp_matches(words, '捐') then '党员捐款'
            when regexp_matches(words, '财政|拨款|拨入|组织部|下拨') then '财政'
            when regexp_matches(words, '公司|企业|商会|协会|老板|爱心|社会|赞助|超市|合作社') then '社会赞助'
            when regexp_matches(words, '局|委员会|部门|中心|医院|学校|帮扶|单位') then '部门帮扶'
            when regexp_matches(words, '捐') then '社会赞助'
            else '其他'
        end as source
    from received
)

select * from final
