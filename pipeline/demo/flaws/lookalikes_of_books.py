"""Decoys of procedures, funds, notices and books: in good order, at the edge of what rules forbid."""

from __future__ import annotations

from datetime import timedelta

from pipeline.demo.flaws.desk import Bound, Desk
from pipeline.demo.flaws.registry import HARD, MIDDLING, flaw
from pipeline.demo.flaws.service_fund import rated_year
from pipeline.demo.village import CARE, OFFICE, SPECIAL
from pipeline.demo.window import day_in, next_workday

# ── 程序与资金 ────────────────────────────────────────────────────────


@flaw("PRC03", "决议当天公开", MIDDLING, decoy=True)
def published_at_once(desk: Desk) -> None:
    row = desk.project(46_000_00).resolution
    row["decision_published_on"] = row["resolved_on"]


@flaw("PRC04", "成员代表大会，同意正好三分之二", HARD, decoy=True)
def two_thirds_of_members(desk: Desk) -> None:
    row = desk.project(45_000_00).resolution
    row |= {"meeting_type": "成员代表大会", "due": 36, "present": 30, "agreed": 24}


@flaw("PRC05", "两名监委会成员签审", HARD, decoy=True)
def two_supervisors(desk: Desk) -> None:
    desk.project(45_000_00).resolution["supervisor_count"] = 2


@flaw("PRC07", "工程完成九成二，已付全款", HARD, decoy=True)
def paid_slightly_ahead(desk: Desk) -> None:
    desk.project(45_000_00).row |= {"progress": "0.92"}


@flaw("SVC01", "另有办公经费补助，不属专项资金", MIDDLING, decoy=True, area=("grant", "office income"))
def another_fund_granted(desk: Desk) -> None:
    year = rated_year(desk)
    day = day_in(desk.one.window.first.replace(year=year, month=4), 11)
    desk.one.add(
        "grant", year=year, fund=OFFICE, amount=50_000_00, approved_amount=50_000_00, paid_on=day,
        document_no=f"青财行〔{year}〕44号", payee_account=desk.one.accounts[OFFICE],
    )  # fmt: skip
    desk.one.receive(
        day, OFFICE, "收到村级组织运转经费追加", 50_000_00, "subsidy", counterparty="青禾县财政局", method="转账",
        document_type="财政票据", receipted=True,
    )  # fmt: skip


@flaw("SVC03", "施工单位退回多付的两千元", MIDDLING, decoy=True)
def overpayment_returned(desk: Desk) -> None:
    made = desk.project(40_000_00)
    last = made.payments[-1]
    last.expense += 2_000_00
    last.facts["document_amount"] = last.expense
    made.row |= {"change_order_no": "BG-1", "change_amount": 2_000_00}
    desk.one.receive(
        next_workday(last.day + timedelta(days=6)), SPECIAL, f"退回{made.row['project_name']}多付工程款", 2_000_00, "works",
        counterparty=last.facts["counterparty"], method="转账", document_type=desk.one.style["receipt"], receipted=True,
    )  # fmt: skip


@flaw("SVC04", "修办公楼旁的排水沟", HARD, decoy=True)
def drain_by_the_offices(desk: Desk) -> None:
    desk.buy(desk.day(), "办公楼旁排水沟维修", 970_00, fund=SPECIAL, contra="special", category="公益事业")


@flaw("SVC05", "付款正好等于批复", HARD, decoy=True)
def exactly_as_approved(desk: Desk) -> None:
    desk.project(40_000_00)


@flaw("SUB02", "第二十九天公开", MIDDLING, decoy=True, area="notice")
def published_a_day_early(desk: Desk) -> None:
    def delay() -> None:
        row = next(r for r in desk.one.tables["publication"] if r["subject"] == "专项资金收支")
        row["published_on"] = row["covers_to"] + timedelta(days=29)
        row["withdrawn_on"] = row["published_on"] + timedelta(days=10)

    desk.registers.append(delay)


@flaw("SUB04", "办公经费三成在十二月支出", HARD, decoy=True, area="december", months=12)
def busy_december(desk: Desk) -> None:
    year = desk.one.window.first.year
    spent = sum(m.expense for m in desk.one.movements if m.fund == OFFICE and m.day.year == year)
    for number in range(6):
        desk.buy(
            day_in(desk.one.window.first.replace(month=12), 3 + 4 * number), f"购买第{number + 1}批取暖物资",
            min(spent // 30, 8_900_00), fund=OFFICE,
        )  # fmt: skip


# ── 账簿 ──────────────────────────────────────────────────────────────


@flaw("BK06", "账号写成四位一组", MIDDLING, decoy=True, area="accounts")
def account_in_groups(desk: Desk) -> None:
    def space() -> None:
        for row in desk.one.tables["bank_account"]:
            number = row["account_no"]
            row["account_no"] = " ".join(number[n : n + 4] for n in range(0, len(number), 4))

    desk.paper.append(lambda _: space())


@flaw("BK06", "销户后二十天内的尾款", HARD, decoy=True, area="accounts")
def rest_after_closing(desk: Desk) -> None:
    def close() -> None:
        number = desk.one.accounts[CARE]
        last = max(r["entry_date"] for r in desk.one.tables["bank_line"] if r["account_no"] == number)
        row = next(r for r in desk.one.tables["bank_account"] if r["account_no"] == number)
        row["closed_on"] = last - timedelta(days=20)

    desk.books.append(close)


@flaw("LED02", "红字更正后余额仍连续", MIDDLING, decoy=True)
def corrected_in_red(desk: Desk) -> None:
    firm, day = desk.firm(), desk.day()
    wrong = desk.buy(day, "购买宣传横幅", 530_00, firm)
    back = desk.buy(desk.after(day, 4), "冲销：购买宣传横幅（金额有误）", -530_00, firm)
    back.facts |= {"document_type": "自制凭证", "document_no": None, "document_amount": None}
    wrong.one_line = back.one_line = f"更正{desk.rng.randint(1000, 9999)}"

    def unseen() -> None:
        for row in [r for r in desk.one.tables["bank_line"] if not r["amount_in"] and not r["amount_out"]]:
            desk.forget("bank_line", row)

    desk.books.append(unseen)


@flaw("LED03", "一张凭证分两页", MIDDLING, decoy=True, area="voucher")
def voucher_on_two_pages(desk: Desk) -> None:
    def split() -> None:
        voucher = next(r for r in desk.one.tables["voucher_line"] if "补贴" in r["summary"])
        pages = [
            r
            for r in desk.one.tables["voucher_line"]
            if r["voucher_no"] == voucher["voucher_no"] and r["entry_date"] == voucher["entry_date"]
        ]
        for number, row in enumerate(pages, start=1):
            row["voucher_no"] += f"-{number}/{len(pages)}"

    desk.books.append(split)


@flaw("LED05", "提现在两本账里是同一个号", decoy=True)
def one_voucher_in_two_books(desk: Desk) -> None:
    desk.cash(desk.day(), "购买村部灯泡", 320_00)


@flaw("WB04", "隐藏的行里没有金额", MIDDLING, decoy=True, area="roster page")
def hidden_row_without_money(desk: Desk) -> None:
    def hide(bound: Bound) -> None:
        for sheets in bound.values():
            for sheet in sheets:
                if sheet.kind == "official":
                    sheet.hidden.add(1)

    desk.paper.append(hide)
