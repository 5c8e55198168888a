"""Put the tables of all files together, one frame per ledger kind, with village, period and slice.

Everything is concatenated first and typed once; amounts become DECIMAL(18,2) from exact cents.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from pipeline import messages
from pipeline.extract import Rejected
from pipeline.identify import Ambiguous, Register, Village

if TYPE_CHECKING:
    from pipeline.extract import Extract
    from pipeline.findings import Issue
    from schemas._spec import FieldSpec, Ledger

NOBODY = Village("", "", "")


@dataclass(slots=True)
class Located:
    """A table with its submission and the village of every row (one entry when all rows share it)."""

    extract: Extract
    source_file: str
    submission_id: str
    sha256: str
    villages: list[Village] = field(default_factory=list)

    @property
    def village(self) -> Village:
        """The village of all rows, or nobody where they differ."""
        return self.villages[0] if len(set(self.villages)) == 1 else NOBODY


def locate(table: Located, ledger: Ledger, register: Register) -> list[Issue]:
    """Find the village of ``table``'s rows; rows and tables nobody can be found for are set aside."""
    extract = table.extract
    if not ledger.per_village:
        table.villages = [NOBODY]
        return []
    if ledger.name == "village":
        table.villages = [village_of_row(extract, row) for row in range(len(extract.rows))] or [NOBODY]
        return []
    issues: list[Issue] = []
    around = " ".join([extract.township_hint, *(text for _, text in extract.hints), table.source_file])
    whole, unclear, others = _from_hints(extract.hints, around, register)
    names = extract.columns.get("village_name")
    codes = extract.columns.get("village_code")
    if names is None and codes is None:
        if whole is None:
            return [_send_back(table, unclear)]
        table.villages = [whole]
    else:
        issues += _from_columns(table, ledger, register, whole, around)
        if not extract.rows and extract.rejected:
            return issues
    if len(set(table.villages)) == 1:
        mine = table.villages[0]
        for where, text, village in others:
            if village.code != mine.code:
                issues.append(
                    messages.issue(
                        "V03", table.source_file, sheet=extract.sheet, found=text, source=where,
                        other=village.name, village=mine.name,
                    )
                )  # fmt: skip
                break
    return issues


def village_of_row(extract: Extract, row: int) -> Village:
    """Read one register row; without a 12-digit code, township and name together are the code."""

    def value(name: str) -> str:
        values = extract.columns.get(name)
        return str(values[row]) if values and values[row] is not None else ""

    name, township = value("village_name"), value("township")
    return Village(
        value("village_code") or township + name, name, township, value("county"), value("org_name")
    )


def _from_hints(
    hints: list[tuple[str, str]], around: str, register: Register
) -> tuple[Village | None, tuple[str, Ambiguous] | None, list[tuple[str, str, Village]]]:
    found: Village | None = None
    unclear: tuple[str, Ambiguous] | None = None
    others: list[tuple[str, str, Village]] = []
    for where, text in hints:
        outcome = register.resolve(text, around, whole=True)
        if isinstance(outcome, Ambiguous):
            unclear = unclear or (text, outcome)
        elif outcome is not None:
            found = found or outcome
            others.append((where, text, outcome))
    return found, unclear, others


def _send_back(table: Located, unclear: tuple[str, Ambiguous] | None) -> Issue:
    extract = table.extract
    shown = "；".join(dict.fromkeys(text for _, text in extract.hints[:3]))
    if unclear:
        text, outcome = unclear
        villages = "、".join(v.township + v.name for v in outcome.villages)
        issue = messages.issue(
            "V02", table.source_file, sheet=extract.sheet, found=text, found_text=text, villages=villages
        )
    else:
        issue = messages.issue("V01", table.source_file, sheet=extract.sheet, found=shown)
    reject_all(extract, issue.fix)
    return issue


def reject_all(extract: Extract, reason: str) -> None:
    """Set every row of a table aside; its money is counted as not loaded."""
    titles = list(extract.columns)
    for position, row in enumerate(extract.rows):
        cells = [
            str(extract.columns[t][position]) for t in titles if extract.columns[t][position] is not None
        ]
        extract.rejected.append(Rejected(row, reason, cells))
    extract.money_rejected = extract.money_read
    extract.rows, extract.sent_back = [], True
    extract.columns = {name: [] for name in extract.columns}
    extract.totals = []


def _from_columns(
    table: Located, ledger: Ledger, register: Register, whole: Village | None, around: str
) -> list[Issue]:
    extract = table.extract
    count = len(extract.rows)
    blank: list[object] = [None] * count
    names = extract.columns.get("village_name", blank)
    codes = extract.columns.get("village_code", blank)
    towns = extract.columns.get("township", blank)
    issues: list[Issue] = []
    keep: list[int] = []
    villages: list[Village] = []
    for position in range(count):
        near = f"{towns[position] or ''} {around}" if towns[position] else around
        village: Village | Ambiguous | None = None
        for text in (codes[position], names[position]):
            if text and (village is None or isinstance(village, Ambiguous)):
                village = register.resolve(str(text), near, whole=True) or village
        if not isinstance(village, Village):
            village = whole
        if village is None:
            shown = str(names[position] or codes[position] or "空白")
            issues.append(
                messages.issue("V04", table.source_file, sheet=extract.sheet, cell=f"第 {extract.rows[position]} 行",
                               column="村名", found=shown)
            )  # fmt: skip
            cells = [str(v[position]) for v in extract.columns.values() if v[position] is not None]
            extract.rejected.append(Rejected(extract.rows[position], f"村情登记表里没有“{shown}”", cells))
        else:
            keep.append(position)
            villages.append(village)
    if len(keep) < count:
        from pipeline.bookkeeping import money_of

        before = money_of(table, ledger)
        _keep_rows(extract, keep)
        extract.money_rejected += before - money_of(table, ledger)
    table.villages = villages or [NOBODY]
    return issues


def _keep_rows(extract: Extract, keep: list[int]) -> None:
    extract.rows = [extract.rows[p] for p in keep]
    extract.columns = {name: [values[p] for p in keep] for name, values in extract.columns.items()}


def frame(ledger: Ledger, tables: list[Located]) -> pl.DataFrame:
    """Build the frame of one kind from its tables: ledger columns plus ``_sha256`` and ``_declared``.

    ``_declared`` is the declared period as text, or the sheet itself where none is declared.
    """
    data: dict[str, list[object]] = {name: [] for name in _COMMON}
    for spec in ledger.fields:
        data.setdefault(spec.name, [])
    for table in tables:
        _append(data, ledger, table)
    columns = [pl.Series(name, data[name], dtype=dtype, strict=True) for name, dtype in _COMMON.items()]
    columns += [_series(spec, data[spec.name]) for spec in ledger.fields if spec.name not in _COMMON]
    return pl.DataFrame(columns).with_columns(
        pl.col("period").cast(pl.Date), *(_typed(spec) for spec in ledger.fields if spec.name not in _COMMON)
    )


_COMMON: dict[str, pl.DataType | type[pl.DataType]] = {
    "submission_id": pl.String,
    "_sha256": pl.String,
    "_declared": pl.String,
    "village_code": pl.String,
    "village_name": pl.String,
    "township": pl.String,
    "period": pl.Int32,
    "period_kind": pl.String,
    "source_file": pl.String,
    "source_sheet": pl.String,
    "source_row": pl.Int32,
}
_SCALED = {"money": 2, "ratio": 8, "quantity": 4}
_TYPES: dict[str, pl.DataType | type[pl.DataType]] = {
    "date": pl.Int32, "year": pl.Int32, "month": pl.Int32, "count": pl.Int32,
    "money": pl.Int64, "ratio": pl.Int64, "quantity": pl.Int64,
}  # fmt: skip


def _append(data: dict[str, list[object]], ledger: Ledger, table: Located) -> None:
    extract = table.extract
    count = len(extract.rows)
    villages = table.villages if len(table.villages) == count else table.villages * count
    # village_code is empty, not NULL, for kinds that belong to no village.
    data["village_code"] += [v.code for v in villages]
    data["village_name"] += [v.name or None for v in villages]
    data["township"] += [v.township or None for v in villages]
    starts, kinds, declared = _periods(extract, ledger, count)
    data["period"] += starts
    data["period_kind"] += kinds
    data["_declared"] += [declared or f"{table.source_file}|{extract.sheet}"] * count
    data["submission_id"] += [table.submission_id] * count
    data["_sha256"] += [table.sha256] * count
    data["source_file"] += [table.source_file] * count
    data["source_sheet"] += [extract.sheet] * count
    data["source_row"] += extract.rows
    for spec in ledger.fields:
        if spec.name not in _COMMON:
            data[spec.name] += extract.columns.get(spec.name) or [None] * count


def declared_or_dated(extract: Extract, date_field: str) -> tuple[int | None, str]:
    """Return the declared period's first day and kind; where none is declared, the range of the dates."""
    if extract.period_start is not None:
        return extract.period_start, extract.period_kind
    days = [d for d in extract.columns.get(date_field, []) if isinstance(d, int)]
    return (min(days), "区间") if days else (None, "")


def _periods(extract: Extract, ledger: Ledger, count: int) -> tuple[list[object], list[object], str]:
    start, kind = declared_or_dated(extract, ledger.date_field)
    declared = f"{kind}:{start}" if extract.period_start is not None else ""
    own = extract.columns.get("period")
    if own is None:
        return [start] * count, [kind or None] * count, declared
    own_kinds = extract.columns["period_kind"]
    return (
        [start if p is None else p for p in own],
        [kind or None if p is None else k for p, k in zip(own, own_kinds, strict=True)],
        declared,
    )


def _series(spec: FieldSpec, values: list[object]) -> pl.Series:
    return pl.Series(spec.name, values, dtype=_TYPES.get(spec.role, pl.String), strict=True)


def _typed(spec: FieldSpec) -> pl.Expr:
    column = pl.col(spec.name)
    if spec.role == "date":
        return column.cast(pl.Date)
    if spec.role in _SCALED:
        scale = _SCALED[spec.role]
        # An exact division: the integer is moved into a wide decimal first.
        column = (column.cast(pl.Decimal(38, scale)) / 10**scale).cast(pl.Decimal(18, scale))
    return column
