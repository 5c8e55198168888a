"""Hold what was found on a sheet: tables with their rows by kind, and stretches that could not be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.layout.context import Names
    from pipeline.layout.mapping import Block
    from pipeline.layout.recognise import Recognition, Unrecognised
    from pipeline.layout.rowkinds import Scope
    from pipeline.layout.titleblock import Context


@dataclass(slots=True)
class Table:
    """One table: where it stands, what it is, and its rows by kind (row indices from 0).

    ``header`` are the first and last header row. Of an upright form (one record, its items down the page)
    ``upright`` is the column the values stand in; ``data`` then lists the rows of its items.
    """

    context: Context
    names: Names
    recognition: Recognition
    header: tuple[int, int]
    block: Block
    data: list[int] = field(default_factory=list)
    totals: list[tuple[int, str, Scope]] = field(default_factory=list)
    skipped: dict[str, list[int]] = field(default_factory=dict)

    def skip(self, reason: str, rows: list[int]) -> None:
        """Count ``rows`` as skipped for ``reason``."""
        if rows:
            self.skipped.setdefault(reason, []).extend(rows)

    @property
    def last(self) -> int:
        """The last row that belongs to the table."""
        return max([self.header[1], *self.data[-1:], *(r for rows in self.skipped.values() for r in rows)])


@dataclass(slots=True)
class Unread:
    """A stretch of rows in which no table could be recognised, and the best known reason."""

    context: Context
    names: Names
    rows: list[int]
    why: Unrecognised
