"""Make a county: workbooks of all families for seventeen villages and twelve months, from one seed."""

from __future__ import annotations

from pathlib import Path
from random import Random

from tests.county import banks, bound, cashforms, mixtures, oddities, rolls, traps, vouchers
from tests.county.desk import Case
from tests.county.paper import Book, Page
from tests.county.places import VILLAGES, YEAR

FAMILIES = (
    *cashforms.FAMILIES, *bound.FAMILIES, *oddities.FAMILIES, *traps.FAMILIES, *mixtures.FAMILIES,
    *banks.FAMILIES, *vouchers.FAMILIES, *rolls.FAMILIES,
)  # fmt: skip


def county(seed: int, count: int) -> list[Book]:
    """Make ``count`` workbooks, each of its own village and month while there are enough."""
    rng = Random(seed)
    homes = [(village, month) for village in VILLAGES for month in range(1, 13)]
    rng.shuffle(homes)
    # The commoner forms come more often: every fourth workbook is a cash book of some kind.
    families = [*rng.sample(FAMILIES, len(FAMILIES))]
    while len(families) < count:
        families += rng.sample((*cashforms.FAMILIES, *bound.FAMILIES), 8) + rng.sample(FAMILIES, 24)
    books: list[Book] = []
    for number, family in enumerate(families[:count]):
        # Tables of a year must not cover the same year twice: the later one would count as a correction.
        year = YEAR - families[:number].count(family) if family in rolls.FAMILIES else YEAR
        book = family(Case(Random(rng.random()), *homes[number % len(homes)], number, year))
        book.maker = family.__name__
        books.append(book)
    return books


def register() -> Book:
    """The village register all names are resolved against."""
    page = Page("村情登记表")
    page.add("村情登记表")
    page.add("村代码", "村名", "乡镇", "县（市）")
    for village in VILLAGES:
        page.add(village.code, village.name, village.township, "灵武市")
    return Book("县农经站/村情登记表.xlsx", [page], "村情")


def save(books: list[Book], folder: Path) -> None:
    """Write the register and all workbooks below ``folder``."""
    for book in (register(), *books):
        book.save(folder)
