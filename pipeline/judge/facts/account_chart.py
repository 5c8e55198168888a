"""List the accounts of the charts in force: the same code means different things before and after 2024."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.values.accounts import charts

if TYPE_CHECKING:
    from datetime import date

    import duckdb

TITLE = "会计科目：村集体新旧两套和合作社的一级科目"
COLUMNS = {
    "regime": ("varchar", "会计制度"),
    "keeper": ("varchar", "谁用：村集体/合作社"),
    "valid_from": ("date", "启用日期"),
    "valid_to": ("date", "停用日期：空为现行"),
    "code": ("varchar", "科目编码"),
    "name": ("varchar", "科目名称"),
    "side": ("varchar", "余额方向：借/贷"),
    "class_name": ("varchar", "科目类别"),
    "successor": ("varchar", "新编码：换了制度以后同一事项的编码，空为没有写明"),
}
EMPTY_IF = None
_CLASSES = {"1": "资产类", "2": "负债类", "3": "所有者权益类", "4": "成本类", "5": "损益类"}


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """List every first-level account of every chart once."""
    rows = [
        (
            chart["regime"], chart["keeper"], chart["valid_from"], chart.get("valid_to"), code, name, side,
            _CLASSES[code[0]], next(iter(new), "") or None,
        )
        for chart in charts()
        for code, name, side, *new in chart["accounts"]
    ]  # fmt: skip
    schema: dict[str, type[pl.DataType]] = dict.fromkeys(COLUMNS, pl.String)
    return pl.DataFrame(rows, schema=schema | {"valid_from": pl.Date, "valid_to": pl.Date}, orient="row")
