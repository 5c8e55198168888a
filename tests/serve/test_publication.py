"""The page shows what is published now, and never stands in a night's way."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipeline.serve.database import opened
from tests.e2e.night import Night, cash_book
from tests.e2e.test_resubmission import MARCH
from tests.serve.conftest import visit


def test_before_the_first_night_it_says_what_to_do(tmp_path: Path) -> None:
    answer = visit(Night(tmp_path)).get("/")
    assert answer.status_code == 503
    assert "make run" in answer.text


def test_a_damaged_database_is_no_fault_of_the_page(tmp_path: Path) -> None:
    night = Night(tmp_path)
    night.outputs.mkdir()
    night.database.write_bytes(b"broken" * 4096)
    answer = visit(night).get("/flags")
    assert answer.status_code == 503
    assert "打不开" in answer.text


@pytest.mark.parametrize("path", ["/", "/flags", "/sql"])
def test_what_an_older_program_published_is_said_to_be_old(tmp_path: Path, path: str) -> None:
    night = Night(tmp_path)
    night.outputs.mkdir()
    with duckdb.connect(str(night.database)) as con:
        con.execute("create schema meta; create table meta.batch as select 1 as batch_id")
    answer = visit(night).get(path)
    assert answer.status_code == 503
    assert "旧版本" in answer.text


def test_a_new_publication_is_seen_at_once_even_while_the_old_one_is_being_read(tmp_path: Path) -> None:
    night = Night(tmp_path)
    night.register()
    night.publish()
    web = visit(night)
    assert "东滩村2024年3月" not in web.get("/files").text
    with opened(night.database) as old:
        old.execute("select * from range(100000000)")
        night.book("东滩村2024年3月.xlsx", {"账": cash_book("东滩村", "2024年3月", MARCH)})
        night.publish()
        assert "东滩村2024年3月" in web.get("/files").text
        # Whoever was reading goes on reading what was there.
        assert old.fetchmany(1) == [(0,)]
        assert old.execute("select count(*) from ledger.cash_entry").fetchall() == [(0,)]
