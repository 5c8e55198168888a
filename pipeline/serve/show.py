"""Turn a table into cells as a page shows them: written out, with the page each one leads to."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from pipeline.publish.palette import LEVEL_COLOURS
from pipeline.publish.report.table import read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from pipeline.publish.report.table import Column, Table

# Columns that say where a cell leads; they are not shown themselves.
HIDDEN = frozenset(
    {
        "village_code",
        "row_id",
        "flag_id",
        "ledger",
        "submission_id",
        "root_cause",
        "counted",
        "first_seen",
        "person_key",
    }
)
# Columns written small below another one: what they say is long, and seldom read; columns left out where empty.
_BELOW = {"priority_reason": "message"}
_IF_ANY = frozenset({"rectification"})
# Amounts of more than nothing that somebody should look at.
_LACKS = frozenset({"shortfall", "untraced", "spent_unapproved", "spent_without_document"})
_BRIEF, _LONG = 8, 40
_CODES = frozenset({"first_batch", "batch_id"})
_MASKED = re.compile(r"[a-z]*\*{4}\w{4}")
# A column, the columns its address is made of, and the address.
_LINKS = {
    "village_name": (("village_code",), "/villages/{}"),
    "township": (("township",), "/townships/{}"),
    "title": (("flag_id",), "/flags/{}"),
    "rule_id": (("rule_id",), "/rules/{}"),
    "source_row": (("ledger", "row_id"), "/rows/{}/{}"),
    "file": (("submission_id",), "/submissions/{}"),
    "person": (("person_key",), "/persons/{}"),
    "name": (("id_no",), "/persons/{}"),
    "project_no": (("village_code", "project_no"), "/projects/{}/{}"),
    **{
        name: ((name,), "/payees/{}")
        for name in ("payee", "party", "counterparty", "supplier", "contractor", "lessee")
    },
    **{
        name: ((name,), "/accounts/{}")
        for name in (
            "account",
            "own_account",
            "account_no",
            "payee_account",
            "counterparty_account",
            "bank_account",
        )
    },
    **{
        name: ((name,), "/documents/{}")
        for name in ("document", "document_no", "receipt_no", "contract_no", "resolution_no")
    },
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell: its text, its kind (for the style), where it leads ('' nowhere), what is written small below it."""

    text: str
    kind: str
    link: str
    below: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: its name in SQL, title and kind; ``link`` sorts by it, ``order`` says that it does."""

    name: str
    title: str
    kind: str
    link: str = ""
    order: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table ready for a page."""

    title: str
    heads: Sequence[Head]
    rows: list[list[Shown]]


def grid(table: Table, suffix: str = "") -> Grid:
    """Write out ``table``; ``suffix`` goes behind the addresses of flags."""
    index = {column.name: i for i, column in enumerate(table.columns)}
    shown = [
        (i, column)
        for i, column in enumerate(table.columns)
        if column.name not in {*HIDDEN, *_BELOW}
        and not ((column.kind == "money" or column.name in _IF_ANY) and _is_empty(table, i))
    ]
    below = {over: index[name] for name, over in _BELOW.items() if name in index}
    links = {
        name: ([index[part] for part in parts], address)
        for name, (parts, address) in _LINKS.items()
        if name in index and all(part in index for part in parts)
    }
    rows = []
    for row in table.rows:
        cells = []
        for i, column in shown:
            places, address = links.get(column.name, ([], ""))
            values = [row[place] for place in places]
            link = address.format(*(quote(str(v), safe="") for v in values)) if all(values) else ""
            link += suffix if link and column.name == "title" else ""
            more = str(row[below[column.name]] or "") if column.name in below else ""
            cells.append(Shown(text(row[i], column.kind), _style(column, row[i]), link, more))
        rows.append(cells)
    for place, (_, column) in enumerate(shown):
        # Short words stay on one line; the room goes to the long texts beside them.
        texts = [cells[place].text for cells in rows]
        if column.name in _CODES or (
            column.kind == "text" and all(len(one) <= _BRIEF or _MASKED.fullmatch(one) for one in texts)
        ):
            for cells in rows:
                cells[place] = replace(cells[place], kind=f"{cells[place].kind} brief")
        elif column.kind == "text" and any(len(one) > _LONG for one in texts):
            for cells in rows:
                cells[place] = replace(cells[place], kind=f"{cells[place].kind} long")
    heads = [Head(column.name, column.title, column.kind) for _, column in shown]
    return Grid(table.title, heads, rows)


def _style(column: Column, value: Any) -> str:
    """Give the classes of a cell: its kind, and what makes it stand out."""
    if column.name == "level" and value in LEVEL_COLOURS:
        return f"{column.kind} grade-{list(LEVEL_COLOURS).index(value)}"
    lacks = (column.name in _LACKS and (value or 0) > 0) or (
        column.name == "verdict" and "达" not in (value or "")
    )
    return f"{column.kind} lack" if lacks else column.kind


def _is_empty(table: Table, column: int) -> bool:
    """Tell whether a table has rows, but nothing in this column: of ledgers that nobody keeps."""
    return bool(table.rows) and all(row[column] is None for row in table.rows)


def asked(
    con: duckdb.DuckDBPyConnection,
    title: str,
    query: str,
    titles: dict[str, str],
    values: Mapping[str, object] | None = None,
) -> Grid:
    """Ask for a table with personal numbers masked and write it out."""
    return grid(read(con, title, query, titles, values))


def text(value: Any, kind: str) -> str:
    """Write one value; an empty one as nothing."""
    if value is None:
        return ""
    if kind == "money":
        return f"{value:,.2f}"
    if kind == "ratio":
        return f"{value * 100:.2f}%"
    if kind == "score":
        return f"{value:.1f}"
    if kind == "count":
        return f"{value:,}"
    if kind == "yesno":
        return "是" if value else "否"
    return str(value)


@dataclass(frozen=True, slots=True)
class Pages:
    """Where in a long list a page stands; ``values`` are the filters its neighbours keep."""

    number: int
    size: int
    total: int
    path: str
    values: Mapping[str, str]

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // self.size))

    @property
    def offset(self) -> int:
        """How many rows stand before this page."""
        return (self.number - 1) * self.size

    def to(self, **changes: object) -> str:
        """Give the address of this list with some filters or the page changed."""
        kept: dict[str, str] = {**self.values, **{name: str(value) for name, value in changes.items()}}
        query = urlencode({name: value for name, value in kept.items() if value})
        return self.path + (f"?{query}" if query else "")


def paged(path: str, values: Mapping[str, str], wanted: str, total: int, size: int = 50) -> Pages:
    """Place the ``wanted`` page (text from an address) within a list of ``total`` rows."""
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 9 else 1
    return Pages(min(max(number, 1), max(1, -(-total // size))), size, total, path, values)
