"""Build the columns of a ledger model: one call per column, with its Chinese title and header aliases.

A column's type (text, money …) decides how cells are read; see ``pipeline.normalise``.
"""

from __future__ import annotations

from typing import Annotated, Any

import pandera.polars as pa
import polars as pl

from schemas._spec import FieldSpec, Role

Money = Annotated[pl.Decimal, 18, 2]
Ratio = Annotated[pl.Decimal, 18, 8]
Quantity = Annotated[pl.Decimal, 18, 4]

FUND = {
    "专项资金": ("为民服务和发展专项资金", "为民服务专项资金", "为民服务资金", "服务群众专项经费", "专项"),
    "集体资金": ("村集体资金", "村集体", "集体经济", "集体"),
    "关爱资金": ("党内关爱资金", "党内关爱基金", "关爱基金", "关怀资金"),
    "办公经费": ("村级办公经费", "组织运转经费", "运转经费", "工作经费"),
    "红色公司": ("红色股份", "红股资金"),
}
YES_NO = {"是": ("有", "√", "1", "y", "Y", "对"), "否": ("无", "×", "0", "n", "N", "没有")}


def _column(
    role: Role,
    title: str,
    aliases: tuple[str, ...],
    required: bool,
    *,
    unit: str = "",
    values: dict[str, tuple[str, ...]] | None = None,
    note: str = "",
) -> Any:
    metadata = {
        "role": role,
        "aliases": aliases,
        "required": required,
        "unit": unit,
        "values": tuple((values or {}).items()),
        "note": note,
    }
    # A category outside its list is a fact to report (an issue), not a reason to lose the row,
    # so the list is not a pandera check.
    return pa.Field(nullable=not required, title=title, description=note or None, metadata=metadata)


def text(title: str, *aliases: str, required: bool = False, note: str = "") -> Any:
    """Declare a text column."""
    return _column("text", title, aliases, required, note=note)


def money(title: str, *aliases: str, required: bool = False, note: str = "") -> Any:
    """Declare an amount in 元, exact to the cent."""
    return _column("money", title, aliases, required, unit="元", note=note)


def date(title: str, *aliases: str, required: bool = False, note: str = "") -> Any:
    """Declare a day."""
    return _column("date", title, aliases, required, note=note)


def year(title: str, *aliases: str, required: bool = False, note: str = "") -> Any:
    """Declare a calendar year."""
    return _column("year", title, aliases, required, note=note)


def month(title: str, *aliases: str, required: bool = False, note: str = "") -> Any:
    """Declare a month number, 1-12."""
    return _column("month", title, aliases, required, note=note)


def count(title: str, *aliases: str, required: bool = False, unit: str = "", note: str = "") -> Any:
    """Declare a whole number."""
    return _column("count", title, aliases, required, unit=unit, note=note)


def ratio(title: str, *aliases: str, required: bool = False, note: str = "") -> Any:
    """Declare a share between 0 and 1; percentages are converted."""
    return _column("ratio", title, aliases, required, note=note)


def quantity(title: str, *aliases: str, required: bool = False, unit: str = "", note: str = "") -> Any:
    """Declare a number with up to four decimals (shares, weights, counts of goods)."""
    return _column("quantity", title, aliases, required, unit=unit, note=note)


def time(title: str, *aliases: str, required: bool = False, note: str = "") -> Any:
    """Declare a time of day, stored as text HH:MM:SS."""
    return _column("time", title, aliases, required, note=note)


def code(
    title: str, *aliases: str, values: dict[str, tuple[str, ...]], required: bool = False, note: str = ""
) -> Any:
    """Declare a category stored as one of the Chinese words that key ``values``."""
    return _column("code", title, aliases, required, values=values, note=note)


class Row(pa.DataFrameModel):
    """The columns every loaded row has: whose it is, what it covers, and where it stands."""

    row_id: str = pa.Field(title="行编号", description="同一文件字节、同一工作表、同一行，编号永远相同")
    submission_id: str = pa.Field(title="报送编号")
    slice_id: str = pa.Field(title="账册编号", description="同一账册的各次报送相同")
    village_code: str = text("村代码", "行政村代码", "村编码", "行政区划代码", "区划代码", "统计用区划代码")
    village_name: str = text(
        "村名", "村名称", "行政村", "村(社区)", "村(社区)名称", "所属村", "村别", "村级单位", "行政村名称", "社区名称",
        "村社区", "试点村", "单位", "单位名称", "核算单位", "村委会",
    )  # fmt: skip
    township: str = text("乡镇", "镇", "乡", "乡镇名称", "乡(镇)", "镇(街道)", "乡镇(街道)", "所属乡镇", "街道")
    period: pl.Date = pa.Field(nullable=True, title="期间", description="所属期间的第一天")
    period_kind: str = pa.Field(nullable=True, title="期间类型", description="日/月/季/年/区间")
    source_file: str = pa.Field(title="来源文件", description="相对 inputs/ 的路径")
    source_sheet: str = pa.Field(title="来源工作表")
    source_row: pl.Int32 = pa.Field(title="来源行号", description="表格软件里看到的行号")

    class Config:
        """Exact columns and types; nothing is coerced in silence."""

        strict = True


def field_specs(model: type[pa.DataFrameModel]) -> tuple[FieldSpec, ...]:
    """List the columns of ``model`` that are read from sheets, as plain data."""
    columns = model.to_schema().columns
    return tuple(
        FieldSpec(
            name=name,
            title=str(column.title),
            role=column.metadata["role"],
            required=column.metadata["required"],
            aliases=column.metadata["aliases"],
            unit=column.metadata["unit"],
            values=column.metadata["values"],
            note=column.metadata["note"],
        )
        for name, column in columns.items()
        if column.metadata
    )
