/*
id: CARE04
title: 账上支出、发放表、签领三处不等
level: 高
status: stable
money: 受损
difference: true
subject: village
applies_to: 关爱资金
description: "一村一年：一、发放表合计多于关爱资金账上的全部支出，或账上发给人的慰问救助多于发放表合计；\
  二、同一张发放表上别人都签了字，有人没有签（单列一条）。当年有账而没有发放表、有表而没有账的，不可评估。"
why: 账、表、签字对不上，多出来的钱不知道发给了谁。
basis:
  - 自治区党委组织部组织一处《当前农村基层党建工作面临的难题及对策》（宁夏党建刊物 2015 年第 10 期，刊名不存）：建立党内关爱基金，制定筹集使用管理办法
  - 审计实务：账、表、签领三方核对
params: [tolerance]
looks_in:
  aid_payment:
    - {when: {finding: 合计}, days: 366}
    - {when: {finding: 签}, cells: [signed]}
  cash_entry: {when: {finding: 合计}, says: {fund: 关爱资金}, days: 366, due: true}
root_cause: 一村一年的关爱资金发放为同一事实；没有签领的另为一个事实。
falsepositives:
  - 年底发放、次年记账的：连前一年或后一年一起算相等的，不报。
  - 买慰问品、体检、活动的支出不算发给人的；账上有这些支出，发放表少于账上全部支出的不报。
  - 代签、按手印写了字的，写了收款账号由银行代发的，都算签领；全村的表都没有签领的，这一项不可评估。
innocent: 有一批发放表没有报送，或银行代发没有签字。
next_check: 把发放表逐张与凭证核对，找没有签字的人当面问。
clears: 补齐的发放表、代发回单或本人签领。
related: [CARE01, CARE02, DU06]
message: "{year} 年关爱资金{finding}，相差 {amount} 元（容差 {tolerance} 元），待核。"
*/
with aid as (
    select
        a.row_id,
        a.village_code,
        a.year,
        a.amount,
        p.submission_id,
        p.source_sheet,
        coalesce(nullif(trim(p.signed), ''), a.payee_account) as signed
    from core.care_aid as a
    inner join ledger.aid_payment as p on a.row_id = p.row_id
),

purpose as (
    select
        row_id,
        purpose_class
    from fact.payee
),

spending as (
    select
        e.row_id,
        e.village_code,
        cast(year(e.entry_date) as integer) as year,
        e.expense,
        coalesce(e.category = '困难帮扶' or p.purpose_class = '救助慰问', false)
        and not regexp_matches(e.summary, '慰问品|慰问物资|物资|体检|购|买') as is_aid
    from core.care_entry as e
    left join purpose as p on e.row_id = p.row_id
    where e.expense <> 0 and not e.is_internal and not e.is_opening
),

listed as (
    select
        village_code,
        year,
        sum(amount) as listed
    from aid
    group by village_code, year
),

booked as (
    select
        village_code,
        year,
        sum(expense) as spent,
        coalesce(sum(expense) filter (where is_aid), 0) as aid
    from spending
    group by village_code, year
),

compared as (
    select
        l.village_code,
        l.year,
        l.listed,
        b.spent,
        b.aid,
        l.listed - b.spent as short,
        b.aid - l.listed as over
    from listed as l
    inner join booked as b on l.village_code = b.village_code and l.year = b.year
),

-- what one year lacks the next or the one before has
differing as (
    select
        c.village_code,
        c.year,
        c.listed,
        c.spent,
        c.aid,
        greatest(c.short, c.over) as amount,
        c.short > c.over as is_short
    from compared as c
    left join compared as n
        on
            c.village_code = n.village_code
            and abs(c.year - n.year) = 1
            and case when c.short > c.over then c.short + n.listed - n.spent else c.over + n.aid - n.listed end
            <= $tolerance
    where greatest(c.short, c.over) > $tolerance and coalesce(n.village_code, '') = ''
),

signing as (
    select
        village_code,
        year,
        row_id,
        amount,
        signed,
        count(signed) over (partition by submission_id, source_sheet, village_code) as signers
    from aid
),

unsigned as (
    select
        village_code,
        year,
        sum(amount) as amount,
        count(*) as persons
    from signing
    where signed is null and signers > 0
    group by village_code, year
    having sum(amount) > 0
),

year_evidence as (
    select
        village_code,
        year,
        row_id
    from aid
    union all
    select
        village_code,
        year,
        row_id
    from spending
),

year_known as (
    select
        coalesce(l.village_code, b.village_code) as village_code,
        coalesce(l.year, b.year) as year,
        case when l.year is null then '帮扶慰问发放表' else '关爱资金收支明细账' end as paper
    from listed as l
    full outer join booked as b on l.village_code = b.village_code and l.year = b.year
    where (l.year is null and b.aid > 0) or b.year is null
),

final as (
    select
        d.village_code,
        '关爱资金发放' as subject,
        make_date(d.year, 1, 1) as period,
        cast(d.amount as decimal(18, 2)) as amount,
        e.row_id,
        '命中' as outcome,
        null as missing,
        concat_ws('·', '关爱资金发放', d.village_code, cast(d.year as varchar)) as root_cause,
        d.year,
        case
            when d.is_short
                then
                    '发放表合计 ' || cast(cast(d.listed as decimal(18, 2)) as varchar) || ' 元，多于账上全部支出 '
                    || cast(cast(d.spent as decimal(18, 2)) as varchar) || ' 元'
            else
                '账上发给人的慰问救助 ' || cast(cast(d.aid as decimal(18, 2)) as varchar) || ' 元，多于发放表合计 '
                || cast(cast(d.listed as decimal(18, 2)) as varchar) || ' 元'
        end as finding
    from differing as d
    inner join year_evidence as e on d.village_code = e.village_code and d.year = e.year
    union all
    select
        u.village_code,
        '关爱资金签领' as subject,
        make_date(u.year, 1, 1) as period,
        cast(u.amount as decimal(18, 2)) as amount,
        s.row_id,
        '命中' as outcome,
        null as missing,
        concat_ws('·', '关爱资金签领', u.village_code, cast(u.year as varchar)) as root_cause,
        u.year,
        '发放表上有 ' || cast(u.persons as varchar) || ' 人没有签领' as finding
    from unsigned as u
    inner join signing as s on u.village_code = s.village_code and u.year = s.year
    where s.signed is null and s.signers > 0
    union all
    select
        village_code,
        '关爱资金发放' as subject,
        make_date(year, 1, 1) as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        cast(year as varchar) || ' 年的' || paper as missing,
        null as root_cause,
        year,
        null as finding
    from year_known
    union all
    select
        village_code,
        '关爱资金签领' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '帮扶慰问发放表“签领”列' as missing,
        null as root_cause,
        null as year,
        null as finding
    from aid
    group by village_code
    having count(signed) = 0
)

select * from final
