"""Every planted problem is reported at its cell with its code, and nothing else is."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest

from tests.county import compare
from tests.county.county import county, register, save
from tests.county.paper import Book
from tests.county.problems import PROBLEMS, planted, unsave
from tests.county.spoil import spoil
from tests.e2e.night import Night

CHINESE = re.compile(r"[一-鿿]")
Spoilt = tuple[Night, dict[str, Book]]


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Spoilt:
    night, books = Night(tmp_path_factory.mktemp("planted")), planted()
    for book in (register(), *books.values()):
        book.save(night.inputs)
    unsave(night.inputs / books["公式没有结果"].path)
    night.publish()
    return night, books


@pytest.mark.parametrize("problem", PROBLEMS)
def test_a_planted_problem_is_reported_at_its_cell_and_nothing_else(spoilt: Spoilt, problem: str) -> None:
    night, books = spoilt
    book = books[problem]
    told = {(code, sheet, cell) for code, file, sheet, cell in compare.problems(night) if file == book.path}
    assert told == set(book.expected)


def test_everything_else_in_those_workbooks_is_loaded_exactly(spoilt: Spoilt) -> None:
    night, books = spoilt
    assert compare.differences(night, list(books.values())) == []
    assert compare.unbalanced(night) == []


def test_every_problem_says_what_was_found_and_how_to_mend_it(spoilt: Spoilt) -> None:
    for code, found, fix in spoilt[0].query("select code, found, fix from meta.issue where level <> '提示'"):
        assert found, code
        assert CHINESE.search(fix), code


def spoilt_county(folder: Path, seed: int, count: int) -> None:
    night, books = Night(folder), county(seed, count)
    for book in books:
        spoil(book, Random(seed * 1000 + len(book.path)))
    save(books, night.inputs)
    night.publish()
    expected = {(code, b.path, sheet, cell) for b in books for code, sheet, cell in b.expected}
    assert compare.problems(night) == expected
    assert compare.differences(night, books) == []
    assert compare.unbalanced(night) == []


@pytest.mark.heavy
@pytest.mark.parametrize("seed", [11, 12, 13])
def test_a_spoilt_cell_in_any_layout_is_found(tmp_path: Path, seed: int) -> None:
    spoilt_county(tmp_path, seed, 200)
