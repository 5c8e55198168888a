"""Find the village and the period of a table's rows; what nobody can be found for is set aside."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline import messages
from pipeline.layout.context import ABOVE
from pipeline.place.identify import Ambiguous, Register, Village
from pipeline.read.extract import Rejected
from pipeline.values.cell import address

if TYPE_CHECKING:
    from pipeline.findings import Issue
    from pipeline.read.extract import Extract
    from schemas._spec import Ledger

NOBODY = Village("", "", "")


@dataclass(slots=True)
class Located:
    """A table with its submission and the village of every row (one entry when all rows share it).

    ``village_source`` says where the village is named: 标题, 工作表名, 文件名, 文件夹名 or 村名列.
    """

    extract: Extract
    source_file: str
    submission_id: str
    sha256: str
    villages: list[Village] = field(default_factory=list)
    village_source: str = ""

    @property
    def village(self) -> Village:
        """The village of all rows, or nobody where they differ."""
        return self.villages[0] if len(set(self.villages)) == 1 else NOBODY


def money_of(table: Located, ledger: Ledger) -> int:
    """Sum the amount fields of a table's loaded rows in cents; other currencies than 人民币 stay out."""
    columns = table.extract.columns
    currency = columns.get("currency")
    total = 0
    for name in ledger.amount_fields:
        values = columns.get(name, [])
        total += sum(
            v
            for p, v in enumerate(values)
            if isinstance(v, int) and (currency is None or currency[p] == "人民币")
        )
    return total


def locate(table: Located, ledger: Ledger, register: Register) -> list[Issue]:
    """Find the village of ``table``'s rows; rows and tables nobody can be found for are set aside."""
    extract = table.extract
    if not ledger.per_village:
        # An alias belongs to no village, but its township tells namesakes apart.
        towns = extract.columns.get("township") if ledger.name == "village_alias" else None
        table.villages = [Village("", "", str(town or "")) for town in towns or ()] or [NOBODY]
        return []
    if ledger.name == "village":
        table.villages = [village_of_row(extract, row) for row in range(len(extract.rows))] or [NOBODY]
        return []
    issues: list[Issue] = []
    around = _around(table)
    whole, unclear, others = _from_hints(extract.hints, around, register)
    names = extract.columns.get("village_name")
    codes = extract.columns.get("village_code")
    if names is None and codes is None:
        if whole is None:
            return [_send_back(table, unclear)]
        table.villages = [whole]
        table.village_source = next(where for where, _, village in others if village == whole)
    else:
        table.village_source = "村名列"
        issues += _from_columns(table, ledger, register, whole, around)
        if not extract.rows and extract.rejected:
            return issues
    if len(set(table.villages)) == 1:
        mine = table.villages[0]
        for where, text, village in others:
            # A sheet may hold tables of several villages: the first one's title is no contradiction.
            if village.code != mine.code and where != ABOVE:
                issues.append(
                    messages.issue(
                        "V03", table.source_file, sheet=extract.sheet, found=text, source=where,
                        other=village.name, village=mine.name,
                    )
                )  # fmt: skip
                break
    return issues


def whereabouts(table: Located, register: Register) -> None:
    """Say whose a table without rows is (a month without activity, a sheet sent back), if its names tell."""
    whole, _, _ = _from_hints(table.extract.hints, _around(table), register)
    table.villages = [whole] if whole else []


def _around(table: Located) -> str:
    extract = table.extract
    return " ".join([extract.township_hint, *(text for _, text in extract.hints), table.source_file])


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
        cells = {
            t: str(extract.columns[t][position]) for t in titles if extract.columns[t][position] is not None
        }
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
    known: dict[tuple[object, object, object], Village | None] = {}
    place = next((h.place for h in extract.headings if h.title in {"村名", "村代码"}), 0)
    for position in range(count):
        stated = (codes[position], names[position], towns[position])
        if stated not in known:
            known[stated] = _stated_village(register, stated, around) or whole
        village = known[stated]
        if village is None:
            shown = str(names[position] or codes[position] or "空白")
            cell = address(extract.rows[position] - 1, place)
            issues.append(
                messages.issue(
                    "V04", table.source_file, sheet=extract.sheet, cell=cell, column="村名", found=shown
                )
            )
            cells = {n: str(v[position]) for n, v in extract.columns.items() if v[position] is not None}
            extract.rejected.append(Rejected(extract.rows[position], f"村情登记表里没有“{shown}”", cells))
        else:
            keep.append(position)
            villages.append(village)
    if len(keep) < count:
        before = money_of(table, ledger)
        keep_rows(extract, keep)
        extract.money_rejected += before - money_of(table, ledger)
    table.villages = villages or [NOBODY]
    return issues


def _stated_village(register: Register, stated: tuple[object, object, object], around: str) -> Village | None:
    """Find the village that a row's own code or name states, its township telling namesakes apart."""
    code, name, township = stated
    near = f"{township} {around}" if township else around
    for text in (code, name):
        if text and isinstance(found := register.resolve(str(text), near, whole=True), Village):
            return found
    return None


def keep_rows(extract: Extract, keep: list[int]) -> None:
    """Drop all rows of a table but those at the positions ``keep``."""
    extract.rows = [extract.rows[p] for p in keep]
    extract.columns = {name: [values[p] for p in keep] for name, values in extract.columns.items()}


def declared_or_dated(extract: Extract, date_field: str) -> tuple[int | None, str]:
    """Return the declared period's first day and kind; where none is declared, the range of the dates."""
    if extract.period_start is not None:
        return extract.period_start, extract.period_kind
    days = [d for d in extract.columns.get(date_field, []) if isinstance(d, int)]
    return (min(days), "区间") if days else (None, "")
