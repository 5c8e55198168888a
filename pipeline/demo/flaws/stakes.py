"""Flaws in shares (RC)."""

from __future__ import annotations

from datetime import date

from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.registry import HARD, MIDDLING, RED_COMPANY, flaw
from pipeline.demo.shares import Stake
from pipeline.demo.village import Row
from pipeline.demo.window import day_in


def _event(desk: Desk, made: Stake, event: str, amount: int, day: date | None = None) -> Row:
    row = dict(made.events[-1])
    row |= {"event": event, "amount": amount, "event_date": day or desk.day(6, 10), "ratio": None}
    desk.one.tables["share_event"].append(row)
    return row


@flaw("RC01", "红利表上的股本比登记的少", needs=RED_COMPANY)
def capital_understated(desk: Desk) -> None:
    made, gap = desk.stake(), desk.rng.randint(2, 9) * 1_000_00
    made.rounds[0].dividend["share_capital"] -= gap
    desk.say(made.name, gap)


@flaw("RC01", "年中追加投入，按登记日滚动相符", MIDDLING, decoy=True, needs=RED_COMPANY)
def more_shares_midyear(desk: Desk) -> None:
    made = desk.stake(begun=desk.one.window.first.year - 1)
    assert made.rounds


@flaw("RC02", "退股提现", needs=RED_COMPANY)
def shares_withdrawn(desk: Desk) -> None:
    made, amount = desk.stake(), desk.rng.randint(3, 9) * 10_000_00
    _event(desk, made, "退股", amount, day_in(desk.one.window.last.replace(day=1), 5))
    desk.say(made.name, amount)


@flaw("RC02", "红利转增，股本只增不减", decoy=True, needs=RED_COMPANY)
def shares_only_grow(desk: Desk) -> None:
    desk.stake()


@flaw("RC03", "股权质押", needs=RED_COMPANY)
def shares_pledged(desk: Desk) -> None:
    made, amount = desk.stake(), desk.rng.randint(3, 9) * 10_000_00
    _event(desk, made, "质押", amount, day_in(desk.one.window.last.replace(day=1), 5))
    desk.say(made.name, amount)


@flaw("RC04", "股权量化到个人", needs=RED_COMPANY)
def shares_to_persons(desk: Desk) -> None:
    made, amount = desk.stake(), desk.rng.randint(3, 9) * 10_000_00
    row = _event(desk, made, "量化到个人", amount, day_in(desk.one.window.last.replace(day=1), 5))
    row |= {"holder_name": desk.person().name, "holder_type": "个人"}
    desk.say(made.name, amount)


@flaw("RC04", "由受托个人持股，有委托协议", MIDDLING, decoy=True, area="holder", needs=RED_COMPANY)
def held_in_trust(desk: Desk) -> None:
    made, holder = desk.stake(), desk.person().name
    for row in made.events:
        row |= {"holder_name": holder, "holder_type": "受托个人", "mandate_no": "WT-01"}


@flaw("RC05", "由个人名义登记，没有委托协议", area="holder", needs=RED_COMPANY)
def held_without_mandate(desk: Desk) -> None:
    made, holder = desk.stake(), desk.person().name
    for row in made.events:
        row |= {"holder_name": holder, "holder_type": "受托个人"}
    desk.say("", None)


@flaw("RC05", "由个人名义登记，有委托协议", MIDDLING, decoy=True, area="holder", needs=RED_COMPANY)
def held_with_mandate(desk: Desk) -> None:
    held_in_trust(desk)


@flaw("RC06", "没有资金来源文件", needs=RED_COMPANY)
def no_source_document(desk: Desk) -> None:
    made = desk.stake()
    made.events[1].pop("source_document")
    desk.say(made.name, made.events[1]["amount"])


@flaw("RC06", "资金来源写的是村民集资", MIDDLING, needs=RED_COMPANY)
def odd_source(desk: Desk) -> None:
    made = desk.stake()
    made.events[0]["source_department"] = "村民集资"
    desk.say(made.name, made.events[0]["amount"])


@flaw("RC06", "来源部门写作县畜牧水产局", HARD, decoy=True, needs=RED_COMPANY)
def source_by_office_name(desk: Desk) -> None:
    desk.stake().events[0]["source_department"] = "县畜牧水产局"


@flaw("RC07", "合作社账上的红色股份比登记的少", needs=RED_COMPANY, also=("DR02", "DR05", "RC10"))
def member_account_differs(desk: Desk) -> None:
    made, gap = desk.stake(), desk.rng.randint(2, 6) * 10_000_00
    made.rounds[0].surplus["red_shares"] -= gap
    desk.say(made.name, gap)


@flaw("RC07", "两处股份一致", decoy=True, needs=RED_COMPANY)
def member_account_agrees(desk: Desk) -> None:
    desk.stake()


@flaw("RC09", "以村党支部名义入股", needs=RED_COMPANY)
def held_by_the_branch(desk: Desk) -> None:
    made = desk.stake()
    made.events[0] |= {"holder_name": f"{desk.one.place.name}党支部", "holder_type": "村党支部"}
    desk.say(made.name, made.events[0]["amount"])


@flaw("RC09", "公司名称里含有村名", MIDDLING, decoy=True, needs=RED_COMPANY)
def company_named_after_village(desk: Desk) -> None:
    for row in desk.stake().events:
        row["holder_name"] = f"青禾县{desk.one.place.name}兴农开发有限公司"


@flaw("RC10", "登记的占股比例高出两个百分点", needs=RED_COMPANY)
def ratio_off(desk: Desk) -> None:
    made = desk.stake()
    made.events[1]["ratio"] = f"{float(made.events[1]['ratio']) + 0.02:.6f}"
    desk.say(made.name)


@flaw("RC10", "占股比例四舍五入到千分之四以内", HARD, decoy=True, needs=RED_COMPANY)
def ratio_rounded(desk: Desk) -> None:
    made = desk.stake()
    made.events[1]["ratio"] = f"{float(made.events[1]['ratio']) + 0.004:.6f}"
