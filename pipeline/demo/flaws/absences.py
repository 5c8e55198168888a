"""Flaws in what is held back from cadres who were absent (CAD09)."""

from __future__ import annotations

from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.registry import HARD, MIDDLING, late_flaw
from pipeline.demo.flaws.rolls import allowances_of
from pipeline.demo.village import OFFICE, Row
from pipeline.demo.window import day_in

_ALSO = ("CAD01",)


def _hold_back(desk: Desk, month: int, amount: int, post: str = "委员") -> Row:
    """Hold back so much from one cadre on the roll of a month; the books go on as before."""
    row = next(r for r in allowances_of(desk, post, desk.one.window.first.year) if r["month"] == month)
    row["amount"] -= amount
    row["deducted"] = amount
    return row


def _book(desk: Desk, row: Row, summary: str, months: int = 1) -> None:
    """Take in what was held back, some months later."""
    day = day_in(row["paid_on"].replace(month=row["month"] + months), 8)
    desk.one.receive(
        day, OFFICE, summary, row["deducted"], "other", counterparty=row["name"], method="转账",
        document_type=desk.one.style["receipt"], receipted=True,
    )  # fmt: skip


def _pay_less(desk: Desk, row: Row) -> None:
    mark = f"补贴{row['year']}{row['month']:02}"
    paid = next(
        m for m in desk.one.movements
        if m.together == mark and m.facts["counterparty"] in {row["name"], "代发工资户"}
    )  # fmt: skip
    paid.expense -= row["deducted"]


@late_flaw("CAD09", "委员脱岗扣了二百元，账上照旧全额支出", area="deduction", also=_ALSO)
def drawn_in_full(desk: Desk) -> None:
    _hold_back(desk, 3, 200_00)


@late_flaw(
    "CAD09", "副书记、委员同月各扣了款，账上照旧全额支出", HARD, area=("deduction", "payroll"), also=_ALSO
)
def two_drawn_in_full(desk: Desk) -> None:
    _hold_back(desk, 4, 100_00, "副书记")
    _hold_back(desk, 4, 150_00)
    desk.say("脱岗", 250_00)


@late_flaw("CAD09", "账上按实发数支出", decoy=True, area="deduction", also=_ALSO)
def the_net_is_drawn(desk: Desk) -> None:
    _pay_less(desk, _hold_back(desk, 3, 200_00))


@late_flaw("CAD09", "全额支出，扣款下个月入账", MIDDLING, decoy=True, area="deduction", also=_ALSO)
def booked_next_month(desk: Desk) -> None:
    _book(desk, row := _hold_back(desk, 3, 200_00), f"收{row['name']}脱岗扣款")


@late_flaw("CAD09", "全额支出，当月用红字冲回扣款", HARD, decoy=True, area="deduction", also=_ALSO)
def taken_back_in_red(desk: Desk) -> None:
    row = _hold_back(desk, 3, 200_00)
    desk.one.pay(
        day_in(row["paid_on"], 27), OFFICE, f"冲减{row['name']}缺勤补贴", -200_00, "wages", counterparty=row["name"],
        method="转账", document_type="自制凭证", category="人员报酬",
    )  # fmt: skip
