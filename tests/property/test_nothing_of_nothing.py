"""What is left out because it reads only empty tables would have answered nothing: all asked, against those left out."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest

from pipeline import connection, demo
from pipeline.judge import evaluate, facts
from pipeline.judge.filled import Filled
from pipeline.judge.needs import Needs
from schemas import ledgers
from tests.e2e.night import Night

FEW, MANY = 4, 100
AS_OF = date(2026, 2, 14)


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of a small county with flaws."""
    folder = tmp_path_factory.mktemp("county")
    demo.write(folder, villages=3, months=6, seed=3, workers=1, flawed=True)
    night = Night(folder)
    night.publish(as_of=AS_OF.isoformat())
    return night.outputs / "state" / "warehouse.duckdb"


def thinned(con: duckdb.DuckDBPyConnection, seed: int) -> None:
    """Empty most tables of a night, and leave a few rows of others."""
    chance = Random(seed)
    kept = chance.choice((0.1, 0.3, 0.6))
    tables = [f'history."{kind}"' for kind in ledgers() if kind != "village"]
    tables += [
        f"meta.{name}" for name in ("issue", "rejected_row", "printed_total", "sheet", "slice_overlap")
    ]
    for table in tables:
        if chance.random() > kept:
            con.execute(f"delete from {table}")
        elif chance.random() < 0.5:
            share = chance.choice((5, 50, 90))
            con.execute(f"delete from {table} where hash(rowid, {seed}) % 100 >= {share}")
    if chance.random() < 0.5:
        con.execute(
            "delete from result.flag; delete from result.flag_event; delete from result.flag_evidence"
        )


def answers(path: Path, seed: int) -> dict[str, list[tuple[Any, ...]]]:
    """Evaluate a thinned night; every row of what came of it."""
    with connection.connect(path) as con:
        con.execute("begin")
        thinned(con, seed)
        evaluate.enter(con, AS_OF, "20260214-0002")
        filled = facts.build(con, AS_OF)
        evaluate.evaluate(con, AS_OF, "20260214-0002", filled)
        tables = con.execute(
            "select schema_name || '.' || table_name from duckdb_tables()"
            " where schema_name in ('fact', 'core', 'result', 'meta') order by all"
        ).fetchall()
        found = {name: con.execute(f"select * from {name} order by all").fetchall() for (name,) in tables}
        con.execute("rollback")
    return found


@pytest.mark.parametrize(
    "seed", [*range(FEW), *(pytest.param(n, marks=pytest.mark.heavy) for n in range(FEW, MANY))]
)
def test_all_asked_give_what_those_left_out_give(
    seed: int, county: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(shutil.copy(county, tmp_path / "warehouse.duckdb"))
    left_out = answers(path, seed)
    monkeypatch.setattr(Filled, "empty", lambda *_: False)
    monkeypatch.setattr(Needs, "met", lambda *_: True)
    all_asked = answers(path, seed)
    assert [name for name, rows in all_asked.items() if rows != left_out[name]] == []
