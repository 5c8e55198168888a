"""Say what speaks for taking a column that no word names for a field: its values, or the figures of its rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING

from pipeline.layout import proofs
from pipeline.layout.cellforms import FORMS
from pipeline.values.celltext import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.layout.column import Column
    from pipeline.layout.headers import KindIndex
    from pipeline.layout.profile import Sample
    from schemas._spec import FieldSpec, Identity

# What each sort of evidence is worth; less than ``FLOOR`` is none, and the next best must be ``MARGIN`` worse.
PROOF, ONLY_DAYS, CLOSED_WORDS, OWN_FORM, ONLY_TEXT, ONLY_ONE = 5.0, 3.5, 3.5, 3.5, 3.0, 3.0
FLOOR, MARGIN = 3.0, 1.0
# More columns of figures than this are not tried in all combinations.
MOST_FIGURES = 7
NOWHERE = -1
# What was before is not what is: 原星级, 上年等级, 变更前账号.
_FORMER = re.compile(
    r"^(?:原(?![因料材始件])|上[年期次]|去年|上一年|以前|此前)|(?:调整|变更|变动|更正|修改)前"
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """That the column at ``place`` is ``target``: what it is worth, and in Chinese what it rests on."""

    place: int
    target: str
    worth: float
    why: str


def gather(
    index: KindIndex, columns: Mapping[str, Column], free: Mapping[int, str], sample: Sample, *, named: bool
) -> list[Evidence]:
    """List what speaks for taking the unnamed columns ``free`` (with their headers) for fields that have none yet.

    ``named``: the title says that the table is of this kind.
    """
    specs = [f for f in index.ledger.fields if f.name not in columns]
    places = list(free)
    current = {place: header for place, header in free.items() if not _FORMER.search(header)}
    found = [*_figures(index, columns, places, sample), *_days(index, columns, current, sample)]
    for place in current:
        found += _words(index, specs, place, places, sample)
    if named:
        found += _only_ones(index, columns, free, sample)
    return found + list(_summary(index, columns, places, sample))


def _only_ones(
    index: KindIndex, columns: Mapping[str, Column], free: Mapping[int, str], sample: Sample
) -> Iterator[Evidence]:
    """Take for what must be there the only column that may be it: 金额 in a list of 慰问金, without any other amount."""
    missing = [
        f
        for f in index.ledger.fields
        if f.required and f.name not in columns and f.name in index.words.fields
    ]
    may = {
        f.name: [
            place
            for place, header in free.items()
            if sample.profile(place).filled
            and sample.profile(place).admits(f.role)
            and index.words.could_be(f.name, header)
        ]
        for f in missing
    }
    for name, places in may.items():
        if len(places) == 1 and sum(places[0] in others for others in may.values()) == 1:
            yield Evidence(places[0], name, ONLY_ONE, "必须有的这一项只有这一列可以是")


def _days(
    index: KindIndex, columns: Mapping[str, Column], free: Mapping[int, str], sample: Sample
) -> Iterator[Evidence]:
    """Take the only column of days for the day of the entry; where its header says 日期, some may be badly written."""
    name = index.ledger.date_field
    if not name or any(other in columns for other in index.date_fields):
        return
    days = [
        place
        for place, header in free.items()
        if sample.profile(place).filled
        and sample.profile(place).days >= (0.6 if header.endswith("日期") else 0.9)
    ]
    if len(days) == 1:
        yield Evidence(days[0], name, ONLY_DAYS, "只有这一列是日期")


def _words(
    index: KindIndex, specs: Sequence[FieldSpec], place: int, free: Sequence[int], sample: Sample
) -> Iterator[Evidence]:
    """Take a column for what its cells alone show: words of one closed list, id cards, co-operatives."""
    profile = sample.profile(place)
    if profile.filled < 2:
        return
    fitting = [f for f in specs if profile.values <= index.listed[f.name]]
    if len(fitting) == 1:
        yield Evidence(place, fitting[0].name, CLOSED_WORDS, "各格都是这一列的选项")
    for form in FORMS:
        if not form.counts_in(index.ledger.name):
            continue
        own = [f for f in specs if f.name in form.fields]
        if len(own) == 1 and form.all_of(profile) and sum(map(form.all_of, map(sample.profile, free))) == 1:
            yield Evidence(place, own[0].name, OWN_FORM, f"各格都是{form.name}")


def _summary(
    index: KindIndex, columns: Mapping[str, Column], free: Sequence[int], sample: Sample
) -> Iterator[Evidence]:
    """Take the only unnamed column that tells what money was for, where that must be told and nothing does."""
    spec = index.specs.get("summary")
    if spec is None or not spec.required or "summary" in columns:
        return
    texts = {p: sample.profile(p).purposes for p in free if sample.profile(p).chinese >= 0.8}
    telling = [place for place, purposes in texts.items() if purposes >= 0.6]
    if len(telling) == 1 and all(texts[place] <= 0.3 for place in texts if place != telling[0]):
        yield Evidence(telling[0], "summary", ONLY_TEXT, "只有这一列写明事由")


def _figures(
    index: KindIndex, columns: Mapping[str, Column], free: Sequence[int], sample: Sample
) -> Iterator[Evidence]:
    """Name columns of figures by an identity of the kind that they satisfy, with those that words name."""
    numbers = [p for p in free if sample.profile(p).filled and sample.profile(p).numbers >= 0.9]
    if not numbers or len(numbers) > MOST_FIGURES:
        return
    for identity in index.ledger.identities:
        names = [name.removeprefix("-") for name in identity.fields]
        named = {name: columns[name].first for name in names if name in columns}
        for sided in index.ledger.sided:
            if sided.name in columns and {sided.plus, sided.minus} <= set(names):
                # One column of signed amounts: what is in counts up, what is out down.
                named |= {sided.plus: columns[sided.name].first, sided.minus: NOWHERE}
        missing = [name for name in names if name not in named]
        if identity.form == "chain" and names[0] in named and missing == names[1:]:
            yield from _moves(index, identity, named[names[0]], numbers, sample)
        if missing and len(missing) <= len(numbers) and (identity.form != "total" or len(missing) == 1):
            proven = [
                chosen
                for chosen in permutations(numbers, len(missing))
                if proofs.holds(*tried_on(identity, named | dict(zip(missing, chosen, strict=True)), sample))
            ]
            if len(proven) == 1:
                for name, place in zip(missing, proven[0], strict=True):
                    yield Evidence(place, name, PROOF, identity.name)


def _moves(
    index: KindIndex, identity: Identity, balance: int, numbers: Sequence[int], sample: Sample
) -> Iterator[Evidence]:
    """Take the only column that holds what each balance moved by, in or out, for the amount of both."""
    sided = next((s for s in index.ledger.sided if {s.plus, s.minus} == set(identity.fields[1:])), None)
    moves = [p for p in numbers if proofs.holds(*proofs.steps(sample.cents(balance), sample.cents(p)))]
    if sided and len(moves) == 1:
        yield Evidence(moves[0], sided.name, PROOF, identity.name)


def tried_on(identity: Identity, places: Mapping[str, int], sample: Sample) -> tuple[int, int]:
    """Count the rows of the sample that satisfy an identity with its fields at ``places``, and those tried."""
    if identity.form == "balanced":
        voucher, debit, credit = (places[name] for name in identity.fields)
        groups = [squeeze(cell) or None for cell in sample.cells(voucher)]
        return proofs.balanced(groups, sample.cents(debit), sample.cents(credit))
    if identity.form == "product":
        quantity, price, amount = (places[name] for name in identity.fields)
        return proofs.product(sample.scaled(quantity), sample.scaled(price), sample.cents(amount))
    if identity.form == "share":
        all_, ratio, amount = (places[name] for name in identity.fields)
        return proofs.share(sample.cents(all_), sample.ratios(ratio), sample.cents(amount))
    if identity.form == "chain":
        balance, plus, minus = (_figures_at(sample, places[name]) for name in identity.fields)
        one = proofs.chain(balance, plus, minus)
        return max(one, proofs.chain(balance, minus, plus)) if identity.either else one
    whole, *parts = ((name, _figures_at(sample, places[name.removeprefix("-")])) for name in identity.fields)
    signed = [[None if v is None else -v for v in values] if n[0] == "-" else values for n, values in parts]
    return proofs.total(signed, whole[1])


def _figures_at(sample: Sample, place: int) -> list[int | None]:
    return [None] * len(sample.rows) if place == NOWHERE else sample.cents(place)
