"""Put the tables of all files together, one frame per ledger kind, with village, period and slice.

Everything is concatenated first and typed once; amounts become DECIMAL(18,2) from exact cents.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl

from pipeline.place.locate import declared_or_dated
from schemas._spec import SCALES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.place.locate import Located
    from pipeline.read.extract import Extract
    from schemas._spec import FieldSpec, Ledger


def frame(ledger: Ledger, tables: list[Located]) -> pl.DataFrame:
    """Build the frame of one kind from its tables: ledger columns plus ``_sha256``, ``_declared`` and ``_entry``.

    ``_declared`` is the declared period as text, or the sheet itself where none is declared.
    """
    counts = [len(t.extract.rows) for t in tables]
    columns = [*_whose(tables, counts), *_when(ledger, tables, counts), _supplied(ledger, tables, counts)]
    columns += [_field(spec, tables, counts) for spec in ledger.fields if spec.name not in _COMMON]
    # A row on which tables stand side by side holds several entries.
    place = ("submission_id", "source_sheet", "source_row")
    entry = pl.int_range(pl.len(), dtype=pl.UInt32).over(place).alias("_entry")
    return (
        pl.DataFrame(columns)
        .with_columns(entry)
        .select(*_COMMON, *(_typed(spec) for spec in ledger.fields if spec.name not in _COMMON))
    )


def _repeat(name: str, values: list[str | None], counts: list[int]) -> pl.Series:
    """Repeat the value of each table for each of its rows."""
    rows = pl.DataFrame({name: values, "rows": counts}, schema={name: pl.String, "rows": pl.UInt32})
    return rows.select(pl.col(name).repeat_by("rows").explode(empty_as_null=False)).to_series()


def _whose(tables: list[Located], counts: list[int]) -> list[pl.Series]:
    """Build the columns that say whose a row is and where it stands."""
    villages = [
        v
        for t, n in zip(tables, counts, strict=True)
        for v in (t.villages if len(t.villages) == n else t.villages * n)
    ]
    known = list(dict.fromkeys(villages))
    number = {v: i for i, v in enumerate(known)}
    places = pl.Series([number[v] for v in villages], dtype=pl.UInt32)
    # village_code is empty, not NULL, for kinds that belong to no village.
    register = pl.DataFrame(
        {
            "county": [v.county or None for v in known],
            "village_code": [v.code for v in known],
            "village_name": [v.name or None for v in known],
            "township": [v.township or None for v in known],
        },
        schema=dict.fromkeys(("county", "village_code", "village_name", "township"), pl.String),
    )
    return [
        *register[places].get_columns(),
        _repeat("submission_id", [t.submission_id for t in tables], counts),
        _repeat("_sha256", [t.sha256 for t in tables], counts),
        _repeat("source_file", [t.source_file for t in tables], counts),
        _repeat("source_sheet", [t.extract.sheet for t in tables], counts),
        pl.Series("source_row", [r for t in tables for r in t.extract.rows], dtype=pl.Int32),
    ]


def _when(ledger: Ledger, tables: list[Located], counts: list[int]) -> list[pl.Series]:
    """Build period, its kind, and what declares it."""
    starts: list[object] = []
    kinds: list[object] = []
    declared: list[str | None] = []
    for table, count in zip(tables, counts, strict=True):
        own_starts, own_kinds, statement = _periods(table.extract, ledger, count)
        starts += own_starts
        kinds += own_kinds
        declared.append(statement or f"{table.source_file}|{table.extract.sheet}")
    return [
        pl.Series("period", starts, dtype=pl.Int32).cast(pl.Date),
        pl.Series("period_kind", kinds, dtype=pl.String),
        _repeat("_declared", declared, counts),
    ]


def _supplied(ledger: Ledger, tables: list[Located], counts: list[int]) -> pl.Series:
    """Say for every row which of its values no cell of it gave, and where they came from; NULL for none.

    Few tables have rows that differ in this, and rows that do have few sets: each is written once.
    """
    texts: list[str | None] = []
    for table, count in zip(tables, counts, strict=True):
        sources = _sources(table, ledger, count)
        same = {name: source for name, source in sources.items() if not isinstance(source, list)}
        each = {name: source for name, source in sources.items() if isinstance(source, list)}
        if not each:
            texts += [_said(same)] * count
            continue
        said: dict[tuple[str | None, ...], str | None] = {}
        for row in zip(*each.values(), strict=True):
            if row not in said:
                said[row] = _said(same | dict(zip(each, row, strict=True)))
            texts.append(said[row])
    return pl.Series("supplied", texts, dtype=pl.String)


def _sources(table: Located, ledger: Ledger, count: int) -> dict[str, str | list[str | None]]:
    """Map the fields of a table to their source, one for all rows or one for each."""
    extract = table.extract
    found = dict(extract.supplied)
    if ledger.per_village and ledger.name != "village":
        if len(table.sources) == count and len(set(table.sources)) > 1:
            found["village_name"] = list(table.sources)
        elif any(table.sources):
            found["village_name"] = table.sources[0]
    elif table.county_source and any(v.county for v in table.villages):
        own = extract.columns.get("county")
        found["county"] = (
            [table.county_source if v is None else None for v in own] if own else table.county_source
        )
    if extract.period_start is not None and extract.period_source:
        own = extract.columns.get("period")
        found["period"] = (
            [extract.period_source if v is None else None for v in own] if own else extract.period_source
        )
    return found


def _said(sources: Mapping[str, str | None]) -> str | None:
    words = {name: SOURCES.get(source, source) for name, source in sorted(sources.items()) if source}
    return json.dumps(words, ensure_ascii=False) if words else None


# Where a value may come from when no cell of its row gives it.
SOURCES = {
    "标题": "title", "表首": "title", "表头": "title", "工作表名": "sheet", "文件名": "file", "文件夹名": "folder",
}  # fmt: skip


def _field(spec: FieldSpec, tables: list[Located], counts: list[int]) -> pl.Series:
    dtype = _TYPES.get(spec.role, pl.String)
    found = [t.extract.columns.get(spec.name) for t in tables]
    if not any(found):
        return pl.Series(spec.name, [None], dtype=dtype).new_from_index(0, sum(counts))
    values: list[object] = []
    for column, count in zip(found, counts, strict=True):
        values += column or [None] * count
    return pl.Series(spec.name, values, dtype=dtype, strict=True)


_COMMON: dict[str, pl.DataType | type[pl.DataType]] = {
    "submission_id": pl.String,
    "_sha256": pl.String,
    "_declared": pl.String,
    "county": pl.String,
    "village_code": pl.String,
    "village_name": pl.String,
    "township": pl.String,
    "period": pl.Int32,
    "period_kind": pl.String,
    "source_file": pl.String,
    "source_sheet": pl.String,
    "source_row": pl.Int32,
    "_entry": pl.UInt32,
    "supplied": pl.String,
}
_TYPES: dict[str, pl.DataType | type[pl.DataType]] = {
    "date": pl.Int32, "year": pl.Int32, "month": pl.Int32, "count": pl.Int32,
    "money": pl.Int64, "ratio": pl.Int64, "quantity": pl.Int64,
}  # fmt: skip


def _periods(extract: Extract, ledger: Ledger, count: int) -> tuple[list[object], list[object], str]:
    start, kind = declared_or_dated(extract, ledger.date_field)
    declared = f"{kind}:{start}" if extract.period_start is not None else ""
    own = extract.columns.get("period")
    if own is None:
        return [start] * count, [kind or None] * count, declared
    own_kinds = extract.columns["period_kind"]
    return (
        [start if p is None else p for p in own],
        [kind or None if p is None else k for p, k in zip(own, own_kinds, strict=True)],
        declared,
    )


def _typed(spec: FieldSpec) -> pl.Expr:
    column = pl.col(spec.name)
    if spec.role == "date":
        return column.cast(pl.Date)
    if spec.role in SCALES:
        scale = SCALES[spec.role]
        # An exact division: the integer is moved into a wide decimal first.
        column = (column.cast(pl.Decimal(38, scale)) / 10**scale).cast(pl.Decimal(18, scale))
    return column
