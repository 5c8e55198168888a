"""Whole nights over made-up counties: when and in which order files come in changes nothing."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.county.county import county, register
from tests.county.paper import Book
from tests.e2e.night import Night, digest

MOMENT = 1_700_000_000


def drop(night: Night, office: Path, books: list[Book]) -> None:
    """Hand in workbooks of ``office`` as if all had been saved at the same moment."""
    for book in books:
        if not (office / book.path).exists():  # an .ods saved twice has other bytes
            book.save(office)
        (night.inputs / book.path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(office / book.path, night.inputs / book.path)
        os.utime(night.inputs / book.path, (MOMENT, MOMENT))


def contents(night: Night) -> dict[str, list[tuple[object, ...]]]:
    """Read everything a batch says, without the names it gave to batches and submissions."""
    tables = night.query("select table_name from information_schema.tables where table_schema = 'ledger'")
    found = {
        name: night.query(f'select * exclude (submission_id) from ledger."{name}" order by row_id')
        for (name,) in tables
    }
    found["issue"] = night.query("select * exclude (submission_id) from meta.issue order by all")
    found["sheet"] = night.query("select * exclude (submission_id) from meta.sheet order by all")
    found["flag"] = night.query(
        "select flag_id, amount, message from audit.flag where status <> '已消除' order by flag_id, message"
    )
    return found


SEEDS = [3, *(pytest.param(seed, marks=pytest.mark.heavy) for seed in (4, 5, 6, 7))]


@pytest.mark.parametrize("seed", SEEDS)
def test_one_night_or_two_in_any_order_give_the_same(tmp_path: Path, seed: int) -> None:
    books = county(seed, 10)
    together, apart = Night(tmp_path / "together"), Night(tmp_path / "apart")
    drop(together, tmp_path / "office", [register(), *books])
    together.publish()
    # Of two books of one slice the later counts: by night first, then by name.
    by_name = sorted(books, key=lambda book: str(book.path), reverse=True)
    drop(apart, tmp_path / "office", [*by_name[5:], register()])
    apart.publish()
    drop(apart, tmp_path / "office", by_name[:5])
    apart.publish()
    once, twice = contents(together), contents(apart)
    assert sum(map(len, once.values())) > 50
    assert once == twice

    published = digest(together.database)
    for path in together.inputs.rglob("*.*"):
        os.utime(path, (MOMENT + 5, MOMENT + 5))
    assert "没有新" in together.run().out
    assert digest(together.database) == published
