"""Plan the red shares: what was put in, what the co-operative shares out, and how the dividend is used."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline.demo import draw
from pipeline.demo.care import aid
from pipeline.demo.village import RED, Village
from pipeline.demo.window import day_in, next_workday

_TRADES = ("枸杞", "肉羊养殖", "设施蔬菜", "中药材", "长枣", "奶牛养殖", "小杂粮")
_SOURCES = (("财政", "青财农"), ("扶贫（乡村振兴）", "青扶发"), ("农业", "青农发"), ("科技", "青科发"))


def plan(one: Village) -> None:
    """Plan the shares of a village that has a red company; others have none."""
    if RED not in one.accounts:
        return
    rng = one.rng
    cooperative = f"{one.place.name[:-1]}{rng.choice(_TRADES)}专业合作社"
    begun = one.window.first.year - 2
    capital = rng.randint(16, 48) * 10_000_00
    total = capital * rng.randint(4, 7) + rng.randint(1, 99) * 1_000_00
    company = next(a["account_name"] for a in one.tables["bank_account"] if a["fund"] == RED)
    certificate = f"GQ{begun}-{one.place.code[-6:]}"
    source, office = rng.choice(_SOURCES)
    parts = ((date(begun, 4, 18), "初始投入", capital), (date(begun, 9, 26), "追加投入", capital // 4))
    held = 0
    for day, event, amount in parts:
        held += amount
        total += amount
        _event(
            one, company, cooperative, day, event, amount, held, total, certificate, source,
            f"{office}〔{begun}〕{rng.randint(5, 60)}号",
        )  # fmt: skip
    one.red_capital = held
    for year in one.window.years:
        declared, day = _year_of_cooperative(one, cooperative, year - 1, held, total)
        reinvested = -(-declared // 200) * 100
        _receive(one, cooperative, year - 1, held, total, declared, day)
        _uses(one, cooperative, year - 1, declared - reinvested, day)
        resolution = one.tables["resolution"][-1]["resolution_no"]
        held, total = held + reinvested, total + reinvested
        paid = next_workday(day + timedelta(days=rng.randint(4, 12)))
        summary = f"{year - 1}年红利再投入{cooperative}追加股本"
        one.pay(
            paid, RED, summary, reinvested, "invested", category="入股", counterparty=cooperative, method="转账",
            counterparty_account=one.style["coop_account"], document_type="收据", document_no=draw.digits(rng, 8),
            resolution_no=resolution, bank_lag=rng.randint(0, 1),
        )  # fmt: skip
        _use(one, cooperative, year - 1, paid, "再投入", summary, reinvested, cooperative, resolution, "收据")
        registered = next_workday(paid + timedelta(days=rng.randint(2, 10)))
        _event(
            one,
            company,
            cooperative,
            registered,
            "红利转增",
            reinvested,
            held,
            total,
            certificate,
            "自有",
            resolution,
        )


def _event(
    one: Village, company: str, cooperative: str, day: date, event: str, amount: int, held: int, total: int,
    certificate: str, source: str, document: str,
) -> None:  # fmt: skip
    one.add(
        "share_event", red_company=company, cooperative=cooperative, event_date=day, event=event, form="资金",
        amount=amount, ratio=f"{held / total:.6f}", coop_total_shares=total, holder_name=company, holder_type="红色公司",
        source_department=source, source_document=document, certificate_no=certificate,
    )  # fmt: skip


def _year_of_cooperative(one: Village, name: str, year: int, held: int, total: int) -> tuple[int, date]:
    """Share out a year's surplus: at least 60% by trade, the rest by shares; returns our part and its day."""
    rng = one.rng
    by_shares = round(total * rng.uniform(0.052, 0.098)) // 100 * 100
    distributable = round(by_shares / rng.uniform(0.32, 0.395)) // 100 * 100
    rate = rng.choice((10, 12, 15, 20))
    surplus = round(distributable / (1 - rate / 100 - 0.08)) // 100 * 100
    reserve = -(-surplus * rate // 100)
    welfare = surplus * 5 // 100
    equity = total + rng.randint(20, 90) * 10_000_00
    debts = draw.money(rng, 30_000, 400_000)
    decided = day_in(date(year + 1, 2, 1), rng.randint(20, 26))
    one.add(
        "coop_year", cooperative=name, year=year, total_shares=total, red_shares=held, net_surplus=surplus,
        distributable=distributable, patronage_return=distributable - by_shares, share_dividend=by_shares,
        reserve_fund=reserve, welfare_fund=welfare, risk_fund=surplus - distributable - reserve - welfare,
        charter_reserve_rate=f"{rate / 100}", decided_on=decided, audited="是", total_assets=equity + debts,
        total_liabilities=debts, total_equity=equity,
    )  # fmt: skip
    return round(by_shares * held / total), next_workday(decided + timedelta(days=rng.randint(6, 20)))


def _receive(one: Village, name: str, year: int, held: int, total: int, declared: int, day: date) -> None:
    account = one.style.setdefault("coop_account", "10" + draw.digits(one.rng, 15))
    company = next(a for a in one.tables["bank_account"] if a["fund"] == RED)
    one.receive(
        day, RED, f"收到{name}{year}年度股份红利", declared, "dividend", counterparty=name, counterparty_account=account,
        method="转账", document_type=one.style["receipt"], receipted=True,
    )  # fmt: skip
    one.add(
        "dividend", cooperative=name, year=year, share_capital=held, ratio=f"{held / total:.6f}", declared=declared,
        received=declared, unspent=0, received_on=day, payee_name=company["account_name"],
        payee_account=company["account_no"],
    )  # fmt: skip


def _uses(one: Village, name: str, year: int, rest: int, received: date) -> None:
    """Use what is not reinvested: public welfare, office, party life, aid by list."""
    rng = one.rng
    accepted = next_workday(received + timedelta(days=rng.randint(40, 60)))
    resolution = one.resolve(
        f"{year}年度红利使用方案", rest * 2, date(year + 1, 1, 8), accepted + timedelta(days=4)
    )
    people = rng.sample(one.hardship, 3)
    help_each = min(rest // 10 // 3 // 100 * 100, 1500_00)
    party = rest * rng.randint(10, 18) // 100 // 100 * 100
    office = rest * rng.randint(15, 25) // 100 // 100 * 100
    welfare = rest - help_each * 3 - party - office
    firm = one.firm("施工", accepted)
    day = next_workday(received + timedelta(days=rng.randint(15, 25)))
    paid = next_workday(accepted + timedelta(days=2))
    works = rng.choice(("维修村内便民桥", "维修人畜饮水管道", "维修村内巷道"))
    _buy(one, name, year, day, "党员活动", "开展主题党日活动购买学习资料", party, "文印", resolution)
    _buy(one, name, year, day, "工作经费", "制作村务公开栏和档案柜", office, "五金", resolution)
    for person in people:
        aid(one, RED, year, day, person, "红利帮扶困难党员", help_each)
    one.pay(
        day, RED, "红利帮扶困难党员3人", help_each * 3, "public", category="困难帮扶", method="代发",
        counterparty="代发慰问金户", document_type="自制凭证", resolution_no=resolution,
    )  # fmt: skip
    _use(
        one,
        name,
        year,
        day,
        "困难帮扶",
        "红利帮扶困难党员3人",
        help_each * 3,
        "困难党员3人",
        resolution,
        "自制凭证",
    )
    number = one.number("XM", year + 1)
    one.add(
        "project", project_no=number, project_name=works, category="公益事业", funds=RED, budget=welfare,
        approved_amount=welfare, contract_no=f"HT{year + 1}-{number[-2:]}-{one.place.code[-3:]}", contract_amount=welfare,
        contractor=firm.name, contractor_uscc=firm.uscc, started_on=day, accepted_on=accepted, progress="1.0",
    )  # fmt: skip
    one.buy(
        paid, RED, f"{works}工程款", welfare, "public", firm, category="公益事业", project_no=number,
        resolution_no=resolution, bank_lag=rng.randint(0, 2),
    )  # fmt: skip
    _use(
        one,
        name,
        year,
        paid,
        "公益事业",
        f"{works}工程款",
        welfare,
        firm.name,
        resolution,
        "发票",
        accepted_on=accepted,
    )


def _buy(
    one: Village,
    name: str,
    year: int,
    day: date,
    category: str,
    summary: str,
    amount: int,
    trade: str,
    resolution: str,
) -> None:
    firm = one.firm(trade, day)
    one.buy(
        day, RED, summary, amount, "admin", firm, category=category, resolution_no=resolution,
        bank_lag=one.rng.randint(0, 2),
    )  # fmt: skip
    _use(one, name, year, day, category, summary, amount, firm.name, resolution, "发票")


def _use(
    one: Village, name: str, year: int, day: date, category: str, summary: str, amount: int, payee: str,
    resolution: str, document: str, **more: object,
) -> None:  # fmt: skip
    one.add(
        "dividend_use", cooperative=name, year=year, used_on=day, category=category, summary=summary, amount=amount,
        payee=payee, document_type=document, resolution_no=resolution, **more,
    )  # fmt: skip
