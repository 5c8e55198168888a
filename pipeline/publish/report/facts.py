"""Put flags of one fact together, with the rows that they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.publish.report.table import Value

    Record = dict[str, Value]


def together(
    flags: Iterable[Record], evidence: Iterable[Record], by: str, most: int
) -> Iterator[tuple[list[Record], list[Record], int]]:
    """Give the flags of each fact, in their order, its rows, each place once, and how many there are beyond ``most``.

    ``by``: the column of ``flags`` that names the fact.
    """
    rows: dict[Value, list[Record]] = {}
    for row in evidence:
        rows.setdefault(row["flag_id"], []).append(row)
    facts: dict[Value, list[Record]] = {}
    for flag in flags:
        facts.setdefault(flag[by], []).append(flag)
    for some in facts.values():
        places: dict[tuple[Value, ...], Record] = {}
        for row in (row for flag in some for row in rows.get(flag["flag_id"], [])):
            places.setdefault((row["source_file"], row["source_sheet"], row["source_row"]), row)
        yield some, list(places.values())[:most], max(len(places) - most, 0)
