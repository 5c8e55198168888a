"""Know which rows and sheets of what was handed in could not be read, where a rule says that something is missing.

What the program itself failed to read is held against no village: such a hit can't be assessed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.values.money import to_cents

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    import duckdb

    from pipeline.judge.outcomes import Hit
    from pipeline.judge.rule import Rule

MOST = 3
_SET_ASIDE = """
    select distinct s.village_code, coalesce(nullif(s.kind, ''), s.runner_up) as kind, s.period,
        r.source_file, r.sheet, r."row", cast(r.cells as varchar) as cells
    from meta.rejected_row as r
    inner join meta.submission as m on r.submission_id = m.submission_id and m.superseded_by = ''
    inner join meta.sheet as s on r.submission_id = s.submission_id and r.sheet = s.sheet and s.rows_rejected > 0
    where s.village_code <> ''
    order by all
"""


@dataclass(frozen=True, slots=True)
class Gap:
    """A row that was set aside: where it stands, the year of its sheet, and the amounts (cents) that can be read in it."""

    source_file: str
    sheet: str
    row: int
    year: int | None
    amounts: frozenset[int]

    @property
    def told(self) -> str:
        """Name it in Chinese."""
        return f"{self.source_file}“{self.sheet}”第 {self.row} 行没有装载"


class Gaps:
    """The rows set aside of what is current, by village and kind."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        """Look them up."""
        self._con = con
        self._gaps: dict[tuple[str, str], list[Gap]] = {}
        for village, kind, period, *place, cells in con.execute(_SET_ASIDE).fetchall():
            source_file, sheet, row = place
            gap = Gap(source_file, sheet, row, _year(period), _amounts(cells))
            self._gaps.setdefault((village, kind), []).append(gap)

    def in_the_way(self, rule: Rule, hit: Hit) -> str:
        """Say which rows that were set aside may hold what a hit calls missing; '' where none may."""
        village, amount = hit.parts["village_code"], hit.parts["amount"]
        year = _year(hit.parts["period"])
        cents = None if amount is None else int(amount * 100)
        found: list[Gap] = []
        for kind in rule.looks_in:
            fitting = (gap for gap in self._of(village, kind, year) if cents is None or cents in gap.amounts)
            found += fitting
        for kind in rule.adds_up:
            gaps = self._of(village, kind, year)
            sheets = self._sheets(kind, hit.evidence) if gaps else set()
            found += [gap for gap in gaps if not sheets or (gap.source_file, gap.sheet) in sheets]
        told = [gap.told for gap in found[:MOST]]
        return "；".join(told) + (f"等 {len(found)} 行" if len(found) > MOST else "")

    def _of(self, village: str, kind: str, year: int | None) -> list[Gap]:
        gaps = self._gaps.get((village, kind), [])
        return [gap for gap in gaps if year is None or gap.year is None or gap.year == year]

    def _sheets(self, kind: str, row_ids: Iterable[str]) -> set[tuple[str, str]]:
        """Name the sheets of a kind that the evidence of a hit stands on."""
        query = f'select distinct source_file, source_sheet from history."{kind}" where list_contains($ids, row_id)'
        return set(self._con.execute(query, {"ids": list(row_ids)}).fetchall())


def _year(day: date | None) -> int | None:
    return None if day is None else day.year


def _amounts(cells: str) -> frozenset[int]:
    """Read the amounts in the cells of a row: by address, or in a list as earlier versions kept them."""
    kept = json.loads(cells)
    read = (to_cents(cell) for cell in (kept.values() if isinstance(kept, dict) else kept))
    return frozenset(abs(value) for value in read if isinstance(value, int))
