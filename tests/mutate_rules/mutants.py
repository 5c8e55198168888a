"""Make the mutants of a rule: its SELECT with one condition left out or turned round, by its syntax tree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import sqlglot
from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB

LEFT_OUT, TURNED = "去掉", "反转"
# Where a condition decides by itself: class and argument.
_DECIDES = {(exp.Where, "this"), (exp.Having, "this"), (exp.Qualify, "this"), (exp.Join, "on")}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed SELECT, and what was changed: the way, the condition, the CTE it stands in.

    ``again`` counts the same condition in the same CTE from the second on.
    """

    way: str
    cte: str
    condition: str
    again: int
    text: str

    @property
    def name(self) -> str:
        """What it is known by while the condition stands, whatever else changes in the rule."""
        return f"{self.way} {self.cte}：{self.condition}" + (
            f"（第 {self.again} 处）" if self.again > 1 else ""
        )


def unchanged(text: str) -> str:
    """Write a SELECT as its mutants are written, so that they differ from it in one condition alone."""
    return _written(_parsed(text))


def mutants(text: str) -> list[Mutant]:
    """Change each condition of a SELECT in each way that makes sense where it stands."""
    tree = _parsed(text)
    return [Mutant(*key, _written(tree)) for key in _changed(tree)]


def names(text: str) -> list[str]:
    """Name the mutants of a SELECT without writing them."""
    return [Mutant(*key, "").name for key in _changed(_parsed(text))]


def _changed(tree: exp.Query) -> Iterator[tuple[str, str, str, int]]:
    """Change one condition after the other in ``tree`` itself, and say which it is while it is changed."""
    seen: Counter[tuple[str, str, str]] = Counter()
    for node in [node for node in tree.walk(bfs=False) if isinstance(node, exp.Expression)]:
        for way, other in _changes(node):
            key = (way, _cte(node), node.sql("duckdb"))
            seen[key] += 1
            node.replace(other)
            yield *key, seen[key]
            other.replace(node)


class _Writer(DuckDB.Generator):
    """Write ``is not null`` as the rules do: ``not … is null`` would be read as resting on absence."""

    def not_sql(self, expression: exp.Not) -> str:
        told = expression.this.unnest()
        if isinstance(told, exp.Is) and isinstance(told.expression, exp.Null):
            return f"{self.sql(told, 'this')} IS NOT NULL"
        return super().not_sql(expression)


def _written(tree: exp.Query) -> str:
    return _Writer(dialect="duckdb").generate(tree)


def _parsed(text: str) -> exp.Query:
    tree = sqlglot.parse_one(text, dialect="duckdb")
    assert isinstance(tree, exp.Query)
    return tree


def _changes(node: exp.Expression) -> Iterator[tuple[str, exp.Expression]]:
    """Give what can be put in the place of ``node``, if it is a condition: nothing asked, or the opposite."""
    if isinstance(node, exp.Paren):
        return
    holder = _holder(node)
    group = isinstance(node, exp.Connector)
    if group and (type(node) is type(holder) or not isinstance(holder, exp.Connector)):
        # Its parts are the conditions.
        return
    if _asked(node, holder):
        # One of several that suffice, or a case of its own, is left out by never being true. The text keeps its
        # parameters, or the database would refuse them.
        never = isinstance(holder, exp.Or | exp.If)
        out = (
            exp.And(this=node.copy(), expression=exp.false())
            if never
            else exp.Or(this=node.copy(), expression=exp.true())
        )
        yield LEFT_OUT, exp.paren(out)
    elif not isinstance(node, exp.Predicate) or isinstance(holder, exp.Not):
        return
    if isinstance(node, exp.Not):
        yield TURNED, node.this.copy()
    elif not group:
        yield TURNED, exp.Not(this=exp.paren(node.copy()))


def _holder(node: exp.Expression) -> exp.Expression | None:
    while isinstance(node.parent, exp.Paren):
        node = node.parent
    return node.parent


def _asked(node: exp.Expression, holder: exp.Expression | None) -> bool:
    """Tell whether rows, lines or a case depend on ``node`` being true."""
    if isinstance(holder, exp.Connector):
        return True
    while isinstance(node.parent, exp.Paren):
        node = node.parent
    if isinstance(holder, exp.If):
        searched = not (isinstance(holder.parent, exp.Case) and holder.parent.this)
        return searched and node.arg_key == "this"
    return (type(holder), node.arg_key) in _DECIDES


def _cte(node: exp.Expression) -> str:
    """Name the CTE that ``node`` stands in; the last SELECT stands in none."""
    cte = node.find_ancestor(exp.CTE)
    return cte.alias if cte else "末句"
