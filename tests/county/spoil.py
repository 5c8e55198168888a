"""Spoil one cell of any made-up workbook, wherever its layout keeps it."""

from __future__ import annotations

from random import Random

from tests.county.paper import Book, Page

# What is written over a value, and how it must be reported.
WRONG = {"money": ("约两千", "C01"), "day": ("月底前", "C03")}
OWN_AMOUNT = {
    "income": "money",
    "expense": "money",
    "amount_in": "money",
    "amount_out": "money",
    "entry_date": "day",
}


def spoil(book: Book, rng: Random) -> None:
    """Overwrite one required value, if the workbook says where its values stand."""
    places = [
        (page, row, name, column)
        for page in book.pages
        for (row, name), column in page.where.items()
        if _required(page, row, name)
        and page.rows[row - 1][column] is not None
        and not _merged(page, row, column)
    ]
    if not places:
        return
    page, row, name, column = rng.choice(places)
    wrong, code = WRONG[OWN_AMOUNT[name]]
    page.rows[row - 1][column] = wrong
    del page.truth[row]
    book.expected.append((code, book.sheet(page), f"{chr(65 + column)}{row}"))


def _required(page: Page, row: int, name: str) -> bool:
    """Tell whether a row can't do without a field; what a resolution cost may be left out."""
    return name in OWN_AMOUNT and page.truth[row].kind != "resolution"


def _merged(page: Page, row: int, column: int) -> bool:
    return any(
        top < row <= bottom + 1 and left <= column <= right for top, left, bottom, right in page.merged
    )
