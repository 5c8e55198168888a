"""Flaws that show in what stands still or stands out: accounts, suppliers, stars, amounts (LED07, PAY11, SVC02, ST02, ST03)."""

from __future__ import annotations

from datetime import date

from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.registry import HARD, MIDDLING, STARS, flaw
from pipeline.demo.village import OFFICE


@flaw("LED07", "应收款两年多没有动过", months=36, area="receivable")
def receivable_idle(desk: Desk) -> None:
    _idle(desk, "应收款-王庄砖厂")
    desk.say("应收款", 36_500_00)


@flaw("LED07", "收取的押金两年没有动过", HARD, decoy=True, months=36, area="receivable")
def deposit_idle(desk: Desk) -> None:
    _idle(desk, "应收款-供电押金")


def _idle(desk: Desk, name: str) -> None:
    def add() -> None:
        months = desk.one.window.months()
        for month in months:
            for code, text, side in (("11299", name, "debit"), ("301", "资本", "credit")):
                rows = [r for r in desk.one.tables["account_balance"] if r["_month"] == month]
                if code == "301":
                    row = next(r for r in rows if r["account_code"] == code)
                    row["opening_credit"] = (row["opening_credit"] or 0) + 36_500_00
                    row["closing_credit"] = (row["closing_credit"] or 0) + 36_500_00
                else:
                    blank = dict.fromkeys(rows[0])
                    blank |= {"_month": month, "account_code": code, "account_name": text, "is_leaf": "是"}
                    blank |= {f"opening_{side}": 36_500_00, f"closing_{side}": 36_500_00}
                    desk.one.tables["account_balance"].append(blank)

    desk.books.append(add)


@flaw("PAY11", "一个供应商占发票支出的大半", months=12, area="suppliers", also=("PAY08", "WK07"))
def one_supplier(desk: Desk) -> None:
    """Buy most of a year's goods from one firm, by yearly framework contract."""
    year = desk.one.window.first.year
    total = sum(
        m.expense for m in desk.one.movements if m.day.year == year and m.facts.get("document_type") == "发票"
    )
    made = desk.project(total * 4)  # the larger part, whatever else is planted
    desk.label.hint = ""
    firm = made.payments[0].facts["counterparty"]
    desk.say(firm.removeprefix("青禾县")[:2])


@flaw("SVC02", "按上年的星级拨付", months=12, area=("grant", "payroll"), needs=STARS, also=("SVC01", "CAD01"))
def last_years_stars(desk: Desk) -> None:
    one, year = desk.one, desk.one.window.first.year
    stars = one.stars[year]
    for row in one.tables["star_rating"]:
        if row["year"] == year:
            earlier = row | {
                "year": year - 1,
                "rated_on": date(year - 1, 1, 9),
                "document_no": f"青党组〔{year - 1}〕3号",
            }
            one.tables["star_rating"].append(earlier)
            row["stars"] = stars % 5 + 1
            break
    desk.say("")


@flaw("SVC02", "两年星级相同", decoy=True, months=12, area="grant")
def same_stars(desk: Desk) -> None:
    one, year = desk.one, desk.one.window.first.year
    one.add("star_rating", year=year - 1, stars=one.stars[year], rated_on=date(year - 1, 1, 9))


@flaw("ST02", "一笔宽带费多写了两个零", MIDDLING, area="utility", also=("ST03",))
def decimal_slip(desk: Desk) -> None:
    bills = [m for m in desk.one.movements if m.fund == OFFICE and "村部宽带费" in m.summary]
    *_, second, bill = sorted(bills, key=lambda m: m.expense)
    bill.expense *= 100
    bill.facts["document_amount"] = bill.expense
    desk.say("", bill.expense - second.expense)


@flaw("ST03", "路灯电费多写了一个零", area="lamps", also=("ST02",))
def another_zero(desk: Desk) -> None:
    _raise_lamps(desk, 10)
    desk.say("路灯电费")


@flaw("ST03", "路灯电费是平时高的三倍", HARD, decoy=True, area="lamps")
def thrice_the_lamps(desk: Desk) -> None:
    _raise_lamps(desk, 3)


def _raise_lamps(desk: Desk, times: int) -> None:
    bill = max((m for m in desk.one.movements if "路灯电费" in m.summary), key=lambda m: m.expense)
    bill.expense = max(bill.expense, 868_00) * times  # ten times a small bill would be just a large one
    bill.facts["document_amount"] = bill.expense
