"""Read what stands at the head of a report: which batch, its hashes, the headline figures and their change."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline import edition
from pipeline.errors import WrongSettings
from pipeline.findings import LEVELS
from pipeline.judge.headlines import PENDING
from pipeline.publish.report.bands import scopes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from decimal import Decimal
    from pathlib import Path

    import duckdb


@dataclass(frozen=True, slots=True)
class Headline:
    """One headline figure; ``value`` is None where there are no books, ``before`` and ``change`` in a first batch."""

    name: str
    unit: str
    value: Decimal | None
    before: Decimal | None
    change: Decimal | None


@dataclass(frozen=True, slots=True)
class LevelCount:
    """The flags of one level: waiting for somebody, raised in this batch, gone in this batch, their amount
    (no hint has one).

    ``reappraised``: raised because the program or a parameter changed, not the books; no new cases.
    """

    level: str
    pending: int
    raised: int
    reappraised: int
    gone: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Batch:
    """Which batch the report speaks of; the hashes are '' where its manifest is not at hand."""

    batch_id: str
    as_of: date
    started_at: datetime
    program: str
    manifest_sha256: str
    database_sha256: str

    @property
    def sealed(self) -> bool:
        """Whether the manifest is at hand that has the hashes."""
        return bool(self.manifest_sha256)


@dataclass(frozen=True, slots=True)
class Figures:
    """The head of a report on ``township`` ('' for all); ``scopes``: the villages and time that figures are of."""

    township: str
    batch: Batch
    headlines: tuple[Headline, ...]
    levels: tuple[LevelCount, ...]
    scopes: Mapping[str, str]

    def value(self, name: str) -> Decimal | None:
        """Give one headline figure; raises ``KeyError`` when there is none of that name."""
        return {one.name: one.value for one in self.headlines}[name]


def shown(figures: Figures) -> list[object]:
    """List what a county's report shows of its head whatever the batch is called: figures, and their change."""
    return [figures.township, *figures.headlines, *figures.levels, *figures.scopes.items()]


def lasting(figures: Figures) -> list[object]:
    """List of that what does not speak of the batch before: it stays true as long as the report names its own."""
    levels = [(one.level, one.pending, one.amount) for one in figures.levels]
    told = [(one.name, one.unit, one.value) for one in figures.headlines]
    return [figures.township, *told, *levels, *figures.scopes.items()]


def read(con: duckdb.DuckDBPyConnection, batches: Path, township: str = "") -> Figures:
    """Read the head of the report on ``township`` ('' for all) from the published database; raises as ``heads``."""
    return heads(con, batches)[township]


def heads(con: duckdb.DuckDBPyConnection, batches: Path) -> dict[str, Figures]:
    """Read the head of the report on the county ('') and on each township from the published database.

    Raises ``WrongSettings`` for a database that an earlier version of the program has published.
    """
    edition.refuse_newer(edition.of(con))
    known = con.execute(
        "select count(*) from duckdb_views() where schema_name = 'audit' and view_name in ('headline', 'flag_history')"
    ).fetchall()
    if known[0][0] < 2:
        raise WrongSettings("这个数据库是旧版本程序发布的。请先运行 cunzhang run，再生成报告。")
    headlines: dict[str, list[Headline]] = {}
    for township, *told in con.execute(
        "select township, name, unit, value, before, change from audit.headline order by position"
    ).fetchall():
        headlines.setdefault(township, []).append(Headline(*told))
    of, counted, spans = batch(con, batches), levels(con), scopes(con)
    return {
        township: Figures(
            township, of, tuple(headlines.get(township, ())), counted[township], spans.get(township, {})
        )
        for township in ("", *townships(con))
    }


def batch(con: duckdb.DuckDBPyConnection, batches: Path) -> Batch:
    """Read which batch the database holds, and its hashes from the manifest in ``batches``."""
    [(batch_id,)] = con.execute("select batch_id from meta.setting").fetchall()
    found = named(con, batches, batch_id)
    assert found is not None
    return found


def named(con: duckdb.DuckDBPyConnection, batches: Path, batch_id: str) -> Batch | None:
    """Read a batch of that or an earlier night; None for one that the database does not know."""
    rows = con.execute(
        "select as_of, started_at, program_version from meta.batch where batch_id = ?", [batch_id]
    ).fetchall()
    if not rows:
        return None
    [(as_of, started_at, program)] = rows
    manifest = {}
    path = batches / f"{batch_id}.json"
    if path.exists():
        manifest = json.loads(path.read_bytes())
    database = (manifest.get("database") or {}).get("sha256", "")
    return Batch(batch_id, as_of, started_at, program, manifest.get("sha256", ""), database)


def faults(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Name the steps that the program failed on in this batch and set aside: 规则 DU02."""
    [(told,)] = con.execute(
        "select coalesce(any_value(faults), '[]') from meta.batch semi join meta.setting using (batch_id)"
    ).fetchall()
    return [f"{one['step']} {one['name']}" for one in json.loads(told)]


def levels(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[LevelCount, ...]]:
    """Count the flags of each level, in each township and in all (''); an amount counts once for each fact, the
    largest.
    """
    rows = con.execute(
        f"""
        with place as (
            select '' as place union select township from core.village where coalesce(township, '') <> ''
        ), flag as (
            select * from place inner join audit.flag on place = '' or township = place
        ), pending as (
            select place, level, count(*) as flags from flag where {PENDING} group by place, level
        ), money as (
            select township as place, level, amount from core.flag_amount
            where scope = '级别' or (scope = '乡镇级别' and township <> '')
        ), latest as (
            select h.flag_id, h.event, event like '%首次发现%' or event like '%再次出现%' as is_raised,
                cause like '%程序版本%' or cause like '%参数%' as is_reappraised
            from audit.flag_history as h join meta.setting as s using (batch_id)
        ), changed as (
            select place, level, count(*) filter (where is_raised and not is_reappraised) as raised,
                count(*) filter (where is_raised and is_reappraised) as reappraised,
                count(*) filter (where event like '%已消除%') as gone
            from flag join latest using (flag_id) group by place, level
        )
        select o.place, l.level, coalesce(p.flags, 0), coalesce(c.raised, 0), coalesce(c.reappraised, 0),
            coalesce(c.gone, 0),
            cast(coalesce(m.amount, 0) as decimal(18, 2))
        from place as o cross join (select unnest($levels) as level) as l
        left join pending as p on o.place = p.place and l.level = p.level
        left join money as m on o.place = m.place and l.level = m.level
        left join changed as c on o.place = c.place and l.level = c.level
        order by list_position($levels, l.level)
        """,
        {"levels": list(LEVELS)},
    ).fetchall()
    found: dict[str, list[LevelCount]] = {}
    for place, *told in rows:
        found.setdefault(place, []).append(LevelCount(*told))
    return {place: tuple(counts) for place, counts in found.items()}


def raised(con: duckdb.DuckDBPyConnection) -> list[str]:
    """List the flags that were raised, or came back, in this batch."""
    rows = con.execute(
        "select distinct flag_id from audit.flag_history semi join meta.setting using (batch_id)"
        " where event like '%首次发现%' or event like '%再次出现%' order by flag_id"
    ).fetchall()
    return [row[0] for row in rows]


def townships(con: duckdb.DuckDBPyConnection) -> list[str]:
    """List the townships that have a report of their own."""
    rows = con.execute(
        "select distinct township from core.village where coalesce(township, '') <> '' order by township"
    ).fetchall()
    return [row[0] for row in rows]
