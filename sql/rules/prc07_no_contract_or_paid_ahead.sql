/*
id: PRC07
title: 合同缺失或付款超进度
level: 高
status: stable
money: 手续
subject: project
description: "三种情形：项目台账里没有合同编号和合同金额、已付款达到 10,000 元的项目；没有列入项目、账上也看不出有合同的\
  单笔 10,000 元以上工程和采购付款（只报中）；付给施工单位的累计占合同额的比例，超过完成进度 10 个百分点以上的项目。"
why: 没有合同就没有价格和验收的依据；付款跑在工程前面，收尾时村里说不上话。
basis:
  - 审计实务：合同、验收、付款三方核对
  - 《建设工程价款结算暂行办法》（财建〔2004〕369 号）第 12 条：原则上预付比例不高于合同金额的 30%；没有签订合同的工程不得预付工程款
params: [contract_line, progress_tolerance, advance_share]
looks_in:
  project:
    - {any: [project_no, contractor=counterparty], days: any}
    - {cells: [change_amount]}
    - {when: {why: 没有合同编号}, cells: [contract_no, contract_amount]}
  contract: {when: {why: 没有列入项目}, any: [counterparty], days: any}
  cash_entry:
    - {amount: one, explains: [counterparty, summary], against: true, days: 366}
    - {any: [project_no], says: {expense: '-'}, days: any}
root_cause: 一个项目的合同和进度与 SVC05、INV06 为同一事实，合计金额时只取最大一笔；没有项目的一笔支出为同一事实。
falsepositives:
  - 临时用工、劳务、误工、救助、差旅、水电、收购农产品、入股、保险，不是工程采购，不查。
  - 摘要或备注写明合同、协议，分期付款、进度款、质保金的，视为有合同。
  - 收款人就是项目台账里某个有合同项目的施工单位、或合同台账里一份合同的对方的，视为有合同。
  - 预付款：累计付款不超过合同额 30% 的不比进度；已经填了验收日期的，进度按百分之百。
  - 合同额加上变更金额再比；同一项目几年各登记一次的，内容相同只算一次，进度取最高。
  - 付给施工单位以外的人（监理、设计、材料）不与该合同比；冲减的按负数计入。
  - 没有填进度也没有验收日期的项目不比进度；项目台账从没填过合同编号、合同金额的村，不可评估。
innocent: 合同在村里，没有登记到项目台账；或进度没有及时更新。
next_check: 调合同、验收单、监理签证，与付款逐笔核对。
clears: 补签的合同、验收单，或更新后的工程进度。
related: [SVC05, INV06, PRC01]
message: >-
  {what} {amount} 元，{why}（满 {contract_line:,} 元应有合同；付款比例可以超过完成进度 {progress_tolerance:.0%}，
  预付款不超过合同额的 {advance_share:.0%}），待核。
*/
with payment as (
    select
        row_id,
        village_code,
        entry_date,
        summary,
        amount,
        payee_name,
        coalesce(is_person, false) as is_person,
        coalesce(purpose_class, '') as purpose_class,
        project_no,
        is_contracted,
        regexp_matches(summary || coalesce(note, ''), '合同|协议') as names_contract,
        subject,
        root_cause
    from core.payment
),

deduction as (
    select
        row_id,
        village_code,
        trim(project_no) as project_no,
        entry_date,
        summary,
        expense as amount
    from core.cash_entry
    where expense < 0 and project_no is not null and not is_repeat
),

reversed as (
    select reversal_row_id as row_id from fact.reversal
),

party as (
    select
        written,
        name
    from fact.party_name
),

registered as (
    select
        j.row_id,
        j.village_code,
        trim(j.project_no) as project_no,
        trim(j.project_name) as project_name,
        nullif(trim(j.contract_no), '') as contract_no,
        nullif(j.contract_amount, 0) as contract_amount,
        coalesce(j.change_amount, 0) as change_amount,
        p.name as contractor,
        cast(case when j.accepted_on is not null then 1 else j.progress end as decimal(38, 8)) as progress
    from ledger.project as j
    left join party as p on j.contractor = p.written
),

distinct_contract as (
    select distinct
        village_code,
        project_no,
        contract_no,
        contract_amount,
        change_amount
    from registered
),

contract as (
    select
        village_code,
        project_no,
        cast(sum(contract_amount + change_amount) as decimal(18, 2)) as contracted
    from distinct_contract
    group by village_code, project_no
),

project as (
    select
        village_code,
        project_no,
        min(project_name) as project_name,
        max(progress) as progress,
        bool_or(contract_no is not null or contract_amount is not null) as has_contract
    from registered
    group by village_code, project_no
),

contractor as (
    select distinct
        village_code,
        project_no,
        contractor
    from registered
),

known_contractor as (
    select distinct
        c.village_code,
        c.contractor
    from contractor as c
    inner join project as j on c.village_code = j.village_code and c.project_no = j.project_no
    where j.has_contract
    union
    select
        village_code,
        party as contractor
    from core.contract
    where party is not null
),

contracting_village as (
    select village_code
    from project
    group by village_code
    having bool_or(has_contract)
),

work as (
    select
        row_id,
        village_code,
        project_no,
        entry_date,
        payee_name,
        amount
    from payment
    where
        project_no is not null
        and purpose_class not in ('工资补贴', '救助慰问', '劳务', '差旅', '公用事业', '收购农产品', '入股')
    union all
    select
        d.row_id,
        d.village_code,
        d.project_no,
        d.entry_date,
        null as payee_name,
        d.amount
    from deduction as d
    where d.row_id not in (select r.row_id from reversed as r)
),

bare as (
    select
        w.village_code,
        w.project_no,
        j.project_name,
        cast(sum(w.amount) as decimal(18, 2)) as amount,
        min(w.entry_date) as first_day
    from work as w
    inner join project as j on w.village_code = j.village_code and w.project_no = j.project_no
    inner join contracting_village as v on w.village_code = v.village_code
    where not j.has_contract
    group by w.village_code, w.project_no, j.project_name
    having
        sum(w.amount) >= $contract_line
        -- the books may name the contract that the register leaves out
        and count(*) filter (
            where w.row_id in (
                select p.row_id
                from payment as p
                where p.names_contract
            )
        ) = 0
),

-- other people's bills for a project are not paid under its contract
to_contractor as (
    select
        w.row_id,
        w.village_code,
        w.project_no,
        w.entry_date,
        w.amount
    from work as w
    left join contractor as c on w.village_code = c.village_code and w.project_no = c.project_no
    group by w.row_id, w.village_code, w.project_no, w.entry_date, w.amount, w.payee_name
    having
        coalesce(w.payee_name, '') = ''
        or count(c.contractor) = 0
        or count(*) filter (where w.payee_name = c.contractor) > 0
),

paid as (
    select
        village_code,
        project_no,
        cast(sum(amount) as decimal(18, 2)) as paid,
        min(entry_date) as first_day
    from to_contractor
    group by village_code, project_no
),

ahead as (
    select
        p.village_code,
        p.project_no,
        j.project_name,
        j.progress,
        c.contracted,
        p.paid,
        p.first_day,
        cast(p.paid - c.contracted * j.progress as decimal(18, 2)) as amount
    from paid as p
    inner join contract as c on p.village_code = c.village_code and p.project_no = c.project_no
    inner join project as j on p.village_code = j.village_code and p.project_no = j.project_no
    where
        c.contracted > 0
        and p.paid > c.contracted * (j.progress + $progress_tolerance)
        and p.paid > c.contracted * $advance_share
),

single as (
    select
        p.row_id,
        p.village_code,
        p.entry_date,
        p.summary,
        p.amount,
        p.subject,
        p.root_cause
    from payment as p
    inner join contracting_village as v on p.village_code = v.village_code
    left join known_contractor as k on p.village_code = k.village_code and p.payee_name = k.contractor
    where
        p.amount >= $contract_line
        and p.project_no is null
        and not p.is_contracted
        and not p.names_contract
        and coalesce(k.contractor, '') = ''
        and p.purpose_class not in ('工资补贴', '救助慰问', '劳务', '差旅', '公用事业', '收购农产品', '入股', '提现存现', '内部转账')
        and regexp_matches(p.summary, '购|工程|建设|维修|修缮|修建|新建|安装|施工|改造|硬化|装修|材料款|设备款')
        and not regexp_matches(p.summary, '保险|保费|劳务|人工|用工|误工|工资|认购|收购|退款|退还|利息|税')
),

found as (
    select
        village_code,
        project_no,
        project_name,
        first_day,
        amount,
        '已付款' as what,
        '项目台账没有合同编号和合同金额' as why
    from bare
    union all
    select
        village_code,
        project_no,
        project_name,
        first_day,
        amount,
        '合同额（含变更）' || cast(contracted as varchar) || ' 元、已付给施工单位 ' || cast(paid as varchar)
        || ' 元，超出完成进度' as what,
        '台账的完成进度为 ' || cast(cast(progress as decimal(18, 2)) as varchar) as why
    from ahead
),

evidence as (
    select
        village_code,
        project_no,
        row_id
    from work
    union all
    select
        village_code,
        project_no,
        row_id
    from registered
),

final as (
    select
        f.village_code,
        '项目 ' || f.project_no || ' ' || f.project_name as subject,
        make_date(year(f.first_day), 1, 1) as period,
        f.amount,
        e.row_id,
        '命中' as outcome,
        null as missing,
        null as level,
        concat_ws(
            '|',
            'SVC',
            f.village_code,
            f.project_no || ' ' || f.project_name,
            cast(make_date(year(f.first_day), 1, 1) as varchar)
        ) as root_cause,
        '项目 ' || f.project_no || ' ' || f.project_name || f.what as what,
        f.why
    from found as f
    inner join evidence as e on f.village_code = e.village_code and f.project_no = e.project_no
    union all
    select
        village_code,
        subject,
        make_date(year(entry_date), month(entry_date), 1) as period,
        amount,
        row_id,
        '命中' as outcome,
        null as missing,
        '中' as level,
        root_cause,
        cast(entry_date as varchar) || '“' || summary || '”付款' as what,
        '没有列入项目，账上也看不出有合同' as why
    from single
    union all
    select
        village_code,
        '合同' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '项目台账“合同编号”或“合同金额”列' as missing,
        null as level,
        null as root_cause,
        null as what,
        null as why
    from core.village
    where village_code not in (select v.village_code from contracting_village as v)
)

select * from final
