"""Judge years in which a village held capital and saw no dividend: DR01."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from statistics import median

from tests.oracles.capital import change
from tests.oracles.county import County, Finding, Row, cents, grouped

DUE_MONTHS = 12


def _names(rows: list[Row]) -> set[str]:
    return {row["cooperative"].strip() for row in rows}


def _day(event: Row) -> date | None:
    """Give the latest day that an event can have happened; None where nothing is said of it."""
    day: date | None = event["event_date"]
    return day or (date(event["period"].year, 12, 31) if event["period"] else None)


def _yields(county: County) -> dict[int, float]:
    """Give the median of what a yuan of capital brought in each year, over all that brought something."""
    found = {}
    for year, rows in grouped(county.ledgers["dividend"], lambda row: row["year"]):
        rates = []
        for _, lines in grouped(rows, lambda row: (row["village_code"], row["cooperative"].strip())):
            received = sum((row["received"] for row in lines), Decimal(0))
            capital = max((r["share_capital"] for r in lines if r["share_capital"] is not None), default=None)
            if received > 0 and capital is not None and capital > 0:
                rates.append(float(received) / float(capital))
        if rates:
            found[year] = median(rates)
    return found


def dr01(county: County) -> set[Finding]:
    """Find the years whose dividend is due, that lost no money, and of which nothing came in."""
    yields = _yields(county)
    collected = {row["year"] for row in county.ledgers["dividend"]}
    reports = dict(county.by_village("coop_year"))
    dividends = dict(county.by_village("dividend"))
    events = {
        village: [e for e in rows if change(e) != 0] for village, rows in county.by_village("share_event")
    }
    found: set[Finding] = set()
    for village in dividends.keys() | events.keys():
        register, paid, told = events.get(village, []), dividends.get(village, []), reports.get(village, [])
        one_payer = len(_names(register)) == len(_names(paid)) == 1
        one_report = len(_names(register) or {""}) == len(_names(told)) == 1
        for name in _names(register) or _names(paid):
            report = [row for row in told if one_report or row["cooperative"].strip() == name]
            years = collected if paid else set()
            for year in years | {row["year"] for row in report}:
                mine = [
                    row
                    for row in paid
                    if row["year"] == year and (one_payer or row["cooperative"].strip() == name)
                ]
                others = [row for row in paid if row["year"] == year and row["received"] > 0]
                stray = bool(register) and not one_payer and not _names(others) <= _names(register)
                capital = _held(register, name, year) if register else _stated(paid, name, year)
                lost = any(
                    row[column] is not None and row[column] <= 0
                    for row in report
                    if row["year"] == year
                    for column in ("net_surplus", "distributable")
                )
                due = (county.as_of.year - year - 1) * 12 + county.as_of.month > DUE_MONTHS
                if (
                    capital > 0
                    and due
                    and not lost
                    and not stray
                    and not sum(row["received"] for row in mine)
                ):
                    amount = cents(Decimal(float(capital) * yields[year])) if year in yields else Decimal(0)
                    found.add((village, (name, year), amount))
    return found


def _held(register: list[Row], name: str, year: int) -> Decimal:
    """Add up what the register shows as held when the year began."""
    return sum(
        (
            change(event)
            for event in register
            if event["cooperative"].strip() == name and (day := _day(event)) and day <= date(year, 1, 1)
        ),
        Decimal(0),
    )


def _stated(paid: list[Row], name: str, year: int) -> Decimal:
    """Without a register, give the capital that both this year's and last year's dividends state."""
    stated = [
        [
            r["share_capital"]
            for r in paid
            if r["cooperative"].strip() == name and r["year"] == y and r["share_capital"]
        ]
        for y in (year - 1, year)
    ]
    return min(map(max, stated)) if all(stated) else Decimal(0)
