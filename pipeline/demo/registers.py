"""Write what follows from a village's plan: budgets, notices, and the registers the county keeps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from pipeline.demo import standards
from pipeline.demo.places import COUNTY, County
from pipeline.demo.service import GRANT_DAYS, STANDARD
from pipeline.demo.settle import POST_COEFFICIENTS
from pipeline.demo.village import RED, Row, Village
from pipeline.demo.window import Window, next_workday

_SHOWN = timedelta(days=15)
# what only the county can say
_SET_BY_COUNTY = {
    "subsidy_growth": 0.1, "subsidy_cadre_share": 0.3, "labour_one_hand": 3, "remit_days": 15, "contract_years": 10,
    "procurement_line": 60_000, "receipt_return_days": 1095, "grant_days": GRANT_DAYS, "before_acceptance_share": 0.6,
    "change_share": 0.15, "contractor_share": 0.6,
}  # fmt: skip


def budgets(one: Village) -> None:
    """Give every fund and category of spending a budget for each year that a little exceeds what is planned."""
    spent: dict[tuple[int, str, str], int] = defaultdict(int)
    for movement in one.movements:
        if movement.expense and not movement.cash_leg:
            spent[movement.day.year, movement.fund, movement.facts["category"]] += movement.expense
    for (year, fund, category), amount in sorted(spent.items()):
        one.add(
            "budget", year=year, fund=fund, category=category, amount=-(-amount * 108 // 10_000_00) * 100_00 * 10,
            approved_on=date(year, 1, 4),
        )  # fmt: skip


def notices(one: Village) -> None:
    """Publish accounts each month and quarter, dividend uses and resolutions when they are due."""
    for month in one.window.months():
        _notice(one, "财务收支", None, month, _end(month, 1), _end(month, 1) + timedelta(days=5))
        if month.month % 3 == 0:
            begun = month.replace(month=month.month - 2)
            for fund in one.accounts:
                _notice(one, f"{fund}收支", fund, begun, _end(month, 1), _end(month, 1) + timedelta(days=8))
    for row in one.tables["resolution"]:
        published = row["decision_published_on"]
        if one.window.holds(published):
            _notice(
                one, f"决议公开：{row['subject']}", None, row["resolved_on"], row["resolved_on"], published
            )
    used: dict[int, list[date]] = defaultdict(list)
    for row in one.tables["dividend_use"]:
        used[row["year"]].append(row["used_on"])
    for year, days in used.items():
        _notice(one, f"{year}年度红利使用", RED, min(days), max(days), max(days) + timedelta(days=4))


def _notice(one: Village, subject: str, fund: str | None, begun: date, ended: date, day: date) -> None:
    day = next_workday(day)
    one.add(
        "publication", subject=subject, fund=fund, covers_from=begun, covers_to=ended, published_on=day,
        withdrawn_on=day + _SHOWN, place="村务公开栏", evidence_no=f"ZP{one.place.code[-6:]}-{day:%Y%m%d}",
    )  # fmt: skip


def _end(month: date, months: int) -> date:
    later = month.year * 12 + month.month - 1 + months
    return date(later // 12, later % 12 + 1, 1) - timedelta(days=1)


def openings(one: Village) -> None:
    """Raise what the accounts hold before the first month to what it takes never to be overdrawn."""
    balances = dict(one.openings)
    for movement in sorted(one.movements, key=lambda m: (m.day, m.income > 0)):
        if not movement.in_cash:
            balances[movement.fund] += movement.income - movement.expense
            short = 5_000_00 - balances[movement.fund]
            if short > 0:
                balances[movement.fund] += short
                one.openings[movement.fund] += short


def for_county(one: Village) -> dict[str, list[Row]]:
    """Give the rows that the county keeps about a village; share events only to be added up."""
    place = one.place
    owner = {"village_code": place.code, "village_name": place.name, "township": place.township}
    return {
        kind: [owner | row for row in one.tables[kind]] for kind in ("star_rating", "grant", "share_event")
    }


def county_tables(
    county: County, window: Window, villages: Sequence[dict[str, list[Row]]]
) -> dict[str, list[Row]]:
    """Write the registers of the county: villages, stars, grants, income per head, parameters."""
    tables: dict[str, list[Row]] = {
        "village": [
            {
                "village_code": p.code, "village_name": p.name, "township": p.township, "county": COUNTY,
                "households": p.households, "population": p.population, "region_type": p.region,
                "org_name": p.org_name, "org_uscc": p.org_uscc, "valid_from": date(2015, 1, 1), "unit_kind": p.unit_kind,
            }
            for p in county.places
        ],
        "income_base": [
            {"county": COUNTY, "year": year, "income_per_head": county.income[year]}
            for year in range(window.first.year - 1, window.last.year + 1)
        ],
    }  # fmt: skip
    events = [row for one in villages for row in one["share_event"]]
    tables["parameter"] = _parameters(events)
    tables["pay_standard"] = standards.of_county(county, window)
    tables["fund"] = standards.funds_of_county(window)
    for kind in ("star_rating", "grant"):
        tables[kind] = [row for one in villages for row in one[kind]]
    return tables


def _parameters(events: Sequence[Row]) -> list[Row]:
    held = [row for row in events if row["event"] in {"初始投入", "追加投入"}]
    values = {
        **{f"service_fund_standard.{stars}": amount // 100 for stars, amount in STANDARD.items()},
        **{f"post_coefficient.{post}": part / 100 for post, part in POST_COEFFICIENTS.items()},
        **_SET_BY_COUNTY,
        "red_share_control_villages": len({row["village_code"] for row in held}),
        "red_share_control_capital": sum(row["amount"] for row in held) // 100,
    }
    return [
        {"name": name, "scope": COUNTY, "valid_from": date(2020, 1, 1), "value": str(value), "basis": "青党办发〔2020〕8号"}
        for name, value in values.items()
    ]  # fmt: skip
