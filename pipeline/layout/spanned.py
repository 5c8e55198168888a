"""Know the columns whose cells say where something begins and where it ends, by their words and by their cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.layout.headers import clean
from pipeline.values.spans import day_span, number_span
from schemas._spec import CARRIED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.layout.column import Column
    from pipeline.layout.headers import KindIndex
    from pipeline.layout.profile import Profile, Sample
    from schemas._spec import Span

# Any year completes a day: here only the form counts.
_SOME_YEAR = 2024
_PERIOD = frozenset(map(clean, CARRIED["period"]))


def span_of(index: KindIndex, name: str) -> Span | None:
    """Give the span called ``name``, None for a field."""
    return next((span for span in index.ledger.spans if span.name == name), None)


def fits(index: KindIndex, span: Span, profile: Profile, share: float = 1.0) -> bool:
    """Tell whether (a ``share`` of) the cells of a column are such a span; a blank column may be."""
    days = index.specs[span.first].role == "date"
    good = [
        found
        for text in profile.values
        if isinstance(
            found := day_span(text, _SOME_YEAR, whole=span.whole, alone=span.alone)
            if days
            else number_span(text),
            tuple,
        )
    ]
    return len(good) >= share * len(profile.values) and (not good or any(last for _, last in good))


def settle(index: KindIndex, columns: dict[str, Column]) -> list[tuple[int, str, str]]:
    """Give up a span whose first or last has a column of its own; returns what is doubled so."""
    doubled: list[tuple[int, str, str]] = []
    for span in index.ledger.spans:
        own = [name for name in (span.first, span.last) if name in columns]
        if not own or span.name not in columns:
            continue
        column = columns.pop(span.name)
        if column.alias in _PERIOD and "_period" not in columns:
            columns["_period"] = column
        else:
            doubled.append((column.first, column.header, own[0]))
    return doubled


def take_over(index: KindIndex, columns: dict[str, Column], sample: Sample) -> None:
    """Read a column headed as the beginning alone (起号, 公示时间) as a span where all its cells are."""
    for span in index.ledger.spans:
        column = columns.get(span.first)
        if column is None or not column.columns or {span.last, span.name} & columns.keys():
            continue
        profile = sample.profile(column.first)
        if profile.filled and fits(index, span, profile):
            columns[span.name] = columns.pop(span.first)


def unnamed(
    index: KindIndex, columns: dict[str, Column], free: Iterable[int], sample: Sample
) -> dict[str, int]:
    """Find the only column that no word names and whose cells are a span of which no field has a column."""
    found: dict[str, int] = {}
    for span in index.ledger.spans:
        if {span.name, span.first, span.last} & columns.keys() or not span.evident:
            continue
        places = [p for p in free if sample.profile(p).filled > 1 and fits(index, span, sample.profile(p))]
        if len(places) == 1:
            found[span.name] = places[0]
    return found


def filled_by(index: KindIndex, columns: Iterable[str]) -> set[str]:
    """Name the fields that the spans among ``columns`` fill."""
    names = set(columns)
    return {name for span in index.ledger.spans if span.name in names for name in (span.first, span.last)}
