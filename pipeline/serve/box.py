"""Have questions in SQL answered in processes of their own, whose time and memory end where ours would suffer.

The database engine counts not all of its memory, and not every function of it can be interrupted.
"""

from __future__ import annotations

from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any

from pipeline.place.single import Worker
from pipeline.place.worker import Failed, checked
from pipeline.serve.query import Job, Question, Refused, answer, too_long, too_much

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.serve.query import Answer, Saving

SECONDS, SAVING_SECONDS = 20.0, 300.0
# Beyond its time, until what can't be interrupted is ended; the address space that a query may take.
_GRACE = 5.0
_MEGABYTES = 2048
# A process that once took so much does not give all of it back.
_WORN = 512
# So many at once: queries must not take the machine from whoever looks at pages.
_PLACES = BoundedSemaphore(2)
_idle: list[Worker] = []


def ask(database: Path, sql: str, most: int, seconds: float = SECONDS) -> Answer:
    """Run ``sql`` on ``database`` and fetch at most ``most`` rows within ``seconds``.

    Raises ``Refused``, and what opening the database raises.
    """
    return _told(Question(database, sql, most, seconds), seconds)  # type: ignore[no-any-return]


def save(saving: Saving, form: str, file: Path, seconds: float = SAVING_SECONDS) -> int:
    """Write all rows of ``saving`` to ``file`` as ``form`` ("csv" or "xlsx"); give their number.

    Raises ``Refused`` where they are not all written.
    """
    return _told(Job(saving, form, file, seconds), seconds)  # type: ignore[no-any-return]


def _work(wanted: Question | Job) -> tuple[Any, int]:
    """Do in the process what is wanted of it."""
    if isinstance(wanted, Question):
        return answer(wanted)
    from pipeline.serve.export import write

    return write(wanted)


def _told(wanted: Question | Job, seconds: float) -> Any:
    if not _PLACES.acquire(blocking=False):
        raise Refused("另外两个查询或存盘还没有结束，请稍后再试。")
    try:
        worker = _idle.pop() if _idle else Worker(_work, _MEGABYTES)
        found = worker.ask(wanted, seconds + _GRACE)
        if isinstance(found, Failed):
            raise too_long(seconds) if found.reason == "timeout" else too_much()
        [found] = found
        if isinstance(found, Failed):
            worker.stop()
            checked(found)
            raise RuntimeError(found.detail)
        told, peak = found
        if peak < _WORN:
            _idle.append(worker)
        else:
            worker.stop()
    finally:
        _PLACES.release()
    if isinstance(told, Exception):
        raise told
    return told
