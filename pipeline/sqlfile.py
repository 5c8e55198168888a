"""Read the SQL files of views and rules: a YAML header in a block comment, then one SELECT."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import sqlglot
import yaml
from sqlglot import exp
from sqlglot.optimizer.scope import traverse_scope

SQL_FOLDER = Path(__file__).resolve().parent.parent / "sql"
# sqlglot loses a block comment that stands before WITH, so the header is cut off before parsing.
_FILE = re.compile(r"\A\s*/\*(?P<header>.*?)\*/(?P<text>.*)\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class SqlFile:
    """One view or rule: its header, its SELECT as text and as a syntax tree."""

    name: str
    header: dict[str, Any]
    text: str
    tree: exp.Expr = field(repr=False, compare=False)

    @property
    def tables(self) -> set[str]:
        """Tables and views it reads, as ``schema.name``; its own CTEs are left out."""
        return {
            f"{source.db}.{source.name}"
            for scope in traverse_scope(self.tree)
            for source in scope.sources.values()
            if isinstance(source, exp.Table) and source.db
        }

    @property
    def bound(self) -> set[str]:
        """Names of the ``$parameters`` in the text."""
        return {node.name for node in self.tree.find_all(exp.Placeholder)}


@cache
def read_folder(folder: str) -> tuple[SqlFile, ...]:
    """Read every ``.sql`` file of ``sql/<folder>``, sorted by name.

    Raises ``ValueError`` for a file without a header or whose text is not one SELECT.
    """
    return tuple(read(path) for path in sorted((SQL_FOLDER / folder).glob("*.sql")))


def read(path: Path) -> SqlFile:
    """Read one file; raises ``ValueError`` without a header, or when its text is not one SELECT."""
    match = _FILE.match(path.read_text(encoding="utf-8"))
    if match is None:
        raise ValueError(f"{path.name}：文件开头缺少 /* YAML */ 说明")
    header = yaml.safe_load(match["header"])
    text = match["text"].strip().rstrip(";")
    trees = sqlglot.parse(text, dialect="duckdb")
    if len(trees) != 1 or not isinstance(trees[0], exp.Query):
        raise ValueError(f"{path.name}：说明之后必须正好是一条 select 语句")
    return SqlFile(name=path.stem, header=header, text=text, tree=trees[0])
