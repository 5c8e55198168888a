"""What is known of a table, view or query before it is asked: when it is empty, when its columns are NULL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.judge.emptiness import ALWAYS, NEVER, Formula, all_of, any_of

Node = dict[str, Any]
NONE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Column:
    """When a column is NULL in every row, and the places (``Site``) at which its value takes absence for an answer."""

    null: Formula = field(default_factory=lambda: NEVER)
    sites: frozenset[int] = NONE


@dataclass(frozen=True, slots=True)
class Relation:
    """A table, view or query: when it has no row, what its rows rest on (``Site``), and its columns."""

    empty: Formula
    sites: frozenset[int] = NONE
    columns: Mapping[str, Column] = field(default_factory=dict)

    def nullable(self, absent: Formula, sites: frozenset[int]) -> Relation:
        """Give the side of an outer join whose columns are NULL where no row of it is found."""
        columns = {
            name: Column(any_of(column.null, absent), column.sites | sites)
            for name, column in self.columns.items()
        }
        return Relation(self.empty, self.sites, columns)


@dataclass(frozen=True, slots=True)
class Site:
    """One ``is null``: the bytes where it stands, what is absent then, and the column of the village ('' for none)."""

    start: int
    end: int
    absent: Formula
    village: str


def joined(kind: str, parts: list[Relation]) -> Relation:
    """Join what a UNION or EXCEPT is made of; its columns go by their place."""
    if kind == "EXCEPT":
        return parts[0]
    if kind != "UNION":
        return Relation(NEVER)
    rows = [list(part.columns.values()) for part in parts if part.empty != ALWAYS]
    columns = {
        name: Column(all_of(*(row[n].null for row in rows)), NONE.union(*(row[n].sites for row in rows)))
        for n, name in enumerate(parts[0].columns)
    }
    return Relation(all_of(*(p.empty for p in parts)), NONE.union(*(p.sites for p in parts)), columns)
