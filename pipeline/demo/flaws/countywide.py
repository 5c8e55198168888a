"""Flaws of a county as a whole: the total it published (RC08), the digits its payments begin with (ST01)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from pipeline.demo.flaws.desk import Label
from pipeline.demo.flaws.registry import EASY, HARD, MIDDLING
from pipeline.demo.village import Row, Village

CAPITAL, COUNTED = "red_share_control_capital", "red_share_control_villages"


@dataclass(frozen=True, slots=True)
class CountyFlaw:
    """Something to plant in a whole county.

    ``totals``: what the county's published totals differ from the right ones, in 元 and in villages, by parameter.
    ``share``: out of a hundred purchases, how many amounts are invented by ``invent`` (cents). A county gets one
    flaw of a rule; where amounts are invented it gets no other flaw. ``villages``: how many it must have.
    """

    rule: str
    what: str
    difficulty: str
    is_decoy: bool = False
    totals: Mapping[str, int] | None = None
    share: int = 0
    invent: Callable[[Random], int] | None = None
    villages: int = 3


def _near_a_line(rng: Random) -> int:
    return rng.randint(3_950_00, 4_480_00)


def _out_of_thin_air(rng: Random) -> int:
    """People who invent amounts write any first digit as often as another."""
    return rng.randint(100_00, 999_99)


COUNTY_FLAWS = (
    CountyFlaw("RC08", "公布的股本总额比各村登记的多三万元", EASY, totals={CAPITAL: 30_000}),
    CountyFlaw("RC08", "公布的股本总额比各村登记的少五千二百元", HARD, totals={CAPITAL: -5_200}),
    CountyFlaw("RC08", "公布的村数比登记的少一个", MIDDLING, totals={COUNTED: -1}),
    CountyFlaw("RC08", "公布的总额与登记的相符", EASY, is_decoy=True, totals={}),
    CountyFlaw("RC08", "总额以万元公布，相差四千八百元", HARD, is_decoy=True, totals={CAPITAL: 4_800}),
    CountyFlaw(
        "RC08", "有一个村还没有报登记台账", MIDDLING, is_decoy=True, totals={CAPITAL: 160_000, COUNTED: 1}
    ),
    CountyFlaw("ST01", "四成采购的金额都在四千元上下", EASY, share=40, invent=_near_a_line, villages=17),
    CountyFlaw("ST01", "六成采购的金额是编的，首位什么数都有", HARD, share=60, invent=_out_of_thin_air, villages=17),
    CountyFlaw("ST01", "金额自然，笔数足够", MIDDLING, is_decoy=True, villages=17),
    CountyFlaw(
        "ST01", "四成采购的金额都在四千元上下，但全县不足一千笔", HARD, is_decoy=True, share=40, invent=_near_a_line,
        villages=5,
    ),
)  # fmt: skip


def of_county(seed: int) -> CountyFlaw:
    """Choose the flaw or decoy of a county that has flaws of its villages too."""
    return Random(f"{seed}/county flaw").choice([one for one in COUNTY_FLAWS if one.totals is not None])


def invent(one: Village, this: CountyFlaw, seed: int) -> None:
    """Let so many of a village's purchases be of invented amounts."""
    if this.invent is None:
        return
    rng = Random(f"{seed}/invented/{one.place.code}")
    for movement in one.movements:
        bought = movement.facts.get("document_type") == "发票" and not movement.facts.get("project_no")
        if bought and not movement.in_cash and rng.randrange(100) < this.share:
            movement.expense = movement.facts["document_amount"] = this.invent(rng)


def publish(tables: Mapping[str, list[Row]], this: CountyFlaw) -> Label:
    """Publish totals that differ as ``this`` says; returns the label."""
    label = Label(this.rule, "", "全县", this.what, this.difficulty, this.is_decoy)
    for row in tables["parameter"]:
        gap = (this.totals or {}).get(row["name"], 0)
        if gap:
            row["value"] = str(int(row["value"]) + gap)
            if row["name"] == CAPITAL and not this.is_decoy:
                label.amount = f"{abs(gap)}.00"
    return label
