"""Map the header of a table to the columns of one ledger kind, and score the fit."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipeline.layout.headers import SEQUENCE

if TYPE_CHECKING:
    from pipeline.layout.headers import Headers, KindIndex, Match
    from schemas._spec import Sided

# Header words for the direction of the amount beside them.
DIRECTIONS = frozenset({"方向", "借贷", "借/贷", "借贷方向"})
# Ends of headers that say what an entry is, when or what for: 收入项目, 支出用途, 支出日期.
_TELLS = (
    "项目", "内容", "摘要", "事项", "事由", "日期", "时间", "名称", "科目", "用途", "来源", "说明", "明细",
)  # fmt: skip
Block = tuple[tuple[str, ...], ...]
Hits = list[tuple[int, "Match", str]]


@dataclass(slots=True)
class Column:
    """Where a field's cells stand: one column, several alternatives, or the parts of a split value."""

    alias: str
    header: str
    columns: list[int] = field(default_factory=list)
    parts: dict[str, int] = field(default_factory=dict)

    @property
    def first(self) -> int:
        """The first sheet column the field's cells stand in."""
        return self.columns[0] if self.columns else next(iter(self.parts.values()))


@dataclass(slots=True)
class Mapping:
    """How a header fits one kind.

    ``missing``: required fields without a column (alternatives joined by |); ``shadowed``: columns whose
    field another column fills; ``twins``: amounts that can't be told apart; ``unsigned``: the only amount
    has no direction; ``abreast``: headers that come twice because two tables stand side by side.
    """

    points: float
    columns: dict[str, Column]
    unmapped: list[tuple[int, str]]
    shadowed: list[tuple[int, str, str]]
    twins: list[str]
    missing: list[str]
    unsigned: bool
    abreast: tuple[str, ...] = ()

    def fresh_columns(self) -> dict[str, Column]:
        """Copy the columns, which reading a table narrows."""
        return {n: replace(c, columns=list(c.columns), parts=dict(c.parts)) for n, c in self.columns.items()}


def map_columns(headers: Headers, kind: str, block: Block) -> Mapping:
    """Map the columns headed by ``block`` (group header first, cleaned) to the fields of ``kind``."""
    index = headers.kinds[kind]
    if any(parts[-1] in index.ledger.foreign for parts in block):
        return Mapping(0.0, {}, [], [], [], [], False)
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
    shadowed: list[tuple[int, str, str]] = []
    twins: list[str] = []
    columns = {target: _column(index, target, hits, shadowed, twins) for target, hits in matched.items()}
    _only_date_dates(index, columns)
    _second_date_is_time(index, columns, shadowed)
    _side_beside(index, columns, unmapped)
    unsigned = _settle_sides(index, columns)
    points = -1.0 * len(unmapped)
    for target, column in columns.items():
        spec = index.specs.get(target)
        in_group = spec is None or any(target in group for group in index.ledger.one_of)
        points += 3 if in_group or (spec and spec.required) else 1
        points += 0.5 if headers.spread.get(column.alias, 1) <= 2 else 0
    missing = _missing(index, columns)
    abreast = _abreast(index, matched) or _two_halves(index, matched, unmapped)
    return Mapping(points, columns, unmapped, shadowed, twins, missing, unsigned, abreast)


def _column(
    index: KindIndex, target: str, hits: Hits, shadowed: list[tuple[int, str, str]], twins: list[str]
) -> Column:
    """Gather the columns of one field, the best-named first; only money and texts keep alternatives."""
    hits = _full_places(hits)
    hits.sort(key=lambda hit: (hit[1].rank, hit[0]))
    named = next((hit for hit in hits if hit[1].part != "side"), hits[0])
    column = Column(named[1].alias, named[2])
    spec = index.specs.get(target)
    money = target in index.amounts
    several = money or (spec is not None and spec.role == "text")
    wholes = [hit for hit in hits if hit[1].part in {"", "amount"}] if money else []
    sums = [hit for hit in wholes if hit[2].endswith(("合计", "小计", "合计金额"))]
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
        column.parts = {p: c for p, c in column.parts.items() if p in {"side", "word"}}
    return column


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


def _abreast(index: KindIndex, matched: dict[str, Hits]) -> tuple[str, ...]:
    """List headers that come twice, for money and for something else: two tables side by side."""
    heads: dict[str, set[bool]] = {}
    for target, hits in matched.items():
        whole = [header for _, match, header in hits if not match.part or match.part == "amount"]
        for header in {h for h in whole if whole.count(h) > 1}:
            heads.setdefault(header, set()).add(target in index.amounts)
    both = set().union(*heads.values()) == {True, False} if heads else False
    return tuple(heads) if both else ()


def _two_halves(
    index: KindIndex, matched: dict[str, Hits], unmapped: list[tuple[int, str]]
) -> tuple[str, ...]:
    """List the texts of a form whose left half tells what came in and whose right half what went out.

    收入项目, 金额, 支出项目, 金额: one row holds two entries. Where both texts come before both amounts, a row
    holds one.
    """
    amounts = {target: hits[0][0] for target, hits in matched.items() if target in index.amounts}
    texts = {place: header for target, hits in matched.items() for place, _, header in hits
             if target not in index.amounts}  # fmt: skip
    texts |= dict(unmapped)
    for sided in index.ledger.sided:
        if not {sided.plus, sided.minus} <= amounts.keys():
            continue
        left, right = sorted((amounts[sided.plus], amounts[sided.minus]))
        own = [h for place, h in texts.items() if place < left and h.endswith(_TELLS)]
        other = [h for place, h in texts.items() if left < place < right and h.endswith(_TELLS)]
        came, went = [h for h in own if "收入" in h], [h for h in other if "支出" in h]
        if came and went:
            return (*came, *went)
        if twice := [h for h in other if h in own]:
            return tuple(twice)
    return ()


def _only_date_dates(index: KindIndex, columns: dict[str, Column]) -> None:
    """Let the only date column date the entry where its own is missing: 账务日期 in a book without 日期."""
    name = index.ledger.date_field
    dates = [n for n in index.date_fields if n in columns]
    if name and name not in columns and index.specs[name].required and len(dates) == 1:
        columns[name] = columns.pop(dates[0])


def _side_beside(index: KindIndex, columns: dict[str, Column], unmapped: list[tuple[int, str]]) -> None:
    """Give a plain 方向 to the balance it stands right beside, where several balances have one each."""
    for sided in index.ledger.sided:
        column = columns.get(sided.name)
        if column is None or not sided.needs_side or "side" in column.parts or not column.columns:
            continue
        for place, header in list(unmapped):
            if header in DIRECTIONS and abs(place - column.first) == 1 and "side" not in column.parts:
                column.parts["side"] = place
                unmapped.remove((place, header))


def _settle_sides(index: KindIndex, columns: dict[str, Column]) -> bool:
    """Give direction columns to what they direct; tells whether the only amount is left without one."""
    unsigned = False
    for sided in index.ledger.sided:
        found = columns.get(sided.name)
        if found is None:
            continue
        _give_side(index, sided, columns)
        lone_side = not found.columns and set(found.parts) == {"side"}
        if lone_side or {sided.plus, sided.minus} & set(columns):
            columns.pop(sided.name)
            # Next to separate in and out columns, a direction belongs to the balance (or repeats them).
            if "side" in found.parts and "balance" in columns:
                columns["balance"].parts["side"] = found.parts["side"]
        elif "side" not in found.parts:
            unsigned = True
    return unsigned


def _give_side(index: KindIndex, sided: Sided, columns: dict[str, Column]) -> None:
    """Let 支付金额 take the direction beside it, where that is the only amount and no balance has it."""
    found, lone = columns[sided.name], columns.get(sided.minus)
    if lone is None or sided.plus in columns or lone.alias not in sided.either_way:
        return
    if found.columns and index.sided[found.alias][1] == "either":
        found.parts["side"] = found.columns[0]
    elif found.columns:
        return
    balance = columns.get("balance")
    if balance is None or found.alias not in DIRECTIONS or found.parts["side"] != balance.first - 1:
        found.columns, found.alias, found.header = lone.columns, lone.alias, lone.header
        del columns[sided.minus]


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
