"""四议两公开台账：每个事项的六个日期、到会和表决人数。

由村文书登记，村务监督委员会签审。依据：村民委员会组织法第 24、25、26 条
（须经村民会议讨论的事项、代表会议组成和表决）；
农村集体经济组织法第 26、27、28 条（成员大会、成员代表大会的职权与表决）。
"""

import polars as pl

from schemas._fields import YES_NO, Money, Row, code, count, date, money, text
from schemas._spec import Ledger


class Resolution(Row):
    """One matter on its way from proposal to publication of the result."""

    resolution_no: str = text(
        "决议编号", "决议号", "编号", "会议编号", "会议纪要编号", "纪要编号", "事项编号", required=True
    )
    subject: str = text(
        "议题", "事项", "决议事项", "议定事项", "决议内容", "会议议题", "主要内容", "内容", "事项名称",
        required=True,
    )  # fmt: skip
    amount: Money = money("涉及金额", "金额", "事项金额", "决议金额", "资金额度", "预算金额")
    meeting_type: str = code(
        "会议类型", "会议名称", "会议形式", "决议会议", "会议种类",
        values={
            "村民代表会议": ("村民代表大会", "代表会议", "代表会", "村民代表会", "居民代表会议"),
            "村民会议": ("村民大会", "全体村民会议", "村民小组会议", "户主会"),
            "成员代表大会": (
                "成员代表会议", "集体经济组织成员代表大会", "社员代表大会", "股东代表大会", "成员代表会"
            ),
            "成员大会": ("集体经济组织成员大会", "社员大会", "股东大会", "全体成员大会"),
        },
    )  # fmt: skip
    proposed_on: pl.Date = date(
        "提议日期", "支部提议日期", "党支部提议日期", "党支部提议", "村党支部会提议", "提议时间",
        "支部会提议", "党组织提议", "提议", "村党组织提议", "支部提议", "党支部会提议",
    )  # fmt: skip
    consulted_on: pl.Date = date(
        "商议日期", "两委商议日期", "两委会商议", "两委商议", "村两委会商议", "商议时间", "商议",
        "村“两委”会商议", "“两委”会商议",
    )  # fmt: skip
    deliberated_on: pl.Date = date(
        "审议日期", "党员大会审议日期", "党员大会审议", "审议时间", "审议", "党员审议"
    )
    resolved_on: pl.Date = date(
        "决议日期", "会议日期", "会议时间", "表决日期", "决议时间", "代表会议决议日期", "村民代表会议决议",
        "村民(代表)会议决议", "决议", "村民会议决议", "村民代表会议或村民会议决议", "通过日期",
    )  # fmt: skip
    decision_published_on: pl.Date = date(
        "决议公开日期", "决议公开", "决议公示日期", "决议公开时间", "决议公示", "公示日期", "公示时间",
        "公开日期",
    )  # fmt: skip
    result_published_on: pl.Date = date(
        "结果公开日期", "实施结果公开", "实施结果公开日期", "结果公开", "结果公示日期", "结果公开时间",
        "结果公示", "实施结果公示",
    )  # fmt: skip
    due: pl.Int32 = count("应到人数", "应到", "应到会人数", "应参会人数", "应到代表", unit="人")
    present: pl.Int32 = count("实到人数", "实到", "实到会人数", "到会人数", "参会人数", "实到代表", unit="人")
    agreed: pl.Int32 = count(
        "同意人数", "同意", "赞成", "同意票", "同意票数", "赞成票", "赞成人数", "表决同意人数", unit="人"
    )
    emergency: str = code("是否应急", "应急", "应急事项", "紧急事项", "是否紧急", values=YES_NO)
    supervisor_count: pl.Int32 = count(
        "监委会签字人数", "监督签字人数", "监委会人数", "监委会签审人数", "监督人数", "监委会签字", unit="人"
    )
    seal_count: pl.Int32 = count(
        "五牙子章", "印章数", "牙子章数", "盖章数", "五瓣章", "盖章人数", "五牙子章枚数", unit="枚"
    )


LEDGER = Ledger(
    name="resolution",
    title="四议两公开台账",
    model=Resolution,
    titles=(
        "四议两公开台账", "四议两公开", "“四议两公开”", "议事台账", "决议台账", "会议决议", "民主决策台账",
        "村民代表会议记录", "重大事项决策", "决议登记", "三务决策",
    ),
    natural_key=("resolution_no", "subject", "resolved_on", "amount"),
    date_field="resolved_on",
)  # fmt: skip
