"""Keep what a search looks through in memory: put together once for each publication, when somebody first searches."""

from __future__ import annotations

from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING

import duckdb

from pipeline.ddl import literal
from pipeline.serve.database import LIMITS
from pipeline.serve.entity_lists import ACCOUNTS, ALL_ROWS, DOCUMENTS, MENTIONS, PARTIES, PERSONS, PROJECTS
from pipeline.serve.listings import PAYEES
from pipeline.serve.mentions import mentions

if TYPE_CHECKING:
    from pipeline.serve.listing import Listing

_EVERY = "kept.every"
# In the order in which a page shows what it found.
LISTS = (PERSONS, PARTIES, PAYEES, ACCOUNTS, DOCUMENTS, PROJECTS, MENTIONS)
_lock = Lock()
_kept: dict[str, duckdb.DuckDBPyConnection] = {}


def index(con: duckdb.DuckDBPyConnection) -> tuple[duckdb.DuckDBPyConnection, list[Listing]]:
    """Give a connection and the lists to search there, of the publication that ``con`` has open.

    Nothing of it holds the published file, so the next night can replace it. What does not fit into memory is read
    from ``con`` itself.
    """
    [(path, batch)] = con.execute(
        "select path, (select concat(batch_id, ' ', started_at) from meta.batch semi join meta.setting using (batch_id))"
        " from duckdb_databases() where database_name = current_database()"
    ).fetchall()
    key = f"{path} {batch}"
    with _lock:
        if key not in _kept:
            while _kept:
                _kept.popitem()[1].close()
            try:
                _kept[key] = _filled(path)
            except duckdb.OutOfMemoryException:
                return con, list(LISTS)
        return _kept[key].cursor(), [replace(one, relation=_relation(one)) for one in LISTS]


def _relation(listing: Listing) -> str:
    if listing is MENTIONS:
        return listing.relation.replace(ALL_ROWS, f"{_EVERY} as m")
    return f"kept.{listing.path.rpartition('/')[2]}"


def _filled(path: str) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(":memory:", config=LIMITS)
    try:
        con.execute("attach ':memory:' as kept (compress)")
        con.execute(f"attach {literal(path)} as cunzhang (read_only); use cunzhang")
        con.execute(f"create table {_EVERY} as {mentions()}")
        for one in LISTS:
            if one is not MENTIONS:
                source = one.relation.replace(ALL_ROWS, f"{_EVERY} as m").replace("{within}", "true")
                con.execute(f"create table {_relation(one)} as select * from {source}")
        con.execute("use kept; detach cunzhang")
        con.execute("set enable_external_access = false; set lock_configuration = true")
    except BaseException:
        con.close()
        raise
    return con
