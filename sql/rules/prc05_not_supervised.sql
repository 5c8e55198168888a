/*
id: PRC05
title: 村监会未签审，或监督人是村两委成员
level: 高
status: stable
money: 手续
subject: entry
units: 村
description: "四种情形：单笔支出达到 1,000 元而监督人一栏空白，或一村的账多由 2 人以上签而这笔不足 2 人，每笔一条；\
  四议两公开台账里村监会签字不足 2 人，每个决议一条；签字的监督人在花名册里是当时在任的村两委成员，一人一年一条。\
  整本账没有填过监督人的，那本账不评估。"
why: 村监会不签字，或由两委成员自己监督自己，监督就流于形式。
basis:
  - 《村民委员会组织法》（2018 年修正）第 32 条：村民委员会成员及其近亲属不得担任村务监督机构成员
  - 自治区党委组织部组织一处《当前农村基层党建工作面临的难题及对策》（宁夏党建刊物 2015 年第 10 期，刊名不存）：村务监督难奏效，有的甚至形同虚设
params: [supervisor_line, supervisor_min]
looks_in:
  resolution: {when: {finding: 签字人数}, any: [resolution_no], days: any}
  cash_entry:
    - {when: {finding: 空白}, any: [voucher_no]}
    - {when: {finding: 空白}, amount: one, unlike: [fund]}
    - {cells: [supervisor]}
    - {amount: one, explains: [counterparty, summary], against: true, days: 366}
  official:
    - {when: {finding: 空白|一般都签够}, says: {body: 监委会}, days: any}
    - {when: {finding: 名义}, any: [name=subject], days: any}
root_cause: 无人签字的按一笔支出、签审不足的按一个决议事项为同一事实，合计金额时与同一事实的其他疑点只取最大一笔。
falsepositives:
  - 换届空缺：花名册登记了村监会，而付款当天没有一名村监会成员在任的，不报；在任不足 2 人的，不查人数。
  - 一村的账一般只由一人签的，不查人数；监督人一栏写的不是姓名、数不出人数的，不查人数。
  - 一张凭证分几行登记的，有一行签了监督人就算；台账与日记账各记一次的，有一处签了就算。
  - 监督人近亲属、姓名相近的不报，只比本人姓名；任职期以外的不比。
  - 花名册里另有同名的村监会成员而身份证号不同的，分不清是谁签的，不报。
  - 提现、存现、内部划转不是支出；已红字冲销的不报。
innocent: 村监会在纸质凭证上签了字，登记台账时漏填。
next_check: 调凭证原件看村监会签章；漏签的补签并说明原因（事后补签仍记录在案）。
clears: 村监会签字的凭证；事后补签的仍要说明原因，补签不抹去原来的记录。
related: [PRC01, PRC06]
message: "{finding}，待核。"
*/
with signature as (
    select distinct
        written,
        signers
    from fact.signature
),

entry as (
    select
        c.row_id,
        c.village_code,
        nullif(trim(c.supervisor), '') as supervisor,
        s.signers
    from ledger.cash_entry as c
    left join signature as s on c.supervisor = s.written
),

paid as (
    select
        row_id,
        village_code,
        entry_date,
        summary,
        amount,
        subject,
        root_cause
    from core.payment
),

roster as (
    select
        r.row_id,
        r.village_code,
        r.name,
        r.body,
        r.post,
        r.since,
        r.until,
        o.id_no
    from fact.roster as r
    inner join ledger.official as o on r.row_id = o.row_id
    where r.relation = '本人'
),

committee as (
    select
        village_code,
        name,
        id_no,
        since,
        until
    from roster
    where body = '监委会'
),

matter as (
    select
        row_id,
        village_code,
        amount,
        supervisor_count,
        period,
        subject,
        root_cause
    from core.resolution
    where supervisor_count is not null
),

-- villages whose books several usually sign
custom as (
    select village_code
    from entry
    group by village_code
    having count(*) filter (where signers >= $supervisor_min) > count(*) filter (where signers < $supervisor_min)
),

in_office as (
    select
        p.row_id,
        count(*) filter (
            where coalesce(p.entry_date >= c.since, true) and coalesce(p.entry_date <= c.until, true)
        ) as members
    from paid as p
    inner join committee as c on p.village_code = c.village_code
    group by p.row_id
),

unsigned as (
    select
        p.village_code,
        p.subject,
        make_date(year(p.entry_date), month(p.entry_date), 1) as period,
        p.amount,
        p.row_id,
        p.root_cause,
        cast(p.entry_date as varchar) || '“' || p.summary || '”付款 ' || cast(p.amount as varchar)
        || ' 元（满 ' || cast($supervisor_line as varchar)
        || ' 元须经村监会签字），监督人一栏空白' as finding
    from paid as p
    inner join core.signing as s on p.row_id = s.row_id
    where
        p.amount >= $supervisor_line
        and s.has_supervisors
        and not s.is_supervised
        and p.row_id not in (select o.row_id from in_office as o where o.members = 0)
),

signed_by_few as (
    select
        p.village_code,
        p.subject,
        make_date(year(p.entry_date), month(p.entry_date), 1) as period,
        p.amount,
        p.row_id,
        p.root_cause,
        cast(p.entry_date as varchar) || '“' || p.summary || '”付款 ' || cast(p.amount as varchar)
        || ' 元，村监会签字 ' || cast(s.supervisors as varchar) || ' 人，规定 ' || cast($supervisor_min as varchar)
        || ' 人，本村的账一般都签够' as finding
    from paid as p
    inner join core.signing as s on p.row_id = s.row_id
    inner join custom as c on p.village_code = c.village_code
    where
        p.amount >= $supervisor_line
        and s.supervisors < $supervisor_min
        and p.row_id not in (select o.row_id from in_office as o where o.members < $supervisor_min)
),

too_few as (
    select
        village_code,
        subject,
        period,
        amount,
        row_id,
        root_cause,
        subject || '的村监会签字人数为 ' || cast(supervisor_count as varchar) || ' 人，规定至少 '
        || cast($supervisor_min as varchar) || ' 人' as finding
    from matter
    where supervisor_count < $supervisor_min
),

supervised as (
    select
        p.row_id,
        p.village_code,
        p.entry_date,
        p.amount,
        n.name
    from paid as p
    inner join entry as e on p.row_id = e.row_id
    inner join fact.signature as n on e.supervisor = n.written
),

own as (
    select distinct
        s.row_id,
        s.village_code,
        year(s.entry_date) as year,
        s.amount,
        s.name,
        r.row_id as roster_row_id
    from supervised as s
    inner join roster as r
        on
            s.village_code = r.village_code
            and s.name = r.name
            and s.entry_date >= coalesce(r.since, s.entry_date)
            and s.entry_date <= coalesce(r.until, s.entry_date)
    left join committee as c
        on r.village_code = c.village_code and r.name = c.name and coalesce(r.id_no, '') <> coalesce(c.id_no, '')
    where r.body = '两委' and coalesce(c.name, '') = ''
),

own_payment as (
    select distinct
        row_id,
        village_code,
        year,
        amount,
        name
    from own
),

own_total as (
    select
        village_code,
        year,
        name,
        cast(sum(amount) as decimal(18, 2)) as amount,
        count(*) as payments
    from own_payment
    group by village_code, year, name
),

own_evidence as (
    select
        village_code,
        year,
        name,
        row_id
    from own
    union
    select
        village_code,
        year,
        name,
        roster_row_id as row_id
    from own
),

by_member as (
    select
        t.village_code,
        '监督人 ' || t.name as subject,
        make_date(t.year, 1, 1) as period,
        t.amount,
        e.row_id,
        concat_ws('·', '两委成员监督', t.village_code, t.name, cast(t.year as varchar)) as root_cause,
        cast(t.year as varchar) || ' 年有 ' || cast(t.payments as varchar) || ' 笔支出由' || t.name
        || '以监督人名义签字，花名册里' || t.name || '是在任的村两委成员' as finding
    from own_total as t
    inner join own_evidence as e on t.village_code = e.village_code and t.year = e.year and t.name = e.name
),

assessable as (
    select village_code
    from entry
    where supervisor is not null
    union
    select village_code
    from matter
),

final as (
    select
        village_code,
        subject,
        period,
        amount,
        row_id,
        '命中' as outcome,
        null as missing,
        root_cause,
        finding
    from unsigned
    union all
    select
        village_code,
        subject,
        period,
        amount,
        row_id,
        '命中' as outcome,
        null as missing,
        root_cause,
        finding
    from signed_by_few
    union all
    select
        village_code,
        subject,
        period,
        amount,
        row_id,
        '命中' as outcome,
        null as missing,
        root_cause,
        finding
    from too_few
    union all
    select
        village_code,
        subject,
        period,
        amount,
        row_id,
        '命中' as outcome,
        null as missing,
        root_cause,
        finding
    from by_member
    union all
    select
        village_code,
        '村监会签审' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '收支明细账“监督人”列或四议两公开台账“监委会签字人数”列' as missing,
        null as root_cause,
        null as finding
    from core.village
    where village_code not in (select a.village_code from assessable as a)
)

select * from final
