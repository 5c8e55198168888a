"""Say what stands on each form: its columns in order, and what the officer is told about them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from schemas._spec import FieldSpec, Ledger

Example = str | int | float | date | time

PLACE = ("county", "village_code", "village_name", "township")
# Worked out by the program, so nobody is asked for it.
DERIVED = frozenset({"category_source"})
# The kinds whose balance column is a sum of the lines above; a bank's printed balance is evidence, never a sum.
RUNNING = {"cash_entry": ("income", "expense", "balance")}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a form; ``example`` is '' where the example row leaves it blank."""

    spec: FieldSpec
    meaning: str
    example: Example
    needed: bool


@dataclass(frozen=True, slots=True)
class Form:
    """A blank form of one ledger kind.

    ``whose`` is the blank before the kind's name in the title; ``rows`` are drawn, more can be added.
    """

    ledger: Ledger
    purpose: str
    tips: tuple[str, ...]
    whose: str
    columns: tuple[Column, ...]
    rows: int

    @property
    def title(self) -> str:
        """The kind's Chinese name, which is also the sheet's name."""
        return self.ledger.title

    @property
    def names(self) -> tuple[str, ...]:
        """Field names in column order."""
        return tuple(column.spec.name for column in self.columns)


@cache
def _texts() -> dict[str, Any]:
    return tomllib.loads(resources.files("pipeline.template").joinpath("forms.toml").read_text("utf-8"))


def form_of(ledger: Ledger) -> Form:
    """Lay out the form of ``ledger``.

    Raises ``KeyError`` when ``forms.toml`` lacks the kind or one of its columns: a fault of the program.
    """
    texts = _texts()
    about = texts[ledger.name]
    own = about["column"]
    alternatives = {name for group in ledger.one_of for name in group}
    columns = []
    for name in _order(ledger, about):
        spec = ledger.by_name[name]
        meaning, example = own.get(name) or texts["column"][name]
        columns.append(Column(spec, meaning, example, spec.required or name in alternatives))
    return Form(
        ledger,
        about["purpose"],
        tuple(about["tips"]),
        about.get("whose", "____村 20__年 "),
        tuple(columns),
        about.get("rows", 60),
    )


def _order(ledger: Ledger, about: dict[str, Any]) -> tuple[str, ...]:
    if "columns" in about:
        return tuple(about["columns"])
    own = [f.name for f in ledger.fields if f.name not in DERIVED and (f.required or f.name not in PLACE)]
    return (*(("township", "village_name") if about.get("place") else ()), *own)
