"""Choose the ledger kind of a header, by score, and say why.

Points: a required column 3, another column 1, a header word few kinds use 0.5 more, an unknown column
-1, a title phrase up to 10. A kind whose required columns are neither there nor supplied by the title
block is out. When the two best are closer than ``MARGIN`` the table is refused, naming both.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipeline.context import declared_fund, declared_period, tidy
from pipeline.headers import SEQUENCE

if TYPE_CHECKING:
    from pipeline.context import Context, Names
    from pipeline.headers import Headers, KindIndex, Match

MARGIN = 1.5
TITLE_POINTS = {"标题": 6.0, "工作表名": 4.0, "文件名": 3.0, "文件夹名": 1.5}
# Required text columns that a title may stand in for (contract section 4: rulings from real files).
FROM_TITLE = frozenset({"summary", "item"})


@dataclass(slots=True)
class Column:
    """Where a field's cells stand: one column, several alternatives, or the parts of a split value."""

    alias: str
    header: str
    columns: list[int] = field(default_factory=list)
    parts: dict[str, int] = field(default_factory=dict)


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
    """Why a header (or a sheet) was not recognised; ``weight`` ranks reasons, the best known one is told."""

    reason: str
    kind: str = ""
    other: str = ""
    missing: tuple[str, ...] = ()
    header_row: int = 0
    weight: float = 0.0


@dataclass(slots=True)
class _Mapping:
    points: float
    columns: dict[str, Column]
    unmapped: list[tuple[int, str]]
    shadowed: list[tuple[int, str, str]]
    twins: list[str]
    missing: list[str]


Block = tuple[tuple[str, ...], ...]


class Recogniser:
    """Recognise header blocks; remembers what it has seen, since villages share few layouts."""

    def __init__(self, headers: Headers) -> None:
        self.headers = headers
        self._seen: dict[Block, dict[str, _Mapping]] = {}
        self._phrases = [
            ("".join(tidy(p).split()), name)
            for name, k in headers.kinds.items()
            for p in (k.ledger.title, *k.ledger.titles)
        ]

    def recognise(self, block: Block, context: Context, names: Names) -> Recognition | Unrecognised:
        """Choose the kind of a header whose columns carry the texts ``block`` (group header first)."""
        mappings = self._seen.get(block)
        if mappings is None:
            mappings = self._seen[block] = {kind: self._map(kind, block) for kind in self.headers.kinds}
        supplied = self._supplied(context, names)
        bonus = self._bonus(context, names)
        scored: list[tuple[float, str, _Mapping]] = []
        lacking = Unrecognised("no_header")
        for kind, mapping in mappings.items():
            if not mapping.columns:
                continue
            missing = [m for m in mapping.missing if m not in supplied]
            points = mapping.points + bonus.get(kind, 0.0)
            if missing:
                ledger = self.headers.kinds[kind].ledger
                titles = tuple("或".join(ledger.by_name[n].title for n in m.split("|")) for m in missing)
                weight = points - 3 * len(missing)
                if weight > lacking.weight and len(mapping.columns) >= 2:
                    lacking = Unrecognised("missing", kind, missing=titles, weight=weight)
                continue
            scored.append((points, kind, mapping))
        if not scored:
            return lacking
        scored.sort(key=lambda s: (-s[0], s[1]))
        points, kind, mapping = scored[0]
        if lacking.weight > points + 6 and bonus.get(lacking.kind, 0) > bonus.get(kind, 0):
            return lacking  # the title clearly names another kind, whose required columns are not all there
        second, runner_up = (scored[1][0], scored[1][1]) if len(scored) > 1 else (0.0, "")
        if runner_up and points - second < MARGIN:
            return Unrecognised("ambiguous", kind, runner_up, weight=points)
        if mapping.twins:
            return Unrecognised("twins", kind, missing=tuple(mapping.twins), weight=points)
        # What is remembered must not change when a sheet narrows its own columns.
        columns = {n: replace(c, columns=[*c.columns], parts={**c.parts}) for n, c in mapping.columns.items()}
        return Recognition(kind, points, runner_up, second, columns, mapping.unmapped, mapping.shadowed)

    def _supplied(self, context: Context, names: Names) -> set[str]:
        supplied = set(FROM_TITLE) if context.title else set()
        period, _ = declared_period(context, names)
        if period:
            supplied.add("year")
            if period.kind == "日":
                supplied |= {name for k in self.headers.kinds.values() for name in k.date_fields}
        if declared_fund(context, names)[0]:
            supplied.add("fund")
        supplied |= {role for role in ("cooperative", "red_company") if role in context.pairs}
        return supplied

    def _bonus(self, context: Context, names: Names) -> dict[str, float]:
        best: dict[str, float] = {}
        texts = [("标题", line) for line in context.lines] + names.ordered()
        for where, text in texts:
            squeezed = "".join(tidy(text).split())
            for phrase, kind in self._phrases:
                if phrase in squeezed:
                    points = TITLE_POINTS[where] + 0.3 * min(len(phrase), 12)
                    best[kind] = max(best.get(kind, 0.0), points)
        return best

    def _map(self, kind: str, block: Block) -> _Mapping:
        index = self.headers.kinds[kind]
        matched: dict[str, list[tuple[int, Match, str]]] = {}
        unmapped: list[tuple[int, str]] = []
        points = 0.0
        for place, parts in enumerate(block):
            header = "".join(parts)
            if not header or parts[-1] in SEQUENCE:
                continue
            match = self.headers.match(kind, parts)
            if match is None:
                unmapped.append((place, header))
                points -= 1
            else:
                matched.setdefault(match.target, []).append((place, match, header))
        columns, shadowed, twins = self._resolve(index, matched)
        for target, column in columns.items():
            spec = index.ledger.by_name.get(target)
            in_group = spec is None or any(target in group for group in index.ledger.one_of)
            points += 3 if in_group or (spec and spec.required) else 1
            points += 0.5 if self.headers.spread.get(column.alias, 1) <= 2 else 0
        return _Mapping(points, columns, unmapped, shadowed, twins, self._missing(index, columns))

    @staticmethod
    def _resolve(
        index: KindIndex, matched: dict[str, list[tuple[int, Match, str]]]
    ) -> tuple[dict[str, Column], list[tuple[int, str, str]], list[str]]:
        columns: dict[str, Column] = {}
        shadowed: list[tuple[int, str, str]] = []
        twins: list[str] = []
        for target, hits in matched.items():
            hits.sort(key=lambda h: (h[1].rank, h[0]))
            first = hits[0]
            column = columns[target] = Column(first[1].alias, first[2])
            money = target in index.money_fields or target not in index.ledger.by_name
            seen: set[str] = set()
            for position, match, header in hits:
                if match.part:
                    if match.part == "amount" and header in seen:
                        twins.append(header)
                    elif match.part in column.parts:
                        shadowed.append((position, header, target))
                    column.parts.setdefault(match.part, position)
                elif not column.columns or money:
                    if money and header in seen:
                        twins.append(header)
                    column.columns.append(position)
                else:
                    shadowed.append((position, header, target))
                seen.add(header)
            if column.parts and column.columns and not {"amount", "side", "word"} & set(column.parts):
                # A whole column beside a split one: the whole one counts.
                column.parts = {}
        _second_date_is_time(index, columns, shadowed)
        for sided in index.ledger.sided:
            found = columns.get(sided.name)
            # Next to separate in and out columns, a direction column belongs to the balance.
            lone_side = found and not found.columns and set(found.parts) == {"side"}
            if found and (lone_side or {sided.plus, sided.minus} & set(columns)):
                columns.pop(sided.name)
        return columns, shadowed, twins

    @staticmethod
    def _missing(index: KindIndex, columns: dict[str, Column]) -> list[str]:
        ledger = index.ledger
        have = set(columns)
        for sided in ledger.sided:
            if sided.name in columns:
                have |= {sided.plus, sided.minus}
        missing = [f.name for f in ledger.fields if f.required and f.name not in have]
        return missing + ["|".join(group) for group in ledger.one_of if not have & set(group)]


def _second_date_is_time(
    index: KindIndex, columns: dict[str, Column], shadowed: list[tuple[int, str, str]]
) -> None:
    """Take 交易时间 beside 交易日期 as the time of day; alone it is the date."""
    clock = next((f.name for f in index.ledger.fields if f.role == "time"), "")
    for place, header, target in list(shadowed):
        if clock and clock not in columns and target == index.ledger.date_field and "时间" in header:
            columns[clock] = Column(header, header, [place])
            shadowed.remove((place, header, target))
