"""Make up a county that is clean to the cent and documented in full, as workbooks such as offices hand in."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from random import Random

from pipeline.demo import (
    accounts,
    bind,
    books,
    care,
    collective,
    office,
    paper,
    places,
    registers,
    service,
    settle,
    shares,
)
from pipeline.demo.village import Village
from pipeline.demo.window import Window, window


@dataclass(frozen=True, slots=True)
class Made:
    """What was written: the folder for ``cunzhang run --inputs``, how many workbooks, the date to run as of."""

    inputs: Path
    workbooks: int
    as_of: date


def plan(villages: int, months: int, seed: int) -> tuple[list[Village], Window]:
    """Plan the county without any flaw; nothing is written.

    Raises ``ValueError`` for fewer than 6 months or more villages than there are names.
    """
    span = window(months)
    county = places.county(villages, seed)
    made = []
    for place in county.places:
        one = settle.village(place, county, span, seed)
        for room in (service, office, collective, care, shares):
            room.plan(one)
        registers.budgets(one)
        registers.notices(one)
        made.append(one)
    return made, span


def write(folder: Path, villages: int, months: int, seed: int, workers: int = 1) -> Made:
    """Write the county below ``folder``/inputs; the same arguments give the same bytes."""
    planned, span = plan(villages, months, seed)
    inputs = folder / "inputs"
    tables = registers.county_tables(planned, span)
    habits = paper.hand(Random(f"{seed}/office"))
    for kind, rows in tables.items():
        title = habits.titles[kind]
        paper.save(inputs / "县农经站" / f"{title}.xlsx", [paper.Sheet(title, kind, title, rows)], habits)
    render = partial(_render, inputs=inputs, seed=seed)
    if workers == 1:
        counts = [render(one) for one in planned]
    else:
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            counts = list(pool.map(render, planned, chunksize=4))
    return Made(inputs, len(tables) + sum(counts), span.as_of)


def _render(one: Village, inputs: Path, seed: int) -> int:
    accounts.write(one)
    books.write(one)
    habits = paper.hand(Random(f"{seed}/hand/{one.place.code}"))
    bound = bind.village(one, habits)
    for path, sheets in bound.items():
        paper.save(inputs / path, sheets, habits)
    return len(bound)
