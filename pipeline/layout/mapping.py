"""Map the header of a table to the columns of one ledger kind by its words, and score the fit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.layout import directed, in_header, spanned
from pipeline.layout.column import Column
from pipeline.layout.headers import COMPOSED, SEQUENCE, Match
from pipeline.layout.lexicon import meaning

if TYPE_CHECKING:
    from pipeline.layout.headers import Headers, KindIndex

PUT_TOGETHER = "列名里的词都是这一项的"
IN_ORDER = "没有编号的列，用序号代替"
_IN_WORDS = "大写"
_SUMS = ("合计", "小计", "合计金额")
Block = tuple[tuple[str, ...], ...]
Hits = list[tuple[int, Match, str]]


@dataclass(slots=True)
class Mapping:
    """How a header fits one kind.

    ``missing``: required fields without a column (alternatives joined by |); ``shadowed``: columns whose
    field another column fills; ``twins``: amounts that can't be told apart; ``unsigned``: the only amount
    has no direction;
    ``foreign``: a header that no table of this kind has; ``status``: the column that says whether money moved;
    ``told``: the item of its list that the title names.
    """

    points: float
    columns: dict[str, Column]
    unmapped: list[tuple[int, str]]
    shadowed: list[tuple[int, str, str]]
    twins: list[str]
    missing: list[str]
    unsigned: bool
    foreign: bool = False
    status: int | None = None
    kind: str = ""
    told: str = ""

    def fresh_columns(self) -> dict[str, Column]:
        """Copy the columns, which reading a table narrows."""
        return {n: replace(c, columns=list(c.columns), parts=dict(c.parts)) for n, c in self.columns.items()}


def map_columns(headers: Headers, kind: str, block: Block) -> Mapping:
    """Map the columns headed by ``block`` (group header first, cleaned) to the fields of ``kind``."""
    index = headers.kinds[kind]
    if any(parts[-1] in index.ledger.foreign for parts in block):
        return Mapping(0.0, {}, [], [], [], missing_fields(index, {}), False, foreign=True, kind=kind)
    matched: dict[str, Hits] = {}
    unmapped: list[tuple[int, str]] = []
    for place, parts in enumerate(block):
        header = "".join(parts)
        # 行号 numbers the lines of a sheet, but in 更正表 it names one.
        if not header or (parts[-1] in SEQUENCE and not headers.kinds[kind].exact(parts[-1])):
            continue
        match = headers.match(kind, parts)
        if match is None:
            unmapped.append((place, header))
        else:
            matched.setdefault(match.target, []).append((place, match, header))
    alone = {f.name for f in index.ledger.fields if f.role == "text" and not f.joined}
    for target in sorted((index.amounts | alone) & matched.keys()):
        # What is only put together stands in for no blank of a column that is named.
        listed = [hit for hit in matched[target] if hit[1].rank < COMPOSED]
        if not listed or len(listed) == len(matched[target]):
            continue
        for place, match, header in matched[target]:
            if match.rank >= COMPOSED:
                if other := index.other_fitting(header, matched):
                    matched[other] = [(place, Match(other, "", header, COMPOSED), header)]
                else:
                    unmapped.append((place, header))
        matched[target] = listed
    shadowed = _parts_of_sums(index, block, matched, unmapped)
    twins: list[str] = []
    _several_words(index, block, matched, twins)
    _leave_lone_months(index, matched, unmapped)
    columns = {target: _column(index, target, hits, shadowed, twins) for target, hits in matched.items()}
    _written_out(headers, index, columns, unmapped)
    _second_date_is_time(index, columns, shadowed)
    directed.beside(index, columns, unmapped)
    unsigned = directed.settle(index, columns, unmapped)
    shadowed += spanned.settle(index, columns)
    shadowed = still_shadowed(columns, shadowed, unmapped)
    points = points_of(headers, index, columns, unmapped)
    missing = missing_fields(index, columns)
    return Mapping(points, columns, unmapped, shadowed, twins, missing, unsigned, kind=kind)


def points_of(
    headers: Headers, index: KindIndex, columns: dict[str, Column], unmapped: list[tuple[int, str]]
) -> float:
    """Say how much speaks for a kind: its columns count for it, columns it can't name against it."""
    points = -1.0 * len(unmapped)
    for target, column in columns.items():
        spec = index.specs.get(target)
        if column.why == IN_ORDER:
            continue
        in_group = spec is None or any(target in group for group in index.ledger.one_of)
        points += 3 if in_group or (spec and spec.required) else 1
        points += 0.5 if not column.why and headers.spread.get(column.alias, 1) <= 2 else 0
    return points


def still_shadowed(
    columns: dict[str, Column], shadowed: list[tuple[int, str, str]], unmapped: list[tuple[int, str]]
) -> list[tuple[int, str, str]]:
    """Give back the columns that stood behind one whose field it is no longer."""
    unmapped += [(place, header) for place, header, target in shadowed if target not in columns]
    return [one for one in shadowed if one[2] in columns]


def _column(
    index: KindIndex, target: str, hits: Hits, shadowed: list[tuple[int, str, str]], twins: list[str]
) -> Column:
    """Gather the columns of one field, the best-named first; only money and texts keep alternatives."""
    hits = _full_places(hits)
    hits.sort(key=lambda hit: (hit[1].rank, hit[0]))
    named = next((hit for hit in hits if hit[1].part != "side"), hits[0])
    column = Column(named[1].alias, named[2], why="" if named[1].rank < COMPOSED else PUT_TOGETHER)
    spec = index.specs.get(target)
    money = target in index.amounts
    several = money or (spec is not None and spec.role == "text")
    wholes = [hit for hit in hits if hit[1].part in {"", "amount"}] if money else []
    net = [hit for hit in wholes if "实" in meaning(hit[2]).parts]
    if net and len(wholes) > len(net):
        # 应发合计 beside 实发金额: what was paid out counts, not what would have been.
        gross = [hit for hit in wholes if "应" in meaning(hit[2]).parts]
        shadowed += [(place, header, target) for place, _, header in gross]
        wholes = [hit for hit in wholes if hit not in gross]
        hits = [hit for hit in hits if hit not in gross]
    sums = [hit for hit in wholes if hit[2].endswith(_SUMS)]
    if sums and len(wholes) > 1:
        # 收入 over 拨款, 租金, 合计: the parts are in the sum.
        parts = [hit for hit in wholes if hit != sums[0]]
        shadowed += [(place, header, target) for place, _, header in parts]
        hits = [hit for hit in hits if hit not in parts]
    amount_too = sum(hit[1].part in {"amount", "either"} for hit in hits) > 1
    seen: set[str] = set()
    for place, match, header in hits:
        part = match.part
        if part == "either":
            part = "side" if amount_too else "amount"
        if part and part != "amount":
            if part in column.parts:
                shadowed.append((place, header, target))
            column.parts.setdefault(part, place)
        elif not column.columns or several:
            if money and header in seen:
                twins.append(header)
            column.columns.append(place)
        else:
            shadowed.append((place, header, target))
        seen.add(header)
    if column.columns:
        # A whole column beside a split one: the whole one counts.
        headers = {place: header for place, _, header in hits}
        split = {p: c for p, c in column.parts.items() if p not in {"side", "word"}}
        shadowed += [(place, headers[place], target) for place in split.values()]
        column.parts = {p: c for p, c in column.parts.items() if p not in split}
    return column


def _written_out(
    headers: Headers, index: KindIndex, columns: dict[str, Column], unmapped: list[tuple[int, str]]
) -> None:
    """Put a column that writes amounts out (金额大写) behind the figures that it repeats: its own, or the only ones."""
    amounts = [name for name in columns if name in index.amounts and columns[name].columns]
    for place, header in [one for one in unmapped if _IN_WORDS in one[1]]:
        figures = header.replace(_IN_WORDS, "").strip("()[]【】:")
        match = headers.match(index.ledger.name, (figures,)) if figures else None
        target = (
            match.target if match and match.target in amounts else amounts[0] if len(amounts) == 1 else ""
        )
        if target:
            columns[target].columns.append(place)
            unmapped.remove((place, header))


def _several_words(index: KindIndex, block: Block, matched: dict[str, Hits], twins: list[str]) -> None:
    """Refuse to choose between columns of one field under several words of another: 自评星级 beside 考评星级."""
    name, under = index.ledger.by_word
    hits = matched.get(under[0], []) if under else []
    said = {in_header.taken_out(index.specs[name], "".join(block[place]))[0] for place, _, _ in hits}
    if len(said) > 1 and "" not in said:
        twins += [header for _, _, header in hits]


def _leave_lone_months(index: KindIndex, matched: dict[str, Hits], unmapped: list[tuple[int, str]]) -> None:
    """Take a year or month beside no day for no part of a day: 年 and 月 of a list of pay are its own."""
    for target in [name for name in matched if name in index.date_fields]:
        parts = [hit for hit in matched[target] if hit[1].part in {"year", "month", "day"}]
        if parts and not any(hit[1].part == "day" for hit in parts):
            unmapped += [(place, header) for place, _, header in parts]
            rest = [hit for hit in matched[target] if hit not in parts]
            if rest:
                matched[target] = rest
            else:
                del matched[target]


def _parts_of_sums(
    index: KindIndex, block: Block, matched: dict[str, Hits], unmapped: list[tuple[int, str]]
) -> list[tuple[int, str, str]]:
    """Take 上级拨款 beside 合计, both under 收入, for a part of that sum; what is a part is not unread."""
    parts: list[tuple[int, str, str]] = []
    for target in matched.keys() & index.amounts:
        groups = {block[place][0] for place, _, header in matched[target] if header.endswith(_SUMS)}
        parts += [(p, h, target) for p, h in unmapped if len(block[p]) > 1 and block[p][0] in groups]
    unmapped[:] = [one for one in unmapped if all(one[0] != place for place, _, _ in parts)]
    return parts


def _full_places(hits: Hits) -> Hits:
    """Name the digit columns left of 万 in full: 千 百 十 万 千 百 十 元 begins with 千万."""
    ahead = ""
    found: Hits = []
    for place, match, header in sorted(hits, key=lambda hit: -hit[0]):
        part = match.part
        if part in {"万", "亿"}:
            ahead = part
        full = part + ahead if part in {"千", "百", "十"} else part
        found.append((place, match if full == part else replace(match, part=full), header))
    return found


def missing_fields(index: KindIndex, columns: dict[str, Column]) -> list[str]:
    """Name the required fields that have no column, alternatives joined by |."""
    ledger = index.ledger
    have = set(columns) | spanned.filled_by(index, columns)
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
