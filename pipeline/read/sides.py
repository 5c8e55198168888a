"""Split one amount column into two by direction words or by sign."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.values.celltext import cell_text, squeeze, tidy
from pipeline.values.direction import NEGATIVE, side_word
from pipeline.values.money import side as side_in_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.layout.context import Names
    from pipeline.layout.titleblock import Context
    from pipeline.values.cell import Cell
    from schemas._spec import Sided


@dataclass(frozen=True, slots=True)
class NoMove:
    """A row whose direction word says that no money moved."""

    word: str


@dataclass(frozen=True, slots=True)
class Sides:
    """Where amounts go: ``sign`` +1 when a positive amount without a word goes to ``plus``, -1 to ``minus``.

    ``guessed``: neither title nor header says which way; only the signs can.
    ``signed``: without direction words, the sign decides; otherwise all rows go one way, as the title says.
    """

    plus: str
    minus: str
    plus_side: str
    sign: int
    signed: bool
    guessed: bool = False

    @classmethod
    def of(cls, sided: Sided, context: Context, names: Names, headers: Iterable[str] = ()) -> Sides:
        """Read from the titles, else from ``headers`` of the table, which way unsigned amounts go.

        支出明细, 捐款名单, 信用卡 …; 实付金额, 开支项目.
        """
        texts = [*context.lines, *context.above, *(t for _, t in names.ordered()[:2]), *headers]
        preamble = "".join([*texts, *context.pairs.values()])
        if any(word in preamble for word in ("信用卡", "贷记卡")):
            return cls(sided.plus, sided.minus, sided.plus_side, -1, True)
        for text in map(squeeze, texts):
            if negative := NEGATIVE.search(text):
                return cls(
                    sided.plus,
                    sided.minus,
                    sided.plus_side,
                    -1 if negative["in"] or negative["received"] else 1,
                    True,
                )
            incoming = any(w in text for w in ("收入", "捐款", "捐赠", "来源", "筹集"))
            outgoing = any(w in text for w in ("支出", "开支", "使用明细", "支付", "发放", "实付", "报销"))
            if incoming != outgoing and "收支" not in text:
                return cls(sided.plus, sided.minus, sided.plus_side, 1 if incoming else -1, False)
        return cls(sided.plus, sided.minus, sided.plus_side, 1, True, guessed=True)

    @staticmethod
    def stated_in(raw: Sequence[Cell]) -> bool:
        """Tell whether amount cells name their side themselves (借 1,200.00)."""
        return any(isinstance(cell, str) and side_in_cell(cell) for cell in raw)


def split_sides(
    sides: Sides, cents: Sequence[int | None], words: Sequence[Cell] | None, raw: Sequence[Cell]
) -> tuple[list[int | None], list[int | None], dict[int, str | NoMove]]:
    """Return the plus column, the minus column, and by position the words that can't be read."""
    plus: list[int | None] = [None] * len(cents)
    minus: list[int | None] = [None] * len(cents)
    if words is not None:
        cents = _without_echo(sides, cents, words)
    odd: dict[int, str | NoMove] = {}
    for position, value in enumerate(cents):
        if value is None and words is None:
            continue
        word = tidy(cell_text(words[position])) if words is not None else side_in_cell(raw[position])
        if side_word(word) == "none":
            odd[position] = NoMove(word)
            continue
        if value is None:
            continue
        if side_word(word) == "even" and not value:
            plus[position] = value
            continue
        to_plus = _to_plus(sides, word, value, words is not None)
        if to_plus is None:
            odd[position] = word or "空白"
            continue
        amount = abs(value) if not word and sides.signed else value
        if to_plus:
            plus[position] = amount
        else:
            minus[position] = amount
    return plus, minus, odd


def _without_echo(sides: Sides, cents: Sequence[int | None], words: Sequence[Cell]) -> Sequence[int | None]:
    """Take away signs that only repeat the words: every 支出 negative, and nothing else."""
    ways = [
        None if value is None else _to_plus(sides, tidy(cell_text(word)), value, True)
        for value, word in zip(cents, words, strict=True)
    ]
    pairs = [(value, way) for value, way in zip(cents, ways, strict=True) if value and way is not None]
    outgoing = [value for value, way in pairs if not way]
    if outgoing and all((value < 0) != way for value, way in pairs):
        return [None if value is None else abs(value) for value in cents]
    return cents


def signed_balances(
    sided: Sided,
    words: Sequence[Cell],
    balances: Sequence[object],
    plus: Sequence[object],
    minus: Sequence[object],
) -> list[object]:
    """Give balances the sign that the direction beside them means.

    The direction may be the balance's (贷 in a cash book: overdrawn) or repeat the movement of its row. The
    reading in which more balances follow from the one before counts; where both do equally well, a direction
    that always agrees with the movement repeats it.
    """
    sides = [_side_word(word) for word in words]
    turned = [
        -b if isinstance(b, int) and side and side != sided.plus_side else b
        for b, side in zip(balances, sides, strict=True)
    ]
    as_they_stand, as_turned = (_chained(values, plus, minus) for values in (balances, turned))
    if as_they_stand != as_turned:
        return turned if as_turned > as_they_stand else list(balances)
    moved = [
        sided.plus_side if p and not m else ("借" if sided.plus_side == "贷" else "贷") if m and not p else ""
        for p, m in zip(plus, minus, strict=True)
    ]
    repeats = all(side == move for side, move in zip(sides, moved, strict=True) if side and move)
    return list(balances) if repeats else turned


def _chained(balances: Sequence[object], plus: Sequence[object], minus: Sequence[object]) -> int:
    """Count the balances that follow from their neighbour, oldest or newest first, whichever fits better."""
    moves = [_int(p) - _int(m) for p, m in zip(plus, minus, strict=True)]
    steps = [_int(b) - _int(a) for a, b in pairwise(balances)]
    down = sum(step == move for step, move in zip(steps, moves[1:], strict=True))
    up = sum(-step == move for step, move in zip(steps, moves[:-1], strict=True))
    return max(down, up)


def _int(value: object) -> int:
    return value if isinstance(value, int) else 0


def _side_word(word: Cell) -> str:
    side = side_word(tidy(cell_text(word)))
    return "借" if side == "debit" else "贷" if side == "credit" else ""


def _to_plus(sides: Sides, word: str, value: int, has_words: bool) -> bool | None:
    side = side_word(word)
    if side in {"in", "out"}:
        return side == "in"
    if side in {"debit", "credit"}:
        return sides.plus_side == ("借" if side == "debit" else "贷")
    if word or has_words:
        return None
    if sides.signed:
        return (value >= 0) == (sides.sign > 0)
    return sides.sign > 0
