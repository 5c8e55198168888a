"""Tell which version of the data stands somewhere: earlier ones are gone on from, later ones refused in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.errors import Environment

if TYPE_CHECKING:
    import duckdb

# Raised when an earlier version of the program could no longer go on with what this one writes.
SCHEMA_VERSION = 2
ASKED = "select coalesce(max(schema_version), 1) from meta.batch"


def of(con: duckdb.DuckDBPyConnection) -> int:
    """Give the version of a store or publication; the first programs did not say."""
    import duckdb

    try:
        [(version,)] = con.execute(ASKED).fetchall()
    except (duckdb.BinderException, duckdb.CatalogException):
        return 1
    return int(version)


def refuse_newer(version: int) -> None:
    """Raise ``Environment`` for what a later version of the program has written."""
    if version > SCHEMA_VERSION:
        raise Environment(
            f"这个 outputs 是更新版本的程序写的（数据格式 {version}，本程序只认到 {SCHEMA_VERSION}）。"
            "没有改动任何文件；请用新版本的程序。"
        )
