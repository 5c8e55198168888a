/*
view: core.book_gap
title: 账簿收支与结存核对：一本账首尾两个余额之差减去其间收支
columns:
  village_code: 村代码
  book: 账簿：一张工作表上的一本账
  subject: 账簿名称：重报后不变
  fund: 资金类别：一本账里只有一种资金时才有
  period: 期间
  source_file: 来源文件
  source_sheet: 来源工作表
  gap: 差额（元）：结存多为正，少为负
  in_kind: 其间实物收支净额（元）：摘要写明实物、物资、折价的收入减支出
  row_id: 最后一个余额所在的行
*/
with book_line as (
    select
        village_code,
        book,
        subject,
        period,
        source_file,
        source_sheet,
        position,
        kind,
        row_id,
        moved,
        balance
    from fact.book_line
),

entry as (
    select
        row_id,
        fund,
        is_repeat,
        regexp_matches(summary || coalesce(note, ''), '实物|物资|折价') as is_in_kind
    from core.cash_entry
),

rolled as (
    select
        b.village_code,
        b.book,
        b.subject,
        b.period,
        b.source_file,
        b.source_sheet,
        b.position,
        b.row_id,
        b.balance,
        e.fund,
        -- a register whose entries stand in a journal too is compared there
        max(case when e.is_repeat or e.fund is null then 1 else 0 end) over (partition by b.book) as is_mixed,
        cast(sum(b.moved) over (partition by b.book order by b.position) as decimal(38, 2)) as moved_to_date,
        cast(
            sum(case when e.is_in_kind then b.moved else 0 end) over (partition by b.book order by b.position)
            as decimal(38, 2)
        ) as in_kind_to_date
    from book_line as b
    inner join entry as e on b.row_id = e.row_id
),

stated as (
    select
        village_code,
        book,
        subject,
        period,
        source_file,
        source_sheet,
        row_id,
        is_mixed,
        fund,
        balance - moved_to_date as opening,
        in_kind_to_date,
        row_number() over (partition by book order by position) as from_start,
        row_number() over (partition by book order by position desc) as from_end
    from rolled
    where balance is not null
),

fund as (
    select
        book,
        min(fund) as fund
    from rolled
    group by book
    having min(fund) = max(fund)
),

final as (
    select
        last.village_code,
        last.book,
        last.subject,
        case when last.is_mixed = 0 then fund.fund end as fund,
        last.period,
        last.source_file,
        last.source_sheet,
        cast(last.opening - first.opening as decimal(18, 2)) as gap,
        cast(last.in_kind_to_date - first.in_kind_to_date as decimal(18, 2)) as in_kind,
        last.row_id
    from stated as last
    inner join stated as first on last.book = first.book and first.from_start = 1
    left join fund on last.book = fund.book
    where last.from_end = 1 and last.from_start > 1
)

select
    village_code,
    book,
    subject,
    fund,
    period,
    source_file,
    source_sheet,
    gap,
    in_kind,
    row_id
from final
