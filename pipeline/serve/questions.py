"""Keep the questions that inspectors ask first, ready to run and to change."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """A question in plain words and its SQL, which reads the published database only."""

    name: str
    title: str
    sql: str


# What the database has to ask for; "show tables" answers it too.
TABLES = """\
select schema_name as "分类", view_name as "名称", comment as "说明", 'view' as "种类"
from duckdb_views() where schema_name in ('audit', '审计')
union all
select schema_name, table_name, comment, 'table'
from duckdb_tables() where schema_name in ('ledger', 'meta')
order by 1, 2
"""

QUESTIONS = (
    Question(
        "source",
        "钱从哪里来",
        """\
-- 拨付、入股、红利、账上收入，各列一遍。同一笔钱可能既在登记表里、又在账上，不要相加。
select '专项资金拨付' as "来源", township as "乡镇", village_name as "村", fund as "明细",
       paid_on as "日期", amount as "金额（元）", source_file as "文件", source_row as "行号"
from ledger."grant"
union all
select '红色股份投入', township, village_name,
       concat_ws('，', cooperative, event, source_department),
       event_date, amount, source_file, source_row
from ledger.share_event
where event in ('初始投入', '追加投入')
union all
select '红利', township, village_name, concat_ws('，', cooperative, cast(year as varchar) || ' 年'),
       received_on, received, source_file, source_row
from ledger.dividend
union all
select '账上收入', township, village_name, concat_ws('，', fund, summary),
       date, amount, source_file, source_row
from audit.income
where counts = '计入' and nature = '收入' and source_table = '收支明细账'
order by "来源", "乡镇", "村", "日期", "文件", "行号"
""",
    ),
    Question(
        "spent",
        "花到哪里去",
        """\
select township as "乡镇", village_name as "村", fund as "资金", category as "用途", summary as "摘要",
       payee as "收款人", date as "日期", amount as "金额（元）", source_file as "文件", source_row as "行号"
from audit.spending
where counts = '计入' and nature = '支出'
order by township, village_name, amount desc, source_file, source_row
""",
    ),
    Question(
        "approved",
        "谁批的",
        """\
select township as "乡镇", village_name as "村", fund as "资金",
       coalesce(approver, '（没有填写审批人）') as "审批人",
       case when resolution_no is null then '没有决议编号' else '有决议编号' end as "决议",
       count(*) as "笔数", sum(amount) as "金额（元）", max(amount) as "最大一笔（元）"
from audit.spending
where counts = '计入' and nature = '支出'
group by all
order by "金额（元）" desc, township, village_name
""",
    ),
    Question(
        "documented",
        "有没有票",
        """\
select township as "乡镇", village_name as "村", fund as "资金",
       coalesce(document_type, '（没有填写）') as "票据",
       count(*) as "笔数", sum(amount) as "金额（元）", max(amount) as "最大一笔（元）"
from audit.spending
where counts = '计入' and nature = '支出'
group by all
order by township, village_name, "金额（元）" desc
""",
    ),
    Question(
        "dividend",
        "红利去哪了",
        """\
-- 每年的每笔红利，和它的每一笔去向；没有使用记录的，右边是空的。
select d.township as "乡镇", d.village_name as "村", d.cooperative as "合作社", d.year as "红利年度",
       d.received as "实收红利（元）", coalesce(u.category, '没有使用记录') as "用途", u.summary as "摘要",
       u.amount as "金额（元）", u.source_file as "文件", u.source_row as "行号"
from ledger.dividend as d
left join ledger.dividend_use as u
    on d.village_code = u.village_code and d.year = u.year
    and (u.cooperative is null or u.cooperative = d.cooperative)
order by d.township, d.village_name, d.year, d.cooperative, u.source_file, u.source_row
""",
    ),
    Question(
        "half",
        "哪些村再投入不够",
        """\
select "乡镇", "村名", "合作社", "红利年度", "实收红利（元）", "应再投入（元）", "再投入（元）", "再投入不足（元）"
from 审计."红利使用"
where "再投入不足（元）" > 0
order by "再投入不足（元）" desc
""",
    ),
    Question(
        "tables",
        "库里有哪些表",
        TABLES,
    ),
)
