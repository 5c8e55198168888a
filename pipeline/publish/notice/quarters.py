"""Name quarters, and read the names that people type."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from pipeline.errors import WrongSettings

if TYPE_CHECKING:
    import duckdb

_WRITTEN = re.compile(r"((?:19|20)\d\d)年?[-./第Qq]*([1-4一二三四])(?:季度?)?")
_MONTH = re.compile(r"((?:19|20)\d\d)[年./-]?(0?[1-9]|1[0-2])月?")
_NUMBERS = {"一": 1, "二": 2, "三": 3, "四": 4}
# A village whose books were never handed in still has what is kept by the year: it is told at the end of the year.
_KNOWN = """
select distinct quarter from (
    select village_code, cast(date_trunc('quarter', month) as date) as quarter from audit.fund_month
    union all
    select village_code, make_date(year, 10, 1) from audit.dividend_use
) as known
where village_code = $village
order by quarter desc
"""


def named(quarter: date) -> str:
    """Name the quarter that begins on a day: 2026年第1季度."""
    return f"{quarter.year}年第{quarter.month // 3 + 1}季度"


def read(text: str) -> date:
    """Read 2026年第1季度, 2026-1, 2026年一季度; raises ``WrongSettings`` for another text."""
    found = _WRITTEN.fullmatch(text.replace(" ", ""))
    if found is None:
        raise WrongSettings(f"“{text}”不是季度，请写成 2026年第1季度 或 2026-1 这样。")
    return date(int(found[1]), 3 * (_NUMBERS.get(found[2]) or int(found[2])) - 2, 1)


def month(text: str) -> date:
    """Read 2026年3月, 2026-3; raises ``WrongSettings`` for another text."""
    found = _MONTH.fullmatch(text.replace(" ", ""))
    if found is None:
        raise WrongSettings(f"“{text}”不是月份，请写成 2026年3月 或 2026-3 这样。")
    return date(int(found[1]), int(found[2]), 1)


def following(first: date, months: int = 3) -> date:
    """Give the first day after the quarter, or the months, that begin on ``first``."""
    after = first.month - 1 + months
    return date(first.year + after // 12, after % 12 + 1, 1)


def known(con: duckdb.DuckDBPyConnection, village_code: str) -> list[date]:
    """List the quarters that a village's books or dividends speak of, the latest first."""
    return [row[0] for row in con.execute(_KNOWN, {"village": village_code}).fetchall()]
