"""Put files into outputs/ only where they would show something else, and know which stand there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline import durable
from pipeline.faults import REPORT, Fault, StepFailed, step

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipeline.publish.standing import Standing


@dataclass(slots=True)
class Written:
    """Which files stand: ``whole`` ones just written, ``kept`` as they were, ``busy`` ones that are open elsewhere.

    ``failed`` ones the program failed on: they are as they were.
    """

    standing: Standing
    batch: str
    anew: bool
    whole: list[Path] = field(default_factory=list)
    kept: list[Path] = field(default_factory=list)
    busy: list[Path] = field(default_factory=list)
    failed: list[Path] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def all(self) -> list[Path]:
        """The files that stand."""
        return [*self.whole, *self.kept, *self.busy, *self.failed]

    def batch_of(self, path: Path) -> str:
        """Give the batch that a file shows."""
        entry = self.standing.intact(path)
        return entry.batch if entry else ""

    def put(
        self,
        path: Path,
        content: str,
        make: Callable[[Path], None],
        stamped: Callable[[Path], Callable[[Path], None] | None] | None = None,
    ) -> None:
        """Make the file at ``path`` unless it shows ``content`` already; ``stamped`` puts another batch into it."""
        entry = self.standing.intact(path)
        same = entry is not None and entry.content == content and not self.anew
        if same and entry and (stamped is None or entry.batch == self.batch):
            self.kept.append(path)
            self.standing.hold(path, self.batch)
            return
        try:
            with step(REPORT, path.name):
                made = durable.made(path, (stamped(path) if same and stamped else None) or make)
        except StepFailed as failed:
            self.failed.append(path)
            self.faults.append(failed.fault)
            return
        if made:
            self.whole.append(path)
            self.standing.note(path, content, self.batch)
        else:
            self.busy.append(path)

    def add(self, other: Written) -> None:
        """Add what was written meanwhile, perhaps by another process."""
        self.whole += other.whole
        self.kept += other.kept
        self.busy += other.busy
        self.failed += other.failed
        self.faults += other.faults
        self.standing.take(other.standing, other.all)
