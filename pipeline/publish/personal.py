"""Mask what is personal in a publication: one select per table, the same number always the same text.

The full values stay in the warehouse. A tag, a keyed hash (HMAC-SHA-256), stands for the number, so that
equal numbers are still equal inside the published database, and nobody without the key can try numbers out.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from functools import cache, partial
from typing import TYPE_CHECKING

from pipeline import durable
from pipeline.errors import Stop
from pipeline.publish.masking import hidden, is_code, masked, plain
from schemas import ledgers

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import duckdb

_KEY_BYTES = 32
# No digits, so that a tag is never read as part of a number, and no letters that look like digits.
_LETTERS = "abcdefghjkmnpqrstuvwxyz"
_TAG_LENGTH = 6
# The address at which evidence is found: changed, it would lead nowhere.
_ADDRESS = frozenset({"source_file", "source_sheet", "sheet", "target_file", "target_sheet"})
_SUSPECT = "[0-9]{9}|[0-9]{4}[ -][0-9]{4}[ -][0-9]{4}|[0-9]{3}[ -][0-9]{4}[ -][0-9]{4}"
# Shorter ones are found in their own columns only: in a text they may be a date or an amount.
_KNOWN_DIGITS = 9

Relation = tuple[str, str]


class KeyFault(Stop):
    """The key of the masks can't be used."""


def key(path: Path) -> bytes:
    """Read the key of the masks, made once: with another one every mask would look new. Raises ``KeyFault``."""
    if not path.exists():
        part = path.with_name(f".{path.name}.part")
        part.unlink(missing_ok=True)
        handle = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(_KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        durable.sync_folder(path.parent)
    found = path.read_bytes()
    if len(found) != _KEY_BYTES:
        raise KeyFault(
            f"遮盖密钥 {path} 已损坏，不能发布。请从备份恢复；没有备份的，删去后重新运行，遮盖后的尾码会全部改变。"
        )
    return found


class Masks:
    """What each table's select hides, found once and used for the copy and for the check of the copy."""

    def __init__(self, secret: bytes) -> None:
        """Hold the key; ``find`` looks for what to hide."""
        self._secret = secret
        self._selects: dict[Relation, str] = {}
        self._whole: dict[str, str] = {}
        self._texts: dict[str, str] = {}

    def find(self, con: duckdb.DuckDBPyConnection, sources: dict[Relation, str]) -> None:
        """Look through ``sources`` (a table: what it is copied from) for personal numbers, and ``enter`` them."""
        comments = _comments(con)
        named = {
            relation: _columns(con, source, comments.get(relation, {}))
            for relation, source in sources.items()
        }
        tag = cache(partial(_tag, self._secret))
        own = {
            relation: {
                name for name, kind, comment in columns if kind == "VARCHAR" and _is_personal(name, comment)
            }
            for relation, columns in named.items()
        }
        for relation, names in own.items():
            for name in names:
                self._whole |= {
                    value: hidden(value, tag) for value in _distinct(con, sources[relation], name, "[0-9]")
                }
        known = {
            number for value in self._whole if sum(map(str.isdigit, number := plain(value))) >= _KNOWN_DIGITS
        }
        texts: dict[Relation, set[str]] = {}
        for relation, columns in named.items():
            texts[relation] = set()
            for name, kind, _ in columns:
                if kind not in {"VARCHAR", "JSON"} or name in own[relation] | _ADDRESS or is_code(name):
                    continue
                found = {
                    value: shown
                    for value in _distinct(con, sources[relation], name, _SUSPECT)
                    if (shown := masked(value, tag, known)) != value
                }
                self._texts |= found
                if found:
                    texts[relation].add(name)
        for relation, columns in named.items():
            self._selects[relation] = _select(sources[relation], columns, own[relation], texts[relation])
        self.enter(con)

    def enter(self, con: duckdb.DuckDBPyConnection) -> None:
        """Give a connection the texts that the selects look up."""
        for name, texts in (("whole", self._whole), ("texts", self._texts)):
            con.execute(
                f"create or replace temp table personal_{name} as"
                " select unnest(cast($found as varchar[])) as found, unnest(cast($shown as varchar[])) as shown",
                {"found": list(texts), "shown": list(texts.values())},
            )

    def select(self, relation: Relation) -> str:
        """Give the select that reads a table's source with what is personal hidden."""
        return self._selects[relation]


def _tag(secret: bytes, number: str) -> str:
    left = int.from_bytes(hmac.digest(secret, number.encode(), hashlib.sha256))
    letters = []
    for _ in range(_TAG_LENGTH):
        left, place = divmod(left, len(_LETTERS))
        letters.append(_LETTERS[place])
    return "".join(letters)


@cache
def _marked() -> tuple[frozenset[str], frozenset[str]]:
    """Give the names and the titles of the fields that are marked personal."""
    fields = [field for ledger in ledgers().values() for field in ledger.fields if field.personal]
    return frozenset(field.name for field in fields), frozenset(field.title for field in fields)


def _is_personal(name: str, comment: str) -> bool:
    names, titles = _marked()
    return name in names or comment.partition("：")[0] in titles


def _comments(con: duckdb.DuckDBPyConnection) -> dict[Relation, dict[str, str]]:
    """Give the comments of the warehouse's columns, table by table."""
    found: dict[Relation, dict[str, str]] = {}
    for schema, table, column, comment in con.execute(
        "select schema_name, table_name, column_name, comment from duckdb_columns()"
        " where database_name = 'state' and comment is not null"
    ).fetchall():
        found.setdefault((schema, table), {})[column] = comment
    return found


def _columns(
    con: duckdb.DuckDBPyConnection, source: str, comments: dict[str, str]
) -> list[tuple[str, str, str]]:
    """List (name, type, comment) of what a table is copied from."""
    described = con.execute(f"describe select * from {source}").fetchall()
    return [(str(row[0]), str(row[1]), comments.get(row[0], "")) for row in described]


def _distinct(con: duckdb.DuckDBPyConnection, source: str, column: str, pattern: str) -> list[str]:
    rows = con.execute(
        f'select distinct cast("{column}" as varchar) from (select * from {source})'
        f' where regexp_matches(cast("{column}" as varchar), $pattern)',
        {"pattern": pattern},
    ).fetchall()
    return [value for (value,) in rows]


def _select(source: str, columns: Iterable[tuple[str, str, str]], whole: set[str], texts: set[str]) -> str:
    chosen, joins = [], []
    for place, (name, kind, _) in enumerate(columns):
        if name not in whole | texts:
            chosen.append(f's."{name}"')
            continue
        table = "personal_whole" if name in whole else "personal_texts"
        chosen.append(f'cast(coalesce(m{place}.shown, s."{name}") as {kind}) as "{name}"')
        joins.append(f' left join temp.{table} as m{place} on cast(s."{name}" as varchar) = m{place}.found')
    return f"select {', '.join(chosen)} from (select * from {source}) as s{''.join(joins)}"
