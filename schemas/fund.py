"""资金目录表：本县村级用到的各种资金，叫什么、别的叫法、性质、标准和用途。

由县财政、农经或组织部门填写，全县一张；程序自带的十一种不必再写，只写本县另有的（如党员创业、“双带”资金，社区服务群众专项经费），
或给自带的补几个叫法。依据：《当前农村基层党建工作面临的难题及对策》（宁夏党建刊物 2015 年第 10 期，各类经费的来源）；
各资金的管理办法以本县文件为准。
"""

import polars as pl

from schemas._fields import Row, date, text
from schemas._spec import Ledger


class Fund(Row):
    """One fund of the county's catalogue, from a day on."""

    name: str = text(
        "资金名称", "资金类别", "资金", "经费名称", "资金目录", "资金种类", "专项资金名称", "资金全称", required=True,
    )  # fmt: skip
    synonyms: str = text(
        "其他叫法", "别名", "资金别名", "同义词", "其他名称", "简称", "曾用名", "习惯叫法", "又名",
        note="几种叫法用顿号隔开", joined="、",
    )  # fmt: skip
    nature: str = text("资金性质", "性质", "资金属性", "资金来源性质", "来源渠道", "主管部门", joined="、")
    standard: str = text(
        "标准", "资金标准", "补助标准", "拨付标准", "安排标准", "定额标准", note="如 每村每年 5 万元"
    )
    uses: str = text(
        "允许用途",
        "用途",
        "使用范围",
        "资金用途",
        "支出范围",
        "开支范围",
        "规定用途",
        "使用方向",
        joined="；",
    )
    valid_from: pl.Date = date("起用日期", "生效日期", "执行日期", "启用日期", "起始日期", "施行日期")
    valid_to: pl.Date = date("停用日期", "失效日期", "截止日期", "终止日期", "废止日期")


LEDGER = Ledger(
    name="fund",
    title="资金目录表",
    model=Fund,
    titles=(
        "资金目录表", "资金目录", "村级资金目录", "专项资金目录", "资金类别目录", "资金种类表", "经费目录",
    ),
    natural_key=("name", "valid_from"),
    per_village=False,
    date_field="",
    foreign=(
        "金额", "收入", "支出", "余额", "结余", "拨付金额", "拨款金额", "预算金额", "批复金额", "日期", "摘要", "凭证号",
        "项目名称", "项目编号", "决算数", "预算数", "发放金额",
    ),
)  # fmt: skip
