"""Say which values a parameter may take, by its unit: what a sheet gives besides is not used, and shown as such."""

from __future__ import annotations

import re

_COUNTED = frozenset(
    ["天", "日", "工作日", "月", "年", "村", "人", "次", "个", "笔", "行", "位", "字", "张", "号", "家"]
)
_SHARES = frozenset(["比例", "倍", "系数", "卡方"])
_MONEY = frozenset({"元", "元/年"})
# As patterns, so that SQL asks the same; the most is far beyond what makes sense and within what days and sums can hold.
COUNT, PART, SHARE, MONEY, TEXT = (
    "^[0-9]{1,4}$",
    "^[1-9][0-9]{0,3}$",
    r"^[0-9]{1,3}(\.[0-9]{1,6})?$",
    r"^[0-9]{1,14}(\.[0-9]{1,6})?$",
    "^.{1,500}$",
)
NUMBER = re.compile(r"-?\d+(\.\d+)?")


def is_number(default: str | None) -> bool:
    """Tell whether a parameter is a number: its default is one, or the county has to give one."""
    return default is None or NUMBER.fullmatch(default) is not None


def pattern(default: str | None, unit: str) -> str:
    """Give the pattern of what a parameter may be; raises ``ValueError`` for a unit of numbers that is not known."""
    if not is_number(default):
        return f"^({unit.replace('/', '|')})$" if "/" in unit else TEXT
    if unit == "是1否0":
        return "^[01]$"
    if unit == "份":
        return PART
    for units, one in ((_COUNTED, COUNT), (_SHARES, SHARE), (_MONEY, MONEY)):
        if unit in units:
            return one
    raise ValueError(f"不认识的参数单位：{unit}")
