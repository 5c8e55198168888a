"""Apply 更正表: a corrected value stands in ``ledger.<kind>``, the original stays in ``history.<kind>``."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline import messages, warehouse
from pipeline.ddl import columns
from pipeline.layout.headers import clean
from pipeline.values.cell import address
from pipeline.values.dates import EPOCH
from pipeline.values.money import to_cents
from schemas._spec import SCALES

if TYPE_CHECKING:
    import duckdb

    from schemas._spec import FieldSpec, Ledger

APPLIED, CHANGED, LOST = "已更正", "不再相符", "找不到"
# Whose row it is the register settles, not a cell.
_PLACE = frozenset({"county", "village_code", "village_name", "township"})


def apply(con: duckdb.DuckDBPyConnection, ledgers: dict[str, Ledger]) -> None:
    """Match every current entry of 更正表 with the current rows, and show what it corrects.

    Writes ``meta.correction`` anew, and an issue L01 for each entry that matches nothing any more.
    """
    for kind in applied(con):
        warehouse.show_current(con, ledgers[kind])
    con.execute("delete from meta.correction; delete from meta.issue where code = 'L01'")
    cursor = con.execute(
        "select submission_id, source_file, source_sheet, source_row, target_file, target_sheet, target_row,"
        " column_title, present, corrected, reason, corrected_by, decided_on from ledger.correction"
        " order by decided_on nulls first, source_file, source_sheet, source_row"
    )
    names = [name for name, *_ in cursor.description]
    entries = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    rows: list[dict[str, object]] = []
    issues: list[dict[str, object]] = []
    taken: set[tuple[str, str]] = set()
    for entry in entries:
        found = _settle(con, ledgers, entry, taken)
        rows.append(entry | found)
        if found["status"] != APPLIED:
            issues.append(_issue(entry, str(found["status"]), str(found["original"] or "")))
    warehouse.add_meta(con, "correction", rows)
    warehouse.add_meta(con, "issue", issues)
    for kind, fields in applied(con).items():
        source = shown(ledgers[kind], fields, "corrected", f'history."{kind}"')
        con.execute(f"create or replace view ledger.\"{kind}\" as {source} where superseded_by = ''")


def applied(con: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """List the corrected fields of each kind that has any."""
    rows = con.execute(
        "select kind, list(distinct field order by field) from meta.correction where status = ? group by kind"
        " order by kind",
        [APPLIED],
    ).fetchall()
    return dict(rows)


def shown(ledger: Ledger, fields: list[str], which: str, source: str) -> str:
    """Select a kind's columns from ``source`` with the ``which`` (corrected, original) values of ``fields``."""
    picked = ", ".join(f"max({which}) filter (field = '{name}') as \"{name}\"" for name in fields)
    chosen = ", ".join(
        f'coalesce(cast(c."{name}" as {kind}), h."{name}") as "{name}"' if name in fields else f'h."{name}"'
        for name, kind, _ in columns(ledger)
    )
    return (
        f"select {chosen} from {source} as h left join (select row_id, {picked} from meta.correction"
        f" where kind = '{ledger.name}' and status = '{APPLIED}' group by row_id) as c on h.row_id = c.row_id"
    )


def _settle(
    con: duckdb.DuckDBPyConnection,
    ledgers: dict[str, Ledger],
    entry: dict[str, object],
    taken: set[tuple[str, str]],
) -> dict[str, object]:
    """Find the one current row and column of ``entry`` and compare what stands there."""
    result: dict[str, object] = {"row_id": "", "kind": "", "field": "", "original": None, "status": LOST}
    title = clean(str(entry["column_title"]))
    matches: list[tuple[Ledger, FieldSpec, str, object]] = []
    for ledger in ledgers.values():
        spec = next((f for f in ledger.fields if clean(f.title) == title), None)
        if spec is None or ledger.name == "correction" or (spec.name in _PLACE and ledger.per_village):
            continue
        found = con.execute(
            f'select row_id, "{spec.name}" from history."{ledger.name}" where superseded_by = \'\''
            " and source_file = ? and source_row = ? and coalesce(?, source_sheet) = source_sheet",
            [
                str(entry["target_file"]).replace("\\", "/"),
                entry["target_row"],
                entry["target_sheet"] or None,
            ],
        ).fetchall()
        matches += [(ledger, spec, row_id, value) for row_id, value in found]
    if len(matches) != 1:
        return result
    ledger, spec, row_id, value = matches[0]
    present, corrected = _read(spec, str(entry["present"])), _read(spec, str(entry["corrected"]))
    agrees = present is not None and corrected is not None and present == _text(value)
    result |= {"row_id": row_id, "kind": ledger.name, "field": spec.name, "original": _text(value)}
    result |= {"column_title": spec.title, "corrected": corrected or entry["corrected"], "status": CHANGED}
    if agrees and (row_id, spec.name) not in taken:
        taken.add((row_id, spec.name))
        result["status"] = APPLIED
    return result


def _read(spec: FieldSpec, text: str) -> str | None:
    """Read ``text`` as a cell of the column would be read; None for what can't be read there."""
    from pipeline.read.fields import read_column  # only where something is corrected

    if spec.role == "money":
        value: object = to_cents(text)
    else:
        values, bads = read_column(spec, [text], None, None)
        value = None if bads else values[0]
    if isinstance(value, int) and spec.role in SCALES:
        return _text(Decimal(value).scaleb(-SCALES[spec.role]))
    if isinstance(value, int) and spec.role == "date":
        return date.fromordinal(value + EPOCH).isoformat()
    return _text(value) if isinstance(value, int | str) else None


def _text(value: object) -> str | None:
    if isinstance(value, date):
        return value.isoformat()
    return None if value is None else str(value)


def _issue(entry: dict[str, object], status: str, original: str) -> dict[str, object]:
    issue = messages.issue(
        "L01",
        str(entry["source_file"]),
        sheet=str(entry["source_sheet"]),
        cell=address(int(str(entry["source_row"])) - 1, 0),
        column="现值" if status == CHANGED else "行号",
        found=str(entry["present"]) if status == CHANGED else str(entry["target_row"]),
        why=f"那一格现在是“{original or '空白'}”" if status == CHANGED else "找不到那一行那一列",
    )
    return {name: getattr(issue, name) for name in issue.__slots__} | {
        "submission_id": entry["submission_id"]
    }
