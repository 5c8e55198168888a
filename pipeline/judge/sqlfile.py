"""Read the SQL files of views and rules: a YAML header in a block comment, then one SELECT."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.judge.emptiness import NEVER, Reader
from schemas import _kept

if TYPE_CHECKING:
    from pipeline.judge.emptiness import Formula

SQL_FOLDER = Path(__file__).resolve().parents[2] / "sql"
_FILE = re.compile(r"\A\s*/\*(?P<header>.*?)\*/(?P<text>.*)\Z", re.DOTALL)
# A full parse costs 20 ms a file; these scans do for files that the tests hold to the portable subset.
_REMARK_OR_TEXT = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'", re.DOTALL)
_TABLE = re.compile(r'(?<!distinct\s)\b(?:from|join)\s+(\w+)\."?(\w+)"?')
_BOUND = re.compile(r"\$(\w+)")
_SELECT = re.compile(r"\s*(?:with|select)\b[^;]*", re.IGNORECASE)
_FOLDERS = ("views", "rules")


@dataclass(frozen=True, slots=True)
class SqlFile:
    """One view or rule: its header and its SELECT.

    ``tables`` are those it reads, and views, as ``schema.name``, without its own CTEs; ``bound`` the names of the
    ``$parameters``; ``empty`` says which empty tables leave it without rows.
    """

    name: str
    header: dict[str, Any]
    text: str
    tables: frozenset[str]
    bound: frozenset[str]
    empty: Formula = field(default_factory=lambda: NEVER)


def read_folder(folder: str) -> tuple[SqlFile, ...]:
    """Read every ``.sql`` file of ``sql/<folder>``, sorted by name.

    Raises ``ValueError`` for a file without a header or whose text is not one SELECT.
    """
    return _files()[folder]


@cache
def _files() -> dict[str, tuple[SqlFile, ...]]:
    """Read all files as an earlier run of this version parsed them."""
    found = json.loads(_kept.read("sql.json", _parsed))
    return {
        folder: tuple(
            SqlFile(**{**one, "tables": frozenset(one["tables"]), "bound": frozenset(one["bound"])})
            for one in files
        )
        for folder, files in found.items()
    }


def _parsed() -> bytes:
    """Parse all files, and what each says of emptiness: a second's work."""
    import duckdb

    with duckdb.connect() as con:
        reader = Reader(con)
        found = {
            folder: [
                asdict(replace(file, empty=reader.of(file.text)))
                for file in map(read, sorted((SQL_FOLDER / folder).glob("*.sql")))
            ]
            for folder in _FOLDERS
        }
    return json.dumps(found, ensure_ascii=False, default=sorted).encode()


def read(path: Path) -> SqlFile:
    """Read one file; raises ``ValueError`` without a header, or when its text is not one SELECT."""
    match = _FILE.match(path.read_text(encoding="utf-8"))
    if match is None:
        raise ValueError(f"{path.name}：文件开头缺少 /* YAML */ 说明")
    import yaml

    # The loader in C is eight times as fast.
    header = yaml.load(match["header"], getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    text = match["text"].strip().rstrip(";")
    # What stands in remarks or in quotes names no table.
    code = _REMARK_OR_TEXT.sub(" ", text)
    if not _SELECT.fullmatch(code):
        raise ValueError(f"{path.name}：说明之后必须正好是一条 select 语句")
    tables = frozenset(f"{schema}.{table}" for schema, table in _TABLE.findall(code))
    return SqlFile(path.stem, header, text, tables, frozenset(_BOUND.findall(code)))
