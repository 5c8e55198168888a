"""Lead from each figure of the first page to the list of what it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.findings import LEVELS
from pipeline.judge.headlines import AMOUNT
from pipeline.publish.report import bands
from pipeline.serve.entity_lists import ALL
from pipeline.serve.listings import (
    CURRENT,
    DIVIDENDS,
    FILES,
    FLAGS,
    RED_SHARES,
    RESULTS,
    SET_ASIDE,
    SHEETS,
    SKIPPED,
    SUBMISSIONS,
    VILLAGES,
)
from pipeline.serve.show import Pages

if TYPE_CHECKING:
    from pipeline.publish.report.figures import Figures

_FUND = "/lists/audit.service_fund"
_SET_ASIDE = (SHEETS.path, {"version": CURRENT, "part": SET_ASIDE})
_ROWS: dict[str, tuple[str, dict[str, str]]] = {
    "登记村数": (VILLAGES.path, {}),
    "没有账的村": (VILLAGES.path, {"books": "没有账的"}),
    "报送的文件": (FILES.path, {"version": CURRENT}),
    "读入的行": (SHEETS.path, {"version": CURRENT}),
    "没有装载的行": _SET_ASIDE,
    "没有装载的金额": _SET_ASIDE,
    "跳过的行": (SHEETS.path, {"version": CURRENT, "part": SKIPPED}),
    "逾期未报": (SUBMISSIONS.path, {"status": "逾期"}),
    "以前年度缺报": (SUBMISSIONS.path, {"status": "未报", "due": "过了期限没有报的"}),
    "退回的表": (SUBMISSIONS.path, {"status": "退回"}),
    "不可评估的结论": (RESULTS.path, {"outcome": "不可评估"}),
    "待办疑点": (FLAGS.path, {}),
    "严重的事实": (FLAGS.path, {"level": "严重"}),
    "高的事实": (FLAGS.path, {"level": "高"}),
    AMOUNT: (FLAGS.path, {"sort": "-amount"}),
    "其中可能受损": (FLAGS.path, {"money": "可能受损", "sort": "-amount"}),
    "其中手续不全": (FLAGS.path, {"money": "手续不全", "sort": "-amount"}),
    bands.NEW: (FLAGS.path, {"batch": "本批新增", "status": ALL}),
    **{level: (FLAGS.path, {"level": level}) for level in LEVELS},
    "专项资金拨付": (_FUND, {}),
    "专项资金支出": (_FUND, {"sort": "-spent"}),
    "专项资金结存": (_FUND, {"sort": "-balance"}),
    "其中无决议编号的支出": (_FUND, {"sort": "-spent_unapproved"}),
    "其中无票据的支出": (_FUND, {"sort": "-spent_without_document"}),
    "红色股份股本": (RED_SHARES.path, {"sort": "-closing_capital"}),
    "实收红利": (DIVIDENDS.path, {"sort": "-dividend"}),
    "应再投入": (DIVIDENDS.path, {"sort": "-required_reinvestment"}),
    "已再投入": (DIVIDENDS.path, {"sort": "-reinvested"}),
    "再投入不足": (DIVIDENDS.path, {"verdict": "再投入不足", "sort": "-shortfall"}),
    "未见去向的红利": (DIVIDENDS.path, {"trace": "说不清的", "sort": "-untraced"}),
    "其中没有使用记录的红利": (DIVIDENDS.path, {"verdict": "没有使用记录，看不出"}),
}


def leads(head: Figures) -> dict[str, str]:
    """Give the address behind each figure of ``head``, narrowed to its township."""
    found = {
        name: _to(path, {**filters, "township": head.township}) for name, (path, filters) in _ROWS.items()
    }
    if head.township:
        found["报送的文件"] = found["读入的行"]
    return found | {bands.COMMON: "#systemic"}


def _to(path: str, filters: dict[str, str]) -> str:
    return Pages(1, 1, 0, path, filters).to()
