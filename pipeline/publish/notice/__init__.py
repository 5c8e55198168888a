"""Write 村级财务公开表: what the villagers are told of their village's money in a quarter, as a page and a workbook.

Nothing of it belongs to a night: it is written when somebody asks for it, from what is published.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pipeline import durable, edition
from pipeline.errors import WrongSettings
from pipeline.publish.feedback.naming import folded, name
from pipeline.publish.notice import content, page, quarters, sheet, slip
from pipeline.publish.report import case_file, figures

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    import duckdb

    from pipeline.publish.notice.content import Notice
    from pipeline.publish.report.case_file import Village
    from pipeline.publish.report.figures import Batch

FOLDER, SLIPS = "公示", "报账"
WRITERS = {".html": page.write, ".xlsx": sheet.write}
SLIP_WRITERS = WRITERS | {"-提醒.txt": slip.remind}
_OLD = "这个数据库是旧版本程序发布的。请先运行 cunzhang run，再写公开表。"
_NO_TOWNSHIP = "未注明乡镇"


@dataclass(frozen=True, slots=True)
class Notices:
    """``written``: the files that stand now; ``open``: those that somebody has open; ``without``: villages that have
    no books to tell of.
    """

    written: tuple[Path, ...]
    open: tuple[Path, ...]
    without: tuple[str, ...]


def write(
    database: Path,
    batches: Path,
    outputs: Path,
    villages: Sequence[str],
    townships: Sequence[str],
    quarter: str,
) -> Notices:
    """Write the notices of the named ``villages`` and ``townships``, of all where none is named, below ``outputs``.

    ``quarter``: as people write it; 全部 for all quarters, '' for the latest that a village has books of. Raises
    ``WrongSettings`` for a name or quarter that is none, and for a database of an earlier version.
    """
    wanted = quarters.read(quarter) if quarter not in {"", "全部"} else None

    def days(con: duckdb.DuckDBPyConnection, village: Village) -> list[date]:
        known = quarters.known(con, village.code)
        return [wanted] if wanted else known if quarter else known[:1]

    return _written(database, batches, outputs / FOLDER, (villages, townships), days, content.gather, WRITERS)


def write_slips(
    database: Path,
    batches: Path,
    outputs: Path,
    villages: Sequence[str],
    townships: Sequence[str],
    month: str,
) -> Notices:
    """Write 报账审核单 and the reminders that go with them; ``month``: '' for the latest that a village has books of.

    Otherwise as ``write``.
    """
    wanted = quarters.month(month) if month else None

    def days(con: duckdb.DuckDBPyConnection, village: Village) -> list[date]:
        return [wanted] if wanted else slip.months(con, village.code)[:1]

    return _written(
        database, batches, outputs / SLIPS, (villages, townships), days, slip.gather, SLIP_WRITERS
    )


def _written(
    database: Path,
    batches: Path,
    folder: Path,
    named: tuple[Sequence[str], Sequence[str]],
    days: Callable[[duckdb.DuckDBPyConnection, Village], list[date]],
    gather: Callable[[duckdb.DuckDBPyConnection, Village, date, Batch], Notice],
    writers: Mapping[str, Callable[[Path, Notice], None]],
) -> Notices:
    import duckdb

    written: list[Path] = []
    busy: list[Path] = []
    without = []
    with duckdb.connect(str(database), read_only=True) as con:
        edition.refuse_newer(edition.of(con))
        refuse_old(con)
        batch = figures.batch(con, batches)
        several = _in_several_counties(con)
        taken: set[str] = set()
        for village in case_file.chosen(con, *named):
            found = days(con, village)
            if not found:
                without.append(f"{village.township}{village.name}")
            for day in found:
                notice = gather(con, village, day, batch)
                for ending, make in writers.items():
                    path = folder / _named(notice, ending, several, taken)
                    made = durable.made(path, partial(_make, make, notice))
                    (written if made else busy).append(path)
    return Notices(tuple(written), tuple(busy), tuple(without))


def _make(make: Callable[[Path, Notice], None], notice: Notice, part: Path) -> None:
    make(part, notice)


def refuse_old(con: duckdb.DuckDBPyConnection) -> None:
    """Raise ``WrongSettings`` for a database that has not the views which a notice reads."""
    known = con.execute(
        "select count(*) from duckdb_views() where schema_name = 'audit' and view_name in ('fund_month', 'petty_cash')"
    ).fetchall()
    if known[0][0] < 2:
        raise WrongSettings(_OLD)


def _in_several_counties(con: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """List the townships whose name two counties have."""
    rows = con.execute(
        "select township from core.village group by township having count(distinct county) > 1"
    ).fetchall()
    return frozenset(row[0] for row in rows)


def _named(notice: Notice, ending: str, several: frozenset[str], taken: set[str]) -> str:
    village = notice.village
    place = village.township or _NO_TOWNSHIP
    place = f"{village.county}·{place}" if place in several and village.county else place
    wanted = f"{place}/{village.name}-{notice.covers}{ending}"
    suffix = PurePosixPath(ending).suffix or ending
    path = name(wanted, suffix, taken)
    if folded(path) in taken:
        path = name(f"{place}/{village.name}（{village.code}）-{notice.covers}{ending}", suffix, ())
    taken.add(folded(path))
    return path
