/*
id: PRC04
title: 到会或同意人数不足
level: 高
status: stable
money: 手续
subject: project
units: 村
description: "一个事项开了几个会的，一个会一行，各按各的法定人数。村民代表会议、村民小组会议：实到不足应到的三分之二，或同意的\
  没有超过实到的一半；村民会议：实到没有超过应到的一半，或同意的没有超过实到的一半；集体经济组织成员大会、成员代表大会：\
  同意的不足全体（应到）的三分之二；党员大会：实到不足应到的三分之二，或同意的不足应到的一半。"
why: 人数不够，决议不成立，据此支出的钱没有合法的决定。
basis:
  - 《村民委员会组织法》（2018 年修正）第 26 条：代表会议三分之二以上的组成人员参加，到会人员过半数同意
  - 《村民委员会组织法》（2018 年修正）第 22 条：村民会议十八周岁以上村民过半数或三分之二以上的户的代表参加，到会人员过半数同意
  - 《村民委员会组织法》（2018 年修正）第 28 条：村民小组会议十八周岁以上村民三分之二以上或三分之二以上的户的代表参加，到会人员过半数同意
  - 《农村集体经济组织法》（主席令第二十六号，2025 年 5 月 1 日起施行）第 27、28 条：全体成员或成员代表三分之二以上同意
  - 审计实务：各地公开的四议两公开工作流程，党员大会审议须三分之二以上党员到会，应到会党员半数以上同意
params: [quorum_part, quorum_whole, majority_whole, member_part, member_whole]
looks_in:
  resolution: {any: [resolution_no], days: any}
root_cause: 一个决议事项为同一事实，与 PRC02、PRC03、PRC05 合计金额时只取最大一笔。
falsepositives:
  - 各种会议的人数要求不同：按台账的会议类型取；没填会议类型的不判断。
  - 村民会议的应到可能是人，也可能是户：实到超过一半的，按人数够了，不再按户的三分之二查。
  - 正好三分之二的到会、正好三分之二的成员同意、正好一半的党员同意，都够。
  - 应到、实到、同意缺哪个，就不判断用到它的那一条；应到、实到为零的不判断。
  - 同一事项的同一种会议登记了几次的，只看填得最全的一次，一样全的看后一行。
innocent: 台账人数填错，或会议类型登记有误。
next_check: 核对签到表、表决票和代表名册；人数确实不够的应重新开会。
clears: 签到表、表决票；人数不够的，重新开会的决议。
related: [PRC01, PRC03]
message: "{subject}{told}，待核。"
*/
with matter as (
    select
        row_id,
        village_code,
        amount,
        meeting_type,
        due,
        present,
        agreed,
        period,
        subject,
        root_cause
    from core.resolution_meeting
),

judged as (
    select
        row_id,
        village_code,
        amount,
        meeting_type,
        period,
        subject,
        root_cause,
        case
            when meeting_type in ('成员大会', '成员代表大会') then due > 0 and agreed is not null
            when meeting_type = '党员大会' then due > 0 and (present > 0 or agreed is not null)
            else (due > 0 and present > 0) or (present > 0 and agreed is not null)
        end as is_assessable,
        concat_ws(
            '、',
            '应到 ' || cast(due as varchar) || ' 人',
            '实到 ' || cast(present as varchar) || ' 人',
            '同意 ' || cast(agreed as varchar) || ' 人'
        ) as counts,
        concat_ws(
            '，',
            case
                when
                    meeting_type in ('村民代表会议', '村民小组会议', '党员大会') and present > 0
                    and present * $quorum_whole < due * $quorum_part
                    then '到会不足应到的 ' || cast($quorum_part as varchar) || '/' || cast($quorum_whole as varchar)
            end,
            case
                when meeting_type = '村民会议' and present > 0 and present * $majority_whole <= due
                    then '到会没有超过应到的 1/' || cast($majority_whole as varchar)
            end,
            case
                when
                    meeting_type in ('村民代表会议', '村民会议', '村民小组会议') and present > 0
                    and agreed * $majority_whole <= present
                    then '同意的没有超过到会的 1/' || cast($majority_whole as varchar)
            end,
            case
                when
                    meeting_type in ('成员大会', '成员代表大会') and due > 0
                    and agreed * $member_whole < due * $member_part
                    then '同意的不足全体的 ' || cast($member_part as varchar) || '/' || cast($member_whole as varchar)
            end,
            case
                when meeting_type = '党员大会' and due > 0 and agreed * $majority_whole < due
                    then '同意的不足应到的 1/' || cast($majority_whole as varchar)
            end
        ) as reason
    from matter
),

counted as (
    select village_code
    from judged
    where is_assessable
),

short as (
    select
        village_code,
        subject,
        period,
        root_cause,
        max(amount) as amount,
        string_agg('（' || meeting_type || '），' || counts || '，' || reason, '；' order by meeting_type desc) as told
    from judged
    where reason <> ''
    group by village_code, subject, period, root_cause
),

final as (
    select
        s.village_code,
        s.subject,
        s.period,
        s.amount,
        j.row_id,
        '命中' as outcome,
        null as missing,
        s.root_cause,
        s.told
    from short as s
    inner join judged as j
        on s.root_cause = j.root_cause and j.reason <> ''
    union all
    select
        village_code,
        '决议' as subject,
        null as period,
        null as amount,
        null as row_id,
        '不可评估' as outcome,
        '写明会议类型的应到、实到、同意人数' as missing,
        null as root_cause,
        null as told
    from core.village
    where village_code not in (select c.village_code from counted as c)
)

select * from final
