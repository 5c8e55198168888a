"""Give the problems of current sheets that rules look at their village, their kind and an id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.ddl import literal
from pipeline.handover import read
from schemas import ledgers

if TYPE_CHECKING:
    from datetime import date

    import duckdb
    import polars as pl

TITLE = "表格问题：现行工作表上缺列、金额看不懂、隐藏、公式等问题，及其所属的村"
COLUMNS = {
    "row_id": ("varchar", "行编号：一个问题一个"),
    "village_code": ("varchar", "村代码"),
    "kind": ("varchar", "表种：缺列而退回的为最像的表种，空为未能识别"),
    "kind_title": ("varchar", "表名"),
    "submission_id": ("varchar", "报送编号"),
    "source_file": ("varchar", "来源文件"),
    "source_sheet": ("varchar", "来源工作表"),
    "source_row": ("integer", "来源行号：整张表、整个文件的问题为空"),
    "cell": ("varchar", "单元格"),
    "code": ("varchar", "问题代码"),
    "column": ("varchar", "列名"),
    "found": ("varchar", "实为"),
    "expected": ("varchar", "应为"),
    "amount": ("decimal(18, 2)", "涉及金额（元）"),
    "is_money": ("boolean", "是否金额列"),
    "is_named": ("boolean", "标题或工作表名是否写明表名"),
    "is_mended": ("boolean", "是否已由后来的报送补上：同村、同表种、同期间"),
}
EMPTY_IF = "meta.issue"
# missing columns; amounts that can't be read, contradict their words or are too large; formula errors;
# hidden rows and columns; figures typed over formulas; links to other workbooks
CODES = ("S04", "C01", "C13", "C17", "C06", "C09", "C10", "C19", "C20", "F10")

ROW_ID = """left(md5(concat_ws('|', i.submission_id, i.sheet, i.cell, i.code, i."column")), 16)"""


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """List the issues of ``CODES`` whose sheets still count, once for every village concerned.

    An issue of a file concerns all villages in it; one of a sheet or a cell the sheet's village, or that of
    the row where a sheet holds several. What no village can be found for is left out.
    """
    kinds = [kind for kind in ledgers().values() if kind.per_village]
    rows = " union all ".join(
        "select submission_id, source_sheet as sheet, source_row, village_code"
        f' from ledger."{kind.name}" where submission_id in (select submission_id from issue)'
        for kind in kinds
    )
    titles = ", ".join(f"({literal(kind.name)}, {literal(kind.title)})" for kind in kinds)
    money = {field.title for kind in kinds for field in kind.fields if field.role == "money"}
    money |= {f"{k.by_name[s.plus].title}或{k.by_name[s.minus].title}" for k in kinds for s in k.sided}
    return read(
        con,
        f"""
        with issue as (
            select
                i.* replace (coalesce(i.sheet, '') as sheet), s.received_at,
                try_cast(regexp_extract(i.cell, '[0-9]+$') as integer) as source_row,
                {ROW_ID} as row_id
            from meta.issue as i join meta.submission as s on i.submission_id = s.submission_id
            where s.superseded_by = '' and coalesce(s.status, '') <> '未变'
              and i.code in ({", ".join(map(literal, CODES))})
        ),

        sheet as (
            select
                submission_id, sheet, header_row, coalesce(village_code, '') as village_code, rows_loaded, period,
                coalesce(nullif(kind, ''), nullif(runner_up, '')) as kind, coalesce(named, false) as named
            from meta.sheet where submission_id in (select submission_id from issue)
        ),

        titles as (select * from (values {titles}) as t (kind, kind_title)),

        entry as ({rows}),

        loaded as (select distinct submission_id, sheet from entry),

        -- the one village of a sheet, as long as its rows have not all been replaced
        home as (
            select s.submission_id, s.sheet, min(nullif(s.village_code, '')) as village_code
            from sheet as s left join loaded as l on s.submission_id = l.submission_id and s.sheet = l.sheet
            group by all
            having count(distinct nullif(s.village_code, '')) = 1
               and bool_and(s.village_code <> '' or s.rows_loaded = 0)
               and (sum(s.rows_loaded) = 0 or count(l.sheet) > 0)
        ),

        placed as (
            select i.row_id, h.village_code
            from issue as i join home as h on i.submission_id = h.submission_id and i.sheet = h.sheet
            union
            select i.row_id, e.village_code
            from issue as i join entry as e
              on i.submission_id = e.submission_id and i.sheet = e.sheet and i.source_row = e.source_row
            union
            select i.row_id, e.village_code
            from issue as i join entry as e on i.submission_id = e.submission_id where i.sheet = ''
        ),

        kind_of as (
            select
                i.row_id,
                arg_min(s.kind, (s.header_row is distinct from i.source_row, -s.header_row)) as kind,
                arg_min(s.period, (s.header_row is distinct from i.source_row, -s.header_row)) as period,
                arg_min(s.named, (s.header_row is distinct from i.source_row, -s.header_row)) as named
            from issue as i join sheet as s
              on i.submission_id = s.submission_id and i.sheet = s.sheet
             and (i.source_row is null or s.header_row <= i.source_row)
            group by i.row_id
        ),

        mended as (
            select distinct p.row_id, p.village_code
            from placed as p
            join issue as i on p.row_id = i.row_id
            join kind_of as k on p.row_id = k.row_id
            join meta.sheet as o on k.kind = o.kind and p.village_code = o.village_code
             and coalesce(k.period = o.period, true)
            join meta.submission as s on o.submission_id = s.submission_id
            where i.code = 'S04' and o.rows_loaded > 0
              and (o.submission_id = i.submission_id or s.received_at > i.received_at)
        )

        select
            i.row_id, p.village_code, k.kind, t.kind_title, i.submission_id, i.source_file,
            i.sheet as source_sheet, i.source_row, i.cell, i.code, i."column", i.found, i.expected, i.amount,
            coalesce(i."column" in ({", ".join(map(literal, sorted(money)))}), false) as is_money,
            coalesce(k.named, false) as is_named, m.row_id is not null as is_mended
        from placed as p
        join issue as i on p.row_id = i.row_id
        left join kind_of as k on p.row_id = k.row_id
        left join titles as t on k.kind = t.kind
        left join mended as m on p.row_id = m.row_id and p.village_code = m.village_code
        order by all
        """,
    )
