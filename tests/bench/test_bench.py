"""The benchmark itself works, at a size that takes seconds."""

from __future__ import annotations

import subprocess
from pathlib import Path

import duckdb
import pytest
from python_calamine import CalamineWorkbook

from tests.bench.__main__ import NAIVE, main
from tests.bench.corpus import Corpus, make


def small(folder: Path) -> Corpus:
    """Three villages with a month each: one workbook of each layout."""
    return make(folder, files=3, sheets=3, rows=20, big=72, months=1)


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return small(tmp_path_factory.mktemp("corpus"))


def test_the_same_seed_gives_the_same_cells(county: Corpus, tmp_path: Path) -> None:
    again = small(tmp_path)
    assert again.rows == county.rows
    for one, other in zip(county.books, again.books, strict=True):
        books = [CalamineWorkbook.from_path(str(path)) for path in (one, other)]
        cells = [[book.get_sheet_by_name(name).to_python() for name in book.sheet_names] for book in books]
        assert cells[0] == cells[1], one.name


@pytest.mark.heavy
def test_the_naive_script_reads_every_row_in_every_layout(county: Corpus, tmp_path: Path) -> None:
    subprocess.run([*NAIVE, tmp_path / "naive.duckdb", *county.books], check=True)
    with duckdb.connect(str(tmp_path / "naive.duckdb")) as con:
        for kind, rows in county.rows.items():
            assert con.execute(f"select count(*) from {kind}").fetchall() == [(rows,)], kind
        # Every month brings the balance back to where it began: money in equals money out.
        for kind, gain, cost in (
            ("cash_entry", "income", "expense"),
            ("bank_line", "amount_in", "amount_out"),
        ):
            assert con.execute(f"select sum({gain}) - sum({cost}) from {kind}").fetchall() == [(0,)], kind


@pytest.mark.heavy
def test_the_benchmark_prints_its_figures(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    sizes = ["--files", "4", "--rows-per-sheet", "10", "--big", "48"]
    main([*sizes, "--workers", "1", "--folder", str(tmp_path)])
    shown = capsys.readouterr().out
    assert "以下数字不可比" not in shown
    assert shown.count("| cunzhang run（") == 2
    assert "首次运行 ÷ calamine 解码" in shown
