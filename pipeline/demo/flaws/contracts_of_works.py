"""Flaws in contracts of works and purchases: how the other side was found, who it is (WK01, WK02, WK08)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from pipeline.demo import draw
from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.registry import HARD, MIDDLING, late_flaw
from pipeline.demo.holdings import build
from pipeline.demo.places import Firm
from pipeline.demo.service import Project
from pipeline.demo.village import Row

_BUILDERS = "建设工程有限公司"


def register(desk: Desk, made: Project, change: Callable[[Row], None]) -> None:
    """Have the village keep a register of contracts, and change that of this project."""
    desk.one.style["keeps"].add("contract")
    number = made.row["contract_no"]
    rows = desk.one.tables["contract"]
    desk.registers.append(lambda: change(next(row for row in rows if row["contract_no"] == number)))


def add(desk: Desk, signed: date, subject: str, amount: int, party: str) -> Row:
    """Register a contract that no project of the register has."""
    desk.one.style["keeps"].add("contract")
    number = f"CG-{signed.year}-{len(desk.one.tables['contract']) + 71}"
    begun = signed + timedelta(days=5)
    return build(desk.one, begun.year, number, party, subject, amount, (begun, begun + timedelta(days=90)))


# ── 没有招标或询价 ────────────────────────────────────────────────────


@late_flaw("WK01", "七万元工程直接委托")
def awarded_directly(desk: Desk) -> None:
    made = desk.project(70_000_00)
    register(desk, made, lambda row: row.update(procurement="直接委托"))
    desk.say(made.row["contract_no"], 70_000_00)


@late_flaw("WK01", "正好六万元，发包方式空白", HARD)
def no_way_given(desk: Desk) -> None:
    made = desk.project(60_000_00)
    register(desk, made, lambda row: row.update(procurement=None))
    desk.say(made.row["contract_no"], 60_000_00)


@late_flaw("WK01", "五万九千八百元直接委托", HARD, decoy=True)
def direct_below_the_line(desk: Desk) -> None:
    register(desk, desk.project(59_800_00), lambda row: row.update(procurement="直接委托"))


@late_flaw("WK01", "七万元单一来源采购", MIDDLING, decoy=True)
def one_source(desk: Desk) -> None:
    register(desk, desk.project(70_000_00), lambda row: row.update(procurement="单一来源采购"))


@late_flaw("WK01", "先登记时没有写发包方式，后来补登了公开招标", HARD, decoy=True)
def registered_again(desk: Desk) -> None:
    def blank_first(row: Row) -> None:
        rows = desk.one.tables["contract"]
        rows.insert(rows.index(row), row | {"procurement": None})

    register(desk, desk.project(70_000_00), blank_first)


# ── 拆成几份合同 ──────────────────────────────────────────────────────


def _split(desk: Desk, amounts: Sequence[int], apart: int, firms: Sequence[Firm]) -> None:
    begun = desk.day(3, 6)
    for number, (amount, firm) in enumerate(zip(amounts, firms, strict=True), start=1):
        subject = f"购买并安装{'一二三'[number - 1]}组健身器材"
        add(desk, desk.after(begun, (number - 1) * apart), subject, amount, firm.name)


@late_flaw("WK02", "同一家两份合同，相隔九天，合计六万四千元")
def split_in_two(desk: Desk) -> None:
    firm = desk.firm(_BUILDERS)
    _split(desk, (33_000_00, 31_000_00), 9, (firm, firm))
    desk.say("", 64_000_00)


@late_flaw("WK02", "同一家三份合同，一个月以内，合计六万零一百元", HARD)
def split_in_three(desk: Desk) -> None:
    firm = desk.firm(_BUILDERS)
    _split(desk, (21_000_00, 20_000_00, 19_100_00), 12, (firm, firm, firm))
    desk.say("", 60_100_00)


@late_flaw("WK02", "同一家两份合同，相隔两个月", MIDDLING, decoy=True)
def two_months_apart(desk: Desk) -> None:
    firm = desk.firm(_BUILDERS)
    _split(desk, (33_000_00, 31_000_00), 60, (firm, firm))


@late_flaw("WK02", "同一家两份合同，合计五万九千元", HARD, decoy=True)
def two_below_the_line(desk: Desk) -> None:
    firm = desk.firm(_BUILDERS)
    _split(desk, (32_000_00, 27_000_00), 9, (firm, firm))


@late_flaw("WK02", "两家各签一份", MIDDLING, decoy=True)
def two_firms(desk: Desk) -> None:
    _split(desk, (33_000_00, 31_000_00), 9, (desk.firm(_BUILDERS), desk.firm(_BUILDERS)))


@late_flaw("WK02", "同一家一份招标的大合同，另一份两万元", HARD, decoy=True)
def one_large_one_small(desk: Desk) -> None:
    made = desk.project(70_000_00)
    signed = made.row["started_on"] - timedelta(days=6)
    add(desk, signed, "购买并安装一组健身器材", 20_000_00, made.row["contractor"])


# ── 对方与村干部或其近亲属同名 ────────────────────────────────────────


def _relative(desk: Desk) -> str:
    row = desk.rng.choice([r for r in desk.one.tables["official"] if r.get("relatives")])
    relatives: str = row["relatives"]
    return relatives.rsplit("：", maxsplit=1)[-1]


def _small_works(desk: Desk, party: str) -> Row:
    return add(desk, desk.day(), "村部厕所修缮", 18_600_00, party)


@late_flaw("WK08", "合同对方是村干部的儿子")
def contract_with_a_son(desk: Desk) -> None:
    party = _relative(desk)
    _small_works(desk, party)
    desk.say(party, 18_600_00)


@late_flaw("WK08", "合同对方就是委员", MIDDLING)
def contract_with_an_officer(desk: Desk) -> None:
    party = desk.one.with_post("委员").name
    _small_works(desk, party)
    desk.say(party, 18_600_00)


@late_flaw("WK08", "公司名称里有委员的名字", HARD, decoy=True)
def company_named_alike(desk: Desk) -> None:
    _small_works(desk, f"青禾县{desk.one.with_post('委员').name[1:]}建筑装饰有限公司")


@late_flaw("WK08", "与主任同姓不同名", MIDDLING, decoy=True)
def only_the_family_name(desk: Desk) -> None:
    _small_works(desk, desk.one.with_post("主任").name[0] + desk.person().name[1:])


@late_flaw("WK08", "签合同时已经离任两年", HARD, decoy=True)
def long_out_of_office(desk: Desk) -> None:
    person: draw.Person = desk.person()
    first = desk.one.window.first
    desk.one.add(
        "official", name=person.name, post="副主任", body="两委", id_no=person.id_no, bank_account=person.account,
        in_office_from=date(first.year - 6, 3, 1), in_office_to=date(first.year - 2, 3, 1),
    )  # fmt: skip
    _small_works(desk, person.name)
