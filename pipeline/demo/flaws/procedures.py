"""Flaws in how matters are decided (PRC), and in the service fund (SVC) and budgets (BUD)."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.registry import HARD, MIDDLING, flaw
from pipeline.demo.service import STANDARD, Project
from pipeline.demo.village import CARE, COLLECTIVE, OFFICE, SPECIAL
from pipeline.demo.window import day_in


def _total(made: Project) -> int:
    return sum(paid.expense for paid in made.payments)


# ── 四议两公开 ────────────────────────────────────────────────────────


@flaw("PRC01", "六万元的项目没有决议", also=("BUD01",))
def no_resolution(desk: Desk) -> None:
    made = desk.project(60_000_00)
    desk.forget("resolution", made.resolution)
    for paid in made.payments:
        paid.facts["resolution_no"] = None
    desk.say(made.row["project_name"], _total(made))


@flaw("PRC01", "决议缺党员大会审议日期", MIDDLING)
def no_deliberation(desk: Desk) -> None:
    made = desk.project(48_000_00)
    made.resolution["deliberated_on"] = None
    desk.say(made.row["project_name"], _total(made))


@flaw("PRC01", "应急抢险，先付款，三天后补议", HARD, decoy=True, also=("PAY10",))
def emergency(desk: Desk) -> None:
    one, day = desk.one, desk.day(1, 7)
    number = one.resolve("抢修冲毁的村道", 8_000_00, desk.after(day, 1), day + timedelta(days=12))
    row = one.tables["resolution"][-1]
    steps = [desk.after(day, n) for n in (1, 2, 3, 4, 5)]
    names = ("proposed_on", "consulted_on", "deliberated_on", "resolved_on", "decision_published_on")
    row |= dict(zip(names, steps, strict=True)) | {"emergency": "是"}
    desk.buy(day, "抢修冲毁的村道", 8_000_00, category="公益事业", resolution_no=number)


@flaw("PRC01", "四万九千元，没有立项，不属公益", HARD, decoy=True, also=("PAY10", "PRC07", "PAY05"))
def below_the_line(desk: Desk) -> None:
    desk.buy(desk.day(), "购买村务公开电子屏", 44_000_00)


@flaw("PRC02", "决议前就付了首笔款")
def paid_before_resolved(desk: Desk) -> None:
    made = desk.project(52_000_00)
    first = made.payments[0]
    shift = first.day - made.resolution["resolved_on"] + timedelta(days=desk.rng.randint(2, 5))
    first.day = desk.after(first.day - shift, 0)
    made.row["started_on"] = min(made.row["started_on"], first.day)
    if first.day >= made.resolution["resolved_on"]:
        first.day = desk.after(first.day, -7)
    desk.say(made.row["project_name"])


@flaw("PRC02", "决议次日付款", HARD, decoy=True)
def paid_right_after(desk: Desk) -> None:
    made = desk.project(52_000_00)
    first = made.payments[0]
    first.day = desk.after(made.resolution["resolved_on"], 1)
    made.row["started_on"] = first.day


@flaw("PRC03", "先决议，后审议")
def wrong_order(desk: Desk) -> None:
    row = desk.project(46_000_00).resolution
    row["deliberated_on"], row["resolved_on"] = row["resolved_on"], row["deliberated_on"]
    desk.say("", row["amount"])


@flaw("PRC03", "提议、商议、审议、决议都在一天", MIDDLING)
def all_in_a_day(desk: Desk) -> None:
    row = desk.project(46_000_00).resolution
    for name in ("proposed_on", "consulted_on", "deliberated_on"):
        row[name] = row["resolved_on"]
    desk.say("", row["amount"])


@flaw("PRC03", "一肩挑的村，提议和商议同一天", HARD, decoy=True)
def two_in_a_day(desk: Desk) -> None:
    row = desk.project(46_000_00).resolution
    row["consulted_on"] = row["proposed_on"]


@flaw("PRC04", "到会不足三分之二")
def too_few_present(desk: Desk) -> None:
    row = desk.project(45_000_00).resolution
    row |= {"due": 42, "present": 27, "agreed": 27}
    desk.say("", row["amount"])


@flaw("PRC04", "同意的正好一半", HARD)
def half_agreed(desk: Desk) -> None:
    row = desk.project(45_000_00).resolution
    row |= {"due": 36, "present": 30, "agreed": 15}
    desk.say("", row["amount"])


@flaw("PRC04", "到会正好三分之二，过半数同意", HARD, decoy=True)
def just_enough(desk: Desk) -> None:
    desk.project(45_000_00).resolution.update({"due": 36, "present": 24, "agreed": 13})


@flaw("PRC05", "三千元支出没有监督人签字")
def not_supervised(desk: Desk) -> None:
    paid = desk.buy(desk.day(), "维修村部围栏", 3_300_00)
    paid.facts["supervisor"] = None
    desk.say("", 3_300_00)


@flaw("PRC05", "只有一名监委会成员签审", MIDDLING, also=("PRC04",))
def one_supervisor(desk: Desk) -> None:
    desk.project(45_000_00).resolution["supervisor_count"] = 1
    desk.say("")


@flaw("PRC05", "九百元支出没有监督人签字", HARD, decoy=True)
def small_unsupervised(desk: Desk) -> None:
    desk.buy(desk.day(), "维修村部围栏", 900_00).facts["supervisor"] = None


@flaw("PRC06", "审批人就是经手人")
def approved_own(desk: Desk) -> None:
    paid = desk.buy(desk.day(), "维修村部水泵", 2_700_00)
    paid.facts["handler"] = paid.facts["approver"]
    desk.say("")


@flaw("PRC06", "各由各人签字", decoy=True)
def signed_apart(desk: Desk) -> None:
    desk.buy(desk.day(), "维修村部水泵", 2_700_00)


@flaw("PRC07", "一万六千元采购没有合同", also=("PAY10",))
def no_contract(desk: Desk) -> None:
    desk.buy(desk.day(), "购买村道太阳能路灯", 16_000_00)
    desk.say("", 16_000_00)


@flaw("PRC07", "工程完成六成，已付全款", MIDDLING)
def paid_ahead(desk: Desk) -> None:
    made = desk.project(45_000_00)
    made.row |= {"progress": "0.6", "accepted_on": None}
    desk.say(made.row["project_name"])


@flaw("PRC07", "九千八百元采购没有合同", HARD, decoy=True)
def below_contract_line(desk: Desk) -> None:
    desk.buy(desk.day(), "购买村道太阳能路灯", 9_800_00)


# ── 专项资金 ──────────────────────────────────────────────────────────


def _regrant(desk: Desk, amount: int, year: int) -> None:
    """Let the second payment of a year be another amount, in the county's list and in the books."""
    rows = [r for r in desk.one.tables["grant"] if r["fund"] == SPECIAL and r["year"] == year]
    rows[1]["amount"] = amount
    word = f"{year}年为民服务和发展专项资金（第2次拨付）"
    next(m for m in desk.one.movements if word in m.summary).income = amount


@flaw("SVC01", "多拨十万元", area="grant")
def granted_too_much(desk: Desk) -> None:
    year = _rated_year(desk)
    if year:
        standard = STANDARD[desk.one.stars[year]]
        _regrant(desk, standard // 2 + 100_000_00, year)
        desk.say("", 100_000_00)


@flaw("SVC01", "少拨一万元", MIDDLING, area="grant")
def granted_too_little(desk: Desk) -> None:
    year = _rated_year(desk)
    if year:
        _regrant(desk, STANDARD[desk.one.stars[year]] // 2 - 10_000_00, year)
        desk.say("", 10_000_00)


@flaw("SVC01", "分三次拨付，合计等于标准", MIDDLING, decoy=True, area="grant")
def granted_in_three(desk: Desk) -> None:
    year = _rated_year(desk)
    if year:
        half = STANDARD[desk.one.stars[year]] // 2
        _regrant(desk, half - 30_000_00, year)
        row = dict(next(r for r in desk.one.tables["grant"] if r["fund"] == SPECIAL and r["year"] == year))
        row |= {
            "amount": 30_000_00,
            "paid_on": day_in(date(year, 6, 1), 10),
            "document_no": f"青财农〔{year}〕33号",
        }
        desk.one.tables["grant"].append(row)
        desk.one.receive(
            row["paid_on"], SPECIAL, f"收到{year}年为民服务和发展专项资金（第3次拨付）", 30_000_00, "special",
            counterparty="青禾县财政局", method="转账", document_type="财政票据", receipted=True,
        )  # fmt: skip


def _rated_year(desk: Desk) -> int | None:
    years = [year for year, stars in desk.one.stars.items() if stars]
    return desk.rng.choice(years) if years else None


@flaw("SVC03", "专户转五万元到集体户，没有来源标签", also=("PRC01", "BK04", "INV01"))
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
        made.row["contract_amount"] += extra
    else:
        desk.say(made.row["project_name"], extra)
    return made


@flaw("SVC05", "超批复一成五", also=("INV06", "PRC07"))
def far_over_approval(desk: Desk) -> None:
    _overrun(desk, 15, changed=False)


@flaw("SVC05", "超批复百分之三", HARD, also=("INV06", "PRC07"))
def a_little_over_approval(desk: Desk) -> None:
    _overrun(desk, 3, changed=False)


@flaw("SVC05", "超出部分有变更签证", MIDDLING, decoy=True)
def over_with_change_order(desk: Desk) -> None:
    _overrun(desk, 12, changed=True)


@flaw("SVC06", "到账一年以上，多半没有用", area="grant", months=24)
def left_idle(desk: Desk) -> None:
    year = desk.one.window.first.year
    works = [m for m in desk.one.movements if m.fund == SPECIAL and m.facts.get("project_no")]
    for movement in works:
        desk.drop(movement)
    desk.one.transfers.clear()
    desk.one.tables["project"] = [p for p in desk.one.tables["project"] if p["funds"] != SPECIAL]
    if desk.one.stars[year]:
        desk.say("")


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


@flaw("XV05", "拨款三天后入账", MIDDLING, decoy=True, area="care")
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


# ── 预算 ──────────────────────────────────────────────────────────────


def _budget(desk: Desk, fund: str, category: str) -> dict[str, object]:
    year = desk.one.window.first.year
    return next(
        r
        for r in desk.one.tables["budget"]
        if (r["year"], r["fund"], r["category"]) == (year, fund, category)
    )


def _spent(desk: Desk, fund: str, category: str) -> int:
    return sum(
        m.expense
        for m in desk.one.movements
        if m.day.year == desk.one.window.first.year and m.fund == fund and m.facts.get("category") == category
        and not m.cash_leg
    )  # fmt: skip


@flaw("BUD01", "预算里没有这一类", area="budget")
def no_budget(desk: Desk) -> None:
    def strike() -> None:
        row = _budget(desk, COLLECTIVE, "人员报酬")
        desk.forget("budget", row)
        desk.say("人员报酬", _spent(desk, COLLECTIVE, "人员报酬"))

    desk.registers.append(strike)


@flaw("BUD02", "超预算一成五", area="budget")
def over_budget(desk: Desk) -> None:
    def lower() -> None:
        spent = _spent(desk, OFFICE, "工作经费")
        row = _budget(desk, OFFICE, "工作经费")
        row["amount"] = spent * 100 // 115
        desk.say("工作经费", spent - spent * 100 // 115)

    desk.registers.append(lower)


@flaw("BUD02", "预算加追加正好够用", HARD, decoy=True, area="budget")
def supplemented(desk: Desk) -> None:
    def split() -> None:
        spent = _spent(desk, OFFICE, "工作经费")
        _budget(desk, OFFICE, "工作经费").update({"amount": spent - 2_000_00, "supplement": 2_000_00})

    desk.registers.append(split)


@flaw("BUD01", "一类支出不到一千元，没有预算", HARD, decoy=True, area="budget")
def small_unbudgeted(desk: Desk) -> None:
    desk.buy(desk.day(), "购买村史资料", 930_00, category="文化宣传")
    desk.registers.append(
        lambda: desk.one.tables.update(
            budget=[r for r in desk.one.tables["budget"] if r["category"] != "文化宣传"]
        )
    )
