"""Map the header of a table to the columns of one ledger kind, and score the fit."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from pipeline.layout import proofs, spanned
from pipeline.layout.assignment import assign
from pipeline.layout.cellforms import FORMS
from pipeline.layout.evidence import gather, listed
from pipeline.layout.headers import COMPOSED, SEQUENCE
from pipeline.layout.lexicon import meaning
from pipeline.values import accounts
from pipeline.values.celltext import cell_text
from pipeline.values.direction import is_direction, side_word
from pipeline.values.status import status_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.layout.headers import Headers, KindIndex, Match
    from pipeline.layout.profile import Sample
    from schemas._spec import Sided

# Header words for the direction of the amount beside them.
DIRECTIONS = frozenset({"方向", "借贷", "借/贷", "借贷方向"})
PUT_TOGETHER = "列名里的词都是这一项的"
CODE_AND_NAME = "各格里编码和名称写在一起"
IN_ORDER = "没有编号的列，用序号代替"
_SUMS = ("合计", "小计", "合计金额")
# 记-1, 银付3 is a voucher, not the number of a receipt.
_VOUCHER = re.compile(r"(?:记|收|付|转|现收|现付|银收|银付|现|银)(?:字|账|-)?第?\d+")
Block = tuple[tuple[str, ...], ...]
Hits = list[tuple[int, "Match", str]]


@dataclass(slots=True)
class Column:
    """Where a field's cells stand: one column, several alternatives, or the parts of a split value.

    ``why``: what it was taken for the field by, where that is no header on the field's list. ``half``: the code or the
    name of an account, where its cells hold both.
    """

    alias: str
    header: str
    columns: list[int] = field(default_factory=list)
    parts: dict[str, int] = field(default_factory=dict)
    why: str = ""
    half: Literal["", "code", "name"] = ""

    @property
    def first(self) -> int:
        """The first sheet column the field's cells stand in."""
        return self.columns[0] if self.columns else next(iter(self.parts.values()))


@dataclass(slots=True)
class Mapping:
    """How a header fits one kind.

    ``missing``: required fields without a column (alternatives joined by |); ``shadowed``: columns whose
    field another column fills; ``twins``: amounts that can't be told apart; ``unsigned``: the only amount
    has no direction;
    ``foreign``: a header that no table of this kind has; ``status``: the column that says whether money moved.
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

    def fresh_columns(self) -> dict[str, Column]:
        """Copy the columns, which reading a table narrows."""
        return {n: replace(c, columns=list(c.columns), parts=dict(c.parts)) for n, c in self.columns.items()}


def map_columns(headers: Headers, kind: str, block: Block) -> Mapping:
    """Map the columns headed by ``block`` (group header first, cleaned) to the fields of ``kind``."""
    index = headers.kinds[kind]
    if any(parts[-1] in index.ledger.foreign for parts in block):
        return Mapping(0.0, {}, [], [], [], missing_fields(index, {}), False, foreign=True)
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
    shadowed = _parts_of_sums(index, block, matched, unmapped)
    twins: list[str] = []
    _leave_lone_months(index, matched, unmapped)
    columns = {target: _column(index, target, hits, shadowed, twins) for target, hits in matched.items()}
    _second_date_is_time(index, columns, shadowed)
    _side_beside(index, columns, unmapped)
    unsigned = _settle_sides(index, columns, unmapped)
    shadowed += spanned.settle(index, columns)
    shadowed = _still_shadowed(columns, shadowed, unmapped)
    points = _points(headers, index, columns, unmapped)
    missing = missing_fields(index, columns)
    return Mapping(points, columns, unmapped, shadowed, twins, missing, unsigned)


def _points(
    headers: Headers, index: KindIndex, columns: dict[str, Column], unmapped: list[tuple[int, str]]
) -> float:
    points = -1.0 * len(unmapped)
    for target, column in columns.items():
        spec = index.specs.get(target)
        if column.why == IN_ORDER:
            continue
        in_group = spec is None or any(target in group for group in index.ledger.one_of)
        points += 3 if in_group or (spec and spec.required) else 1
        points += 0.5 if not column.why and headers.spread.get(column.alias, 1) <= 2 else 0
    return points


def completed(headers: Headers, kind: str, mapping: Mapping, sample: Sample, block: Block) -> Mapping:
    """Look at the cells: give up what they contradict, and name by them what no word names."""
    index = headers.kinds[kind]
    columns, unmapped = dict(mapping.columns), list(mapping.unmapped)
    for name, column in mapping.columns.items():
        if _contradicted(index, columns, name, column, sample) or _is_another(
            index, columns, name, column, sample
        ):
            del columns[name]
            unmapped += [(place, "".join(block[place])) for place in column.columns]
    shadowed = _still_shadowed(columns, mapping.shadowed, unmapped)
    _part_accounts(index, columns, sample)
    free = [place for place, _ in unmapped if sample.profile(place).filled]
    directed = _direction(index, columns, free, sample)
    free = [place for place in free if place != directed]
    status = next((p for p in free if _is_status(index, p, block, sample)), None)
    free = [place for place in free if place != status]
    spanned.take_over(index, columns, sample)
    runs = spanned.unnamed(index, columns, free, sample)
    for name, place in runs.items():
        columns[name] = Column("", "".join(block[place]), [place], why="各格都是起止")
    free = [place for place in free if place not in runs.values()]
    taken = assign(gather(index, columns, free, sample)).taken
    for one in taken:
        header = "".join(block[one.place])
        columns[one.target] = Column("", header, [one.place], why=one.why)
    _sides_by_figures(index, columns, unmapped, sample, block)
    given = {directed, status, *runs.values(), *(one.place for one in taken)}
    unmapped = sorted(place for place in unmapped if place[0] not in given)
    _stand_in(index, columns, [place for place, _ in unmapped], sample)
    _number(index, columns, unmapped, sample, block)
    return replace(
        mapping,
        points=_points(headers, index, columns, unmapped),
        columns=columns,
        unmapped=unmapped,
        shadowed=shadowed,
        missing=missing_fields(index, columns),
        status=status,
    )


def _still_shadowed(
    columns: dict[str, Column], shadowed: list[tuple[int, str, str]], unmapped: list[tuple[int, str]]
) -> list[tuple[int, str, str]]:
    """Give back the columns that stood behind one whose field it is no longer."""
    unmapped += [(place, header) for place, header, target in shadowed if target not in columns]
    return [one for one in shadowed if one[2] in columns]


def _part_accounts(index: KindIndex, columns: dict[str, Column], sample: Sample) -> None:
    """Take the code and the name of accounts from one column where every cell holds both: 102 银行存款."""
    halves: tuple[Literal["code"], Literal["name"]] = ("code", "name")
    given = [half for half in halves if f"account_{half}" in columns]
    if len(given) != 1 or not {"account_code", "account_name"} <= index.specs.keys():
        return
    column = columns[f"account_{given[0]}"]
    texts = {cell_text(cell) for cell in sample.cells(column.first)} - {""}
    if column.columns and texts and all(map(accounts.split, texts)):
        for half in halves:
            why = column.why if half in given else CODE_AND_NAME
            columns[f"account_{half}"] = replace(column, columns=[column.first], why=why, half=half)


def _is_status(index: KindIndex, place: int, block: Block, sample: Sample) -> bool:
    """Tell whether a column says of each row whether its money moved: 已支付, 未支付, 已作废."""
    values = sample.profile(place).values
    known = sum(status_word(value) is not None for value in values)
    named = "状态" in meaning("".join(block[place])).parts
    return bool(index.amount_fields) and (known == len(values) or (named and known * 2 >= len(values)))


def _is_another(
    index: KindIndex, columns: dict[str, Column], name: str, column: Column, sample: Sample
) -> bool:
    """Tell whether all cells have the form of a field that has no column: 入股单位 full of co-operatives.

    The field must be one that has to be there; but cells that are all words of its list say so of any, where the
    header was only put together (经费来源 over names of funds).
    """
    if column.why and column.columns and name in index.specs:
        values = sample.profile(column.first).values
        free = [f for f in index.ledger.fields if f.name not in columns]
        if values and not values <= listed(index.specs[name], index.ledger.name):
            fitting = [f for f in free if values <= listed(f, index.ledger.name)]
            if len(fitting) == 1:
                return True
    missing = {f.name for f in index.ledger.fields if f.required and f.name not in columns}
    return any(
        form.fields & missing and name not in form.fields and form.all_of(sample.profile(place))
        for form in FORMS
        for place in column.columns
    )


def _contradicted(
    index: KindIndex, columns: dict[str, Column], name: str, column: Column, sample: Sample
) -> bool:
    """Tell whether the cells say that a column is not what its header was taken for.

    A header put together from parts must be borne out; one on the list is believed unless all its cells are
    something else.
    """
    spec = index.specs.get(name)
    if span := spanned.span_of(index, name):
        return not spanned.fits(index, span, sample.profile(column.first), 0.5)
    role = spec.role if spec else "money" if name in index.amounts else "text"
    for place in column.columns:
        profile = sample.profile(place)
        if column.why:
            if not profile.admits(role) or (
                name == "document_no" and all(map(_VOUCHER.match, profile.values))
            ):
                return True
            if name == "category" and "summary" not in columns and profile.purposes >= 0.6:
                return True
        elif profile.filled >= 3 and role in {"date", "money", "year"}:
            figures = profile.numbers + profile.days + profile.years + profile.long
            if not figures and profile.chinese >= 0.9:
                return True
    return False


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


def _stand_in(index: KindIndex, columns: dict[str, Column], unread: Sequence[int], sample: Sample) -> None:
    """Let the day of posting date the entry where it is the only day of the table, and no unread column holds days."""
    ledger = index.ledger
    dates = [n for n in index.date_fields if n in columns]
    if dates == [ledger.date_stand_in] and not any(sample.profile(p).days >= 0.5 for p in unread):
        columns[ledger.date_field] = columns.pop(ledger.date_stand_in)


def _number(
    index: KindIndex,
    columns: dict[str, Column],
    unmapped: Sequence[tuple[int, str]],
    sample: Sample,
    block: Block,
) -> None:
    """Let 序号 number the entries of a kind that needs a number, where no unread column may hold it."""
    for spec in index.ledger.fields:
        if not spec.numbered or spec.name in columns:
            continue
        places = [place for place, parts in enumerate(block) if parts[-1] in SEQUENCE]
        maybe = [place for place, header in unmapped if "编号" in meaning(header).parts]
        if len(places) == 1 and not maybe and len(sample.profile(places[0]).values) == len(sample.rows):
            columns[spec.name] = Column(block[places[0]][-1], "".join(block[places[0]]), places, why=IN_ORDER)


def _sides_by_figures(
    index: KindIndex,
    columns: dict[str, Column],
    unmapped: list[tuple[int, str]],
    sample: Sample,
    block: Block,
) -> None:
    """Let the column whose words follow the running balance direct the amount; the other may be the balance's."""
    for sided in index.ledger.sided:
        column, balance = columns.get(sided.name), columns.get("balance")
        if column is None or balance is None or not balance.columns:
            continue
        found = {place for holder in (column, balance) if (place := holder.parts.get("side")) is not None}
        found |= {columns["side"].first} if "side" in columns else set()
        found |= {place for place, _ in unmapped}
        directing = [
            p for p in sorted(found) if proofs.directs(_ways(sample, p), sample.cents(balance.first))
        ]
        now = column.parts.get("side")
        if len(directing) != 1 or directing == [now]:
            continue
        (right,) = directing
        columns[sided.name] = replace(column, parts=column.parts | {"side": right})
        balance.parts.pop("side", None)
        columns.pop("side", None)
        unmapped[:] = [one for one in unmapped if one[0] != right]
        others = [
            p
            for p in found - {right}
            if all(map(side_word, sample.profile(p).values)) and sample.profile(p).filled
        ]
        if len(others) == 1 and "side" in index.specs:
            header = "".join(block[others[0]])
            columns["side"] = Column(header, header, others)
            unmapped[:] = [one for one in unmapped if one[0] != others[0]]
        else:
            unmapped += [(p, "".join(block[p])) for p in others if p not in dict(unmapped)]


def _ways(sample: Sample, place: int) -> list[int]:
    ways = {"in": 1, "debit": 1, "out": -1, "credit": -1}
    return [ways.get(side_word(cell_text(cell)) or "", 0) for cell in sample.cells(place)]


def _direction(index: KindIndex, columns: dict[str, Column], free: list[int], sample: Sample) -> int | None:
    """Give a lone amount the column that holds nothing but 收, 支, 借, 贷; returns where it stands."""
    for sided in index.ledger.sided:
        column = columns.get(sided.name)
        if column is None or "side" in column.parts:
            continue
        for place in free:
            if sample.profile(place).filled and all(map(is_direction, sample.profile(place).values)):
                columns[sided.name] = replace(column, parts=column.parts | {"side": place})
                return place
    return None


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


def _settle_sides(index: KindIndex, columns: dict[str, Column], unmapped: list[tuple[int, str]]) -> bool:
    """Give direction columns to what they direct; tells whether the only amount is left without one."""
    unsigned = False
    for sided in index.ledger.sided:
        found = columns.get(sided.name)
        if found is None:
            continue
        _give_side(index, sided, columns)
        _take_side(index, sided, columns)
        lone_side = not found.columns and set(found.parts) == {"side"}
        if lone_side or {sided.plus, sided.minus} & set(columns):
            columns.pop(sided.name)
            # Next to separate in and out columns, a direction belongs to the balance (or repeats them).
            if "side" in found.parts and "side" in index.specs:
                columns.setdefault("side", Column(found.alias, found.header, [found.parts["side"]]))
            elif "side" in found.parts and "balance" in columns:
                columns["balance"].parts["side"] = found.parts["side"]
            elif "side" in found.parts:
                unmapped.append((found.parts["side"], found.header))
            unmapped += [(place, found.header) for place in found.columns]
        elif "side" not in found.parts:
            unsigned = True
    return unsigned


def _take_side(index: KindIndex, sided: Sided, columns: dict[str, Column]) -> None:
    """Let a lone amount take the direction that a kind has a field for: beside it, it is the amount's."""
    found, has_own = columns[sided.name], "side" in index.specs and "side" in columns
    lone = found.columns and "side" not in found.parts and not {sided.plus, sided.minus} & set(columns)
    if lone and has_own:
        found.parts["side"] = columns.pop("side").first


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
