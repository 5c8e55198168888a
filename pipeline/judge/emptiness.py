"""Say of a SELECT which empty tables leave it without rows, so that nothing is asked of nothing.

A formula is the name of a table (empty when it is), ``["any", …]`` or ``["all", …]`` of formulas. Only what a
query reads by FROM or inner join counts: what is looked for and missing (anti join, left join, NOT EXISTS) is an
answer, and an aggregate without groups gives a row of nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

Formula = str | list[Any]
NEVER: Formula = ["any"]
Node = dict[str, Any]


def any_of(*parts: Formula) -> Formula:
    """Empty where one of ``parts`` is."""
    return _joined("any", [part for part in parts if part != NEVER])


def all_of(*parts: Formula) -> Formula:
    """Empty where all of ``parts`` are."""
    return NEVER if NEVER in parts else _joined("all", parts)


def _joined(which: str, parts: Iterable[Formula]) -> Formula:
    flat: list[Formula] = []
    for part in parts:
        flat += part[1:] if isinstance(part, list) and part[0] == which else [part]
    distinct = [part for place, part in enumerate(flat) if part not in flat[:place]]
    return distinct[0] if len(distinct) == 1 else [which, *distinct]


def holds(formula: Formula, empty: Callable[[str], bool]) -> bool:
    """Tell whether ``formula`` says 'empty'; ``empty`` tells it of a table or view."""
    if isinstance(formula, str):
        return empty(formula)
    which, *parts = formula
    return (any if which == "any" else all)(holds(part, empty) for part in parts)


_JOINED: dict[str, Callable[[Formula, Formula], Formula]] = {
    "INNER": any_of,
    "FULL": all_of,
    "LEFT": lambda left, _: left,
    "SEMI": lambda left, _: left,
    "ANTI": lambda left, _: left,
    "RIGHT": lambda _, right: right,
}


class Reader:
    """Reads formulas off the syntax trees of a DuckDB connection, which runs nothing."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con
        names = con.execute(
            "select distinct function_name from duckdb_functions() where function_type = 'aggregate'"
        )
        self._aggregates = {name for (name,) in names.fetchall()}

    def of(self, query: str) -> Formula:
        """Give the formula of one SELECT; raises ``ValueError`` for a text that is none."""
        (found,) = self._con.execute(
            "select json_serialize_sql(?, skip_null := true, skip_empty := true, skip_default := true)",
            [query],
        ).fetchall()
        tree = json.loads(found[0])
        if tree["error"]:
            raise ValueError(tree["error_message"])
        return self._query(tree["statements"][0]["node"], {})

    def _query(self, node: Node, around: dict[str, Formula]) -> Formula:
        ctes = dict(around)
        for one in node["cte_map"].get("map", ()):
            ctes[one["key"]] = self._query(one["value"]["query_node"], ctes)
        if node["type"] == "SELECT_NODE":
            return NEVER if self._gives_a_row(node) else self._source(node["from_table"], ctes)
        if node["type"] == "SET_OPERATION_NODE":
            parts = [self._query(child, ctes) for child in node["children"]]
            return {"UNION": all_of(*parts), "EXCEPT": parts[0]}.get(node["setop_type"], NEVER)
        return NEVER

    def _source(self, node: Node, ctes: dict[str, Formula]) -> Formula:
        if node["type"] == "BASE_TABLE":
            schema, name = node.get("schema_name"), node["table_name"]
            return f"{schema}.{name}" if schema else ctes.get(name, NEVER)
        if node["type"] == "SUBQUERY":
            return self._query(node["subquery"]["node"], ctes)
        if node["type"] == "JOIN":
            left, right = (self._source(node[side], ctes) for side in ("left", "right"))
            return _JOINED[node["join_type"]](left, right) if node["join_type"] in _JOINED else NEVER
        return NEVER

    def _gives_a_row(self, node: Node) -> bool:
        """Tell an aggregate over all rows, which gives a row even of none."""
        grouped = node.get("group_expressions")
        if node["aggregate_handling"] == "FORCE_AGGREGATES":  # group by all: by what does not aggregate
            grouped = not all(map(self._aggregates_in, node["select_list"]))
        if grouped:
            return [] in node.get("group_sets", ())
        return self._aggregates_in([node["select_list"], node.get("having")])

    def _aggregates_in(self, node: object) -> bool:
        """Tell whether an expression aggregates, outside of the queries within it."""
        if isinstance(node, list):
            return any(map(self._aggregates_in, node))
        if not isinstance(node, dict) or node.get("class") == "SUBQUERY":
            return False
        own = node.get("class") == "FUNCTION" and node["function_name"] in self._aggregates
        return own or any(map(self._aggregates_in, node.values()))
