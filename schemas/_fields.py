"""Build the columns of a ledger model: one call per column, with its Chinese title and header aliases.

A column's type (text, money …) decides how cells are read; see ``pipeline.read``.
"""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Annotated, Any

import pandera.polars as pa
import polars as pl

from schemas._spec import FieldSpec, Role

Money = Annotated[pl.Decimal, 18, 2]
Ratio = Annotated[pl.Decimal, 18, 8]
Quantity = Annotated[pl.Decimal, 18, 4]

VOCABULARY: dict[str, Any] = tomllib.loads(
    resources.files("schemas").joinpath("vocabulary.toml").read_text("utf-8")
)
# The funds of the catalogue and their synonyms; a fund of another name is loaded with its own.
FUND: dict[str, tuple[str, ...]] = {name: tuple(synonyms) for name, synonyms in VOCABULARY["fund"].items()}
YES_NO: dict[str, tuple[str, ...]] = {
    "是": ("有", "√", "✓", "✔", "☑", "1", "y", "yes", "t", "true", "对", "已", "是的", "属", "属于"),
    "否": (
        "无",
        "×",
        "✗",
        "✘",
        "☒",
        "x",
        "0",
        "n",
        "no",
        "f",
        "false",
        "没有",
        "没",
        "未",
        "不是",
        "不",
        "不属于",
        "非",
    ),
}
PROCUREMENT = {
    "招标": (
        "公开招标", "公开招投标", "招投标", "邀请招标", "招标采购", "公开招标方式", "招标发包",
        "村级招标", "邀标", "小微工程招标", "乡镇招标", "公开发包",
    ),
    "竞价": (
        "公开竞价", "竞拍", "拍卖", "公开拍卖", "竞标", "公开竞标", "竞包", "公开竞包", "竞租",
        "公开竞租", "挂牌", "产权交易", "进场交易", "公开竞价方式", "网上竞价",
    ),
    "询价": (
        "询价采购", "询比价", "比价", "三方询价", "市场询价", "询价方式", "询价比价", "三家比价",
        "货比三家",
    ),
    "谈判": (
        "竞争性谈判", "竞争性磋商", "磋商", "谈判采购", "竞谈", "竞争性谈判方式",
    ),
    "比选": (
        "公开比选", "比选方式", "评选", "遴选", "抽签", "摇号",
    ),
    "单一来源": (
        "单一来源采购", "单一来源方式",
    ),
    "直接发包": (
        "直接委托", "委托", "直接签订", "直接签约", "直接采购", "自行采购", "定向发包", "协商",
        "协议", "协商发包", "议标", "直接出租", "协议出租", "协商出租", "协议转让", "指定",
        "自行发包", "直接承包", "直接租赁", "续签", "续租", "内部发包",
    ),
}  # fmt: skip
DOCUMENT_TYPE: dict[str, tuple[str, ...]] = {
    "发票": (
        "增值税发票", "增值税普通发票", "增值税专用发票", "增值税普票", "增值税专票", "增值税电子发票",
        "增值税电子普通发票", "增值税电子专用发票", "增值税普通电子发票", "增值税卷票", "普通发票", "专用发票",
        "普票", "专票", "电子发票", "电子普通发票", "电子专用发票", "普通电子发票", "电子普票", "电子专票",
        "数电票", "数电发票", "数电普票", "数电专票", "数电普通发票", "数电专用发票", "全电发票", "全电票",
        "全电普票", "全电专票", "全面数字化电子发票", "全面数字化的电子发票", "税务发票", "税务局发票", "国税发票",
        "地税发票", "正式发票", "正规发票", "纸质发票", "税票", "有发票", "机打发票", "机打票", "机打普通发票",
        "手写发票", "手工发票", "手撕发票", "定额发票", "通用发票", "通用机打发票", "通用手工发票", "通用定额发票",
        "卷式发票", "卷票", "发票联", "代开发票", "税务代开发票", "税务局代开发票", "税务机关代开发票",
        "国税代开发票", "地税代开发票", "代开增值税发票", "代开普通发票", "农产品发票", "农产品收购发票",
        "农产品销售发票", "农副产品收购发票", "收购发票", "餐饮发票", "餐饮业发票", "餐费发票", "住宿发票",
        "住宿费发票", "加油发票", "加油费发票", "商业发票", "销售发票", "购货发票", "材料发票", "服务业发票",
        "劳务发票", "建筑业发票", "建筑发票", "建筑安装发票", "建安发票", "建安票", "工程发票", "运输发票",
        "运费发票", "货运发票", "通行费发票", "通行费电子发票", "过路费发票", "停车费发票", "电费发票", "水费发票",
        "话费发票", "电话费发票", "通信费发票", "机动车销售发票", "机动车销售统一发票", "二手车销售统一发票",
        "铁路电子客票", "电子客票行程单", "航空运输电子客票行程单", "火车票", "汽车票", "客运发票",
    ),
    "财政票据": (
        "财政票", "财政电子票据", "财政电子票", "电子财政票据", "财政收据", "财政专用票据", "财政专用收据",
        "财政统一票据", "财政统一收据", "财政监制票据", "财政监制收据", "非税票据", "非税票", "非税收据",
        "非税收入票据", "非税收入统一票据", "非税收入通用票据", "非税收入专用票据", "非税收入电子票据",
        "非税收入一般缴款书", "一般缴款书", "政府非税收入票据", "政府非税收入统一票据", "行政事业单位收据",
        "行政事业单位票据", "行政事业性收据", "行政事业收据", "行政事业性收费票据", "行政事业性收费收据",
        "行政事业性收费统一票据", "行政事业单位收费票据", "行政事业单位统一票据", "医疗票据", "医疗收费票据",
        "医疗收费电子票据", "医疗门诊收费票据", "医疗住院收费票据", "门诊收费票据", "住院收费票据",
        "公益事业捐赠票据", "公益事业捐赠统一票据", "公益捐赠票据", "捐赠票据", "社会团体会费票据",
        "社会保险费票据",
    ),
    "往来收据": (
        "往来款收据", "往来款项收据", "往来款票据", "往来票据", "往来结算票据", "往来结算收据", "往来结算凭证",
        "往来专用收据", "农村集体经济组织内部往来收据", "村集体经济组织内部往来收据", "单位往来收据",
        "单位往来票据", "内部往来收据", "内部往来票据", "内部往来结算票据",
        "资金往来票据", "资金往来收据", "资金往来结算票据", "资金往来结算收据", "资金往来结算电子票据",
        "行政事业单位资金往来结算票据", "行政事业单位往来票据", "行政事业单位往来收据", "行政事业单位往来结算票据",
    ),
    "收据": (
        "普通收据", "收款收据", "普通收款收据", "专用收据", "专用收款收据", "统一收据", "统一收款收据", "三联收据",
        "三联单收据", "二联收据", "两联收据", "多联收据", "三联单", "机打收据", "纸质收据", "电子收据", "商店收据",
        "商户收据", "收费收据", "收费票据", "缴款收据", "交款收据", "收款凭据", "现金收据", "押金收据", "租金收据",
        "收据联", "农村收据", "农村专用收据", "农村统一收据", "农村统一收款收据", "农经收据", "农经统一收据",
        "农经专用收据", "农村集体收据", "农村集体经济组织收据", "农村集体经济组织收款收据",
        "农村集体经济组织专用收据", "农村集体经济组织统一收据", "农村集体经济组织专用收款收据",
        "农村集体经济组织统一收款收据", "农村合作经济组织收据", "农村合作经济组织统一收据", "村级收据",
        "村级收款收据", "村级专用收据", "村级统一收据", "村级组织收据", "村级组织收款收据", "村级组织专用收据",
        "村集体收据", "村集体收款收据", "村集体经济组织收据", "村集体经济组织收款收据", "村集体经济组织专用收据",
        "村委会收据", "合作社收据", "农民专业合作社收据", "股份经济合作社收据", "经济合作社收据",
    ),
    "自制凭证": (
        "自制", "自制单据", "自制凭据", "自制票据", "自制原始凭证", "自制表", "自制表格", "自制清单", "内部凭证",
        "内部单据", "内部凭据", "内部自制凭证", "内部自制单据", "领款单", "领款表", "领款条", "领款凭证", "领条",
        "领单", "领取单", "领取表", "发放表", "发放单", "发放清单", "发放清册", "发放明细", "发放明细表",
        "发放名册", "发放花名册", "发放登记表", "花名册", "名册", "名单", "签领表", "签领单", "签领册", "签收表",
        "签收单", "签字表", "签名表", "工资表", "工资单", "工资册", "工资发放表", "工资花名册", "补贴表",
        "补贴发放表", "补助表", "补助发放表", "误工表", "误工单", "误工补贴表", "误工补贴发放表", "误工补助表",
        "劳务表", "劳务费表", "劳务费发放表", "劳务发放表", "劳务用工表", "用工表", "用工单", "派工单", "出工表",
        "考勤表", "慰问表", "慰问发放表", "慰问金发放表", "救助发放表", "分红表", "分红发放表", "分红花名册",
        "分配表", "报销单", "费用报销单", "差旅费报销单", "支出报销单", "报账单", "支出单", "支出凭单", "支出凭证",
        "支出证明单", "付款单", "付款凭单", "付款凭证", "入库单", "出库单", "领料单", "验收单", "收购凭证",
        "收购单", "计提表", "折旧计提表", "折旧计算表", "内部转账单", "内部调拨单",
    ),
    "白条": (
        "白条子", "白头条", "白头条子", "白条据", "白头单", "便条", "字条", "纸条", "条子", "手条", "手写条",
        "手写条子", "手写白条", "手写便条", "手写收条", "手写欠条", "手写借条", "手写领条", "欠条", "借条", "借据",
        "收条", "收款条", "收到条", "个人收条", "个人便条", "白条收据", "白头收据", "打白条",
    ),
    "无": (
        "无票", "无票据", "无单据", "无凭证", "无原始凭证", "无附件", "没有", "没票", "没票据", "没有票据",
        "没单据", "没发票", "没有发票", "没开发票", "没开票", "无发票", "无正式发票", "无正规发票", "无正式票据",
        "无正规票据", "无合规票据", "无合规发票", "无合法票据", "无税票", "未取得", "未取得票据", "未取得发票",
        "未取得原始凭证", "未开", "未开票", "未开发票", "未附票据", "未附发票", "未附单据", "未见票据", "未见发票",
        "待补", "待补票", "待补票据", "待补发票", "待开票", "待开发票", "待取发票", "发票待补", "票据待补",
        "票待补", "后补", "后补票据", "后补发票", "发票后补", "票据后补", "发票未到", "票据未到", "票未到",
        "发票未开", "缺", "缺票", "缺票据", "缺发票", "欠票", "欠发票", "丢失", "遗失", "发票丢失", "发票遗失",
        "票据丢失", "票据遗失",
    ),
}  # fmt: skip

# What may be written behind a figure and says no more than its column does.
DAYS = ("天", "日", "工", "个工", "工日", "个工日")
BY_DAY = ("元", "元/天", "元/日", "元/工", "元/个工", "元/工日")
BY_YEAR = ("元/年",)
BY_TIME = ("元/年", "元/月", "元/个月", "元/日", "元/天", "元/工", "元/工日", "元/个工")
COUNTED = (
    "亩", "平方米", "㎡", "m2", "平米", "公顷", "米", "m", "公里", "千米", "km", "立方米", "方",
    "m3", "间", "栋", "幢", "座", "处", "宗", "块", "片", "口", "眼", "孔", "台", "套", "辆", "艘",
    "部", "个", "只", "头", "匹", "羽", "株", "棵", "件", "张", "把", "条", "根", "盏", "付", "副",
    "组", "批", "项", "本", "册", "袋", "包", "箱", "桶", "瓶", "盒", "卷", "捆", "车", "吨", "t",
    "公斤", "千克", "kg", "斤", "克", "升", "桌", "人", "户", "名", "口人",
)  # fmt: skip
BY_PIECE = ("元", *(f"元/{unit}" for unit in COUNTED), "元/月", "元/年", "元/人月", "元/人·月", "元/人/月")

# Header words of every kind for whose it is and what it covers. A kind's own field of the same word wins.
VILLAGE_NAMES = (
    "村", "村居", "村(居)", "村(居)名称", "村、居", "村名称", "行政村", "村(社区)", "村(社区)名称",
    "所属村", "村别", "村级单位", "行政村名称", "社区名称", "村社区", "试点村", "村组", "受益村",
    "村居名称", "村居名", "村(居)名", "村(社区)名", "村社区名称", "村社", "村社名称", "村(社)", "村、社区", "村、社区名称",
    "行政村(社区)", "行政村(社区)名称", "村名(社区)", "建制村", "建制村名称", "所在村", "所在村(社区)", "所属村(社区)",
    "实施村", "领用单位", "填报单位", "编制单位", "报送单位", "单位名称", "核算单位", "村委会",
    "单位",
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
    joined: str = "",
    open_list: bool = False,
    numbered: bool = False,
    in_header_of: str = "",
    but_for: tuple[str, tuple[str, ...]] = ("", ()),
    nought_beside: tuple[str, ...] = (),
    units: tuple[str, ...] = (),
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
        "joined": joined,
        "open_list": open_list,
        "numbered": numbered,
        "in_header_of": in_header_of,
        "but_for": but_for,
        "nought_beside": nought_beside,
        "units": units,
    }
    # A category outside its list is a fact to report (an issue), not a reason to lose the row,
    # so the list is not a pandera check.
    return pa.Field(
        nullable=not required or bool(but_for[0]), title=title, description=note or None, metadata=metadata
    )


def text(
    title: str,
    *aliases: str,
    required: bool = False,
    note: str = "",
    personal: bool = False,
    joined: str = "",
    numbered: bool = False,
) -> Any:
    """Declare a text column; ``personal``: an id card's, account's or phone's number, masked when published.

    ``joined``: several columns of it on one sheet are put together, with this between them. ``numbered``: without
    a column 序号 stands in.
    """
    return _column(
        "text",
        title,
        aliases,
        required,
        note=note,
        personal=personal,
        joined=joined,
        numbered=numbered,
    )


def money(
    title: str,
    *aliases: str,
    required: bool = False,
    note: str = "",
    nought_beside: tuple[str, ...] = (),
    units: tuple[str, ...] = (),
) -> Any:
    """Declare an amount in 元, exact to the cent; beside an amount of ``nought_beside`` a blank cell is 0.

    ``units``: 元/年 and the like, which may stand behind it.
    """
    return _column(
        "money", title, aliases, required, unit="元", note=note, nought_beside=nought_beside, units=units
    )


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
    but_for: tuple[str, tuple[str, ...]] = ("", ()),
) -> Any:
    """Declare a whole number; ``values`` lists spellings of a number (五星级 for 5).

    ``but_for``: the field and its words beside which it may be blank though required.
    """
    return _column("count", title, aliases, required, unit=unit, values=values, note=note, but_for=but_for)


def ratio(title: str, *aliases: str, required: bool = False, note: str = "") -> Any:
    """Declare a share between 0 and 1; percentages are converted."""
    return _column("ratio", title, aliases, required, note=note)


def quantity(
    title: str,
    *aliases: str,
    required: bool = False,
    unit: str = "",
    note: str = "",
    units: tuple[str, ...] = (),
) -> Any:
    """Declare a number with up to four decimals (shares, weights, counts of goods); ``units`` may stand behind it."""
    return _column("quantity", title, aliases, required, unit=unit, note=note, units=units)


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
    in_header_of: str = "",
) -> Any:
    """Declare a category stored as one of the Chinese words that key ``values``; ``retired`` are words of old lists.

    ``in_header_of``: without a column, the header of that field says it.
    """
    return _column(
        "code", title, aliases, required, values=values, retired=retired, note=note, in_header_of=in_header_of
    )


def fund(title: str, *aliases: str, required: bool = False, note: str = "") -> Any:
    """Declare a fund: one of the catalogue, or another, which keeps its own name and is reported."""
    return _column("code", title, aliases, required, values=FUND, note=note, open_list=True)


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
            joined=column.metadata["joined"],
            open_list=column.metadata["open_list"],
            numbered=column.metadata["numbered"],
            in_header_of=column.metadata["in_header_of"],
            but_for=column.metadata["but_for"],
            nought_beside=column.metadata["nought_beside"],
            units=column.metadata["units"],
        )
        for name, column in columns.items()
        if column.metadata
    )
