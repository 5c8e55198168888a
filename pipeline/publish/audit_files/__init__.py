"""Write what audit offices load into their own programs: the AO tables as files, and each village's books as XML.

Nothing of it belongs to a night: it is written when somebody asks for it, from what is published.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from pipeline import durable, edition
from pipeline.errors import WrongSettings
from pipeline.publish.audit_files import book, readme, tables
from pipeline.publish.feedback.naming import name
from pipeline.publish.report import case_file, figures

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import duckdb

    from pipeline.publish.report.case_file import Village

FOLDER, BOOKS = "AO", "电子账簿"
_NONE = "这个数据库里没有 AO 表。请先运行 cunzhang run，再写。"


@dataclass(frozen=True, slots=True)
class Scope:
    """What to write of: the named villages and townships, all where none is named, and years (all where none)."""

    villages: Sequence[str] = ()
    townships: Sequence[str] = ()
    years: Sequence[int] = ()


@dataclass(slots=True)
class Written:
    """``rows``: of each table, by its name; ``books``: how many sets of books; ``open``: files somebody has open."""

    folder: Path
    rows: dict[str, int]
    books: int
    open: list[Path]


def write(database: Path, batches: Path, folder: Path, scope: Scope) -> Written:
    """Write tables, books, schema and what they are into ``folder``.

    Raises ``WrongSettings`` for a village, township or year that is none, and for a database without these tables.
    """
    import duckdb

    written = Written(folder, {}, 0, [])
    with duckdb.connect(str(database), read_only=True) as con:
        edition.refuse_newer(edition.of(con))
        known = tables.known(con)
        if not known:
            raise WrongSettings(_NONE)
        sets = _sets(con, scope)
        # Where no village is named, rows of one that left the register stay in.
        whole = not (scope.villages or scope.townships or scope.years)
        only = None if whole else [number for number, _, _ in sets]
        for table in known:
            for ending, make in tables.WRITERS.items():
                count = _made(written, folder / f"{table}{ending}", partial(make, con, table, only))
                written.rows[table] = max(written.rows.get(table, 0), count)
        for number, village, year in sets:
            path = f"{village.township or '未注明乡镇'}/{village.name}（{village.code}）-{year}.xml"
            if _made(written, folder / BOOKS / name(path, ".xml", ()), partial(book.write, con, number)):
                written.books += 1
        batch = figures.batch(con, batches)
        _made(written, folder / BOOKS / book.SCHEMA.name, _schema)
        _made(written, folder / "说明.txt", partial(readme.write, batch, scope, written.rows, written.books))
    return written


def _made(written: Written, path: Path, make: Callable[[Path], int]) -> int:
    counts: list[int] = []
    if not durable.made(path, lambda part: counts.append(make(part))):
        written.open.append(path)
    return counts[0] if counts else 0


def _schema(path: Path) -> int:
    path.write_bytes(book.SCHEMA.read_bytes())
    return 1


def _sets(con: duckdb.DuckDBPyConnection, scope: Scope) -> list[tuple[str, Village, int]]:
    """List the sets of books asked for: number, village, year."""
    rows = con.execute(
        f'select distinct 电子数据编号, 年度 from "AO"."{tables.ACCOUNTS}"'
        " where 电子数据编号 is not null order by all"
    ).fetchall()
    years = {year for _, year in rows}
    if unknown := [str(year) for year in scope.years if year not in years]:
        have = "、".join(map(str, sorted(years))) or "没有"
        raise WrongSettings(f"没有 {'、'.join(unknown)} 年的凭证和科目余额表。有账的年度：{have}。")
    villages = {one.code: one for one in case_file.chosen(con, scope.villages, scope.townships)}
    return [
        (number, villages[number[:-4]], year)
        for number, year in rows
        if number[:-4] in villages and (not scope.years or year in scope.years)
    ]
