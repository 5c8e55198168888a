/*
view: core.account
title: 会计科目：每村每年用到的科目，含上级科目和余额方向
columns:
  village_code: 村代码
  village_name: 村名
  township: 乡镇
  year: 年度
  code: 科目编码
  name: 科目名称
  full_name: 科目全称：由上到下，用斜线隔开
  side: 余额方向：借/贷；一级科目不在科目表里、又没有余额的为空
  class_name: 科目类别：不在科目表里的为空
  parent_code: 上级科目编码：一级科目为空
  parent_name: 上级科目名称
  level: 科目级别：一级为 1
  is_leaf: 是否最底级
  is_cash: 是否现金或现金等价物：库存现金、银行存款及其明细
  is_standard: 是否标准科目：编码和名称都与该年适用的科目表一致
*/
with line as (
    select
        village_code,
        village_name,
        township,
        year(entry_date) as year,
        trim(account_code) as code,
        trim(account_name) as name,
        null as is_leaf,
        coalesce(debit, 0) - coalesce(credit, 0) as balance,
        0 as is_balance
    from ledger.voucher_line
),

balance as (
    select
        village_code,
        village_name,
        township,
        year(period) as year,
        trim(account_code) as code,
        trim(account_name) as name,
        is_leaf,
        coalesce(closing_debit, 0) - coalesce(closing_credit, 0) as balance,
        1 as is_balance
    from ledger.account_balance
    where period is not null
),

chart as (
    select
        code,
        name,
        side,
        class_name,
        valid_from,
        valid_to
    from fact.account_chart
    where keeper = '村集体'
),

mentioned as (
    select
        village_code,
        village_name,
        township,
        year,
        code,
        name,
        is_leaf,
        balance,
        is_balance
    from line
    union all
    select
        village_code,
        village_name,
        township,
        year,
        code,
        name,
        is_leaf,
        balance,
        is_balance
    from balance
),

used as (
    select
        village_code,
        max(village_name) as village_name,
        max(township) as township,
        year,
        code,
        -- the trial balance is the register of accounts; vouchers often carry a shortened name
        coalesce(max(name) filter (where is_balance = 1), max(name)) as name,
        max(is_leaf) as is_leaf,
        sum(balance) filter (where is_balance = 1) as balance
    from mentioned
    group by village_code, year, code
),

-- the chart of the year, unless the name says that the books are still (or already) kept by the other one
matched as (
    select
        u.village_code,
        u.year,
        u.code,
        c.code as first_code,
        c.name as first_name,
        c.side,
        c.class_name,
        u.code = c.code and u.name = c.name and make_date(u.year, 12, 31) between c.valid_from
        and coalesce(c.valid_to, make_date(u.year, 12, 31)) as is_standard
    from used as u
    inner join chart as c on u.code like c.code || '%'
    qualify
        row_number() over (
            partition by u.village_code, u.year, u.code
            order by
                contains(coalesce(u.name, ''), c.name) desc,
                make_date(u.year, 12, 31) between c.valid_from and coalesce(c.valid_to, make_date(u.year, 12, 31)) desc,
                c.valid_from desc
        ) = 1
),

-- a first-level account that only its sub-accounts mention stands in the list too
listed as (
    select
        village_code,
        village_name,
        township,
        year,
        code,
        name,
        is_leaf,
        balance
    from used
    union all
    select
        m.village_code,
        max(u.village_name) as village_name,
        max(u.township) as township,
        m.year,
        m.first_code as code,
        m.first_name as name,
        '否' as is_leaf,
        null as balance
    from matched as m
    inner join used as u on m.village_code = u.village_code and m.year = u.year and m.code = u.code
    left join used as f on m.village_code = f.village_code and m.year = f.year and m.first_code = f.code
    where f.code is null
    group by m.village_code, m.year, m.first_code, m.first_name
    qualify row_number() over (partition by m.village_code, m.year, m.first_code order by m.first_name) = 1
),

above as (
    select
        a.village_code,
        a.year,
        a.code,
        b.code as parent_code,
        b.name as parent_name,
        row_number() over (partition by a.village_code, a.year, a.code order by length(b.code) desc) as distance,
        row_number() over (partition by a.village_code, a.year, a.code order by length(b.code) asc) as depth
    from listed as a
    inner join listed as b
        on a.village_code = b.village_code and a.year = b.year and a.code like b.code || '%' and a.code <> b.code
),

parent as (
    select
        village_code,
        year,
        code,
        parent_code,
        parent_name
    from above
    where distance = 1
),

path as (
    select
        village_code,
        year,
        code,
        string_agg(parent_name, '/' order by depth) as path,
        count(*) as ancestors
    from above
    group by village_code, year, code
),

having_children as (
    select distinct
        village_code,
        year,
        parent_code as code
    from parent
),

final as (
    select
        l.village_code,
        l.village_name,
        l.township,
        l.year,
        l.code,
        l.name,
        case
            when p.path is null then l.name
            -- many programs write the parent's name before the sub-account's
            when contains(l.name, r.parent_name) then l.name
            else p.path || '/' || l.name
        end as full_name,
        case
            when coalesce(m.side, s.side) is not null then coalesce(m.side, s.side)
            when l.balance > 0 then '借'
            when l.balance < 0 then '贷'
        end as side,
        coalesce(m.class_name, s.class_name) as class_name,
        r.parent_code,
        r.parent_name,
        cast(coalesce(p.ancestors, 0) + 1 as integer) as level,
        h.code is null and coalesce(l.is_leaf, '是') = '是' as is_leaf,
        coalesce(m.first_code, l.code) in ('101', '102') as is_cash,
        coalesce(m.is_standard, false) as is_standard
    from listed as l
    left join matched as m on l.village_code = m.village_code and l.year = m.year and l.code = m.code
    left join matched as s
        on
            l.village_code = s.village_code
            and l.year = s.year
            and m.code is null
            and l.code = s.first_code
    left join parent as r on l.village_code = r.village_code and l.year = r.year and l.code = r.code
    left join path as p on l.village_code = p.village_code and l.year = p.year and l.code = p.code
    left join having_children as h on l.village_code = h.village_code and l.year = h.year and l.code = h.code
    qualify row_number() over (partition by l.village_code, l.year, l.code order by s.code) = 1
)

select * from final
