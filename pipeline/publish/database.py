"""Publish the audit database: a new file, checked, then put in the old one's place in one step."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from pipeline import corrections, durable
from pipeline.connection import ask_all, columns_of, suit, with_rows
from pipeline.ddl import literal
from pipeline.errors import Stop
from pipeline.judge import views
from pipeline.judge.filled import Filled
from pipeline.phases import CHECKING, PUBLISHING, silent
from pipeline.publish import comments, empty, personal, tags
from schemas import ledgers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipeline.phases import Progress

# Rows stand in this order, so that equal input gives equal content and one village's rows stand together.
ORDER = ("village_code", "period", "source_file", "source_sheet", "source_row", "row_id", "submission_id")
_UNLIKE = "新数据库的 {}.{} 与底库不一致。原数据库未动。"


# The views an inspector opens; those of audit are read with their Chinese twins.
_SEEN = """
select schema_name, view_name from duckdb_views()
where schema_name in ('审计', 'AO')
    or schema_name = 'history' and view_name in (select kind from meta.correction)
"""


class PublicationError(Stop):
    """The new database is not what the state says; the old publication stays."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A new publication, whole and on the disk, beside its place: the SHA-256 of the file, how many tables and rows."""

    sha256: str
    tables: int
    rows: int


def prepare(state: Path, target: Path, progress: Progress = silent, *, unmasked: bool = False) -> Prepared:
    """Build what is to stand at ``target`` from the warehouse ``state``, which no connection may hold open for writing.

    Personal numbers are masked, by the key that lies beside the warehouse; ``unmasked``: they stay whole.
    Raises ``PublicationError`` (or ``duckdb.Error``) with nothing left beside the old publication.
    """
    new = _temporary(target)
    sweep(target)
    try:
        masks = None if unmasked else personal.Masks(tags.tagger(tags.key(state.with_name("personal.key"))))
        filled = _build(state, new, masks, progress)
        tables, rows = _check(state, new, masks, filled, progress)
        if unmasked:
            new.chmod(0o600)
        durable.sync_file(new)
        return Prepared(durable.sha256(new), tables, rows)
    except BaseException:
        sweep(target)
        raise


def place(target: Path, batch_id: str) -> Path:
    """Put what is prepared in its place in one step; return where it stands.

    Readers of the old file are not blocked and keep seeing the old one until they open it again. Where the old file
    is open and can't be replaced, the new one waits beside it under the name of its batch.
    """
    path = _put_in_place(_temporary(target), target, batch_id)
    sweep(target)
    return path


def waits(target: Path, sha256: str) -> bool:
    """Tell whether the publication with this hash is prepared and only has to be put in its place."""
    new = _temporary(target)
    return new.is_file() and durable.sha256(new) == sha256


def settle_pending(target: Path) -> Path | None:
    """Move a publication that waits beside ``target`` into its place.

    Returns the file that still has to wait because ``target`` is open, None when nothing waits.
    """
    waiting = _waiting(target)
    if not waiting:
        return None
    newest = waiting[-1]
    drop_stale_log(target)
    try:
        newest.replace(target)
    except PermissionError:
        return newest
    durable.sync_folder(target.parent)
    _discard(waiting[:-1])
    return None


def _build(state: Path, new: Path, masks: personal.Masks | None, progress: Progress) -> list[tuple[str, str]]:
    """Copy what has rows, and name it."""
    new.write_bytes(empty.read())
    with duckdb.connect(str(new), config=empty.CONFIG) as con:
        con.execute(f"attach {literal(str(state))} as state (read_only)")
        few = suit(con, "state.meta")
        con.execute("begin")
        relations = _with_rows(con, empty.source)
        columns = columns_of(con)
        if masks:
            sources = {relation: empty.source(*relation) for relation in relations}
            masks.find(con, sources, columns, few=few)
        with progress(PUBLISHING, _rows(con)) as done:
            for relation in relations:
                done(_copy(con, relation, [column.name for column in columns[relation]], masks))
        _show_originals(con)
        con.execute("commit; detach state; checkpoint")
    return relations


def _show_originals(con: duckdb.DuckDBPyConnection) -> None:
    """Let the history show the original values of what was corrected."""
    for kind, fields in corrections.applied(con).items():
        shown = corrections.shown(ledgers()[kind], fields, "original", f'ledger."{kind}"')
        said = comments.of(con, "history", kind)
        empty.create_history(con, [(kind, f"({shown})")])
        con.execute(said)


def _with_rows(con: duckdb.DuckDBPyConnection, source: Callable[[str, str], str]) -> list[tuple[str, str]]:
    """List of what is copied from the attached state the relations of which ``source`` has rows."""
    found = empty.relations(con)
    return [found[place] for place in with_rows(con, [source(*relation) for relation in found])]


def _shown(relation: tuple[str, str], masks: personal.Masks | None) -> str:
    """Select what is published of a table."""
    return masks.select(relation) if masks else f"select * from {empty.source(*relation)}"


def _copy(
    con: duckdb.DuckDBPyConnection,
    relation: tuple[str, str],
    columns: list[str],
    masks: personal.Masks | None,
) -> int:
    schema, table = relation
    keys = [name for name in ORDER if name in columns]
    # In core one row may stand for several facts.
    if "row_id" not in columns or schema == "core":
        keys += [name for name in columns if name not in keys]
    order = ", ".join(f'"{name}"' for name in keys)
    copied = con.execute(
        f'insert into {schema}."{table}" select * from ({_shown(relation, masks)}) order by {order}'
    )
    rows: int = copied.fetchall()[0][0]
    return rows


def _rows(con: duckdb.DuckDBPyConnection) -> int:
    """Count the rows of the attached state, by what it knows of its tables."""
    known: int = con.execute(
        "select cast(coalesce(sum(estimated_size), 0) as bigint) from duckdb_tables() where database_name = 'state'"
    ).fetchall()[0][0]
    return known


def _check(
    state: Path,
    new: Path,
    masks: personal.Masks | None,
    filled: list[tuple[str, str]],
    progress: Progress,
) -> tuple[int, int]:
    """Read the new file back as an inspector would; return the number of its tables and rows.

    ``filled``: what has rows in the state, of which nothing is written meanwhile.
    """
    if (wal := new.with_name(f"{new.name}.wal")).exists():
        raise PublicationError(f"新数据库未写完整：留下了 {wal.name}。原数据库未动。")
    total = 0
    with duckdb.connect(str(new), read_only=True) as con:
        con.execute(f"attach {literal(str(state))} as state (read_only)")
        few = suit(con, "state.meta")
        if masks:
            masks.enter(con)
        relations = empty.relations(con)
        if unlike := set(filled) ^ set(_with_rows(con, lambda schema, table: f'{schema}."{table}"')):
            raise PublicationError(_UNLIKE.format(*min(unlike)))
        with progress(CHECKING, _rows(con)) as done:
            for some in [filled] if few else [[relation] for relation in filled]:
                written = _hashes(
                    con, [f'select * from {schema}."{table}"' for schema, table in some], few=few
                )
                meant = _hashes(con, [_shown(relation, masks) for relation in some], few=few)
                for relation, own, other in zip(some, written, meant, strict=True):
                    if own != other:
                        raise PublicationError(_UNLIKE.format(*relation))
                    total += own[1]
                    done(own[1])
        con.execute("detach state")
        for schema, view in _opened(con, relations, set(filled)):
            con.execute(f'select * from "{schema}"."{view}" limit 1').fetchall()
    return len(relations), total


def _opened(
    con: duckdb.DuckDBPyConnection, relations: list[tuple[str, str]], filled: set[tuple[str, str]]
) -> list[tuple[str, str]]:
    """List the views an inspector opens and rows can come from."""
    rows = {f"{schema}.{table}": (schema, table) in filled for schema, table in relations}
    kinds = [table for schema, table in relations if schema == "past"]
    rows |= {f"history.{kind}": rows[f"ledger.{kind}"] or rows[f"past.{kind}"] for kind in kinds}
    known = Filled(rows)
    without = [view for view in views.load_views() if known.empty(view.file.empty)]
    left_out = {(views.CHINESE_SCHEMA, view.chinese) for view in without} | {
        tuple(view.name.split(".")) for view in without
    }
    return [seen for seen in con.execute(_SEEN).fetchall() if seen not in left_out]


def _hashes(con: duckdb.DuckDBPyConnection, queries: list[str], *, few: bool) -> list[tuple[int, int, int]]:
    """Give (place, rows, hash) of what each query gives: to hash makes every block be read, so its checksum is proven."""
    asked = [
        f"select {place}, count(*), bit_xor(hash(r)) from ({query}) as r"
        for place, query in enumerate(queries)
    ]
    return sorted((place, rows, found) for place, rows, found in ask_all(con, asked, few=few))


def _put_in_place(new: Path, target: Path, batch_id: str) -> Path:
    superseded = _waiting(target)
    path = target
    drop_stale_log(target)
    try:
        new.replace(target)
    except PermissionError:
        path = target.with_name(f"{target.stem}-{batch_id}{target.suffix}")
        new.replace(path)
    durable.sync_folder(target.parent)
    _discard([old for old in superseded if old != path])
    return path


def _waiting(target: Path) -> list[Path]:
    """List the publications waiting beside ``target``, oldest first, without anybody's own copies."""
    found = []
    for path in sorted(target.parent.glob(f"{target.stem}-*{target.suffix}")):
        older_than_target = target.exists() and path.stat().st_mtime_ns <= target.stat().st_mtime_ns
        if not older_than_target and path.stem == f"{target.stem}-{_newest_batch(path)}":
            found.append(path)
    return found


def _newest_batch(path: Path) -> str | None:
    try:
        with duckdb.connect(str(path), read_only=True) as con:
            # By its number: the day before it may have gone back.
            batch: str | None = con.execute(
                "select max_by(batch_id, cast(regexp_extract(batch_id, '[0-9]+$') as integer)) from meta.batch"
            ).fetchall()[0][0]
            return batch
    except duckdb.Error:
        return None


def _discard(paths: list[Path]) -> None:
    for path in paths:
        # An inspector may have it open; then a later run removes it.
        with suppress(PermissionError):
            path.unlink()


def _temporary(target: Path) -> Path:
    return target.with_name(f".{target.stem}-publishing{target.suffix}")


def sweep(target: Path) -> None:
    """Remove what is not finished beside ``target``."""
    for path in target.parent.glob(f"{_temporary(target).name}*"):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def drop_stale_log(target: Path) -> bool:
    """Remove a write-ahead log beside ``target``: left by an older file, it makes a newer one unopenable.

    Tells whether there was one, and it is gone.
    """
    log = target.with_name(f"{target.name}.wal")
    try:
        log.unlink()
    # Windows keeps it as long as somebody has the database open for writing; then the file itself stays too.
    except (FileNotFoundError, PermissionError):
        return False
    return True
