"""Read the worked examples of a rule out of its test, without running it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Example:
    """One case of a rule's test: the tables given, what must come out, and the day if it has its own."""

    name: str
    tables: str
    expected: str
    as_of: str


def read_examples(test: Path) -> list[Example]:
    """List the ``Case(name, tables, expect)`` calls of ``test`` in order; none when there is no such file.

    Texts may be literals, module constants, and sums of these; a case that a function builds (a county of
    many villages, say) is no reading matter and is left out.
    """
    if not test.exists():
        return []
    tree = ast.parse(test.read_text(encoding="utf-8"))
    constants = {
        target.id: statement.value
        for statement in tree.body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name)
    }
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    found = [
        _example(call, constants)
        for call in sorted(calls, key=lambda call: call.lineno)
        if isinstance(call.func, ast.Name) and call.func.id == "Case"
    ]
    return [example for example in found if example]


def _example(call: ast.Call, constants: dict[str, ast.expr]) -> Example | None:
    given = dict(zip(("name", "tables", "expect", "as_of"), call.args, strict=False))
    given |= {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    texts = {key: text for key, node in given.items() if (text := _text(node, constants)) is not None}
    if not {"name", "tables", "expect"} <= texts.keys():
        return None
    name, tables, expected = texts["name"].strip(), _flush(texts["tables"]), _flush(texts["expect"])
    return Example(name, tables, expected, texts.get("as_of", "").strip())


def _text(node: ast.expr, constants: dict[str, ast.expr]) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.Name) and node.id in constants:
        return _text(constants[node.id], constants)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _text(node.left, constants), _text(node.right, constants)
        return None if left is None or right is None else left + right
    return None


def _flush(text: str) -> str:
    return "\n".join(line.strip() for line in text.strip().splitlines())
