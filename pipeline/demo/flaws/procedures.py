"""Flaws in how matters are decided (PRC)."""

from __future__ import annotations

from datetime import timedelta

from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.registry import HARD, MIDDLING, flaw
from pipeline.demo.service import Project
from pipeline.demo.window import is_workday


def _total(made: Project) -> int:
    return sum(paid.expense for paid in made.payments)


@flaw("PRC01", "六万元的项目没有决议", also=("BUD01", "CON02"))
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
    day = made.resolution["resolved_on"] - timedelta(days=desk.rng.randint(2, 5))
    while not is_workday(day):
        day -= timedelta(days=1)
    made.payments[0].day = day
    made.row["started_on"] = min(made.row["started_on"], day)
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


@flaw("PRC05", "监督人签字的是两委委员", MIDDLING)
def supervised_by_the_office(desk: Desk) -> None:
    name = desk.one.with_post("委员").name
    desk.buy(desk.day(), "维修村部围栏", 3_300_00).facts["supervisor"] = name
    desk.say(name, 3_300_00)


@flaw("PRC05", "监督人签字的是监委会委员", HARD, decoy=True)
def supervised_by_another_member(desk: Desk) -> None:
    name = desk.one.with_post("监委会委员").name
    desk.buy(desk.day(), "维修村部围栏", 3_300_00).facts["supervisor"] = name


@flaw("PRC06", "审批人就是经手人")
def approved_own(desk: Desk) -> None:
    paid = desk.buy(desk.day(), "维修村部水泵", 2_700_00)
    paid.facts["handler"] = paid.facts["approver"]
    desk.say("")


@flaw("PRC06", "证明人就是经手人", MIDDLING)
def witnessed_own(desk: Desk) -> None:
    paid = desk.buy(desk.day(), "维修村部水泵", 2_700_00)
    paid.facts["witness"] = paid.facts["handler"]
    desk.say(paid.facts["handler"], 2_700_00)


@flaw("PRC06", "两人经手，其中一人也证明", HARD, decoy=True)
def handled_by_two(desk: Desk) -> None:
    paid = desk.buy(desk.day(), "维修村部水泵", 2_700_00)
    paid.facts["handler"] = f"{paid.facts['handler']}、{paid.facts['witness']}"


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
