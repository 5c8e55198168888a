"""Flaws in what works cost: budget, contract, changes, final price, payments, contractors (WK03–WK07)."""

from __future__ import annotations

from datetime import timedelta

from pipeline.demo.flaws.contracts_of_works import register
from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.registry import HARD, MIDDLING, STARS, late_flaw
from pipeline.demo.places import Firm
from pipeline.demo.service import Project
from pipeline.demo.village import SPECIAL, Row
from pipeline.demo.window import next_workday

# ── 合同金额超过批复或预算 ────────────────────────────────────────────


@late_flaw("WK03", "合同比批复多四千元")
def contract_above_approval(desk: Desk) -> None:
    made = desk.project(42_000_00)
    made.row["contract_amount"] = 46_000_00
    desk.say(made.row["project_name"], 4_000_00)


@late_flaw("WK03", "没有填批复，合同比预算多三百元", HARD)
def contract_above_budget(desk: Desk) -> None:
    made = desk.project(42_000_00)
    made.row |= {"approved_amount": None, "contract_amount": made.row["budget"] + 300_00}
    desk.say(made.row["project_name"], 300_00)


@late_flaw("WK03", "没有填批复，合同正好等于预算", HARD, decoy=True)
def contract_at_budget(desk: Desk) -> None:
    made = desk.project(42_000_00)
    made.row |= {"approved_amount": None, "contract_amount": made.row["budget"]}


@late_flaw("WK03", "合同等于批复，另有变更五千元", MIDDLING, decoy=True)
def change_besides(desk: Desk) -> None:
    desk.project(42_000_00).row.update({"change_order_no": "BG-1", "change_amount": 5_000_00})


@late_flaw("WK03", "一个项目两份合同，相加等于批复", HARD, decoy=True)
def two_contracts(desk: Desk) -> None:
    row = desk.project(42_000_00).row
    row["contract_amount"] = 30_000_00
    desk.one.tables["project"].append(
        row | {"contract_no": f"{row['contract_no']}-2", "contract_amount": 12_000_00}
    )  # fmt: skip


# ── 付款超过结算审定价 ────────────────────────────────────────────────


def _audited(desk: Desk, amount: int) -> Project:
    made = desk.project(40_000_00)
    register(desk, made, lambda row: row.update(audited_amount=amount))
    return made


def _returned(desk: Desk, made: Project, amount: int) -> None:
    last = made.payments[-1]
    desk.one.receive(
        next_workday(last.day + timedelta(days=8)), SPECIAL, f"退回{made.row['project_name']}多付工程款", amount, "works",
        counterparty=last.facts["counterparty"], counterparty_account=last.facts["counterparty_account"], method="转账",
        document_type=desk.one.style["receipt"], receipted=True, project_no=made.row["project_no"],
    )  # fmt: skip


@late_flaw("WK04", "审定三万八千元，付了四万元")
def paid_above_final_price(desk: Desk) -> None:
    desk.say(_audited(desk, 38_000_00).row["project_name"], 2_000_00)


@late_flaw("WK04", "比审定价多付六十元", HARD)
def paid_just_above_final_price(desk: Desk) -> None:
    desk.say(_audited(desk, 39_940_00).row["project_name"], 60_00)


@late_flaw("WK04", "审定后多付的两千元已由施工单位退回", HARD, decoy=True)
def returned_after_audit(desk: Desk) -> None:
    _returned(desk, _audited(desk, 38_000_00), 2_000_00)


def _designed(desk: Desk, made: Project, amount: int) -> None:
    """Pay somebody for drawing up the project."""
    row = made.row
    desk.buy(
        made.payments[0].day, f"支付{row['project_name']}设计费", amount, desk.firm("工程设计咨询有限公司"), fund=SPECIAL,
        contra="works", category="公益事业", project_no=row["project_no"],
        resolution_no=made.resolution["resolution_no"],
    )  # fmt: skip


@late_flaw("WK04", "付给施工单位的正好等于审定价，另付设计费", HARD, decoy=True, also=("SVC05",))
def design_besides(desk: Desk) -> None:
    _designed(desk, _audited(desk, 40_000_00), 1_800_00)


# ── 验收以前付款过多 ──────────────────────────────────────────────────


def _advance(desk: Desk, per_cent: int) -> Project:
    """Pay so much of the contract in the first payment."""
    made = desk.project(40_000_00)
    first, last = made.payments
    first.expense = 400_00 * per_cent
    last.expense = 40_000_00 - first.expense
    for paid in made.payments:
        paid.facts["document_amount"] = paid.expense
    return made


@late_flaw("WK05", "验收以前已付九成")
def most_paid_in_advance(desk: Desk) -> None:
    desk.say(_advance(desk, 90).row["project_name"], 36_000_00)


@late_flaw("WK05", "验收以前付了六成一", HARD)
def a_little_too_early(desk: Desk) -> None:
    desk.say(_advance(desk, 61).row["project_name"], 24_400_00)


@late_flaw("WK05", "验收前一天付清", MIDDLING)
def settled_before_acceptance(desk: Desk) -> None:
    made = desk.project(40_000_00)
    made.row["accepted_on"] = made.payments[-1].day + timedelta(days=1)
    desk.say(made.row["project_name"], 40_000_00)


@late_flaw("WK05", "验收以前正好付六成", HARD, decoy=True)
def at_the_share(desk: Desk) -> None:
    _advance(desk, 60)


@late_flaw("WK05", "验收当天付清", HARD, decoy=True)
def settled_on_the_day(desk: Desk) -> None:
    made = desk.project(40_000_00)
    made.row["accepted_on"] = made.payments[-1].day


@late_flaw("WK05", "付给施工单位六成，另付设计费", HARD, decoy=True, also=("SVC05",))
def design_in_advance(desk: Desk) -> None:
    _designed(desk, _advance(desk, 60), 1_800_00)


# ── 变更占合同金额过多 ────────────────────────────────────────────────


def _changed(desk: Desk, *amounts: int) -> Row:
    """Register changes of a project, each in a row of its own after the first."""
    row = desk.project(40_000_00).row
    row |= {"change_order_no": "BG-1", "change_amount": amounts[0]}
    for number, amount in enumerate(amounts[1:], start=2):
        desk.one.tables["project"].append(row | {"change_order_no": f"BG-{number}", "change_amount": amount})
    return row


@late_flaw("WK06", "一次变更，占合同的两成")
def one_large_change(desk: Desk) -> None:
    desk.say(_changed(desk, 8_000_00)["project_name"], 8_000_00)


@late_flaw("WK06", "两次变更，合计超过一成五", HARD)
def two_changes(desk: Desk) -> None:
    desk.say(_changed(desk, 3_200_00, 3_000_00)["project_name"], 6_200_00)


@late_flaw("WK06", "变更正好占一成五", HARD, decoy=True)
def change_at_the_share(desk: Desk) -> None:
    _changed(desk, 6_000_00)


@late_flaw("WK06", "增加八千元，又减少三千元", HARD, decoy=True)
def changed_back(desk: Desk) -> None:
    _changed(desk, 8_000_00, -3_000_00)


@late_flaw("WK06", "同一变更单登记了两次", MIDDLING, decoy=True)
def registered_twice(desk: Desk) -> None:
    row = _changed(desk, 4_000_00)
    desk.one.tables["project"].append(dict(row))


# ── 大多由一个施工单位承接 ────────────────────────────────────────────


def _hand_to(desk: Desk, firm: Firm, number: str) -> None:
    """Let ``firm`` do the works under one contract, in the register, in the contracts and in the books."""
    rows = [row for row in desk.one.tables["project"] if row["contract_no"] == number]
    for row in rows:
        row |= {"contractor": firm.name, "contractor_uscc": firm.uscc}
    for contract in desk.one.tables["contract"]:
        if contract["contract_no"] == number:
            contract["counterparty"] = firm.name
    for paid in desk.one.movements:
        if paid.facts.get("project_no") == rows[0]["project_no"]:
            paid.facts |= {"counterparty": firm.name, "counterparty_account": firm.account}


def _concentrate(desk: Desk, share: float, most: bool) -> None:
    """Hand works to one new firm until it has ``share`` of all, or as near below as can be."""
    firm = desk.firm("建筑工程有限公司")

    def hand_over() -> None:
        contracts = {r["contract_no"]: r for r in desk.one.tables["project"] if r["contract_amount"]}
        total = sum(r["contract_amount"] for r in contracts.values())
        rows = [r for r in contracts.values() if r["funds"] == SPECIAL]
        held = 0
        for row in sorted(rows, key=lambda r: r["contract_amount"]):
            if held > share * total or (not most and held + row["contract_amount"] > share * total):
                continue
            held += row["contract_amount"]
            _hand_to(desk, firm, row["contract_no"])
        if most:
            desk.say(firm.name.removesuffix("有限公司"), held)

    desk.registers.append(hand_over)


_FEW = ("PAY11", "WK02")  # what one firm gets in a short time


@late_flaw("WK07", "六成以上的工程给了一家", months=12, area=("project", "suppliers"), needs=STARS, also=_FEW)
def most_to_one(desk: Desk) -> None:
    for _ in range(3):
        desk.project(30_000_00)
    _concentrate(desk, 0.62, most=True)


@late_flaw(
    "WK07",
    "一家承接的不到六成",
    HARD,
    decoy=True,
    months=12,
    area=("project", "suppliers"),
    needs=STARS,
    also=_FEW,
)
def not_quite_most(desk: Desk) -> None:
    for _ in range(3):
        desk.project(30_000_00)
    _concentrate(desk, 0.58, most=False)


@late_flaw(
    "WK07",
    "一个大工程占了八成，这家只承接这一个",
    MIDDLING,
    decoy=True,
    months=12,
    area="suppliers",
    also=("PAY11", "PAY08"),
)
def one_large_work(desk: Desk) -> None:
    total = sum(r["contract_amount"] for r in desk.one.tables["project"] if r["contract_amount"])
    made = desk.project(max(total, 60_000_00) * 4)
    desk.registers.append(lambda: _hand_to(desk, desk.firm("建筑工程有限公司"), made.row["contract_no"]))
