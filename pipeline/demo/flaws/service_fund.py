"""Flaws in the service fund (SVC) and in grants (XV05)."""

from __future__ import annotations

from datetime import date

from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.registry import HARD, MIDDLING, STARS, flaw
from pipeline.demo.service import STANDARD, Project
from pipeline.demo.village import CARE, COLLECTIVE, OFFICE, SPECIAL
from pipeline.demo.window import day_in


def _regrant(desk: Desk, amount: int, year: int) -> None:
    """Let the second payment of a year be another amount, in the county's list and in the books."""
    rows = [r for r in desk.one.tables["grant"] if r["fund"] == SPECIAL and r["year"] == year]
    rows[1]["amount"] = rows[1]["sent_down"] = amount
    word = f"{year}年为民服务和发展专项资金（第2次拨付）"
    next(m for m in desk.one.movements if word in m.summary).income = amount


@flaw("SVC01", "多拨十万元", area="grant", needs=STARS, also=("SVC02",))
def granted_too_much(desk: Desk) -> None:
    year = rated_year(desk)
    _regrant(desk, STANDARD[desk.one.stars[year]] // 2 + 100_000_00, year)
    desk.say("", 100_000_00)


@flaw("SVC01", "少拨一万元", MIDDLING, area="grant", needs=STARS)
def granted_too_little(desk: Desk) -> None:
    year = rated_year(desk)
    _regrant(desk, STANDARD[desk.one.stars[year]] // 2 - 10_000_00, year)
    desk.say("", 10_000_00)


@flaw("SVC01", "分三次拨付，合计等于标准", MIDDLING, decoy=True, area="grant", needs=STARS)
def granted_in_three(desk: Desk) -> None:
    year = rated_year(desk)
    half = STANDARD[desk.one.stars[year]] // 2
    _regrant(desk, half - 30_000_00, year)
    row = dict(next(r for r in desk.one.tables["grant"] if r["fund"] == SPECIAL and r["year"] == year))
    row |= {
        "amount": 30_000_00,
        "sent_down": 30_000_00,
        "sent_down_on": date(year, 5, 20),
        "paid_on": day_in(date(year, 6, 1), 10),
        "document_no": f"青财农〔{year}〕33号",
    }
    desk.one.tables["grant"].append(row)
    desk.one.receive(
        row["paid_on"], SPECIAL, f"收到{year}年为民服务和发展专项资金（第3次拨付）", 30_000_00, "special",
        counterparty="青禾县财政局", method="转账", document_type="财政票据", receipted=True,
    )  # fmt: skip


@flaw("SVC01", "四月摘星，五月照样拨款", MIDDLING, area=("grant", "payroll"), needs=STARS, also=("SVC02",))
def granted_after_the_stars_were_taken(desk: Desk) -> None:
    year = rated_year(desk)
    desk.one.add(
        "star_rating", year=year, stars=0, event="摘星", rated_on=day_in(date(year, 4, 1), 10), reason="书记受党纪处分",
        document_no=f"青党组〔{year}〕21号",
    )  # fmt: skip
    desk.say("", STANDARD[desk.one.stars[year]])


@flaw("SVC01", "拨完款以后降星", HARD, decoy=True, area=("grant", "payroll"), needs=STARS, also=("CAD01",))
def lowered_after_the_grant(desk: Desk) -> None:
    year = rated_year(desk)
    lower = desk.one.stars[year] - 1
    event = "降星" if lower else "摘星"
    desk.one.add(
        "star_rating", year=year, stars=lower, event=event, rated_on=day_in(date(year, 6, 1), 10), reason="工作下滑",
        document_no=f"青党组〔{year}〕27号",
    )  # fmt: skip


def rated_year(desk: Desk) -> int:
    return desk.rng.choice(list(desk.one.stars))


@flaw(
    "SVC03", "专户转五万元到集体户，没有来源标签", area="collective income", also=("PRC01", "BK04", "INV01")
)
def moved_out(desk: Desk) -> None:
    one, day = desk.one, desk.day(6, 10)
    one.pay(
        day, SPECIAL, "转村集体账户周转", 50_000_00, "operating", counterparty=one.place.org_name, method="转账",
        counterparty_account=one.accounts[COLLECTIVE], document_type="自制凭证", category="其他",
    )  # fmt: skip
    one.receive(
        day, COLLECTIVE, "专户转入周转", 50_000_00, "operating", counterparty=one.place.org_name, method="转账",
        counterparty_account=one.accounts[SPECIAL], document_type="自制凭证",
    )  # fmt: skip
    desk.say("", 50_000_00)


@flaw("SVC04", "专项资金修理公务车辆")
def spent_on_a_car(desk: Desk) -> None:
    desk.buy(desk.day(), "支付车辆维修费", 4_200_00, fund=SPECIAL, contra="special", category="车辆")
    desk.say("", 4_200_00)


@flaw("SVC04", "专项资金装修办公楼", MIDDLING)
def spent_on_offices(desk: Desk) -> None:
    desk.buy(desk.day(), "办公楼装修材料款", 4_300_00, fund=SPECIAL, contra="special")
    desk.say("", 4_300_00)


@flaw("SVC04", "修烟酒店门口的路", HARD, decoy=True)
def road_past_the_shop(desk: Desk) -> None:
    desk.buy(desk.day(), "烟酒店门口路面修补", 980_00, fund=SPECIAL, contra="special", category="公益事业")


def _overrun(desk: Desk, per_cent: int, changed: bool) -> Project:
    made = desk.project(40_000_00)
    extra = 40_000_00 * per_cent // 100
    last = made.payments[-1]
    last.expense += extra
    last.facts["document_amount"] = last.expense
    if changed:
        made.row |= {"change_order_no": f"BG-{made.row['project_no'][3:]}", "change_amount": extra}
    else:
        desk.say(made.row["project_name"], extra)
    return made


@flaw("SVC05", "超批复一成五", also=("INV06", "PRC07", "WK04"))
def far_over_approval(desk: Desk) -> None:
    _overrun(desk, 15, changed=False)


@flaw("SVC05", "超批复百分之三", HARD, also=("INV06", "PRC07", "WK04"))
def a_little_over_approval(desk: Desk) -> None:
    _overrun(desk, 3, changed=False)


@flaw("SVC05", "超出部分有变更签证", MIDDLING, decoy=True)
def over_with_change_order(desk: Desk) -> None:
    _overrun(desk, 12, changed=True)


@flaw("SVC07", "同一发票在专项资金和集体资金各列一次", also=("INV03", "INV04", "INV06", "PRC01"))
def paid_from_two_funds(desk: Desk) -> None:
    firm, day, amount = desk.firm(), desk.day(1, 7), 4_100_00
    first = desk.buy(day, "购买防洪编织袋", amount, firm, fund=SPECIAL, contra="special", category="工作经费")
    second = desk.buy(desk.after(day, 35), "购买防洪编织袋", amount, firm)
    second.facts["document_no"] = first.facts["document_no"]
    desk.say("", amount)


@flaw("SVC07", "两种资金分摊一张发票，合计等于票面", HARD, decoy=True)
def shared_between_funds(desk: Desk) -> None:
    firm, day = desk.firm(), desk.day(1, 7)
    first = desk.buy(
        day, "购买防洪编织袋", 2_000_00, firm, fund=SPECIAL, contra="special", category="工作经费"
    )
    second = desk.buy(desk.after(day, 35), "购买防洪编织袋", 2_500_00, firm)
    second.facts["document_no"] = first.facts["document_no"]
    first.facts["document_amount"] = second.facts["document_amount"] = 4_500_00


@flaw("XV05", "县里拨了款，村里没有入账", area="care")
def grant_not_booked(desk: Desk) -> None:
    day = desk.day(3, 7)
    desk.one.add(
        "grant", year=day.year, fund=CARE, amount=8_000_00, approved_amount=8_000_00, paid_on=day,
        document_no=f"青组发〔{day.year}〕19号", payee_account=desk.one.accounts[CARE],
    )  # fmt: skip
    desk.say("", 8_000_00)


@flaw("XV05", "拨款三天后入账", MIDDLING, decoy=True, area=("care", "office income"))
def grant_in_transit(desk: Desk) -> None:
    day = desk.day(3, 7)
    desk.one.add(
        "grant", year=day.year, fund=OFFICE, amount=8_000_00, approved_amount=8_000_00, paid_on=day,
        document_no=f"青财行〔{day.year}〕29号", payee_account=desk.one.accounts[OFFICE],
    )  # fmt: skip
    desk.one.receive(
        desk.after(day, 3), OFFICE, "收到村级组织运转经费补助", 8_000_00, "subsidy", counterparty="青禾县财政局",
        method="转账", document_type="财政票据", receipted=True,
    )  # fmt: skip
