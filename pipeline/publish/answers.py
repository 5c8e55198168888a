"""Read the answers of a published database for the summary on the terminal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.findings import LEVELS
from pipeline.judge.headlines import PENDING

if TYPE_CHECKING:
    from decimal import Decimal
    from pathlib import Path

OUTCOMES = ("命中", "通过", "不可评估", "不适用")

_DIVIDENDS = """
select township, village_name, cooperative, year, dividend, required_reinvestment, reinvested,
    case when assessable then shortfall end as proven
from audit.dividend_use
where dividend is not null
order by coalesce(proven, 0) desc, year desc, township, village_name, cooperative
"""
_FLAGS = f"""
select flag_id, rule_id, title, level, coalesce(township, ''), coalesce(village_name, ''), amount, message
from audit.flag
where {PENDING}
order by priority desc, root_cause, list_position($levels, level), flag_id
"""


@dataclass(frozen=True, slots=True)
class Dividend:
    """A village's red-share dividend of one year, in 元; ``shortfall`` is None when not assessable."""

    township: str
    village: str
    cooperative: str
    year: int
    dividend: Decimal
    required: Decimal | None
    reinvested: Decimal | None
    shortfall: Decimal | None


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag that still waits for somebody; ``amount`` in 元."""

    flag_id: str
    rule_id: str
    title: str
    level: str
    township: str
    village: str
    amount: Decimal | None
    message: str


@dataclass(frozen=True, slots=True)
class Answers:
    """What a publication says: dividends (largest shortfall first), open flags (highest first), outcomes."""

    dividends: tuple[Dividend, ...]
    flags: tuple[Flag, ...]
    outcomes: dict[str, int]


def from_database(path: Path) -> Answers:
    """Read a published database, read-only."""
    import duckdb

    with duckdb.connect(str(path), read_only=True) as con:
        dividends = con.execute(_DIVIDENDS).fetchall()
        flags = con.execute(_FLAGS, {"levels": LEVELS}).fetchall()
        outcomes = con.execute("select outcome, count(*) from audit.rule_result group by outcome").fetchall()
    return Answers(
        tuple(Dividend(*row) for row in dividends), tuple(Flag(*row) for row in flags), dict(outcomes)
    )


def earlier(path: Path) -> Answers | None:
    """Read the publication that is about to be replaced; None when there is none to compare with.

    It may be missing, made by another version, or held open for writing: no reason to stop a night.
    """
    if not path.exists():
        return None
    import duckdb

    try:
        return from_database(path)
    except duckdb.Error:
        return None
