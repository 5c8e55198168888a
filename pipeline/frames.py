"""Put the tables of all files together, one frame per ledger kind, with village, period and slice.

Everything is concatenated first and typed once; amounts become DECIMAL(18,2) from exact cents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.place.locate import declared_or_dated

if TYPE_CHECKING:
    from pipeline.place.locate import Located
    from pipeline.read.extract import Extract
    from schemas._spec import FieldSpec, Ledger


def frame(ledger: Ledger, tables: list[Located]) -> pl.DataFrame:
    """Build the frame of one kind from its tables: ledger columns plus ``_sha256`` and ``_declared``.

    ``_declared`` is the declared period as text, or the sheet itself where none is declared.
    """
    counts = [len(t.extract.rows) for t in tables]
    columns = [*_whose(tables, counts), *_when(ledger, tables, counts)]
    columns += [_field(spec, tables, counts) for spec in ledger.fields if spec.name not in _COMMON]
    return pl.DataFrame(columns).select(
        *_COMMON, *(_typed(spec) for spec in ledger.fields if spec.name not in _COMMON)
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
            "village_code": [v.code for v in known],
            "village_name": [v.name or None for v in known],
            "township": [v.township or None for v in known],
        },
        schema=dict.fromkeys(("village_code", "village_name", "township"), pl.String),
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
    "village_code": pl.String,
    "village_name": pl.String,
    "township": pl.String,
    "period": pl.Int32,
    "period_kind": pl.String,
    "source_file": pl.String,
    "source_sheet": pl.String,
    "source_row": pl.Int32,
}
_SCALED = {"money": 2, "ratio": 8, "quantity": 4}
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
    if spec.role in _SCALED:
        scale = _SCALED[spec.role]
        # An exact division: the integer is moved into a wide decimal first.
        column = (column.cast(pl.Decimal(38, scale)) / 10**scale).cast(pl.Decimal(18, scale))
    return column
