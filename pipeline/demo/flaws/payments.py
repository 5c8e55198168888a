"""Flaws in how money is paid (PAY)."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline.demo import draw
from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.registry import HARD, MIDDLING, flaw
from pipeline.demo.places import Firm
from pipeline.demo.village import COLLECTIVE, OFFICE
from pipeline.demo.window import day_in

# the eve of the Spring Festival
_EVES = {2023: date(2023, 1, 21), 2024: date(2024, 2, 9), 2025: date(2025, 1, 28)}
_MID_AUTUMN = {2023: date(2023, 9, 29), 2024: date(2024, 9, 17), 2025: date(2025, 10, 6)}
_DRAGON_BOAT = {2023: date(2023, 6, 22), 2024: date(2024, 6, 10), 2025: date(2025, 5, 31)}


@flaw("PAY01", "用现金付三千多元维修费")
def large_cash(desk: Desk) -> None:
    amount = draw.money(desk.rng, 2_600, 4_300)
    desk.cash(desk.day(), "支付村部屋顶维修费", amount)
    desk.say("村部屋顶维修", amount)


@flaw("PAY01", "用现金付一千零六十元", HARD)
def cash_just_above(desk: Desk) -> None:
    desk.cash(desk.day(), "购买村部窗帘", 1_060_00)
    desk.say("村部窗帘", 1_060_00)


@flaw("PAY01", "用现金付一千元整", HARD, decoy=True)
def cash_at_the_line(desk: Desk) -> None:
    desk.cash(desk.day(), "购买会议室座椅", 1_000_00)


@flaw("PAY01", "用现金发三千元误工费", decoy=True)
def cash_wages(desk: Desk) -> None:
    person = desk.person()
    paid = desk.cash(desk.day(), "支付清渠误工费", 3_000_00, document_type="自制凭证", category="人员报酬")
    paid.facts |= {"counterparty": person.name, "document_no": None, "document_amount": None}


@flaw("PAY01", "用现金向农户收购土豆", MIDDLING, decoy=True)
def cash_harvest(desk: Desk) -> None:
    person = desk.person()
    paid = desk.cash(desk.day(), "向农户收购土豆", 2_800_00, document_type="自制凭证", category="产业扶持")
    paid.facts |= {"counterparty": person.name, "document_no": None, "document_amount": None}


@flaw("PAY02", "现金收入没有存银行，直接付了出去", area="cashbox")
def spent_from_receipts(desk: Desk) -> None:
    one, month = desk.one, desk.month()
    while month.month % 2 == 1:  # a month in which the cash box is empty
        month = desk.month()
    day, amount = day_in(month, 9), draw.money(desk.rng, 420, 880)
    one.receive(
        day, COLLECTIVE, "收到废旧电线变卖款", amount, "other", counterparty=desk.person().name, method="现金",
        document_type=one.style["receipt"], receipted=True, in_cash=True,
    )  # fmt: skip
    desk.buy(
        desk.after(day, 2), "购买水泵配件", amount, method="现金", counterparty_account=None, in_cash=True
    )
    desk.say("")


@flaw("PAY02", "现金收入次日存银行，付款另提现金", decoy=True)
def receipts_banked(desk: Desk) -> None:
    one, day = desk.one, desk.day()
    one.receive(
        day, COLLECTIVE, "收到废旧电线变卖款", 640_00, "other", counterparty=desk.person().name, method="现金",
        document_type=one.style["receipt"], receipted=True, in_cash=True,
    )  # fmt: skip
    one.receive(
        desk.after(day, 1), COLLECTIVE, "现金存入银行", 640_00, "cash", method="现金", document_type="自制凭证",
        counterparty="库存现金", cash_leg=1,
    )  # fmt: skip
    desk.cash(desk.after(day, 3), "购买水泵配件", 640_00)


@flaw("PAY03", "提现两万元放了两周才存回去", area="cashbox")
def much_cash_kept(desk: Desk) -> None:
    day = day_in(desk.month(), 8)
    _fetch(desk, day, 20_000_00)
    _bank(desk, desk.after(day, 14), 20_000_00)
    desk.say("")


@flaw("PAY03", "提现八千元，第二天存回去", MIDDLING, decoy=True)
def much_cash_for_a_day(desk: Desk) -> None:
    day = day_in(desk.month(), 8)
    _fetch(desk, day, 8_000_00)
    _bank(desk, desk.after(day, 1), 8_000_00)


def _fetch(desk: Desk, day: date, amount: int) -> None:
    desk.one.pay(
        day, COLLECTIVE, "提取备用金", amount, "cash", method="现金", document_type="自制凭证", cash_leg=-1,
        counterparty="库存现金", category="其他",
    )  # fmt: skip


def _bank(desk: Desk, day: date, amount: int) -> None:
    desk.one.receive(
        day, COLLECTIVE, "现金存入银行", amount, "cash", method="现金", document_type="自制凭证",
        counterparty="库存现金", cash_leg=1,
    )  # fmt: skip


@flaw("PAY04", "两万四千元转到报账员个人账户", also=("PAY09", "INV01", "INV07", "PAY10", "PRC07"))
def to_the_bookkeeper(desk: Desk) -> None:
    person = desk.one.with_post("报账员")
    desk.one.pay(
        desk.day(), COLLECTIVE, "往来款", 24_000_00, "other", counterparty=person.name, method="转账",
        counterparty_account=person.account, document_type="自制凭证", category="其他",
    )  # fmt: skip
    desk.say("", 24_000_00)


@flaw("PAY04", "给报账员备用金三千元，二十天后交回", HARD, decoy=True)
def advance_returned(desk: Desk) -> None:
    person, day = desk.one.with_post("报账员"), day_in(desk.month(), 4)
    desk.one.pay(
        day, COLLECTIVE, "预借备用金", 3_000_00, "other", counterparty=person.name, method="转账",
        counterparty_account=person.account, document_type="自制凭证", category="其他",
    )  # fmt: skip
    desk.one.receive(
        desk.after(day, 20), COLLECTIVE, "交回备用金", 3_000_00, "other", counterparty=person.name, method="转账",
        document_type=desk.one.style["receipt"], receipted=True,
    )  # fmt: skip


@flaw("PAY05", "同一收款人六十天内两笔四千八九百元")
def twice_just_below(desk: Desk) -> None:
    firm, day = desk.firm(), desk.day(1, 7)
    desk.buy(day, "购买会议音响设备", 4_880_00, firm)
    desk.buy(desk.after(day, 48), "购买投影幕布", 4_760_00, firm)
    desk.say("", 4_880_00 + 4_760_00)


@flaw("PAY05", "一笔四千九百元", decoy=True)
def once_just_below(desk: Desk) -> None:
    desk.buy(desk.day(), "购买会议音响设备", 4_900_00)


@flaw("PAY05", "同一收款人两笔四千四百元", HARD, decoy=True)
def twice_below_the_band(desk: Desk) -> None:
    firm, day = desk.firm(), desk.day(1, 7)
    desk.buy(day, "购买会议音响设备", 4_430_00, firm)
    desk.buy(desk.after(day, 48), "购买投影幕布", 4_400_00, firm)


@flaw("PAY06", "三天内分两笔付给同一单位", also=("PAY05",))
def split_in_two(desk: Desk) -> None:
    firm, day = desk.firm(), desk.day()
    first, second = draw.money(desk.rng, 2_900, 4_300), draw.money(desk.rng, 2_900, 4_300)
    desk.buy(day, "购买文化室桌椅", first, firm)
    desk.buy(desk.after(day, 2), "购买文化室书架", second, firm)
    desk.say("", first + second)


@flaw("PAY06", "同一事由二十五天内分三笔", MIDDLING, also=("PAY05",))
def split_in_three(desk: Desk) -> None:
    firm, day = desk.firm(), day_in(desk.month(), 4)
    amounts = [draw.money(desk.rng, 1_900, 2_700) for _ in range(3)]
    for number, amount in enumerate(amounts):
        desk.buy(desk.after(day, 11 * number), "支付文化墙制作费", amount, firm)
    desk.say("", sum(amounts))


@flaw("PAY06", "收款单位的名称写成两种样子", HARD, also=("PAY05",))
def split_under_two_names(desk: Desk) -> None:
    firm, day = desk.firm("广告装饰有限公司"), desk.day()
    other = Firm(firm.name.replace("有限公司", ""), firm.account, firm.uscc)
    first, second = draw.money(desk.rng, 2_900, 4_300), draw.money(desk.rng, 2_900, 4_300)
    desk.buy(day, "制作党建宣传栏", first, firm)
    desk.buy(desk.after(day, 4), "制作村规民约展板", second, other)
    desk.say("", first + second)


@flaw("PAY06", "三天内两笔，合计四千八百元", HARD, decoy=True)
def two_small_ones(desk: Desk) -> None:
    firm, day = desk.firm(), desk.day()
    desk.buy(day, "购买文化室桌椅", 2_300_00, firm)
    desk.buy(desk.after(day, 2), "购买文化室书架", 2_490_00, firm)


@flaw("PAY06", "相隔十五天，两件不同的事", MIDDLING, decoy=True)
def two_different_things(desk: Desk) -> None:
    firm, day = desk.firm(), day_in(desk.month(), 5)
    desk.buy(day, "购买防汛编织袋", 3_200_00, firm)
    desk.buy(desk.after(day, 15), "维修村部空调", 3_400_00, firm)


@flaw("PAY06", "两个不同的供应商各一笔", decoy=True)
def two_suppliers(desk: Desk) -> None:
    day = desk.day()
    desk.buy(day, "购买文化室桌椅", 3_700_00)
    desk.buy(desk.after(day, 1), "购买文化室桌椅", 3_900_00)


@flaw("PAY07", "正月初二转账一万二千元", also=("PAY10", "PRC07"))
def paid_at_new_year(desk: Desk) -> None:
    year = desk.rng.choice([y for y in desk.one.window.years if y in _EVES])
    desk.buy(_EVES[year] + timedelta(days=2), "支付村部设备款", 12_000_00)
    desk.say("", 12_000_00)


@flaw("PAY07", "正月初三转账九千元", HARD, decoy=True)
def less_paid_at_new_year(desk: Desk) -> None:
    year = desk.rng.choice([y for y in desk.one.window.years if y in _EVES])
    desk.buy(_EVES[year] + timedelta(days=3), "支付村部设备款", 8_900_00)


@flaw("PAY09", "供应商的账号是委员的工资卡", also=("PAY04",))
def account_of_an_officer(desk: Desk) -> None:
    person, amount = desk.one.with_post("委员"), draw.money(desk.rng, 1_500, 4_200)
    firm = desk.firm()
    desk.buy(desk.day(), "购买会议桌牌", amount, Firm(firm.name, person.account, firm.uscc))
    desk.say("")


@flaw("PAY09", "收款人是副书记的配偶", MIDDLING, also=("PAY04", "INV07"))
def paid_a_relative(desk: Desk) -> None:
    row = next(r for r in desk.one.tables["official"] if r["post"] == "副书记")
    name = row["relatives"].split("、")[0].removeprefix("配偶：")
    amount = draw.money(desk.rng, 1_500, 4_200)
    desk.buy(desk.day(), "租用场地费", amount, Firm(name, draw.account(desk.rng), ""))
    desk.say("", amount)


@flaw("PAY09", "干部按名单领取补贴", decoy=True)
def officer_paid_by_roll(desk: Desk) -> None:
    officer, day = desk.one.officers[3], desk.day()
    desk.one.add(
        "allowance", year=day.year, month=day.month, name=officer.person.name, id_no=officer.person.id_no,
        post=officer.post, item="防汛值班补贴", days=3, amount=300_00, payee_account=officer.person.account, paid_on=day,
    )  # fmt: skip
    desk.one.pay(
        day, OFFICE, "发放防汛值班补贴", 300_00, "wages", counterparty=officer.person.name, method="代发",
        counterparty_account=officer.person.account, document_type="自制凭证", category="人员报酬",
    )  # fmt: skip


@flaw("PAY10", "首次往来就付两万六千元，没有合同", also=("PRC07",))
def large_once(desk: Desk) -> None:
    desk.buy(desk.day(), "购买村史馆设备", 26_000_00)
    desk.say("", 26_000_00)


@flaw("PAY10", "首次往来付一万九千元", HARD, decoy=True, also=("PRC07",))
def not_so_large_once(desk: Desk) -> None:
    desk.buy(desk.day(), "购买村史馆设备", 19_000_00)
