"""Hold what one village does: movements of money and the rows of its registers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from pipeline.demo import draw
from pipeline.demo.draw import Person
from pipeline.demo.places import County, Firm, Place
from pipeline.demo.window import Window, next_workday

Row = dict[str, Any]
SPECIAL, COLLECTIVE, CARE, OFFICE, RED = "专项资金", "集体资金", "关爱资金", "办公经费", "红色公司"
# of the county's own catalogue; hardly a village has them
STARTUP, CUSTOMS = "党员创业资金", "移风易俗资金"
USUAL_FUNDS = (COLLECTIVE, OFFICE, SPECIAL, CARE, RED)
FUNDS = (*USUAL_FUNDS, STARTUP, CUSTOMS)
_APART = timedelta(days=31)


@dataclass(slots=True)
class Movement:
    """One sum that a fund's bank account or cash box took in or paid out, in cents.

    ``contra``: the account on the other side of the voucher. ``together``: movements with one such mark
    are one voucher. ``bank_lag``: days until the bank shows it (never for cash); ``one_line``: movements
    with one mark are a single line of the statement. ``receipted``: money for which the village makes out
    its own numbered receipt. ``cash_leg``: a withdrawal (-1) or deposit (+1) that the cash book shows too.
    """

    day: date
    fund: str
    summary: str
    contra: str
    income: int = 0
    expense: int = 0
    in_cash: bool = False
    facts: Row = field(default_factory=dict)
    together: str = ""
    bank_lag: int = 0
    one_line: str = ""
    receipted: bool = False
    cash_leg: int = 0
    voucher: str = ""


@dataclass(slots=True)
class Transfer:
    """A voucher that moves nothing in or out: ``debit`` and ``credit`` are accounts, ``amount`` cents."""

    day: date
    summary: str
    debit: str
    credit: str
    amount: int
    voucher: str = ""


@dataclass(slots=True)
class Officer:
    """Somebody in office, and how much of the head's allowance the post is worth."""

    person: Person
    post: str
    body: str
    coefficient: int  # per cent


@dataclass(slots=True)
class Village:
    """A village with its people, accounts, movements and registers."""

    place: Place
    county: County
    window: Window
    rng: Random
    officers: list[Officer] = field(default_factory=list)
    workers: list[Person] = field(default_factory=list)
    hardship: list[Person] = field(default_factory=list)
    former: list[tuple[Person, int]] = field(default_factory=list)  # in office once, for so many years
    stars: dict[int, int] = field(default_factory=dict)
    accounts: dict[str, str] = field(default_factory=dict)
    openings: dict[str, int] = field(default_factory=dict)
    red_capital: int = 0
    movements: list[Movement] = field(default_factory=list)
    transfers: list[Transfer] = field(default_factory=list)
    tables: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    style: dict[str, Any] = field(default_factory=dict)
    _paid: dict[str, list[date]] = field(default_factory=lambda: defaultdict(list))
    _numbers: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def secretary(self) -> Person:
        """The head of the village, who approves payments."""
        return self.officers[0].person

    def with_post(self, word: str) -> Person:
        """Find the first officer whose post or body contains ``word``."""
        return next(o.person for o in self.officers if word in o.post or word in o.body)

    def number(self, prefix: str, year: int) -> str:
        """Give the next number of a yearly series: XM-2024-03."""
        self._numbers[f"{prefix}{year}"] += 1
        return f"{prefix}-{year}-{self._numbers[f'{prefix}{year}']:02}"

    def in_the_box(self, day: date) -> int:
        """Say how much cash there is at the end of a day, in cents."""
        before = [m for m in self.movements if m.day <= day]
        moved = sum(m.income - m.expense for m in before if m.in_cash)
        return moved + sum(m.expense - m.income for m in before if m.cash_leg)

    def add(self, kind: str, **values: Any) -> Row:
        """Add a row to a register."""
        self.tables[kind].append(values)
        return values

    def firm(self, trade: str, day: date) -> Firm:
        """Choose a firm of this trade that the village has not paid within a month of ``day``."""
        firms = self.county.firms[trade]
        free = [f for f in firms if all(abs(day - d) > _APART for d in self._paid[f.name])]
        return self.rng.choice(free or firms)

    def receive(self, day: date, fund: str, summary: str, amount: int, contra: str, **facts: Any) -> Movement:
        """Take in money; keywords that name fields of ``Movement`` go there, others into the books."""
        return self._move(Movement(day, fund, summary, contra, income=amount), facts)

    def pay(self, day: date, fund: str, summary: str, amount: int, contra: str, **facts: Any) -> Movement:
        """Pay out money, signed by those who have to."""
        handler, witness = self.rng.sample([o.person.name for o in self.officers[1:4]], 2)
        signed: Row = {"handler": handler, "witness": witness, "approver": self.secretary.name}
        signed["supervisor"] = self.with_post("监委会主任").name
        return self._move(Movement(day, fund, summary, contra, expense=amount), signed | facts)

    def buy(
        self, day: date, fund: str, summary: str, amount: int, contra: str, firm: Firm, **facts: Any
    ) -> Movement:
        """Pay a firm by bank transfer, against its invoice."""
        self._paid[firm.name].append(day)
        paid = {
            "counterparty": firm.name,
            "counterparty_account": firm.account,
            "method": "转账",
            "document_type": "发票",
            "document_no": draw.invoice(self.rng, day),
            "document_amount": amount,
        }
        return self.pay(day, fund, summary, amount, contra, **(paid | facts))

    def resolve(
        self, subject: str, amount: int, begun: date, done: date, meeting: str = "村民代表会议"
    ) -> str:
        """Take a matter through the six steps, beginning with ``begun``; returns the resolution's number.

        ``done``: when the matter was carried out, a week before its result is published.
        """
        rng, day = self.rng, begun
        steps = [day]
        for least, most in ((2, 4), (3, 6), (3, 7), (1, 2)):
            day = next_workday(day + timedelta(days=rng.randint(least, most)))
            steps.append(day)
        due = rng.randint(28, 46)
        present = due - rng.randint(1, due // 9)
        number = self.number("JY", steps[3].year)
        self.add(
            "resolution", resolution_no=number, subject=subject, amount=amount, meeting_type=meeting,
            proposed_on=steps[0], consulted_on=steps[1], deliberated_on=steps[2], resolved_on=steps[3],
            decision_published_on=steps[4], result_published_on=next_workday(done + timedelta(days=rng.randint(5, 9))),
            due=due, present=present, agreed=present - rng.randint(0, 2), emergency="否",
            supervisor_count=3, seal_count=5,
        )  # fmt: skip
        return number

    def _move(self, movement: Movement, facts: Row) -> Movement:
        for key, value in facts.items():
            if key in Movement.__slots__:
                setattr(movement, key, value)
            else:
                movement.facts[key] = value
        if not self.window.holds(movement.day):
            raise ValueError(f"{movement.day} {movement.summary} 在期间之外")
        self.movements.append(movement)
        return movement
