"""Resolve policy parameters: a county's own value where it set one, else the default in ``sql/parameters.toml``."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline.judge.allowed import NUMBER, is_number, pattern
from pipeline.judge.sqlfile import SQL_FOLDER
from pipeline.result_tables import replace_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    import duckdb

Value = Decimal | int | str | None
UNCONFIRMED, UNSET, CONFIRMED = "默认，请县级确认", "未设定，请县级填写", "县级设定"
_PARTS = frozenset({"default", "unit", "meaning", "source"})
COUNTY = ""  # the village_code under which core.parameter gives what holds for the county as a whole


@dataclass(frozen=True, slots=True)
class Parameter:
    """One threshold: its default as written (``None``: the county must give it) and where that is from."""

    name: str
    default: str | None
    unit: str
    meaning: str
    source: str


MINIMUM = "minimum_amount"


@cache
def load_parameters() -> Mapping[str, Parameter]:
    """Read every parameter, by name; raises ``ValueError`` for one that lacks a part."""
    found = {}
    for name, given in tomllib.loads((SQL_FOLDER / "parameters.toml").read_text(encoding="utf-8")).items():
        if {"unit", "meaning", "source"} - given.keys() or given.keys() - _PARTS:
            raise ValueError(f"参数 {name} 必须写明 unit、meaning、source，有默认值的写明 default")
        found[name] = Parameter(name, given.get("default"), given["unit"], given["meaning"], given["source"])
    return found


def named(owner: str, names: Iterable[str]) -> tuple[Parameter, ...]:
    """Give the parameters that a header names; raises ``ValueError`` for one that is not there."""
    known = load_parameters()
    if unknown := [name for name in names if name not in known]:
        raise ValueError(f"{owner}：参数 {'、'.join(unknown)} 没有写在 sql/parameters.toml 里")
    return tuple(known[name] for name in names)


def store_defaults(con: duckdb.DuckDBPyConnection) -> None:
    """Write the defaults to ``meta.parameter_default``, where ``core.parameter`` reads them."""
    rows = [
        (p.name, p.default, p.unit, p.meaning, p.source, pattern(p.default, p.unit))
        for p in load_parameters().values()
    ]
    replace_rows(con, "meta.parameter_default", rows)


def store_used(con: duckdb.DuckDBPyConnection) -> None:
    """Write to ``meta.parameter`` which values this batch uses, and whether a county confirmed or gave what can't be used."""
    con.execute("delete from meta.parameter")
    con.execute(f"""
        insert into meta.parameter
        with refused as (
            select p.name, string_agg(distinct p.value, '”“' order by p.value) as given
            from ledger.parameter as p
            inner join meta.parameter_default as d on p.name = d.name
            where not regexp_matches(trim(p.value), d.allowed)
            group by p.name
        )

        select distinct
            p.name, p.scope, p.value, d.default_value, coalesce(d.unit, '倍'), coalesce(d.meaning, '职务系数'),
            coalesce(case when p.is_default then d.source else p.basis end, d.source),
            case
                when p.is_default and p.value is null then '{UNSET}'
                when p.is_default then '{UNCONFIRMED}'
                else '{CONFIRMED}'
            end || coalesce('（所报的“' || r.given || '”不能用，单位：' || d.unit || '）', '')
        from core.parameter as p
        left join meta.parameter_default as d on p.name = d.name
        left join refused as r on p.name = r.name
        where d.name is not null or not p.is_default
        order by p.name, p.scope
    """)


def used(con: duckdb.DuckDBPyConnection) -> dict[str, dict[str, Any]]:
    """Describe each parameter by what this batch uses: value, unit, whether confirmed, and townships' own values."""
    found: dict[str, dict[str, Any]] = {
        p.name: {"value": p.default, "unit": p.unit, "status": UNSET if p.default is None else UNCONFIRMED}
        for p in load_parameters().values()
    }
    towns = con.execute(
        "select distinct unnest([township, coalesce(county, '') || township]) from core.village"
    ).fetchall()
    townships = {name for (name,) in towns}
    rows = con.execute(
        "select name, scope, value, confirmed from meta.parameter order by name, scope"
    ).fetchall()
    for name, scope, value, status in rows:
        given = {"value": value, "status": status}
        if name in found and scope in townships:
            found[name].setdefault("townships", {})[scope] = given
        elif name in found:
            found[name] |= given
    return found


def exact(text: str | None) -> Value:
    """Turn a parameter's text into an exact number, or leave it as text."""
    if text is None or not NUMBER.fullmatch(text.strip()):
        return text
    return Decimal(text.strip()) if "." in text else int(text)


@dataclass(frozen=True, slots=True)
class Resolved:
    """The values that hold for each village, and under ``COUNTY`` for the county as a whole.

    ``eras`` has, for the parameters that somebody gave with a date, village → name → (first day, value) in
    the order of time.
    """

    by_village: dict[str, dict[str, Value]]
    eras: dict[str, dict[str, list[tuple[date, Value]]]]

    @classmethod
    def read(cls, con: duckdb.DuckDBPyConnection) -> Resolved:
        """Read ``core.parameter`` and ``core.parameter_era``, once for all rules."""
        texts = {p.name for p in load_parameters().values() if not is_number(p.default)}

        def typed(name: str, value: str | None) -> Value:
            return value if name in texts else exact(value)

        by_village: dict[str, dict[str, Value]] = defaultdict(dict)
        rows = con.execute("select village_code, name, value from core.parameter order by all").fetchall()
        for village, name, value in rows:
            by_village[village][name] = typed(name, value)
        eras: dict[str, dict[str, list[tuple[date, Value]]]] = defaultdict(lambda: defaultdict(list))
        dated = con.execute(
            "select village_code, name, valid_from, value from core.parameter_era order by all"
        )
        for village, name, first_day, value in dated.fetchall():
            eras[village][name].append((first_day, typed(name, value)))
        return cls(dict(by_village), {village: dict(names) for village, names in eras.items()})

    def at(self, village: str, names: Iterable[str], day: date | None = None) -> tuple[Value, ...]:
        """Give the values of ``names`` that held for a village on ``day``; without a day, those of the batch."""
        values = self.by_village[village]
        eras = self.eras.get(village, {}) if day else {}
        return tuple(
            next(value for first_day, value in reversed(eras[name]) if first_day <= day)
            if day and name in eras
            else values[name]
            for name in names
        )

    def groups(self, names: Iterable[str]) -> list[tuple[dict[str, Value], frozenset[str]]]:
        """Group the villages by the values of ``names`` that hold or once held for them.

        Returns pairs of (name → value, village codes): one pair unless a township has its own values or a
        value began on a day, so a rule runs once, or once more for each set of values that differs.
        """
        wanted = sorted(names)
        groups: dict[tuple[Value, ...], set[str]] = defaultdict(set)
        for village in self.by_village:
            eras = self.eras.get(village, {})
            days = {first_day for name in wanted for first_day, _ in eras.get(name, ())}
            for day in (None, *days):
                groups[self.at(village, wanted, day)].add(village)
        ordered = sorted(groups.items(), key=lambda item: (min(item[1]), str(item[0])))
        return [(dict(zip(wanted, key, strict=True)), frozenset(villages)) for key, villages in ordered]
