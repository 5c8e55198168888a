"""Generate the workbooks of a county: bank books, bank statements and voucher lists in several layouts."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from tests.bench.forms import FORMS, Month, county_ledger, entries

TOWNSHIPS = ("临河镇", "梧桐树乡", "白土岗乡", "郝家桥镇", "崇兴镇", "马家滩镇", "东塔镇", "宁东镇")
FIRST, SECOND = "东西南北上下新老大小", "滩渠塘湾桥庄坡沟营堡"


@dataclass
class Corpus:
    """What was written: the folder that is ``inputs/``, its workbooks, and the rows each kind must load."""

    inputs: Path
    villages: list[tuple[str, str, str]]
    books: list[Path] = field(default_factory=list)
    rows: Counter[str] = field(default_factory=Counter)
    big: Path | None = None
    big_rows: int = 0

    @property
    def size(self) -> int:
        """Bytes of all workbooks."""
        return sum(path.stat().st_size for path in self.books)

    @property
    def total(self) -> int:
        """Data rows over all workbooks."""
        return self.rows.total()


def made_up_villages(count: int) -> list[tuple[str, str, str]]:
    """Make up ``count`` villages: (12-digit code, name, township), names unique in the county."""
    made = []
    for index in range(count):
        hundreds, rest = divmod(index, 100)
        number = "〇一二三四五六七八九"[hundreds % 10] if hundreds else ""
        name = f"{FIRST[rest // 10]}{SECOND[rest % 10]}{number}村"
        township = index % len(TOWNSHIPS)
        made.append(
            (f"640181{101 + township:03d}{200 + index // len(TOWNSHIPS):03d}", name, TOWNSHIPS[township])
        )
    return made


def make(
    folder: Path, *, files: int, sheets: int, rows: int, big: int, months: int = 12, seed: int = 1
) -> Corpus:
    """Write ``files`` monthly workbooks of ``sheets`` sheets of about ``rows`` rows, and one of ``big`` rows.

    A village hands in ``months`` of them. The same arguments give the same cells. Money is exact in cents,
    balances run on without a break.
    """
    corpus = Corpus(folder / "inputs", made_up_villages(-(-files // months)))
    _write_register(corpus)
    for number in range(files):
        village, month = divmod(number, months)
        code, name, township = corpus.villages[village]
        path = corpus.inputs / township / name / f"2025年{month + 1}月村级账.xlsx"
        chance = random.Random(f"{seed}/{code}/{month}")
        at = Month(name, township, 2025, month + 1, layout=village % 3)
        # A voucher has two lines: three quarters as many movements make ``rows`` a sheet on the average.
        drawn = list(entries(at.year, at.month, chance.randint(rows * 3 // 5, rows * 9 // 10), chance))
        with _open(corpus, path) as book:
            for form in FORMS[:sheets]:
                _fill(book.add_worksheet(form.sheet), form.draw(at, drawn))
                corpus.rows[form.kind] += len(drawn) * form.rows_an_entry
    if big:
        path = corpus.inputs / "县级平台" / "2024年度全县收支明细账.xlsx"
        corpus.big, corpus.big_rows = write_big(path, corpus.villages, big, seed), big
        corpus.books.append(corpus.big)
        corpus.rows["cash_entry"] += big
    return corpus


def write_big(path: Path, villages: list[tuple[str, str, str]], rows: int, seed: int) -> Path:
    """Write the county-wide cash ledger of a year: one sheet, ``rows`` entries, a village column."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        _fill(book.add_worksheet("收支明细账"), county_ledger(villages, rows, random.Random(f"{seed}/big")))
    return path


def _write_register(corpus: Corpus) -> None:
    with _open(corpus, corpus.inputs / "县农经站" / "村情登记表.xlsx") as book:
        lines: list[list[object]] = [["村情登记表"], ["村代码", "村名", "乡镇", "县（市）"]]
        _fill(
            book.add_worksheet("村情登记表"),
            iter([*lines, *([*village, "灵武市"] for village in corpus.villages)]),
        )
    corpus.rows["village"] += len(corpus.villages)


def _open(corpus: Corpus, path: Path) -> xlsxwriter.Workbook:
    path.parent.mkdir(parents=True, exist_ok=True)
    corpus.books.append(path)
    return xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"})


def _fill(sheet: Worksheet, rows: Iterator[list[object]]) -> None:
    for line, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(line, column, value)
            elif isinstance(value, date):
                sheet.write_datetime(line, column, value)
            elif value is not None:
                sheet.write_number(line, column, value)
