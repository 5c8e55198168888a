/*
view: core.contract
title: 合同：同一份合同登记了几次的，取所属期间最晚的一次，一张表上取后一行；附对方规范名，是村里付钱的还是收钱的
columns:
  row_id: 行编号
  village_code: 村代码
  contract_no: 合同编号
  counterparty: 合同对方
  party: 对方规范名：可与收款人、花名册比较
  matter: 合同内容
  side: 付款（工程、采购）或收款（发包、出租）；看不出的为空
  amount: 合同金额（元）
  rent_per_year: 年租金（元）
  value: 合同总额（元）：没有合同金额的，为年租金乘年数
  received: 已收金额（元）
  signed_on: 签订日期：没有填的为开始日期
  starts_on: 开始日期
  ends_on: 到期日期
  procurement: 发包方式
  audited_amount: 审定金额（元）
  resolution_no: 决议编号
  declared_on: 登记到哪一天：表上写明的期间的末日，没有写明的为空
  subject: 名称：重报后不变，供疑点编号使用
  root_cause: 同一事实：这一份合同
*/
with party as (
    select
        written,
        name
    from fact.party_name
),

project as (
    select distinct
        village_code,
        trim(contract_no) as contract_no
    from ledger.project
    where contract_no is not null
),

registered as (
    select
        c.row_id,
        c.village_code,
        nullif(trim(c.contract_no), '') as contract_no,
        trim(c.counterparty) as counterparty,
        p.name as party,
        trim(c.subject) as matter,
        c.amount,
        c.rent_per_year,
        c.received,
        coalesce(c.signed_on, c.starts_on) as signed_on,
        c.starts_on,
        c.ends_on,
        c.procurement,
        c.audited_amount,
        nullif(trim(c.resolution_no), '') as resolution_no,
        case
            when c.period_kind = '年' then make_date(year(c.period), 12, 31)
            when c.period_kind in ('月', '季', '日') then c.period
        end as declared_on,
        c.source_row
    from ledger.contract as c
    left join party as p on c.counterparty = p.written
),

latest as (
    select
        row_id,
        village_code,
        contract_no,
        counterparty,
        party,
        matter,
        amount,
        rent_per_year,
        received,
        signed_on,
        starts_on,
        ends_on,
        procurement,
        audited_amount,
        resolution_no,
        declared_on
    from registered
    qualify
        row_number() over (
            partition by village_code, contract_no, party, matter, starts_on
            order by declared_on desc nulls last, source_row desc, row_id asc
        ) = 1
),

final as (
    select
        c.row_id,
        c.village_code,
        c.contract_no,
        c.counterparty,
        c.party,
        c.matter,
        case
            when j.contract_no is not null then '付款'
            when c.rent_per_year > 0 then '收款'
            when regexp_matches(c.matter, '出租|租赁|承租|流转|承包经营|承包费|租金|出让|转让|入股') then '收款'
            when
                regexp_matches(c.matter, '工程|建设|修|硬化|安装|施工|改造|采购|购|装饰|绿化|亮化|整治|清淤|铺设|监理|设计')
                then '付款'
            when regexp_matches(c.matter, '承包|发包') then '收款'
        end as side,
        c.amount,
        c.rent_per_year,
        cast(
            coalesce(c.amount, c.rent_per_year * greatest(year(c.ends_on) - year(c.starts_on), 1), c.rent_per_year)
            as decimal(18, 2)
        ) as value,
        c.received,
        c.signed_on,
        c.starts_on,
        c.ends_on,
        c.procurement,
        c.audited_amount,
        c.resolution_no,
        c.declared_on,
        concat_ws(' ', '合同', c.contract_no, c.counterparty, c.matter) as subject,
        concat_ws('·', '合同', c.village_code, c.contract_no, c.counterparty, c.matter, cast(c.starts_on as varchar))
            as root_cause
    from latest as c
    left join project as j on c.village_code = j.village_code and c.contract_no = j.contract_no
)

select * from final
