"""Name the phases of a long run, and say how one is told how far it has come."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import NamedTuple

# Hears of how many more things are done.
Step = Callable[[int], None]


class Phase(NamedTuple):
    """A part of a run, and what is counted in it."""

    name: str
    unit: str


# Opens a phase with so many things to do.
Progress = Callable[[Phase, int], AbstractContextManager[Step]]

REBUILDING = Phase("重建", "个批次")
READING = Phase("读取", "个文件")
LOADING = Phase("装载", "行")
JUDGING = Phase("规则", "项")
PUBLISHING = Phase("发布", "行")
CHECKING = Phase("核对", "行")
ANSWERING = Phase("反馈", "份")
REPORTING = Phase("报告", "份")


def unheard(_: int) -> None:
    """Tell nobody."""


@contextmanager
def silent(_: Phase, __: int) -> Iterator[Step]:
    """Show nothing of a phase."""
    yield unheard
