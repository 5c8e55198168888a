"""Say which papers to ask a village for: each row that a flag rests on stands for some."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.judge.headlines import PENDING
from pipeline.publish.report.table import Table, read

if TYPE_CHECKING:
    import duckdb

    from pipeline.publish.report.table import Value

VOUCHER, BANK, MEETING = "记账凭证和原始票据", "银行回单和对账单", "会议记录、签到表和公示照片"
CONTRACT, PAID_OUT, SHARES, OTHER = "合同、验收和采购资料", "发放表和签领单", "红色股份和分红资料", "其他资料"
PAPERS = (VOUCHER, BANK, MEETING, CONTRACT, PAID_OUT, SHARES, OTHER)
# By the table a row stands in; what is not named here is asked for as 其他资料.
_OF_TABLE = {
    "收支明细账": (VOUCHER,), "记账凭证": (VOUCHER,), "明细分类账": (VOUCHER,), "银行对账单": (BANK,),
    "账户登记表": (BANK,), "专项资金拨付表": (BANK,), "红利收取表": (BANK, SHARES), "红利使用明细表": (VOUCHER,),
    "四议两公开台账": (MEETING,), "公开登记表": (MEETING,), "项目台账": (CONTRACT,), "采购明细表": (CONTRACT,),
    "干部补贴发放表": (PAID_OUT,), "帮扶慰问发放表": (PAID_OUT,), "困难党员台账": (PAID_OUT,),
    "红色股份登记台账": (SHARES,), "合作社盈余分配表": (SHARES, MEETING),
}  # fmt: skip
_BY_BANK = ("转账", "支票", "代发")

_ROWS = f"""
with paper as (
    select row_id, voucher_no, resolution_no, account_kind = '银行' or list_contains($by_bank, method) as by_bank
    from ledger.cash_entry
    union all
    select row_id, voucher_no, resolution_no, false from ledger.dividend_use
    union all
    select row_id, voucher_no, null, false from ledger.voucher_line
    union all
    select row_id, voucher_no, null, false from ledger.account_line
    union all
    select row_id, null, resolution_no, false from ledger.resolution
)
select
    e."table", p.voucher_no, p.resolution_no, e.date, e.summary, e.amount, e.source_file, e.source_sheet,
    e.source_row, coalesce(bool_or(p.by_bank), false) as by_bank,
    string_agg(distinct f.rule_id, '、' order by f.rule_id) as rules
from audit.flag_evidence as e
inner join audit.flag as f using (flag_id)
left join paper as p using (row_id)
where f.village_code = $village and case when $flag = '' then {PENDING} else f.flag_id = $flag end
group by all
order by e.date nulls last, p.voucher_no, e.source_file, e.source_sheet, e.source_row
"""


def rows(con: duckdb.DuckDBPyConnection, village_code: str, flag_id: str = "") -> Table:
    """List the rows that the village's flags rest on, each once, with voucher and resolution number.

    ``flag_id``: of that flag alone, whatever became of it; '' for all that wait for somebody.
    """
    titles = {
        "table": "表", "voucher_no": "凭证号", "resolution_no": "决议编号", "date": "日期", "summary": "摘要",
        "amount": "金额（元）", "source_file": "来源文件", "source_sheet": "工作表", "source_row": "行号",
        "by_bank": "经过银行", "rules": "规则",
    }  # fmt: skip
    values = {"village": village_code, "by_bank": list(_BY_BANK), "flag": flag_id}
    return read(con, "需调取的资料", _ROWS, titles, values)


def by_paper(rows: Table) -> dict[str, list[dict[str, Value]]]:
    """Part the rows by the papers to ask for; a row may need several, none is left out."""
    found: dict[str, list[dict[str, Value]]] = {paper: [] for paper in PAPERS}
    for row in rows.records():
        papers = {*_OF_TABLE.get(row["table"], (OTHER,))}
        if row["by_bank"]:
            papers.add(BANK)
        if row["resolution_no"]:
            papers.add(MEETING)
        for paper in papers:
            found[paper].append(row)
    return {paper: lines for paper, lines in found.items() if lines}
