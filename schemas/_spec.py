"""Describe ledger kinds as plain data, light enough to hand to worker processes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pandera.polars import DataFrameModel

Role = Literal["text", "money", "date", "year", "month", "count", "ratio", "quantity", "code", "time"]


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One column of a ledger kind.

    ``aliases`` are header texts as villages write them (the title itself is always one).
    ``values`` maps each stored Chinese category word to the spellings that mean it.
    ``unit`` is the stored unit (元 for money).
    """

    name: str
    title: str
    role: Role
    required: bool = False
    aliases: tuple[str, ...] = ()
    unit: str = ""
    values: tuple[tuple[str, tuple[str, ...]], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """One ledger kind: what it is called, how it is recognised, what a row needs.

    ``titles``: phrases in a title, sheet or file name that point to this kind, longest match counts.
    ``one_of``: groups of fields of which at least one must be present in a row.
    ``date_field``: the field that dates a row; gives the period where none is declared.
    ``natural_key``: fields that tell two versions of one entry apart from two entries.
    ``fill_down``: fields a continuation line may leave blank and inherit from the line above.
    ``slice_fields``: fields besides village and period that make a slice (fund, account …).
    ``in_field`` / ``out_field``: fields that a single signed or directed amount column fills
    (money in, money out).
    """

    name: str
    title: str
    model: type[DataFrameModel] | None = field(compare=False, repr=False)
    titles: tuple[str, ...]
    natural_key: tuple[str, ...]
    one_of: tuple[tuple[str, ...], ...] = ()
    per_village: bool = True
    date_field: str = ""
    fill_down: tuple[str, ...] = ()
    slice_fields: tuple[str, ...] = ()
    in_field: str = ""
    out_field: str = ""
    fields: tuple[FieldSpec, ...] = ()

    @property
    def by_name(self) -> dict[str, FieldSpec]:
        """Fields by name."""
        return {f.name: f for f in self.fields}
