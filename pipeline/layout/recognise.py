"""Choose the ledger kind of a header, by score, and say why.

Points: a required column 3, another column 1, a header word few kinds use 0.5 more, an unknown column
-1, a title phrase up to 10, a field that the title block states (账号：…) 2. A kind whose required columns
are neither there nor supplied by the title block is out. When the two best are closer than ``MARGIN`` the
table is refused, naming both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.layout.context import ABOVE, TITLE, declared_fund, declared_period, sources
from pipeline.layout.mapping import Column, Mapping, map_columns
from pipeline.layout.phrases import Phrases

if TYPE_CHECKING:
    from pipeline.layout.context import Names
    from pipeline.layout.headers import Headers
    from pipeline.layout.mapping import Block
    from pipeline.layout.titleblock import Context

MARGIN = 1.5
TITLE_POINTS = {TITLE: 6.0, "工作表名": 4.0, "文件名": 3.0, ABOVE: 2.5, "文件夹名": 1.5}
# Required text columns that a title may stand in for (contract section 4: rulings from real files).
FROM_TITLE = frozenset({"summary", "item"})


@dataclass(slots=True)
class Recognition:
    """A kind, its score, and the mapping of its columns."""

    kind: str
    score: float
    runner_up: str
    runner_up_score: float
    columns: dict[str, Column]
    unmapped: list[tuple[int, str]]
    shadowed: list[tuple[int, str, str]]


@dataclass(slots=True)
class Unrecognised:
    """Why a header (or a sheet) was not recognised; ``weight`` ranks reasons, the best known one is told.

    ``missing`` names fields (several joined by | are alternatives), for ``twins`` header texts.
    """

    reason: str
    kind: str = ""
    other: str = ""
    missing: tuple[str, ...] = ()
    header_row: int = 0
    weight: float = 0.0


class Recogniser:
    """Recognise header blocks; remembers what it has seen, since villages share few layouts."""

    def __init__(self, headers: Headers) -> None:
        self.headers = headers
        self._seen: dict[Block, dict[str, Mapping]] = {}
        self._phrases = Phrases(
            (phrase, name)
            for name, k in headers.kinds.items()
            for phrase in (k.ledger.title, *k.ledger.titles)
        )
        self._dated = frozenset(name for k in headers.kinds.values() for name in k.date_fields)

    def recognise(self, block: Block, context: Context, names: Names) -> Recognition | Unrecognised:
        """Choose the kind of a header whose columns carry the texts ``block`` (group header first)."""
        mappings = self._seen.get(block)
        if mappings is None:
            found = {kind: map_columns(self.headers, kind, block) for kind in self.headers.kinds}
            mappings = self._seen[block] = {kind: m for kind, m in found.items() if m.columns}
        bonus = self._phrases.points(sources(context, names), TITLE_POINTS)
        supplied = self._supplied(context, names)
        scored: list[tuple[float, str]] = []
        lacking = Unrecognised("no_header")
        for kind, mapping in mappings.items():
            named = self.headers.kinds[kind].specs.keys() & context.pairs.keys() - mapping.columns.keys()
            points = mapping.points + bonus.get(kind, 0.0) + 2 * len(named)
            missing = tuple(m for m in mapping.missing if m not in supplied)
            if not missing:
                scored.append((points, kind))
            elif points - 3 * len(missing) > lacking.weight and len(mapping.columns) >= 2:
                lacking = Unrecognised("missing", kind, missing=missing, weight=points - 3 * len(missing))
        if not scored:
            return lacking
        scored.sort(key=lambda s: (-s[0], s[1]))
        points, kind = scored[0]
        if self._named_otherwise(lacking, points, mappings[kind], bonus.get(kind, 0.0), bonus):
            return lacking
        second, runner_up = scored[1] if len(scored) > 1 else (0.0, "")
        if runner_up and points - second < MARGIN:
            return Unrecognised("ambiguous", kind, runner_up, weight=points)
        mapping = mappings[kind]
        if mapping.abreast:
            return Unrecognised("abreast", kind, missing=mapping.abreast, weight=points)
        if mapping.twins:
            return Unrecognised("twins", kind, missing=tuple(mapping.twins), weight=points)
        return Recognition(
            kind, points, runner_up, second, mapping.fresh_columns(), mapping.unmapped, mapping.shadowed
        )

    @staticmethod
    def _named_otherwise(
        lacking: Unrecognised, points: float, mapping: Mapping, own: float, bonus: dict[str, float]
    ) -> bool:
        """Tell whether the title clearly names another kind, whose required columns are not all there.

        Then this kind must have all its own, and a direction for its amount: a 序时账 is no list of receipts.
        """
        if bonus.get(lacking.kind, 0.0) <= own:
            return False
        return mapping.unsigned or bool(mapping.missing) or lacking.weight > points + 6

    def _supplied(self, context: Context, names: Names) -> set[str]:
        supplied = set(FROM_TITLE) if context.title else set()
        period, _ = declared_period(context, names)
        if period:
            supplied.add("year")
            if period.kind == "日":
                supplied |= self._dated
        if declared_fund(context, names)[0]:
            supplied.add("fund")
        supplied |= {role for role in ("cooperative", "red_company") if role in context.pairs}
        return supplied
