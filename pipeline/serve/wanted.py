"""Say what to ask a village for: the months that never came, and what came and could not be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.publish.report.table import Column, Table, read
from pipeline.serve.show import Grid, grid

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import duckdb

_MISSING = {
    "status": "状态", "kind_title": "表名", "fund": "资金", "period_kind": "期间类型", "period": "期间",
}  # fmt: skip
_SHEETS = {
    "submission_id": "报送编号", "file": "文件", "sheet": "工作表", "kind_title": "表名", "rows_rejected": "退回的行",
    "money": "没有装载的金额（元）", "outcome": "结果",
}  # fmt: skip
_MONTHS = {"月": 1, "季": 3, "年": 12}


def missing(con: duckdb.DuckDBPyConnection, code: str) -> Grid:
    """List the books that are due and did not come, or came and were sent back, with their periods."""
    query = """
        select status, kind_title, fund, period_kind, period from audit.submission_status
        where village_code = $village and (status in ('逾期', '退回') or is_missing)
        order by list_position(['逾期', '退回', '未报'], status), kind_title, fund, period
    """
    table = read(con, "没有报的、退回的", query, _MISSING, {"village": code})
    found: dict[tuple[str, ...], list[date]] = {}
    for *which, period in table.rows:
        found.setdefault(tuple(which), []).append(period)
    rows = [
        (status, kind, fund, len(periods), spans([one for one in periods if one], every))
        for (status, kind, fund, every), periods in found.items()
    ]
    columns = (
        *table.columns[:3], Column("count", "期数", "count"), Column("periods", "哪几期", "text"),
    )  # fmt: skip
    return grid(Table(table.title, columns, rows))


def spans(periods: Sequence[date], every: str) -> str:
    """Write the periods, those that follow each other as one span: 2024-03 至 2024-08、2024-11."""
    step = _MONTHS.get(every)
    runs: list[list[date]] = []
    for one in periods:
        if runs and step and _number(one) - _number(runs[-1][-1]) == step:
            runs[-1].append(one)
        else:
            runs.append([one])
    told = [_told(run[0], every) + (f" 至 {_told(run[-1], every)}" if len(run) > 1 else "") for run in runs]
    return "、".join(told)


def _number(day: date) -> int:
    return day.year * 12 + day.month


def _told(day: date, every: str) -> str:
    if every == "年":
        return f"{day.year}"
    if every == "季":
        return f"{day.year} 第 {(day.month + 2) // 3} 季度"
    return f"{day:%Y-%m}" if every == "月" else day.isoformat()


def unread(con: duckdb.DuckDBPyConnection, code: str) -> Grid:
    """List the current sheets of which rows or amounts were sent back or not read; the most money first."""
    query = """
        select s.submission_id, s.source_file as file, s.sheet, k.kind_title, s.rows_rejected,
            cast(coalesce(s.money_rejected, 0) + coalesce(s.money_unread, 0) as decimal(18, 2)) as money, s.outcome
        from meta.sheet as s
        semi join (select submission_id from meta.submission where superseded_by = '') as m using (submission_id)
        left join fact.ledger_kind as k using (kind)
        where s.village_code = $village and (s.rows_rejected > 0 or s.money_unread <> 0)
        order by money desc, s.rows_rejected desc, file, s.sheet, s.header_row
    """
    return grid(read(con, "报了没有读进来的", query, _SHEETS, {"village": code}))
