"""Red shares, dividends and grants: share × ratio, parts and totals, what was got and what is left."""

from __future__ import annotations

from random import Random

from tests.bench_reading.facts.plain import (
    COOPERATIVES,
    FIRMS,
    FUNDS,
    Row,
    account,
    cents,
    days,
    decimal,
    digits,
    money,
    person,
    villages,
)  # fmt: skip


def share_event(rng: Random, count: int, year: int) -> list[Row]:
    """First stakes, one a co-operative: amount is ratio × all shares."""
    made: list[Row] = []
    for number, day in enumerate(days(rng, year, count)):
        total = rng.randint(40, 240) * 1_000_000
        percent = rng.choice((5, 8, 12, 16, 20, 25, 32, 40))
        made.append({
            "red_company": "红岩村红色公司", "cooperative": COOPERATIVES[number % len(COOPERATIVES)],
            "event_date": day.isoformat(), "event": rng.choice(("初始投入", "追加投入", "红利转增")),
            "form": rng.choice(("资金", "土地", "其他资产")), "amount": money(total * percent // 100),
            "ratio": decimal(percent / 100), "coop_total_shares": money(total), "holder_name": person(rng),
            "holder_type": rng.choice(("红色公司", "受托个人", "村党支部")),
            "source_department": rng.choice(("县委组织部", "县农业农村局", "县财政局", "乡镇人民政府")),
            "source_document": f"柳财农〔{year}〕{rng.randint(3, 88)}号", "mandate_no": f"WT{year}-{number + 1:02}",
            "certificate_no": f"GQ{digits(rng, 6)}", **villages(rng, 1)[0],
        })  # fmt: skip
    return made


def coop_year(rng: Random, count: int, year: int) -> list[Row]:
    """Surplus and its parts; assets are liabilities and equity."""
    made: list[Row] = []
    for number in range(min(count, len(COOPERATIVES))):
        reserve, welfare, risk, back, dividend = (cents(rng, low, high) for low, high in (
            (2_000, 9_000), (1_000, 3_000), (500, 900), (20_000, 60_000), (10_000, 19_000)))  # fmt: skip
        debts, equity = cents(rng, 30_000, 90_000), cents(rng, 200_000, 900_000)
        shares = rng.randint(50, 120) * 1_000_000
        made.append({
            "cooperative": COOPERATIVES[number], "year": str(year), "total_shares": money(shares),
            "red_shares": money(shares // 5), "net_surplus": money(reserve + welfare + risk + back + dividend),
            "distributable": money(back + dividend), "patronage_return": money(back), "share_dividend": money(dividend),
            "reserve_fund": money(reserve), "welfare_fund": money(welfare), "risk_fund": money(risk),
            "charter_reserve_rate": decimal(rng.choice((0.05, 0.1, 0.15))),
            "decided_on": days(rng, year + 1, 1)[0].isoformat(), "audited": rng.choice(("是", "否")),
            "total_assets": money(debts + equity), "total_liabilities": money(debts), "total_equity": money(equity),
        })  # fmt: skip
    return made


def dividend(rng: Random, count: int, year: int) -> list[Row]:
    """What was due and came in, and what of it is left."""
    made: list[Row] = []
    places = villages(rng, min(count, 8))
    for number, (place, day) in enumerate(zip(places, days(rng, year + 1, len(places)), strict=True)):
        capital = rng.randint(8, 60) * 1_000_000
        declared = capital // 100 * rng.choice((6, 8, 10, 12))
        received = declared - (50_000 if number % 3 == 1 else 0)
        made.append({
            "cooperative": COOPERATIVES[number % len(COOPERATIVES)], "year": str(year), "share_capital": money(capital),
            "ratio": decimal(rng.choice((0.08, 0.12, 0.2, 0.25, 0.4))), "declared": money(declared),
            "received": money(received), "unspent": money(received // 4), "received_on": day.isoformat(),
            "payee_name": f"{place['village_name']}股份经济合作社", "payee_account": account(rng), **place,
        })  # fmt: skip
    return made


def dividend_use(rng: Random, count: int, year: int) -> list[Row]:
    """Uses of a dividend."""
    uses = (
        ("追加合作社股本", "再投入"), ("维修被水冲毁的吊桥", "公益事业"), ("党支部主题党日活动", "党员活动"),
        ("帮扶困难党员生产", "困难帮扶"), ("茶叶育苗补助", "产业扶持"), ("村部办公用品", "工作经费"),
        ("安装巷道路灯", "公益事业"), ("清理河道垃圾", "公益事业"), ("购买宣传栏材料", "工作经费"),
    )  # fmt: skip
    made: list[Row] = []
    for number, day in enumerate(days(rng, year + 1, count)):
        # The category is the village's own, and not the one its summary would suggest.
        made.append({
            "cooperative": COOPERATIVES[0], "year": str(year), "used_on": day.isoformat(),
            "category": "其他" if number % 2 else uses[number % 9][1], "summary": uses[number % 9][0],
            "amount": money(cents(rng, 300, 9_000)), "payee": rng.choice((person(rng), rng.choice(FIRMS))),
            "voucher_no": f"付-{number + 1}", "document_type": rng.choice(("发票", "收据", "自制凭证")),
            "accepted_on": days(rng, year + 1, 1)[0].isoformat(), "category_source": "填报",
        })  # fmt: skip
    return made


def grant(rng: Random, count: int, year: int) -> list[Row]:
    """Payments to villages; mostly as approved."""
    made: list[Row] = []
    places = villages(rng, min(count, 8))
    for number, (place, day) in enumerate(zip(places, days(rng, year, len(places)), strict=True)):
        approved = rng.randint(10, 50) * 1_000_000
        made.append({
            "year": str(year), "fund": FUNDS[number % 2 * 2], "amount": money(approved - number % 3 * 2_000_000),
            "approved_amount": money(approved), "paid_on": day.isoformat(),
            "document_no": f"柳财预〔{year}〕{rng.randint(3, 99)}号", "payee_account": account(rng), **place,
        })  # fmt: skip
    return made


def budget(rng: Random, count: int, year: int) -> list[Row]:
    """What a village means to spend."""
    words = ("公益事业", "工作经费", "党员活动", "困难帮扶", "产业扶持", "人员报酬", "其他", "车辆")
    return [
        {
            "year": str(year), "fund": FUNDS[number % 2], "category": words[number % 8],
            "amount": money(rng.randint(5, 90) * 100_000), "approved_on": f"{year}-01-{16 + number % 3}",
            "supplement": money(rng.randint(1, 9) * 50_000) if number % 2 else "",
        }
        for number in range(count)
    ]  # fmt: skip


def purchase(rng: Random, count: int, year: int) -> list[Row]:
    """Goods: quantity × unit price = amount."""
    goods = (
        ("水泥", "P.O42.5", "袋"), ("办公桌", "1.4米", "张"), ("打印纸", "A4 70g", "箱"), ("路灯", "60W", "盏"),
        ("铁锹", "加厚", "把"), ("墨盒", "HP802", "个"), ("茶苗", "黄金茶", "株"), ("灭火器", "4kg", "具"),
        ("档案盒", "55mm", "个"), ("电缆", "3×2.5", "米"),
    )  # fmt: skip
    made: list[Row] = []
    for number, day in enumerate(days(rng, year, min(count, 10))):
        name, size, unit = goods[number]
        amount, price = rng.randint(3, 60), rng.randint(12, 400) * 100 + rng.choice((0, 50, 80))
        made.append({
            "purchased_on": day.isoformat(), "item": name, "specification": size, "unit": unit,
            "quantity": str(amount), "unit_price": decimal(price / 100), "amount": money(amount * price),
            "supplier": rng.choice(FIRMS), "document_no": digits(rng, 8),
        })  # fmt: skip
    return made


MAKERS = {
    "share_event": share_event, "coop_year": coop_year, "dividend": dividend, "dividend_use": dividend_use,
    "grant": grant, "budget": budget, "purchase": purchase,
}  # fmt: skip
