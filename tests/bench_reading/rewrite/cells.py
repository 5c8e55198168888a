"""Write the same values otherwise: in 万元, as text, days in another spelling."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from random import Random

from tests.bench_reading.definitions import whole
from tests.bench_reading.paper import Cell
from tests.bench_reading.rewrite.bases import Base
from tests.bench_reading.rewrite.change import Change

_UNIT = re.compile(r"(单位\s*[:：]\s*)(?:人民币)?元")
_PLAIN = re.compile(r"-?\d{1,3}(?:,?\d{3})*(?:\.\d{1,2})?")
_WIDE = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")
_MONEY: dict[str, Callable[[str], str]] = {
    "千分位": lambda text: text, "人民币号": lambda text: f"¥{text}", "全角": lambda text: text.translate(_WIDE),
    "带元字": lambda text: f"{text}元", "前后空格": lambda text: f" {text} ",
}  # fmt: skip
_DAYS: dict[str, Callable[[date], str]] = {
    "斜线": lambda d: f"{d.year}/{d.month}/{d.day}", "圆点": lambda d: f"{d.year}.{d.month}.{d.day}",
    "年月日": lambda d: f"{d.year}年{d.month}月{d.day}日", "八位": lambda d: f"{d:%Y%m%d}",
    "带空格": lambda d: f"{d.year} - {d.month:02} - {d.day:02}",
    "带钟点": lambda d: f"{d.year}/{d.month:02}/{d.day:02}  00:00:00",
}  # fmt: skip


def numbers_written(base: Base, rng: Random) -> Change | None:
    """Write the amounts as text."""
    word = rng.choice(list(_MONEY))
    if word == "带元字" and any("万元" in text for text in _texts(base)):
        return None

    def write(cell: Cell) -> str | None:
        amount = _amount(cell)
        if amount is None:
            return None
        places = max(2, -int(amount.as_tuple().exponent))
        return _MONEY[word](f"{amount:,.{places}f}")

    return _each(base, "money", word, write)


def days_written(base: Base, rng: Random) -> Change | None:
    """Write the days as text."""
    word = rng.choice(list(_DAYS))
    return _each(
        base, "date", word, lambda d: _DAYS[word](d) if isinstance(d, date) and not _clock(d) else None
    )


def in_wan(base: Base, rng: Random) -> Change | None:
    """State the amounts in 万元: in the unit line where there is one, else in every header of amounts."""
    top = base.table.header_row - 1
    if (
        any("万元" in text or "大写" in text for text in _texts(base))
        or "unit_price" in base.table.columns.values()
    ):
        return None
    columns = _columns(base, "money")
    if len(columns) != len(places := _money_places(base)) or not columns or top + 1 >= min(base.table.rows):
        return None
    rows = base.paper.square()
    lines = [
        (i, j)
        for i in range(top)
        for j, cell in enumerate(rows[i])
        if isinstance(cell, str) and _UNIT.search(cell)
    ]
    if any(
        "元" in str(cell)
        for row in rows[top : min(base.table.rows) - 1]
        for cell in row
        if isinstance(cell, str)
    ):
        lines = []  # what a header states counts before the unit line
    for i in range(top + 1, len(rows)):
        for j in places:
            cell = rows[i][j]
            if cell in (None, "") or (i < min(base.table.rows) - 1 and not isinstance(cell, int | float)):
                continue
            amount = _amount(cell)
            if amount is None:
                return None
            rows[i][j] = float(amount / 10_000)
    if lines:
        for i, j in lines:
            rows[i][j] = _UNIT.sub(r"\g<1>万元", str(rows[i][j]))
    else:
        for j in places:
            at = next(
                (i for i in range(min(base.table.rows) - 2, top - 1, -1) if isinstance(rows[i][j], str)), None
            )
            if at is None:
                return None
            rows[at][j] = re.sub(r"[（(]元[)）]$", "", str(rows[at][j])) + "（万元）"
    return Change.unchanged(replace(base.paper, rows=rows), "单位行" if lines else "列名")


def _texts(base: Base) -> list[str]:
    return [cell for row in base.paper.rows for cell in row if isinstance(cell, str)]


def _each(base: Base, role: str, word: str, write: Callable[[Cell], str | None]) -> Change | None:
    places = _columns(base, role)
    rows = base.paper.square()
    done = 0
    for number in base.table.rows:
        for j in places:
            if (text := write(rows[number - 1][j])) is not None:
                rows[number - 1][j] = text
                done += 1
    return Change.unchanged(replace(base.paper, rows=rows), word) if done else None


def _columns(base: Base, role: str) -> list[int]:
    """List the columns that hold a field of a role, whole: no digits, no 年 月 日 apart."""
    ledger = next(one for one in whole().ledgers if one.name == base.table.kind)
    names = list(base.table.columns.values())
    return [
        at
        for at, name in base.table.columns.items()
        if names.count(name) == 1 and (spec := ledger.by_name.get(name)) and spec.role == role
    ]


def _money_places(base: Base) -> list[int]:
    ledger = next(one for one in whole().ledgers if one.name == base.table.kind)
    money = {spec.name for spec in ledger.fields if spec.role == "money"}
    return [at for at, names in base.table.columns.items() if money & set(names.split("|"))]


def _amount(cell: Cell) -> Decimal | None:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return Decimal(repr(cell))
    if isinstance(cell, str) and _PLAIN.fullmatch(cell.strip()):
        return Decimal(cell.strip().replace(",", ""))
    return None


def _clock(day: Cell) -> bool:
    return isinstance(day, datetime)
