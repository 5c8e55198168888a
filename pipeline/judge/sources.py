"""Say of the tables that views and rules read when they are empty and their columns NULL, and which papers that means.

A paper is a ledger kind (``ledger.kind``) or a column that a sheet of it may lack (``ledger.kind.field``).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from pipeline import ddl, warehouse
from pipeline.judge import facts
from pipeline.judge.emptiness import NEVER, Formula, put_in
from pipeline.judge.relation import Column, Relation
from schemas import ledgers
from schemas._spec import Ledger

# The program's own settings and the register of villages are no papers to ask a village for.
_NO_PAPERS = frozenset({"ledger.parameter", "ledger.village"})


@cache
def known() -> Mapping[str, Relation]:
    """Give the tables of ``ledger``, ``history``, ``fact`` and ``meta`` by name."""
    found: dict[str, Relation] = {}
    for kind in ledgers().values():
        for schema in ("ledger", "history"):
            found[f"{schema}.{kind.name}"] = Relation(f"{schema}.{kind.name}", columns=_columns(kind))
    for name, fact in facts.load_facts().items():
        null_if = getattr(fact, "NULL_IF", {})
        columns = {column: Column(null_if.get(column, NEVER)) for column in fact.COLUMNS}
        found[f"fact.{name}"] = Relation(f"fact.{name}", columns=columns)
    for name, (_, fields) in warehouse.META.items():
        found[f"meta.{name}"] = Relation(f"meta.{name}", columns={field[0]: Column() for field in fields})
    return found


def _columns(kind: Ledger) -> dict[str, Column]:
    always = {name for name, _, _ in ddl.PROVENANCE} | {field.name for field in kind.fields if field.always}
    return {
        name: Column(NEVER if name in always else f"ledger.{kind.name}.{name}")
        for name, _, _ in ddl.columns(kind)
    }


def papers(formula: Formula, views: Mapping[str, Formula]) -> Formula:
    """Put the papers that views and facts are made of in their place; what is no paper is never lacking."""

    def meant(name: str) -> Formula:
        schema, _, rest = name.partition(".")
        if name in views:
            return papers(views[name], views)
        if schema == "fact":
            empty = facts.load_facts()[rest].EMPTY_IF
            return NEVER if empty is None else papers(empty, views)
        named = f"ledger.{rest}" if schema in ("ledger", "history") else ""
        return named if named and named not in _NO_PAPERS else NEVER

    return put_in(formula, meant)
