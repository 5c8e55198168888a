"""Compare the numbers of receipts a village has made out with the receipt books it was handed."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl

from pipeline.judge.emptiness import any_of
from pipeline.judge.facts._set_aside import fields_of, may_say

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

TITLE = "票据使用：收款所用号码与领用登记的比对"
COLUMNS = {
    "village_code": ("varchar", "村代码"),
    "document_type": ("varchar", "票据类型"),
    "finding": ("varchar", "情形：超段/先用后领/断号/无法读取"),
    "book": ("varchar", "票据本：断号、无法读取时"),
    "day": ("date", "日期：使用日；断号为领用日"),
    "used_before": ("date", "断号以前最近一张的使用日"),
    "used_after": ("date", "断号以后最近一张的使用日"),
    "numbers": ("varchar", "号码"),
    "amount": ("decimal(18, 2)", "金额（元）：断号不计"),
    "row_id": ("varchar", "行编号"),
}
EMPTY_IF = any_of("ledger.receipt_book", "ledger.cash_entry.document_no")
AFTER = ("twice_booked",)
_TYPES = ("财政票据", "收据")
_NUMBER = re.compile(r"(?P<prefix>\D*)(?P<digits>\d{1,18})$")
_SEPARATOR = re.compile(r"[、，,;；/\s]+")
_RUN = re.compile(r"(\D*\d+)\s*[-~至到—]+\s*(\D*\d+)")
_LONGEST_RUN = 1000


@dataclass(frozen=True, slots=True)
class Number:
    """One receipt number: its letters, its figure, and how many digits are written."""

    prefix: str
    value: int
    width: int


@dataclass(slots=True)
class _Book:
    row_id: str
    kind: str
    label: str
    prefix: str
    first: int
    last: int
    width: int
    issued: date
    voided: set[int]
    used: dict[int, tuple[date, str]] = field(default_factory=dict)

    def holds(self, number: Number) -> bool:
        """Say whether the book has this number; letters count only where both sides write them."""
        letters = not self.prefix or not number.prefix or self.prefix == number.prefix
        return letters and self.first <= number.value <= self.last


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """Find numbers outside every book, used before the book was handed out, or skipped within a book.

    Only receipts for money received are the village's own; a receipt for money paid is another's.
    Kinds of receipt of which the village was handed no book at all (electronic ones) are not judged.
    Returns one line per number or gap, and one for each book whose numbers can't be read: of its village
    nothing else is said.
    """
    shelves, unreadable = _shelves(con)
    months: dict[str, set[int]] = defaultdict(set)
    found: list[tuple[object, ...]] = list(unreadable)
    rows = con.execute("""
        select e.village_code, e.row_id, e.entry_date, e.document_type, e.document_no, e.income,
            coalesce(e.currency, '人民币') = '人民币', counted.document_no is not null as is_told
        from ledger.cash_entry as e
        left join fact.twice_booked as repeat on e.row_id = repeat.row_id
        left join ledger.cash_entry as counted
            on repeat.repeats_row_id = counted.row_id and e.village_code = counted.village_code
        where e.village_code in (select village_code from ledger.receipt_book)
        order by e.entry_date, e.row_id
    """).fetchall()
    for village, row_id, day, kind, text, income, yuan, is_told in rows:
        months[village].add(day.year * 12 + day.month)
        if village not in shelves or text is None:
            continue
        registered = kind in _TYPES and any(book.kind == kind for book in shelves[village])
        # The same receipt on the journal and on a register is one.
        own = registered and yuan and not is_told and income is not None and income > 0
        for number in numbers(text):
            books = [book for book in shelves[village] if book.holds(number)]
            for book in books:
                book.used.setdefault(number.value, (day, row_id))
            if own and all(book.issued > day for book in books):
                finding = "先用后领" if books else "超段"
                found.append((village, kind, finding, None, day, None, None, text, income, row_id))
    _take_up(con, shelves)
    for village, books in shelves.items():
        for book in books:
            gap = _gap(book, months[village]) if _alone(book, books) else None
            if gap:
                found.append(
                    (village, book.kind, "断号", book.label, book.issued, *gap, Decimal(0), book.row_id)
                )
    schema: dict[str, pl.DataType] = dict.fromkeys(COLUMNS, pl.String())
    schema |= dict.fromkeys(("day", "used_before", "used_after"), pl.Date()) | {"amount": pl.Decimal(18, 2)}
    return pl.DataFrame(found, schema=schema, orient="row").unique(maintain_order=True)


def _take_up(con: duckdb.DuckDBPyConnection, shelves: dict[str, list[_Book]]) -> None:
    """Count as not skipped the numbers that stand in rows set aside, in whichever cell where none is known."""
    rows = con.execute("""
        select s.village_code, cast(r.cells as varchar), cast(r.fields as varchar)
        from meta.rejected_row as r
        inner join meta.sheet as s on r.submission_id = s.submission_id and r.sheet = s.sheet
        inner join meta.submission as m on r.submission_id = m.submission_id and m.superseded_by = ''
    """).fetchall()
    for village, cells, fields in rows:
        texts = may_say("document_no", cells, fields_of(fields))
        for book in (
            book for owner in ({village} if village else shelves) for book in shelves.get(owner, ())
        ):
            found = (number for text in texts for number in numbers(text) if book.holds(number))
            book.voided.update(number.value for number in found)


def _shelves(
    con: duckdb.DuckDBPyConnection,
) -> tuple[dict[str, list[_Book]], list[tuple[object, ...]]]:
    """Read the books of each village; villages with one that can't be read are only named for it."""
    rows = con.execute(
        "select village_code, row_id, document_type, book_no, first_no, last_no, issued_on, voided"
        " from ledger.receipt_book order by row_id"
    ).fetchall()
    shelves: dict[str, list[_Book]] = defaultdict(list)
    unreadable: list[tuple[object, ...]] = []
    for village, row_id, kind, book_no, first, last, issued, voided in rows:
        start, end = parse(first), parse(last)
        label = f"{kind}{book_no or ''}（{first} 至 {last}）"
        if start is None or end is None or end.value < start.value:
            unreadable.append(
                (village, kind, "无法读取", label, issued, None, None, None, Decimal(0), row_id)
            )
            continue
        gone = {number.value for number in numbers(voided or "")}
        shelves[village].append(
            _Book(row_id, kind, label, start.prefix, start.value, end.value, start.width, issued, gone)
        )
    for line in unreadable:
        shelves.pop(str(line[0]), None)
    return shelves, unreadable


def parse(text: str) -> Number | None:
    """Read one number; ``None`` where no figure stands at its end."""
    tidy = re.sub(r"NO[.:]?|[第号\s]", "", unicodedata.normalize("NFKC", text).upper())
    match = _NUMBER.fullmatch(tidy)
    if match is None:
        return None
    return Number(match["prefix"].strip("-_ "), int(match["digits"]), len(match["digits"]))


def numbers(text: str) -> list[Number]:
    """Read a list of numbers and runs: 0003、0007-0009."""
    found = []
    for part in _SEPARATOR.split(unicodedata.normalize("NFKC", text).strip()):
        run = _RUN.fullmatch(part)
        ends = [parse(piece) for piece in (run.groups() if run else (part,))]
        first, last = ends[0], ends[-1]
        if first is None or last is None:
            continue
        if not 0 <= last.value - first.value <= _LONGEST_RUN:
            last = first
        found += [Number(first.prefix, n, first.width) for n in range(first.value, last.value + 1)]
    return found


def _alone(book: _Book, books: Iterable[_Book]) -> bool:
    """Say whether no other book has numbers of this one, which would leave open whose number was used."""
    return not any(
        other is not book and other.first <= book.last and book.first <= other.last for other in books
    )


def _gap(book: _Book, months: set[int]) -> tuple[date, date, str] | None:
    """Give the days between which numbers were skipped, and the numbers as 3、5-7; None if there are none.

    A gap counts only if the village handed in accounts for every month between its two neighbours.
    """
    used = sorted(book.used)
    runs = []
    around: list[date] = []
    for before, after in pairwise(used):
        skipped = [n for n in range(before + 1, after) if n not in book.voided]
        days = sorted((book.used[before][0], book.used[after][0]))
        span = range(days[0].year * 12 + days[0].month, days[1].year * 12 + days[1].month + 1)
        if skipped and months.issuperset(span):
            runs.append(_written(skipped, book.width))
            around += days
    return (min(around), max(around), "、".join(runs)) if runs else None


def _written(values: list[int], width: int) -> str:
    """Write sorted numbers with leading zeros, runs drawn together."""
    parts: list[list[int]] = []
    for value in values:
        if parts and value == parts[-1][-1] + 1:
            parts[-1].append(value)
        else:
            parts.append([value])
    return "、".join("-".join(str(n).zfill(width) for n in dict.fromkeys((p[0], p[-1]))) for p in parts)
