"""Read how a sample is asked for on the command line."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.errors import WrongSettings
from pipeline.sample import Wish
from pipeline.values.money import to_cents

if TYPE_CHECKING:
    from collections.abc import Sequence


def wish(confidence: str, tolerable: str, expected: str, seed: int | None) -> Wish:
    """Read percent (95, 95%, 0.95) and amounts as people write them; raises ``WrongSettings`` for others."""
    if not tolerable:
        raise WrongSettings("请用 --tolerable 写明可容忍错报：错多少钱以内可以接受，例如 --tolerable 50000。")
    return Wish(_percent(confidence), _cents("--tolerable", tolerable), _cents("--expected", expected), seed)


def _percent(text: str) -> Decimal:
    digits = text.strip().removesuffix("%").removesuffix("％")
    if not _is_plain(digits):
        raise WrongSettings(f"--confidence 是百分数，例如 95，不能是“{text}”。")
    number = Decimal(digits)
    return Decimal(f"{(number * 100).normalize():f}") if number < 1 else number


def _is_plain(digits: str) -> bool:
    parts: Sequence[str] = digits.split(".")
    return len(parts) <= 2 and len(digits) <= 8 and all(p.isascii() and p.isdigit() for p in parts)


def _cents(option: str, text: str) -> int:
    worth = to_cents(text)
    if isinstance(worth, int):
        return worth
    raise WrongSettings(f"{option} 要写金额，例如 50000 或 5万元，不能是“{text}”。")
