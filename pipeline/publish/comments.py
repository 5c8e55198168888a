"""Give every published table and column its Chinese comment; views bring their own in their headers.

A comment that the warehouse already carries is kept; the words below are for what has none there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import ddl
from schemas import ledgers

if TYPE_CHECKING:
    import duckdb

# Tables the program keeps for itself; inspectors have no use for them.
WORKING: frozenset[str] = frozenset()

TABLES = {
    "meta.batch": "批次：每次发布一行",
    "meta.submission": "报送：每个文件每次变动一行",
    "meta.sheet": "工作表：识别结果和控制总数（读入 = 装载 + 退回 + 跳过）",
    "meta.issue": "问题：报送表中需要改正之处",
    "meta.rejected_row": "退回行：读不懂、未装载的行，原样保留",
    "meta.printed_total": "表内合计：报送表上打印的合计数与逐行计算数",
    "meta.slice_overlap": "账册重叠：两份报送部分相同，无法判断是否重报",
}

# One name means the same in every table; where it does not, COLUMNS_OF has the exception.
COLUMNS = {
    "amount": "金额（元）",
    "as_of": "数据截止日",
    "batch_id": "批次编号",
    "cell": "单元格",
    "cells": "原样内容（JSON）",
    "code": "问题代码",
    "column": "列名",
    "column_title": "列标题",
    "computed": "计算数（元）",
    "expected": "应为",
    "field": "字段",
    "finished_at": "结束时间",
    "fix": "如何改正",
    "found": "实为",
    "fund": "资金类别",
    "header_row": "表头行号",
    "kind": "表种",
    "kinds": "识别出的表种",
    "label": "表上的字样",
    "level": "级别：严重/高/中/低/提示",
    "money_loaded": "装载金额（元）",
    "money_read": "读入金额（元）",
    "money_rejected": "退回金额（元）",
    "name": "名称",
    "printed": "表上合计（元）",
    "program_version": "程序版本",
    "reason": "原因",
    "received_at": "收到时间",
    "row": "行号",
    "rows_loaded": "装载行数",
    "rows_read": "读入行数",
    "rows_rejected": "退回行数",
    "rows_skipped": "跳过行数（空行、标题、表头、小计）",
    "runner_up": "次选表种",
    "scope": "范围",
    "score": "识别得分",
    "sha256": "文件校验值（SHA-256）",
    "sheet": "工作表",
    "started_at": "开始时间",
    "superseded_by": "被哪次报送取代：空为现行",
    "status": "状态",
    "title": "名称",
}
COLUMNS_OF = {
    "meta.submission": {"status": "状态：受理/部分受理/退回/未变"},
    "meta.printed_total": {"scope": "范围：合计/小计/本日/本月/本季/本年/本页/期初/期末"},
}


# Every column of the tables, with the comment that its source in the warehouse carries.
_FOUND = """
with carried as (
    select schema_name, table_name as name, '' as column_name, comment
    from duckdb_tables() where database_name = 'state'
    union all
    select schema_name, view_name, '', comment from duckdb_views() where database_name = 'state'
    union all
    select schema_name, table_name, column_name, comment
    from duckdb_columns() where database_name = 'state'
), published as (
    select schema_name, table_name as name, '' as column_name
    from duckdb_tables() where database_name = current_database()
    union all
    select schema_name, table_name, column_name
    from duckdb_columns() where database_name = current_database() and not internal
)
select schema_name, name, column_name, coalesce(carried.comment, '')
from published left join carried using (schema_name, name, column_name)
order by all
"""
_BARE = """
with named as (
    select schema_name || '.' || table_name as name, comment
    from duckdb_tables() where database_name = current_database() and not internal
    union all
    select schema_name || '.' || view_name, comment
    from duckdb_views() where database_name = current_database() and not internal
    union all
    select schema_name || '.' || table_name || '.' || column_name, comment
    from duckdb_columns() where database_name = current_database() and not internal
)
select name from named where coalesce(comment, '') = '' order by name
"""


def write(con: duckdb.DuckDBPyConnection) -> None:
    """Comment on every table and column of the open database, with the warehouse attached as ``state``."""
    texts = []
    for schema, table, column, carried in con.execute(_FOUND).fetchall():
        if text := carried or describe(schema, table, column):
            name = f'column {schema}."{table}"."{column}"' if column else f'table {schema}."{table}"'
            texts.append(f"comment on {name} is {ddl.literal(text)}")
    con.execute(";".join(texts))


def describe(schema: str, table: str, column: str = "") -> str:
    """Word the comment of a table, or of one of its columns; ``""`` where there are no words yet."""
    ledger = ledgers().get(table) if schema in {"ledger", "history"} else None
    if not column:
        title = ledger.title if ledger else TABLES.get(f"{schema}.{table}", "")
        return f"{title}（历次版本）" if schema == "history" else title
    known = {name: text for name, _, text in (ddl.columns(ledger) if ledger else ddl.PROVENANCE)}
    own = COLUMNS_OF.get(f"{schema}.{table}", {})
    return own.get(column) or known.get(column) or COLUMNS.get(column, "")


def uncommented(con: duckdb.DuckDBPyConnection) -> list[str]:
    """List the tables, views and columns of the open database that have no comment."""
    return [name for (name,) in con.execute(_BARE).fetchall()]
