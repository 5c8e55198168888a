"""Tell what a label of a title block says of the time beside it: what the table covers, or something else.

Exports and forms word such labels as they like (查询开始日期, 交易起止日期, 起始日, 统计周期): their parts tell. The day
on which a table was made out, printed or shown says nothing of what it covers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.layout.headers import clean
from pipeline.layout.lexicon import meaning
from pipeline.values.celltext import squeeze
from pipeline.values.dates import to_month, to_year

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TO = r"(?:-+|—+|–|~|～|至|到)"
_YEAR = r"(?:19|20)[0-9]{2}|[〇○零一二三四五六七八九]{4}"
_N = "[0-9一二三四五六七八九十]{1,3}"
_ONE = (
    rf"(?:(?:{_YEAR})(?:年度?|[-./年]\s*{_N}(?:\s*月份?|\s*[-./月]\s*{_N}\s*[日号]?)?)"
    rf"|(?:19|20)[0-9]{{2}}(?:[01][0-9](?:[0-3][0-9])?)?|{_N}\s*月(?:份|\s*{_N}\s*[日号])?)"
)
_CLOCK = r"(?:[ T]*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?"
_WHEN = re.compile(rf"{_ONE}{_CLOCK}(?:\s*{_TO}\s*{_ONE}{_CLOCK})?")
_RANGE = re.compile(rf"{_ONE}{_CLOCK}\s*{_TO}\s*{_ONE}{_CLOCK}")
_BETWEEN = re.compile(_TO)
_LABEL = re.compile(r"[^0-9:：,，;；。|]{1,12}")
_STATED = re.compile(
    rf"(?P<label>[\u4e00-\u9fff()（）“”]{{1,12}})\s*[:：]\s*[\[(]?(?P<when>{_WHEN.pattern})(?![0-9元万])"
)
# A day on which the table itself was made, handed in, printed or shown.
_MADE_OR_SHOWN = re.compile(
    "公示|公布|公开|张贴|公告|填报|填表|填制|填写|制表|制单|制作|编制|编报|报送|上报|打印|导出|下载|生成|创建|更新|修改|审核"
    "|审批|批准|签发|报表日|报告日|截图|登录|(?:查询|申请|操作)(?:日期|时间|日)$"
)
# What else has a beginning and an end.
_OTHER_TERM = re.compile("合同|协议|任职|任期|工期|施工|开工|竣工|服务期|有效|承包|租赁|租期|整改|建设|实施")
_PERIOD = re.compile(
    "(?:期间|周期|区间|范围|时段|时间段|账期|所属期|报告期|会计期|年月|年度|年份|月份|季度|年别)$"
)
_QUERIED = frozenset({"日期", "开始", "结束", "业务", "入账", "会计", "账户", "流水", "发生额", "登记"})
_ALSO_QUERIED = re.compile(
    "^\\?(?:查询|检索|筛选|选择|对账|账单|统计|明细|数据|报表|账期|期间|导出|下载|打印|历史)+$"
)


def is_when(text: str) -> bool:
    """Tell whether a text is nothing but a day, month or year, or two of them."""
    return _WHEN.fullmatch(squeeze(text)) is not None or _WHEN.fullmatch(text.strip()) is not None


def is_label(text: str) -> bool:
    """Tell whether a text can be the label of a time in the next cell: short, and its last part says when."""
    bare = text.rstrip(":： ")
    # 截至2024年3月31日 gives no day, but an end without its beginning: the line says it all.
    if not _LABEL.fullmatch(bare) or bare.startswith("截至"):
        return False
    said = meaning(clean(bare))
    return said.head in {"日期", "年度", "月份", "开始", "结束"} or _PERIOD.search(bare) is not None


def role_of(label: str, when: str) -> str:
    """Say what the time ``when`` beside a label is: 'from', 'to' or 'period' of the table, or 'other'."""
    bare = squeeze(label).rstrip(":：").replace("讫", "止")
    said = meaning(clean(bare)).parts
    unlike = {p for p in said - _QUERIED if not _ALSO_QUERIED.match(p)}
    if said & {"开始", "结束"} and not unlike:
        whole = {"开始", "结束"} <= said or _RANGE.fullmatch(squeeze(when))
        return "period" if whole else "from" if "开始" in said else "to"
    if is_made_or_shown(bare) or is_other_term(bare):
        return "other"
    if _PERIOD.search(bare) or (_RANGE.fullmatch(squeeze(when)) and "日期" in said):
        return "period"
    return "other"


def is_made_or_shown(label: str) -> bool:
    """Tell whether a label dates the making or showing of a table."""
    return _MADE_OR_SHOWN.search(label) is not None


def is_other_term(label: str) -> bool:
    """Tell whether a label says when something else begins or ends: a contract, a term of office."""
    return _OTHER_TERM.search(label) is not None


def joined(texts: Sequence[str]) -> Iterator[str]:
    """Put two days with 至 in a cell of its own between them into one text."""
    place = 0
    while place < len(texts):
        trio = texts[place : place + 3]
        if len(trio) == 3 and _BETWEEN.fullmatch(trio[1]) and is_when(trio[0]) and is_when(trio[2]):
            yield f"{trio[0]}至{trio[2]}"
            place += 3
        else:
            yield trio[0]
            place += 1


def stated(text: str) -> list[tuple[str, str]]:
    """List the labels with a time after them that a text holds: 发放日期：2024年3月5日."""
    found = [(one["label"], one["when"].strip()) for one in _STATED.finditer(text)]
    return [(label, when) for label, when in found if is_label(label)]


def together(before: str, label: str, value: str) -> str:
    """Put a period stated in two places into one text (年度：2024, 月份：3); ``before`` alone where they don't fit."""
    year, month = to_year(before), to_month(value) if "月" in label else None
    if isinstance(year, int) and isinstance(month, int):
        return f"{year}年{month}月"
    return before


def without(text: str, label: str, when: str) -> str:
    """Cut a label and its time out of a text."""
    before, _, after = text.partition(label)
    return f"{before.rstrip()} {after.partition(when)[2].lstrip(' )],，;；')}".strip()
