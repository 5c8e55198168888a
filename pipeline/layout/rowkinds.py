"""Tell summary rows, footers and section titles from data rows, by their words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from pipeline.values.celltext import squeeze

Scope = Literal["合计", "小计", "本日", "本月", "本季", "本年", "本页", "期初", "期末"]

_SPAN = (
    r"(?:本日|本旬|本月|本季度?|本年度?|本期|当日|当月|当期|当年|全年|全村|全乡|全镇|全县|累计|年度|月度|季度"
    r"|[一二三四]季度|[0-9一二三四五六七八九十]{1,4}月份?)?"
)
_SUM = re.compile(
    rf"^(?:{_SPAN}(?:合计|总计|小计|大计|共计|总合计)(?:数|金额|额)?|{_SPAN}(?:累计|发生额|发生数|收支合计)(?:合计|数|金额)?"
    r"|[日月季年期]计|[日月季年]结|当前(?:合计|累计)|本页(?:合计|累计|小计)|本年累计(?:发生额)?)"
    r"(?:[(:].*)?$"
)
# What is summed up to a day, or from the beginning of something: 累计至本月, 至本月止累计, 截至3月31日累计, 1-3月累计.
_WHEN = (
    r"(?:(?:(?:19|20)[0-9]{2}年?)?[0-9]{1,2}(?:月份?(?:[0-9]{1,2}[日号]|底|末)?|(?=[-~至到、]))|(?:19|20)[0-9]{2}年(?:底|末)?|本?年初|年末"
    r"|[本当上][日旬月季期年](?:度|份|底|末)?|今年?|目前|现在|开账|建账|历年)"
)
_UP_TO = re.compile(
    rf"^(?:自|从|由|截[至止]到?|至|到)?{_WHEN}(?:起|以来|开始)?(?:(?:[-~至到、]|截[至止])+{_WHEN})?(?:止|为止)?(?:的)?"
    r"(?:累计|合计|总计|小计|累积)(?:数|额|金额|发生额|发生数|收支|余额)?(?:[(:].*)?$"
    rf"|^(?:累计|合计|小计|累积)(?:发生额?|数|金额)?(?:至|到|截[至止]到?){_WHEN}(?:止|为止)?(?:数|额|金额|余额)?(?:[(:].*)?$"
)
_MOVED = re.compile(
    rf"^{_SPAN}(?:借贷方?|收支|借方贷方)?(?:发生[额数]|合计|累计)(?:及|和|与|、)(?:期末|月末|年末|累计|本年)?(?:余额|结余|累计|结存)"
    r"(?:数|金额)?(?:[(:].*)?$"
)
_PAGE = r"(?:次页|下页|后页|次张|下张|前页|上页|前张|上张)"
_CARRY = re.compile(rf"^(?:过|转|结转|接|续|承|结){_PAGE}(?:累计|合计|小计|数|金额|发生额|余额)*(?:[(:].*)?$")
_CARRIED = re.compile(
    r"^(?:承|接|续)(?:前|上)(?:页|张)|^(?:前|上)(?:页|张)(?:累计|合计|小计|结转|转来|转入|余额|结余|发生额|数)+$|^承前$"
)
_OPENING = re.compile(
    r"^(?:(?:期初|年初|月初|承前|上年|上期|上月|去年|年初结转|上年结转)(?:余额|结存|结余|数)?|(?:上年|上期|上月|年初|期初)(?:结转|转入|滚存)(?:余额|结余|数)?"
    r"|(?:上年|上期|上月|去年|年初|期初)(?:手存|库存|现金|账面|银行)+(?:现金|存款)?(?:结转|转入|滚存|结余|结存|余额)(?:数|额)?"
    r"|结转余额|(?:承|接|续|由)(?:前|上)(?:年度?|季度?|月份?|期|旬|日)(?:结转|转来|转入|滚存|结余|结存|余额|数)*)(?:[(:].*)?$"
)
_CLOSING = re.compile(
    r"^(?:(?:期末|年末|月末|本日|本旬|本月|本季度?|本期|本年|当前|当日|日末|账户)(?:余额|结存|结余)|余额|结存|结余|结转下(?:年|期|月|季)(?:度)?)(?:[(:].*)?$"
)
# Who signs, and what is said of a table below it; 打印费 or 会计服务费 is an entry.
_SIGNS = (
    "制表|制单|填表|编制|编表|审核|复核|稽核|记账|出纳|会计|财务|经手|经办|领款|报账|证明|验收|审批|批准|负责|单位负责"
    "|村主任|主任|支书|书记|主管|打印|报送|填报|联系|公示|公开|领导|监督|举报|签字|签章|盖章|公章|导出"
)
_MORE = "人员?|员|主管|负责人?|意见|签字|签章|签名|盖章|时间|日期|电话|单位|情况"
_SIGNED = rf"(?:{_SIGNS})(?:{_MORE})*"
_NAME = r"[\u4e00-\u9fff]{2,3}"
_FOOTER = re.compile(
    rf"^(?:{_SIGNED}(?:$|[:(_\d])|{_SIGNED}.{{0,12}}{_SIGNED}(?:[:(_]|$)|{_SIGNED}{_NAME}{_SIGNED}{_NAME}$"
    r"|民主理财|村务监督委|监委会|村监会|附件?\d|附单据|(?:备注|说明|附?注)(?:$|[:\d])|第\d+页|共\d+页"
    r"|以上|截至|截止|以下空白)"
)
# Rows of a form that tell how to fill it in, marked in their first cell; more of the same row may follow.
_MARKED = {
    **dict.fromkeys(("示例", "示例行", "填写示例", "填表示例", "填报示例"), "示例"),
    **dict.fromkeys(("填写说明", "填表说明", "填报说明", "填写要求", "填报要求"), "说明行"),
}
_INDEX = re.compile(r"^(?:\(?\d{1,2}\)?|[a-z]|甲|乙|丙|丁|[一二三四五六七八九十]|栏次|\d+=[\d+\-*/]+)$")


@lru_cache(maxsize=65536)
def scope_of(text: str) -> Scope | None:
    """Name what a summary row sums up, from its squeezed label; None for an ordinary text."""
    if len(text) > 40:
        return None
    if _OPENING.match(text):
        return "期初"
    if _CLOSING.match(text):
        return "期末"
    if _CARRIED.match(text):
        return "期初"
    if _CARRY.match(text) or text.startswith("本页"):
        return "本页"
    if _UP_TO.match(text) or _MOVED.match(text):
        if re.match("(?:截[至止]|累计至|至)?上[月期年季]", text):
            return "期初"
        # 1-3月合计 is cumulative too.
        return "本年" if re.match(r"[^(:]*[0-9]月?份?[-~至到]", text) else _sum_scope(text)
    return _sum_scope(text) if _SUM.match(text) else None


@lru_cache(maxsize=65536)
def scope_of_cell(text: str) -> tuple[str, Scope | None]:
    """Squeeze the text of a cell, and name what it sums up if it labels a summary row."""
    label = squeeze(text) if len(text) <= 80 else text
    return label, scope_of(label)


def _sum_scope(text: str) -> Scope:
    if "小计" in text:
        return "小计"
    if "累计" in text or text.startswith(("本年", "全年", "年计", "年结", "当年")):
        return "本年"
    if text.startswith(("本日", "当日", "日计", "日结")):
        return "本日"
    if "月" in text:
        return "本月"
    if "季" in text:
        return "本季"
    return "合计"


def weak_scope(label: str, *, dated: bool) -> Scope | None:
    """Name what a label such as 东滩村小计 sums up, on a line without a date of a table that has them.

    In a table without dates 两人工资合计 may be an entry: only 小计 counts.
    """
    if len(label) > 12:
        return None
    return (
        "小计" if label.endswith("小计") else "合计" if dated and label.endswith(("合计", "总计")) else None
    )


@lru_cache(maxsize=65536)
def is_footer(text: str) -> bool:
    """Tell whether a squeezed text starts like a signature, note or page line."""
    return _FOOTER.match(text) is not None


def mark_of(text: str) -> str:
    """Name why a row whose first cell is the squeezed ``text`` is no data: 示例, 说明行, or '' for data."""
    return _MARKED.get(text, "")


def is_guide(name: str, first: str) -> bool:
    """Tell whether a sheet explains how to fill in a form, from its name and its squeezed first cell."""
    return name.startswith("填表说明") and first.startswith("填表说明")


def is_column_index(texts: list[str]) -> bool:
    """Tell whether a row only numbers the columns (1 2 3 …, 甲 乙 …)."""
    return len(texts) >= 3 and all(_INDEX.match(t) for t in texts) and len(set(texts)) == len(texts)
