/*
view: core.county
title: 按全县判断的各县：只登记了一个县的一行，名称为全县；登记了几个县的一县一行
columns:
  peers: 县：与 core.village 的同名列相同，只登记了一个县的为空
  name: 名称：全县，或县名
*/
with county as (
    select peers
    from core.village
    group by peers
),

final as (
    select
        peers,
        case
            when peers <> '' then peers
            when max(peers) over () = '' then '全县'
            else '没有写明县的村'
        end as name
    from county
)

select * from final
