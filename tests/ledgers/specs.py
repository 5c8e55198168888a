"""Read layout specs: sheets drawn as text, and what must be loaded from them.

One file of ``layouts/`` holds the cases of a kind::

    # title of the case                  (a file may be named: # title @ 太平乡/司马村/账.xlsx)
    表 1月                               begins a sheet; 隐藏表 a hidden one
    现金日记账 | < | <                    cells; < is merged with the cell on its left, ^ with the one above
    日期 | 摘要 | 收入
    2013-04-05 | 卖茶叶 | 1200.5           numbers and days are typed; 'text is text as it stands
    ~4.6 | 买水管 | [红]30                 ~ hides the row, [红] is red ink, #REF! an error, =A1 has no result
    得 cash_entry 年 2013-01-01            a table that must come out, in order: kind, declared period
    行 | entry_date | summary | income
    3 | 2013-04-05 | 卖茶叶 | 1200.50
    拒 7、9                               rows set aside
    跳过 表头 1、标题 1                     rows skipped, by reason (where it matters)
    合计 C7 合计 1200.50                  printed totals (where it matters; a fourth word is the computed
                                         figure where it differs, 不算 where none is computed)
    问题 C03 A9、C11 C4                    every issue, by code and cell; none when absent

``行`` lists every column that holds a value, save 人民币, inferred categories and the declared period. A table sent back is 退回.
⍽ is a no-break space, ⇥ a tab, ↵ a line break. Files named .csv are comma-separated, .txt and .xls by tabs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from pipeline.read.extract import Extract, Total
from pipeline.values.dates import EPOCH
from schemas._spec import Ledger
from tests.ledgers.drawing import Drawn, text_file, workbook

LAYOUTS = Path(__file__).parent / "layouts"
_SCALES = {"money": -2, "ratio": -8, "quantity": -4}


@dataclass
class Expected:
    """A table that must come out; ``kind`` is '' when it is sent back."""

    kind: str
    period: str = ""
    lines: list[str] = field(default_factory=list)
    rejected: list[int] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    totals: list[str] = field(default_factory=list)

    def rows(self) -> list[dict[str, str]]:
        """Give the rows that must be loaded, field by field."""
        head, *body = ([cell.strip() for cell in line.split("|")] for line in self.lines or ["行"])
        return [dict(zip(head, [*cells, *[""] * len(head)], strict=False)) for cells in body]


@dataclass
class Case:
    """A file and what must come out of it."""

    title: str
    file: str
    where: str
    sheets: list[Drawn] = field(default_factory=list)
    tables: list[Expected] = field(default_factory=list)
    issues: list[str] = field(default_factory=list)

    def data(self) -> bytes:
        """Write the file."""
        if self.file.endswith(".csv"):
            return text_file(self.sheets[0], ",")
        return (
            text_file(self.sheets[0], "\t") if self.file.endswith((".txt", ".xls")) else workbook(self.sheets)
        )


def cases() -> list[Case]:
    """Read all specs."""
    return [case for path in sorted(LAYOUTS.glob("*.txt")) for case in _read(path)]


def _read(path: Path) -> list[Case]:
    found: list[Case] = []
    into: list[str] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        word, _, rest = line.partition(" ")
        table = found[-1].tables[-1] if found and found[-1].tables else None
        if word == "#":
            title, _, file = rest.partition(" @ ")
            found.append(Case(title, file or "账.xlsx", f"{path.stem}:{number}"))
        elif word in {"表", "隐藏表"}:
            found[-1].sheets.append(Drawn(rest, word == "隐藏表"))
            into = found[-1].sheets[-1].lines
        elif word in {"得", "退回"}:
            kind, _, period = rest.partition(" ")
            found[-1].tables.append(Expected(kind, period) if word == "得" else Expected(""))
            into = found[-1].tables[-1].lines
        elif word == "问题":
            found[-1].issues = rest.split("、")
        elif table and word == "拒":
            table.rejected = [int(row) for row in rest.split("、")]
        elif table and word == "跳过":
            table.skipped = rest.split("、")
        elif table and word == "合计":
            table.totals.append(rest)
        elif found and (line.strip() or not table):
            into.append(line)
    return found


def rows_of(extract: Extract, ledger: Ledger) -> list[dict[str, str]]:
    """Write the loaded rows of a table as a spec does."""
    roles = {f.name: f.role for f in ledger.fields}
    silent = {"category_source"}
    if "填报" not in extract.columns.get("category_source", ["填报"]):
        silent.add("category")
    if set(extract.columns.get("currency", [])) <= {"人民币"}:
        silent.add("currency")
    if set(extract.columns.get("period", [])) <= {extract.period_start}:
        silent |= {"period", "period_kind"}
    names = [n for n, v in extract.columns.items() if n not in silent and any(x is not None for x in v)]
    return [
        {"行": str(row), **{n: _written(roles.get(n, n), extract.columns[n][position]) for n in names}}
        for position, row in enumerate(extract.rows)
    ]


def _written(role: str, value: object) -> str:
    if not isinstance(value, int):
        return "" if value is None else str(value)
    if role in _SCALES:
        number = Decimal(value).scaleb(_SCALES[role])
        return f"{number:.2f}" if role == "money" else f"{number.normalize():f}"
    return day(value) if role in {"date", "period"} else str(value)


def day(number: int) -> str:
    """Write a day."""
    return date.fromordinal(number + EPOCH).isoformat()


def declared(extract: Extract) -> str:
    """Write the period a table declares."""
    return "" if extract.period_start is None else f"{extract.period_kind} {day(extract.period_start)}"


def total(one: Total) -> str:
    """Write a printed total as a spec does."""
    computed = "不算" if one.computed is None else _written("money", one.computed)
    printed = _written("money", one.printed)
    return f"{one.cell} {one.scope} {printed}" + ("" if computed == printed else f" {computed}")


def money_loaded(extract: Extract, ledger: Ledger) -> int:
    """Add up the entry amounts of the loaded rows in cents, 人民币 only."""
    currency = extract.columns.get("currency") or ["人民币"] * len(extract.rows)
    amounts = [extract.columns[name] for name in ledger.amount_fields if name in extract.columns]
    return sum(
        value
        for values in amounts
        for value, one in zip(values, currency, strict=True)
        if isinstance(value, int) and one == "人民币"
    )
