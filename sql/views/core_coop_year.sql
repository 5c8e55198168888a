/*
view: core.coop_year
title: 合作社年度：一村一社一年一行，重复填报的取分配决议日最晚的一行
columns:
  village_code: 村代码
  cooperative: 合作社
  year: 年度
  total_shares: 股金总额（元）
  red_shares: 红色股份（元）
  net_surplus: 本年盈余（元）
  distributable: 可分配盈余（元）
  patronage_return: 按交易量返还（元）
  share_dividend: 股金分红（元）
  reserve_fund: 公积金（元）
  welfare_fund: 公益金（元）
  risk_fund: 风险基金（元）
  charter_reserve_rate: 章程规定的公积金提取比例
  decided_on: 分配决议日
  audited: 是否审计
  total_assets: 资产总额（元）
  total_liabilities: 负债总额（元）
  total_equity: 所有者权益（元）
  supervisor_seat: 派驻监事：写“无”“未选派”的为空
  follow_up: 评估处理：扶持/整改/处罚/无
  follow_up_due: 评估整改期限
  follow_up_done: 评估整改完成日期
  row_id: 行编号
*/
with coop_year as (
    select
        village_code,
        trim(cooperative) as cooperative,
        year,
        total_shares,
        red_shares,
        net_surplus,
        distributable,
        patronage_return,
        share_dividend,
        reserve_fund,
        welfare_fund,
        risk_fund,
        charter_reserve_rate,
        decided_on,
        audited,
        total_assets,
        total_liabilities,
        total_equity,
        case
            when not regexp_matches(trim(supervisor_seat), '^(暂)?(无|没有|空|空缺|缺|未派|未选派|未派驻|待定|待派|待选派|[/—-]+)?(人|人选)?$')
                then trim(supervisor_seat)
        end as supervisor_seat,
        follow_up,
        follow_up_due,
        follow_up_done,
        row_id
    from ledger.coop_year
),

final as (
    select
        village_code,
        cooperative,
        year,
        total_shares,
        red_shares,
        net_surplus,
        distributable,
        patronage_return,
        share_dividend,
        reserve_fund,
        welfare_fund,
        risk_fund,
        charter_reserve_rate,
        decided_on,
        audited,
        total_assets,
        total_liabilities,
        total_equity,
        supervisor_seat,
        follow_up,
        follow_up_due,
        follow_up_done,
        row_id
    from coop_year
    qualify
        row_number() over (
            partition by village_code, cooperative, year
            order by decided_on desc nulls last, row_id asc
        ) = 1
)

select * from final
