"""Judge the capital that a village holds in co-operatives: RC01, RC05."""

from __future__ import annotations

from decimal import Decimal

from tests.oracles.county import CENT, County, Finding, Row, grouped

INTO, OUT = ("初始投入", "追加投入", "红利转增"), ("退股", "转让", "清算")


def change(event: Row) -> Decimal:
    amount: Decimal = event["amount"]
    return amount if event["event"] in INTO else -abs(amount) if event["event"] in OUT else Decimal(0)


def rc01(county: County) -> set[Finding]:
    """Find years whose capital is not what the events up to then add up to, with or without that year's reinvestment."""
    found: set[Finding] = set()
    events = {
        village: [e for e in rows if change(e) != 0] for village, rows in county.by_village("share_event")
    }
    for village, rows in county.by_village("dividend"):
        own = events.get(village, [])
        paying = {row["cooperative"].strip() for row in rows}
        one_each = len(paying) == 1 and len({event["cooperative"].strip() for event in own}) == 1
        for (name, year), lines in grouped(rows, lambda row: (row["cooperative"].strip(), row["year"])):
            capital = max((r["share_capital"] for r in lines if r["share_capital"] is not None), default=None)
            mine = [event for event in own if one_each or event["cooperative"].strip() == name]
            amount = None if capital is None else _gap(capital, mine, year)
            if amount is not None and amount > CENT:
                found.add((village, (name, year), amount))
    return found


def _gap(capital: Decimal, events: list[Row], year: int) -> Decimal | None:
    """Give the smaller difference; None where the register has no beginning or an event without a day."""
    before = this_year = Decimal(0)
    begun = False
    for event in events:
        day = event["event_date"] or event["period"]
        first = event["event"] == "初始投入"
        if day is None and not first:
            return None
        if day is None or day.year < year or (day.year == year and event["event"] != "红利转增"):
            before += change(event)
            begun |= first
        elif day.year == year:
            this_year += change(event)
    return min(abs(capital - before), abs(capital - before - this_year)) if begun else None


def rc05(county: County) -> set[Finding]:
    """Find red companies held in a person's name of which no event names a mandate."""
    found: set[Finding] = set()
    for village, rows in county.by_village("share_event"):
        for company, events in grouped(rows, lambda row: (row["red_company"] or row["cooperative"]).strip()):
            held = [event for event in events if event["holder_type"] == "受托个人"]
            if held and not any((event["mandate_no"] or "").strip() for event in events):
                found.add((village, (company, None), sum(map(change, held), Decimal(0))))
    return found
