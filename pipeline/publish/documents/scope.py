"""Say what part of the county a list speaks of: all of it, a township, or a village."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.errors import WrongSettings
from pipeline.publish.report import case_file, figures

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of the county; '' for what is not narrowed down. ``persons`` and ``seed``: how to draw from lists."""

    township: str = ""
    village: str = ""
    village_code: str = ""
    persons: int = 30
    seed: int = 0
    values: dict[str, str] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """Its name; '' for the whole county."""
        return f"{self.township}{self.village}"

    def where(self, table: str) -> str:
        """Write the condition on rows of ``table``, for ``values``."""
        if self.village_code:
            return f"{table}village_code = $village_code"
        return f"{table}township = $township" if self.township else "true"


def scope(con: duckdb.DuckDBPyConnection, township: str, village: str, persons: int, seed: int) -> Scope:
    """Find the part that is asked for; raises ``WrongSettings`` for a name nobody bears."""
    if village:
        found = case_file.find(con, village)
        return Scope(found.township, found.name, found.code, persons, seed, {"village_code": found.code})
    if not township:
        return Scope(persons=persons, seed=seed)
    known = figures.townships(con)
    if township not in known:
        raise WrongSettings(f"没有叫“{township}”的乡镇。有：{'、'.join(known)}。")
    return Scope(township, persons=persons, seed=seed, values={"township": township})
