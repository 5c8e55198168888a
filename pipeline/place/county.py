"""Read the name of a county in a title or a folder, and tell whether a text names one.

Prefectures end in 市 like many counties do: only a name that is in the register, or that ends in 县 or 旗, is
surely a county.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.values.celltext import tidy

_HAN = "[\u4e00-\u9fff]"
_COUNTY = re.compile(
    r"(?:\d{4}年度?)?"
    rf"(?:{_HAN}{{2,8}}?(?:省|自治区))?(?:{_HAN}{{2,10}}?(?:市|自治州|地区|盟))?"
    rf"(?P<county>{_HAN}{{1,10}}?(?:自治县|自治旗|县|市|区|旗))"
)
_ABOVE = ("省", "自治区", "市", "州", "地区", "盟")
_ENDING = re.compile(r"(?:自治县|自治旗|县|市|区|旗)$")
# What ends like a county and is none: 社区, 山区, 全县, 示范区 …
_GENERIC = re.compile(
    r"[镇乡村街道]|^[全各本我该外邻市每分跨城]?[县市区旗]$"
    r"|(?:自治|社|小|园|校|片|灌|库|牧|林|川|山|辖|地|景|矿|厂|营|工业|示范|试点|试验|开发|合作|功能|贫困|革命老|服务)区$"
    r"|(?:示范|试点|贫困|脱贫|重点)县$|(?:超|门|夜|集|股)市$"
)


def stated(text: str, *, whole: bool) -> str:
    """Read the county that ``text`` begins with, or with ``whole`` is; '' where it names none."""
    return _stated("".join(tidy(text).split()), whole)


@lru_cache(maxsize=4096)
def _stated(text: str, whole: bool) -> str:
    match = _COUNTY.fullmatch(text) if whole else _COUNTY.match(text)
    name = match["county"] if match else ""
    return "" if _GENERIC.search(name) else name


def bare(county: str) -> str:
    """Strip 县, 市, 区 … from a county's name; one character alone is no name."""
    found = _ENDING.sub("", county)
    return found if len(found) >= 2 else county


def same(one: str, other: str) -> bool:
    """Tell whether two names mean one county: 灵武 and 灵武市, 宁夏灵武市 and 灵武市."""
    short, long = sorted((one, other), key=len)
    return bare(one) == bare(other) or (long.endswith(short) and long[: -len(short)].endswith(_ABOVE))


def names(text: str, county: str) -> bool:
    """Tell whether ``text`` names ``county``, with or without 县, 市, 区."""
    return bool(county) and (county in text or _alone(bare(county)).search(text) is not None)


@lru_cache(maxsize=1024)
def _alone(name: str) -> re.Pattern[str]:
    # 临河镇 is a township, not 临河区.
    return re.compile(re.escape(name) + "(?![镇乡街村社])")


def surely(county: str) -> bool:
    """Tell whether a name can be nothing but a county's."""
    return county.endswith(("县", "旗"))
