/*
id: INV08
title: 票据断号、超段或未领用先使用
level: 高
status: stable
money: 手续
subject: village
description: "村里收款开出的财政票据、收据，对照票据领用登记：号码不在任何已领号段的为超段；\
  使用日早于领用日的为先用后领；一本之内最小与最大已用号之间，既没有使用又没有登记作废的为断号。\
  超段、先用一村一种票据一年一条，断号一本一条。"
why: 以票管收靠的是号码连续；超段、断号的票可能收了钱没有入账。
basis:
  - 《街办基层党建创新案例（5 篇）》网络汇编篇二（原题名不存，讲的是乡镇财政财务：乡镇按此，村作参照）“问题”部分（二）、建议部分（三）：票据遗失；票据统管，以票管收
  - 《会计法》（2024 年修正）第 14、15 条：凭证审核，账簿连续编号
looks_in:
  receipt_book:
    - {by: [document_type], days: any}
    - {when: {subject: 断号}, cells: [voided]}
  cash_entry:
    - {when: {subject: 断号}, any: [document_no=numbers], days: any, due: true}
    - {when: {subject: 断号}, any: [document_no=numbers], at: [used_before, used_after], due: true}
root_cause: 一种票据一年的超段（先用）、一本票据的断号各为一个事实。
falsepositives:
  - 只看收款：付款所附的收据是对方开的，不是村里领的。
  - 作废号已登记的不算断号；跨年续用按本连续；断号前后两张之间有没报账的月份，不算断号。
  - 没有领过本的票种（如电子票据）不查；登记为另一种票据但号段相符的不算超段。
  - 几本号段重叠的，不查断号；号段读不出的不可评估。
innocent: 作废、缴销没有登记，或领用登记漏登一本。
next_check: 清点存根联、作废联，核对缴销登记和收款账。
clears: 作废、缴销登记，或补登的票据领用记录。
related: [CARE01, LED04]
message: "{what}：{numbers}，涉及收款 {amount} 元（{count} 处），待核。"
*/
with used as (
    select
        village_code,
        document_type,
        finding,
        book,
        day,
        used_before,
        used_after,
        numbers,
        amount,
        row_id
    from fact.receipt_use
),

outside as (
    select
        village_code,
        document_type,
        finding,
        year(day) as year,
        min(numbers) as first_no,
        max(numbers) as last_no,
        count(*) as count,
        cast(sum(amount) as decimal(18, 2)) as amount
    from used
    where finding in ('超段', '先用后领')
    group by village_code, document_type, finding, year(day)
),

final as (
    select
        o.village_code,
        o.document_type || o.finding as subject,
        make_date(o.year, 1, 1) as period,
        o.amount,
        u.row_id,
        '命中' as outcome,
        null as missing,
        case
            when o.finding = '超段' then cast(o.year as varchar) || ' 年收款所用' || o.document_type || '号码不在已领用的号段内'
            else cast(o.year as varchar) || ' 年收款所用' || o.document_type || '在领用之前已使用'
        end as what,
        case when o.first_no = o.last_no then o.first_no else o.first_no || ' 至 ' || o.last_no end as numbers,
        o.count,
        null as used_before,
        null as used_after
    from outside as o
    inner join used as u
        on
            o.village_code = u.village_code
            and o.document_type = u.document_type
            and o.finding = u.finding
            and o.year = year(u.day)
    union all
    select
        village_code,
        book || '断号' as subject,
        make_date(year(day), 1, 1) as period,
        cast(0 as decimal(18, 2)) as amount,
        row_id,
        '命中' as outcome,
        null as missing,
        book || '有号码未使用也未登记作废' as what,
        numbers,
        length(numbers) - length(replace(numbers, '、', '')) + 1 as count,
        used_before,
        used_after
    from used
    where finding = '断号'
    union all
    select
        village_code,
        book as subject,
        make_date(year(day), 1, 1) as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '能读出起止号的票据领用登记' as missing,
        null as what,
        null as numbers,
        null as count,
        null as used_before,
        null as used_after
    from used
    where finding = '无法读取'
)

select * from final
