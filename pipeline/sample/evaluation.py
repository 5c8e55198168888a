"""Say in plain Chinese what a returned sample list shows: a lead for judgement, not a verdict."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from pipeline.sample import bound
from pipeline.sample.factors import written
from pipeline.values.money import yuan

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from pipeline.sample.bound import Estimate
    from pipeline.sample.returned import Line, Returned
    from pipeline.sample.sealed import Frame

_MOST_NAMED = 50
_OVER, _UNDER = "多记（账面高于查得）", "少记（账面低于查得）"


def tell(returned: Returned) -> list[str]:
    """Evaluate the list, sentence by sentence; without a conclusion as long as lines are not filled in."""
    frame = returned.frame
    blank = [line for line in returned.lines if line.found is None]
    done = [_item(line) for line in returned.lines if line.found is not None]
    total = sum(line.book for line in returned.lines)
    told = [
        f"抽样清单共 {len(returned.lines)} 笔、{yuan(total)} 元，已填 {len(done)} 笔，没有填 {len(blank)} 笔。",
        f"{_frame(frame)}，间隔以下的金额合计 {yuan(frame.rest)} 元。",
        *_unfinished(blank),
    ]
    over = bound.overstated(done, frame.interval, frame.rest, frame.confidence)
    under = bound.understated(done, frame.interval, frame.rest, frame.confidence)
    told += ["", *_direction(_OVER, over, frame, not blank), "", *_direction(_UNDER, under, frame, not blank)]
    if any(taint > 1 for taint in under.taints):
        told.append("有的项目少记超过账面金额本身，少记的上限只供参考。")
    told += ["", *(_waiting(returned.lines, frame) if blank else _conclusion(over, under, frame))]
    return [*told, *_loose_ends(returned.lines)]


def _frame(frame: Frame) -> str:
    return f"把握程度 {frame.confidence}%，可容忍错报 {yuan(frame.tolerable)} 元，抽样间隔 {yuan(frame.interval)} 元"


def _item(line: Line, otherwise: int = 0) -> bound.Item:
    return bound.Item(line.top, line.book, otherwise if line.found is None else line.found)


def _unfinished(blank: Sequence[Line]) -> list[str]:
    if not blank:
        return []
    told = ["下面这些没有填查得金额，或者填的不是金额，不当作属实："]
    for line in blank[:_MOST_NAMED]:
        why = f"，填的是“{line.unread}”" if line.unread else ""
        told.append(f"  第 {line.number} 号：{line.what}，{yuan(line.book)} 元{why}")
    if len(blank) > _MOST_NAMED:
        told.append(f"  还有 {len(blank) - _MOST_NAMED} 笔。")
    return told


def _direction(name: str, estimate: Estimate, frame: Frame, complete: bool) -> list[str]:
    told = [f"{name}：{estimate.errors} 笔，查出 {yuan(estimate.found)} 元。"]
    if estimate.taints:
        shares = "、".join(_percent(taint) for taint in estimate.taints[:10])
        told.append(f"  抽中项目的错报率：{shares}{' 等' if len(estimate.taints) > 10 else ''}。")
    if not complete:
        return told
    factors = "、".join(written(frame.confidence, n) for n in range(min(len(estimate.taints), 10) + 1))
    told.append(
        f"  推断错报 {_nearest(estimate.projected)} 元，错报上限 {_above(estimate.upper)} 元（系数 {factors}）。"
    )
    return told


def _waiting(lines: Sequence[Line], frame: Frame) -> list[str]:
    worst = [_item(line) for line in lines]
    over = bound.overstated(worst, frame.interval, frame.rest, frame.confidence)
    return [
        "还没有填完，不推断，不下结论。",
        f"没有填的如果一分也证实不了，多记的推断错报是 {_nearest(over.projected)} 元，上限是 {_above(over.upper)} 元。",
    ]


def _conclusion(over: Estimate, under: Estimate, frame: Frame) -> list[str]:
    return [
        _judged("多记", over, frame),
        _judged("少记", under, frame),
        *(["查出的差错无论大小，都要逐笔弄清原因、逐笔处理。"] if over.errors + under.errors else []),
        "以上是抽样的推断，供判断和安排下一步用，不是对任何人、任何村的结论。",
    ]


def _judged(what: str, estimate: Estimate, frame: Frame) -> str:
    most, limit = _above(estimate.upper), yuan(frame.tolerable)
    if estimate.upper <= frame.tolerable:
        return f"{what}：有 {frame.confidence}% 的把握，总共不超过 {most} 元，没有超过可容忍错报 {limit} 元，可以不扩大检查。"
    if estimate.projected > frame.tolerable:
        return (
            f"{what}：推断总共约 {_nearest(estimate.projected)} 元，已经超过可容忍错报 {limit} 元。"
            "建议先弄清差错的原因，对同类支出逐笔检查。"
        )
    return (
        f"{what}：推断总共约 {_nearest(estimate.projected)} 元，没有超过可容忍错报 {limit} 元，但上限 {most} 元超过了，"
        "凭这些样本还不能放心。建议弄清差错的原因，把可容忍错报定小些再抽一次，或者对同类支出逐笔检查。"
    )


def _loose_ends(lines: Sequence[Line]) -> list[str]:
    told = []
    if bare := [str(x.number) for x in lines if x.found is not None and x.found != x.book and not x.reason]:
        told.append(f"有差错而没有写原因的：第 {'、'.join(bare)} 号。")
    if unsigned := sum(line.found is not None and not line.signed for line in lines):
        told.append(f"填了查得金额而没有写检查人或日期的：{unsigned} 笔。")
    return told


def _nearest(cents: Fraction) -> str:
    return yuan(int(cents + type(cents)(1, 2)))


def _above(cents: Fraction) -> str:
    """Write a limit, which must not be rounded down."""
    return yuan(ceil(cents))


def _percent(taint: Fraction) -> str:
    hundredths = int(taint * 10_000 + type(taint)(1, 2))
    return f"{hundredths // 100}.{hundredths % 100:02}%"
