"""Fill in templates as an officer would, and say what must be read back, from the schemas alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache
from pathlib import Path

import openpyxl
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.layout.headers import Headers
from pipeline.layout.recognise import Recogniser
from pipeline.read.extract import Extract, FileExtract
from pipeline.read.intake import digest
from pipeline.values.dates import EPOCH
from schemas import ledgers
from schemas._spec import FieldSpec, Ledger

Typed = str | int | float | date | time
KINDS = ledgers()
VILLAGE, TOWNSHIP = "东滩村", "临河镇"
HEADER_ROW, EXAMPLE_ROW = 3, 5
# Of what is collected or paid out, a word that is on no list is told of.
KNOWN = {"代收项目": "医保", "惠农补贴项目": "耕地地力", "职务": "会计", "补贴项目": "误工补贴"}


@cache
def recogniser() -> Recogniser:
    return Recogniser(Headers(tuple(KINDS.values())))


def read(path: Path) -> FileExtract:
    return digest(path.name, path.read_bytes(), recogniser())


def tables(found: FileExtract) -> dict[str, Extract]:
    return {t.kind: t for t in found.tables if t.kind}


@dataclass
class Filled:
    """What was typed into a sheet: its first row, and by field what must come back, line by line."""

    first: int
    lines: int
    values: dict[str, list[object]]

    def agrees(self, table: Extract) -> None:
        assert table.rows == list(range(self.first, self.first + self.lines))
        assert not table.rejected
        assert {name: table.columns[name] for name in self.values} == self.values


def columns_of(sheet: Worksheet, ledger: Ledger) -> dict[str, int]:
    """Find the fields of ``ledger`` by the titles that stand in the header."""
    places = {str(c.value).rstrip("*"): c.column for c in sheet[HEADER_ROW] if c.value}
    return {f.name: places[f.title] for f in ledger.fields if f.title in places}


def first_free(sheet: Worksheet) -> int:
    """Find the first line below the example that is meant for entries."""
    opening = any(c.value == "上年结转" for c in sheet[EXAMPLE_ROW + 1])
    return EXAMPLE_ROW + (2 if opening else 1)


def fill(sheet: Worksheet, ledger: Ledger, *, computed: frozenset[str] = frozenset()) -> Filled:
    """Type plausible entries into ``sheet`` until every allowed word has been used; not into ``computed``."""
    columns = columns_of(sheet, ledger)
    first = first_free(sheet)
    lines = max(3, *(len(ledger.by_name[name].values) for name in columns))
    values: dict[str, list[object]] = {name: [] for name in columns if name not in computed}
    for line in range(lines):
        for name, meanings in values.items():
            spec = ledger.by_name[name]
            typed, meant = entry(spec, line)
            alternatives = next((g for g in ledger.one_of if name in g), (name,))
            if alternatives[line % len(alternatives)] != name:
                meanings.append(None)
                continue
            cell = sheet.cell(first + line, columns[name])
            assert not cell.protection.locked, f"{name} is locked"
            cell.value = typed
            meanings.append(meant)
    multiply(sheet, ledger, columns, values, first)
    if ledger.paged and "balance" in values:
        # On a page of an account a balance in credit counts as negative.
        pairs = zip(values["side"], values["balance"], strict=True)
        values["balance"] = [-b if side == "贷" and isinstance(b, int) else b for side, b in pairs]
    return Filled(first, lines, values)


def multiply(
    sheet: Worksheet, ledger: Ledger, columns: dict[str, int], values: dict[str, list[object]], first: int
) -> None:
    """Let a price by the day or by the piece come to the amount beside it."""
    for quantity, rate, amount in (i.fields for i in ledger.identities if i.told):
        if not {quantity, rate, amount} <= values.keys():
            continue
        for line in range(len(values[amount])):
            product = (
                sheet.cell(first + line, columns[quantity]).value
                * sheet.cell(first + line, columns[rate]).value
            )
            sheet.cell(first + line, columns[amount]).value = product
            values[amount][line] = round(product * 100)


def entry(spec: FieldSpec, line: int) -> tuple[Typed, object]:
    """Give what is typed into the cell of ``spec`` on ``line``, and the value that must be read."""
    if spec.values:
        word = spec.values[line % len(spec.values)][0]
        return (int(word), int(word)) if spec.role == "count" else (word, word)
    if spec.role == "money":
        cents = (123_456_78, 5, -890_10, 1_000_00)[line % 4] + line
        return cents / 100, cents
    if spec.role == "date":
        day = date(2024, 2, 27) + timedelta(days=line)
        return day, day.toordinal() - EPOCH
    if spec.role == "time":
        return time(9, 30, line), f"09:30:{line:02}"
    if spec.role == "year":
        return 2024, 2024
    if spec.role == "month":
        return line % 12 + 1, line % 12 + 1
    if spec.role == "count":
        return 30 + line, 30 + line
    if spec.role == "ratio":
        return (0.125, 0.3333, 1)[line % 3], (12_500_000, 33_330_000, 100_000_000)[line % 3]
    if spec.name == "rate":
        return (80, 12, 100)[line % 3], (800_000, 120_000, 1_000_000)[line % 3]
    if spec.role == "quantity":
        return (2.5, 12, 0.125)[line % 3], (25_000, 120_000, 1_250)[line % 3]
    # Numbers of accounts, books and vouchers must keep their zeros and never turn into days.
    text = {"voucher_no": f"3-{line + 1}", "first_no": f"00{line}301"}.get(spec.name, f"{spec.title}甲{line}")
    text = KNOWN.get(spec.title, text)
    if spec.name in {"account_no", "payee_account", "id_no", "counterparty_account", "bank_account"}:
        text = f"62000000000000000{line:02}"
    return text, text


def name_village(book: Workbook) -> None:
    """Fill in whose workbook it is, and for which year, wherever a template asks for it."""
    guide = book["填表说明"]
    if guide["A3"].value == "村名":
        guide["B3"], guide["B4"] = VILLAGE, 2024
        return
    sheet = book.worksheets[0]
    title = str(sheet["A1"].value)
    sheet["A1"] = title.replace("____村", VILLAGE).replace("20__", "2024")
    sheet["C2"] = VILLAGE


def filled_book(path: Path, out: Path, *, computed: frozenset[str] = frozenset()) -> dict[str, Filled]:
    """Fill in every form of the template ``path`` and save it as ``out``."""
    book = openpyxl.load_workbook(path)
    name_village(book)
    by_title = {kind.title: kind for kind in KINDS.values()}
    filled = {
        by_title[sheet.title].name: fill(sheet, by_title[sheet.title], computed=computed)
        for sheet in book
        if sheet.title in by_title
    }
    book.save(out)
    return filled
