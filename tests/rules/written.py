"""Read the tables of a case, written as text, into the rows they are in the warehouse.

A case reads like the sheets an office would hand in: a line without ``|`` names a table, the next
line its columns, then its rows; an empty cell is a blank one. ``村`` is the village; villages and
submissions that are mentioned are registered by themselves unless the case has its own 村情登记表 or
报送. A table that comes again with other columns stands on a sheet of its own. The rows of a table get
the ids ``<kind>-1``, ``<kind>-2`` … Tables of ``meta`` (合计行, 报送, 工作表, 问题, 退回行, 账册重叠) have
their columns' English names. The same texts are shown on the rule's page in the docs.
"""

from __future__ import annotations

from typing import Any

from pipeline import ddl, warehouse
from schemas import ledgers

Row = dict[str, Any]
Tables = dict[str, list[Row]]
TOWNSHIP = "示范镇"
# What the codes of the villages of a case begin with.
VILLAGES = "4331010"
META = {
    "合计行": "printed_total",
    "报送": "submission",
    "工作表": "sheet",
    "问题": "issue",
    "退回行": "rejected_row",
    "账册重叠": "slice_overlap",
    "未读": "unread",
}


def read_tables(text: str) -> dict[str, list[dict[str, str]]]:
    """Read ``{table title: rows as column title → text}``."""
    tables: dict[str, list[dict[str, str]]] = {}
    header: list[str] | None = None
    rows: list[dict[str, str]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if "|" not in line:
            header, rows = None, tables.setdefault(line, [])
            continue
        cells = [cell.strip() for cell in line.split("|")]
        if header is None:
            header = [cell for cell in cells if cell]
        else:
            cells += [""] * (len(header) - len(cells))
            rows.append(dict(zip(header, cells, strict=True)))
    return tables


def rows_of(text: str) -> Tables:
    """Give the rows of ``text`` by the tables they stand in; columns go by their Chinese title or their name."""
    tables = read_tables(text)
    kinds = {kind.title: kind for kind in ledgers().values()}
    villages = sorted({row["村"] for rows in tables.values() for row in rows if row.get("村")})
    codes = {name: f"{VILLAGES}{number:05d}" for number, name in enumerate(villages, 1)}
    if "村情登记表" not in tables:
        tables["村情登记表"] = [{"村": name} for name in villages]
    if "报送" not in tables:
        mentioned = {row.get("submission_id") or "报送-1" for rows in tables.values() for row in rows}
        tables["报送"] = [{"submission_id": name} for name in sorted(mentioned)]
    found: Tables = {}
    for title, rows in tables.items():
        if title in META:
            table = f"meta.{META[title]}"
            columns = {name: name for name, _, _ in warehouse.META[META[title]][1]}
        else:
            table = f'history."{kinds[title].name}"'
            columns = {name: name for name, _, _ in ddl.columns(kinds[title])}
            columns["superseded_by"] = "superseded_by"
            columns |= {field.title: field.name for field in kinds[title].fields}
        kind = table.split(".")[1].strip('"')
        sheets: dict[tuple[str, ...], str] = {}
        for number, row in enumerate(rows, 1):
            sheet = sheets.setdefault(tuple(row), f"Sheet{len(sheets) + 1}")
            values: Row = {
                "row_id": f"{kind}-{number}",
                "submission_id": "报送-1",
                "sha256": row.get("submission_id") or "报送-1",
                "slice_id": f"{kind}|{row.get('村', '')}",
                "source_file": f"{title}.xlsx",
                "source_sheet": sheet,
                "source_row": number + 1,
                "superseded_by": "",
                "county": None,
            }
            if row.get("村"):
                values |= {"village_code": codes[row["村"]], "village_name": row["村"], "township": TOWNSHIP}
            values |= {columns[key]: cell for key, cell in row.items() if key != "村" and cell}
            kept = {name: value for name, value in values.items() if name in columns.values()}
            found.setdefault(table, []).append(kept)
        if kind in ledgers():
            found.setdefault("meta.sheet_column", []).extend(_standing(kind, columns, sheets, rows))
    return found


def _standing(
    kind: str, columns: dict[str, str], sheets: dict[tuple[str, ...], str], rows: list[dict[str, str]]
) -> list[Row]:
    """Write down which columns stand on the sheets of a table, empty ones too."""
    places = {
        (row.get("submission_id") or "报送-1", row.get("source_sheet") or sheets[tuple(row)], tuple(row))
        for row in rows
    }
    return [
        {"submission_id": submission, "sheet": sheet, "kind": kind, "field": columns[key]}
        for submission, sheet, header in sorted(places)
        for key in header
        if key != "村"
    ]
