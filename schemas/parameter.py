"""政策参数表：县、乡镇自定的标准和限额，覆盖程序里的默认值。

由县纪委监委、财政或农经部门填写，每个参数写明依据文件。参数名见各规则页“参数”一节。
"""

import polars as pl

from schemas._fields import Row, date, text
from schemas._spec import Ledger


class Parameter(Row):
    """One value of one parameter, for a place and from a day on."""

    name: str = text("参数", "参数名", "参数名称", "参数代码", "名称", required=True)
    scope: str = text(
        "适用范围", "范围", "适用地区", "适用县", "适用乡镇", "适用县乡", note="县或乡镇名称，空白为全部"
    )
    valid_from: pl.Date = date(
        "生效日期", "起始日期", "执行日期", "启用日期", "施行日期", "开始日期", "生效时间",
        note="只管这一天以后的事；空白为一直有效",
    )  # fmt: skip
    value: str = text("取值", "值", "参数值", "标准", "数值", "设定值", required=True)
    basis: str = text("依据", "文件依据", "依据文件", "政策依据", "依据文号", "文号")


LEDGER = Ledger(
    name="parameter",
    title="政策参数表",
    model=Parameter,
    titles=("政策参数表", "参数表", "政策参数", "参数设置", "标准参数", "政策标准表"),
    natural_key=("name", "scope", "valid_from", "value"),
    per_village=False,
    date_field="",
)
