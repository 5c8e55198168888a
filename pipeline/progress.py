"""Show how far a long run has come: a bar for each phase on a terminal, elsewhere a line every half minute."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, TextIO

from pipeline.faults import LOG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console

    from pipeline.phases import Phase, Progress, Step

SECONDS = 30.0


@contextmanager
def shown(screen: Console) -> Iterator[Progress]:
    """Show the phases of a run while the block runs; what is over soon says nothing where it is no terminal."""
    with bars(screen) if screen.is_terminal else lines(sys.stderr) as progress:
        yield progress


@contextmanager
def bars(screen: Console) -> Iterator[Progress]:
    """Show a bar for each phase, one below the other, gone when all is done."""
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,.0f}/{task.total:,.0f} {task.fields[unit]}"),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    with Bars(*columns, console=screen, transient=True) as drawn:

        @contextmanager
        def progress(phase: Phase, total: int) -> Iterator[Step]:
            task = drawn.add_task(phase.name, total=total, unit=phase.unit)
            with _logged(phase, total):
                yield lambda count: drawn.advance(task, count)
            drawn.update(task, completed=total)

        yield progress


@contextmanager
def lines(out: TextIO, every: float = SECONDS, clock: Callable[[], float] = monotonic) -> Iterator[Progress]:
    """Write where the run stands whenever ``every`` seconds have passed, however long a single step takes."""
    standing = Standing(clock)
    over = Event()

    def tell() -> None:
        while not over.wait(every):
            print(standing.line(), file=out, flush=True)

    teller = Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield standing.progress
    finally:
        over.set()
        teller.join()


class Standing:
    """Where a run stands: its phase, how much of that is done, and since when."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._began = self._since = clock()
        self._phase: Phase | None = None
        self._done = self._total = 0

    @contextmanager
    def progress(self, phase: Phase, total: int) -> Iterator[Step]:
        """Go through one phase."""
        self._since, self._done, self._total, self._phase = self._clock(), 0, total, phase
        with _logged(phase, total):
            yield self._step
        self._done = total

    def line(self) -> str:
        """Say where the run stands; between two phases, that the earlier one is done."""
        phase, total, now = self._phase, self._total, self._clock()
        used = _lasting(now - self._began)
        if phase is None:
            return f"准备，已用 {used}"
        done = min(self._done, total)
        share = f"（{done * 100 // total}%）" if total else ""
        left = f"，约还要 {_lasting((now - self._since) * (total - done) / done)}" if 0 < done < total else ""
        return f"{phase.name} {done:,}/{total:,} {phase.unit}{share}，已用 {used}{left}"

    def _step(self, count: int) -> None:
        self._done += count


@contextmanager
def _logged(phase: Phase, total: int) -> Iterator[None]:
    """Write down how long a phase took."""
    began = monotonic()
    yield
    LOG.info("%s %s %s，%.1f 秒", phase.name, f"{total:,}", phase.unit, monotonic() - began)


def _lasting(seconds: float) -> str:
    """Say how long, as one says it."""
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} 小时 {minutes} 分"
    return f"{minutes} 分 {seconds} 秒" if minutes else f"{seconds} 秒"
