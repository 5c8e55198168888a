"""公开登记表：每次村务、财务公开的内容、起止和凭据。

由村文书登记，附照片编号。依据：村民委员会组织法第 30 条（一般事项至少每季度公布一次，
财务往来较多的每月公布，重大事项随时公布）；农村集体经济组织法第 45 条。
"""

import polars as pl

from schemas._fields import Row, date, fund, text
from schemas._spec import Ledger, Span


class Publication(Row):
    """One notice on the board or online."""

    subject: str = text(
        "公开事项", "公开内容", "事项", "公示内容", "公开项目", "公示事项", "内容", "公开主题", required=True,
        note="财务收支、专项资金、红利使用、决议等",
    )  # fmt: skip
    fund: str = fund("资金类别", "资金来源", "资金名称", "资金性质")
    covers_from: pl.Date = date(
        "内容起始日期", "所属期起", "期间起", "涵盖期间起", "起始日期", "公开期间起", "期间开始",
        "涉及期间起", "开始日期", required=True, month_means="first",
    )  # fmt: skip
    covers_to: pl.Date = date(
        "内容截止日期", "所属期止", "期间止", "涵盖期间止", "截止日期", "公开期间止", "期间结束",
        "涉及期间止", "结束日期", required=True, month_means="last",
    )  # fmt: skip
    published_on: pl.Date = date(
        "公开日期", "公示日期", "公开时间", "张贴日期", "公示时间", "公布日期", "张贴时间", "公示开始日期",
        "上墙日期", required=True,
    )  # fmt: skip
    withdrawn_on: pl.Date = date(
        "撤下日期",
        "撤换日期",
        "更换日期",
        "公示结束日期",
        "撤除日期",
        "撤下时间",
        "公开结束日期",
        "公示截止日期",
        "公示止",
    )
    place: str = text("公开地点", "公示地点", "地点", "公开方式", "公开形式", "公开位置", "张贴地点")
    evidence_no: str = text(
        "凭据编号",
        "照片编号",
        "照片存档号",
        "存档照片号",
        "公开照片",
        "佐证编号",
        "照片",
        "凭证编号",
        "影像编号",
        "佐证材料",
    )


LEDGER = Ledger(
    name="publication",
    title="公开登记表",
    model=Publication,
    titles=(
        "公开登记表", "村务公开登记", "公开登记", "公示登记", "公开台账", "公开情况登记", "公示台账",
        "财务公开登记", "三务公开登记", "村务公开台账",
    ),
    natural_key=("subject", "covers_from", "covers_to", "published_on"),
    date_field="published_on",
    spans=(
        Span(
            "covers", "covers_from", "covers_to",
            (
                "公开期间", "所属期间", "所属期", "期间", "内容期间", "内容所属期", "涵盖期间", "涉及期间", "公开内容期间",
                "公开内容所属期", "所属时期", "公开所属期", "账期", "会计期间", "起止日期", "起止时间", "内容起止日期",
                "期间起止", "季度", "月份", "所属月份", "所属季度",
            ),
            whole=True,
            evident=True,
        ),
        Span(
            "shown", "published_on", "withdrawn_on",
            (
                "公示期", "公示期限", "公示期间", "公示起止时间", "公示起止日期", "公示起止", "公开起止时间", "公开起止日期",
                "张贴起止时间", "张贴起止日期", "张贴期间",
            ),
        ),
    ),
)  # fmt: skip
