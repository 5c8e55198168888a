"""Read what the page shows beside the tables of the workbook: once for all townships, then parted by them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.publish.report import figures, named, opening, topics
from pipeline.publish.report.table import Table

if TYPE_CHECKING:
    import duckdb

    from pipeline.publish.report.opening import Lines, Question
    from pipeline.publish.report.topics import Amounts


@dataclass(frozen=True, slots=True)
class Rest:
    """``raised``: the flags that are new in this batch; ``files``: shown in the report on a township, a county has too
    many; ``named``: what can be found; ``systemic``: the problems that many villages share, None in the report on a
    township, of which they say nothing; ``amounts``: of what waits, by township and rule.
    """

    township: str
    faults: tuple[str, ...]
    raised: frozenset[str]
    lines: Lines
    unloaded: Table
    files: Table
    named: Table
    systemic: Table | None
    amounts: Amounts

    @property
    def questions(self) -> list[Question]:
        """What everybody asks first, answered."""
        return opening.answered(self.lines, self.township)

    def of(self, township: str) -> Rest:
        """Give the part that speaks of ``township``."""
        unloaded, files, named = (
            table.parts().get(township) or Table(table.title, table.columns, [])
            for table in (self.unloaded, self.files, self.named)
        )
        return replace(self, township=township, unloaded=unloaded, files=files, named=named, systemic=None)

    def shown(self) -> list[object]:
        """List what the page shows of it; of a township only what stays true as long as it names its own batch."""
        found: list[object] = [*self.questions, *self.unloaded.rows, *self.named.rows]
        if self.systemic is None:
            return found + self.files.rows
        return [*found, *self.faults, *sorted(self.raised), *self.systemic.rows]


def read(con: duckdb.DuckDBPyConnection) -> Rest:
    """Read it for the county."""
    return Rest(
        "",
        tuple(figures.faults(con)),
        frozenset(figures.raised(con)),
        opening.lines(con),
        topics.unloaded(con),
        topics.files(con),
        named.named(con),
        topics.systemic(con),
        topics.flag_amounts(con),
    )
