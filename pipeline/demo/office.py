"""Plan the office fund: what the township pays in each quarter, allowances, and a village office's bills."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from pipeline.demo import draw
from pipeline.demo.goods import basket
from pipeline.demo.service import chain
from pipeline.demo.standards import FORMER, LIVING, living
from pipeline.demo.village import OFFICE, Village
from pipeline.demo.window import day_in

MULTIPLE = {
    0: Fraction(3, 2),
    1: Fraction(3, 2),
    2: Fraction(2),
    3: Fraction(11, 5),
    4: Fraction(5, 2),
    5: Fraction(3),
}


def plan(one: Village) -> None:
    """Plan every month of the window."""
    needs: dict[date, int] = {}
    for month in one.window.months():
        quarter = month.replace(month=(month.month - 1) // 3 * 3 + 1)
        needs[quarter] = (
            needs.get(quarter, 0) + _allowances(one, month) + _bills(one, month) + _former(one, month)
        )
    for quarter, amount in needs.items():
        _grant(one, quarter, -(-amount // 100_00) * 100_00)


def _grant(one: Village, month: date, amount: int) -> None:
    paid = day_in(month, one.rng.randint(3, 8))
    one.add(
        "grant", year=month.year, fund=OFFICE, amount=amount, approved_amount=amount, paid_on=paid,
        document_no=f"青财行〔{month.year}〕{month.month}号", payee_account=one.accounts[OFFICE], **chain(paid, amount),
    )  # fmt: skip
    one.receive(
        paid, OFFICE, f"收到{month.year}年第{(month.month + 2) // 3}季度村级组织运转经费", amount, "subsidy",
        counterparty="青禾县财政局", method="转账", document_type="财政票据", receipted=True,
    )  # fmt: skip


def _allowances(one: Village, month: date) -> int:
    """Pay allowances for one month; those by post follow last year's income per head and this year's stars."""
    rng, day = one.rng, day_in(month, 24)
    head = one.county.income[month.year - 1] * MULTIPLE[one.stars[month.year]]
    lines = []
    for officer in one.officers:
        if officer.coefficient:
            amount, item, days = round(head * officer.coefficient / 120_000) * 100, "职务补贴", None
        else:
            days = rng.randint(4, 9)
            amount, item = days * 100_00, "误工补贴"
        person = officer.person
        lines.append((person, item, amount))
        one.add(
            "allowance", year=month.year, month=month.month, name=person.name, id_no=person.id_no, post=officer.post,
            item=item, days=days, amount=amount, payee_account=person.account, paid_on=day,
        )  # fmt: skip
    mark = f"补贴{month:%Y%m}"
    shared = {"category": "人员报酬", "method": "代发", "document_type": "自制凭证", "together": mark}
    total = sum(amount for _, _, amount in lines)
    if one.style["payroll"] == "合计":
        one.pay(
            day, OFFICE, f"发放{month.month}月村干部补贴", total, "wages", counterparty="代发工资户", **shared
        )
    else:
        for person, item, amount in lines:
            one.pay(
                day, OFFICE, f"发放{month.month}月{item}", amount, "wages", counterparty=person.name,
                counterparty_account=person.account, one_line=mark, **shared,
            )  # fmt: skip
    return total


def _former(one: Village, month: date) -> int:
    """Pay each June what those get who once were in office, by the years they served."""
    day, total = day_in(month, 24), 0
    for person, years in one.former if month.month == 6 else ():
        amount = living(years)
        total += amount
        one.add(
            "allowance", year=month.year, month=month.month, name=person.name, id_no=person.id_no, post=FORMER,
            item=LIVING, amount=amount, payee_account=person.account, paid_on=day,
        )  # fmt: skip
    if total:
        one.pay(
            day, OFFICE, "发放离任村干部生活补贴", total, "wages", counterparty="代发工资户", category="人员报酬",
            method="代发", document_type="自制凭证",
        )  # fmt: skip
    return total


def _bills(one: Village, month: date) -> int:
    """Pay for power, network and office needs."""
    rng, spent = one.rng, 0
    fee = one.style["broadband"]
    utilities = [("村部电费", 0, draw.money(rng, 62, 620), 6), ("村部宽带费", 2, fee, 9)]
    if month.month in (3, 6, 9, 12):
        utilities.append(("村部水费", 1, draw.money(rng, 26, 260), 12))
    for what, firm, amount, day in utilities:
        spent += amount
        one.buy(
            day_in(month, day), OFFICE, f"支付{month.month}月{what}", amount, "admin",
            one.county.firms["公用"][firm], category="工作经费", bank_lag=rng.randint(0, 2),
        )  # fmt: skip
    for _ in range(rng.randint(1, 2)):
        spent += basket(
            one, day_in(month, rng.randint(3, 22)), OFFICE, "文印", "工作经费", "admin", 260, 2600
        )
    return spent
