"""Make up a county, as workbooks such as offices hand in: clean to the cent, or with labelled flaws."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

from pipeline.demo import (
    accounts,
    bind,
    books,
    care,
    collective,
    flaws,
    holdings,
    lists,
    office,
    paper,
    places,
    registers,
    service,
    settle,
    shares,
)
from pipeline.demo.flaws.registry import RED_COMPANY, RURAL, STARS, THREE_STARS, URBAN
from pipeline.demo.paper import Hand, Sheet, save
from pipeline.demo.places import County, Place
from pipeline.demo.village import RED, Row, Village
from pipeline.demo.window import Window, window
from pipeline.errors import WrongSettings


@dataclass(frozen=True, slots=True)
class Made:
    """What was written: the folder for ``cunzhang run --inputs``, how many workbooks, the date to run as of."""

    inputs: Path
    workbooks: int
    as_of: date
    labels: int = 0


# What becomes of the sheets of a workbook, named by its path, between the bookkeeper and the inbox.
Way = Callable[[str, list[Sheet]], list[Sheet]]


def unharmed(path: str, sheets: list[Sheet]) -> list[Sheet]:
    """Hand in every workbook as it was written."""
    return sheets


@dataclass(slots=True)
class _Village:
    """What one village leaves behind besides its workbooks."""

    workbooks: int = 0
    county: dict[str, list[Row]] = field(default_factory=dict)
    labels: list[dict[str, Any]] = field(default_factory=list)


def plan(place: Place, county: County, span: Window, seed: int) -> Village:
    """Plan one village without any flaw; nothing is written."""
    one = settle.village(place, county, span, seed)
    for room in (service, office, collective, care, shares):
        room.plan(one)
    usual, one.rng = one.rng, Random(f"{seed}/{place.code}/lists")
    for room in (lists, holdings):
        room.plan(one)
    one.rng = usual
    return one


def write(
    folder: Path, villages: int, months: int, seed: int, workers: int = 1, *, flawed: bool = False,
    whole: flaws.CountyFlaw | None = None, way: Way = unharmed,
) -> Made:  # fmt: skip
    """Write the county below ``folder``/inputs; the same arguments give the same bytes.

    ``flawed``: plant flaws and decoys, and list them in ``folder``/labels.json; what is handed in again with
    changes, to be laid over the inputs for a second night, is in ``folder``/inputs-again. ``whole``: plant only
    this flaw of the county as a whole. ``way``: what happens to a workbook on the way; one left without a sheet
    does not arrive. Raises ``ValueError`` for fewer than 6 months or more villages than there
    are names, ``WrongSettings`` when ``folder`` holds a county.
    """
    if any((folder / "inputs").glob("*")):
        raise WrongSettings(f"{folder} 里已经有一个演示县。请先删除，或用 --out 换一个文件夹。")
    span = window(months)
    county = places.county(villages, seed)
    dealt = _deal(county, span, seed) if flawed else {}
    work = [(place, dealt.get(place.code, [])) for place in county.places]
    whole = whole or (flaws.of_county(seed) if flawed else None)
    do = partial(
        _write_village, county=county, span=span, seed=seed, inputs=folder / "inputs", whole=whole, way=way
    )
    if workers == 1:
        done = [do(item) for item in work]
    else:
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            done = list(pool.map(do, work, chunksize=2))
    tables = registers.county_tables(county, span, [one.county for one in done])
    labels = [label for one in done for label in one.labels]
    if whole:
        labels.append(flaws.publish(tables, whole).as_json())
    count = _write_county(folder / "inputs", tables, seed, way)
    if labels:
        (folder / "labels.json").write_text(json.dumps(labels, ensure_ascii=False, indent=1), "utf-8")
    return Made(folder / "inputs", count + sum(one.workbooks for one in done), span.as_of, len(labels))


def _deal(county: County, span: Window, seed: int) -> dict[str, list[flaws.Task]]:
    having: dict[str, set[str]] = {
        RED_COMPANY: set(),
        STARS: set(),
        THREE_STARS: set(),
        RURAL: set(),
        URBAN: set(),
    }
    for place in county.places:
        having[URBAN if place.unit_kind == "社区" else RURAL].add(place.code)
        one = settle.village(place, county, span, seed)
        if RED in one.accounts:
            having[RED_COMPANY].add(place.code)
        if all(one.stars.values()):
            having[STARS].add(place.code)
        if min(one.stars.values()) >= 3:
            having[THREE_STARS].add(place.code)
    return flaws.deal([p.code for p in county.places], having, len(span.months()), seed)


def _write_village(
    item: tuple[Place, Sequence[flaws.Task]],
    county: County,
    span: Window,
    seed: int,
    inputs: Path,
    whole: flaws.CountyFlaw | None,
    way: Way,
) -> _Village:
    """Plan, spoil, keep and bind the books of one village."""
    place, tasks = item
    one = plan(place, county, span, seed)
    desks = flaws.plant(one, tasks, seed)
    if whole:
        flaws.invent(one, whole, seed)
    registers.openings(one)
    registers.budgets(one)
    registers.notices(one)
    holdings.write(one)
    for desk in desks:
        for step in desk.registers:
            step()
    accounts.write(one)
    books.write(one)
    holdings.count_tills(one)
    for desk in desks:
        for step in desk.books:
            step()
    habits = paper.hand(Random(f"{seed}/hand/{place.code}"))
    bound = bind.village(one, habits)
    for desk in desks:
        for change in desk.paper:
            change(bound)
    arrived = sum(_hand_in(inputs, path, sheets, habits, way) for path, sheets in bound.items())
    for change in (step for desk in desks for step in desk.again):
        _hand_in_again(bound, change, inputs.with_name("inputs-again"), habits, way)
    return _Village(arrived, registers.for_county(one), [desk.label.as_json() for desk in desks])


def _hand_in(folder: Path, path: str, sheets: list[Sheet], habits: Hand, way: Way) -> bool:
    """Write what arrives of a workbook; tells whether anything does."""
    arriving = way(path, sheets)
    if arriving:
        save(folder / path, arriving, habits)
    return bool(arriving)


def _hand_in_again(
    bound: flaws.Bound, change: Callable[[flaws.Bound], None], folder: Path, habits: Hand, way: Way
) -> None:
    """Write the workbooks that ``change`` changes to ``folder``, as they are handed in for the second time."""
    before = {path: deepcopy(sheets) for path, sheets in bound.items()}
    change(bound)
    for path, sheets in bound.items():
        if sheets != before.get(path):
            _hand_in(folder, path, sheets, habits, way)


def _write_county(inputs: Path, tables: dict[str, list[Row]], seed: int, way: Way) -> int:
    habits = paper.hand(Random(f"{seed}/office"))
    titles = {kind: habits.titles[kind] for kind in tables}
    return sum(
        _hand_in(inputs, f"县农经站/{title}.xlsx", [Sheet(title, kind, title, tables[kind])], habits, way)
        for kind, title in titles.items()
    )
