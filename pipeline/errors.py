"""Faults that end a run, each with its own exit code and a Chinese sentence for the terminal."""

from __future__ import annotations

# What an officer needs to know of every run that did not end well.
UNHARMED = "没有做完的，下次运行会接着做；已发布的数据库仍是完整的一份。"


class Stop(Exception):
    """End the run with ``exit_code``; the text says what happened and what to do."""

    exit_code = 3


class WrongSettings(Stop):
    """A folder or setting is wrong: the caller can put it right."""

    exit_code = 2


class AnotherRun(Stop):
    """Another run holds the lock."""

    exit_code = 4


class Environment(Stop):
    """The computer does not let the program work: a full disk, a folder without the right to write."""


class Fault(Stop):
    """A fault of the program; the log says where."""
