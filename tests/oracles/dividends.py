"""Judge dividends and their uses: DU01, DU02, DU03, DR02, DR05."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from tests.oracles.county import CENT, County, Finding, Row, cents, grouped, yuan

USE_DAYS, UNSPENT_DAYS, ARRIVAL_DAYS, DUE_MONTHS = 60, 365, 30, 12
HALF, FEE, GAP, GAP_SHARE = Decimal("0.5"), Decimal(10), Decimal(100), Decimal("0.01")
MERGED = "合并"


@dataclass(slots=True)
class Year:
    """A co-operative's dividend of one year (None: not registered) and what it was used for."""

    received: Decimal | None = None
    unspent: Decimal | None = None
    counted_from: date = date.min
    uses: list[Row] = field(default_factory=list)

    @property
    def used(self) -> Decimal:
        return sum((use["amount"] for use in self.uses), Decimal(0))

    @property
    def reinvested(self) -> Decimal:
        return sum((use["amount"] for use in self.uses if use["category"] == "再投入"), Decimal(0))


def _add(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return other if one is None else one if other is None else one + other


def accounts(county: County) -> dict[tuple[str, str], dict[int, Year]]:
    """Set uses against dividends: (village, co-operative) → year → account.

    What names no co-operative of the year belongs to the only one; with several, the year is one account.
    """
    used: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for use in county.ledgers["dividend_use"]:
        used[use["village_code"], use["year"]].append(use)
    paid: dict[tuple[str, int], dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in county.ledgers["dividend"]:
        paid[row["village_code"], row["year"]][row["cooperative"].strip()].append(row)
    result: dict[tuple[str, str], dict[int, Year]] = defaultdict(dict)
    for village, year in used.keys() | paid.keys():
        names, uses = paid[village, year], used[village, year]
        written = {(use["cooperative"] or "").strip() for use in uses}
        for use in uses:
            name = (use["cooperative"] or "").strip()
            if len(names) == 1:
                [name] = names
            elif names and not written <= names.keys():
                name = MERGED
            result[village, name].setdefault(year, Year()).uses.append(use)
        for name, rows in names.items():
            key = MERGED if len(names) > 1 and not written <= names.keys() else name
            one = result[village, key].setdefault(year, Year())
            arrived = [row["received_on"] for row in rows if row["received_on"]]
            one.counted_from = max(one.counted_from, max(arrived, default=date(year, 12, 31)))
            for row in rows:
                one.received = _add(one.received, row["received"])
                one.unspent = _add(one.unspent, row["unspent"])
    return result


def du01(county: County) -> set[Finding]:
    """Find dividends of which, 60 days after they came, nobody says what became of them."""
    return {
        (village, (name, year), one.received - (one.unspent or 0))
        for (village, name), years in accounts(county).items()
        for year, one in years.items()
        if one.received is not None
        and not one.uses
        and one.received > (one.unspent or 0)
        and county.as_of - one.counted_from > timedelta(days=USE_DAYS)
    }


def du02(county: County) -> set[Finding]:
    """Find years that reinvested less than half; what other years reinvested beyond it makes up, oldest first."""
    found: set[Finding] = set()
    for (village, name), years in accounts(county).items():
        used = {year: one for year, one in years.items() if one.uses and one.received is not None}
        spare = sum(
            (max(one.reinvested - (one.received or 0) * HALF, Decimal(0)) for one in used.values()),
            Decimal(0),
        )
        for year, one in sorted(used.items()):
            short = max((one.received or 0) * HALF - one.reinvested, Decimal(0))
            made_up = min(short, spare)
            spare -= made_up
            if short - made_up > CENT:
                found.add((village, (name, year), cents(short - made_up)))
    return found


def du03(county: County) -> set[Finding]:
    """Find years whose dividend, uses and remainder don't agree."""
    found: set[Finding] = set()
    for (village, name), years in accounts(county).items():
        judged = {
            year: one
            for year, one in sorted(years.items())
            if one.received is not None and (one.uses or one.received <= 0 or one.unspent is not None)
        }
        over = {year: max(one.used - (one.received or 0), Decimal(0)) for year, one in judged.items()}
        rest = {year: max((one.received or 0) - one.used, Decimal(0)) for year, one in judged.items()}
        saved, all_over = Decimal(0), sum(over.values(), Decimal(0))
        for year, one in judged.items():
            # what earlier years left over is spent first, and what any year overspent is not left over
            beyond = max(over[year] - saved, Decimal(0))
            saved = max(saved - over[year], Decimal(0)) + rest[year]
            drawn = min(rest[year], all_over)
            all_over -= drawn
            wrong = abs((one.unspent or 0) - (one.received or 0) + one.used)
            old = county.as_of - one.counted_from > timedelta(days=UNSPENT_DAYS)
            if not one.uses and (one.received or 0) > (one.unspent or 0):
                continue  # DU01 speaks of it
            if beyond > CENT:
                found.add((village, (name, year), beyond))
            elif one.unspent is not None and wrong > CENT:
                found.add((village, (name, year), wrong))
            # what a village says itself it still has, no other year has spent
            elif old and (left := rest[year] - (drawn if one.unspent is None else 0)) > CENT:
                found.add((village, (name, year), left))
    return found


def _expected(report: list[Row], dividends: list[Row]) -> tuple[Decimal, Decimal] | None:
    """Give (expected dividend, the village's shares), None where the report doesn't say enough."""

    def most(rows: list[Row], column: str) -> Decimal | None:
        return max((row[column] for row in rows if row[column] is not None), default=None)

    total, shares = most(report, "total_shares"), most(report, "red_shares")
    shares = shares if shares is not None else most(dividends, "share_capital")
    shared = most(report, "share_dividend")
    if shared is None:
        whole, by_trade = most(report, "distributable"), most(report, "patronage_return")
        shared = None if whole is None or by_trade is None else whole - by_trade
    if not total or shares is None or shared is None:
        return None
    return cents(shared * shares / total), shares


def _yearly(county: County, kind: str) -> dict[tuple[str, str, int], list[Row]]:
    return dict(
        grouped(
            county.ledgers[kind], lambda row: (row["village_code"], row["cooperative"].strip(), row["year"])
        )
    )


def dr02(county: County) -> set[Finding]:
    """Find dividends that are not the share of the village's capital in what goes to shares."""
    found: set[Finding] = set()
    reports = _yearly(county, "coop_year")
    for key, rows in _yearly(county, "dividend").items():
        village, name, year = key
        expectation = _expected(reports.get(key, []), rows)
        if expectation is None:
            continue
        expected, shares = expectation
        declared = [row["declared"] for row in rows if row["declared"] is not None]
        dividend = sum(declared or [row["received"] for row in rows], Decimal(0))
        days = (date(year + 1, 1, 1) - date(year, 1, 1)).days
        idle = sum(
            (
                event["amount"] * (event["event_date"] - date(year, 1, 1)).days
                for event in county.ledgers["share_event"]
                if (event["village_code"], event["cooperative"].strip()) == (village, name)
                and event["event"] in ("初始投入", "追加投入", "红利转增")
                and event["event_date"]
                and event["event_date"].year == year
            ),
            Decimal(0),
        )
        least = min(expected, expected * (1 - idle / (shares * days)) if shares else expected)
        margin = max(expected * GAP_SHARE, GAP)
        if dividend > expected + margin or dividend < cents(least) - margin:
            found.add((village, (name, year), abs(dividend - expected)))
    return found


def dr05(county: County) -> set[Finding]:
    """Find dividends received in another amount than declared, or more than 30 days after the decision."""
    found: set[Finding] = set()
    dividends, reports = _yearly(county, "dividend"), _yearly(county, "coop_year")
    for village, _ in county.by_village("dividend"):
        paying = {name for place, name, _ in dividends if place == village}
        reporting = {name for place, name, _ in reports if place == village}
        one_each = len(paying) == len(reporting) == 1
        matched = set()
        for (place, name, year), rows in dividends.items():
            if place != village:
                continue
            other = next(iter(reporting)) if one_each else name
            report = reports.get((village, other, year), [])
            matched |= {(other, year)} if report else set()
            decided = max((row["decided_on"] for row in report if row["decided_on"]), default=None)
            declared = [row["declared"] for row in rows if row["declared"] is not None]
            due = sum(declared, Decimal(0)) if declared else None
            amount = _wrong(rows, due, decided, year, county.as_of)
            if amount is not None:
                found.add((village, (name, year), amount))
        for (place, name, year), report in reports.items():
            if place != village or (name, year) in matched:
                continue
            expectation = _expected(report, [])
            decided = max((row["decided_on"] for row in report if row["decided_on"]), default=None)
            if expectation and expectation[0] > 0:
                amount = _wrong([], expectation[0], decided, year, county.as_of)
                if amount is not None:
                    found.add((village, (name, year), amount))
    return found


def _wrong(
    rows: list[Row], due: Decimal | None, decided: date | None, year: int, as_of: date
) -> Decimal | None:
    received = sum((yuan(row, "received") for row in rows), Decimal(0))
    if decided:
        may_still_come = as_of - decided <= timedelta(days=ARRIVAL_DAYS)
    else:
        may_still_come = received == 0 and (as_of.year - year - 1) * 12 + as_of.month <= DUE_MONTHS
    if due is not None and due - received > FEE and not may_still_come:
        return due - received
    if due is not None and received - due > CENT:
        return received - due
    late = sum(
        (
            row["received"]
            for row in rows
            if decided and row["received_on"] and row["received_on"] - decided > timedelta(days=ARRIVAL_DAYS)
        ),
        Decimal(0),
    )
    return late if late > 0 else None
