"""Draw the report's few charts as SVG that stands in the page: no script, nothing loaded, sharp on paper.

Drawn here, line by line: a library for charts takes longer to start than a small night to run. Floats are for
drawing only; every figure printed beside the charts is exact.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

TYPEFACE = "'Microsoft YaHei','PingFang SC','Noto Sans CJK SC',sans-serif"
MOST = 20
_INK, _GRID, _MARK = "#33414f", "#e3e8ee", "#1f2933"
# Lengths in the picture's own unit: of the plot, of one bar with its gap, of a character (measured here, because
# the machine that draws may lack the typeface of the one that shows), of what stands above and below the plot.
_WIDTH, _BAR, _CHARACTER, _ABOVE, _BELOW = 640, 24, 12.5, 35, 38
_TICKS, _FINE = 6, 10

# (name of a bar, name of a part, value)
Bar = tuple[str, str, float]


class _Scale(NamedTuple):
    """The values at both ends of the axis, and where it has numbers."""

    first: float
    last: float
    step: float

    def at(self, value: float) -> float:
        return (value - self.first) / (self.last - self.first) * _WIDTH

    @property
    def ticks(self) -> list[float]:
        count = round((self.last - self.first) / self.step)
        start = math.ceil(self.first / self.step - 1e-9) * self.step
        return [
            tick for n in range(count + 1) if (tick := start + n * self.step) <= self.last + self.step * 1e-9
        ]


def bars(
    found: Sequence[Bar],
    colours: Mapping[str, str],
    axis: str,
    label: str,
    marks: Mapping[str, float] | None = None,
    grouped: bool = False,
    whole: bool = False,
) -> Markup:
    """Draw one bar a name, its parts stacked (or ``grouped`` beside each other) in the order of ``colours``.

    ``whole``: the values are counts. ``marks``: where a line crosses a bar. ``label`` says what the picture
    shows to those who can't see it.
    """
    names = list(dict.fromkeys(name for name, _, _ in found))
    marks = {name: value for name, value in (marks or {}).items() if name in names}
    values = {(name, part): value for name, part, value in found}
    sums = [value for _, _, value in found] if grouped else [sum(_of(values, n, colours)) for n in names]
    scale = _scale([0, *sums, *marks.values()], whole)
    row = _BAR * (len(colours) / 2 if grouped else 1)
    height = row * len(names)
    left = math.ceil(max((len(name) for name in names), default=0) * _CHARACTER + 8) + 5
    drawn_bars = _grouped if grouped else _stacked
    width = left + _WIDTH + 6
    return Markup(
        '<svg role="img" aria-label="{}" xmlns="http://www.w3.org/2000/svg" width="{}" height="{}"'
        ' viewBox="0 0 {} {}" font-family="{}" font-size="12" fill="{}"><g transform="translate({},{})">{}</g></svg>'
    ).format(
        label, width, _n(_ABOVE + height + _BELOW), width, _n(_ABOVE + height + _BELOW), TYPEFACE, _INK, left, _ABOVE,
        Markup("").join([
            *_axis(scale, height, axis),
            *(_text(-2, row * (n + 0.5) + 4, name, "end") for n, name in enumerate(names)),
            *drawn_bars(names, values, colours, scale, row),
            *(
                _box(scale.at(value) - 1, row * names.index(name) + 2, 2, _BAR - 4, _MARK, opacity=0.7)
                for name, value in marks.items()
            ),
            *_legend(colours),
        ]),
    )  # fmt: skip


def drawn(value: Decimal | int | None) -> float:
    """Give an exact value as a length."""
    return float(value or 0)


def _of(values: Mapping[tuple[str, str], float], name: str, parts: Iterable[str]) -> list[float]:
    return [values.get((name, part), 0.0) for part in parts]


def _scale(values: Sequence[float], whole: bool) -> _Scale:
    """Let the axis end at round numbers around ``values``, with some six numbers on it; of few counts with all."""
    least, most = min(values), max(values)
    if least == most:
        most = least + 1
    fine = _step(most - least, _FINE)
    first, last = math.floor(least / fine) * fine, math.ceil(most / fine) * fine
    return _Scale(first, last, 1 if whole and most <= _TICKS else _step(last - first, _TICKS))


def _step(span: float, count: int) -> float:
    """Give the 1, 2 or 5 × 10ⁿ that parts ``span`` in about ``count``."""
    power = 10.0 ** math.floor(math.log10(span / count))
    left = span / count / power
    return power * (10 if left >= 50**0.5 else 5 if left >= 10**0.5 else 2 if left >= 2**0.5 else 1)


def _axis(scale: _Scale, height: float, title: str) -> Iterable[Markup]:
    decimals = max(0, -math.floor(math.log10(scale.step) + 1e-9))
    for tick in scale.ticks:
        place = scale.at(tick)
        side = "start" if place < 1 else "end" if place > _WIDTH - 1 else "middle"
        yield _line(place, -height, place, 5, height)
        yield _text(place, height + 17, f"{tick:,.{decimals}f}", side)
    yield _line(0, 0, _WIDTH, 0, height)
    yield _text(_WIDTH / 2, height + 32, title, "middle")


def _stacked(
    names: Sequence[str],
    values: Mapping[tuple[str, str], float],
    colours: Mapping[str, str],
    scale: _Scale,
    row: float,
) -> Iterable[Markup]:
    for n, name in enumerate(names):
        start = 0.0
        for value, colour in zip(_of(values, name, colours), colours.values(), strict=True):
            if value:
                yield _box(
                    scale.at(start), row * (n + 0.05), scale.at(value) - scale.at(0), row * 0.9, colour
                )
            start += value


def _grouped(
    names: Sequence[str],
    values: Mapping[tuple[str, str], float],
    colours: Mapping[str, str],
    scale: _Scale,
    row: float,
) -> Iterable[Markup]:
    one = row * 0.8 / len(colours)
    for n, name in enumerate(names):
        for place, (value, colour) in enumerate(
            zip(_of(values, name, colours), colours.values(), strict=True)
        ):
            start, end = sorted((scale.at(0), scale.at(value)))
            if value:
                yield _box(start, row * (n + 0.1) + one * place, end - start, one, colour)


def _legend(colours: Mapping[str, str]) -> Iterable[Markup]:
    place = 0.0
    for part, colour in colours.items():
        yield _box(place + 1, -29, 10, 10, colour)
        yield _text(place + 16, -20, part, "start")
        place += 16 + 12 * len(part) + 14


def _line(x1: float, y1: float, x2: float, y2: float, down: float) -> Markup:
    return Markup('<path d="M{},{}L{},{}" transform="translate(0.5,{})" stroke="{}"/>').format(
        _n(x1), _n(y1), _n(x2), _n(y2), _n(down + 0.5), _GRID
    )


def _text(x: float, y: float, words: str, side: str) -> Markup:
    return Markup('<text x="{}" y="{}" text-anchor="{}">{}</text>').format(_n(x), _n(y), side, words)


def _box(x: float, y: float, width: float, height: float, colour: str, opacity: float = 1) -> Markup:
    faint = Markup(' opacity="{}"').format(_n(opacity)) if opacity != 1 else ""
    return Markup('<path d="M{},{}h{}v{}h{}Z" fill="{}"{}/>').format(
        _n(x), _n(y), _n(width), _n(height), _n(-width), colour, faint
    )


def _n(length: float) -> str:
    """Write a length with no more digits than an eye can tell."""
    return f"{length:.2f}".rstrip("0").rstrip(".")
