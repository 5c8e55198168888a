"""Flaws in invoices (INV01–INV06)."""

from __future__ import annotations

from pipeline.demo import draw
from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.registry import HARD, MIDDLING, flaw
from pipeline.demo.places import Firm
from pipeline.demo.village import COLLECTIVE, Movement
from pipeline.demo.window import day_in


def _without_invoice(paid: Movement, kind: str | None, number: str | None = None) -> None:
    paid.facts |= {"document_type": kind, "document_no": number, "document_amount": None}


@flaw("INV01", "白条报销两千多元")
def informal_slip(desk: Desk) -> None:
    amount = draw.money(desk.rng, 1_900, 4_300)
    _without_invoice(desk.buy(desk.day(), "购买村部门窗", amount), "白条")
    desk.say("", amount)


@flaw("INV01", "票据类型空白，一千零二十元", HARD)
def no_document_at_all(desk: Desk) -> None:
    _without_invoice(desk.buy(desk.day(), "购买公示栏玻璃", 1_020_00), None)
    desk.say("", 1_020_00)


@flaw("INV01", "白条九百九十元", HARD, decoy=True)
def small_slip(desk: Desk) -> None:
    _without_invoice(desk.buy(desk.day(), "购买村部门锁", 990_00), "白条")


@flaw("INV01", "向农户收购，自制凭证有领款人", MIDDLING, decoy=True)
def bought_from_farmers(desk: Desk) -> None:
    person = desk.person()
    paid = desk.buy(
        desk.day(),
        "向农户收购玉米",
        3_600_00,
        Firm(person.name, person.account, ""),
        category="产业扶持",
        method="代发",
    )
    _without_invoice(paid, "自制凭证")


@flaw("INV02", "用往来收据报销费用", also=("INV01",))
def receipt_for_cost(desk: Desk) -> None:
    amount = draw.money(desk.rng, 1_200, 4_200)
    _without_invoice(desk.buy(desk.day(), "支付村部装修设计费", amount), "往来收据", draw.digits(desk.rng, 8))
    desk.say("", amount)


@flaw("INV02", "退还投标保证金，开往来收据", MIDDLING, decoy=True, area="collective income")
def deposit_returned(desk: Desk) -> None:
    firm, day = desk.firm(), day_in(desk.month(), 4)
    desk.one.receive(
        day, COLLECTIVE, "收到机动地承包投标保证金", 2_000_00, "other", counterparty=firm.name, method="转账",
        document_type=desk.one.style["receipt"], receipted=True,
    )  # fmt: skip
    paid = desk.buy(
        desk.after(day, 16), "退还机动地承包投标保证金", 2_000_00, firm, category="其他", contra="other"
    )
    _without_invoice(paid, "往来收据", draw.digits(desk.rng, 8))


@flaw("INV03", "同一张发票报销两次", also=("INV04", "INV06"))
def invoice_twice(desk: Desk) -> None:
    firm, day, amount = desk.firm(), desk.day(1, 7), draw.money(desk.rng, 700, 2_300)
    first = desk.buy(day, "购买广播线材", amount, firm)
    second = desk.buy(desk.after(day, 46), "购买广播设备", amount, firm)
    second.facts["document_no"] = first.facts["document_no"]
    desk.say("", amount)


@flaw("INV03", "同一张发票在两个村报销", MIDDLING, villages=2, also=("INV04", "INV06"))
def invoice_in_two_villages(desk: Desk) -> None:
    firm, amount = desk.firm(rng=desk.shared), draw.money(desk.shared, 700, 2_300)
    day = day_in(desk.month(rng=desk.shared), 6 + 9 * desk.role)
    number = draw.invoice(desk.shared, day.replace(day=1))
    desk.buy(day, "购买节水灌溉配件", amount, firm, document_no=number)
    desk.say("", amount)


@flaw("INV03", "号码前面写了 No. 和空格", HARD, also=("INV04", "INV06"))
def invoice_written_differently(desk: Desk) -> None:
    firm, day = desk.firm(), desk.day(1, 7)
    first = desk.buy(day, "购买广播线材", 1_260_00, firm)
    second = desk.buy(desk.after(day, 40), "购买广播设备", 1_260_00, firm)
    number = first.facts["document_no"]
    second.facts["document_no"] = f"№ {number[:10]} {number[10:]}"
    desk.say("", 1_260_00)


@flaw("INV03", "一张发票分两次付，合计等于票面", HARD, decoy=True)
def invoice_in_instalments(desk: Desk) -> None:
    firm, day = desk.firm(), desk.day(1, 7)
    first = desk.buy(day, "购买锅炉首付款", 2_000_00, firm)
    second = desk.buy(desk.after(day, 45), "购买锅炉尾款", 2_200_00, firm)
    second.facts["document_no"] = first.facts["document_no"]
    first.facts["document_amount"] = second.facts["document_amount"] = 4_200_00


@flaw("INV03", "号码相近的两张发票", MIDDLING, decoy=True)
def invoices_alike(desk: Desk) -> None:
    firm, day = desk.firm(), desk.day(1, 7)
    first = desk.buy(day, "购买广播线材", 1_100_00, firm)
    second = desk.buy(desk.after(day, 45), "购买广播设备", 1_350_00, firm)
    number = first.facts["document_no"]
    second.facts["document_no"] = number[:-4] + str((int(number[-4:]) + 4321) % 10_000).zfill(4)


@flaw("INV04", "同一收款人同样金额，十天内付了两次", also=("PAY06",))
def paid_twice(desk: Desk) -> None:
    firm, day, amount = desk.firm(), desk.day_before(8, most=10), draw.money(desk.rng, 900, 2_300)
    desk.buy(day, "支付水渠闸门维修费", amount, firm)
    desk.buy(desk.after(day, 8), "支付水渠闸门维修费", amount, firm)
    desk.say("", amount)


@flaw("INV04", "每月同样的设备租金", MIDDLING, decoy=True)
def monthly_rent(desk: Desk) -> None:
    firm = desk.firm("设备租赁有限公司")
    for month in desk.one.window.months():
        desk.buy(day_in(month, 9), f"支付{month.month}月打印机租金", 620_00, firm)


@flaw("INV04", "同样金额，两个不同的收款人", HARD, decoy=True)
def same_amount_two_payees(desk: Desk) -> None:
    day = desk.day()
    desk.buy(day, "购买消防器材", 1_680_00)
    desk.buy(desk.after(day, 5), "购买消防沙箱", 1_680_00)


@flaw("INV05", "同一供应商三个村的发票连号", villages=3)
def invoices_in_a_row(desk: Desk) -> None:
    firm, month = desk.firm(rng=desk.shared), desk.month(rng=desk.shared)
    number = int(draw.invoice(desk.shared, month)) // 10 * 10
    amount = draw.money(desk.rng, 1_200, 4_200)
    desk.buy(
        day_in(month, 5 + 6 * desk.role),
        "购买宣传用品",
        amount,
        firm,
        document_no=str(number + 1 + desk.role),
    )
    desk.say("")


@flaw("INV05", "同一供应商三个村的发票号相差很远", decoy=True, villages=3)
def invoices_apart(desk: Desk) -> None:
    firm, month = desk.firm(rng=desk.shared), desk.month(rng=desk.shared)
    desk.buy(day_in(month, 5 + 6 * desk.role), "购买宣传用品", draw.money(desk.rng, 1_200, 4_200), firm)


@flaw("INV06", "付款比票面多")
def paid_more_than_invoiced(desk: Desk) -> None:
    amount = draw.money(desk.rng, 1_500, 4_200)
    paid = desk.buy(desk.day(), "支付会议室音响款", amount)
    paid.facts["document_amount"] = amount - 180_00
    desk.say("", 180_00)


@flaw("INV06", "付款比票面少", decoy=True)
def paid_less_than_invoiced(desk: Desk) -> None:
    amount = draw.money(desk.rng, 1_500, 4_200)
    paid = desk.buy(desk.day(), "支付会议室音响款", amount)
    paid.facts["document_amount"] = amount + 90_00
