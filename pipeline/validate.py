"""Validate each kind's frame once against its pandera model; what breaks a rule of the model is set aside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from schemas._spec import Ledger


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
    from pandera.errors import SchemaErrors

    assert ledger.model is not None
    # Numbers of rows and slices follow from the frame; the warehouse makes them as it loads it.
    schema = ledger.model.to_schema().remove_columns(["row_id", "slice_id"])
    names = list(schema.columns)
    try:
        schema.validate(frame.select(names), lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases
        if cases.filter(pl.col("index").is_null()).height:
            raise
        return _split(ledger, frame, cases)
    return frame, []


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
