"""Mask what is personal in a publication: one select per table, the same number always the same text.

The full values stay in the warehouse.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.connection import ask_all
from pipeline.publish.masking import ADDRESS, Numbers, hidden, masked
from schemas import ledgers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import duckdb

    from pipeline.connection import Column
    from pipeline.publish.masking import Tag

# Names of columns whose long numbers are codes, never a person's: hashes, row ids, document numbers.
_CODES = re.compile(
    r"(?!(.*_)?(id|account)_no$)(.*_)?(id|no|code|codes|uscc|hash|sha256)"
    r"|facts|number|key|document_key|superseded_by|submission_(before|after)"
)
# What may have to be masked in a column of personal numbers, of codes, of texts. A code may be written where a
# number belongs, or the other way round; an electronic invoice's twenty digits are never a person's.
_OWN = "[0-9]"
_CODE = "^(?:[0-9]{9,19}|[0-9]{17}[Xx]|[013-9][0-9]{19}|[0-9]{21,})$"
_TEXT = (
    "[0-9]{9}|[0-9]{4}[ -][0-9]{4}[ -][0-9]{4}|[0-9]{3}[ -][0-9]{4}[ -][0-9]{4}|[0-9]{6}[ -](19|20)[0-9]{2}"
    "|[)）][ -]?[0-9]{4}[ -]?[0-9]{3}|0[0-9]{2,3}[ -][0-9]{7}"
)

Relation = tuple[str, str]


class _Column(NamedTuple):
    """A column, its type, and the pattern of what may have to be masked in it ('' for nothing)."""

    name: str
    kind: str
    suspect: str


class Masks:
    """What each table's select hides, found once and used for the copy and for the check of the copy."""

    def __init__(self, tag: Tag) -> None:
        """Hold what gives numbers their tags; ``find`` looks for what to hide."""
        self._tag = tag
        self._selects: dict[Relation, str] = {}
        self._shown: dict[str, dict[str, str]] = {"numbers": {}, "texts": {}}

    def find(
        self,
        con: duckdb.DuckDBPyConnection,
        sources: Mapping[Relation, str],
        described: Mapping[Relation, list[Column]],
        *,
        few: bool,
    ) -> None:
        """Look through ``sources`` (a table: what it is copied from) for personal numbers, and ``enter`` them.

        ``described``: the columns of each table; ``few``: whether they have few rows.
        """
        columns = {
            relation: [_Column(c.name, c.kind, _suspect(*c)) for c in described[relation]]
            for relation in sources
        }
        values = _search(con, sources, columns, few=few)
        numbers = Numbers.sort(_all(_OWN, values.values()), _all(_CODE, values.values()))
        for relation, source in sources.items():
            changed = {}
            for column, found in values.get(relation, {}).items():
                table = "numbers" if column.suspect == _OWN else "texts"
                shown = {v: s for v in found if (s := self._mask(column, v, numbers)) != v}
                self._shown[table] |= shown
                if shown:
                    changed[column] = table
            self._selects[relation] = _select(source, columns[relation], changed)
        self.enter(con)

    def enter(self, con: duckdb.DuckDBPyConnection) -> None:
        """Give a connection the texts that the selects look up."""
        for table, texts in self._shown.items():
            con.execute(
                f"create or replace temp table personal_{table} as"
                " select unnest(cast($found as varchar[])) as found, unnest(cast($shown as varchar[])) as shown",
                {"found": list(texts), "shown": list(texts.values())},
            )

    def select(self, relation: Relation) -> str:
        """Give the select that reads a table's source with what is personal hidden."""
        return self._selects[relation]

    def _mask(self, column: _Column, value: str, numbers: Numbers) -> str:
        if column.kind == "JSON":
            # Text by text: in the writing of the whole, digits may be part of an escape.
            read = json.loads(value)
            shown = self._within(read, column, numbers)
            return value if shown == read else json.dumps(shown, ensure_ascii=False)
        return self._text(value, column, numbers)

    def _text(self, value: str, column: _Column, numbers: Numbers) -> str:
        if column.suspect == _OWN:
            return hidden(value, self._tag)
        return value if value in numbers.codes else masked(value, self._tag, numbers)

    def _within(self, read: Any, column: _Column, numbers: Numbers) -> Any:
        if isinstance(read, dict):
            return {self._text(k, column, numbers): self._within(v, column, numbers) for k, v in read.items()}
        if isinstance(read, list):
            return [self._within(value, column, numbers) for value in read]
        return self._text(read, column, numbers) if isinstance(read, str) else read


@cache
def _marked() -> tuple[frozenset[str], frozenset[str]]:
    """Give the names and the titles of the fields that are marked personal."""
    fields = [field for ledger in ledgers().values() for field in ledger.fields if field.personal]
    return frozenset(field.name for field in fields), frozenset(field.title for field in fields)


def _suspect(name: str, kind: str, comment: str) -> str:
    names, titles = _marked()
    if kind not in {"VARCHAR", "JSON"} or name in ADDRESS:
        return ""
    if name in names or comment.partition("：")[0] in titles:
        return _OWN
    return _CODE if _CODES.fullmatch(name) else _TEXT


def _search(
    con: duckdb.DuckDBPyConnection,
    sources: Mapping[Relation, str],
    columns: Mapping[Relation, list[_Column]],
    *,
    few: bool,
) -> dict[Relation, dict[_Column, list[str]]]:
    """Give the distinct suspicious values of every column of a table that has some."""
    searched = {relation: [c for c in columns[relation] if c.suspect] for relation in sources}
    # Most have none: on a small table, preparing to collect costs more than to look.
    some = _ask(con, sources, searched, "bool_or({test})", few=few)
    hit = {relation: [c for c, any_ in own.items() if any_] for relation, own in some.items()}
    return _ask(con, sources, hit, "list(distinct {text}) filter (where {test})", few=few)


def _ask(
    con: duckdb.DuckDBPyConnection,
    sources: Mapping[Relation, str],
    columns: Mapping[Relation, list[_Column]],
    what: str,
    *,
    few: bool,
) -> dict[Relation, dict[_Column, Any]]:
    """Ask the same of each of the ``columns``; ``{test}`` tells whether a ``{text}`` is suspicious."""
    asked = {relation: own for relation, own in columns.items() if own}
    queries = [
        f"select {place}, [{', '.join(_asked(what, column) for column in own)}] from {sources[relation]}"
        for place, (relation, own) in enumerate(asked.items())
    ]
    answers = sorted(ask_all(con, queries, few=few))
    return {
        relation: dict(zip(own, found, strict=True))
        for (relation, own), (_, found) in zip(asked.items(), answers, strict=True)
    }


def _asked(what: str, column: _Column) -> str:
    text = f'cast("{column.name}" as varchar)'
    return what.format(text=text, test=f"regexp_matches({text}, '{column.suspect}')")


def _all(suspect: str, found: Iterable[Mapping[_Column, list[str]]]) -> set[str]:
    return {
        value
        for values in found
        for column, some in values.items()
        if column.suspect == suspect
        for value in some
    }


def _select(source: str, columns: Iterable[_Column], changed: Mapping[_Column, str]) -> str:
    chosen, joins = [], []
    for place, column in enumerate(columns):
        name = column.name
        if column not in changed:
            chosen.append(f's."{name}"')
            continue
        chosen.append(f'cast(coalesce(m{place}.shown, s."{name}") as {column.kind}) as "{name}"')
        joins.append(
            f' left join temp.personal_{changed[column]} as m{place} on cast(s."{name}" as varchar) = m{place}.found'
        )
    return f"select {', '.join(chosen)} from (select * from {source}) as s{''.join(joins)}"
