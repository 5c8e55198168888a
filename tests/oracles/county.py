"""Read a county's ledgers as plain rows, and a rule's flags in the form an oracle answers in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import duckdb

Row = dict[str, Any]
Finding = tuple[str, Any, Decimal | None]
KINDS = (
    "grant", "star_rating", "project", "cash_entry", "voucher_line", "dividend", "dividend_use", "share_event",
    "coop_year", "parameter", "bank_line", "bank_account",
    "village",
)  # fmt: skip
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class County:
    """Rows of every ledger as column → value, rows set aside, printed balances, and the day of judgement.

    ``repeats``: rows that say again what another paper says; which those are is held to by tests of their own.
    """

    ledgers: dict[str, list[Row]]
    rejected: list[Row]
    printed: list[Row]
    repeats: frozenset[str]
    as_of: date

    @classmethod
    def read(cls, con: duckdb.DuckDBPyConnection, as_of: date) -> County:
        """Read the current rows of a warehouse or a publication."""
        return cls(
            {kind: _rows(con, f'ledger."{kind}"') for kind in KINDS},
            _rows(con, "meta.rejected_row"),
            [row for row in _rows(con, "meta.printed_total") if not row["superseded_by"]],
            frozenset(
                row_id
                for view in ("spending", "income")
                for (row_id,) in con.execute(
                    f"select row_id from audit.{view} where repeats_row_id is not null"
                ).fetchall()
            ),
            as_of,
        )

    def by_village(self, kind: str) -> Iterator[tuple[str, list[Row]]]:
        """Give the rows of a ledger village by village."""
        return grouped(self.ledgers[kind], lambda row: row["village_code"])


def grouped(rows: Iterable[Row], key: Callable[[Row], Any]) -> Iterator[tuple[Any, list[Row]]]:
    """Group rows by what ``key`` says of them, in the order in which they come."""
    groups: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return iter(groups.items())


def cents(amount: Decimal) -> Decimal:
    """Round to whole cents, half a cent upwards."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def yuan(row: Row, column: str) -> Decimal:
    """Read an amount, an empty one as zero."""
    return row[column] or Decimal(0)


def evidence(rows: Iterable[Row]) -> frozenset[str]:
    """Name the rows that show something."""
    return frozenset(row["row_id"] for row in rows)


def flagged(con: duckdb.DuckDBPyConnection, rule: str, by: str) -> set[Finding]:
    """Read what a rule flagged: (village, (subject, year) or evidence, amount)."""
    rows = con.execute(
        """
        select f.village_code, f.subject, year(f.period), f.amount, list(distinct e.row_id)
        from audit.flag as f left join audit.flag_evidence as e on f.flag_id = e.flag_id
        where f.rule_id = ? and f.status <> '已消除'
        group by f.flag_id, f.village_code, f.subject, f.period, f.amount
        """,
        [rule],
    ).fetchall()
    return {
        (village, (subject, year) if by == "subject" else frozenset(shown), amount)
        for village, subject, year, amount, shown in rows
    }


def _rows(con: duckdb.DuckDBPyConnection, table: str) -> list[Row]:
    cursor = con.execute(f"from {table} order by all")
    columns = [column[0] for column in cursor.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
