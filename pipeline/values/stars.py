"""Read the stars of a party branch (三星级, 3, ★★★) and what happened to them (五星级降为三星级, 已摘星).

A change is read as the end it states, with the event that it was. A proposal (拟评四星), a change without an end
(降一星), and stars of something else (十星级户, 五星级站点) are no rating.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from pipeline.values.cell import Bad, is_blank, shown, tidy
from pipeline.values.closed_words import plain
from pipeline.values.tables import tables

if TYPE_CHECKING:
    from pipeline.values.cell import Cell

RATED, LOWERED, TAKEN = "评定", "降星", "摘星"
_DIGITS = {
    digit: number
    for number, digits in enumerate(("0零〇", "1一", "2二两", "3三", "4四", "5五"))
    for digit in digits
}
_NONE = frozenset(map(plain, tables()["stars"]["none"]))
_WHOSE = r"(?:(?:农村|基层|村|社区|先进)*(?:党组织|党支部|党总支|党委|支部)|村|社区)?"
_STARS = rf"(?:[{''.join(_DIGITS)}]颗?(?:星级?|★){_WHOSE}|(?:★{{1,5}}|⭐{{1,5}}))"
_PLAIN = re.compile(rf"[{''.join(_DIGITS)}](?:\.0)?|{_STARS}|(?P<full>★{{0,5}})(?P<rest>☆{{1,5}})")
_SAYS = (
    r"(?:(?:继续)?保[留持]|维持|仍[为是]|现为?|为|(?:被|已)?评(?:定)?为|[核审确认]?定为|命名为|授予|复核为)"
)
_BECOMES = r"(?:为|至|到|成|→|->|-->|=>)"
_DOWN = r"(?:降级?|降星级?|下调|降低|下降|调低|降格)"
_UP = r"(?:升级?|升星|晋级?|晋升|晋星|提升|提高|上调|晋档|升格)"
_TURN = rf"(?:(?P<down>{_DOWN})|(?P<up>{_UP})|调整?|变更?|改|转|恢复)"
_CHANGE = re.compile(
    rf"(?:由|从|原|原为)?(?P<old>{_STARS})[,、;]?(?:已|被)?(?:{_TURN}(?P<to>{_BECOMES})?|(?P<arrow>→|->|-->|=>))(?P<new>{_STARS})"
)
_END = re.compile(rf"(?:已|被)?{_TURN}{_BECOMES}(?P<new>{_STARS})")
_STILL = re.compile(rf"{_SAYS}(?P<new>{_STARS})|(?P<same>{_STARS})(?:不变|保留|维持)")
_BEFORE_NOW = re.compile(
    rf"(?:原|原为|原来|上年|上年度|去年|上次)(?P<old>{_STARS})[,、;]?(?:现|现为|今年|本年|本年度|本次|今为)(?P<new>{_STARS})"
)
_GONE = r"(?:已|被|已被)?(?:摘星|摘牌|摘掉|摘除|撤销|撤消|取消|摘帽)"
_TAKEN = re.compile(
    rf"{_GONE}(?:(?:[{''.join(_DIGITS)}]星级{_WHOSE}|星级)?(?:称号|资格|命名|评定|等次)?)|{_STARS}{_GONE}(?:称号|资格|命名)?"
)
_REMARK = re.compile(r"\(([^()]*)\)$")
_EARLIER = re.compile(rf"(?:原|原为|上年|上年度|去年|上次|由|从)(?P<old>{_STARS})(?:{_DOWN}|{_UP}|调整)?")
_SAME = re.compile(
    r"(?:复核|复评|复查|动态管理)?(?:保留|保持|维持|不变|合格|通过)|[0-9年度月日.\-/]*|复核|复评"
)
_OPEN = re.compile(r"[拟待申报荐议未暂缓非不没否准疑争?星★☆降升晋摘撤取消]|自评|公示|预备")


class StarReading(NamedTuple):
    """How many stars there are, and by what event (评定, 降星, 摘星)."""

    stars: int
    event: str


def star_reading(cell: Cell) -> StarReading | Bad | None:
    """Read the stars a cell ends with and the event it tells; ``None`` when it is blank."""
    if isinstance(cell, (bool, int, float)):
        if isinstance(cell, bool) or cell not in range(6):
            return Bad("unreadable", shown(cell))
        return StarReading(int(cell), RATED)
    text = shown(cell)
    return None if is_blank(tidy(text)) else _from_text(text)


def to_stars(cell: Cell) -> int | Bad | None:
    """Read the stars a cell ends with, 0 to 5; ``None`` when it is blank."""
    found = star_reading(cell)
    return found.stars if isinstance(found, StarReading) else found


@lru_cache(maxsize=4096)
def _from_text(text: str) -> StarReading | Bad:
    folded = plain(text)
    bad = Bad("unreadable", text)
    if len(folded) > 40:
        return bad
    remark = _REMARK.search(folded)
    if remark is None:
        return _state(folded) or bad
    state = _state(folded[: remark.start()])
    return (_with_remark(state, remark[1]) if state else None) or bad


def _state(folded: str) -> StarReading | None:
    if folded in _NONE:
        return StarReading(0, RATED)
    if found := _PLAIN.fullmatch(folded):
        if found["rest"]:  # ★★★☆☆ is three of five; ☆ alone could be either
            return StarReading(len(found["full"]), RATED) if found["full"] and len(folded) == 5 else None
        return StarReading(_number(folded), RATED)
    if _TAKEN.fullmatch(folded):
        return StarReading(0, TAKEN)
    if found := _CHANGE.fullmatch(folded) or _BEFORE_NOW.fullmatch(folded):
        return _changed(_number(found["old"]), _number(found["new"]), found.groupdict())
    if found := _END.fullmatch(folded):
        return StarReading(_number(found["new"]), LOWERED if found["down"] else RATED)
    if found := _STILL.fullmatch(folded):
        return StarReading(_number(found["new"] or found["same"]), RATED)
    return None


def _changed(old: int, new: int, words: dict[str, str | None]) -> StarReading | None:
    """Take a change at its word, unless it goes the other way (三星降为五星) or may be a step (五星降三星: by three?)."""
    if (words.get("down") and new >= old) or (words.get("up") and new <= old):
        return None
    step = -new if words.get("down") else new if words.get("up") else None
    if step is not None and not words.get("to") and old + step != new and 0 <= old + step <= 5:
        return None
    return StarReading(new, LOWERED if new < old else RATED)


def _with_remark(state: StarReading, remark: str) -> StarReading | None:
    if not remark or _SAME.fullmatch(remark):
        return state
    if found := _EARLIER.fullmatch(remark):  # 三星级(原五星级)
        return _changed(_number(found["old"]), state.stars, {})
    said = _state(remark)
    if said is None:
        return None if _OPEN.search(remark) else state
    if said.stars == state.stars or state.event != RATED:
        return said if said.stars == state.stars else None
    if said.event == TAKEN:
        return said
    # 五星级(降为三星级), but not 五星级(三星级).
    return _changed(state.stars, said.stars, {}) if not _PLAIN.fullmatch(remark) else None


def _number(stars: str) -> int:
    return _DIGITS[stars[0]] if stars[0] in _DIGITS else len(stars)
