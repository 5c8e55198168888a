"""Say what a worker process is to read, and start the reading there: whoever hands it over loads none of it."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.layout.recognise import Recogniser
    from pipeline.read.extract import FileExtract
    from schemas._spec import Ledger


@dataclass(frozen=True, slots=True)
class Task:
    """One file to read: its path relative to inputs/ (forward slashes) and where it lies."""

    source_file: str
    path: str


class Intake:
    """Callable handed to worker processes; builds its header index once per process.

    The ledger kinds travel as one packed block, unpacked only by a process that has not seen them yet.
    """

    def __init__(
        self,
        ledgers: tuple[Ledger, ...],
        local_aliases: tuple[tuple[str, str, str], ...] = (),
        own_funds: tuple[str, ...] = (),
        *,
        explain: bool = False,
    ) -> None:
        self.own_funds = own_funds
        self.packed = pickle.dumps((ledgers, local_aliases))
        self.explain = explain

    def __call__(self, task: Task) -> FileExtract:
        """Read the file of ``task``."""
        from pipeline.files import allowance  # only the worker reads
        from pipeline.read.intake import digest
        from pipeline.values import funds

        funds.learn(self.own_funds)
        recogniser = _recogniser(self.packed, self.explain)
        with allowance.for_a_file():
            return digest(task.source_file, Path(task.path).read_bytes(), recogniser)


@lru_cache(maxsize=2)
def _recogniser(packed: bytes, explain: bool) -> Recogniser:
    from pipeline.layout.headers import Headers  # only the worker reads
    from pipeline.layout.recognise import Recogniser

    return Recogniser(Headers(*pickle.loads(packed)), explains=explain)
