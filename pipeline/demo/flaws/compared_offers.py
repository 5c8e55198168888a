"""Flaws in how large purchases say that offers were compared (PUR02)."""

from __future__ import annotations

from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.leases import bought
from pipeline.demo.flaws.registry import HARD, MIDDLING, late_flaw
from pipeline.demo.holdings import build
from pipeline.demo.places import Firm

_ALSO = ("PAY11", "PAY08", "WK01", "PAY10", "PUR01")
_PUMPS = (("节水灌溉首部", "套", 5, 9_200_00), ("变频控制柜", "台", 3, 8_150_00))


def _buy(
    desk: Desk, ways: tuple[str | None, ...], things: tuple[tuple[str, str, int, int], ...] = _PUMPS
) -> Firm:
    """Buy things in one day from one firm; the list says of each how it was found, as of all else bought."""
    firm = desk.firm("机电设备有限公司")
    bought(desk, desk.day(4, 10), firm, things)
    rows = desk.one.tables["purchase"]
    for row in rows[: -len(things)]:
        row.setdefault("procurement", "询价")
    for row, way in zip(rows[-len(things) :], ways, strict=True):
        row["procurement"] = way
    desk.say(firm.name.removesuffix("有限公司"))
    return firm


@late_flaw("PUR02", "七万元的水泵，采购方式两行都空着", area="large purchase", also=_ALSO)
def no_way_given(desk: Desk) -> None:
    _buy(desk, (None, None))
    desk.say(desk.label.hint, 70_450_00)


@late_flaw("PUR02", "正好六万元，写的是直接购买", HARD, area="large purchase", also=_ALSO)
def bought_directly(desk: Desk) -> None:
    _buy(desk, ("直接采购",), (("移动式喷灌机", "台", 5, 12_000_00),))
    desk.say(desk.label.hint, 60_000_00)


@late_flaw("PUR02", "询价写在第一行，第二行空着", HARD, decoy=True, area="large purchase", also=_ALSO)
def said_once(desk: Desk) -> None:
    _buy(desk, ("询价", None))


@late_flaw("PUR02", "五万九千八百元直接采购", HARD, decoy=True, area="large purchase", also=_ALSO)
def direct_below_the_line(desk: Desk) -> None:
    _buy(desk, ("直接采购",), (("移动式喷灌机", "台", 5, 11_960_00),))


@late_flaw(
    "PUR02", "采购方式空着，合同台账上写着三方询价", MIDDLING, decoy=True, area="large purchase", also=_ALSO
)
def said_in_the_contract(desk: Desk) -> None:
    firm = _buy(desk, (None, None))
    desk.one.style["keeps"].add("contract")
    day = desk.one.tables["purchase"][-1]["purchased_on"]
    build(
        desk.one, day.year, f"CG-{day.year}-{desk.rng.randint(10, 29)}", firm.name, "节水灌溉设备采购", 70_450_00,
        (day, desk.after(day, 90)), procurement="三方询价", resolution_no=desk.one.tables["resolution"][-1]["resolution_no"],
    )  # fmt: skip
