/*
id: INV07
title: 供应商信用代码校验不符，或收款人名称中没有单位字样而金额大
level: 中
status: stable
money: 手续
subject: payee
description: "项目台账里施工单位的统一社会信用代码位数不对或校验位不符（15 位旧注册号只提示）；\
  或收款人的名称中没有单位字样，单笔 10,000 元以上，不是工资、救助、劳务、收购、补偿一类（凭发票的只报低）。一村一收款人一年一条。"
why: 代码不对的单位可能不存在；大额货款、工程款付给个人，看不出谁在供货。
basis:
  - 《法人和其他组织统一社会信用代码编码规则》（GB 32100—2015）
  - 审计实务：供应商资料核查
params: [person_line]
root_cause: 一村一收款人一年的付款为同一事实。
falsepositives:
  - 15 位旧注册号：2015 年以前的证照，只提示。
  - 施工方是个人、代码栏填了有效身份证号的，不报；集体经济组织以字母开头的代码照校验位认可。
  - 工资补贴、救助慰问、劳务、收购农产品、入股、征地、流转、租金、分红、借款归还，可以付给个人，不报。
  - 个人由税务机关代开发票的，凭发票的只报低；提现、存现不是付款；已红字冲销的不报。
innocent: 代码录入有误，或个体户登记时写了经营者姓名。
next_check: 查营业执照、合同和发票，补登正确的代码或户名。
clears: 营业执照、身份证明和合同，或更正后的代码。
related: [PAY09, PAY10, INV01]
message: >-
  {finding}，付款合计 {amount} 元（{payments} 笔），待核。
*/
with payment as (
    select
        row_id,
        village_code,
        year(entry_date) as year,
        amount,
        payee_name,
        payee_key,
        is_person,
        purpose_class,
        summary,
        project_no,
        coalesce(document_type in ('发票', '财政票据'), false) as is_documented
    from core.payment
),

party as (
    select
        written,
        name
    from fact.party_name
),

checked as (
    select
        c.row_id,
        c.code,
        c.verdict,
        j.village_code,
        trim(j.project_no) as project_no,
        coalesce(j.contractor, '施工单位') as contractor,
        p.name
    from fact.code_check as c
    inner join ledger.project as j on c.row_id = j.row_id
    left join party as p on j.contractor = p.written
    where c.verdict <> '有效'
),

paid_to_checked as (
    select distinct
        c.village_code,
        c.contractor,
        c.code,
        p.row_id,
        p.amount
    from checked as c
    inner join payment as p
        on c.village_code = p.village_code and (c.name = p.payee_name or (coalesce(p.payee_name, '') = '' and c.project_no = p.project_no))
),

checked_total as (
    select
        village_code,
        contractor,
        code,
        count(*) as payments,
        cast(sum(amount) as decimal(18, 2)) as amount
    from paid_to_checked
    group by village_code, contractor, code
),

wrong_code as (
    select distinct
        c.village_code,
        c.contractor,
        c.code,
        c.verdict,
        coalesce(t.payments, 0) as payments,
        coalesce(t.amount, 0) as amount
    from checked as c
    left join checked_total as t
        on c.village_code = t.village_code and c.contractor = t.contractor and c.code = t.code
),

code_evidence as (
    select
        village_code,
        contractor,
        code,
        row_id
    from checked
    union
    select
        village_code,
        contractor,
        code,
        row_id
    from paid_to_checked
),

to_person as (
    select
        row_id,
        village_code,
        year,
        amount,
        payee_key,
        is_documented
    from payment
    where
        is_person
        and amount >= $person_line
        and purpose_class not in ('工资补贴', '救助慰问', '劳务', '收购农产品', '入股', '差旅', '公用事业')
        and not regexp_matches(summary, '征地|补偿|流转|租金|地租|房租|分红|红利|借款|还款|归还|退|奖励|奖金|捐|抚恤|养老|土地')
),

person_total as (
    select
        village_code,
        payee_key,
        year,
        count(*) as payments,
        bool_and(is_documented) as is_documented,
        cast(sum(amount) as decimal(18, 2)) as amount
    from to_person
    group by village_code, payee_key, year
),

final as (
    select
        w.village_code,
        concat_ws(' ', w.contractor, w.code) as subject,
        null as period,
        cast(w.amount as decimal(18, 2)) as amount,
        e.row_id,
        '命中' as outcome,
        null as missing,
        case when w.verdict = '旧号' then '提示' end as level,
        w.contractor || '的统一社会信用代码 ' || w.code
        || case
            when w.verdict = '旧号' then ' 是 15 位旧注册号'
            when w.verdict = '位数不对' then ' 不是 18 位'
            else ' 校验位不符'
        end as finding,
        w.payments
    from wrong_code as w
    inner join code_evidence as e
        on w.village_code = e.village_code and w.contractor = e.contractor and w.code = e.code
    union all
    select
        t.village_code,
        t.payee_key as subject,
        make_date(t.year, 1, 1) as period,
        t.amount,
        p.row_id,
        '命中' as outcome,
        null as missing,
        case when t.is_documented then '低' end as level,
        cast(t.year as varchar) || ' 年收款人“' || t.payee_key
        || '”的名称中没有单位字样，不是工资、劳务、救助一类款项，每笔满 ' || cast($person_line as varchar) || ' 元' as finding,
        t.payments
    from person_total as t
    inner join to_person as p
        on t.village_code = p.village_code and t.payee_key = p.payee_key and t.year = p.year
    union all
    select
        v.village_code,
        '供应商' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '收支明细账“对方单位”列，或项目台账“施工单位信用代码”列' as missing,
        null as level,
        null as finding,
        null as payments
    from core.village as v
    where
        v.village_code not in (select p.village_code from payment as p where p.payee_name is not null)
        and v.village_code not in (select j.village_code from ledger.project as j where j.contractor_uscc is not null)
)

select * from final
