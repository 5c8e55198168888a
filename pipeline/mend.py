"""Look, when a run starts, whether what the last one left belongs together; finish or clear away what does not.

A batch is true from the moment its manifest stands. Before that, what a run has made is litter; after it, the new
warehouse and the new publication, which lie complete beside the old ones, only have to be put in their places.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import duckdb

from pipeline import connection, durable, edition, environment, logbook
from pipeline.files import archive
from pipeline.publish import database, manifest
from pipeline.publish.standing import Standing as Shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.paths import Places
    from pipeline.publish.manifest import Manifest

_TABLES = """
select format('{}."{}"', schema_name, table_name) from duckdb_tables()
where schema_name in ('history', 'meta', 'result')
"""


@dataclass(slots=True)
class Standing:
    """What stands when a run starts.

    ``said``: what was put right, a Chinese sentence each. ``lost``: why the warehouse can't be gone on from, '' where
    it can. ``anew``: whether to publish though nothing is new. ``orphans``: archived originals in no manifest;
    ``unsealed``: batches of the warehouse in none.
    """

    manifests: list[Manifest]
    said: list[str] = field(default_factory=list)
    lost: str = ""
    anew: bool = False
    orphans: frozenset[str] = frozenset()
    unsealed: list[str] = field(default_factory=list)


def look(places: Places) -> Standing:
    """Finish what the last run had sealed, clear away what it had not, and say what is amiss with the rest."""
    manifests = manifest.chain(places.batches)
    store = _ask(places.warehouse, edition.ASKED) or [1]
    edition.refuse_newer(max([*store, *(one.schema_version for one in manifests)]))
    standing = Standing(manifests)
    last = manifests[-1] if manifests else None
    if last and _finish(places, last):
        standing.said.append(f"上次运行在发布批次 {last.batch_id} 时中断，已经补完。")
    swept = sum(map(_remove, list(_litter(places))))
    if swept:
        standing.said.append(f"已清理上次运行没有做完留下的半成品 {swept} 个。")
    standing.orphans = frozenset(archive.hashes(places.archive)) - manifest.named(manifests).keys()
    _take_in_log(places.warehouse)
    with connection.held(places.warehouse):
        standing.lost = _lost(places, manifests)
        if not standing.lost:
            batches = _ask(places.warehouse, "select batch_id from meta.batch order by all") or []
            standing.unsealed = [one for one in batches if one not in manifest.batches(manifests)]
    if database.drop_stale_log(places.database):
        standing.said.append(
            "公开库旁有别的程序留下的 cunzhang.duckdb.wal，读者看到的会是其中的改动，已移除。"
        )
    if last and last.schema_version < edition.SCHEMA_VERSION:
        standing.said.append(
            f"outputs 是较早版本的程序写的（数据格式 {last.schema_version}），已转为格式 {edition.SCHEMA_VERSION}，内容不变。"
        )
        standing.anew = True
    if wrong := _publication_wrong(places, last):
        standing.said.append(f"{wrong}，由底库重新发布。")
        standing.anew = True
    return standing


def tidy(places: Places) -> None:
    """Clear away what a run that failed has not sealed: on a full disk its room is needed."""
    manifests = manifest.chain(places.batches)
    if not manifests or not _waits(places, manifests[-1]):
        for path in _litter(places):
            _remove(path)


def seal(places: Places, batch_id: str) -> Path:
    """Put what was made for a batch whose manifest stands in its place; return where the publication stands."""
    _place_warehouse(places)
    return database.place(places.database, batch_id)


def shown(places: Places, batch_id: str) -> bool:
    """Tell whether reports and feedback are those of the batch."""
    return Shown(places.outputs).current(batch_id)


def _waits(places: Places, last: Manifest) -> bool:
    """Tell whether what was made for the last manifest still lies beside its place."""
    return last.batch_id == _complete(places.next_warehouse) or any(
        sha256 and database.waits(target, sha256) for target, sha256 in _sealed(places, last)
    )


def _sealed(places: Places, last: Manifest) -> tuple[tuple[Path, str], ...]:
    return (places.database, last.database_sha256), (places.unmasked, last.unmasked_sha256)


def _finish(places: Places, last: Manifest) -> bool:
    """Put in place what the last run sealed and could not place any more; tells whether there was anything."""
    database.settle_pending(places.database)
    if not _waits(places, last):
        return False
    if last.batch_id == _complete(places.next_warehouse):
        _place_warehouse(places)
    for target, sha256 in _sealed(places, last):
        if sha256 and database.waits(target, sha256):
            database.place(target, last.batch_id)
    return True


def _place_warehouse(places: Places) -> None:
    places.next_warehouse.replace(places.warehouse)
    durable.sync_folder(places.state)


def _complete(path: Path) -> str:
    """Give the last batch of a warehouse if that was written to its end, '' otherwise."""
    found = _ask(
        path,
        "select case when faults is null then '' else batch_id end from meta.batch"
        " order by cast(regexp_extract(batch_id, '[0-9]+$') as integer) desc limit 1",
    )
    return found[0] if found else ""


def _ask(path: Path, sql: str) -> list[Any] | None:
    """Ask for one column; None where there is no such file, or it is no warehouse.

    One that the system does not let us read is not lost: raises ``duckdb.Error``.
    """
    if not path.exists():
        return None
    try:
        with duckdb.connect(str(path), read_only=True) as con:
            return [value for (value,) in con.execute(sql).fetchall()]
    except duckdb.Error as error:
        if environment.sentence(error):
            raise
        return None


def _take_in_log(path: Path) -> None:
    """Open for writing a warehouse whose log a run of an earlier version has left: it takes that in."""
    if path.exists() and path.with_name(f"{path.name}.wal").exists():
        with suppress(duckdb.Error):
            connection.connect(path).close()


def _lost(places: Places, manifests: list[Manifest]) -> str:
    """Say why the warehouse can't be gone on from, '' where it can or there is nothing to go on from."""
    path = places.warehouse
    if not path.exists():
        return "缺失" if manifests else ""
    batches = _ask(path, "select batch_id from meta.batch")
    if not batches:
        return "没有写完" if batches is None else ""
    behind = [one.batch_id for one in manifests if one.batch_id not in batches]
    if behind:
        return f"是较早的，没有批次 {'、'.join(behind[:3])}"
    # Whether every block can be read is asked only after a run that failed: it takes a while.
    return "" if logbook.read(places).get("exit_code", 0) in (0, 2, 4) or _readable(path) else "损坏"


def _readable(path: Path) -> bool:
    try:
        with duckdb.connect(str(path), read_only=True) as con:
            for (name,) in con.execute(_TABLES).fetchall():
                con.execute(f"select bit_xor(hash(t)) from {name} as t").fetchall()
    except duckdb.Error as error:
        if environment.sentence(error):
            raise
        return False
    return True


def _publication_wrong(places: Places, last: Manifest | None) -> str:
    """Say what is wrong with the publication, '' when it is that of the last manifest."""
    if last is None or not last.database_sha256:
        return ""
    path = places.database
    waiting = path.with_name(f"{path.stem}-{last.batch_id}{path.suffix}")
    present = [one for one in (path, waiting) if one.exists()]
    if not present:
        return "公开库缺失"
    return "" if last.database_sha256 in map(durable.sha256, present) else "公开库与最后一份批次清单不符"


def _litter(places: Places) -> Iterator[Path]:
    """List what only a run in progress has."""
    for folder, pattern in (
        (places.outputs, f".{places.database.stem}-publishing*"),
        (places.state, f".{places.unmasked.stem}-publishing*"),
        (places.state, f"{places.next_warehouse.name}*"),
        (places.state, f".{places.warehouse.name}.new*"),
        (places.state, f"{places.warehouse.name}.tmp"),
        (places.state, ".*.part"),
        (places.batches, ".*.part"),
        (places.archive, "*/.*.part"),
        (places.reports, "**/.*.part*"),
        (places.feedback, "**/.*.part"),
    ):
        yield from folder.glob(pattern)


def _remove(path: Path) -> int:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    return 1
