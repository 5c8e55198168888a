"""Give every table its village, and recognise a file that was handed in twice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline import messages
from pipeline.faults import FILE, StepFailed, step
from pipeline.place import own_funds
from pipeline.place.locate import locate, stated_county, village_of_row, whereabouts
from pipeline.place.repeated import leave_out_repeats

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.known import Known
    from pipeline.place.identify import Register, Village
    from pipeline.place.locate import Located
    from pipeline.place.own_funds import Catalogues
    from pipeline.place.submission import Submission
    from schemas._spec import Ledger

    Home = tuple[str, str]


def villages(known: Known, submissions: Iterable[Submission]) -> list[Village]:
    """List the villages of the register: earlier ones, and those handed in now in their place.

    One entry a village (county, township and name); a later one wins, and an entry with a code over one without.
    An entry without a county is that of its only namesake with one, unless their codes differ.
    """
    by_key: dict[tuple[str, str, str], Village] = {}
    for village in _stated(known, submissions):
        earlier = by_key.get(village.key)
        if earlier is None or village.code.isdigit() or not earlier.code.isdigit():
            by_key[village.key] = village
    for village in [v for v in by_key.values() if not v.county]:
        if namesake := _namesake(village, by_key):
            del by_key[village.key]
            if village.code.isdigit() and not namesake.code.isdigit():
                by_key[namesake.key] = replace(namesake, code=village.code)
    return [by_key[key] for key in sorted(by_key)]


def _stated(known: Known, submissions: Iterable[Submission]) -> list[Village]:
    """List what the current 村情登记表 state, those handed in now in the place of their earlier versions."""
    submissions = list(submissions)
    replaced = {s.source_file for s in submissions if any(t.extract.kind == "village" for t in s.tables)}
    found = [v for path, v in known.villages if path not in replaced]
    return found + [village for one in submissions for table in one.tables for village in entries(table)]


def _namesake(village: Village, by_key: dict[tuple[str, str, str], Village]) -> Village | None:
    """Find the village that an entry without a county stands for."""
    same = [v for v in by_key.values() if v.county and v.key[1:] == village.key[1:]]
    by_code = [v for v in same if v.code == village.code]
    if by_code or len(same) != 1:
        return by_code[0] if by_code else None
    differ = village.code.isdigit() and same[0].code.isdigit()
    return None if differ else same[0]


def entries(table: Located) -> list[Village]:
    """List the villages that a table of the register states; none for any other table."""
    extract = table.extract
    if extract.kind != "village":
        return []
    own, _ = stated_county(table)
    return [village_of_row(extract, row, own) for row in range(len(extract.rows))]


def namesakes(known: Known, now: Iterable[Village]) -> set[tuple[str, str]]:
    """List (township, name) of villages known before that have got a namesake in another county since.

    Books were given to the village known then, where no place told the county.
    """
    before = {village.key for _, village in known.villages}
    by_name: dict[tuple[str, str], list[Village]] = {}
    for village in now:
        by_name.setdefault(village.key[1:], []).append(village)
    known_names = {key[1:] for key in before}
    return {
        name for name, same in by_name.items()
        if len(same) > 1 and name in known_names and any(v.key not in before for v in same)
    }  # fmt: skip


def tell_unsaid_counties(submissions: Iterable[Submission], known: Known, register: Register) -> None:
    """Report where villages of the register were taken for one though only one of two entries states the county."""
    submissions = list(submissions)
    states: dict[tuple[str, str], set[bool]] = {}
    for village in _stated(known, submissions):
        states.setdefault(village.key[1:], set()).add(bool(village.county))
    for one in submissions:
        for table in one.tables:
            merged = [register.entry(v) for v in entries(table) if len(states[v.key[1:]]) > 1]
            for county in sorted({v.county for v in merged if v.county}):
                count = sum(v.county == county for v in merged)
                one.issues.append(
                    messages.issue(
                        "V05",
                        one.source_file,
                        sheet=table.extract.sheet,
                        column="县市区",
                        count=count,
                        county=county,
                    )
                )


def place(
    submissions: Iterable[Submission], register: Register, ledgers: dict[str, Ledger], funds: Catalogues
) -> None:
    """Find the village of every table, and its funds' names there; what can't be placed is set aside with its reason."""
    for one in submissions:
        try:
            with step(FILE, one.source_file):
                _place(one, register, ledgers, funds)
        except StepFailed as failed:
            one.send_back(messages.issue("F09", one.source_file, found="读取出错"), failed.fault.why)


def _place(one: Submission, register: Register, ledgers: dict[str, Ledger], funds: Catalogues) -> None:
    for table in one.tables:
        if table.extract.kind and (table.extract.rows or table.extract.rejected):
            one.issues.extend(locate(table, ledgers[table.extract.kind], register))
            one.issues.extend(own_funds.settle(table, ledgers[table.extract.kind], funds))
        else:
            whereabouts(table, register)
    one.issues.extend(leave_out_repeats(one.tables, ledgers))


def mark_twins(submissions: list[Submission], known: Known, homes: dict[str, frozenset[Home]]) -> None:
    """Mark files whose bytes already stand at another path for the same village: noted, not loaded twice.

    ``homes``: villages (code, county) of the current submissions of earlier batches, by submission id.
    """
    arriving = {s.source_file for s in submissions}
    standing: dict[str, list[tuple[str, frozenset[Home]]]] = {}
    for earlier in known.files.values():
        if earlier.source_file not in arriving and earlier.submission_id in homes:
            standing.setdefault(earlier.sha256, []).append(
                (earlier.source_file, homes[earlier.submission_id])
            )
    for one in submissions:
        mine = frozenset((v.code, v.county) for t in one.tables if t.extract.rows for v in t.villages)
        for path, home in standing.get(one.sha256, ()):
            if mine and home == mine:
                one.unchanged = True
                one.note = f"与“{path}”内容完全相同，不重复装载"
                break
        if not one.unchanged and one.rows_loaded:
            standing.setdefault(one.sha256, []).append((one.source_file, mine))
