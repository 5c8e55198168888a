"""村情登记表：每个村（社区）的代码、名称、人口和起止日期，是全部账表认村的依据。

由县农经部门或乡镇维护，合并、撤销时填写停用日期，不删旧行。依据：GB/T 2260 与 GB/T 10114 行政区划代码
（12 位统计用代码）；统一社会信用代码按 GB 32100。
"""

import polars as pl

from schemas._fields import VILLAGE_NAMES, Row, code, count, date, text
from schemas._spec import Ledger


class Village(Row):
    """One village or community, for as long as it keeps one name and code."""

    village_name: str = text("村名", *VILLAGE_NAMES, "名称", required=True)
    township: str = text(
        "乡镇", "镇", "乡", "乡镇名称", "乡(镇)", "镇(街道)", "乡镇(街道)", "所属乡镇", "街道", "乡镇街道",
        "所在乡镇", required=True,
    )  # fmt: skip
    unit_kind: str = code(
        "单位类型", "单位性质", "单位类别", "村居类型", "村居类别", "机构类型", "主体类型", "村居性质",
        values={
            "村": ("行政村", "村委会", "村民委员会", "建制村", "嘎查"),
            "社区": ("居委会", "居民委员会", "城市社区", "农村社区"),
            "乡镇": ("乡", "镇", "街道", "乡镇政府", "镇政府", "乡政府", "乡镇财政所", "财政所", "街道办事处", "苏木"),
            "红色公司": ("红色股份公司", "村办公司", "村级公司", "强村公司"),
            "合作社": ("专业合作社", "农民专业合作社", "股份经济合作社", "经济合作社"),
        },
        note="空白为村",
    )  # fmt: skip
    households: pl.Int32 = count("户数", "总户数", "农户数", "常住户数", "户籍户数", unit="户")
    population: pl.Int32 = count("人口", "总人口", "人口数", "户籍人口", "常住人口", "总人数", unit="人")
    region_type: str = code(
        "区域类型", "地区类别", "川山类别", "类区", "川区/山区", "地貌", "地形", "地貌类型", "地形类别",
        values={
            "川区": ("川", "川道", "川道区", "平川", "平川区", "川区村", "川道村", "平川村"),
            "山区": ("山", "山村", "山区村"),
        },
    )  # fmt: skip
    org_name: str = text(
        "集体经济组织名称",
        "股份经济合作社",
        "经济合作社",
        "股份经济合作社名称",
        "经济合作社名称",
        "组织名称",
        "组织全称",
        "集体经济组织全称",
        "集体经济组织",
        "村级集体经济组织",
        "村集体经济组织",
    )
    org_uscc: str = text("统一社会信用代码", "信用代码", "社会信用代码", "登记证号", "登记证代码", "登记赋码")
    valid_from: pl.Date = date("启用日期", "设立日期", "生效日期", "成立日期")
    valid_to: pl.Date = date("停用日期", "撤销日期", "失效日期", "合并日期", "撤并日期")


LEDGER = Ledger(
    name="village",
    title="村情登记表",
    model=Village,
    titles=(
        "村情登记表", "村情表", "村基本情况", "行政村名册", "行政村名录", "村名册", "村名录",
        "行政区划代码表", "村级基本信息", "村社名册", "村情", "村情对照", "行政村一览", "行政村底数", "各村底数",
        "村级概况", "各村概况", "行政村概况",
    ),
    natural_key=("village_code", "village_name", "township", "valid_from"),
    date_field="",
)  # fmt: skip
