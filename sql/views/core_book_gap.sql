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
        coalesce(regexp_matches(summary || coalesce(note, ''), '实物|物资|折价'), false) as is_in_kind
    from ledger.cash_entry
),

repeated as (
    select row_id from fact.twice_booked
),

bound as (
    select
        book,
        min(position) as first_position,
        max(position) as last_position
    from book_line
    where balance is not null
    group by book
    having count(*) > 1
),

compared as (
    select
        b.village_code,
        b.book,
        min(b.subject) as subject,
        -- a register whose entries stand in a journal too is compared there
        case
            when count(*) = count(e.fund) and min(e.fund) = max(e.fund) and count(r.row_id) = 0 then min(e.fund)
        end as fund,
        min(b.period) as period,
        min(b.source_file) as source_file,
        min(b.source_sheet) as source_sheet,
        max(case when b.position = n.last_position then b.balance end)
        - max(case when b.position = n.first_position then b.balance end)
        - sum(case when b.position > n.first_position and b.position <= n.last_position then b.moved else 0 end) as gap,
        sum(
            case
                when
                    e.is_in_kind and b.kind = '明细'
                    and b.position > n.first_position and b.position <= n.last_position
                    then b.moved
                else 0
            end
        ) as in_kind,
        max(case when b.position = n.last_position then b.row_id end) as row_id
    from book_line as b
    inner join bound as n on b.book = n.book
    inner join entry as e on b.row_id = e.row_id
    left join repeated as r on b.row_id = r.row_id
    group by b.village_code, b.book
),

final as (
    select
        village_code,
        book,
        subject,
        fund,
        period,
        source_file,
        source_sheet,
        cast(gap as decimal(18, 2)) as gap,
        cast(in_kind as decimal(18, 2)) as in_kind,
        row_id
    from compared
)

select * from final
