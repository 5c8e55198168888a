"""Judge grants by the stars in force when they were paid: SVC01."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tests.oracles.county import County, Finding, Row, evidence, grouped, yuan


@dataclass(frozen=True, slots=True)
class Step:
    """What holds from a day on (None: from the beginning of the year, or nobody knows from when)."""

    start: date | None
    event: str
    stars: int | None
    row: Row | None


def svc01(county: County) -> set[Finding]:
    """Find rated years whose grants are not what the stars in force gave, and those without a grant."""
    found: set[Finding] = set()
    standard = _standards(county)
    service = [row for row in county.ledgers["grant"] if row["fund"] == "专项资金"]
    grants = dict(grouped(service, lambda row: (row["village_code"], row["year"])))
    begun = min(
        [row["year"] for row in county.ledgers["grant"]]
        + [row["entry_date"].year for row in county.ledgers["cash_entry"]],
        default=0,
    )
    for village, ratings in county.by_village("star_rating"):
        years = {year: _steps(rows, year) for year, rows in grouped(ratings, lambda row: row["year"])}
        for year, steps in sorted(years.items()):
            paid = grants.get((village, year), [])
            granted = sum((row["amount"] for row in paid), Decimal(0))
            before = [step for y in sorted(years) if y < year for step in years[y]]
            possible = _possible(steps, before[-1:], _day(paid, year, county.as_of))
            dues = [None if step.stars is None else standard.get(step.stars) for step in possible]
            if not steps or granted in dues or None in dues:
                continue
            amount, _, due, step = min(
                (abs(granted - due), -place, due, step)
                for place, (due, step) in enumerate(zip(dues, possible, strict=True))
                if due is not None
            )
            if not granted:
                booked = [r for r in county.ledgers["cash_entry"] if r["village_code"] == village]
                booked = [r for r in booked if r["fund"] == "专项资金" and r["entry_date"].year == year]
                amount = max(due - sum((yuan(r, "income") for r in booked), Decimal(0)), Decimal(0))
            if granted > due or (year < county.as_of.year and (granted or begun <= year)):
                rows = [row for row in ratings if row["year"] == year]
                found.add((village, evidence([*paid, *rows, *([step.row] if step.row else [])]), amount))
    return found


def _standards(county: County) -> dict[int, Decimal]:
    standard = {stars: Decimal(stars * 100_000) for stars in range(6)}
    for row in county.ledgers["parameter"]:
        name, _, stars = row["name"].partition(".")
        if name == "service_fund_standard":
            standard[int(stars)] = Decimal(row["value"])
    return standard


def _steps(rows: list[Row], year: int) -> list[Step]:
    """List what set the stars of a year, in order; the same step with and without its day is one."""
    told: dict[tuple[str, int], list[Row]] = {}
    for row in rows:
        event = row["event"] or "评定"
        stars = 0 if event == "摘星" else row["stars"]
        if event in ("评定", "复核", "降星", "摘星") and stars is not None:
            told.setdefault((event, stars), []).append(row)
    found = []
    for (event, stars), same in told.items():
        dated = [row for row in same if row["rated_on"]]
        for row in dated or same[:1]:
            found.append(Step(row["rated_on"], event, stars, row))
    return sorted(found, key=lambda step: (step.start or date(year, 1, 1), step.event != "评定"))


def _day(paid: list[Row], year: int, as_of: date) -> date | None:
    """Give the day that decides: of the last payment, the end of a year without one; None where nobody knows."""
    days = [row["paid_on"] for row in paid if row["amount"]]
    if not days:
        return min(date(year, 12, 31), as_of)
    return None if None in days else max(days)


def _possible(steps: list[Step], before: list[Step], day: date | None) -> list[Step]:
    """List the steps that may have been in force on ``day``, in order."""
    if not steps:
        return []
    first, rated = steps[0], [step for step in steps if step.event == "评定"]
    carried = []
    if first.event != "评定" and first.start:
        stars, row = (before[0].stars, before[0].row) if before else (None, None)
        carried = [Step(None, "", stars, row)]
    undated = [step for step in steps if step.start is None]
    unclear = len(steps) > 1 and (any(s.event != "评定" for s in undated) or (len(rated) > 1 and undated))
    chain = [*carried, *steps]
    if unclear or day is None:
        return chain
    held = chain[:1] + [step for step in chain[1:] if step.start is not None and step.start <= day]
    return held[-1:]
