"""Pack the flags and their evidence for the page's script: each text that returns is written once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.judge.headlines import is_pending

if TYPE_CHECKING:
    from collections.abc import Collection

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


def flags(table: Table, rules: Table, raised: Collection[Value] = ()) -> dict[str, object]:
    """Pack the table 疑点; ``rules`` (规则说明) gives what all flags of a rule share, ``raised`` the ids of
    those that this batch raised.

    A flag is [id, level, status, rule, village, subject, period, amount, message, next check, first seen, last
    seen, fact, whether somebody has to act, rectification, why it stands where it does, whether new]; rule, village, next check
    are numbers into the lists beside; an amount is text, exact.
    """
    told = {line["rule_id"]: [line[name] for name in _RULE] for line in rules.records()}
    known, villages, checks = Words(), Words(), Words()
    titles: dict[str, Value] = {}
    rows = []
    names = (
        "flag_id", "level", "status", "rule_id", "title", "township", "village_name", "subject", "covers", "amount",
        "message", "next_check", "first_seen", "last_seen", "fact", "rectification",
        "priority_reason",
    )  # fmt: skip
    for (
        flag_id, level, status, rule, title, township, village, subject, period, amount, message, check, first, last,
        fact, rectified, why,
    ) in table.picked(*names):  # fmt: skip
        titles.setdefault(rule, title)
        place = villages.number((township or "", village or ""))
        rows.append(
            [
                flag_id, level, status, known.number(rule), place, subject or "", _text(period), _text(amount), message,
                checks.number(check), _text(first), _text(last), fact,
                is_pending(status, rectified), rectified or "", why, flag_id in raised,
            ]
        )  # fmt: skip
    shared = [told.get(rule, [rule, titles[rule], None, None]) for rule in known.list]
    return {"flags": rows, "rules": shared, "villages": villages.list, "checks": checks.list}


def evidence(table: Table) -> dict[str, object]:
    """Pack the table 疑点依据: by flag id the rows [table, date, summary, amount, place, row]."""
    tables, places = Words(), Words()
    rows: dict[str, list[list[Value]]] = {}
    names = ("flag_id", "table", "date", "summary", "amount", "source_file", "source_sheet", "source_row")
    for flag_id, kind, day, summary, amount, file, sheet, row in table.picked(*names):
        place = places.number((file, sheet))
        rows.setdefault(flag_id, []).append(
            [tables.number(kind), _text(day), summary or "", _text(amount), place, row]
        )
    return {"rows": rows, "tables": tables.list, "places": places.list}


def _text(value: Value) -> str:
    return "" if value is None else str(value)
