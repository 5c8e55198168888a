"""Draw what a fund received, spent and had left month by month, as a small SVG that stands in the page.

Floats are for drawing only; the figures stand exact in the table beside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

TYPEFACE = "'Microsoft YaHei','PingFang SC','Noto Sans CJK SC',sans-serif"
RECEIVED, SPENT, CLOSING = ("收入", "#5aa57f"), ("支出", "#d98a5f"), ("期末", "#1f3a5f")
# Lengths in the picture's own unit: of the plot, and of what stands left of, above and below it.
_WIDTH, _HIGH, _LEFT, _ABOVE, _BELOW = 640, 110, 70, 24, 22
_INK, _GRID = "#52606d", "#d5dbe3"
_MOST_LABELS = 12


class Month(NamedTuple):
    """One month of a fund; ``closing`` is None where it is not known."""

    month: str
    received: Decimal
    spent: Decimal
    closing: Decimal | None


def draw(months: Sequence[Month], label: str) -> Markup:
    """Draw ``months`` from left to right: two bars each, and a line through what was left at their ends."""
    closings = [float(one.closing) for one in months if one.closing is not None]
    sums = [float(value) for one in months for value in (one.received, one.spent)]
    top, bottom = max(0.0, *sums, *closings), min(0.0, *sums, *closings)
    span = (top - bottom) or 1.0
    step = _WIDTH / len(months)

    def at(value: float) -> float:
        return _ABOVE + (top - value) / span * _HIGH

    parts = [*_axis(top, bottom, at(top), at(0), at(bottom)), *_legend()]
    line = []
    every = -(-len(months) // _MOST_LABELS)
    for place, one in enumerate(months):
        x = _LEFT + place * step
        for shift, (value, (_, colour)) in enumerate(((one.received, RECEIVED), (one.spent, SPENT))):
            high, low = at(max(float(value), 0)), at(min(float(value), 0))
            parts.append(
                f'<rect x="{x + step * (0.12 + 0.38 * shift):.1f}" y="{high:.1f}" width="{step * 0.36:.1f}"'
                f' height="{low - high:.1f}" fill="{colour}"/>'
            )
        if one.closing is not None:
            line.append(f"{x + step / 2:.1f},{at(float(one.closing)):.1f}")
        if place % every == 0:
            parts.append(_text(x + step / 2, _ABOVE + _HIGH + 15, one.month, "middle"))
    if line:
        parts.append(
            f'<polyline points="{" ".join(line)}" fill="none" stroke="{CLOSING[1]}" stroke-width="2"/>'
        )
    width, height = _LEFT + _WIDTH + 8, _ABOVE + _HIGH + _BELOW
    return Markup(
        '<svg class="months" role="img" aria-label="{}" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}"'
        ' font-family="{}" font-size="11" fill="{}">{}</svg>'
    ).format(label, width, height, TYPEFACE, _INK, Markup("").join(map(Markup, parts)))


def _axis(top: float, bottom: float, *heights: float) -> list[str]:
    # Where nothing is below or above, two of the three are one line.
    values = dict(zip(heights, (top, 0.0, bottom), strict=True))
    return [
        f'<line x1="{_LEFT}" x2="{_LEFT + _WIDTH}" y1="{y:.1f}" y2="{y:.1f}" stroke="{_GRID}"/>'
        + _text(_LEFT - 5, y + 4, f"{value / 10_000:,.2f} 万".replace(".00", ""), "end")
        for y, value in values.items()
    ]


def _legend() -> list[str]:
    return [
        f'<rect x="{_LEFT + place * 62}" y="5" width="10" height="10" fill="{colour}"/>'
        + _text(_LEFT + place * 62 + 14, 14, word, "start")
        for place, (word, colour) in enumerate((RECEIVED, SPENT, CLOSING))
    ]


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{text}</text>'
