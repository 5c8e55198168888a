"""Give columns that say which way money went to the amounts they direct: by words, place and running balance."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.layout import proofs
from pipeline.layout.column import Column
from pipeline.values.celltext import cell_text
from pipeline.values.direction import is_direction, side_word

if TYPE_CHECKING:
    from pipeline.layout.headers import KindIndex
    from pipeline.layout.mapping import Block
    from pipeline.layout.profile import Sample
    from schemas._spec import Sided

# Header words for the direction of the amount beside them.
DIRECTIONS = frozenset({"方向", "借贷", "借/贷", "借贷方向"})


def beside(index: KindIndex, columns: dict[str, Column], unmapped: list[tuple[int, str]]) -> None:
    """Give a plain 方向 to the balance it stands right beside, where several balances have one each."""
    for sided in index.ledger.sided:
        column = columns.get(sided.name)
        if column is None or not sided.needs_side or "side" in column.parts or not column.columns:
            continue
        for place, header in list(unmapped):
            if header in DIRECTIONS and abs(place - column.first) == 1 and "side" not in column.parts:
                column.parts["side"] = place
                unmapped.remove((place, header))


def settle(index: KindIndex, columns: dict[str, Column], unmapped: list[tuple[int, str]]) -> bool:
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


def by_cells(index: KindIndex, columns: dict[str, Column], free: list[int], sample: Sample) -> int | None:
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


def part_by_figures(index: KindIndex, columns: dict[str, Column], sample: Sample, block: Block) -> None:
    """Part two columns that words take for the same side of a book (借方, 付方), as the running balance tells them."""
    for identity in (i for i in index.ledger.identities if i.form == "chain"):
        balance, *ways = identity.fields
        given = [way for way in ways if way in columns]
        if balance not in columns or len(given) != 1 or len(columns[given[0]].columns) != 2:
            continue
        figures = [sample.cents(place) for place in (columns[balance].first, *columns[given[0]].columns)]
        places = columns[given[0]].columns
        for plus, minus in ((0, 1), (1, 0)):
            if proofs.holds(*proofs.chain(figures[0], figures[1 + plus], figures[1 + minus])):
                for way, place in zip(ways, (places[plus], places[minus]), strict=True):
                    header = "".join(block[place])
                    columns[way] = Column(header, header, [place], why=identity.name)


def by_figures(
    index: KindIndex,
    columns: dict[str, Column],
    unmapped: list[tuple[int, str]],
    shadowed: list[tuple[int, str, str]],
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
        found |= {place for place, _ in unmapped} | {
            place for place, _, target in shadowed if target == "side"
        }
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
        shadowed[:] = [one for one in shadowed if one[0] != right]
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
