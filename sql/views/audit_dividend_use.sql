/*
view: audit.dividend_use
chinese: 红利使用
title: 红利使用：一村一社一年的红利去向；一村多社而用途未写明合作社的年度合并为一行
columns:
  village_code: 村代码
  village_name: 村名
  township: 乡镇
  cooperative: 合作社：或“合并”
  year: 红利年度
  dividend: 实收红利（元）
  required_reinvestment: 应再投入（元）
  reinvested: 再投入（元）：没有使用记录时为空
  offset_amount: 其他年度多投抵减（元）：没有使用记录时为空
  shortfall: 再投入不足（元）：应再投入减再投入，再减其他年度多投的；没有使用记录时为空
  retained: 留用（元）：红利减应再投入
  public_welfare: 公益事业（元）
  office: 工作经费（元）
  party_activity: 党员活动（元）
  aid: 困难帮扶（元）
  industry: 产业扶持（元）
  other: 其他（元）
  in_hand: 结余（元）：填报的未使用红利，或还在期限之内的
  untraced: 未见去向（元）：红利减用途合计减填报结余；没有填报结余的，过了期限才算
  assessable: 是否可评估：有红利也有使用记录
*/
with dividend_year as (
    select
        village_code,
        cooperative,
        year,
        dividend,
        uses,
        reinvested,
        public_welfare,
        office,
        party_activity,
        aid,
        industry,
        other
    from core.dividend_year
),

gap as (
    select
        village_code,
        cooperative,
        year,
        required,
        retained,
        offset_amount,
        shortfall,
        in_hand,
        untraced
    from core.dividend_gap
),

village as (
    select
        village_code,
        village_name,
        township
    from core.village
),

final as (
    select
        d.village_code,
        v.village_name,
        v.township,
        d.cooperative,
        d.year,
        d.dividend,
        g.required as required_reinvestment,
        d.reinvested,
        g.offset_amount,
        g.shortfall,
        g.retained,
        d.public_welfare,
        d.office,
        d.party_activity,
        d.aid,
        d.industry,
        d.other,
        g.in_hand,
        g.untraced,
        d.dividend is not null and d.uses > 0 as assessable
    from dividend_year as d
    inner join village as v on d.village_code = v.village_code
    inner join gap as g on d.village_code = g.village_code and d.cooperative = g.cooperative and d.year = g.year
)

select * from final
