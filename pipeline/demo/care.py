"""Plan the care fund: where its money comes from, and aid to members in hardship, by list."""

from __future__ import annotations

from datetime import date

from pipeline.demo import draw
from pipeline.demo.service import chain
from pipeline.demo.village import CARE, Row, Village
from pipeline.demo.window import Window, day_in

# month, day, what for: before the Spring Festival, the first of July and the Chongyang festival
_ROUNDS = ((1, 10, "春节前"), (6, 24, "七一前"), (9, 20, "重阳节前"))


def plan(one: Village) -> None:
    """Plan the contributions and the rounds of aid of each year."""
    for year in one.window.years:
        _contributions(one, year)
        for month, day, occasion in _rounds(one.window, year):
            _round(one, day_in(date(year, month, 1), day), occasion)


def _rounds(window: Window, year: int) -> list[tuple[int, int, str]]:
    return [r for r in _ROUNDS if window.holds(date(year, r[0], 28))]


def _contributions(one: Village, year: int) -> None:
    rng = one.rng
    day = day_in(date(year, 1, 1), rng.randint(3, 5))
    amount = rng.randint(50, 90) * 100_00
    one.add(
        "grant", year=year, fund=CARE, amount=amount, approved_amount=amount, paid_on=day,
        document_no=f"青组发〔{year}〕2号", payee_account=one.accounts[CARE], **chain(day, amount),
    )  # fmt: skip
    _given(one, day, f"收到县委组织部{year}年党内关爱资金", amount, "青禾县财政局", "财政票据")
    dues = draw.money(rng, 900, 2600)
    _given(
        one,
        day_in(date(year, 3, 1), 12),
        f"收到镇党委划拨{year}年党费",
        dues,
        f"中共{one.place.township}委员会",
        one.style["receipt"],
    )
    donor = one.firm("施工", date(year, 5, 15))
    _given(
        one,
        day_in(date(year, 5, 1), 15),
        "收到企业捐赠关爱资金",
        rng.randint(10, 40) * 100_00,
        donor.name,
        one.style["receipt"],
    )


def _given(one: Village, day: date, summary: str, amount: int, giver: str, document: str) -> None:
    one.receive(
        day,
        CARE,
        summary,
        amount,
        "care",
        counterparty=giver,
        method="转账",
        document_type=document,
        receipted=True,
    )


def _round(one: Village, day: date, occasion: str) -> None:
    rng = one.rng
    people = rng.sample(one.hardship, rng.randint(4, 6))
    total = 0
    for person in people:
        amount = rng.choice((300_00, 400_00, 500_00, 600_00))
        total += amount
        aid(one, CARE, day.year, day, person, f"{occasion}慰问困难党员", amount)
    one.pay(
        day, CARE, f"{occasion}慰问困难党员{len(people)}人", total, "care", category="困难帮扶", method="代发",
        counterparty="代发慰问金户", document_type="自制凭证", bank_lag=rng.randint(0, 1),
    )  # fmt: skip


def aid(one: Village, fund: str, year: int, day: date, person: draw.Person, reason: str, amount: int) -> Row:
    """List one payment of aid to one person, signed for."""
    return one.add(
        "aid_payment", fund=fund, year=year, paid_on=day, name=person.name, id_no=person.id_no, reason=reason,
        amount=amount, payee_account=person.account, signed=person.name,
    )  # fmt: skip
