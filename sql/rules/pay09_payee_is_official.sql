/*
id: PAY09
title: 收款人与村干部、村监会成员或其近亲属相同
level: 高
status: stable
money: 受损
subject: payee
description: "付款的收款账号与本村花名册上的账号相同（高），或收款人与本村在册人员、其近亲属同名，\
  且全县出现这个姓名的村不超过 5 个（中）。一村一人一年一条，任职期以外的付款不算。"
why: 干部或其亲属从村里收货款、工程款，应当回避和公开。
basis:
  - 《村民委员会组织法》（2018 年修正）第 32 条：村务监督机构成员的回避
  - 审计实务：供应商与经办人员比对
params: [namesake_villages]
looks_in:
  official: {any: [name], days: any, county: true}
  cash_entry: {amount: one, explains: [counterparty, summary], against: true, days: 366}
root_cause: 一村一人一年收到的付款与 PAY04 为同一事实，合计金额时只取最大一笔。
falsepositives:
  - 同姓同名：全县超过 5 个村有这个姓名的，只凭姓名不报；账号已知而与花名册不同的，不凭姓名报。
  - 干部依法领取的工资补贴、误工补贴、差旅，年终奖和考核奖（由 CAD08 查），以及救助慰问（由 CARE03 查）不报。
  - 土地流转、征地补偿、分红、红利是村民都有的款项，不报。
  - 凭发票报销、收款人就是经手人的，是先垫后报，不报。
  - 提现、存现、内部转账不是付款；已红字冲销的不报。
innocent: 同名不同人，或干部依照公开程序承接、已经回避和公示。
next_check: 核对身份证号和账户，查比价、回避和公开记录。
clears: 亲属关系申报、回避记录和比价、公开资料。
related: [PAY04, CARE03]
message: "{year} 年向{subject}付款 {payments} 笔共 {amount} 元，{how}，待核。"
*/
with payment as (
    select
        row_id,
        village_code,
        entry_date,
        amount,
        payee_name,
        nullif(regexp_replace(coalesce(counterparty_account, ''), '[^0-9]', '', 'g'), '') as account
    from core.payment
    where
        (payee_name is not null or counterparty_account is not null)
        and purpose_class not in ('工资补贴', '差旅', '救助慰问', '公用事业')
        and not regexp_matches(summary, '分红|红利|流转|征地|补偿|股金|退股')
        and not (
            document_type in ('发票', '财政票据')
            and document_no is not null
            and coalesce(handler in (counterparty, payee_name), false)
        )
),

person as (
    select
        row_id,
        village_code,
        name,
        relation,
        official,
        coalesce(post, body, '在册人员') as post,
        account,
        since,
        until,
        namesakes
    from fact.roster
),

matched as (
    select
        p.row_id,
        p.village_code,
        p.entry_date,
        p.amount,
        p.payee_name,
        r.row_id as roster_row_id,
        r.official,
        r.post,
        case
            when p.account = r.account then '账号'
            when r.relation = '本人' then '姓名'
            else '近亲属'
        end as match
    from payment as p
    inner join person as r
        on
            p.village_code = r.village_code
            and (
                p.account = r.account
                or (
                    p.payee_name = r.name
                    and r.namesakes <= $namesake_villages
                    and coalesce(p.account = r.account, true)
                )
            )
            and p.entry_date >= coalesce(r.since, p.entry_date)
            and p.entry_date <= coalesce(r.until, p.entry_date)
),

-- one match per payment: the account proves more than the name, the name more than a relative's
best as (
    select
        row_id,
        village_code,
        entry_date,
        amount,
        payee_name,
        roster_row_id,
        official,
        post,
        match
    from matched
    qualify
        row_number() over (
            partition by row_id
            order by match = '账号' desc, match = '姓名' desc, official asc, roster_row_id asc
        ) = 1
),

total as (
    select
        village_code,
        official,
        year(entry_date) as year,
        count(*) as payments,
        cast(sum(amount) as decimal(18, 2)) as amount,
        bool_or(match = '账号') as by_account,
        bool_or(match = '姓名') as by_name,
        min(payee_name) as payee_name,
        min(post) as post
    from best
    group by village_code, official, year(entry_date)
),

evidence as (
    select
        village_code,
        official,
        year(entry_date) as year,
        row_id
    from best
    union
    select
        village_code,
        official,
        year(entry_date) as year,
        roster_row_id as row_id
    from best
),

final as (
    select
        t.village_code,
        case
            when coalesce(t.payee_name, t.official) = t.official then t.official
            else t.payee_name || '（' || t.official || '）'
        end as subject,
        make_date(t.year, 1, 1) as period,
        t.amount,
        e.row_id,
        case when not t.by_account then '中' end as level,
        concat_ws('·', '干部收款', t.village_code, t.official, cast(t.year as varchar)) as root_cause,
        t.year,
        t.payments,
        case
            when t.by_account then '收款账号与在册人员' || t.official || '（' || t.post || '）的账号相同'
            when t.by_name then '收款人与在册人员' || t.official || '（' || t.post || '）同名'
            else '收款人与在册人员' || t.official || '（' || t.post || '）的近亲属同名'
        end as how
    from total as t
    inner join evidence as e on t.village_code = e.village_code and t.official = e.official and t.year = e.year
)

select * from final
