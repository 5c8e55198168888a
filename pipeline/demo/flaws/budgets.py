"""Flaws in budgets (BUD)."""

from __future__ import annotations

from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.registry import HARD, flaw
from pipeline.demo.village import COLLECTIVE, OFFICE, Row


def budget_of(desk: Desk, fund: str, category: str) -> Row:
    year = desk.one.window.first.year
    return next(
        r
        for r in desk.one.tables["budget"]
        if (r["year"], r["fund"], r["category"]) == (year, fund, category)
    )


def spent_on(desk: Desk, fund: str, category: str) -> int:
    return sum(
        m.expense
        for m in desk.one.movements
        if m.day.year == desk.one.window.first.year and m.fund == fund and m.facts.get("category") == category
        and not m.cash_leg
    )  # fmt: skip


@flaw("BUD01", "预算里没有这一类", area="budget")
def no_budget(desk: Desk) -> None:
    def strike() -> None:
        row = budget_of(desk, COLLECTIVE, "人员报酬")
        desk.forget("budget", row)
        desk.say("人员报酬", spent_on(desk, COLLECTIVE, "人员报酬"))

    desk.registers.append(strike)


@flaw("BUD02", "超预算一成五", area="budget")
def over_budget(desk: Desk) -> None:
    def lower() -> None:
        spent = spent_on(desk, OFFICE, "工作经费")
        row = budget_of(desk, OFFICE, "工作经费")
        row["amount"] = spent * 100 // 115
        desk.say("工作经费", spent - spent * 100 // 115)

    desk.registers.append(lower)


@flaw("BUD02", "预算加追加正好够用", HARD, decoy=True, area="budget")
def supplemented(desk: Desk) -> None:
    def split() -> None:
        spent = spent_on(desk, OFFICE, "工作经费")
        budget_of(desk, OFFICE, "工作经费").update({"amount": spent - 2_000_00, "supplement": 2_000_00})

    desk.registers.append(split)


@flaw("BUD01", "一类支出不到一千元，没有预算", HARD, decoy=True, area="budget")
def small_unbudgeted(desk: Desk) -> None:
    desk.buy(desk.day(), "购买村史资料", 930_00, category="文化宣传")
    desk.registers.append(
        lambda: desk.one.tables.update(
            budget=[r for r in desk.one.tables["budget"] if r["category"] != "文化宣传"]
        )
    )
