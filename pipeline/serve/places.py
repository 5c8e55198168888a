"""Find where rows of the ledger came from: which hand-in, which sheet, which row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.serve.originals import Missing, Window, original, window

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal
    from pathlib import Path

    import duckdb


@dataclass(frozen=True, slots=True)
class Place:
    """One row of an original: ``table`` is the Chinese name of the ledger it was loaded into."""

    table: str
    row_id: str
    source_file: str
    source_sheet: str
    source_row: int
    amount: Decimal | None
    submission_id: str


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Rows of one sheet: the window, or why there is none and the rows as they were loaded."""

    source_file: str
    source_sheet: str
    submission_id: str
    window: Window | None
    why: str
    loaded: list[list[tuple[str, str]]]


def excerpts(
    con: duckdb.DuckDBPyConnection, folder: Path, places: Iterable[Place], *, whole: bool = False
) -> list[Excerpt]:
    """Show the rows at ``places``, sheet by sheet, from the archive in ``folder``; ``whole`` as for ``window``."""
    sheets: dict[tuple[str, str, str], list[Place]] = {}
    for place in places:
        sheets.setdefault((place.submission_id, place.source_file, place.source_sheet), []).append(place)
    return [_excerpt(con, folder, *key, rows, whole=whole) for key, rows in sheets.items()]


def _excerpt(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    submission_id: str,
    file: str,
    sheet: str,
    rows: list[Place],
    *,
    whole: bool,
) -> Excerpt:
    amounts: dict[int, list[Decimal]] = {}
    for place in rows:
        amounts.setdefault(place.source_row, []).extend([place.amount] if place.amount is not None else [])
    headers = con.execute(
        "select distinct header_row from meta.sheet where submission_id = ? and sheet = ? and header_row is not null",
        [submission_id, sheet],
    ).fetchall()
    try:
        data = original(folder, sha256_of(con, submission_id))
        shown = window(data, file, sheet, amounts, [row[0] for row in headers], whole=whole)
    except Missing as error:
        return Excerpt(file, sheet, submission_id, None, str(error), [loaded(con, place) for place in rows])
    return Excerpt(file, sheet, submission_id, shown, "", [])


def sha256_of(con: duckdb.DuckDBPyConnection, submission_id: str) -> str:
    """Give the hash of a hand-in; raises ``Missing`` for one the database does not know."""
    found = con.execute(
        "select sha256 from meta.submission where submission_id = ?", [submission_id]
    ).fetchall()
    if not found:
        raise Missing("查不到这一行是哪次报送的。")
    return str(found[0][0])


def evidence(con: duckdb.DuckDBPyConnection, flag_id: str, most: int) -> list[Place]:
    """List the rows a flag rests on, at most ``most``, in the order of the files."""
    rows = con.execute(
        'select "table", row_id, source_file, source_sheet, source_row, amount from audit.flag_evidence'
        " where flag_id = ? and source_file is not null and source_row is not null"
        ' order by source_file, source_sheet, source_row, row_id, "table" limit ?',
        [flag_id, most],
    ).fetchall()
    kinds = _kinds(con)
    ids: dict[str, list[str]] = {}
    for table, row_id, *_ in rows:
        ids.setdefault(table, []).append(row_id)
    submissions = {
        row_id: submission
        for table, wanted in ids.items()
        if table in kinds
        for row_id, submission in con.execute(
            f'select row_id, submission_id from history."{kinds[table]}" where list_contains(?, row_id)',
            [wanted],
        ).fetchall()
    }
    return [
        Place(table, row_id, file, sheet, number, amount, submissions.get(row_id) or _latest(con, file))
        for table, row_id, file, sheet, number, amount in rows
    ]


def row(con: duckdb.DuckDBPyConnection, table: str, row_id: str) -> Place | None:
    """Find one row of the ledger with this Chinese name; None when there is none."""
    kind = _kinds(con).get(table)
    if kind is None:
        return None
    found = con.execute(
        f'select source_file, source_sheet, source_row, submission_id from history."{kind}" where row_id = ?'
        " limit 1",
        [row_id],
    ).fetchall()
    if not found:
        return None
    file, sheet, number, submission_id = found[0]
    return Place(table, row_id, file, sheet, number, None, submission_id)


def loaded(con: duckdb.DuckDBPyConnection, place: Place) -> list[tuple[str, str]]:
    """Give a row as it was loaded: (column title, value), empty ones left out."""
    kind = _kinds(con).get(place.table)
    if kind is None:
        return [("表", place.table), ("行号", str(place.source_row))]
    columns = con.execute(
        "select column_name, coalesce(comment, column_name) from duckdb_columns()"
        " where schema_name = 'ledger' and table_name = ? order by column_index",
        [kind],
    ).fetchall()
    chosen = ", ".join(f'"{name}"' for name, _ in columns)
    found = con.execute(
        f'select {chosen} from history."{kind}" where row_id = ? limit 1', [place.row_id]
    ).fetchall()
    if not found:
        return [("表", place.table), ("行号", str(place.source_row))]
    shown = []
    for (_, comment), value in zip(columns, found[0], strict=True):
        title = comment.partition("：")[0]
        if value not in (None, "") and not title.endswith("编号"):
            shown.append((title, str(value)))
    return shown


def _kinds(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    rows = con.execute("select kind_title, kind from fact.ledger_kind").fetchall()
    return dict(rows)


def _latest(con: duckdb.DuckDBPyConnection, source_file: str) -> str:
    found = con.execute(
        "select submission_id from meta.submission where source_file = ? and kinds <> ''"
        " order by received_at desc, submission_id limit 1",
        [source_file],
    ).fetchall()
    return str(found[0][0]) if found else ""
