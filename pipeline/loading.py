"""Take files that are archived into the warehouse: read them, find their villages, write the batch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline import batch, blank, connection, warehouse
from pipeline.faults import FILE, Fault, StepFailed
from pipeline.files import archive
from pipeline.place import arriving, conclusions, originals, placing
from pipeline.place.arriving import Arrived
from pipeline.place.identify import Register
from schemas import ledgers as load_ledgers

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from decimal import Decimal
    from pathlib import Path

    from pipeline.batch import Batch
    from pipeline.files.inbox import Dropped
    from pipeline.known import Known, Withdrawal
    from pipeline.paths import Places
    from pipeline.phases import Progress, Step
    from pipeline.place.arriving import Waiting
    from pipeline.place.submission import Submission
    from pipeline.settings import Settings


def read(
    changed: list[Dropped],
    waiting: Waiting,
    before: Known,
    as_of: date,
    settings: Settings,
    step: Step,
) -> Arrived:
    """Read ``changed``, and of the earlier files (``waiting`` gives those that pass a test) those that may profit."""
    ledgers = load_ledgers()
    arrived = arriving.read(changed, waiting, before, ledgers, settings, step)
    placing.place(arrived.submissions, arrived.register, ledgers, arrived.funds)
    conclusions.settle(arrived.submissions, ledgers, as_of)
    return arrived


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a batch has put into the warehouse: the money read and set aside, and what failed on the way."""

    money_loaded: Decimal
    money_rejected: Decimal
    faults: list[Fault]


def store(
    old: Path,
    places: Places,
    this: Batch,
    before: Known,
    arrived: Arrived,
    gone: list[Withdrawal],
    settings: Settings,
    progress: Progress,
) -> Loaded:
    """Write the warehouse ``old`` with one batch more to ``places.next_warehouse``.

    Nothing is changed until that takes the place of the warehouse.
    """
    ledgers = load_ledgers()
    new = places.next_warehouse

    def show(fresh: list[Submission]) -> None:
        originals.fill(fresh, lambda one: archive.locate(places.archive, one.sha256), settings)

    with blank.successor(old, new, before.made_by) as con:
        placing.mark_twins(arrived.submissions, before, warehouse.homes(con, ledgers))
        batch.load(
            con,
            this,
            ledgers,
            arrived.submissions,
            before,
            arrived.villages,
            arrived.register_hash,
            gone,
            show,
            progress,
        )
        money = warehouse.money_of_batch(con, this.batch_id)
    faults = [Fault(FILE, one.source_file, one.fault) for one in arrived.submissions if one.fault]
    while (failed := _judge(new, this, faults, progress)) is not None:
        faults.append(failed)
    return Loaded(*money, faults)


def _judge(new: Path, this: Batch, faults: list[Fault], progress: Progress) -> Fault | None:
    """Evaluate the rules without what failed before; returns what fails now, with nothing done."""
    # Some faults leave nothing behind that a connection could go on with.
    with connection.connect(new) as con:
        connection.suit(con)
        try:
            batch.judge(con, this, load_ledgers(), faults, progress)
        except StepFailed as failed:
            if failed.fault in faults:
                raise
            return failed.fault
    return None


def without(before: Known, paths: Iterable[str]) -> Arrived:
    """Give what has arrived when nothing has, and the files at ``paths`` are to count no more."""
    gone = set(paths)
    remaining = [village for path, village in before.villages if path not in gone]
    return Arrived([], remaining, Register(remaining), before.register_hash)
