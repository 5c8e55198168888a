"""Plan the red shares: what was put in, what the co-operative shares out, and how the dividend is used."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from pipeline.demo import draw
from pipeline.demo.care import aid
from pipeline.demo.settle import enrol
from pipeline.demo.village import RED, Movement, Row, Village
from pipeline.demo.window import day_in, next_workday

_TRADES = ("枸杞", "肉羊养殖", "设施蔬菜", "中药材", "长枣", "奶牛养殖", "小杂粮")
_SOURCES = (("财政", "青财农"), ("扶贫（乡村振兴）", "青扶发"), ("农业", "青农发"), ("科技", "青科发"))
_WORKS = ("维修村内便民桥", "维修人畜饮水管道", "维修村内巷道")


@dataclass(slots=True)
class Round:
    """One dividend: the rows about it, and the movements of money that go with them."""

    year: int
    surplus: Row
    dividend: Row
    income: Movement
    uses: dict[str, Row] = field(default_factory=dict)
    payments: dict[str, Movement] = field(default_factory=dict)
    event: Row = field(default_factory=dict)
    listed: list[Row] = field(default_factory=list)
    resolution: Row = field(default_factory=dict)


@dataclass(slots=True)
class Stake:
    """The shares of one village in one co-operative. Amounts in cents."""

    name: str
    company: str
    account: str
    certificate: str
    held: int = 0
    total: int = 0
    events: list[Row] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)


def plan(one: Village) -> None:
    """Plan the shares of a village that has a red company; others have none."""
    if RED in one.accounts:
        stake(one, f"{one.place.stem}{one.rng.choice(_TRADES)}专业合作社")


def stake(
    one: Village,
    name: str,
    begun: int = 0,
    dividends: bool = True,
    decided: date | None = None,
    yields: Sequence[float] = (),
    reinvest: Callable[[int], int] | None = None,
) -> Stake:
    """Found a stake in the co-operative ``name`` and live with it through the window.

    ``begun``: the year of the first shares, two before the window where not given. ``decided``: the day on
    which the members share out the surplus for the last time, in February where not given. ``yields``: what a share yields, year
    by year. ``reinvest``: how much of the first dividend goes back, half of it where not given.
    """
    rng = one.rng
    begun = begun or one.window.first.year - 2
    company = next(a["account_name"] for a in one.tables["bank_account"] if a["fund"] == RED)
    made = Stake(name, company, "10" + draw.digits(rng, 15), f"GQ{begun}-{one.place.code[-6:]}")
    capital = rng.randint(16, 48) * 10_000_00
    made.total = capital * rng.randint(4, 7) + rng.randint(1, 99) * 1_000_00
    source, office = rng.choice(_SOURCES)
    for day, event, amount in (
        (date(begun, 4, 18), "初始投入", capital),
        (date(begun, 9, 26), "追加投入", capital // 4),
    ):
        _event(one, made, day, event, amount, source, f"{office}〔{begun}〕{rng.randint(5, 60)}号")
    one.red_capital += made.held
    for number, year in enumerate(one.window.years if dividends else ()):
        usual = day_in(date(year, 2, 1), rng.randint(20, 26))
        last = decided is not None and decided.year == year
        rate = yields[number] if number < len(yields) else rng.uniform(0.052, 0.098)
        _round(
            one,
            made,
            year - 1,
            decided if decided and last else usual,
            rate,
            reinvest if number == 0 else None,
        )
        if last:
            break
    return made


def _event(
    one: Village, made: Stake, day: date, event: str, amount: int, source: str, document: str
) -> Row:  # fmt: skip
    made.held, made.total = made.held + amount, made.total + amount
    row = one.add(
        "share_event", red_company=made.company, cooperative=made.name, event_date=day, event=event, form="资金",
        amount=amount, ratio=f"{made.held / made.total:.6f}", coop_total_shares=made.total, holder_name=made.company,
        holder_type="红色公司", source_department=source, source_document=document, certificate_no=made.certificate,
    )  # fmt: skip
    made.events.append(row)
    return row


def _round(
    one: Village, made: Stake, year: int, decided: date, rate: float, reinvest: Callable[[int], int] | None
) -> None:  # fmt: skip
    """Share out the surplus of ``year``, receive our part, put half back and use the other half."""
    rng = one.rng
    surplus = surplus_of(one, made, year, decided, rate)
    declared = round(Fraction(surplus["share_dividend"] * made.held, made.total))
    received = next_workday(decided + timedelta(days=rng.randint(6, 20)))
    income = one.receive(
        received, RED, f"收到{made.name}{year}年度股份红利", declared, "dividend", counterparty=made.name,
        counterparty_account=made.account, method="转账", document_type=one.style["receipt"], receipted=True,
    )  # fmt: skip
    own = next(a for a in one.tables["bank_account"] if a["fund"] == RED)
    row = one.add(
        "dividend", cooperative=made.name, year=year, share_capital=made.held,
        ratio=f"{made.held / made.total:.6f}", declared=declared, received=declared, unspent=0, received_on=received,
        payee_name=own["account_name"], payee_account=own["account_no"],
    )  # fmt: skip
    one_round = Round(year, surplus, row, income)
    made.rounds.append(one_round)
    reinvested = reinvest(declared) if reinvest else -(-declared // 200) * 100
    _uses(one, made, one_round, declared - reinvested)
    _reinvest(one, made, one_round, reinvested)


def surplus_of(one: Village, made: Stake, year: int, decided: date, rate: float) -> Row:
    """Share out a year's surplus: reserves first, at least 60% of the rest by trade, what is left by shares."""
    rng = one.rng
    by_shares = round(made.total * rate)
    distributable = round(by_shares / rng.uniform(0.32, 0.395)) // 100 * 100
    charter = rng.choice((10, 12, 15, 20))
    surplus = round(distributable / (1 - charter / 100 - 0.08)) // 100 * 100
    reserve, welfare = -(-surplus * charter // 100), surplus * 5 // 100
    equity = made.total + rng.randint(20, 90) * 10_000_00
    debts = draw.money(rng, 30_000, 400_000)
    return one.add(
        "coop_year", cooperative=made.name, year=year, total_shares=made.total, red_shares=made.held,
        net_surplus=surplus, distributable=distributable, patronage_return=distributable - by_shares,
        share_dividend=by_shares, reserve_fund=reserve, welfare_fund=welfare,
        risk_fund=surplus - distributable - reserve - welfare, charter_reserve_rate=f"{charter / 100}", decided_on=decided,
        audited="是", total_assets=equity + debts, total_liabilities=debts, total_equity=equity,
    )  # fmt: skip


def _reinvest(one: Village, made: Stake, this: Round, amount: int) -> None:
    rng, received = one.rng, this.income.day
    paid = _later(one, received, rng.randint(4, 12))
    summary = f"{this.year}年红利再投入{made.name}追加股本"
    resolution = this.resolution["resolution_no"]
    this.payments["再投入"] = one.pay(
        paid, RED, summary, amount, "invested", category="入股", counterparty=made.name, method="转账",
        counterparty_account=made.account, document_type="收据", document_no=draw.digits(rng, 8),
        resolution_no=resolution, bank_lag=rng.randint(0, 1),
    )  # fmt: skip
    _use(one, made, this, paid, "再投入", summary, amount, made.name, "收据")
    registered = next_workday(paid + timedelta(days=rng.randint(2, 10)))
    this.event = _event(one, made, registered, "红利转增", amount, "自有", resolution)


def _uses(one: Village, made: Stake, this: Round, rest: int) -> None:
    """Use what is not reinvested: public welfare, office, party life, aid by list."""
    rng, received = one.rng, this.income.day
    accepted = _later(one, received, rng.randint(40, 60))
    begun = next_workday(this.surplus["decided_on"] - timedelta(days=rng.randint(40, 46)))
    one.resolve(f"{made.name}{this.year}年度红利使用方案", rest * 2, begun, accepted + timedelta(days=4))
    this.resolution = one.tables["resolution"][-1]
    each = min(rest // 10 // 3 // 100 * 100, 1500_00)
    party = rest * rng.randint(10, 18) // 100 // 100 * 100
    office = rest * rng.randint(15, 25) // 100 // 100 * 100
    day = _later(one, received, rng.randint(15, 25))
    resolution = {"resolution_no": this.resolution["resolution_no"]}
    _buy(one, made, this, day, "党员活动", "开展主题党日活动购买学习资料", party, "文印")
    _buy(one, made, this, day, "工作经费", "制作村务公开栏和档案柜", office, "五金")
    summary = f"{made.name[-8:-5]}红利帮扶困难党员3人"
    for person in _in_need(one, day):
        this.listed.append(aid(one, RED, this.year, day, person, "红利帮扶困难党员", each))
    this.payments["困难帮扶"] = one.pay(
        day, RED, summary, each * 3, "public", category="困难帮扶", method="代发", counterparty="代发慰问金户",
        document_type="自制凭证", **resolution,
    )  # fmt: skip
    _use(one, made, this, day, "困难帮扶", summary, each * 3, "困难党员3人", "自制凭证")
    _welfare(one, made, this, day, accepted, rest - each * 3 - party - office)


def _in_need(one: Village, day: date) -> list[draw.Person]:
    """Choose three people in hardship who have not been helped from a dividend that year."""
    helped = {
        r["id_no"] for r in one.tables["aid_payment"] if r["fund"] == RED and r["paid_on"].year == day.year
    }
    free = [person for person in one.hardship if person.id_no not in helped]
    while len(free) < 3:
        taken = {p.name for p in (*one.workers, *one.hardship, *(o.person for o in one.officers))}
        free.append(enrol(one, taken))
    return one.rng.sample(free, 3)


def _welfare(one: Village, made: Stake, this: Round, day: date, accepted: date, amount: int) -> None:
    """Have something repaired, with contract and acceptance."""
    works = f"{one.rng.choice(_WORKS)}（{made.name[:-6]}红利）"
    firm = one.firm("施工", accepted)
    number = one.number("XM", day.year)
    one.add(
        "project", project_no=number, project_name=works, category="公益事业", funds=RED, budget=amount,
        approved_amount=amount, contract_no=f"HT{day.year}-{number[-2:]}-{one.place.code[-3:]}", contract_amount=amount,
        contractor=firm.name, contractor_uscc=firm.uscc, started_on=day, accepted_on=accepted, progress="1.0",
    )  # fmt: skip
    paid = _later(one, accepted, 2)
    this.payments["公益事业"] = one.buy(
        paid, RED, f"{works}工程款", amount, "public", firm, category="公益事业", project_no=number,
        resolution_no=this.resolution["resolution_no"], bank_lag=one.rng.randint(0, 2),
    )  # fmt: skip
    _use(one, made, this, paid, "公益事业", f"{works}工程款", amount, firm.name, "发票")["accepted_on"] = (
        accepted
    )


def _buy(
    one: Village, made: Stake, this: Round, day: date, category: str, summary: str, amount: int, trade: str
) -> None:  # fmt: skip
    firm = one.firm(trade, day)
    this.payments[category] = one.buy(
        day, RED, summary, amount, "admin", firm, category=category,
        resolution_no=this.resolution["resolution_no"], bank_lag=one.rng.randint(0, 2),
    )  # fmt: skip
    _use(one, made, this, day, category, summary, amount, firm.name, "发票")


def _use(
    one: Village, made: Stake, this: Round, day: date, category: str, summary: str, amount: int, payee: str, document: str
) -> Row:  # fmt: skip
    this.uses[category] = one.add(
        "dividend_use", cooperative=made.name, year=this.year, used_on=day, category=category, summary=summary,
        amount=amount, payee=payee, document_type=document, resolution_no=this.resolution["resolution_no"],
    )  # fmt: skip
    return this.uses[category]


def _later(one: Village, day: date, days: int) -> date:
    """Take the workday so many days later, or the last one of the window."""
    return min(next_workday(day + timedelta(days=days)), day_in(one.window.last.replace(day=1), 31))
