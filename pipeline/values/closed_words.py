"""Read a cell that holds one word of a closed list: exactly that word, or a synonym of it, or nothing.

No word is found inside a longer one: 解除质押 is not 质押, 无正式发票 is no 发票. What may stand beside the word
says nothing about it: blanks, quotes, the number of a choice (1、发票), a year or day (2012年初始投入), a turn
(第三次), a count of papers (发票2张), the province that prints them (贵州省统一收据), and a bracketed remark that takes
nothing back (银行转账(网银)).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Listed = tuple[tuple[str, tuple[str, ...]], ...]
"""(stored word, its synonyms), as ``FieldSpec.values`` lists them."""

_SIGNS = dict.fromkeys(map(ord, "“”„\"'‘’`「」『』《》<>*"), "")
_SIGNS |= dict.fromkeys(map(ord, "【〔[〖{"), "(") | dict.fromkeys(map(ord, "】〕]〗}"), ")")
_LONGEST = 40  # characters; no listed word is longer, prose is
_BEFORE = re.compile(
    r"(?:\(?[0-9]{1,2}\)|[0-9]{1,2}[.、:]|[a-h][.、:)])(?=[^0-9])"
    r"|(?:19|20)[0-9]{2}年?度?(?:[0-9]{1,2}月份?(?:[0-9]{1,2}[日号])?)?|[0-9]{1,2}月份?(?:[0-9]{1,2}[日号])?"
    r"|第[0-9一二三四五六七八九十]+[次届批期回]"
    r"|(?:河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海)省"
    r"|(?:北京|天津|上海|重庆)市|内蒙古自治区|(?:广西|西藏|宁夏|新疆)(?:壮族|回族|维吾尔)?自治区"
)
_AFTER = re.compile(
    r"(?:(?:19|20)[0-9]{2}年度?(?:[0-9]{1,2}月份?)?|第[0-9一二三四五六七八九十]+[次届批期回]"
    r"|共?[0-9一二两三四五六七八九十]+[张份本枚联页]|[。.;,、:])$"
)
_REMARK = re.compile(r"^\(([^()]*)\)|\(([^()]*)\)$")
_HARMLESS = re.compile(r"[¥,0-9年度月日号.\-/至到张份本枚联页第次届批期元]*")
# A remark with one of these may take back, change or doubt what the word says; then nobody knows.
_CONTRARY = re.compile(
    r"[未无非不没否撤退废销缺欠假拟待暂补降升改换替转原前后拆停止另除免取疑误错?]|失效|到期|解"
)
_JOINTS = re.compile(r"[/、,;+&]|以及|及|和|与")


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Fold a text for comparison: NFKC, without blanks and quotes, all brackets round, small letters."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_SIGNS).split()).lower()


@lru_cache(maxsize=1024)
def spellings(values: Listed) -> dict[str, str]:
    """Map every folded spelling of ``values`` to the word it stands for."""
    return {plain(spelling): word for word, synonyms in values for spelling in (word, *synonyms)}


def word_of(known: Mapping[str, str], text: str) -> str | None:
    """Find the word of ``known`` (folded spelling → word) that ``text`` is, ``None`` when it is none of them."""
    folded = plain(text)
    if not folded or len(folded) > _LONGEST:
        return None
    word = _alone(known, folded)
    if word is None and "(" in folded:
        return _remarked(known, folded)
    if word is None and _JOINTS.search(folded):
        # 增值税发票、普通发票 are both 发票; 现金、转账 are two things.
        words = {_alone(known, part) for part in _JOINTS.split(folded)}
        return words.pop() if len(words) == 1 else None
    return word


def _alone(known: Mapping[str, str], folded: str) -> str | None:
    word = known.get(folded)
    while word is None:
        bare = _BEFORE.sub("", folded, count=1) if _BEFORE.match(folded) else _AFTER.sub("", folded, count=1)
        if bare == folded or not bare:
            return None
        folded = bare
        word = known.get(folded)
    return word


def _remarked(known: Mapping[str, str], folded: str) -> str | None:
    """Read a word with a remark in brackets before or after it, unless the remark may be against it."""
    remarks: list[str] = []
    while found := _REMARK.search(folded):
        remarks.append(found[1] or found[2] or "")
        folded = folded[: found.start()] + folded[found.end() :]
    word = _alone(known, folded)
    return word if word is not None and all(_agrees(known, word, remark) for remark in remarks) else None


def _agrees(known: Mapping[str, str], word: str, remark: str) -> bool:
    if _HARMLESS.fullmatch(remark):
        return True
    if (same := _alone(known, remark)) is not None:
        return same == word
    if _CONTRARY.search(remark):
        return False
    others = (spelling for spelling, other in known.items() if other != word and len(spelling) >= 2)
    return not any(other in remark or (len(remark) >= 2 and remark in other) for other in others)
