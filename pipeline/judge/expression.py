"""Read off an expression of a syntax tree when it is NULL, when a condition fails, and where it reads absence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pipeline.judge.emptiness import ALWAYS, NEVER, Formula, all_of, any_of, without
from pipeline.judge.relation import NONE, Column, Node, Relation, Site

Scope = list[dict[str, Relation]]
# They pass over NULL: all of what they read must be absent.
_LENIENT = frozenset({"concat", "concat_ws", "greatest", "least", "list_value"})
_OF_ROWS_ALONE = frozenset({"WINDOW_ROW_NUMBER", "WINDOW_RANK", "WINDOW_RANK_DENSE"})
_VILLAGE = "village_code"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an expression stands: the relations it can name, the innermost first, and when it stands on no row.

    ``query`` reads a query within it; the sites found are added to ``found``.
    """

    query: Callable[[Node, Scope], Relation]
    found: list[Site]
    scope: Scope
    empty: Formula

    def columns(self, select_list: list[Node]) -> Iterator[tuple[str, Column]]:
        """Give the columns of a SELECT by name."""
        for node in select_list:
            if node["class"] == "STAR":
                for relation in self.scope[0].values():
                    yield from relation.columns.items()
            else:
                name = node.get("alias") or (node.get("column_names") or [""])[-1]
                yield name, Column(self.null(node), self.sites(node))

    def null(self, node: Node) -> Formula:
        """Say when an expression is NULL whatever the rows."""
        kind, parts = node["class"], _parts(node)
        if kind == "COLUMN_REF":
            return self._column(node).null
        if kind == "CONSTANT":
            return ALWAYS if node["literal"]["kind"] == "NULL_LITERAL" else NEVER
        if kind == "CASE":
            return self._case(node, self.null)
        if kind == "SUBQUERY":
            return self._within(node).empty if node["subquery_type"] == "SCALAR" else NEVER
        if kind in ("FUNCTION", "WINDOW"):
            return self._function(node, parts)
        if node["type"] in ("OPERATOR_COALESCE", "CONJUNCTION_AND", "CONJUNCTION_OR"):
            return all_of(*map(self.null, parts))
        if node["type"].startswith("COMPARE_") and kind == "OPERATOR":
            return self.null(parts[0])
        passes = "_NULL" in node["type"] or "DISTINCT_FROM" in node["type"]
        return NEVER if passes else any_of(*map(self.null, parts))

    def fails(self, node: Node, wanted: bool) -> Formula:
        """Say when a condition is never ``wanted``: true or false."""
        kind, parts = node["type"], _parts(node)
        if node["class"] == "CONJUNCTION":
            every = wanted == (kind == "CONJUNCTION_AND")
            return (any_of if every else all_of)(*(self.fails(part, wanted) for part in parts))
        if node["class"] == "CONSTANT" and node["literal"]["kind"] == "BOOLEAN":
            return NEVER if (node["literal"].get("text") == "true") == wanted else ALWAYS
        if node["class"] == "CASE":
            return self._case(node, lambda part: self.fails(part, wanted))
        if node["class"] == "SUBQUERY" and node["subquery_type"] != "SCALAR":
            child = self.null(node["child"]) if "child" in node else NEVER
            return any_of(child, self._within(node).empty) if wanted else NEVER
        if kind == "OPERATOR_NOT":
            return self.fails(parts[0], not wanted)
        if kind == "OPERATOR_COALESCE":
            return all_of(*(self.fails(part, wanted) for part in parts))
        if kind in ("OPERATOR_IS_NULL", "OPERATOR_IS_NOT_NULL"):
            return self.null(parts[0]) if wanted == (kind == "OPERATOR_IS_NOT_NULL") else NEVER
        return self._counts_none(node) if wanted and "GREATERTHAN" in kind else self.null(node)

    def sites(self, node: Node) -> frozenset[int]:
        """List the places in an expression, and in what it names, at which absence is taken for an answer."""
        if node["class"] == "COLUMN_REF":
            return self._column(node).sites
        if node["class"] == "SUBQUERY":
            inner = self._within(node)
            own = self.sites(node["child"]) if "child" in node else NONE
            return own.union(inner.sites, *(column.sites for column in inner.columns.values()))
        parts = _parts(node)
        if node["type"] == "OPERATOR_NOT" and parts[0]["class"] == "SUBQUERY":
            return NONE
        sites = NONE.union(*map(self.sites, [*parts, *_conditions(node)]))
        absent = without(self.null(parts[0]), self.empty) if node["type"] == "OPERATOR_IS_NULL" else NEVER
        if absent != NEVER:
            start = node["query_location"]
            self.found.append(
                Site(start, start + node["query_location_length"], absent, self._village(parts[0]))
            )
            sites |= {len(self.found) - 1}
        return sites

    def _column(self, node: Node) -> Column:
        *alias, name = node["column_names"]
        for level in self.scope:
            if alias and alias[-1] in level:
                return level[alias[-1]].columns.get(name, Column())
            for relation in () if alias else level.values():
                if name in relation.columns:
                    return relation.columns[name]
        return Column()

    def _within(self, node: Node) -> Relation:
        return self.query(node["subquery"]["node"], self.scope)

    def _function(self, node: Node, parts: list[Node]) -> Formula:
        name = node.get("function_name", "")
        if name.startswith("count") or node["type"] in _OF_ROWS_ALONE:
            return NEVER
        if name == "nullif":
            parts = parts[:1]
        found = (all_of if name in _LENIENT and parts else any_of)(*map(self.null, parts))
        return any_of(found, *(self.fails(chosen, True) for chosen in _filters(node)))

    def _counts_none(self, node: Node) -> Formula:
        """Say when ``count(x) > 0`` fails: where there is nothing to count."""
        left = node["left"]
        if not left.get("function_name", "").startswith("count"):
            return self.null(node)
        return any_of(*map(self.null, _parts(left)), *(self.fails(chosen, True) for chosen in _filters(left)))

    def _case(self, node: Node, of: Callable[[Node], Formula]) -> Formula:
        """Combine the branches of a CASE: each is out where its condition fails or ``of`` says so of its value."""
        checks = node["case_checks"]
        branches = (any_of(self.fails(c["when_expr"], True), of(c["then_expr"])) for c in checks)
        return all_of(*branches, of(node["else_expr"]))

    def _village(self, node: Node) -> str:
        """Name the column of the village that an expression speaks of, one that is never NULL."""
        own = [name[0] for name in _names(node) if len(name) > 1]
        for alias in [*own, *self.scope[0]]:
            columns = self.scope[0][alias].columns if alias in self.scope[0] else {}
            if _VILLAGE in columns and columns[_VILLAGE].null == NEVER:
                return f"{alias}.{_VILLAGE}" if alias else _VILLAGE
        return ""


def _parts(node: Node) -> list[Node]:
    """List the expressions that make the value of an expression."""
    found: list[Node] = list(node.get("children", ()))
    found += [node[key] for key in ("child", "left", "right", "input", "lower", "upper") if key in node]
    return found + [one["expression"] for one in node.get("arguments", ())]


def _filters(node: Node) -> Iterator[Node]:
    return (node[key] for key in ("filter", "filter_expr") if key in node)


def _conditions(node: Node) -> Iterator[Node]:
    """Give the conditions and values of a CASE, and those that choose the rows of an aggregate."""
    for check in node.get("case_checks", ()):
        yield from (check["when_expr"], check["then_expr"])
    if "else_expr" in node:
        yield node["else_expr"]
    yield from _filters(node)


def _names(node: object) -> Iterable[list[str]]:
    """Give the names of columns in an expression."""
    if isinstance(node, list):
        for one in node:
            yield from _names(one)
    elif isinstance(node, dict):
        if node.get("class") == "COLUMN_REF":
            yield node["column_names"]
        else:
            yield from _names(list(node.values()))
