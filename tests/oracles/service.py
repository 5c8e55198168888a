"""Judge projects by what was approved: SVC05."""

from __future__ import annotations

from decimal import Decimal

from tests.oracles.county import CENT, County, Finding, evidence, grouped, yuan


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
