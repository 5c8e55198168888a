"""核查结论表：检查人员填回的《核查清单.xlsx》。

由纪检、审计或乡镇检查人员填写，疑点编号照抄不改。结论影响下次排序，疑点本身不删除。旧清单上的“已核实”读作属实，“已说明”“误报”读作
不属实，“已整改”读作属实并以核查日期为整改完成日期。
"""

import polars as pl

from schemas._fields import Money, Row, code, date, money, text
from schemas._spec import Ledger


class Disposition(Row):
    """What an inspector found out about one flag."""

    flag_id: str = text("疑点编号", "疑点号", "编号", "疑点ID", "线索编号", "线索号", "线索ID", required=True)
    status: str = code(
        "核查结论", "结论", "核查状态", "状态", "处理结果", "核查结果", "处理状态",
        values={
            "属实": (
                "已核实", "核实", "查实", "已查实", "确认", "已确认", "情况属实", "问题属实", "反映属实", "经查属实",
                "核查属实", "核实属实", "确认属实",
            ),
            "部分属实": ("部分核实", "部分查实", "部分情况属实", "部分问题属实"),
            "不属实": (
                "不存在", "不成立", "查否", "排除", "已排除", "非问题", "误判", "无问题", "不是问题", "不存在问题", "未发现问题",
                "问题不存在", "情况不属实", "问题不属实", "经查不属实", "核查不属实",
            ),
            "核查中": ("正在核查", "核实中", "调查中", "正在调查"),
        },
        retired={
            "已说明": (
                "说明", "已解释", "合理", "已作说明", "已作解释", "合理解释", "有合理说明", "有合理解释",
                "情况合理", "说明合理", "解释合理",
            ),
            "误报": ("系统误报",),
            "已整改": (
                "整改", "已纠正", "已退回", "已改正", "整改完成", "整改完毕", "整改到位", "已完成整改",
                "已整改到位", "已整改完成", "属实已整改", "属实并已整改", "情况属实已整改",
            ),
        },
        required=True,
    )  # fmt: skip
    explanation: str = code(
        "不属实原因", "不属实的原因", "排除原因",
        values={
            "有合理解释": ("合理解释", "有解释"), "读表或数据有误": ("数据有误", "读表有误"),
            "规则不适用": ("不适用",),
        },
        note="不属实的必填",
    )  # fmt: skip
    amount_found: Money = money("查实金额", "核实金额", "查实问题金额")
    amount_recovered: Money = money("追回金额", "收缴金额", "退缴金额", "挽回金额")
    referred_to: str = text("移送单位", "移交单位", "移送机关")
    rectify_by: pl.Date = date("整改期限", "整改时限", "限期整改日期")
    rectified_on: pl.Date = date("整改完成日期", "整改日期", "整改完成时间", "完成整改日期")
    note: str = text("核查说明", "备注", "说明", "核查情况", "情况说明", "处理说明", note="属实的必填")
    inspector: str = text("核查人", "检查人", "填写人", "经办人", "核查人员", "检查人员", required=True)
    decided_on: pl.Date = date(
        "核查日期", "日期", "办结日期", "核查时间", "结论日期", "填写日期", required=True,
        note="不晚于数据截止日",
    )  # fmt: skip


LEDGER = Ledger(
    name="disposition",
    title="核查结论表",
    model=Disposition,
    titles=("核查结论表", "核查清单", "核查结论", "疑点核查", "疑点处置", "核查反馈", "疑点核查清单",
        "线索核查", "线索处置", "线索核查清单"),
    natural_key=("flag_id", "status", "decided_on"),
    per_village=False,
    filled_in=(
        "status",
        "explanation",
        "amount_found",
        "amount_recovered",
        "referred_to",
        "rectify_by",
        "rectified_on",
        "note",
        "inspector",
        "decided_on",
    ),
    printed=(
        "级别", "目前进展", "所在乡镇", "所在村", "规则", "疑点", "涉及时间", "涉及金额（元）", "疑点内容", "下一步核查",
        "依据所在", "已有结论",
        # As the lists of earlier versions print them.
        "线索", "线索内容", "证据所在",
    ),
    holds_money=False,
)  # fmt: skip
