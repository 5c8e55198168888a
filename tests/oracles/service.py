"""Judge grants by stars and projects by what was approved: SVC01, SVC05."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.oracles.county import CENT, County, Finding, evidence, grouped, yuan

STANDARD = {stars: Decimal(stars * 100_000) for stars in range(1, 6)}


def svc01(county: County) -> set[Finding]:
    """Find years whose service-fund grants add up to the standard of none of the year's ratings."""
    standard = dict(STANDARD)
    for row in county.ledgers["parameter"]:
        name, _, stars = row["name"].partition(".")
        if name == "service_fund_standard":
            standard[int(stars)] = Decimal(row["value"])
    ratings = {
        (village, year): rows
        for village, own in county.by_village("star_rating")
        for year, rows in grouped(own, lambda row: row["year"])
    }
    found: set[Finding] = set()
    grants = [row for row in county.ledgers["grant"] if row["fund"] == "专项资金"]
    for (village, year), rows in grouped(grants, lambda row: (row["village_code"], row["year"])):
        rated = sorted(ratings.get((village, year), []), key=lambda row: row["rated_on"] or date.min)
        granted = sum((row["amount"] for row in rows), Decimal(0))
        if not rated or any(granted == standard.get(row["stars"]) for row in rated):
            continue
        due = standard.get(rated[-1]["stars"])
        if due is not None and (granted > due or year < county.as_of.year):
            found.add((village, evidence([*rows, *rated]), abs(granted - due)))
    return found


def svc05(county: County) -> set[Finding]:
    """Find projects for which more was paid than approved, changes included."""
    found: set[Finding] = set()
    registers = {
        (village, number): lines
        for village, rows in county.by_village("project")
        for number, lines in grouped(rows, lambda row: row["project_no"].strip())
    }
    for village, rows in county.by_village("cash_entry"):
        booked = [row for row in rows if row["currency"] in (None, "人民币")]
        paid = [row for row in booked if row["project_no"] and row["expense"] is not None]
        for number, lines in grouped(paid, lambda row: row["project_no"].strip()):
            register = [r for r in registers.get((village, number), []) if r["approved_amount"] is not None]
            approvals = {
                (r["project_name"], r["approved_amount"], yuan(r, "change_amount")) for r in register
            }
            approved = sum((amount + change for _, amount, change in approvals), Decimal(0))
            total = sum((row["expense"] for row in lines), Decimal(0))
            if approvals and total > approved + CENT:
                found.add((village, evidence([*lines, *register]), total - approved))
    return found
