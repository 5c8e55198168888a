"""Find forms for one matter: labels with their values beside or below them, all over a sheet.

四议两公开 is often kept so, a form for each matter. A form is one record of a kind of which at least four fields are
named, all that it can't do without among them, by labels in several rows; a table's header names as many in one row
(and again on every page). No form is read for a kind of payments: what looks like one is a voucher or a request.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.layout.form_page import DECIDES, Label, Page
from pipeline.layout.headers import clean
from pipeline.layout.lexicon import meaning
from pipeline.layout.profile import Sample
from pipeline.layout.recognise import Recognition
from pipeline.layout.rowkinds import is_footer
from pipeline.layout.titleblock import read_block
from pipeline.layout.upright import Item, Upright
from pipeline.values.celltext import cell_text, filled, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.files.marks import Address, Area
    from pipeline.layout.header_rows import HeaderRows
    from pipeline.layout.headers import KindIndex, Match
    from pipeline.layout.titleblock import Context
    from pipeline.values.cell import Cell
    from schemas._spec import Ledger

# A form fits on a page or two.
MOST_ROWS, MOST_COLUMNS = 120, 40
LEAST_FIELDS, LEAST_ROWS = 4, 3


@dataclass(frozen=True, slots=True)
class _Told:
    """That a label states a field, with its value; ``rank`` as in ``Match``."""

    name: str
    label: Label
    parts: tuple[str, ...]
    rank: int
    place: Address
    value: Cell


def table_below(headers: HeaderRows) -> int:
    """Find the row from which a list stands below what else is on the page, its title with it; else the end.

    A list has a header of words that stand side by side, and at least two rows that fill its columns.
    """
    rows = headers.rows
    for row in range(1, min(len(rows), MOST_ROWS)):
        places = filled(rows[row])
        if len(places) < LEAST_FIELDS or not headers.like(row) or not _has_rows(headers, row, places):
            continue
        start = row
        while start and 0 < len(filled(rows[start - 1])) <= 2:
            start -= 1
        # Right below a form, lines with a header word may be its own.
        while start < row and start and filled(rows[start - 1]) and headers.words & _words(rows[start]):
            start += 1
        return start
    return len(rows)


def _has_rows(headers: HeaderRows, row: int, places: list[int]) -> bool:
    down = [low for _, _, low, _ in headers.merged_at(row) if 0 < low - row < LEAST_ROWS]
    last = max(down) if len(down) * 2 > len(places) else row
    below = [r for r in range(last + 1, len(headers.rows)) if filled(headers.rows[r])][:2]
    if all(clean(cell_text(headers.rows[r][filled(headers.rows[r])[0]])) in headers.words for r in below):
        # Steps with their days, one below the other, are labels too.
        return False
    shared = [set(places) & set(filled(headers.rows[r])) for r in below]
    return len(below) == 2 and all(
        len(found) * 2 > len(places) and len(headers.words & _words(headers.rows[r])) < 2
        for r, found in zip(below, shared, strict=True)
    )


def find(headers: HeaderRows, merged: list[Area]) -> tuple[list[Upright], bool]:
    """Find the forms that a sheet consists of, from top to bottom; and tell whether it is one that nobody filled in."""
    rows = headers.rows
    if len(rows) > MOST_ROWS or max(map(len, rows), default=0) > MOST_COLUMNS:
        return [], False
    said = _said(headers)
    if len(said) < LEAST_ROWS or max(map(len, said)) * 2 > sum(map(len, said)):
        return [], False
    words = set[str]().union(*said)
    page: Page | None = None
    for kind, index in headers.recogniser.headers.kinds.items():
        if (
            _is_paid(index.ledger)
            or len({index.fields[w][0] for w in words & index.fields.keys()}) < LEAST_ROWS
        ):
            continue
        page = page or Page(headers, merged)
        reader = _Reader(page, kind, index)
        if (forms := reader.forms()) or reader.is_blank():
            return forms, not forms
    return [], False


def _is_paid(ledger: Ledger) -> bool:
    return bool(ledger.one_of) or any(f.required and f.role == "money" for f in ledger.fields)


def _said(headers: HeaderRows) -> list[set[str]]:
    """List the header words of each row that has some, a label with its value in the same cell too."""
    found = []
    for cells in headers.rows:
        if words := _words(cells) & headers.words:
            found.append(words)
    return found


def _words(cells: Sequence[Cell]) -> set[str]:
    return {clean(cell.replace("：", ":").partition(":")[0]) for cell in cells if isinstance(cell, str)}


class _Reader:
    """Reads a page as forms of one kind."""

    def __init__(self, page: Page, kind: str, index: KindIndex) -> None:
        self.page, self.kind, self.index = page, kind, index
        self.headers = page.headers
        matched = [(label, found) for label in page.labels if (found := self._match(label))]
        self.claimed = {label.place for label, _ in matched if label.inside == ""}
        self.groups = {
            place
            for label in page.labels
            if label.place in self.claimed
            and (place := label.group_place)
            and page.right(place) in self.claimed
        }
        self.named = {found[0].target for _, found in matched}
        self.told = [one for label, found in matched if (one := self._told(label, *found))]

    def _match(self, label: Label) -> tuple[Match, tuple[str, ...]] | None:
        """Find the field that a label states, by its own words or with the group on its left."""
        index = self.headers.recogniser.headers
        own, group = clean(label.text), clean(label.group.rstrip(":： "))
        for parts in ((own,), (group, own)) if group and group != own else ((own,),):
            match = index.match(self.kind, parts)
            if match is None or match.part or match.target not in self.index.specs:
                continue
            alone = index.match(self.kind, (group,)) if len(parts) > 1 else None
            if alone and alone.target == match.target and not meaning(own).parts <= {"日期"}:
                # The group alone says it: this is its value, or another part of the same step.
                continue
            return match, parts
        return None

    def _told(self, label: Label, match: Match, parts: tuple[str, ...]) -> _Told | None:
        name = match.target
        if label.inside != "":
            return _Told(name, label, parts, match.rank, label.place, label.inside)
        place = self.page.value_place(label, self.index.specs[name].role, self.claimed)
        if place is None:
            return None
        return _Told(name, label, parts, match.rank, place, self.page.cell(place))

    def is_blank(self) -> bool:
        """Tell whether the labels of a form are there, and hardly a value."""
        needed = {f.name for f in self.index.ledger.fields if f.required}
        rows = {place[0] for place in self.claimed}
        return (
            len(self.told) < 2 and needed <= self.named and len(self.named) >= LEAST_FIELDS <= len(rows) + 1
        )

    def forms(self) -> list[Upright]:
        """Read the sheet as forms; nothing where a part of it can't be."""
        values = {one.place for one in self.told if one.label.inside == ""}
        told = [one for one in self.told if one.label.place not in values]
        found: list[Upright] = []
        start = 0
        for part, after in self._parted(told):
            form = self._form(part, start, after, found[0].context if found else None)
            if form is None:
                return []
            found.append(form)
            start = after
        return found

    def _parted(self, told: list[_Told]) -> Iterator[tuple[list[_Told], int]]:
        """Part the labels into forms: another begins in the row where what names the record is stated again."""
        part: list[_Told] = []
        needed = {f.name for f in self.index.ledger.fields if f.required}
        for one in sorted(told, key=lambda one: one.label.place):
            row = one.label.place[0]
            again = [o for o in part if o.name == one.name and o.label.place[0] < row and not o.label.group]
            if one.name in needed and again and not one.label.group:
                later = [other for other in part if other.label.place[0] >= row]
                part = [other for other in part if other not in later]
                yield part, self._end(part, row)
                part = later
            part.append(one)
        yield part, len(self.page.rows)

    def _end(self, part: list[_Told], row: int) -> int:
        """Find the row after a form whose labels are ``part``: what signs it is its own, a title that of the next."""
        end = max(max(one.label.place[0], one.place[0]) for one in part) + 1
        while end < row:
            places = filled(self.page.rows[end])
            if places and not is_footer(squeeze(self.page.rows[end][places[0]])):
                break
            end += 1
        return end

    def _form(self, told: list[_Told], start: int, after: int, top: Context | None) -> Upright | None:
        told = _one_of_each(told)
        names, rows = {one.name for one in told}, {one.label.place[0] for one in told}
        if len(names) < LEAST_FIELDS or len(rows) < LEAST_ROWS:
            return None
        if not {f.name for f in self.index.ledger.fields if f.required} <= names:
            return None
        first = min(rows)
        context = read_block(self.page.rows[start:first])
        if top is not None:
            context.above = top.lines
            for role in ("village", "township"):
                if role in top.pairs:
                    context.pairs.setdefault(role, top.pairs[role])
        block = tuple(one.parts for one in told)
        sample = Sample([[one.value for one in told]])
        found = self.headers.recogniser.recognise(block, context, self.headers.names, sample)
        if not isinstance(found, Recognition) or found.kind != self.kind or len(found.columns) < LEAST_FIELDS:
            return None
        unread = tuple(self._unread(told, first, after))
        found.unmapped = []
        last = max(max(one.label.place[0], one.place[0]) for one in told)
        items = tuple(Item(one.parts, one.label.text, one.label.place, one.place, one.value) for one in told)
        return Upright(context, found, first, items, start, last, after, unread)

    def _unread(self, told: list[_Told], first: int, after: int) -> Iterator[tuple[str, Address]]:
        """List what stands in the form besides its labels and values, with the label on the left of each."""
        known = {one.label.place for one in told} | {one.place for one in told}
        known |= self.groups
        for row in range(first, after):
            places = [(row, column) for column in filled(self.page.rows[row])]
            if places and places[0] not in known and is_footer(squeeze(self.page.cell(places[0]))):
                continue
            header = ""
            for place in (p for p in places if p not in known):
                text = squeeze(self.page.cell(place))
                if not header and self.page.is_label(place) and self.page.right(place) in set(places) - known:
                    header = text
                    continue
                yield header, place
                header = ""


def _one_of_each(told: list[_Told]) -> list[_Told]:
    """Keep each field once: by a label under no group, by the better word, or of the meeting that decides."""
    kept = []
    for one in told:
        several = [other for other in told if other.name == one.name]
        free = [other for other in several if len(other.parts) == 1 and not other.label.group] or several
        best = [other for other in free if other.rank == min(o.rank for o in free)]
        deciding = [other for other in best if meaning(clean(other.label.group)).parts & DECIDES]
        chosen = best if len(best) == 1 else deciding
        if len(chosen) == 1 and chosen[0] is one:
            kept.append(one)
    return kept
