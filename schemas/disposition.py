"""核查结论表：检查人员填回的《核查清单.xlsx》。

由纪检、审计或乡镇检查人员填写，线索编号照抄不改。结论影响下次排序，线索本身不删除。
"""

import polars as pl

from schemas._fields import Row, code, date, text
from schemas._spec import Ledger


class Disposition(Row):
    """What an inspector found out about one flag."""

    flag_id: str = text("线索编号", "线索号", "编号", "线索ID", required=True)
    status: str = code(
        "核查结论", "结论", "核查状态", "状态", "处理结果", "核查结果", "处理状态",
        values={
            "已核实": (
                "属实", "核实", "查实", "已查实", "确认", "已确认", "情况属实", "问题属实", "反映属实", "经查属实",
                "核查属实", "核实属实", "确认属实",
            ),
            "已说明": (
                "说明", "已解释", "合理", "已作说明", "已作解释", "合理解释", "有合理说明", "有合理解释",
                "情况合理", "说明合理", "解释合理",
            ),
            "误报": (
                "不属实", "不存在", "不成立", "查否", "排除", "已排除", "非问题", "误判", "无问题", "不是问题",
                "不存在问题", "未发现问题", "问题不存在", "情况不属实", "问题不属实", "经查不属实", "核查不属实",
                "系统误报",
            ),
            "已整改": (
                "整改", "已纠正", "已退回", "已改正", "整改完成", "整改完毕", "整改到位", "已完成整改",
                "已整改到位", "已整改完成", "属实已整改", "属实并已整改", "情况属实已整改",
            ),
        },
        required=True,
    )  # fmt: skip
    note: str = text("核查说明", "备注", "说明", "核查情况", "情况说明", "处理说明")
    inspector: str = text("核查人", "检查人", "填写人", "经办人", "核查人员", "检查人员")
    decided_on: pl.Date = date("核查日期", "日期", "办结日期", "核查时间", "结论日期", "填写日期")


LEDGER = Ledger(
    name="disposition",
    title="核查结论表",
    model=Disposition,
    titles=("核查结论表", "核查清单", "核查结论", "线索核查", "线索处置", "核查反馈", "线索核查清单"),
    natural_key=("flag_id", "status", "decided_on"),
    per_village=False,
    filled_in=("status", "note", "inspector", "decided_on"),
)
