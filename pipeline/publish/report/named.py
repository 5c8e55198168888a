"""List what the page can find: villages, payees, projects, contracts, resolutions, documents of grants, by village."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.publish.report.flag_data import Words
from pipeline.publish.report.table import Table, read

if TYPE_CHECKING:
    import duckdb

TITLE = "查找"
_TITLES = {
    "township": "乡镇", "village_name": "村", "kind": "类别", "name": "名称或编号", "more": "内容", "times": "笔数",
    "amount": "金额（元）",
}  # fmt: skip
# Documents of single payments are too many for a page; the web page finds them.
_NAMED = """
    select village_code, '村' as kind, village_name as name, null as more, null as times, flag_amount as amount
    from audit.village_profile
    union all
    select village_code, '收款人', trim(counterparty), null, count(*), sum(amount)
    from core.payment where trim(counterparty) <> '' group by all
    union all
    select village_code, '项目', project_no, max(project_name), null,
        max(coalesce(contract_amount, approved_amount, budget))
    from ledger.project group by village_code, project_no
    union all
    select village_code, '合同', contract_no, max(concat_ws('　', subject, counterparty)), null,
        max(coalesce(amount, rent_per_year))
    from ledger.contract where contract_no is not null group by village_code, contract_no
    union all
    select village_code, '决议', resolution_no, max(subject), null, max(amount)
    from ledger.resolution group by village_code, resolution_no
    union all
    select village_code, '拨款文件', document_no, max(fund), count(*), sum(amount)
    from ledger."grant" where document_no is not null group by village_code, document_no
"""
_KINDS = ("村", "收款人", "项目", "合同", "决议", "拨款文件")


def named(con: duckdb.DuckDBPyConnection) -> Table:
    """Read it for all townships, sorted by kind, name and village."""
    query = f"""
        select v.township, v.village_name, kind, name, more, cast(times as bigint) as times,
            cast(amount as decimal(18, 2)) as amount
        from ({_NAMED}) inner join core.village as v using (village_code)
        order by list_position($kinds, kind), name, v.township, v.village_code, more, amount
    """
    return read(con, TITLE, query, _TITLES, {"kinds": list(_KINDS)})


def packed(table: Table) -> dict[str, object]:
    """Pack it for the page's script: [kind, village, name, more, times, amount], the first two numbers into lists."""
    kinds, places = Words(), Words()
    rows = [
        [
            kinds.number(kind), places.number((township or "", village or "")), name, more or "", times or 0,
            "" if amount is None else str(amount),
        ]
        for township, village, kind, name, more, times, amount in table.rows
    ]  # fmt: skip
    return {"rows": rows, "kinds": kinds.list, "places": places.list}
