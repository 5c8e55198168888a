"""Decoys of shares, rolls, documents and payments: in good order, at the edge of what rules forbid."""

from __future__ import annotations

from datetime import timedelta

from pipeline.demo import draw
from pipeline.demo.flaws.cooperatives import enough_returned
from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.distributions import a_loss
from pipeline.demo.flaws.dividends import move, resize
from pipeline.demo.flaws.hardship import give_help
from pipeline.demo.flaws.registry import HARD, MIDDLING, RED_COMPANY, flaw
from pipeline.demo.flaws.rolls import allowances_of, enrol, pay_more
from pipeline.demo.places import Firm
from pipeline.demo.village import OFFICE
from pipeline.demo.window import day_in

# ── 红色股份 ──────────────────────────────────────────────────────────


@flaw("CP01", "亏损年度没有提取", MIDDLING, decoy=True, needs=RED_COMPANY)
def nothing_set_aside_of_a_loss(desk: Desk) -> None:
    a_loss(desk)


@flaw("DR05", "决议后第三十天到账", HARD, decoy=True, needs=RED_COMPANY)
def received_on_the_last_day(desk: Desk) -> None:
    one_round = desk.stake().rounds[0]
    one_round.surplus["decided_on"] = one_round.dividend["received_on"] - timedelta(days=30)


@flaw("DR06", "收款户名带有括号", MIDDLING, decoy=True, needs=RED_COMPANY)
def payee_in_brackets(desk: Desk) -> None:
    desk.stake().rounds[0].dividend["payee_name"] += "（基本户）"


@flaw("DR07", "股金分红正好四成", HARD, decoy=True, needs=RED_COMPANY)
def exactly_the_limit(desk: Desk) -> None:
    enough_returned(desk)


@flaw("DU03", "一年之内还有五百元没用完", HARD, decoy=True, needs=RED_COMPANY)
def not_yet_all_used(desk: Desk) -> None:
    one_round = desk.stake().rounds[-1]
    resize(desk, one_round, "公益事业", one_round.uses["公益事业"]["amount"] - 500_00)
    one_round.dividend["unspent"] = None


@flaw("DU04", "帮扶困难党员和科技示范户", MIDDLING, decoy=True, needs=RED_COMPANY)
def helped_model_households(desk: Desk) -> None:
    desk.stake().rounds[0].uses["困难帮扶"]["summary"] = "帮扶困难党员及科技示范户"


@flaw("DU06", "一名困难党员领取四千九百元", MIDDLING, decoy=True, needs=RED_COMPANY)
def one_gets_nearly_the_limit(desk: Desk) -> None:
    one_round = desk.stake(yields=(0.0975,)).rounds[0]
    row = one_round.listed[0]
    move(desk, one_round, "公益事业", "困难帮扶", 4_900_00 - row["amount"])
    row["amount"] = 4_900_00


@flaw("RC03", "来源文件里有“质押”二字", MIDDLING, decoy=True, needs=RED_COMPANY)
def a_word_in_a_document(desk: Desk) -> None:
    desk.stake().events[0]["source_document"] = "解除质押通知〔2020〕3号"


@flaw("RC06", "来源写作自有资金", MIDDLING, decoy=True, needs=RED_COMPANY)
def own_money(desk: Desk) -> None:
    desk.stake().events[1]["source_department"] = "自有资金"


# ── 名册 ──────────────────────────────────────────────────────────────


@flaw("CAD02", "主任的补贴正好一点五倍", HARD, decoy=True, area="payroll", also=("CAD01",))
def exactly_the_floor(desk: Desk) -> None:
    year = desk.one.window.first.year
    floor = -(-desk.one.county.income[year - 1] * 3 // 2 // 12 // 100) * 100
    for row in allowances_of(desk, "村委会主任", year):
        pay_more(desk, row, floor + 100 - row["amount"])


@flaw("CAD03", "离任后补发在任月份的补贴", HARD, decoy=True)
def paid_afterwards(desk: Desk) -> None:
    person, day = desk.person(), day_in(desk.month(6, 10), 24)
    enrol(desk, person, until=day - timedelta(days=70))
    earlier = day - timedelta(days=95)
    desk.one.add(
        "allowance", year=earlier.year, month=earlier.month, name=person.name, id_no=person.id_no, post="治保主任",
        item="误工补贴", days=6, amount=600_00, payee_account=person.account, paid_on=day,
    )  # fmt: skip
    desk.one.pay(
        day, OFFICE, "补发治保主任误工补贴", 600_00, "wages", counterparty=person.name, method="代发",
        counterparty_account=person.account, document_type="自制凭证", category="人员报酬",
    )  # fmt: skip


@flaw("CARE03", "受助人与委员同名，身份证号不同，在困难党员台账", HARD, decoy=True)
def helped_a_namesake(desk: Desk) -> None:
    officer = desk.one.with_post("委员")
    person = draw.Person(officer.name, draw.id_number(desk.rng), draw.account(desk.rng), "")
    desk.one.add(
        "hardship_register", name=person.name, id_no=person.id_no, category="因病致困",
        registered_on=desk.one.window.first - timedelta(days=200),
    )  # fmt: skip
    give_help(desk, person, desk.day(2, 5), 500_00)


@flaw("PAY09", "收款人与委员同姓不同名", MIDDLING, decoy=True)
def only_the_family_name(desk: Desk) -> None:
    officer, person = desk.one.with_post("委员"), desk.person()
    name = officer.name[0] + person.name[1:]
    desk.one.pay(
        desk.day(), OFFICE, "支付档案整理劳务费", 700_00, "admin", counterparty=name, method="代发",
        counterparty_account=person.account, document_type="自制凭证", category="人员报酬",
    )  # fmt: skip


# ── 票据与付款 ────────────────────────────────────────────────────────


@flaw("INV03", "两个开票人的八位号码碰巧相同", HARD, decoy=True)
def short_numbers_alike(desk: Desk) -> None:
    day = desk.day(1, 7)
    for number, what in enumerate(("购买监控探头", "购买监控支架")):
        desk.buy(desk.after(day, 40 * number), what, 1_120_00 + 95_00 * number, document_no="20817733")


@flaw("INV03", "一张发票分两行登记，合计等于票面", MIDDLING, decoy=True)
def invoice_in_two_lines(desk: Desk) -> None:
    firm, day, mark = desk.firm(), desk.day(1, 7), f"分行{desk.rng.randint(100, 999)}"
    first = desk.buy(day, "购买监控设备", 1_300_00, firm, together=mark, one_line=mark)
    second = desk.buy(day, "购买监控硬盘", 900_00, firm, together=mark, one_line=mark)
    second.facts["document_no"] = first.facts["document_no"]
    first.facts["document_amount"] = second.facts["document_amount"] = 2_200_00


@flaw("INV07", "九千九百元工程款付给个人", HARD, decoy=True, also=("PAY04", "INV01"))
def smaller_to_a_person(desk: Desk) -> None:
    person = desk.person()
    desk.buy(desk.day(), "支付村部围墙工程款", 9_900_00, Firm(person.name, person.account, ""))


@flaw("INV08", "领用当天就开始使用", HARD, decoy=True, area="receipts")
def used_on_the_day(desk: Desk) -> None:
    def reissue() -> None:
        book = desk.one.tables["receipt_book"][0]
        book["issued_on"] = book["issued_on"] + timedelta(days=9)

    desk.books.append(reissue)


@flaw("PAY11", "大额电费付给供电公司", MIDDLING, decoy=True, months=12, area="suppliers")
def much_power(desk: Desk) -> None:
    for month in desk.one.window.months(desk.one.window.first.year):
        desk.buy(
            day_in(month, 14), f"支付{month.month}月扬水站电费", 9_500_00 + desk.rng.randint(0, 40_000),
            desk.one.county.firms["公用"][0],
        )  # fmt: skip


@flaw("ST02", "一笔电费是平时的五倍", MIDDLING, decoy=True, area="utility", also=("ST03",))
def a_dear_month(desk: Desk) -> None:
    bills = [m for m in desk.one.movements if m.fund == OFFICE and "村部电费" in m.summary]
    bill = bills[len(bills) // 2]
    bill.expense *= 5
    bill.facts["document_amount"] = bill.expense
