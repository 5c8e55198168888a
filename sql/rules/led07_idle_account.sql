/*
id: LED07
title: 往来款长期挂账
level: 中
status: stable
money: 受损
tunable: idle_months
subject: payee
description: "应收款、内部往来、应付款的同一明细科目，直到最近一期的科目余额表，连续 24 个月余额不变、不为零且没有发生额，\
  每个明细一条；村干部个人名下的应收升为高。"
why: 长期不动的往来款，可能是借款不还、虚列债务或已成坏账。
basis:
  - 《农村集体经济组织法》（主席令第二十六号，2025 年 5 月 1 日起施行）第 35 条第二款：不得向农村集体经济组织借款
  - 审计实务：往来款两年没有变动的逐户核查
params: [idle_months, chart_year]
looks_in:
  account_balance: {cells: [debit, credit]}
root_cause: 一个往来户为同一事实。
falsepositives:
  - 押金、质保金、保证金：明细名称写明的不查。
  - "科目按年度的科目表和名称认：同一编码在新旧科目表里意思不同，一级科目有名称的以名称为准\
    （2024 年起 211 是应付款，之前 211 是应付工资、202 是应付款）。"
  - 余额表中间缺期的，从缺期之后重新算起。
  - 后来有发生额、或最近一期已没有余额的，不报。
innocent: 对方确实无力偿还，已有清收计划或核销决议。
next_check: 查原始借条、对账记录和清收、核销决议。
clears: 清收记录，或经决议的核销文件。
related: [LED01]
message: >-
  {subject}从 {period}起 {months} 个月没有发生额（满 {idle_months} 个月算长期挂账），
  余额一直是 {amount} 元（{side}），待核。{remark}
*/
with account_line as (
    select
        row_id,
        village_code,
        submission_id,
        source_sheet,
        slice_id,
        period,
        period_kind,
        trim(account_code) as account_code,
        trim(account_name) as account_name,
        is_leaf,
        coalesce(opening_debit, opening_credit) is not null as has_opening,
        coalesce(opening_debit, 0) - coalesce(opening_credit, 0) as opening,
        coalesce(debit, 0) = 0 and coalesce(credit, 0) = 0 as is_still,
        coalesce(closing_debit, 0) - coalesce(closing_credit, 0) as closing
    from ledger.account_balance
    where period is not null and period_kind in ('月', '季', '年')
),

roster_line as (
    select
        row_id,
        village_code,
        name
    from ledger.official
),

official as (
    select distinct
        village_code,
        name
    from roster_line
),

parent as (
    select
        submission_id,
        source_sheet,
        slice_id,
        account_code,
        min(account_name) as account_name
    from account_line
    group by submission_id, source_sheet, slice_id, account_code
),

placed as (
    select
        row_id,
        village_code,
        submission_id,
        source_sheet,
        slice_id,
        period,
        period_kind,
        account_code,
        account_name,
        is_leaf,
        has_opening,
        opening,
        is_still,
        closing,
        lead(account_code) over (
            partition by submission_id, source_sheet, slice_id order by account_code, row_id
        ) as next_code,
        count(*) over (partition by village_code, period, period_kind, account_code, account_name) as times
    from account_line
),

leaf as (
    select
        l.row_id,
        l.village_code,
        l.period,
        l.period_kind,
        l.account_code,
        coalesce(regexp_replace(l.account_name, '^.*[-_/—\\]', '', 'g'), l.account_code) as detail,
        l.closing,
        l.is_still and l.closing <> 0 and (not l.has_opening or l.opening = l.closing) as is_idle,
        case
            when regexp_matches(p.account_name, '^应收(账|款)') then '应收款'
            when regexp_matches(p.account_name, '^(内部|成员)往来') then '内部往来'
            when regexp_matches(p.account_name, '^应付(账|款)') then '应付款'
            when p.account_name is not null then null
            when regexp_matches(l.account_code, '^112') then '应收款'
            when regexp_matches(l.account_code, '^113') then '内部往来'
            when regexp_matches(l.account_code, '^211') and year(l.period) >= $chart_year then '应付款'
            when regexp_matches(l.account_code, '^202') and year(l.period) < $chart_year then '应付款'
        end as account,
        case l.period_kind
            when '月' then cast(l.period + interval 1 month as date)
            when '季' then cast(l.period + interval 1 quarter as date)
            else cast(l.period + interval 1 year as date)
        end as next_period
    from placed as l
    left join parent as p
        on
            l.submission_id = p.submission_id
            and l.source_sheet = p.source_sheet
            and l.slice_id = p.slice_id
            and p.account_code = regexp_replace(l.account_code, '^(...).*$', '\1', 'g')
    where
        l.times = 1
        and coalesce(
            l.is_leaf = '是',
            l.next_code is null
            or l.next_code = l.account_code
            or left(l.next_code, length(l.account_code)) <> l.account_code
        )
),

-- two accounts of one name are told apart by their codes
debtor as (
    select
        row_id,
        village_code,
        period,
        period_kind,
        next_period,
        account,
        closing,
        is_idle,
        detail,
        case
            when count(*) over (partition by village_code, account, detail, period, period_kind) > 1 then account_code
        end as code
    from leaf
    where
        account is not null
        and not regexp_matches(detail, '押金|质保金|保证金|保修金|履约金')
),

followed as (
    select
        row_id,
        village_code,
        period,
        period_kind,
        next_period,
        account,
        detail,
        code,
        closing,
        is_idle,
        lag(case when is_idle then closing end)
            over (partition by village_code, account, detail, code, period_kind order by period, row_id)
            as closing_before,
        lag(next_period)
            over (partition by village_code, account, detail, code, period_kind order by period, row_id)
            as expected_period
    from debtor
),

stepped as (
    select
        row_id,
        village_code,
        period,
        period_kind,
        next_period,
        account,
        detail,
        code,
        closing,
        is_idle,
        case when closing_before = closing and expected_period = period then 0 else 1 end as is_step
    from followed
),

numbered as (
    select
        row_id,
        village_code,
        period,
        period_kind,
        next_period,
        account,
        detail,
        code,
        closing,
        is_idle,
        sum(is_step) over (
            partition by village_code, account, detail, code, period_kind order by period, row_id
        ) as run
    from stepped
),

village_span as (
    select
        village_code,
        period_kind,
        min(period) as first_period,
        max(next_period) as last_period
    from leaf
    group by village_code, period_kind
),

run_of_account as (
    select
        n.village_code,
        n.period_kind,
        n.account,
        n.detail,
        n.code,
        n.run,
        min(n.period) as first_period,
        max(n.next_period) as last_period,
        max(n.closing) as closing,
        (year(max(n.next_period)) * 12 + month(max(n.next_period)))
        - (year(min(n.period)) * 12 + month(min(n.period))) as months
    from numbered as n
    where n.is_idle
    group by n.village_code, n.period_kind, n.account, n.detail, n.code, n.run
),

idle as (
    select
        r.village_code,
        r.period_kind,
        r.account,
        r.detail,
        r.code,
        r.run,
        r.first_period,
        r.closing,
        r.months,
        o.name is not null and r.account <> '应付款' and r.closing > 0 as is_official
    from run_of_account as r
    inner join village_span as s
        on r.village_code = s.village_code and r.period_kind = s.period_kind and r.last_period = s.last_period
    left join official as o on r.village_code = o.village_code and r.detail = o.name
    where r.months >= $idle_months
    qualify row_number() over (
        partition by r.village_code, r.account, r.detail, r.code order by r.months desc, r.period_kind asc
    ) = 1
),

evidence as (
    select
        i.village_code,
        i.account,
        i.detail,
        i.code,
        n.row_id
    from idle as i
    inner join numbered as n
        on
            i.village_code = n.village_code
            and i.period_kind = n.period_kind
            and i.account = n.account
            and i.detail = n.detail
            and i.code is not distinct from n.code
            and i.run = n.run
    union all
    select
        i.village_code,
        i.account,
        i.detail,
        i.code,
        r.row_id
    from idle as i
    inner join roster_line as r on i.village_code = r.village_code and i.detail = r.name
    where i.is_official
),

final as (
    select
        i.village_code,
        concat_ws(' ', i.account, i.code, i.detail) as subject,
        i.first_period as period,
        cast(abs(i.closing) as decimal(18, 2)) as amount,
        e.row_id,
        '命中' as outcome,
        null as missing,
        case when i.is_official then '高' end as level,
        i.months,
        case when i.closing > 0 then '借方' else '贷方' end as side,
        case when i.is_official then '该户与村干部同名。' else '' end as remark
    from idle as i
    inner join evidence as e
        on
            i.village_code = e.village_code
            and i.account = e.account
            and i.detail = e.detail
            and i.code is not distinct from e.code
    union all
    select
        village_code,
        '往来款' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '写明月、季、年并跨满规定月数的科目余额表' as missing,
        null as level,
        null as months,
        null as side,
        null as remark
    from ledger.account_balance
    where
        village_code not in (
            select s.village_code
            from village_span as s
            where
                (year(s.last_period) * 12 + month(s.last_period))
                - (year(s.first_period) * 12 + month(s.first_period)) >= $idle_months
        )
    group by village_code
)

select * from final
