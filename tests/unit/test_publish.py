"""Inspectors always find one whole, checked, commented database, whatever happens to the one before."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from pipeline import blank, connection, result_tables, warehouse
from pipeline.judge import views
from pipeline.judge.sqlfile import SqlFile
from pipeline.publish import comments, database, personal
from schemas import _kept, ledgers

READER = """
import duckdb, sys
con = duckdb.connect(sys.argv[1], read_only=True)
count = "select count(*) from audit.spending"
print(con.execute(count).fetchone()[0], flush=True)
sys.stdin.readline()
print(con.execute(count).fetchone()[0], flush=True)
"""


def view(name: str, chinese: str, columns: dict[str, str], text: str) -> views.View:
    file = SqlFile(name.replace(".", "_"), {}, text, frozenset(), frozenset())
    return views.View(name, chinese, chinese, columns, file)


@pytest.fixture(autouse=True)
def small_program(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program of three kinds and one view, of which no run has kept anything."""
    spending = view(
        "audit.spending",
        "支出明细",
        {"village_code": "村代码", "amount": "金额（元）"},
        "select village_code, expense as amount from ledger.cash_entry where expense is not null",
    )
    monkeypatch.setattr(views, "load_views", lambda: (spending,))

    def write(path: Path) -> None:
        with connection.connect(Path(shutil.copy(bare, path))) as con:
            views.create_views(con)

    monkeypatch.setattr(blank, "write", write)
    monkeypatch.setattr(_kept, "read", lambda _, make: make())


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of that program without rows."""
    path = tmp_path_factory.mktemp("bare") / "warehouse.duckdb"
    with connection.connect(path) as con:
        con.execute("begin")
        warehouse.prepare(con, [ledgers()[kind] for kind in ("cash_entry", "dividend", "village")])
        result_tables.create(con)
        con.execute("create table fact.payee (village_code varchar)")
        con.execute("commit")
    return path


@pytest.fixture(scope="module")
def built(bare: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with four current entries, stored in no order, and one that was superseded."""
    path = Path(shutil.copy(bare, tmp_path_factory.mktemp("state") / "warehouse.duckdb"))
    with connection.connect(path) as con:
        con.execute("begin")
        enter(con, "433101100203", "c.xlsx", 7, 3)
        enter(con, "433101100201", "b.xlsx", 9, 1)
        enter(con, "433101100201", "b.xlsx", 10, 2)
        enter(con, "433101100201", "a.xlsx", 30, 5)
        enter(con, "433101100201", "a.xlsx", 30, 4, superseded_by="s2")
        con.execute("insert into meta.batch (batch_id) values ('b1')")
        con.execute("commit")
    return path


@pytest.fixture
def state(built: Path, tmp_path: Path) -> Path:
    """A copy of the warehouse that one test may change."""
    return shutil.copy(built, tmp_path / "warehouse.duckdb")


def enter(
    con: duckdb.DuckDBPyConnection, village: str, file: str, row: int, yuan: int, *, superseded_by: str = ""
) -> None:
    con.execute(
        "insert into history.cash_entry (row_id, village_code, period, source_file, source_row, expense,"
        " superseded_by) values (?, ?, date '2026-01-01', ?, ?, ?, ?)",
        [f"{file}{row}{superseded_by}", village, file, row, yuan, superseded_by],
    )


def next_batch(state: Path, batch_id: str = "b2") -> None:
    with duckdb.connect(str(state)) as con:
        enter(con, "433101100203", "d.xlsx", 5, 8)
        con.execute("insert into meta.batch (batch_id) values (?)", [batch_id])


@pytest.fixture
def target(tmp_path: Path) -> Path:
    (tmp_path / "outputs").mkdir()
    return tmp_path / "outputs" / "cunzhang.duckdb"


@contextmanager
def opened(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(path), read_only=True) as con:
        yield con


def publish(state: Path, target: Path, batch_id: str) -> tuple[database.Prepared, Path]:
    """Prepare a publication and put it in its place; returns what was prepared and where it stands."""
    prepared = database.prepare(state, target)
    return prepared, database.place(target, batch_id)


def entries(path: Path) -> int:
    with opened(path) as con:
        return int(con.execute("select count(*) from audit.spending").fetchall()[0][0])


def beside(target: Path) -> list[str]:
    return sorted(path.name for path in target.parent.iterdir())


def test_published_file_holds_current_rows_versions_and_views(state: Path, target: Path) -> None:
    published, path = publish(state, target, "b1")
    assert path == target
    with opened(target) as con:
        assert con.execute("select count(*) from ledger.cash_entry").fetchall() == [(4,)]
        assert con.execute("select superseded_by from history.cash_entry where expense = 4").fetchall() == [
            ("s2",)
        ]
        assert con.execute('select sum("金额（元）") from 审计.支出明细').fetchall() == [(11,)]
        assert con.execute("select batch_id from meta.batch").fetchall() == [("b1",)]
        tables = con.execute("select count(*), sum(estimated_size) from duckdb_tables()").fetchall()
        assert tables == [(published.tables, published.rows)]


def test_nothing_but_the_database_is_left_behind(state: Path, target: Path) -> None:
    publish(state, target, "b1")
    assert beside(target) == ["cunzhang.duckdb"]


def test_ledger_tables_stand_alone_without_the_state(state: Path, target: Path) -> None:
    publish(state, target, "b1")
    state.unlink()
    assert entries(target) == 4


def test_rows_stand_by_village_file_and_row(state: Path, target: Path) -> None:
    publish(state, target, "b1")
    with opened(target) as con:
        rows = con.execute("select village_code, source_file, source_row from ledger.cash_entry").fetchall()
    assert rows == sorted(rows)


def test_comments_are_carried_over_and_what_has_none_is_named(state: Path, target: Path) -> None:
    publish(state, target, "b1")
    with opened(target) as con:
        assert comments.uncommented(con) == ["fact.payee", "fact.payee.village_code"]
        texts = dict(
            con.execute(
                "select table_name || '.' || column_name, comment from duckdb_columns()"
                " where schema_name in ('ledger', 'meta', '审计')"
            ).fetchall()
        )
        titles = dict(
            con.execute(
                "select schema_name, comment from duckdb_tables() where table_name = 'cash_entry' union all"
                " select schema_name, comment from duckdb_views() where view_name = 'cash_entry'"
                " and schema_name = 'history'"
            ).fetchall()
        )
    assert titles == {
        "ledger": "收支明细账",
        "past": "收支明细账（已被取代的版本）",
        "history": "收支明细账（历次版本）",
    }
    assert texts["cash_entry.expense"] == "支出"
    assert texts["sheet.money_read"] == "读入金额（元）"
    assert texts["支出明细.金额（元）"] == "金额（元）"


def test_inspectors_with_an_older_duckdb_can_open_it(state: Path, target: Path) -> None:
    publish(state, target, "b1")
    with opened(target) as con:
        ((tags,),) = con.execute(
            "select tags from duckdb_databases() where database_name = 'cunzhang'"
        ).fetchall()
    assert tags["storage_version"].startswith("v1.0")


def test_reader_of_the_old_file_is_not_disturbed(state: Path, target: Path) -> None:
    publish(state, target, "b1")
    with subprocess.Popen(
        [sys.executable, "-c", READER, str(target)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None
        assert reader.stdout.readline() == "4\n"
        next_batch(state)
        publish(state, target, "b2")
        assert entries(target) == 5
        assert reader.communicate("go\n", timeout=60)[0] == "4\n"


def test_stale_files_of_a_broken_run_are_swept(state: Path, target: Path) -> None:
    publish(state, target, "b1")
    stale = database._temporary(target)
    stale.write_bytes(b"half a file")
    stale.with_name(f"{stale.name}.wal").write_bytes(b"half a log")
    stale.with_name(f"{stale.name}.tmp").mkdir()
    target.with_name(f"{target.name}.wal").write_bytes(b"log of another file")
    next_batch(state)
    publish(state, target, "b2")
    assert beside(target) == ["cunzhang.duckdb"]
    assert entries(target) == 5


def test_failed_publication_leaves_the_old_one(
    state: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(state, target, "b1")
    before = target.read_bytes()
    next_batch(state)
    copy = database._copy

    def lossy(
        con: duckdb.DuckDBPyConnection,
        relation: tuple[str, str],
        columns: list[str],
        masks: personal.Masks | None,
    ) -> None:
        copy(con, relation, columns, masks)
        if relation == ("ledger", "cash_entry"):
            con.execute("delete from ledger.cash_entry where source_row = 9")

    monkeypatch.setattr(database, "_copy", lossy)
    with pytest.raises(database.PublicationError, match=r"ledger\.cash_entry"):
        publish(state, target, "b2")
    assert target.read_bytes() == before
    assert beside(target) == ["cunzhang.duckdb"]


def test_view_that_fails_on_the_data_stops_the_publication(
    state: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = view(
        "audit.spending",
        "支出明细",
        {"day": "日期"},
        "select cast(source_file as date) as day from ledger.cash_entry",
    )
    monkeypatch.setattr(views, "load_views", lambda: (broken,))
    with pytest.raises(duckdb.ConversionException):
        publish(state, target, "b1")
    assert beside(target) == []


@dataclass
class Door:
    """Whether somebody has the published file open, on a system that then refuses to replace it."""

    open: bool = True


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch, target: Path) -> Door:
    """Refuse to replace the published file, as Windows does while somebody has it open."""
    door = Door()
    replace = Path.replace

    def refuse(self: Path, to: Path) -> Path:
        if door.open and to == target and target.exists():
            raise PermissionError(13, "in use", str(to))
        return replace(self, to)

    monkeypatch.setattr(Path, "replace", refuse)
    return door


def test_where_the_old_file_is_held_open_the_new_one_waits_beside_it(
    state: Path, target: Path, door: Door
) -> None:
    publish(state, target, "b1")
    next_batch(state)
    _, path = publish(state, target, "b2")
    assert path.name == "cunzhang-b2.duckdb"
    assert (entries(target), entries(path)) == (4, 5)
    assert database.settle_pending(target) == path

    door.open = False
    assert database.settle_pending(target) is None
    assert beside(target) == ["cunzhang.duckdb"]


def test_waiting_file_moves_into_place_when_it_can(state: Path, target: Path, door: Door) -> None:
    publish(state, target, "b1")
    next_batch(state, "b2")
    publish(state, target, "b2")
    next_batch(state, "b3")
    publish(state, target, "b3")
    assert beside(target) == ["cunzhang-b3.duckdb", "cunzhang.duckdb"]

    door.open = False
    assert database.settle_pending(target) is None
    assert beside(target) == ["cunzhang.duckdb"]
    assert entries(target) == 6


def test_publishing_again_overtakes_what_waited(state: Path, target: Path, door: Door) -> None:
    publish(state, target, "b1")
    next_batch(state, "b2")
    publish(state, target, "b2")
    door.open = False
    next_batch(state, "b3")
    publish(state, target, "b3")
    assert beside(target) == ["cunzhang.duckdb"]
    assert entries(target) == 6


def test_own_copies_of_an_inspector_are_left_alone(state: Path, target: Path) -> None:
    publish(state, target, "b1")
    older = target.with_name("cunzhang-备份.duckdb")
    older.write_bytes(target.read_bytes())
    target.with_name("cunzhang-notes.duckdb").write_bytes(b"not a database")
    next_batch(state)
    publish(state, target, "b2")
    assert database.settle_pending(target) is None
    assert beside(target) == ["cunzhang-notes.duckdb", "cunzhang-备份.duckdb", "cunzhang.duckdb"]
    assert entries(target) == 5
