"""Look at the cells below a header: give up what they contradict, name by them what no word names."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.layout import directed, running, spanned
from pipeline.layout.assignment import assign
from pipeline.layout.cellforms import FORMS
from pipeline.layout.column import Column
from pipeline.layout.evidence import gather
from pipeline.layout.headers import SEQUENCE
from pipeline.layout.lexicon import meaning
from pipeline.layout.mapping import IN_ORDER, PUT_TOGETHER, missing_fields, points_of, still_shadowed
from pipeline.values import accounts
from pipeline.values.celltext import cell_text
from pipeline.values.dates import find_period
from pipeline.values.direction import side_word
from pipeline.values.status import status_word
from pipeline.values.units import parted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from pipeline.layout.headers import Headers, KindIndex
    from pipeline.layout.mapping import Block, Mapping
    from pipeline.layout.profile import Profile, Sample

CODE_AND_NAME = "各格里编码和名称写在一起"
LONGEST_WORD = 5
_TICKS = frozenset("√✓✔☑")
# 记-1, 银付3 is a voucher, not the number of a receipt.
_VOUCHER = re.compile(r"(?:记|收|付|转|现收|现付|银收|银付|现|银)(?:字|账|-)?第?\d+")


def completed(
    headers: Headers, kind: str, mapping: Mapping, sample: Sample, block: Block, *, named: bool
) -> Mapping:
    """Look at the cells: give up what they contradict, and name by them what no word names.

    ``named``: the title says that the table is of this kind.
    """
    index = headers.kinds[kind]
    columns, unmapped = mapping.fresh_columns(), list(mapping.unmapped)
    _no_vouchers(columns, unmapped, sample, block)
    for name in list(columns):
        _give_up(index, columns, name, unmapped, sample, block)
    shadowed = still_shadowed(columns, mapping.shadowed, unmapped)
    shadowed = _no_directions(index, columns, unmapped, shadowed, sample, block)
    shadowed += _second_figures(index, columns, sample, block)
    _part_accounts(index, columns, sample)
    free = [p for p, _ in unmapped if sample.profile(p).filled and not _only_ticks(sample.profile(p))]
    side = directed.by_cells(index, columns, free, sample)
    free = [place for place in free if place != side]
    status = next((p for p in free if _is_status(index, p, block, sample)), None)
    free = [place for place in free if place != status]
    spanned.take_over(index, columns, sample)
    runs = spanned.unnamed(index, columns, free, sample)
    for name, place in runs.items():
        columns[name] = Column("", "".join(block[place]), [place], why="各格都是起止")
    free = [place for place in free if place not in runs.values()]
    left = {place: "".join(block[place]) for place in free}
    taken = assign(gather(index, columns, left, sample, named=named)).taken
    for one in taken:
        header = "".join(block[one.place])
        columns[one.target] = Column("", header, [one.place], why=one.why)
    directed.part_by_figures(index, columns, sample, block)
    directed.by_figures(index, columns, unmapped, shadowed, sample, block)
    running.find_balance(index, columns, unmapped, sample, block)
    given = {side, status, *runs.values(), *(one.place for one in taken)}
    unmapped = sorted(place for place in unmapped if place[0] not in given)
    _stand_in(index, columns, [place for place, _ in unmapped], sample)
    _number(index, columns, unmapped, sample, block)
    shadowed = still_shadowed(columns, shadowed, unmapped)
    return replace(
        mapping,
        points=points_of(headers, index, columns, unmapped),
        columns=columns,
        unmapped=unmapped,
        shadowed=shadowed,
        missing=missing_fields(index, columns),
        status=status,
    )


def _give_up(
    index: KindIndex,
    columns: dict[str, Column],
    name: str,
    unmapped: list[tuple[int, str]],
    sample: Sample,
    block: Block,
) -> None:
    """Take away from a field the columns whose cells say that they are something else."""
    column = columns[name]
    if _contradicted(index, columns, name, column, sample):
        wrong = list(column.columns)
    else:
        wrong = [
            place for place in column.columns if _is_another(index, columns, name, column, place, sample)
        ]
        if not wrong:
            return
    column.columns = [place for place in column.columns if place not in wrong]
    unmapped += [(place, "".join(block[place])) for place in wrong]
    if not column.columns:
        del columns[name]


def _second_figures(
    index: KindIndex, columns: dict[str, Column], sample: Sample, block: Block
) -> list[tuple[int, str, str]]:
    """Keep one column of a figure beside the amount itself (合同金额, 中标价): the best-named one that is filled."""
    left: list[tuple[int, str, str]] = []
    for name, column in columns.items():
        if name not in index.amounts & index.specs.keys() or name in index.needed:
            continue
        kept = next((p for p in column.columns if sample.profile(p).filled), None)
        others = [p for p in column.columns if p != kept] if kept is not None else []
        left += [(place, "".join(block[place]), name) for place in others]
        column.columns = [place for place in column.columns if place not in others]
    return left


def _no_vouchers(
    columns: dict[str, Column], unmapped: list[tuple[int, str]], sample: Sample, block: Block
) -> None:
    """Take no column for the word of a voucher (记, 银付) that holds longer texts: 类型 beside 凭证号."""
    for name, column in list(columns.items()):
        said = column.parts.get("word")
        if said is not None and any(len(value) > LONGEST_WORD for value in sample.profile(said).values):
            unmapped.append((column.parts.pop("word"), "".join(block[said])))
            if not column.columns and not column.parts:
                del columns[name]


def _no_directions(
    index: KindIndex,
    columns: dict[str, Column],
    unmapped: list[tuple[int, str]],
    shadowed: list[tuple[int, str, str]],
    sample: Sample,
    block: Block,
) -> list[tuple[int, str, str]]:
    """Take no column for directions that holds none: 收支类别 with words for purposes is the category.

    Returns which columns still stand behind others.
    """
    sided = {s.name for s in index.ledger.sided}
    said = [(c.parts["side"], c) for name, c in columns.items() if "side" in c.parts]
    said += [(place, columns[target]) for place, _, target in shadowed if target in sided]
    for place, column in said:
        if not (words := sample.profile(place).values) or any(map(side_word, words)):
            continue
        header = "".join(block[place])
        if column.parts.get("side") == place:
            del column.parts["side"]
        shadowed = [one for one in shadowed if one[0] != place]
        other = index.other_fitting(header, columns)
        if other and sample.profile(place).admits(index.specs[other].role):
            columns[other] = Column(header, header, [place], why=PUT_TOGETHER)
            _give_up(index, columns, other, unmapped, sample, block)
        else:
            unmapped.append((place, header))
    return shadowed


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
    return bool(values and index.amount_fields) and (
        known == len(values) or (named and known * 2 >= len(values))
    )


def _is_another(
    index: KindIndex, columns: dict[str, Column], name: str, column: Column, place: int, sample: Sample
) -> bool:
    """Tell whether all cells have the form of a field that has no column: 入股单位 full of co-operatives.

    The field must be one that has to be there; but cells that are all words of its list say so of any, where the
    header was only put together (经费来源 over names of funds).
    """
    free = {f.name: f for f in index.ledger.fields if f.name not in columns}
    forms = [form for form in FORMS if name not in form.fields and form.counts_in(index.ledger.name)]
    if column.why and name in index.specs:
        profile = sample.profile(place)
        unlisted = profile.values and not profile.values <= index.listed[name]
        return bool(
            (unlisted and any(profile.values <= index.listed[one] for one in free))
            or any(form.fields & free.keys() and form.all_of(profile) for form in forms)
            or any(name in form.must and not form.some_of(profile) for form in FORMS)
        )
    missing = {f.name for f in free.values() if f.required}
    return any(form.fields & missing and form.all_of(sample.profile(place)) for form in forms)


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
    if spec and spec.units and all(_with_units(sample.profile(p)) for p in column.columns):
        return False
    if role == "text" and all(_only_ticks(sample.profile(p)) for p in column.columns):
        return True
    if not column.why:
        if spec and spec.month_means and all(_only_months(sample.profile(p)) for p in column.columns):
            return False
        return role in {"date", "money", "year"} and any(map(sample.only_words, column.columns))
    for profile in map(sample.profile, column.columns):
        if not profile.admits(role) or (name == "document_no" and all(map(_VOUCHER.match, profile.values))):
            return True
        if name == "category" and "summary" not in columns and profile.purposes >= 0.6:
            return True
    return False


def _with_units(profile: Profile) -> bool:
    """Tell whether a column holds nothing but figures with a unit behind them: 90元/天."""
    return bool(profile.values) and all(map(parted, profile.values))


def _only_ticks(profile: Profile) -> bool:
    """Tell whether a column holds nothing but ticks (记账√), which name nobody."""
    return bool(profile.values) and profile.values <= _TICKS


def _only_months(profile: Profile) -> bool:
    """Tell whether a column holds nothing but months (2022年4月), which stand for a day where that is usual."""
    found = [find_period(text) for text in profile.values]
    return bool(found) and all(period is not None and period.kind == "月" for period in found)


def _stand_in(index: KindIndex, columns: dict[str, Column], unread: Sequence[int], sample: Sample) -> None:
    """Let the day of posting date the entry where it is the only day of the table, and no unread column holds days."""
    ledger = index.ledger
    dates = [n for n in index.date_fields if n in columns]
    if any(columns.keys() & set(spec.nought_beside) for spec in ledger.fields):
        # Beside what was approved or sent down an entry may have moved no money yet, so that it has no day.
        return
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
