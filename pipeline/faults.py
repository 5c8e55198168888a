"""Set one step aside that the program fails on (a file, a rule, a report), so that all the others go on."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline import environment, stopping

if TYPE_CHECKING:
    from collections.abc import Iterator

LOG = logging.getLogger("cunzhang")
# The steps that can be set aside.
FILE, FACT, VIEW, RULE, FEEDBACK, REPORT = "文件", "计算", "视图", "规则", "反馈", "报告"


@dataclass(frozen=True, slots=True)
class Fault:
    """What was set aside: which sort of step, which one, and what went wrong, for the maintainer."""

    step: str
    name: str
    why: str

    def __str__(self) -> str:
        """Name it for the terminal."""
        return f"{self.step} {self.name}（{self.why}）"


class StepFailed(Exception):
    """One step failed by a fault of the program; the step can be left out."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


@contextmanager
def step(kind: str, name: str) -> Iterator[None]:
    """Turn what is raised inside into ``StepFailed``, and log it; a full disk or Ctrl-C is no fault of the step."""
    try:
        yield
    except Exception as error:
        if isinstance(error, StepFailed) or stopping.asked() or environment.sentence(error):
            raise
        LOG.exception("程序故障：%s %s", kind, name)
        raise StepFailed(Fault(kind, name, _why(error))) from error


@contextmanager
def aside(faults: list[Fault], kind: str, name: str) -> Iterator[None]:
    """Add to ``faults`` what fails inside, and go on after it."""
    try:
        with step(kind, name):
            yield
    except StepFailed as failed:
        faults.append(failed.fault)


def _why(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0][:200]}" if lines else type(error).__name__
