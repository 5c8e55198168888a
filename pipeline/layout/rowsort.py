"""Tell what a row below a header is: data, a summary row, a note, a marked example."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.layout.headers import SEQUENCE
from pipeline.layout.rowkinds import is_column_index, is_footer, mark_of, scope_of_cell, weak_scope
from pipeline.layout.titleblock import is_heading
from pipeline.values.celltext import filled, is_number, squeeze
from pipeline.values.money import to_cents

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.layout.header_rows import HeaderRows
    from pipeline.layout.rowkinds import Scope
    from pipeline.layout.table import Table
    from pipeline.values.cell import Cell
    from schemas._spec import FieldSpec

PAGE = re.compile(r"第\s*\d+\s*页|共\s*\d+\s*页")
_WRITTEN = frozenset("零壹贰叁肆伍陆柒捌玖拾佰仟")
Sorted = tuple[str, "Scope | None", str]
DATA: Sorted = ("", None, "")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the cells stand that tell what kind of row a row is.

    ``keys``: what every entry has and no sum: its day, voucher and number. ``figures``: whole columns of amounts
    (none where they are split over digit columns), of which ``minus`` lessen the ``balance``.
    """

    voucher: frozenset[int]
    amounts: frozenset[int]
    labels: frozenset[int]
    dates: frozenset[int]
    required: list[list[int]]
    date_field: str
    keys: frozenset[int]
    has_days: bool
    figures: tuple[int, ...]
    minus: frozenset[int]
    balance: tuple[int, ...]

    @classmethod
    def of(cls, table: Table, headers: HeaderRows) -> Columns:
        """Find them in the columns of ``table``."""
        found = table.recognition.columns
        kind = headers.recogniser.headers.kinds[table.recognition.kind]
        sided = {s.name for s in kind.ledger.sided}
        needed = kind.needed | sided | {s.name for s in kind.ledger.spans}
        places = {name: [*c.columns, *c.parts.values()] for name, c in found.items()}

        def union(names: Iterable[str]) -> frozenset[int]:
            return frozenset(j for n in names for j in places.get(n, ()))

        dates = union([kind.ledger.date_field])
        # A kind that may go without a day says nothing by lacking it.
        dated = bool(dates) and kind.specs[kind.ledger.date_field].required
        numbers = frozenset(j for j, parts in enumerate(table.block) if parts[-1] in SEQUENCE)
        amounts = [found[name] for name in (*kind.amount_fields, *sided) if name in found]
        split = any(c.parts.keys() - {"side"} for c in amounts)
        chain = next((i.fields for i in kind.ledger.identities if i.form == "chain"), ("", "", ""))
        return cls(
            union(["voucher_no"]),
            union([*kind.amount_fields, *sided]),
            union(["summary", "entry_date", "used_on", "village_name"]),
            dates,
            [_or_else(kind.specs.get(name), p, places) for name, p in places.items() if name in needed],
            kind.ledger.date_field,
            numbers | (dates | union(["voucher_no"]) if dated else frozenset()),
            dated,
            () if split else tuple(sorted({j for c in amounts for j in c.columns})),
            union([chain[2]]),
            tuple(found["balance"].columns[:1]) if "balance" in found else (),
        )


def _or_else(spec: FieldSpec | None, own: list[int], places: dict[str, list[int]]) -> list[int]:
    """Add to the columns of a field those that may stand in for it: 提醒 without stars, what was approved and not yet paid."""
    others = (spec.but_for[0], *spec.nought_beside) if spec else ()
    return own + [place for name in others for place in places.get(name, [])]


class RowSorter:
    """Sorts the rows of one table."""

    def __init__(self, table: Table, headers: HeaderRows) -> None:
        self.table, self.headers, self.rows = table, headers, headers.rows
        self.columns = Columns.of(table, headers)
        self.indent = 0

    def sort(self, cells: list[Cell], places: list[int], row: int) -> Sorted:
        """Name the reason to skip a row ('' for data), its scope and label when it is a summary row."""
        columns, first = self.columns, cells[places[0]]
        if (
            isinstance(first, str)
            and len(first) < 12
            and len(places) > 1
            and (mark := mark_of(squeeze(first)))
        ):
            return mark, None, ""
        if (
            not self.table.data
            and row <= self.table.header[1] + 2
            and is_column_index([squeeze(cells[j]) for j in places])
        ):
            return "表头", None, ""
        if (self.indent or (isinstance(first, str) and first.startswith("其中"))) and self._is_part(
            first, places
        ):
            return "其中行", None, ""
        # A label that stands where vouchers do is none: 小计 under 凭证字.
        voucher = any(not _is_total(cells[j]) for j in columns.voucher.intersection(places))
        amount = any(_has_figure(cells[j]) for j in columns.amounts.intersection(places))
        if voucher and amount:
            return DATA
        texts = [j for j in places if isinstance(cells[j], str)]
        dated = not columns.dates.isdisjoint(places)
        # Where neither table nor row has a figure, 余额 beside other words is a word: a list of column names.
        others = (j for j in places if j not in columns.keys)
        sums = columns.amounts or len(places) == 1 or any(_has_figure(cells[j]) for j in others)
        for position, j in enumerate(texts if sums else ()):
            if j not in columns.labels and (position > 2 or (position and amount and dated)):
                # 余额 in an entry's column of ways to pay is no sum.
                continue
            label, scope = scope_of_cell(str(cells[j]))
            if scope is None and label.endswith("计") and columns.dates.isdisjoint(places):
                scope = weak_scope(label, dated=bool(columns.dates))
            if scope and (not voucher or scope in {"期初", "期末"}):
                return "合计行", scope, label
        may_note = isinstance(first, str) and (_is_label(first) or is_footer(squeeze(first)))
        if amount and len(places) > 2 and not may_note:
            return DATA
        if len(places) == 1 and texts and self._titles_another(row):
            return "说明行", None, ""
        return self._note(cells, places, texts, amount)

    def _is_part(self, first: Cell, places: list[int]) -> bool:
        """Tell a part of the entry above (其中：打印纸), and what stands indented below the first of them.

        A part has neither day nor voucher. In a table with days the lines below may be entries of that day.
        """
        if isinstance(first, str) and first.startswith("其中"):
            columns = self.columns
            if not columns.voucher.isdisjoint(places) or not columns.dates.isdisjoint(places):
                return False
            self.indent = 0 if columns.dates else places[0]
            return True
        if not self.indent or self.indent > places[0]:
            self.indent = 0
            return False
        return isinstance(first, str) and not scope_of_cell(first)[1] and not is_footer(squeeze(first))

    def _titles_another(self, row: int) -> bool:
        """Tell whether only headings stand between ``row`` and the next header."""
        for below in range(row + 1, min(row + 5, len(self.rows))):
            places = filled(self.rows[below])
            if self.headers.like(below):
                return True
            if len(places) > 2 or any(is_number(self.rows[below][j]) for j in places):
                return False
        return False

    def _note(self, cells: list[Cell], places: list[int], texts: list[int], amount: bool) -> Sorted:
        """Tell a note, footer or page heading from a row of data that lacks its amount."""
        note: Sorted = ("说明行", None, "")
        present = sum(1 for group in self.columns.required if any(j in places for j in group))
        if not texts:
            # Forms are printed with numbered lines and with a balance that computes itself.
            return DATA if amount or present or not self.columns.required else ("空行", None, "")
        footer = is_footer(squeeze(cells[texts[0]])) and texts[0] == places[0]
        width = sum(1 for parts in self.table.block if parts[-1])
        if (
            present == len(self.columns.required)
            and len(places) * 2 > width
            and not _is_label(cells[texts[0]])
        ):
            # 书记 or 会计 in a roster whose posts stand first signs nothing.
            return DATA
        if len(texts) == len(places) > 1 and all(_is_label(cells[j]) or _is_page(cells[j]) for j in texts):
            # 出纳：某某 … 盘点日期：2024年6月30日; 币种：人民币 … 第2页/共2页
            return note
        if amount and footer and len(texts) == len(places):
            # 制表：某某 … 2023-10-30: a day under an amount column is no amount.
            columns = self.columns.amounts.intersection(places)
            amount = any(isinstance(to_cents(cells[j]), int) for j in columns)
        few = present <= (1 if len(self.columns.required) >= 2 else 0)
        if len(texts) == len(places) and not amount and (few or footer):
            if footer or len(places) == 1 or present == 0:
                return note
        elif few and present == 0 and (footer or len(places) <= 2):
            return note
        return (
            note
            if _is_label(cells[texts[0]]) and is_heading(PAGE.sub("", str(cells[j])) for j in texts)
            else DATA
        )


def _is_total(value: Cell) -> bool:
    return isinstance(value, str) and scope_of_cell(value)[1] is not None


def _is_label(value: Cell) -> bool:
    """Tell whether a cell may be a pair such as 编制单位：东滩村 (a time of day is none)."""
    return isinstance(value, str) and (":" in value or "：" in value) and not value[0].isdigit()


def _is_page(value: Cell) -> bool:
    """Tell a page number such as 第2页/共2页."""
    return isinstance(value, str) and not PAGE.sub("", value).strip("/,， ")


def _has_figure(value: Cell) -> bool:
    """Tell whether a cell can be an amount: a number, or a text with a digit or a Chinese numeral."""
    return not isinstance(value, str) or any(c.isdigit() or c in _WRITTEN for c in value)
