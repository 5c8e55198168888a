"""Give every table its village, and recognise a file that was handed in twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.place.identify import Register, Village
from pipeline.place.locate import locate, village_of_row, whereabouts
from pipeline.place.repeated import leave_out_repeats

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.known import Known
    from pipeline.place.submission import Submission
    from schemas._spec import Ledger


def villages(known: Known, submissions: Iterable[Submission]) -> list[Village]:
    """List the villages of the register: earlier ones, and those handed in now in their place.

    One entry a village (township and name); a later one wins, and an entry with a code over one without.
    """
    submissions = list(submissions)
    replaced = {s.source_file for s in submissions if any(t.extract.kind == "village" for t in s.tables)}
    found = [v for path, v in known.villages if path not in replaced]
    for one in submissions:
        for table in one.tables:
            if table.extract.kind == "village":
                found += [village_of_row(table.extract, row) for row in range(len(table.extract.rows))]
    by_name: dict[tuple[str, str], Village] = {}
    for village in found:
        earlier = by_name.get((village.township, village.name))
        if earlier is None or village.code.isdigit() or not earlier.code.isdigit():
            by_name[village.township, village.name] = village
    return [by_name[key] for key in sorted(by_name)]


def place(submissions: Iterable[Submission], register: Register, ledgers: dict[str, Ledger]) -> None:
    """Find the village of every table; what can't be placed is set aside with its reason."""
    for one in submissions:
        for table in one.tables:
            if table.extract.kind and (table.extract.rows or table.extract.rejected):
                one.issues.extend(locate(table, ledgers[table.extract.kind], register))
            else:
                whereabouts(table, register)
        one.issues.extend(leave_out_repeats(one.tables, ledgers))


def mark_twins(submissions: list[Submission], known: Known, homes: dict[str, frozenset[str]]) -> None:
    """Mark files whose bytes already stand at another path for the same village: noted, not loaded twice.

    ``homes``: villages of the current submissions of earlier batches, by submission id.
    """
    arriving = {s.source_file for s in submissions}
    standing: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for earlier in known.files.values():
        if earlier.source_file not in arriving and earlier.submission_id in homes:
            standing.setdefault(earlier.sha256, []).append(
                (earlier.source_file, homes[earlier.submission_id])
            )
    for one in submissions:
        mine = frozenset(v.code for t in one.tables if t.extract.rows for v in t.villages)
        for path, home in standing.get(one.sha256, ()):
            if mine and home == mine:
                one.unchanged = True
                one.note = f"与“{path}”内容完全相同，不重复装载"
                break
        if not one.unchanged and one.rows_loaded:
            standing.setdefault(one.sha256, []).append((one.source_file, mine))
