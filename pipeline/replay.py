"""Rebuild the warehouse from the archive and the manifests: every night again, with the originals it had."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

import duckdb

from pipeline import durable, known, loading
from pipeline.batch import Batch
from pipeline.files import archive
from pipeline.files.inbox import Dropped
from pipeline.known import EXAMPLE_GONE, RETRACTED, Withdrawal
from pipeline.phases import silent, unheard

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipeline.known import Earlier, Known
    from pipeline.paths import Places
    from pipeline.phases import Step
    from pipeline.publish.manifest import Manifest
    from pipeline.settings import Settings

    Gone = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many submissions were read again, and the files whose originals are no longer kept."""

    submissions: int
    missing: list[str]


def rebuild(places: Places, manifests: list[Manifest], settings: Settings, step: Step) -> Rebuilt:
    """Write the warehouse anew to its place; ``step`` hears of every batch."""
    read, missing = 0, list[str]()
    for one in manifests:
        files, absent = _files(places.archive, one)
        before = known.read(places.next_warehouse)
        gone = _withdrawn(places, one, last=one is manifests[-1])
        read += _again(places, one, files, before, gone, settings)
        missing += absent
        step(1)
    places.next_warehouse.replace(places.warehouse)
    durable.sync_folder(places.state)
    return Rebuilt(read, missing)


def _again(
    places: Places, one: Manifest, files: list[Dropped], before: Known, gone: Gone, settings: Settings
) -> int:
    """Repeat one night; returns how many files were read."""
    told = one.content
    day = date.fromisoformat(told["as_of"])
    retracted = [
        path for path in (w["source_file"] for w in gone if w["by"] == RETRACTED) if path in before.files
    ]

    def waiting(test: Callable[[Earlier], bool]) -> list[Dropped]:
        return before.waiting(files, test)

    if retracted and not files:
        arrived = loading.without(before, retracted)
    else:
        arrived = loading.read(before.changed(files), waiting, before, day, settings, unheard)
    counts = told.get("counts", {})
    seen = int(counts.get("files_unchanged", 0)) + len(arrived.submissions)
    this = Batch(
        one.batch_id, datetime.fromisoformat(told["started_at"]), day, str(told["program_version"]), seen
    )
    withdrawals = [
        Withdrawal(before.files[w["source_file"]].submission_id, w["by"], w["why"])
        for w in gone
        if w["source_file"] in before.files
    ]
    loading.store(places.next_warehouse, places, this, before, arrived, withdrawals, settings, silent)
    return len(arrived.submissions)


def _files(folder: Path, one: Manifest) -> tuple[list[Dropped], list[str]]:
    """Give the files of a batch in their order, as the archive has them, and name those it no longer has."""
    found: list[Dropped] = []
    missing: list[str] = []
    for told in [*one.content.get("adopted", ()), *one.content.get("submissions", ())]:
        name, sha256 = str(told.get("source_file", "")), str(told["sha256"])
        path = archive.locate(folder, sha256)
        if not name:
            continue
        if not path.is_file():
            missing.append(name)
            continue
        outside = path.read_text(encoding="utf-8") if told.get("link") else ""
        found.append(Dropped(name, path, path.stat().st_size, len(found), sha256, outside))
    return found, missing


def _withdrawn(places: Places, one: Manifest, *, last: bool) -> Gone:
    """List what was taken out in a batch; where the manifest is an earlier version's, the publication knows at last."""
    if "withdrawn" in one.content or not last:
        return list(one.content.get("withdrawn", ()))
    try:
        with duckdb.connect(str(places.database), read_only=True) as con:
            rows = con.execute(
                "select source_file, superseded_by, note from meta.submission"
                " where superseded_by in ($retracted, $example) order by all",
                {"retracted": RETRACTED, "example": EXAMPLE_GONE},
            ).fetchall()
    except duckdb.Error:
        return []
    return [{"source_file": path, "by": by, "why": why or ""} for path, by, why in rows]
