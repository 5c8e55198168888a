"""Open the published database for one request: read-only, cut off from files and network, then let go."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

from pipeline import edition
from pipeline.ddl import literal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LIMITS: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": "1GB",
    "threads": 2,
    # Nothing is written, not even what a large sort would put aside.
    "temp_directory": "",
    # DuckDB 2.0 never comes back from some queries that read one CTE twice under a LIMIT.
    "disabled_optimizers": "cte_inlining",
    # A name in somebody's query must not find a variable of this program.
    "python_enable_replacements": False,
}


class Unavailable(Exception):
    """There is no publication to show just now; the text says why and what to do."""


@contextmanager
def opened(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open what ``path`` holds at this moment and close it again.

    Never opened directly: DuckDB shares one instance among all who open a path, so that while a long query
    runs, a new publication under the same name would not be seen. Closed after every request: on Windows an
    open file can't be replaced by the next night.
    Raises ``Unavailable`` when nothing is published or the file can't be read.
    """
    if not path.is_file():
        raise Unavailable("还没有发布过。请先运行 make run（或 cunzhang run），再刷新本页。")
    con = duckdb.connect(":memory:", config=LIMITS)
    try:
        try:
            con.execute(f"attach {literal(str(path))} as cunzhang (read_only)")
        except duckdb.Error as error:
            raise Unavailable("数据库现在打不开，可能正在更新。请稍后刷新本页。") from error
        con.execute("use cunzhang")
        edition.refuse_newer(edition.of(con))
        con.execute("set enable_external_access = false; set lock_configuration = true")
        yield con
    finally:
        con.close()
