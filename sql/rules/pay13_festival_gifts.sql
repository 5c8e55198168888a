/*
id: PAY13
title: 节日节点购买礼品或购物卡
level: 高
status: stable
money: 受损
subject: entry
description: "紧盯的节日（参数 watched_days：清明、端午、中秋、国庆，和按惯例的春节；县里可以加元旦、五一）前 15 日之内（含节日当天），摘要或收款人出现礼品、购物卡、超市、商场、\
  月饼、粽子、烟酒、土特产等词（按词不按字）；或者不论何时，超市、商场的付款或购物卡是整百元且达到 1,000 元。\
  春节、元宵、七一、重阳也是慰问困难群众、党员的节日，有签领名单的不报。"
why: 节前是送礼的高发期；在超市、商场刷整数金额，常常是购物卡。
basis:
  - 马洪海《以党建工作新成效扎实推进精准扶贫》（宁夏党建刊物 2015 年第 10 期，刊名不存）：紧盯清明、端午、中秋、国庆等重要节点；元旦、五一、春节按通行做法，参照
params: [watched_days, festival_days, card_line]
looks_in:
  aid_payment:
    - {when: {remark: 慰问}, days: 31}
    - {when: {festival: '^$|春节'}, days: 31}
  cash_entry: {amount: one, explains: [counterparty, summary], against: true, days: 366}
root_cause: 一笔支出为同一事实。
falsepositives:
  - 春节、元宵、七一、重阳前 15 日之内买的，没有写明慰问也可能就是慰问品：前后 31 天内有签领的发放表合计够这一笔的，不报。
  - 困难慰问且有名单、签领：前后 31 天内有签领的帮扶慰问发放表，或备注写明名单、签领的，不报。
  - 写明慰问而该村没有报送帮扶慰问发放表的，只报低，请补名单。
  - 词表按词：爱心超市、超市门口修路、收购土特产不命中。
  - 已红字冲销、台账重登的不报。
innocent: 慰问困难群众的物资，名单和签领单没有登记。
next_check: 查发票明细、慰问名单与签领单，向商家核实是否购物卡。
clears: 慰问名单与签领单，附发票明细。
related: [PAY12, CARE02]
message: >-
  {day}{festival}支付“{summary}”{amount} 元，收款人{payee}，
  {place}中有“{word}”{remark}（节前 {festival_days} 天之内；商超付款满 {card_line:,} 元的整百数不限节点），待核。
*/
with watched as (
    select
        row_id,
        topic,
        word,
        place
    from fact.watch_word
),

payment as (
    select
        row_id,
        village_code,
        entry_date,
        summary,
        amount,
        counterparty,
        note,
        purpose_class,
        subject,
        root_cause
    from core.payment
),

aid as (
    select
        village_code,
        paid_on,
        signed,
        amount
    from ledger.aid_payment
),

festival as (
    select
        name,
        day,
        for_visits
    from fact.festival
),

near_festival as (
    select
        p.row_id,
        f.name as festival,
        w.word,
        w.place
    from payment as p
    inner join watched as w on p.row_id = w.row_id and w.topic = '礼品'
    inner join festival as f
        on
            contains('、' || replace($watched_days, ' ', '') || '、', '、' || f.name || '、')
            and date_diff('day', p.entry_date, f.day) between 0 and $festival_days
    qualify row_number() over (partition by p.row_id order by f.day, f.name) = 1
),

before_visits as (
    select distinct p.row_id
    from payment as p
    inner join festival as f
        on f.for_visits and date_diff('day', p.entry_date, f.day) between 0 and $festival_days
),

round_at_shop as (
    select
        p.row_id,
        w.word,
        w.place
    from payment as p
    inner join watched as w on p.row_id = w.row_id and w.topic = '商超'
    where p.amount >= $card_line and cast(p.amount as varchar) like '%00.00'
),

found as (
    select
        p.row_id,
        p.village_code,
        p.entry_date,
        p.summary,
        p.amount,
        p.counterparty,
        p.note,
        p.subject,
        p.root_cause,
        n.festival,
        r.row_id is not null as is_round,
        coalesce(n.word, r.word) as word,
        coalesce(n.place, r.place) as place,
        p.purpose_class = '救助慰问'
        or regexp_matches(
            p.summary || coalesce(p.note, ''), '慰问|困难|走访|敬老|五保|低保|残疾|孤儿|老党员|帮扶|救助'
        ) as is_comfort,
        v.row_id is not null as before_visits
    from payment as p
    left join near_festival as n on p.row_id = n.row_id
    left join round_at_shop as r on p.row_id = r.row_id
    left join before_visits as v on p.row_id = v.row_id
    where n.row_id is not null or r.row_id is not null
),

listed as (
    select
        f.row_id,
        sum(a.amount) as listed
    from found as f
    inner join aid as a on f.village_code = a.village_code
    where
        a.signed is not null
        and date_diff('day', f.entry_date, a.paid_on) between -31 and 31
    group by f.row_id
),

unlisted_village as (
    select f.village_code
    from found as f
    where f.village_code not in (select a.village_code from aid as a)
    group by f.village_code
),

final as (
    select
        f.village_code,
        f.subject,
        make_date(year(f.entry_date), month(f.entry_date), 1) as period,
        f.amount,
        f.row_id,
        case when f.is_comfort and u.village_code is not null then '低' end as level,
        f.root_cause,
        f.entry_date as day,
        coalesce('（' || f.festival || '前）', '') as festival,
        f.summary,
        f.counterparty as payee,
        f.place,
        f.word,
        case
            when f.is_comfort then '，未见慰问名单和签领'
            when f.is_round then '，且为整百元'
            else ''
        end as remark
    from found as f
    left join unlisted_village as u on f.village_code = u.village_code
    left join listed as l on f.row_id = l.row_id
    where
        not (
            f.is_comfort
            and (
                l.row_id is not null or regexp_matches(f.summary || coalesce(f.note, ''), '名单|签领|签收|花名册|发放表')
            )
        )
        and not (f.before_visits and coalesce(l.listed >= f.amount, false))
)

select * from final
