"""Compare printed totals with the rows above them, and keep both as facts for rule WB02.

A total can mean several sums (since the last total, of the month, from the top). Where the printed
figure equals any of them it agrees; otherwise the most natural one is kept as the computed figure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.extract import Total

if TYPE_CHECKING:
    from pipeline.extract import Extract
    from pipeline.normalise import _Normaliser

BALANCES = frozenset({"balance"})
NOT_SUMMED = frozenset({"unit_price"})
_COUNT = re.compile(r"(?:共|计|合计|总计)[^\d]{0,4}(\d{1,6})(?:笔|条|项)")


def add_totals(extract: Extract, reading: _Normaliser) -> None:
    """Fill ``extract.totals`` from the summary rows of the table, and report printed counts that differ."""
    table = reading.table
    currency = reading.columns.get("currency")
    if currency and any(c != "人民币" for c in currency):
        return
    position_of = {row: p for p, row in enumerate(reading.rows)}
    bounds = [
        (row, label, scope, _position(position_of, reading.rows, row)) for row, label, scope in table.totals
    ]
    for name, column in table.recognition.columns.items():
        spec = reading.specs.get(name)
        if spec is None or spec.role != "money" or name in NOT_SUMMED or name not in reading.columns:
            continue
        values = reading.columns[name]
        rows = [row for row, *_ in bounds]
        printed, _ = reading.read_cents(rows, column)
        place = column.columns[0] if column.columns else next(iter(column.parts.values()))
        _sums(extract, reading, name, place, bounds, printed, values)
    for row, label, _, position in bounds:
        if (match := _COUNT.search(label)) and int(match.group(1)) not in {position, len(reading.rows)}:
            reading.say("T01", row, 0, "", label, rows=f"{position} 笔")


def _position(position_of: dict[int, int], rows: list[int], row: int) -> int:
    """Count the data rows above ``row``."""
    low, high = 0, len(rows)
    while low < high:
        middle = (low + high) // 2
        if rows[middle] < row:
            low = middle + 1
        else:
            high = middle
    return low


def _sums(
    extract: Extract,
    reading: _Normaliser,
    name: str,
    place: int,
    bounds: list[tuple[int, str, str, int]],
    printed: list[int | None],
    values: list[object],
) -> None:
    from pipeline.normalise import address

    running = [0]
    for value in values:
        running.append(running[-1] + (value if isinstance(value, int) else 0))
    bad = {p for p in reading.aside}
    months = _months(reading)
    opening = 0
    since: dict[str, int] = {}
    nested = 0
    for (row, label, scope, upto), figure in zip(bounds, printed, strict=True):
        if figure is None:
            continue
        computed: int | None = None
        if name in BALANCES or scope == "期末":
            pass
        elif scope == "期初":
            opening = figure
        elif not any(p in bad for p in range(upto)):
            start = since.get(scope, 0)
            natural = running[upto] - running[start]
            candidates = [natural, running[upto], running[upto] + opening, running[upto] - running[nested]]
            if months and upto:
                candidates.append(
                    sum(
                        v
                        for v, m in zip(values[:upto], months[:upto], strict=True)
                        if m == months[upto - 1] and isinstance(v, int)
                    )
                )
            if reading.ledger.name == "account_balance":
                candidates += _account_sums(reading, values)
            cumulative = scope in {"本年", "本页"}
            if figure in candidates:
                computed = figure
            elif scope == "本年" and not _from_january(reading):
                computed = None
            else:
                computed = running[upto] + opening if cumulative else natural
            since[scope] = upto
            nested = upto
        extract.totals.append(
            Total(row + 1, address(row, place), label, scope, name, reading.title_of(name), figure, computed)
        )


def _months(reading: _Normaliser) -> list[object]:
    from datetime import date

    from pipeline.extract import EPOCH

    days = reading.columns.get(reading.ledger.date_field, [])
    return [
        None if d is None else (x := date.fromordinal(d + EPOCH)).year * 12 + x.month
        for d in days
        if d is None or isinstance(d, int)
    ]


def _from_january(reading: _Normaliser) -> bool:
    """Tell whether a cumulative figure can be checked: the table begins with the year, or has no dates."""
    months = [m for m in _months(reading) if isinstance(m, int)]
    return not months or min(months) % 12 == 1


def _account_sums(reading: _Normaliser, values: list[object]) -> list[int]:
    """Sum a trial balance over its top accounts, and over its leaves."""
    codes = [str(c or "") for c in reading.columns.get("account_code", [])]
    if not codes:
        return []
    shortest = min((len(c) for c in codes if c), default=0)
    leaves = [not any(o != c and o.startswith(c) for o in codes) for c in codes]
    numbers = [v if isinstance(v, int) else 0 for v in values]
    return [
        sum(n for n, c in zip(numbers, codes, strict=True) if len(c) == shortest),
        sum(n for n, leaf in zip(numbers, leaves, strict=True) if leaf),
    ]
