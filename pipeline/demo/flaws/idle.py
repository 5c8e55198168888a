"""Flaws in money that lies idle (SVC06)."""

from __future__ import annotations

from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.registry import MIDDLING, THREE_STARS, flaw
from pipeline.demo.village import SPECIAL

_AREAS = ("grant", "project")


@flaw("SVC06", "到账一年以上，一分没有用", area=_AREAS, months=24, needs=THREE_STARS, first=True)
def left_idle(desk: Desk) -> None:
    for movement in [m for m in desk.one.movements if m.fund == SPECIAL and m.facts.get("project_no")]:
        desk.drop(movement)
    desk.one.transfers.clear()
    desk.one.tables["project"] = [p for p in desk.one.tables["project"] if p["funds"] != SPECIAL]
    desk.say("")


@flaw(
    "SVC06", "到账一年以上，工程只付了首付款，合同都在手", MIDDLING, decoy=True, area=_AREAS, months=24,
    needs=THREE_STARS, first=True,
)  # fmt: skip
def bound_by_contract(desk: Desk) -> None:
    for movement in [m for m in desk.one.movements if m.fund == SPECIAL and m.summary.endswith("结算款")]:
        desk.drop(movement)
    desk.one.transfers.clear()
    for row in desk.one.tables["project"]:
        if row["funds"] == SPECIAL:
            row |= {"progress": "0.3", "accepted_on": None}
