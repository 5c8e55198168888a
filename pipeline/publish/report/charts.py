"""Draw the report's few charts as SVG that stands in the page: no script, nothing loaded, sharp on paper.

Floats are for drawing only; every figure printed beside the charts is exact.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

TYPEFACE = "'Microsoft YaHei','PingFang SC','Noto Sans CJK SC',sans-serif"
MOST = 20
_INK, _GRID = "#33414f", "#e3e8ee"
_WIDTH, _BAR = 640, 24
_CHARACTER = 12.5

# (name of a bar, name of a part, value)
Bar = tuple[str, str, float]


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
    import altair as alt

    names = list(dict.fromkeys(name for name, _, _ in found))
    # Measured here, because the machine that draws may lack the typeface of the one that shows.
    room = max((len(name) for name in names), default=0) * _CHARACTER + 8
    across = alt.Y(
        "name:N",
        sort=names,
        title=None,
        axis=alt.Axis(minExtent=room, maxExtent=room, labelLimit=room, ticks=False, domain=False),
    )
    parts = list(colours)
    top = round(max((sum(v for n, _, v in found if n == name) for name in names), default=0))
    few = whole and top <= 6
    rows = [{"name": n, "part": p, "value": v, "order": parts.index(p)} for n, p, v in found]
    shown: dict[str, Any] = {
        "y": across,
        "x": alt.X(
            "value:Q",
            title=axis,
            stack=None if grouped else "zero",
            axis=alt.Axis(values=list(range(top + 1)), format="d") if few else alt.Axis(tickCount=6),
        ),
        "color": alt.Color(
            "part:N",
            title=None,
            sort=parts,
            scale=alt.Scale(domain=parts, range=list(colours.values())),
            legend=alt.Legend(orient="top", symbolType="square", columnPadding=14),
        ),
        "order": alt.Order("order:Q"),
    }
    if grouped:
        shown["yOffset"] = alt.YOffset("part:N", sort=parts)
    chart: Any = alt.Chart(alt.InlineData(values=rows)).mark_bar().encode(**shown)
    if marks:
        places = [{"name": n, "value": v} for n, v in marks.items() if n in names]
        line = alt.Chart(alt.InlineData(values=places)).mark_tick(color="#1f2933", thickness=2, size=_BAR - 4)
        chart = chart + line.encode(y=across, x="value:Q")
    height = _BAR * len(names) * (len(parts) / 2 if grouped else 1)
    chart = chart.properties(width=_WIDTH, height=height).configure(
        font=TYPEFACE, background="transparent", view={"stroke": None},
        axis={"labelColor": _INK, "titleColor": _INK, "labelFontSize": 12, "titleFontSize": 12,
              "titleFontWeight": "normal", "gridColor": _GRID, "domainColor": _GRID, "tickColor": _GRID},
        legend={"labelFontSize": 12, "labelColor": _INK, "labelLimit": 0},
    )  # fmt: skip
    return _svg(chart.to_dict(), label)


def drawn(value: Decimal | int | None) -> float:
    """Give an exact value as a length."""
    return float(value or 0)


def _svg(spec: dict[str, Any], label: str) -> Markup:
    import vl_convert

    picture: str = vl_convert.vegalite_to_svg(spec)
    named = Markup('<svg role="img" aria-label="{}"').format(label)
    return Markup(picture.replace("<svg", named, 1))
