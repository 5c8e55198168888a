"""Build the columns of a ledger model: one call per column, with its Chinese title and header aliases.

A column's type (text, money …) decides how cells are read; see ``pipeline.read``.
"""

from __future__ import annotations

from typing import Annotated, Any

import pandera.polars as pa
import polars as pl

from schemas._spec import FieldSpec, Role

Money = Annotated[pl.Decimal, 18, 2]
Ratio = Annotated[pl.Decimal, 18, 8]
Quantity = Annotated[pl.Decimal, 18, 4]

FUND: dict[str, tuple[str, ...]] = {
    "专项资金": ("为民服务和发展专项资金", "为民服务专项资金", "为民服务资金", "服务群众专项经费", "专项"),
    "集体资金": ("村集体资金", "村集体", "集体经济", "集体"),
    "关爱资金": ("党内关爱资金", "党内关爱基金", "关爱基金", "关怀资金"),
    "办公经费": ("村级办公经费", "组织运转经费", "运转经费", "工作经费"),
    "红色公司": ("红色股份", "红股资金"),
}
YES_NO: dict[str, tuple[str, ...]] = {
    "是": ("有", "√", "✓", "1", "y", "Y", "对", "已", "是的"),
    "否": ("无", "×", "✗", "0", "n", "N", "没有", "未", "不是"),
}
DOCUMENT_TYPE: dict[str, tuple[str, ...]] = {
    "发票": (
        "增值税发票", "电子发票", "数电票", "普通发票", "专用发票", "增值税普通发票", "增值税专用发票",
        "全电发票", "税务发票", "正式发票", "税票", "普票", "专票",
    ),
    "财政票据": (
        "财政电子票据", "非税票据", "行政事业单位收据", "财政收据", "行政事业性收费票据", "财政专用票据"
    ),
    "往来收据": ("往来款收据", "往来结算票据", "资金往来结算票据", "往来票据"),
    "收据": ("普通收据", "收款收据", "三联收据", "农村集体经济组织收据", "村级收据"),
    "自制凭证": (
        "自制", "领款单", "发放表", "花名册", "工资表", "内部凭证", "自制单据", "领条", "签领表", "名单"
    ),
    "白条": ("白条子", "便条", "欠条", "借条", "收条", "手写条"),
    "无": ("无票", "没有", "无票据", "未取得", "无发票", "未开发票", "没开发票", "没有发票", "待补发票"),
}  # fmt: skip

# Header words of every kind for whose it is and what it covers. A kind's own field of the same word wins.
VILLAGE_NAMES = (
    "村", "村居", "村名称", "行政村", "村(社区)", "村(社区)名称", "所属村", "村别", "村级单位", "行政村名称", "社区名称",
    "村社区", "试点村", "村组", "受益村", "实施村", "领用单位", "填报单位", "编制单位", "报送单位",
    "单位名称", "核算单位", "村委会", "单位",
)  # fmt: skip

COUNTY_NAMES = ("县", "县区", "区县", "县(市)", "县(市、区)", "所属县")


def _column(
    role: Role,
    title: str,
    aliases: tuple[str, ...],
    required: bool,
    *,
    unit: str = "",
    values: dict[str, tuple[str, ...]] | None = None,
    retired: dict[str, tuple[str, ...]] | None = None,
    note: str = "",
    month_means: str = "",
    personal: bool = False,
) -> Any:
    metadata = {
        "role": role,
        "aliases": aliases,
        "required": required,
        "unit": unit,
        "values": tuple(((values or {}) | (retired or {})).items()),
        "retired": tuple(retired or ()),
        "note": note,
        "month_means": month_means,
        "personal": personal,
    }
    # A category outside its list is a fact to report (an issue), not a reason to lose the row,
    # so the list is not a pandera check.
    return pa.Field(nullable=not required, title=title, description=note or None, metadata=metadata)


def text(title: str, *aliases: str, required: bool = False, note: str = "", personal: bool = False) -> Any:
    """Declare a text column; ``personal``: an id card's, account's or phone's number, masked when published."""
    return _column("text", title, aliases, required, note=note, personal=personal)


def money(title: str, *aliases: str, required: bool = False, note: str = "") -> Any:
    """Declare an amount in 元, exact to the cent."""
    return _column("money", title, aliases, required, unit="元", note=note)


def date(title: str, *aliases: str, required: bool = False, note: str = "", month_means: str = "") -> Any:
    """Declare a day; ``month_means`` says which day (first, last) a month alone stands for."""
    return _column("date", title, aliases, required, note=note, month_means=month_means)


def year(title: str, *aliases: str, required: bool = False, note: str = "") -> Any:
    """Declare a calendar year."""
    return _column("year", title, aliases, required, note=note)


def month(title: str, *aliases: str, required: bool = False, note: str = "") -> Any:
    """Declare a month number, 1-12."""
    return _column("month", title, aliases, required, note=note)


def count(
    title: str,
    *aliases: str,
    required: bool = False,
    unit: str = "",
    values: dict[str, tuple[str, ...]] | None = None,
    note: str = "",
) -> Any:
    """Declare a whole number; ``values`` lists spellings of a number (五星级 for 5)."""
    return _column("count", title, aliases, required, unit=unit, values=values, note=note)


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
    title: str,
    *aliases: str,
    values: dict[str, tuple[str, ...]],
    retired: dict[str, tuple[str, ...]] | None = None,
    required: bool = False,
    note: str = "",
) -> Any:
    """Declare a category stored as one of the Chinese words that key ``values``; ``retired`` are words of old lists."""
    return _column("code", title, aliases, required, values=values, retired=retired, note=note)


class Row(pa.DataFrameModel):
    """The columns every loaded row has: whose it is, what it covers, and where it stands."""

    row_id: str = pa.Field(title="行编号", description="同一文件字节、同一工作表、同一行，编号永远相同")
    submission_id: str = pa.Field(title="报送编号")
    slice_id: str = pa.Field(title="账册编号", description="同一账册的各次报送相同")
    county: str = text("县市区", *COUNTY_NAMES)
    village_code: str = text("村代码", "行政村代码", "村编码", "行政区划代码", "区划代码", "统计用区划代码")
    village_name: str = text("村名", *VILLAGE_NAMES)
    township: str = text(
        "乡镇", "镇", "乡", "乡镇名称", "乡(镇)", "镇(街道)", "乡镇(街道)", "所属乡镇", "街道"
    )
    period: pl.Date = pa.Field(nullable=True, title="期间", description="所属期间的第一天")
    period_kind: str = pa.Field(nullable=True, title="期间类型", description="日/月/季/年/区间")
    source_file: str = pa.Field(title="来源文件", description="相对 inputs/ 的路径")
    source_sheet: str = pa.Field(title="来源工作表")
    source_row: pl.Int32 = pa.Field(title="来源行号", description="表格软件里看到的行号")
    supplied: str = pa.Field(
        nullable=True, title="补充来源", description="字段 → 不在本行各格里的内容来自哪里（JSON）；空为没有"
    )

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
            retired=column.metadata["retired"],
            note=column.metadata["note"],
            month_means=column.metadata["month_means"],
            personal=column.metadata["personal"],
        )
        for name, column in columns.items()
        if column.metadata
    )
