"""Write canonical texts into cells, plainly or the way another village would."""

from __future__ import annotations

from datetime import date, datetime

from schemas._spec import Ledger
from tests.bench_reading.facts.plain import Row
from tests.bench_reading.paper import Cell

_PARTS = {"年": "year", "月": "month", "日": "day"}


def write(
    ledger: Ledger, fields: tuple[str, ...], part: str, row: Row, head: str, *, plain: bool
) -> tuple[Cell, Row]:
    """Write the cell of a column, and tell which fields it states and what."""
    if len(fields) == 2:
        return _sided(ledger, fields, part, row, head)
    (name,) = fields
    value = row[name]
    if not value:
        return None, {}
    role = ledger.by_name[name].role
    if role == "date":
        day = date.fromisoformat(value)
        if part in _PARTS:
            return int(getattr(day, _PARTS[part])), {name: value}
        if row.get("entry_time") and name == "entry_date" and ("时间" in head or "Time" in head):
            return datetime.fromisoformat(f"{value} {row['entry_time']}"), {
                name: value,
                "entry_time": row["entry_time"],
            }
        return day if plain else f"{day.year}年{day.month}月{day.day}日", {name: value}
    return _single(role, value, plain=plain), {name: value}


def _single(role: str, value: str, *, plain: bool) -> Cell:
    if role in {"money", "quantity", "count"}:
        return number(value)
    if role == "ratio":
        return float(value) if plain else f"{float(value) * 100:g}%"
    if role in {"year", "month"}:
        return int(value) if plain else value + ("年" if role == "year" else "月")
    return value


def _sided(ledger: Ledger, fields: tuple[str, ...], part: str, row: Row, head: str) -> tuple[Cell, Row]:
    plus, minus = fields
    told = {name: row[name] for name in fields if row[name]}
    sided = next(s for s in ledger.sided if s.plus == plus)
    if part == "side":
        money = plus in {"income", "amount_in"} and not set(head) & set("借贷")
        return _side(sided.plus_side, incoming=bool(row[plus]), money=money), told
    value = row[plus] or row[minus]
    if not value:
        return None, {}
    return (-number(value) if part == "signed" and not row[plus] else number(value)), told


def _side(plus_side: str, *, incoming: bool, money: bool) -> str:
    if money:
        return "收" if incoming else "支"
    return plus_side if incoming else {"借": "贷", "贷": "借"}[plus_side]


def number(text: str) -> int | float:
    """A number as a spreadsheet keeps it."""
    return float(text) if "." in text and not text.endswith(".00") else int(text.removesuffix(".00"))
