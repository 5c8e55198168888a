/*
id: FS07
title: 惠农补贴没有签领
level: 中
status: stable
money: 手续
subject: sheet
applies_to: 惠农补贴
description: "惠农补贴（补偿、救助）发放表上，同一份名单别的户签了字，这几户没有签，或写着未签。一村一年一项一条，金额为没有签领的合计。"
why: 没有签字就看不出钱是不是发到了本人手里。
basis:
  - 审计实务：发放名单的签领核对
looks_in:
  subsidy_payment:
    - {cells: [signed]}
    - {any: [name, id_no], says: {amount: '-'}, days: any}
root_cause: 一村一年一项补贴里没有签领的各户为同一事实。
falsepositives:
  - 整份名单的签领一列都空着，多半是签字的纸质表没有录入，不判断；没有一份名单有签字的村不可评估。
  - 冲回的抵减。
innocent: 本人外出，钱已打卡，回来补签。
next_check: 调阅纸质名单和打卡回单，问没有签字的户收到没有。
clears: 补签的名单、打卡回单、代领委托书。
related: [FS06]
message: "{year} 年{item}有 {persons} 人没有签领，合计 {amount} 元（同一份名单有 {signers} 人签了字），待核。"
*/
with subsidy as (
    select
        row_id,
        village_code,
        year,
        item,
        list,
        who,
        amount,
        signed
    from core.subsidy
),

list as (
    select
        village_code,
        list,
        count(distinct who) as signers
    from subsidy
    where signed is not null
    group by village_code, list
),

unsigned as (
    select
        s.row_id,
        s.village_code,
        s.year,
        s.item,
        s.who,
        s.amount,
        l.signers
    from subsidy as s
    inner join list as l on s.village_code = l.village_code and s.list = l.list
    where s.signed is null
),

total as (
    select
        village_code,
        year,
        item,
        count(distinct who) as persons,
        max(signers) as signers,
        cast(sum(amount) as decimal(18, 2)) as amount
    from unsigned
    group by village_code, year, item
    having sum(amount) > 0
),

final as (
    select
        t.village_code,
        t.item || ' 没有签领' as subject,
        make_date(t.year, 1, 1) as period,
        t.amount,
        u.row_id,
        '命中' as outcome,
        null as missing,
        t.year,
        t.item,
        t.persons,
        t.signers
    from total as t
    inner join unsigned as u on t.village_code = u.village_code and t.year = u.year and t.item = u.item
    union all
    select distinct
        s.village_code,
        '签领' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '惠农补贴发放表“签领”列（没有一份名单填了签字）' as missing,
        null as year,
        null as item,
        null as persons,
        null as signers
    from subsidy as s
    where s.village_code not in (select l.village_code from list as l)
)

select * from final
