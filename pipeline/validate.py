"""Validate each kind's frame once against its pandera model; what breaks a rule of the model is set aside.

A frame with every type and every required value has all that a model asks (a test holds the models to that); only
another one calls the model in, whose library takes a second to load.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from pipeline.ddl import columns
from schemas import model

if TYPE_CHECKING:
    from schemas._spec import Ledger


# Numbers of rows and slices follow from the frame; the warehouse makes them as it loads it.
MADE_LATER = ["row_id", "slice_id"]
ALWAYS = ("submission_id", "source_file", "source_sheet", "source_row")
TYPES: dict[str, pl.DataType | type[pl.DataType]] = {
    "varchar": pl.String,
    "integer": pl.Int32,
    "date": pl.Date,
    "decimal(18,2)": pl.Decimal(18, 2),
    "decimal(18,4)": pl.Decimal(18, 4),
    "decimal(18,8)": pl.Decimal(18, 8),
}


@dataclass(frozen=True, slots=True)
class Refused:
    """One row the model refuses: where it stands, the column and what is wrong with it, in Chinese."""

    submission_id: str
    source_file: str
    source_sheet: str
    source_row: int
    column: str
    found: str
    reason: str


def validate(ledger: Ledger, frame: pl.DataFrame) -> tuple[pl.DataFrame, list[Refused]]:
    """Split ``frame`` into rows the model of ``ledger`` accepts and rows it refuses.

    Raises ``pandera`` schema errors only for faults of the program (a missing column, a wrong type).
    """
    if _fits(ledger, frame):
        return frame, []
    from pandera.errors import SchemaErrors

    schema = model(ledger.name).to_schema().remove_columns(MADE_LATER)
    names = list(schema.columns)
    try:
        schema.validate(frame.select(names), lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases
        if cases.filter(pl.col("index").is_null()).height:
            raise
        return _split(ledger, frame, cases)
    return frame, []


def _fits(ledger: Ledger, frame: pl.DataFrame) -> bool:
    """Tell whether every column has its type and, where it is required, its value."""
    expected = {name: TYPES[kind] for name, kind, _ in columns(ledger) if name not in MADE_LATER}
    required = [*ALWAYS, *(field.name for field in ledger.fields if field.always)]
    return (
        all(frame.schema.get(name) == kind for name, kind in expected.items())
        and not frame.select(pl.any_horizontal(pl.col(required).has_nulls())).item()
    )


def _split(ledger: Ledger, frame: pl.DataFrame, cases: pl.DataFrame) -> tuple[pl.DataFrame, list[Refused]]:
    refused: list[Refused] = []
    specs = ledger.by_name
    for case in cases.unique("index", keep="first", maintain_order=True).iter_rows(named=True):
        row = frame.row(int(case["index"]), named=True)
        spec = specs.get(str(case["column"]))
        title = spec.title if spec else str(case["column"])
        found = "" if row.get(str(case["column"])) is None else str(row[str(case["column"])])
        reason = f"缺“{title}”" if not found else f"“{title}”是 {found}，不在允许的范围内"
        refused.append(
            Refused(
                row["submission_id"],
                row["source_file"],
                row["source_sheet"],
                row["source_row"],
                title,
                found,
                reason,
            )
        )
    bad = {int(i) for i in cases["index"].to_list()}
    keep = [i not in bad for i in range(frame.height)]
    return frame.filter(pl.Series(keep)), refused
