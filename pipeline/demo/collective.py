"""Plan the collective's own money: rents and fees coming in, upkeep and labour going out, a small cash box."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline.demo import draw
from pipeline.demo.goods import basket
from pipeline.demo.village import COLLECTIVE, Village
from pipeline.demo.window import day_in, next_workday

_FEES = ("机动地承包费", "林地承包费", "鱼塘承包费", "晒场租赁费")
_JOBS = (
    ("租用挖掘机清淤渠道", "机械"),
    ("租用装载机清运垃圾", "机械"),
    ("维修村内路灯", "五金"),
    ("补植村道行道树", "绿化"),
)
_PETTY = ("购买垃圾袋", "复印村民代表会议材料", "购买水管接头", "购买门锁", "修理扩音喇叭", "购买消毒液")


def plan(one: Village) -> None:
    """Plan every month of the window."""
    tenants = one.rng.sample(one.workers, 7)
    for year in one.window.years:
        _rents(one, year, tenants)
    shop = one.firm("农资", one.window.first)
    yearly = draw.money(one.rng, 9_000, 70_000)
    for month in one.window.months():
        if month.month in (1, 7):
            _upkeep_plan(one, month)
        if month.month % 3 == 2:
            amount = yearly // 4 // 100 * 100
            _income(
                one, day_in(month, one.rng.randint(5, 20)), f"收到{month.year}年门面房租金", amount, shop.name
            )
        if month.month % 3 == 0:
            _interest(one, month)
        _upkeep(one, month)
        _cleaning(one, month)
        if month.month % 2 == 1:
            _petty_cash(one, month)


def _income(one: Village, day: date, summary: str, amount: int, payer: str) -> None:
    one.receive(
        day, COLLECTIVE, summary, amount, "operating", counterparty=payer, method="转账",
        document_type=one.style["receipt"], receipted=True, bank_lag=-one.rng.randint(0, 2),
    )  # fmt: skip


def _rents(one: Village, year: int, tenants: list[draw.Person]) -> None:
    for tenant in tenants:
        fee = one.rng.choice(_FEES)
        day = day_in(date(year, one.rng.randint(1, 4), 1), one.rng.randint(4, 26))
        _income(
            one, day, f"收到{tenant.name}交{year}年{fee}", draw.money(one.rng, 1_800, 26_000), tenant.name
        )


def _interest(one: Village, month: date) -> None:
    for fund in one.accounts:
        one.receive(
            month.replace(day=21), fund, f"{month.month}月银行存款结息", draw.money(one.rng, 8, 160), "other",
            method="其他", document_type="自制凭证", counterparty="农村商业银行",
        )  # fmt: skip


def _upkeep_plan(one: Village, half: date) -> None:
    """Have the half-year's upkeep decided before it begins, and its result published after it ends."""
    done = min(half.replace(month=half.month + 5, day=28), one.window.last)
    begun = next_workday(half - timedelta(days=one.rng.randint(44, 52)))
    name = "上半年" if half.month == 1 else "下半年"
    one.style["upkeep"] = one.resolve(f"{half.year}年{name}村级公益设施日常维护计划", 60_000_00, begun, done)


def _upkeep(one: Village, month: date) -> None:
    """Buy materials and services, each below what needs a contract, within the plan of the half-year."""
    rng, plan_no = one.rng, one.style["upkeep"]
    day = day_in(month, rng.randint(2, 26))
    basket(
        one,
        day,
        COLLECTIVE,
        rng.choice(("建材", "五金", "农资", "绿化")),
        "公益事业",
        "public",
        440,
        4400,
        resolution_no=plan_no,
    )
    for job, trade in rng.sample(_JOBS, rng.randint(1, 2)):
        day, amount = day_in(month, rng.randint(2, 26)), draw.money(rng, 440, 4400)
        one.buy(
            day, COLLECTIVE, f"{job}费用", amount, "public", one.firm(trade, day), category="公益事业",
            bank_lag=rng.randint(0, 3), resolution_no=plan_no,
        )  # fmt: skip
    amount = draw.money(rng, 90, 900)
    one.buy(
        day_in(month, 8), COLLECTIVE, f"支付{month.month}月路灯电费", amount, "public", one.county.firms["公用"][0],
        category="公益事业", bank_lag=rng.randint(0, 2), resolution_no=plan_no,
    )  # fmt: skip


def _cleaning(one: Village, month: date) -> None:
    """Pay the villagers who keep the roads clean, and those who worked on the canals."""
    rng, day = one.rng, day_in(month, 25)
    crew = one.workers[: 3 + one.place.ordinal % 4]
    for person in crew:
        _labour(
            one,
            day,
            f"支付{month.month}月保洁员劳务费",
            600_00 + 100_00 * (len(person.name) % 2),
            person,
            f"保洁{month:%Y%m}",
        )
    if month.month in (3, 4, 5, 10):
        for person in rng.sample(one.workers[7:], 3):
            _labour(
                one,
                day,
                f"支付{month.month}月清渠误工费",
                rng.randint(2, 7) * 120_00,
                person,
                f"清渠{month:%Y%m}",
            )


def _labour(one: Village, day: date, summary: str, amount: int, person: draw.Person, mark: str) -> None:
    one.pay(
        day, COLLECTIVE, summary, amount, "public", category="人员报酬", method="代发", document_type="自制凭证",
        counterparty=person.name, counterparty_account=person.account, together=mark, one_line=mark,
    )  # fmt: skip


def _petty_cash(one: Village, month: date) -> None:
    """Fetch a little cash, spend it within the month; bank what little cash comes in the next workday."""
    rng = one.rng
    amounts = [draw.money(rng, 48, 480) for _ in range(rng.randint(2, 4))]
    fetched = -(-sum(amounts) // 100_00) * 100_00
    day = day_in(month, rng.randint(2, 6))
    one.pay(
        day, COLLECTIVE, "提取备用金", fetched, "cash", method="现金", document_type="自制凭证", cash_leg=-1,
        counterparty="库存现金", category="其他",
    )  # fmt: skip
    for amount in amounts:
        day = next_workday(day + timedelta(days=rng.randint(1, 5)))
        firm = one.firm("五金", day)
        one.buy(
            day, COLLECTIVE, rng.choice(_PETTY), amount, "public", firm, category="工作经费", method="现金",
            counterparty_account=None, in_cash=True,
        )  # fmt: skip
    if month.month in (5, 9):
        day, amount = day_in(month, 16), draw.money(rng, 120, 900)
        one.receive(
            day, COLLECTIVE, "收到废旧物资变卖款", amount, "other", counterparty=rng.choice(one.workers).name,
            method="现金", document_type=one.style["receipt"], receipted=True, in_cash=True,
        )  # fmt: skip
        one.receive(
            next_workday(day + timedelta(days=1)), COLLECTIVE, "现金存入银行", amount, "cash", method="现金",
            document_type="自制凭证", counterparty="库存现金", cash_leg=1,
        )  # fmt: skip
