"""A province: every county an ordinary night in a process of its own, then what can be seen across counties only.

``counties`` finds them, ``schedule`` runs their nights, ``union`` puts their publications side by side, ``judging``
asks the rules of all of them together, ``overview`` and ``page`` show what stands. Only what is published is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.phases import Phase
from pipeline.province import counties, schedule

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from pipeline.paths import Places
    from pipeline.phases import Progress
    from pipeline.province.judging import Finding
    from pipeline.province.schedule import Ended

COUNTIES = Phase("各县", "个县")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How each county's night ended, what was found across counties, and where it stands.

    ``left_out``: counties that could not be compared, with the reason. ``open``: files that somebody has open.
    """

    ended: Mapping[str, Ended]
    findings: list[Finding]
    left_out: Mapping[str, str]
    database: Path
    page: Path
    open: list[Path]

    @property
    def code(self) -> int:
        """The worst of the counties' exit codes."""
        return schedule.worst(one.code for one in self.ended.values())

    def told(self) -> dict[str, object]:
        """Say what happened for ``last_run.json``."""
        return {
            "exit_code": self.code,
            "counties": {name: {"exit_code": one.code, "said": one.said} for name, one in self.ended.items()},
            "left_out": self.left_out,
            "findings": len(self.findings),
        }


def run(places: Places, as_of: date, options: list[str], jobs: int | None, progress: Progress) -> Outcome:
    """Run every county below ``places.inputs`` as on ``as_of`` and show the province in ``places.outputs``.

    ``options`` are handed on to each night. Raises ``WrongSettings`` where there is no county.
    """
    from pipeline.files.lock import alone
    from pipeline.province import judging, overview, page, union

    found = counties.find(places.inputs)
    with alone(places):
        with progress(COUNTIES, len(found)) as done:
            ended = schedule.nights(found, ["--as-of", as_of.isoformat(), *options], jobs, done)
        published = {one.name: one.places.database for one in found if one.places.database.exists()}
        able, unable = union.comparable(published)
        left_out = counties.of_other_keys(found) | unable
        findings = judging.look(able, as_of, places.state, progress)
        told = overview.read(published, able, ended, left_out)
        database, shown = places.outputs / "全省.duckdb", places.outputs / "全省.html"
        busy = [
            path
            for path, made in (
                (database, overview.write(database, told, findings)),
                (shown, page.write(shown, told, findings, as_of)),
            )
            if not made
        ]
    return Outcome(ended, findings, left_out, database, shown, busy)
