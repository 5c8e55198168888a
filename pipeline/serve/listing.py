"""Show a list whole: paged, sorted by any column, filtered, summed, and saved as a file, whatever its length."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.publish.report.table import read
from pipeline.serve.place_names import villages
from pipeline.serve.query import Saving
from pipeline.serve.show import Grid, Head, Pages, grid, paged, text
from pipeline.values.money import to_cents

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    import duckdb

_SIZES = (50, 200, 1000)
_MOST_CHOICES = 300
_NUMBERS = ("DECIMAL", "INTEGER", "BIGINT", "HUGEINT")
# What leads a page elsewhere is no use in a file; a flag's and a village's number is.
_NOT_SAVED = frozenset({"row_id", "ledger"})
_OPENS = "（点开看原表）"


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter of ready-made answers: its name in the address, its title, and what each one means in SQL.

    The first is taken where the address names none; its own value in the address is then ''.
    """

    name: str
    title: str
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Within:
    """A filter of the rows that a list is made of, before they are put together.

    ``test`` holds ``$in_`` and its name; ``values`` is SQL for what to choose, '' where the page of somebody leads here.
    """

    name: str
    title: str
    test: str
    values: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: where its rows come from, its columns with their titles, its order, what can be chosen and added up.

    ``relation`` stands after FROM; where it has ``{within}``, the tests of ``within`` go there. ``choices`` are
    columns to choose a value of; ``searched`` those that words are looked for in (all
    texts where it is empty); ``also`` says which name in the address means which column.
    ``fact``: the column that equal ones of count once in ``sums`` (their largest).
    """

    path: str
    title: str
    relation: str
    titles: dict[str, str]
    order: str
    sums: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    answers: tuple[Choice, ...] = ()
    within: tuple[Within, ...] = ()
    also: Mapping[str, str] = field(default_factory=dict)
    searched: tuple[str, ...] = ()
    fact: str = ""
    note: str = ""
    none: str = "没有。"


@dataclass(frozen=True, slots=True)
class View:
    """A page of a list: the rows, their number and sums, what was asked in words, what can be chosen."""

    listing: Listing
    grid: Grid
    pages: Pages
    sums: list[tuple[str, str]]
    said: list[str]
    wrong: list[str]
    kept: Mapping[str, str]
    fields: frozenset[str]
    choices: list[tuple[str, str, list[str]]]
    bare: str
    sizes: tuple[int, ...] = _SIZES

    @property
    def unseen(self) -> list[tuple[str, str]]:
        """Give the filters of this page that its form has no field for."""
        fields = {
            "q",
            "village",
            "least",
            "most",
            "since",
            "until",
            "size",
            "sort",
            *(one.name for one in self.listing.answers),
        }
        fields |= {name for name, _, _ in self.choices}
        return [(name, value) for name, value in self.kept.items() if name not in fields or name == "sort"]

    @property
    def looked_for(self) -> str:
        """Say in words which rows were asked for."""
        return "，".join(self.said)


@dataclass(frozen=True, slots=True)
class Beside:
    """Where a row stands in a list: its neighbours' keys ('' for none), its place, the list's address and words."""

    before: str
    after: str
    place: int
    total: int
    whole: str
    suffix: str
    said: str


@dataclass(slots=True)
class _Asked:
    """What an address asks of a list: tests in SQL with their values, in words, and what could not be understood."""

    tests: list[str] = field(default_factory=list)
    within: list[str] = field(default_factory=list)
    values: dict[str, object] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)

    @property
    def where(self) -> str:
        """Write the tests as a WHERE clause."""
        return "where " + " and ".join(f"({test})" for test in self.tests) if self.tests else ""

    def source(self, listing: Listing) -> str:
        """Write what stands after FROM, with its WHERE."""
        return f"{_relation(listing, self.within)} {self.where}"

    def refuse(self, said: str) -> None:
        """Find nothing, and say why: what was not understood must not be left out in silence."""
        self.tests.append("false")
        self.wrong.append(said)


def view(
    con: duckdb.DuckDBPyConnection,
    listing: Listing,
    query: Mapping[str, str],
    most: int = 0,
    without: Collection[str] = (),
) -> View:
    """Show the page of a list that an address names; with ``most``, its beginning of so many rows for another page.

    ``without``: columns that say on that page what everybody knows.
    """
    types, kept, asked = _understood(con, listing, query)
    total, sums = _totals(con, listing, types, asked)
    size = most or next((one for one in _SIZES if kept.get("size") == str(one)), _SIZES[0])
    pages = paged(listing.path, kept, query.get("page", ""), total, size)
    titles = {name: title for name, title in listing.titles.items() if name not in without}
    columns = ", ".join(f'"{name}"' for name in titles)
    found = read(
        con, listing.title, f"select {columns} from {asked.source(listing)}"
        f" order by {_order(listing, kept)} limit {size} offset {pages.offset}", titles, asked.values,
    )  # fmt: skip
    # A flag opened from a list has its neighbours there before and after it.
    shown = grid(found, suffix=pages.to().removeprefix(listing.path) if "flag_id" in titles else "")
    bare = {name: value for name, value in kept.items() if name in {"sort", "size"}}
    return View(
        listing,
        replace(shown, heads=[_head(head, kept, pages, types) for head in shown.heads]),
        pages,
        sums,
        asked.said,
        asked.wrong,
        defaultdict(str, kept),
        frozenset(_names(listing, types)),
        [] if most else _choices(con, listing),
        Pages(1, size, total, listing.path, bare).to(),
    )


def beside(
    con: duckdb.DuckDBPyConnection, listing: Listing, query: Mapping[str, str], column: str, value: str
) -> Beside | None:
    """Find where in the list of an address the row stands whose ``column`` is ``value``; None where it is not in it."""
    _, kept, asked = _understood(con, listing, query)
    kept.pop("size", None)
    found = con.execute(
        f"select before, place, after, total from (select {column}, lag({column}) over w as before,"
        f" row_number() over w as place, lead({column}) over w as after, count(*) over () as total"
        f" from {asked.source(listing)} window w as (order by {_order(listing, kept)})) where {column} = $this",
        asked.values | {"this": value},
    ).fetchall()
    if not found:
        return None
    before, place, after, total = found[0]
    pages = Pages(1, 1, total, listing.path, kept)
    suffix = pages.to().removeprefix(listing.path)
    return Beside(before or "", after or "", place, total, pages.to(), suffix, "，".join(asked.said))


def saving(
    con: duckdb.DuckDBPyConnection, database: Path, listing: Listing, query: Mapping[str, str]
) -> tuple[Saving, str]:
    """Give what writes the whole list of an address to a file, and the file's name without its ending."""
    _, kept, asked = _understood(con, listing, query)
    if asked.wrong:
        raise ValueError("".join(asked.wrong))
    names = [name for name in listing.titles if name not in _NOT_SAVED]
    columns = ", ".join(f'"{name}" as "{listing.titles[name].removesuffix(_OPENS)}"' for name in names)
    sql = f"select {columns} from {asked.source(listing)} order by {_order(listing, kept)}"
    as_of = con.execute("select as_of from meta.setting").fetchall()[0][0]
    name = "-".join(dict.fromkeys([listing.title.partition("：")[0], *asked.places, f"{as_of:%Y%m%d}"]))
    return Saving(database, sql, asked.values, tuple(names)), name


def _understood(
    con: duckdb.DuckDBPyConnection, listing: Listing, query: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str], _Asked]:
    """Give the types of a list's columns, what an address says that means something there, and what it asks."""
    types = _types(con, listing)
    kept = {name: value for name in _names(listing, types) if (value := query.get(name, "").strip())}
    return types, kept, _asked(con, listing, types, kept)


def _relation(listing: Listing, tests: Iterable[str] = ()) -> str:
    return listing.relation.replace("{within}", " and ".join(f"({test})" for test in tests) or "true")


def _names(listing: Listing, types: Mapping[str, str]) -> list[str]:
    """List what an address may ask of a list."""
    found = ["q", "sort", "size", *(choice.name for choice in listing.answers), *listing.also]
    found += [one.name for one in listing.within]
    if "village_code" in types:
        found.append("village")
    if "amount" in types:
        found += ["least", "most"]
    if _day(types):
        found += ["since", "until"]
    return list(dict.fromkeys([*found, *types]))


def _types(con: duckdb.DuckDBPyConnection, listing: Listing) -> dict[str, str]:
    """Say of what type each column is."""
    columns = ", ".join(f'"{name}"' for name in listing.titles)
    cursor = con.execute(f"select {columns} from {_relation(listing)} limit 0")
    return {str(one[0]): str(one[1]) for one in cursor.description or ()}


def _day(types: Mapping[str, str]) -> str:
    return next(
        (name for name, kind in types.items() if kind == "DATE" and name not in {"period", "first", "last"}),
        "",
    )


def _asked(
    con: duckdb.DuckDBPyConnection, listing: Listing, types: Mapping[str, str], kept: Mapping[str, str]
) -> _Asked:
    asked = _Asked()
    for choice in listing.answers:
        value = kept.get(choice.name, "")
        first = next(iter(choice.answers))
        test = choice.answers.get(value or first)
        if test is None:
            asked.refuse(f"{choice.title}里没有“{value}”。")
        elif test:
            asked.tests.append(test)
            asked.said.append(f"{choice.title}“{value or first}”")
    _of_columns(listing, types, kept, asked)
    within = {one.name: one for one in listing.within}
    if kept.get("village") and ("village_code" in types or "village" in within):
        found = villages(con, kept["village"])
        asked.values["village"] = found.codes
        (asked.within if "village" in within else asked.tests).append("list_contains($village, village_code)")
        asked.said.append(f"村{found.said}")
        asked.places += _named(con, found.codes) if len(found.codes) == 1 else [kept["village"]]
    for one in listing.within:
        if kept.get(one.name) and one.name != "village":
            asked.values[f"in_{one.name}"] = kept[one.name]
            asked.within.append(one.test)
            asked.said.append(f"{one.title}“{kept[one.name]}”")
            asked.places += [kept[one.name]] if one.name == "township" else []
    _of_words(listing, types, kept, asked)
    _of_amounts(kept, types, asked)
    _of_days(kept, types, asked)
    return asked


def _named(con: duckdb.DuckDBPyConnection, codes: list[str]) -> list[str]:
    rows = con.execute(
        "select township, village_name from core.village where village_code = ? limit 1", codes
    ).fetchall()
    return [one for one in rows[0] if one]


def _of_columns(listing: Listing, types: Mapping[str, str], kept: Mapping[str, str], asked: _Asked) -> None:
    """Take over what the address says of single columns: exactly this value."""
    taken = {*(one.name for one in listing.answers), *(one.name for one in listing.within)}
    for name in dict.fromkeys([*listing.also, *types]):
        if name in kept and name not in taken:
            column = listing.also.get(name, name)
            asked.values[f"is_{name}"] = kept[name]
            asked.tests.append(f"coalesce(cast(\"{column}\" as varchar), '') = $is_{name}")
            asked.said.append(f"{listing.titles[column].removesuffix('（元）')}“{kept[name]}”")
            if column in {"township", "village_name"}:
                asked.places.append(kept[name])


def _of_words(listing: Listing, types: Mapping[str, str], kept: Mapping[str, str], asked: _Asked) -> None:
    names = listing.searched or [one for one, kind in types.items() if kind == "VARCHAR" and one != "row_id"]
    texts = [f'"{name}"' for name in names]
    for number, word in enumerate(kept.get("q", "").split()):
        asked.values[f"word_{number}"] = word.lower()
        asked.tests.append(f"contains(lower(concat_ws(' ', {', '.join(texts)})), $word_{number})")
        asked.said.append(f"含有“{word}”")


def _of_amounts(kept: Mapping[str, str], types: Mapping[str, str], asked: _Asked) -> None:
    for name, sign, word in (("least", ">=", "不少于"), ("most", "<=", "不多于")):
        if "amount" not in types or not kept.get(name):
            continue
        cents = to_cents(kept[name])
        if isinstance(cents, int):
            asked.values[name] = Decimal(cents) / 100
            asked.tests.append(f"amount {sign} ${name}")
            asked.said.append(f"金额{word} {asked.values[name]:,.2f} 元")
        else:
            asked.refuse(f"看不懂金额“{kept[name]}”，请写成 10000、10,000、1万 或 一万。")


def _of_days(kept: Mapping[str, str], types: Mapping[str, str], asked: _Asked) -> None:
    column = _day(types)
    for name, sign, word in (("since", ">=", "从"), ("until", "<=", "到")):
        if not column or not kept.get(name):
            continue
        try:
            asked.values[name] = date.fromisoformat(kept[name])
        except ValueError:
            asked.refuse(f"看不懂日期“{kept[name]}”，请写成 2024-03-01。")
        else:
            asked.tests.append(f'"{column}" {sign} ${name}')
            asked.said.append(f"日期{word} {kept[name]}")


def _order(listing: Listing, kept: Mapping[str, str]) -> str:
    wanted = kept.get("sort", "")
    column = wanted.removeprefix("-")
    if column not in listing.titles:
        return listing.order
    return f'"{column}" {"desc" if wanted.startswith("-") else "asc"} nulls last, {listing.order}'


def _totals(
    con: duckdb.DuckDBPyConnection, listing: Listing, types: Mapping[str, str], asked: _Asked
) -> tuple[int, list[tuple[str, str]]]:
    """Count the rows that were asked for and add up what can be added up."""
    kinds = {name: types[name] for name in listing.sums if name in types}
    if listing.fact:
        once = ", ".join(f'max("{name}") as "{name}"' for name in kinds)
        of = f"(select count(*) as n, {once} from {asked.source(listing)} group by {listing.fact})"
        added = "coalesce(sum(n), 0), " + ", ".join(f'sum("{name}")' for name in kinds)
        sql = f"select {added} from {of}"
    else:
        added = "".join(f', sum("{name}")' for name in kinds)
        sql = f"select count(*){added} from {asked.source(listing)}"
    total, *sums = con.execute(sql, asked.values).fetchall()[0]
    return int(total), [
        (
            listing.titles[name].removesuffix("（元）"),
            text(value, "money") + " 元" if kind.startswith("DECIMAL") else text(value, "count"),
        )
        for (name, kind), value in zip(kinds.items(), sums, strict=True)
        if value is not None
    ]


def _choices(con: duckdb.DuckDBPyConnection, listing: Listing) -> list[tuple[str, str, list[str]]]:
    """Give what can be chosen: name in the address, title, values."""
    within = [
        (one.name, one.title, [str(value) for (value,) in con.execute(one.values).fetchall() if value])
        for one in listing.within
        if one.values
    ]
    columns = [name for name in listing.choices if name in listing.titles]
    if not columns:
        return within
    names = {column: name for name, column in listing.also.items()}
    lists = ", ".join(f'list_sort(list(distinct cast("{name}" as varchar)))' for name in columns)
    found = con.execute(f"select {lists} from {_relation(listing)}").fetchall()[0]
    return within + [
        (
            names.get(name, name),
            listing.titles[name].removesuffix("（元）"),
            [one for one in values or () if one],
        )
        for name, values in zip(columns, found, strict=True)
        if values and len(values) <= _MOST_CHOICES
    ]


def _head(head: Head, kept: Mapping[str, str], pages: Pages, types: Mapping[str, str]) -> Head:
    """Let a column's title sort by it: numbers and dates the largest first, a second click the other way round."""
    wanted = kept.get("sort", "")
    is_this = wanted.removeprefix("-") == head.name
    first = f"-{head.name}" if types[head.name].startswith((*_NUMBERS, "DATE")) else head.name
    other = head.name if first.startswith("-") else f"-{head.name}"
    sorted_by = ("descending" if wanted.startswith("-") else "ascending") if is_this else ""
    return replace(head, link=pages.to(sort=other if wanted == first else first), order=sorted_by)
