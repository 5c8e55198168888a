"""Say whose a row may be that was set aside: by its own cells, by its table, or by what stands around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb


class Owners:
    """The villages of the register, to say whose a row may be."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        """Look them up."""
        self._villages = con.execute(
            "select village_code, coalesce(county, ''), coalesce(township, ''), village_name from core.village order by all"
        ).fetchall()

    def of(self, village: str, words: str, read_as: Mapping[str, str]) -> frozenset[str] | None:
        """Name the villages a row may belong to: by its own cells, by its table, or by what stands around it."""
        own = " ".join(
            read_as.get(name, "") for name in ("county", "township", "village_name", "village_code")
        )
        near = self._narrowed(self._narrowed(self._villages, 1, own, words), 2, own, words)
        if named := [one for one in near if one[0] in own or one[3] in own]:
            return frozenset(one[0] for one in named)
        if village:
            return frozenset({village})
        found = self._narrowed(near, 3, words)
        return frozenset(one[0] for one in found) if len(found) < len(self._villages) else None

    def _narrowed(self, villages: list[tuple[str, ...]], place: int, *texts: str) -> list[tuple[str, ...]]:
        """Keep those whose county, township or name stands in the first text that has any; all where none has."""
        for words in texts:
            if found := [one for one in villages if one[place] and one[place] in words]:
                return found
        return villages
