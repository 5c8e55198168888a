"""Read the SQL files of views and rules: a YAML header in a block comment, then one SELECT."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.judge.emptiness import NEVER, without
from schemas import _kept

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.judge.emptiness import Formula
    from pipeline.judge.lineage import Reader
    from pipeline.judge.relation import Relation

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
    ``$parameters``; ``empty`` says which empty tables leave it without rows. Of a rule, ``needs`` says the same in
    papers, and ``rests`` gives for every ``is null`` that lets hits through the papers whose absence it reads; ``asked``
    is its SELECT with each of them closed to the villages that ``$unreported`` names (``village|number``).
    """

    name: str
    header: dict[str, Any]
    text: str
    tables: frozenset[str]
    bound: frozenset[str]
    empty: Formula = field(default_factory=lambda: NEVER)
    needs: Formula = field(default_factory=lambda: NEVER)
    rests: list[Formula] = field(default_factory=list)
    asked: str = ""


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
    """Parse all files, and what each says of emptiness and absence: two seconds' work."""
    _, empty = _reading()
    views = [replace(file, empty=empty[file.header["view"]]) for file in _texts("views")]
    found = {"views": views, "rules": [of_tree(file) for file in _texts("rules")]}
    as_told = {folder: [asdict(file) for file in files] for folder, files in found.items()}
    return json.dumps(as_told, ensure_ascii=False, default=sorted).encode()


def _texts(folder: str) -> list[SqlFile]:
    return list(map(read, sorted((SQL_FOLDER / folder).glob("*.sql"))))


@cache
def _reading() -> tuple[Reader, Mapping[str, Formula]]:
    """Give a reader that knows the tables and views, and when each view is empty."""
    import duckdb

    from pipeline.judge import sources
    from pipeline.judge.lineage import Reader

    known = dict(sources.known())
    reader = Reader(duckdb.connect(), known)
    return reader, _read_views(reader, known, _texts("views"))


def read_rule(path: Path) -> SqlFile:
    """Read one rule with what is read off its syntax tree; raises ``ValueError`` like ``read``."""
    return of_tree(read(path))


def _read_views(reader: Reader, known: dict[str, Relation], files: list[SqlFile]) -> Mapping[str, Formula]:
    """Add the views to what is known, each after those it reads; returns when each is empty.

    A rule names a view where it is empty. What a view itself takes for absence is no finding.
    """
    from pipeline.judge.relation import Column, Relation

    by_name = {file.header["view"]: file for file in files}
    graph = {name: sorted(file.tables & by_name.keys()) for name, file in sorted(by_name.items())}
    empty: dict[str, Formula] = {}
    for name in TopologicalSorter(graph).static_order():
        found = reader.of(reader.parse(by_name[name].text))
        empty[name] = found.empty
        known[name] = Relation(name, columns={c: Column(column.null) for c, column in found.columns.items()})
    return empty


def of_tree(file: SqlFile) -> SqlFile:
    """Say what a rule needs and what its hits rest on; raises ``ValueError`` where absence can't be told by village."""
    from pipeline.judge.sources import papers

    reader, views = _reading()
    parsed = reader.parse(file.text)
    found = reader.of(parsed, hits_alone=True)
    empty = reader.of(parsed).empty if reader.left_out else found.empty
    needs = without(papers(found.empty, views), NEVER)
    rests: list[Formula] = []
    asked, text = b"", file.text.encode()
    done = 0
    for site in sorted((reader.sites[number] for number in found.sites), key=lambda site: site.start):
        absent = without(papers(site.absent, views), needs)
        if absent == NEVER:
            continue
        if not site.village:
            raise ValueError(
                f"规则 {file.name}：第 {site.start} 字节处的 is null 看不出是哪个村（没有 village_code）"
            )
        if absent not in rests:
            rests.append(absent)
        closed = f" and not list_contains($unreported, {site.village} || '|{rests.index(absent)}')"
        asked += text[done : site.end] + closed.encode()
        done = site.end
    return replace(
        file,
        empty=empty,
        needs=needs,
        rests=rests,
        asked=(asked + text[done:]).decode(),
    )


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
    return SqlFile(path.stem, header, text, tables, frozenset(_BOUND.findall(code)), asked=text)
