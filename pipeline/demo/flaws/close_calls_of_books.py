"""Flaws just beyond what is allowed, and decoys just within it: books, budgets, allowances, shares."""

from __future__ import annotations

from pipeline.demo.flaws.banks import late, line_of, unbank
from pipeline.demo.flaws.budgets import budget_of, spent_on
from pipeline.demo.flaws.cooperatives import share_out
from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.distributions import receive_less
from pipeline.demo.flaws.registry import HARD, MIDDLING, RED_COMPANY, STARS, flaw
from pipeline.demo.flaws.rolls import allowances_of, pay_more
from pipeline.demo.village import CARE, COLLECTIVE, OFFICE

# ── 账簿 ──────────────────────────────────────────────────────────────


@flaw("BK01", "关爱资金账上的结存比银行多十八元", HARD, area="care balance")
def slightly_more_in_the_book(desk: Desk) -> None:
    def raise_balances() -> None:
        desk.one.openings[CARE] += 18_00
        for row in desk.one.tables["cash_entry"]:
            if (row["fund"], row["account_kind"]) == (CARE, "银行"):
                row["balance"] += 18_00

    desk.books.append(raise_balances)
    desk.say(CARE, 18_00)


@flaw("BK01", "最后一天收款，银行到期末还没有收到", HARD, decoy=True, area="collective income")
def not_yet_credited(desk: Desk) -> None:
    one = desk.one
    found = one.receive(
        one.window.last, COLLECTIVE, "收到旧课桌椅处置款", 1_730_00, "other", counterparty=desk.person().name,
        method="转账", document_type=one.style["receipt"], receipted=True,
    )  # fmt: skip
    desk.books.append(lambda: unbank(desk, line_of(desk, found.summary)))


@flaw("BK03", "账上同样的两笔付款，银行只有一笔", HARD, also=("BK01",))
def one_of_two_at_the_bank(desk: Desk) -> None:
    firm, day = desk.firm(), desk.day(1, 7)
    desk.buy(day, "支付河道巡护费", 2_780_00, firm)
    desk.buy(desk.after(day, 62), "支付河道巡护费", 2_780_00, firm)
    desk.books.append(lambda: unbank(desk, line_of(desk, "支付河道巡护费")))
    desk.say("", 2_780_00)


@flaw("BK03", "账上付款，银行三天后才付出", HARD, decoy=True)
def banked_three_days_later(desk: Desk) -> None:
    desk.buy(desk.day(), "支付河道巡护费", 2_780_00, bank_lag=3)


@flaw("BK05", "账上付款，银行六十三天后才有", HARD, months=12, also=("BK01",))
def banked_just_too_late(desk: Desk) -> None:
    late(desk, 63)
    desk.say("", 3_457_00)


@flaw("BK05", "账上付款，银行五十八天后才有", HARD, decoy=True, months=12, also=("BK01",))
def banked_just_in_time(desk: Desk) -> None:
    late(desk, 58)


@flaw("LED03", "一张凭证借贷差一角", HARD, area="voucher")
def voucher_off_by_a_dime(desk: Desk) -> None:
    def spoil() -> None:
        line = desk.rng.choice([r for r in desk.one.tables["voucher_line"] if (r["credit"] or 0) > 100_00])
        line["credit"] += 10
        desk.say(line["voucher_no"], 10)

    desk.books.append(spoil)


@flaw("LED03", "一张凭证的借方拆成两行，借贷相等", HARD, decoy=True, area="voucher")
def voucher_of_three_lines(desk: Desk) -> None:
    def part() -> None:
        rows = desk.one.tables["voucher_line"]
        line = desk.rng.choice([r for r in rows if (r["debit"] or 0) > 100_00])
        rows.insert(rows.index(line) + 1, line | {"debit": 40_00})
        line["debit"] -= 40_00

    desk.books.append(part)


@flaw("BUD02", "超预算百分之六", HARD, area="budget")
def slightly_over_budget(desk: Desk) -> None:
    def lower() -> None:
        spent = spent_on(desk, OFFICE, "工作经费")
        row = budget_of(desk, OFFICE, "工作经费")
        row["amount"] = spent * 100 // 106
        desk.say("工作经费", spent - row["amount"])

    desk.registers.append(lower)


@flaw("BUD02", "支出正好等于预算", HARD, decoy=True, area="budget")
def exactly_the_budget(desk: Desk) -> None:
    desk.registers.append(
        lambda: budget_of(desk, OFFICE, "工作经费").update(amount=spent_on(desk, OFFICE, "工作经费"))
    )


@flaw("CAD01", "主任的职务补贴每月多发十二元", HARD, area="payroll", needs=STARS, months=12)
def allowance_slightly_high(desk: Desk) -> None:
    rows = allowances_of(desk, "村委会主任", desk.one.window.first.year)
    for row in rows:
        pay_more(desk, row, 12_00)
    desk.say(rows[0]["name"])


@flaw("CAD01", "书记的补贴每月少几角，全年相差不到十元", HARD, decoy=True, area="payroll", months=12)
def allowance_slightly_low(desk: Desk) -> None:
    for row in allowances_of(desk, "村党组织书记", desk.one.window.first.year):
        pay_more(desk, row, -40)


# ── 红色股份 ──────────────────────────────────────────────────────────


@flaw("RC01", "红利表上的股本比登记的少一百元", HARD, needs=RED_COMPANY)
def capital_slightly_less(desk: Desk) -> None:
    made = desk.stake()
    made.rounds[0].dividend["share_capital"] -= 100_00
    desk.say(made.name, 100_00)


@flaw("RC01", "入股两家合作社，股本各自相符", MIDDLING, decoy=True, needs=RED_COMPANY)
def two_stakes(desk: Desk) -> None:
    desk.stake()
    desk.stake()


@flaw("RC10", "登记的占股比例高出千分之八", HARD, needs=RED_COMPANY)
def ratio_slightly_off(desk: Desk) -> None:
    made = desk.stake()
    made.events[1]["ratio"] = f"{float(made.events[1]['ratio']) + 0.008:.6f}"
    desk.say(made.name)


@flaw("RC10", "占股比例只写到百分位", HARD, decoy=True, needs=RED_COMPANY)
def ratio_in_hundredths(desk: Desk) -> None:
    made = desk.stake()
    made.events[1]["ratio"] = f"{float(made.events[1]['ratio']):.2f}"


@flaw("DR02", "红利比应分的少百分之三", HARD, needs=RED_COMPANY, also=("DR05",))
def dividend_slightly_short(desk: Desk) -> None:
    made = desk.stake()
    gap = made.rounds[0].dividend["declared"] * 3 // 10_000 * 100
    receive_less(desk, made, gap)
    made.rounds[0].dividend["declared"] -= gap
    desk.say(made.name)


@flaw("DR02", "红利比应分的少六十元", HARD, decoy=True, needs=RED_COMPANY)
def dividend_sixty_short(desk: Desk) -> None:
    made = desk.stake()
    receive_less(desk, made, 60_00)
    made.rounds[0].dividend["declared"] -= 60_00


@flaw("CP02", "按交易量返还五成九", HARD, needs=RED_COMPANY, also=("DR07",))
def returned_slightly_less(desk: Desk) -> None:
    desk.say(share_out(desk, 410)["cooperative"])


@flaw("CP02", "按交易量返还六成三", MIDDLING, decoy=True, needs=RED_COMPANY)
def returned_more(desk: Desk) -> None:
    share_out(desk, 370)
