"""Offer a village's notices for the villagers: which quarters there are, and each as a file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from pipeline.errors import WrongSettings
from pipeline.publish.notice import SLIP_WRITERS, WRITERS, content, quarters, slip
from pipeline.publish.report import case_file, figures

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import duckdb

    from pipeline.paths import Places


def offered(con: duckdb.DuckDBPyConnection, code: str) -> dict[str, Any] | None:
    """Name the quarters of which a village's books speak; None for an unknown village."""
    village = _village(con, code)
    if village is None:
        return None
    return {
        "village": village,
        "quarters": [quarters.named(one) for one in quarters.known(con, code)],
        "months": [f"{one.year}年{one.month}月" for one in slip.months(con, code)],
    }


def made(
    con: duckdb.DuckDBPyConnection, places: Places, code: str, quarter: str, form: str
) -> tuple[Callable[[Path], None], str] | None:
    """Give what writes the notice of a quarter as a file (html or xlsx), and its name; None where there is none such."""
    village, ending = _village(con, code), f".{form}"
    if village is None or ending not in WRITERS:
        return None
    try:
        day = quarters.read(quarter)
    except WrongSettings:
        return None
    notice = content.gather(con, village, day, figures.batch(con, places.batches))
    return partial(WRITERS[ending], notice=notice), f"{notice.title}{ending}"


def slip_made(
    con: duckdb.DuckDBPyConnection, places: Places, code: str, month: str, form: str
) -> tuple[Callable[[Path], None], str] | None:
    """Give what writes the 报账审核单 of a month (html or xlsx) or its reminder (txt), and its name; None as ``made``."""
    village, ending = _village(con, code), "-提醒.txt" if form == "txt" else f".{form}"
    if village is None or ending not in SLIP_WRITERS:
        return None
    try:
        day = quarters.month(month)
    except WrongSettings:
        return None
    notice = slip.gather(con, village, day, figures.batch(con, places.batches))
    return partial(SLIP_WRITERS[ending], notice=notice), f"{notice.title}{ending}"


def _village(con: duckdb.DuckDBPyConnection, code: str) -> case_file.Village | None:
    return next((one for one in case_file.register(con) if one.code == code), None)
