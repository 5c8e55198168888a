"""Read off a SELECT what it can't do without, and where it takes absence for an answer.

What is read by FROM, inner join or a condition that NULL does not pass is needed: without it there is no row.
``x is null`` takes absence for an answer, and the rows it lets through rest on ``x``. What stands in ``coalesce``, NOT IN
or NOT EXISTS only refines or explains away, and what only words a row decides nothing: no row rests on them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.judge.emptiness import ALWAYS, NEVER, Formula, all_of, any_of
from pipeline.judge.expression import Place, Scope
from pipeline.judge.relation import NONE, Node, Relation, Site, joined

if TYPE_CHECKING:
    import duckdb

Tables = Mapping[str, Relation]


@dataclass(frozen=True, slots=True)
class _From:
    """A FROM: its relations by alias, when it has no row, and what its rows rest on."""

    sources: dict[str, Relation]
    empty: Formula
    sites: frozenset[int] = NONE

    def nullable(self, absent: Formula, sites: frozenset[int]) -> dict[str, Relation]:
        return {alias: relation.nullable(absent, sites) for alias, relation in self.sources.items()}


class Reader:
    """Reads the syntax trees of a DuckDB connection, which runs nothing; ``known`` gives tables and views by name."""

    def __init__(self, con: duckdb.DuckDBPyConnection, known: Tables) -> None:
        self._con = con
        self._known = known
        self._hits_alone = False
        self.left_out = False
        self.sites: list[Site] = []
        names = con.execute(
            "select distinct function_name from duckdb_functions() where function_type = 'aggregate'"
        )
        self._aggregates = {name for (name,) in names.fetchall()}

    def parse(self, query: str) -> Node:
        """Parse one SELECT; raises ``ValueError`` for a text that is none."""
        (found,) = self._con.execute(
            "select json_serialize_sql(?, skip_null := true, skip_empty := true, skip_default := true)",
            [query],
        ).fetchall()
        tree = json.loads(found[0])
        if tree["error"]:
            raise ValueError(tree["error_message"])
        parsed: Node = tree["statements"][0]["node"]
        return parsed

    def of(self, parsed: Node, hits_alone: bool = False) -> Relation:
        """Read one parsed SELECT; its sites are added to ``sites``.

        ``hits_alone``: of a rule, what its other lines (不可评估, 不适用) can't do without is left out; ``left_out``
        tells then whether there was any.
        """
        self._hits_alone, self.left_out = hits_alone, False
        return self._query(parsed, {}, [])

    def _query(self, node: Node, around: Tables, outer: Scope) -> Relation:
        ctes = dict(around)
        for one in node["cte_map"].get("map", ()):
            ctes[one["key"]] = self._query(one["value"]["query_node"], ctes, outer)
        if node["type"] == "SELECT_NODE":
            return self._select(node, ctes, outer)
        if node["type"] == "SET_OPERATION_NODE":
            return joined(node["setop_type"], [self._query(child, ctes, outer) for child in node["children"]])
        return Relation(NEVER)

    def _select(self, node: Node, ctes: Tables, outer: Scope) -> Relation:
        source = self._source(node["from_table"], ctes, outer)
        place = self._place(ctes, [source.sources, *outer], source.empty)
        empty, sites = source.empty, source.sites
        for part in ("where_clause", "having", "qualify"):
            if part in node:
                empty = any_of(empty, place.fails(node[part], True))
                sites |= place.sites(node[part])
        if self._gives_a_row(node):
            empty = NEVER
        if self._hits_alone and _tells_no_hit(node["select_list"]):
            self.left_out = True
            empty, sites = ALWAYS, NONE
        return Relation(empty, sites, dict(place.columns(node["select_list"])))

    def _place(self, ctes: Tables, scope: Scope, empty: Formula) -> Place:
        return Place(lambda node, inner: self._query(node, ctes, inner), self.sites, scope, empty)

    def _source(self, node: Node, ctes: Tables, outer: Scope) -> _From:
        if node["type"] == "BASE_TABLE":
            schema, name = node.get("schema_name"), node["table_name"]
            if schema:
                found = self._known.get(f"{schema}.{name}", Relation(f"{schema}.{name}"))
            else:
                found = ctes.get(name, Relation(NEVER))
            return _From({node.get("alias") or name: found}, found.empty, found.sites)
        if node["type"] == "SUBQUERY":
            found = self._query(node["subquery"]["node"], ctes, outer)
            return _From({node.get("alias", ""): found}, found.empty, found.sites)
        if node["type"] == "JOIN":
            return self._join(node, ctes, outer)
        return _From({}, NEVER)

    def _join(self, node: Node, ctes: Tables, outer: Scope) -> _From:
        left, right = (self._source(node[side], ctes, outer) for side in ("left", "right"))
        place = self._place(ctes, [left.sources | right.sources, *outer], any_of(left.empty, right.empty))
        unmet = place.fails(node["condition"], True) if "condition" in node else NEVER
        sites = place.sites(node["condition"]) if "condition" in node else NONE
        match node["join_type"]:
            case "INNER":
                both = any_of(left.empty, right.empty, unmet)
                return _From(left.sources | right.sources, both, left.sites | right.sites | sites)
            case "LEFT":
                filled = right.nullable(any_of(right.empty, unmet), right.sites | sites)
                return _From(left.sources | filled, left.empty, left.sites)
            case "RIGHT":
                filled = left.nullable(any_of(left.empty, unmet), left.sites | sites)
                return _From(filled | right.sources, right.empty, right.sites)
            case "FULL":
                filled = left.nullable(left.empty, left.sites) | right.nullable(right.empty, right.sites)
                return _From(filled, all_of(left.empty, right.empty), left.sites | right.sites)
            case "SEMI" | "ANTI":
                return left
        return _From({}, NEVER)

    def _gives_a_row(self, node: Node) -> bool:
        """Tell an aggregate over all rows, which gives a row even of none."""
        grouped = node.get("group_expressions")
        if node["aggregate_handling"] == "FORCE_AGGREGATES":  # group by all: by what does not aggregate
            grouped = not all(map(self._aggregates_in, node["select_list"]))
        if grouped:
            return [] in node.get("group_sets", ())
        return self._aggregates_in([node["select_list"], node.get("having", {})])

    def _aggregates_in(self, node: Iterable[Any]) -> bool:
        """Tell whether an expression aggregates, outside of the queries within it."""
        if isinstance(node, dict):
            if node.get("class") == "SUBQUERY":
                return False
            if node.get("class") == "FUNCTION" and node["function_name"] in self._aggregates:
                return True
            node = node.values()
        return any(self._aggregates_in(one) for one in node if isinstance(one, (dict, list)))


def _tells_no_hit(select_list: list[Node]) -> bool:
    """Tell a branch of a rule whose lines are no hits."""
    outcomes = [n for n in select_list if n.get("alias") == "outcome" and n["class"] == "CONSTANT"]
    return any(n["literal"].get("text") not in (None, "命中") for n in outcomes)
