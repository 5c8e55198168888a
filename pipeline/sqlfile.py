"""Read the SQL files of views and rules: a YAML header in a block comment, then one SELECT."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

SQL_FOLDER = Path(__file__).resolve().parent.parent / "sql"
_FILE = re.compile(r"\A\s*/\*(?P<header>.*?)\*/(?P<text>.*)\Z", re.DOTALL)
# A full parse costs 20 ms a file; these scans do for files that the tests hold to the portable subset.
_REMARK_OR_TEXT = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'", re.DOTALL)
_TABLE = re.compile(r'(?<!distinct\s)\b(?:from|join)\s+(\w+)\."?(\w+)"?')
_BOUND = re.compile(r"\$(\w+)")
_SELECT = re.compile(r"\s*(?:with|select)\b[^;]*", re.IGNORECASE)
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C is eight times as fast


@dataclass(frozen=True, slots=True)
class SqlFile:
    """One view or rule: its header and its SELECT."""

    name: str
    header: dict[str, Any]
    text: str

    @property
    def tables(self) -> set[str]:
        """Tables and views it reads, as ``schema.name``; its own CTEs are left out."""
        return {f"{schema}.{table}" for schema, table in _TABLE.findall(self.code)}

    @property
    def bound(self) -> set[str]:
        """Names of the ``$parameters`` in the text."""
        return set(_BOUND.findall(self.code))

    @property
    def code(self) -> str:
        """The text without remarks and without what stands in quotes."""
        return _REMARK_OR_TEXT.sub(" ", self.text)


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
    header = yaml.load(match["header"], _Loader)
    file = SqlFile(name=path.stem, header=header, text=match["text"].strip().rstrip(";"))
    if not _SELECT.fullmatch(file.code):
        raise ValueError(f"{path.name}：说明之后必须正好是一条 select 语句")
    return file
