/*
id: PRC06
title: 一人兼任不相容岗位
level: 高
status: stable
money: 手续
subject: official
description: "同一笔支出的审批人就是经手人，或证明人就是经手人；同一张记账凭证的制单人就是审核人。\
  一村一人一年一种情形一条，金额为各笔支出（各张凭证借方）的合计。"
why: 经手、证明、审批由一个人办，制单和审核由一个人做，没有人能发现错误和虚假。
basis:
  - 《会计法》（2024 年修正）第 35 条：稽核制度，出纳人员不得兼任稽核（内部牵制）
looks_in:
  official: {any: [name], days: any}
  cash_entry: {amount: one, explains: [counterparty, summary], against: true, days: 366}
root_cause: 一村一人一年经办的支出为同一事实；一村一人一年制作的凭证为同一事实，合计金额时只取最大一笔。
falsepositives:
  - 栏里写了几个人的（如“张三、李四”），有旁人在场，不报；写的是单位、印章，不是姓名的，不报。
  - 村小人少、由乡镇代理记账：制单人不在本村花名册上的，多半是代理会计，只作提示。
  - 本村花名册里同名的有两个身份证号的，分不清是谁，不报。
  - 提现、存现、内部划转不是支出；已红字冲销的、台账与日记账重登的只看一次。
innocent: 登记台账时把同一个名字填进几栏，凭证上另有人签字。
next_check: 调凭证原件核对签字；人手不够的应委托代理记账，并由他人审批。
clears: 有另一人审批、审核的凭证，或委托代理记账的协议。
related: [PRC05]
message: "{year} 年{name}{how}共 {times} {unit}、合计 {amount} 元，待核。"
*/
with paid as (
    select
        row_id,
        village_code,
        entry_date,
        amount
    from core.payment
),

entry as (
    select
        row_id,
        village_code,
        handler,
        witness,
        approver
    from ledger.cash_entry
),

voucher_line as (
    select
        row_id,
        village_code,
        entry_date,
        trim(voucher_no) as voucher_no,
        preparer,
        reviewer,
        coalesce(debit, 0) as debit
    from ledger.voucher_line
    where preparer is not null and reviewer is not null
),

-- only where one person alone stands in the column
signer as (
    select
        written,
        name
    from fact.signature
    where signers = 1
),

roster as (
    select
        r.village_code,
        r.name,
        count(distinct o.id_no) as identities
    from fact.roster as r
    inner join ledger.official as o on r.row_id = o.row_id
    where r.relation = '本人'
    group by r.village_code, r.name
),

handled as (
    select
        p.row_id,
        p.village_code,
        year(p.entry_date) as year,
        p.amount,
        h.name,
        a.name is not null as is_approver,
        w.name is not null as is_witness
    from paid as p
    inner join entry as e on p.row_id = e.row_id
    inner join signer as h on e.handler = h.written
    left join signer as a on e.approver = a.written and h.name = a.name
    left join signer as w on e.witness = w.written and h.name = w.name
),

voucher as (
    select
        l.village_code,
        year(l.entry_date) as year,
        r.name,
        min(l.row_id) as row_id,
        cast(sum(l.debit) as decimal(18, 2)) as amount
    from voucher_line as l
    inner join signer as p on l.preparer = p.written
    inner join signer as r on l.reviewer = r.written and p.name = r.name
    group by l.village_code, year(l.entry_date), month(l.entry_date), l.voucher_no, r.name
),

act as (
    select
        village_code,
        year,
        name,
        row_id,
        amount,
        '经手兼审批' as duties,
        '支出' as books
    from handled
    where is_approver
    union all
    select
        village_code,
        year,
        name,
        row_id,
        amount,
        '经手兼证明' as duties,
        '支出' as books
    from handled
    where is_witness
    union all
    select
        village_code,
        year,
        name,
        row_id,
        amount,
        '制单兼审核' as duties,
        '凭证' as books
    from voucher
),

total as (
    select
        village_code,
        year,
        name,
        duties,
        books,
        cast(sum(amount) as decimal(18, 2)) as amount,
        count(*) as times
    from act
    group by village_code, year, name, duties, books
),

assessable as (
    select village_code
    from entry
    where handler is not null and (approver is not null or witness is not null)
    union
    select village_code
    from voucher_line
),

final as (
    select
        t.village_code,
        t.name || '（' || t.duties || '）' as subject,
        make_date(t.year, 1, 1) as period,
        t.amount,
        a.row_id,
        '命中' as outcome,
        null as missing,
        case when t.books = '凭证' and o.name is null then '提示' end as level,
        concat_ws('·', '不相容岗位', t.village_code, t.name, t.books, cast(t.year as varchar)) as root_cause,
        t.year,
        t.name,
        case t.duties
            when '经手兼审批' then '自己经手、自己审批的支出'
            when '经手兼证明' then '自己经手、自己证明的支出'
            else '自己制单、自己审核的凭证'
        end as how,
        t.times,
        case when t.books = '凭证' then '张' else '笔' end as unit
    from total as t
    inner join act as a
        on
            t.village_code = a.village_code
            and t.year = a.year
            and t.name = a.name
            and t.duties = a.duties
    left join roster as o on t.village_code = o.village_code and t.name = o.name
    where coalesce(o.identities, 0) <= 1
    union all
    select
        village_code,
        '岗位' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '收支明细账“经手人”和“审批人”或“证明人”列，或记账凭证“制单人”和“审核人”列' as missing,
        null as level,
        null as root_cause,
        null as year,
        null as name,
        null as how,
        null as times,
        null as unit
    from core.village
    where village_code not in (select a.village_code from assessable as a)
)

select * from final
