"""Tell which kinds have rows, in one question: to ask a question of all of them costs more than most answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.connection import with_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from schemas._spec import Ledger

REPLACED = "superseded_by <> ''"


def kinds_with_rows(
    con: duckdb.DuckDBPyConnection, kinds: Sequence[Ledger], condition: str = "true"
) -> list[Ledger]:
    """List those of ``kinds`` of which any row of any version fulfils ``condition``."""
    sources = [f'history."{kind.name}" where {condition}' for kind in kinds]
    return [kinds[place] for place in with_rows(con, sources)]
