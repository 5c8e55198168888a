"""Read what earlier batches left in the warehouse: files, villages, the last batch."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from pipeline import edition
from pipeline.paths import EXAMPLE_PREFIX
from pipeline.place.dictionary import FIELDS, Entry
from pipeline.place.held_up import DAY_CODES, FUND_CODES, HEADER_CODES, VILLAGE_CODES
from pipeline.place.identify import Village

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from pipeline.files.inbox import Dropped

# What stands in ``superseded_by`` for a submission that was taken back rather than replaced.
RETRACTED = "撤回"
EXAMPLE_GONE = "示例已删除"


@dataclass(frozen=True, slots=True)
class Earlier:
    """The submission that stands for a path now, or was retracted there.

    ``codes`` are those of its issues that may settle later.
    """

    submission_id: str
    source_file: str
    sha256: str
    status: str
    codes: frozenset[str]
    retracted: bool = False


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A submission to be taken out of the current rows: by what (``RETRACTED``, ``EXAMPLE_GONE``) and why."""

    submission_id: str
    by: str
    why: str


@dataclass(slots=True)
class Known:
    """What the warehouse holds. ``batch_id`` is '' before the first batch, ``number`` the highest number of a batch.

    ``made_by``: the fingerprint of the version that made its tables, '' where it does not say.
    """

    batch_id: str = ""
    as_of: date | None = None
    program: str = ""
    number: int = 0
    started_at: datetime | None = None
    register_hash: str = ""
    files: dict[str, Earlier] = field(default_factory=dict)
    villages: list[tuple[str, Village]] = field(default_factory=list)
    entries: dict[str, list[Entry]] = field(default_factory=dict)
    warehouse: Path | None = None
    made_by: str = ""

    def changed(self, files: Iterable[Dropped]) -> list[Dropped]:
        """List the files whose bytes are new at their path."""
        return [
            f
            for f in files
            if f.source_file not in self.files or self.files[f.source_file].sha256 != f.sha256
        ]

    def gone_examples(self, present: set[str]) -> list[Withdrawal]:
        """List current submissions of the embedded example whose files are not ``present``: the office has deleted them."""
        return [
            Withdrawal(e.submission_id, EXAMPLE_GONE, "示例文件夹已从 inputs/ 删除")
            for path, e in sorted(self.files.items())
            if path.startswith(EXAMPLE_PREFIX) and path not in present
        ]

    @property
    def villages_hash(self) -> str:
        """Fingerprint of the villages and their aliases the last batch knew."""
        return self._hashes[0]

    @property
    def columns_hash(self) -> str:
        """Fingerprint of the column aliases the last batch read with, '' for none."""
        return self._hashes[1]

    @property
    def funds_hash(self) -> str:
        """Fingerprint of the counties' own funds the last batch named rows by, '' for none."""
        return self._hashes[2]

    @property
    def _hashes(self) -> tuple[str, str, str]:
        villages, columns, funds, *_ = [*self.register_hash.split("-"), "", ""]
        return villages, columns, funds

    def waiting(self, files: Iterable[Dropped], test: Callable[[Earlier], bool]) -> list[Dropped]:
        """List unchanged files whose submission passes ``test``."""
        return [f for f in files if (e := self.files.get(f.source_file)) and test(e) and e.sha256 == f.sha256]

    def books_of(self, villages: set[tuple[str, str]]) -> frozenset[str]:
        """List the files with current rows of ``villages``, given as (township, name)."""
        if not villages or self.warehouse is None:
            return frozenset()
        import duckdb

        with duckdb.connect(str(self.warehouse), read_only=True) as con:
            kinds = con.execute(
                "select table_name from duckdb_tables() where schema_name = 'history'"
            ).fetchall()
            rows = " union all ".join(
                f"select source_file, township, village_name from history.\"{kind}\" where superseded_by = ''"
                for (kind,) in kinds
            )
            found = con.execute(
                f"select distinct source_file from ({rows}) where list_contains(?, [township, village_name])",
                [[list(village) for village in sorted(villages)]],
            ).fetchall()
        return frozenset(path for (path,) in found)

    def files_of(self, kinds: Iterable[str]) -> frozenset[str]:
        """List the files with current rows of ``kinds``."""
        if self.warehouse is None:
            return frozenset()
        import duckdb

        with duckdb.connect(str(self.warehouse), read_only=True) as con:
            found = [
                con.execute(
                    f"select distinct source_file from history.\"{kind}\" where superseded_by = ''"
                ).fetchall()
                for kind in sorted(kinds)
            ]
        return frozenset(path for rows in found for (path,) in rows)

    def settled(self, as_of: date, program: str) -> bool:
        """Tell whether a night without new files would publish the same again."""
        return bool(self.batch_id) and self.as_of == as_of and self.program == program


_OF_VILLAGE = ("village_code", "village_name", "township", "county", "org_name", "unit_kind")


def read(warehouse: Path) -> Known:
    """Read the warehouse, which need not exist yet."""
    if not warehouse.exists():
        return Known()
    import duckdb

    with duckdb.connect(str(warehouse), read_only=True) as con:
        edition.refuse_newer(edition.of(con))
        # The last one by its number: the clock, and the day a batch speaks of, may have gone back.
        last = con.execute(
            "select batch_id, as_of, program_version, number, register_hash, started_at from (select *,"
            " cast(regexp_extract(batch_id, '[0-9]+$') as integer) as number from meta.batch)"
            " order by number desc limit 1"
        ).fetchone()
        if last is None:
            return Known()
        known = Known(last[0], last[1], last[2], last[3], last[5], last[4], warehouse=warehouse)
        rows = con.execute(
            "select submission_id, source_file, sha256, status, (select list(distinct i.code) from meta.issue i "
            "where i.submission_id = s.submission_id and list_contains($codes, i.code)), superseded_by = $retracted "
            "from meta.submission s where superseded_by in ('', $retracted)",
            {"codes": sorted(VILLAGE_CODES | HEADER_CODES | FUND_CODES | DAY_CODES), "retracted": RETRACTED},
        ).fetchall()
        known.files = {
            path: Earlier(sid, path, sha, status, frozenset(codes or ()), retracted)
            for sid, path, sha, status, codes, retracted in rows
        }
        cursor = con.execute("select * from ledger.village")
        columns = [column[0] for column in cursor.description or ()]
        entries = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
        # A warehouse of an earlier version has no kinds of units …
        known.villages = [
            (row["source_file"], Village(*(row.get(name) or "" for name in _OF_VILLAGE))) for row in entries
        ]
        # … and no dictionaries.
        tables = {name for (name,) in con.execute("select table_name from duckdb_tables()").fetchall()}
        known.entries = {
            kind: [
                Entry(path, (a or "", b or "", c or ""))
                for path, a, b, c in con.execute(
                    f"select source_file, {', '.join(names)} from ledger.{kind} order by source_file, source_row"
                ).fetchall()
            ]
            for kind, names in FIELDS.items()
            if kind in tables
        }
        if "made_by" in tables:
            [(known.made_by,)] = con.execute("select fingerprint from main.made_by").fetchall()
    return known


def origin(warehouse: Path, sha256: str) -> dict[str, str]:
    """Say what an earlier batch knew of an original: the file it was, and in which batch; nothing where none did."""
    if not warehouse.exists():
        return {}
    import duckdb

    with duckdb.connect(str(warehouse), read_only=True) as con:
        found = con.execute(
            "select source_file, batch_id from meta.submission where sha256 = ? order by received_at limit 1",
            [sha256],
        ).fetchall()
    return {"source_file": found[0][0], "batch_id": found[0][1]} if found else {}
