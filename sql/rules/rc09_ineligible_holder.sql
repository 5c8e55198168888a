/*
id: RC09
title: 入股主体不合规
level: 高
status: stable
money: 手续
subject: cooperative
applies_to: 红色股份
description: "登记台账中增加股本的一行，持股人类型为村党支部或村委会，或名称是党支部、村委会、乡镇政府（街道办）等\
  具有管理公共事务职能的单位；或持股人类型和持股人都为空。每村每社每个持股人一条。"
why: 具有管理公共事务职能的单位不得加入合作社，以它的名义入股，股份得不到法律保护。
basis:
  - 《农民专业合作社法》（2017 年修订）第 19 条：具有管理公共事务职能的单位不得加入农民专业合作社
  - 《湖南吉首：“红色股份”发展村级集体经济增强基层党组织“向心力”》（第三届全国基层党建创新案例，载《街办基层党建创新案例（5 篇）》网络汇编篇五）做法总述：由红色公司代表村集体参股农民专业合作社
root_cause: 一社一个持股人的股本为一个事实。
falsepositives:
  - 红色公司名称常含村名：名称带公司、合作社、联合社、厂、中心等后缀的按公司看待。
  - 持股人类型已写明的，不要求另填持股人姓名；反之亦然。
  - 全村台账的持股人类型和持股人两列都没有填的，是表上没有这两列，不可评估。
  - 质押、退股等不增加股本的变动不查。
innocent: 村委会代行集体经济组织职能时入的股，成立红色公司后没有办变更登记。
next_check: 查合作社成员名册、股权证和红色公司营业执照；确属登记错的，请办变更登记。
clears: 变更登记后的成员名册、股权证。
related: [RC05, RC04]
message: "{cooperative}的红色股份 {amount} 元，{finding}，待核。"
*/
with event as (
    select
        row_id,
        village_code,
        cooperative,
        change,
        holder_type,
        nullif(holder_name, '') as holder_name
    from core.share_event
),

holding as (
    select
        e.row_id,
        e.village_code,
        e.cooperative,
        e.change,
        e.holder_type,
        e.holder_name,
        coalesce(regexp_matches(e.holder_name, '(公司|合作社|联合社|总社|厂|中心|农场|企业)$'), false) as is_company,
        coalesce(
            regexp_matches(e.holder_name, '党总?支部|支部委员会|村民?委员会|村委会?$|居委会|人民政府|[镇乡]政府|街道办'), false
        ) as is_public
    from event as e
    where e.change > 0
),

ineligible as (
    select
        row_id,
        village_code,
        cooperative,
        change,
        coalesce(holder_name, holder_type) as holder,
        case
            when coalesce(holder_name, holder_type) is null then '登记台账没有写持股人'
            else '登记在' || coalesce(holder_name, holder_type) || '名下，属于具有管理公共事务职能的单位'
        end as finding
    from holding
    where
        coalesce(holder_name, holder_type) is null
        or (holder_type in ('村党支部', '村委会') and not is_company)
        or (is_public and not is_company and coalesce(holder_type, '其他') = '其他')
),

final as (
    select
        village_code,
        concat_ws(' ', cooperative, holder) as subject,
        cast(null as date) as period,
        cast(sum(change) over (partition by village_code, cooperative, holder) as decimal(18, 2)) as amount,
        row_id,
        concat_ws('|', 'RC09', village_code, cooperative, holder) as root_cause,
        cooperative,
        finding
    from ineligible
)

select * from final
