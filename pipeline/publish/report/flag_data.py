"""Pack the flags and their evidence for the page's script: each text that returns is written once."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.publish.report.table import Table, Value

_RULE = ("rule_id", "title", "basis", "innocent_explanation")


class Words:
    """Number texts in the order they first come."""

    def __init__(self) -> None:
        self.numbers: dict[Value, int] = {}

    def number(self, word: Value) -> int:
        """Give the number of ``word``, the same each time."""
        return self.numbers.setdefault(word, len(self.numbers))

    @property
    def list(self) -> list[Value]:
        """All words by number."""
        return list(self.numbers)


def flags(table: Table, rules: Table) -> dict[str, object]:
    """Pack the table 线索; ``rules`` (规则说明) gives what all flags of a rule share.

    A flag is [id, level, status, rule, village, subject, period, amount, message, next check, first seen, last
    seen, fact]; rule, village, next check are numbers into the lists beside; an amount is text, exact.
    """
    told = {line["rule_id"]: [line[name] for name in _RULE] for line in rules.records()}
    known, villages, checks = Words(), Words(), Words()
    titles: dict[str, Value] = {}
    rows = []
    for f in table.records():
        titles.setdefault(f["rule_id"], f["title"])
        rows.append(
            [
                f["flag_id"], f["level"], f["status"], known.number(f["rule_id"]),
                villages.number((f["township"] or "", f["village_name"] or "")), f["subject"] or "",
                _text(f["period"]), _text(f["amount"]), f["message"], checks.number(f["next_check"]),
                _text(f["first_seen"]), _text(f["last_seen"]), f["fact"],
            ]
        )  # fmt: skip
    shared = [told.get(rule, [rule, titles[rule], None, None]) for rule in known.list]
    return {"flags": rows, "rules": shared, "villages": villages.list, "checks": checks.list}


def evidence(table: Table) -> dict[str, object]:
    """Pack the table 线索证据: by flag id the rows [table, date, summary, amount, place, row]."""
    tables, places = Words(), Words()
    rows: dict[str, list[list[Value]]] = {}
    names = ("flag_id", "table", "date", "summary", "amount", "source_file", "source_sheet", "source_row")
    for flag_id, kind, day, summary, amount, file, sheet, row in table.picked(*names):
        place = places.number((file, sheet))
        rows.setdefault(flag_id, []).append(
            [tables.number(kind), _text(day), summary or "", _text(amount), place, row]
        )
    return {"rows": rows, "tables": tables.list, "places": places.list}


def tally(flags: Iterable[dict[str, Value]]) -> tuple[int, Decimal]:
    """Count flags and add their amounts, one for each fact, the largest."""
    count = 0
    largest: dict[Value, Decimal] = {}
    for flag in flags:
        count += 1
        largest[flag["fact"]] = max(largest.get(flag["fact"], Decimal(0)), flag["amount"] or Decimal(0))
    return count, sum(largest.values(), Decimal(0))


def _text(value: Value) -> str:
    return "" if value is None else str(value)
