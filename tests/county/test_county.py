"""A county of deliberately different workbooks loads with every value exact and every row in its place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.county import compare
from tests.county.county import FAMILIES, county, save
from tests.county.paper import Book
from tests.e2e.night import Night


@dataclass(frozen=True)
class Made:
    """A night that was run on made-up workbooks."""

    night: Night
    books: list[Book]
    wrong: list[str]


def made(folder: Path, seed: int, count: int) -> Made:
    night, books = Night(folder), county(seed, count)
    save(books, night.inputs)
    night.publish()
    return Made(night, books, compare.differences(night, books))


@pytest.fixture(scope="module")
def each_family_once(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made(tmp_path_factory.mktemp("county"), seed=20231, count=len(FAMILIES))


def assert_exact(one: Made) -> None:
    assert one.wrong == []
    assert compare.unbalanced(one.night) == []
    expected = {(code, b.path, sheet, cell) for b in one.books for code, sheet, cell in b.expected}
    assert compare.problems(one.night) == expected
    assert compare.printed_totals_that_differ(one.night) == []


@pytest.mark.parametrize("family", [f.__name__ for f in FAMILIES])
def test_every_value_is_exact_and_in_its_place(each_family_once: Made, family: str) -> None:
    [book] = [b for b in each_family_once.books if b.maker == family]
    assert [text for text in each_family_once.wrong if book.path in text] == []


def test_no_row_is_made_up(each_family_once: Made) -> None:
    assert [text for text in each_family_once.wrong if "made up" in text] == []


def test_control_totals_balance(each_family_once: Made) -> None:
    assert compare.unbalanced(each_family_once.night) == []
    [(loaded,)] = each_family_once.night.query(
        "select sum(rows_loaded) from meta.sheet where kind <> 'village'"
    )
    assert loaded == sum(len(book.records()) for book in each_family_once.books)


def test_nothing_is_reported_that_is_not_a_problem(each_family_once: Made) -> None:
    expected = {
        (code, b.path, sheet, cell) for b in each_family_once.books for code, sheet, cell in b.expected
    }
    assert compare.problems(each_family_once.night) == expected


def test_printed_totals_agree_with_the_rows(each_family_once: Made) -> None:
    [(compared,)] = each_family_once.night.query(
        "select count(*) from meta.printed_total where computed is not null"
    )
    assert compared > 30
    assert compare.printed_totals_that_differ(each_family_once.night) == []


@pytest.mark.heavy
@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_two_hundred_workbooks_load_exactly(tmp_path: Path, seed: int) -> None:
    one = made(tmp_path, seed, 200)
    assert len({book.path for book in one.books}) == 200
    assert_exact(one)
