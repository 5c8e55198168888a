"""Flaws in what a township takes in for the treasury, in the books of a township of its own (TWN01)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from pipeline.demo.flaws.desk import Bound, Desk
from pipeline.demo.flaws.registry import HARD, MIDDLING, late_flaw
from pipeline.demo.paper import Sheet
from pipeline.demo.places import COUNTY, COUNTY_CODE
from pipeline.demo.village import Row
from pipeline.demo.window import day_in

_FIRST, _SECOND = "安宁太福广永兴长定康", "和平昌顺丰远庆盛泽源"
_REVENUE, _REMITTED = "收到公共场地占用费（非税收入）", "缴非税收入到县财政专户"
Line = tuple[date, str, int]  # day, summary, cents: positive where they come in


def _books(desk: Desk, lines: Iterable[Line]) -> None:
    """Hand in a township's register and its book of a bank account, one for each year."""
    ordinal = desk.one.place.ordinal
    name = f"{_FIRST[ordinal // 10 % 10]}{_SECOND[ordinal % 10]}{'镇' if ordinal < 100 else '乡'}"
    code = f"{COUNTY_CODE}{600 + ordinal % 300:03}000"
    desk.label.village_code, desk.label.village_name = code, name
    unit = {
        "village_code": code,
        "village_name": name,
        "township": name,
        "county": COUNTY,
        "unit_kind": "乡镇",
    }
    usual = (
        line
        for month in desk.one.window.months()
        for line in (
            (day_in(month, 5), f"收到财政拨付{month.month}月运转经费", desk.rng.randint(200, 400) * 100_00),
            (
                day_in(month, desk.rng.randint(12, 25)),
                f"支付{month.month}月电费",
                -desk.rng.randint(80_000, 190_000),
            ),
        )
    )
    entries: list[Row] = []
    balance = 50_000_00
    for number, (day, summary, amount) in enumerate(sorted([*lines, *usual])):
        balance += amount
        treasury = any(word in summary for word in ("财政拨", "财政返", "专户", "国库"))
        party = f"{COUNTY}财政局" if treasury else "临街商户" if amount > 0 else f"{COUNTY}供电公司"
        entries.append({
            "entry_date": day, "voucher_no": f"记-{number + 1}", "summary": summary, "income": max(amount, 0) or None,
            "expense": max(-amount, 0) or None, "balance": balance, "counterparty": party, "method": "转账",
            "document_type": "财政票据", "document_no": f"{code[6:9]}{number + 1:07}",
        })  # fmt: skip

    def bind(bound: Bound) -> None:
        bound[f"{name}/财政所/单位登记表.xlsx"] = [Sheet("单位登记表", "village", "村情登记表", [unit])]
        for year in desk.one.window.years:
            rows = [row for row in entries if row["entry_date"].year == year]
            title = f"{name}{year}年银行存款日记账"
            head = (f"编制单位：{name}", "单位：元")
            before = [row["balance"] for row in entries if row["entry_date"].year < year]
            bound[f"{name}/财政所/{year}年银行账.xlsx"] = [
                Sheet(
                    "银行账", "cash_entry", title, rows, head, (before or [50_000_00])[-1], "上年结转", "合计"
                )
            ]

    desk.paper.append(bind)


def _quarters(desk: Desk, remitted: str = _REMITTED) -> list[Line]:
    """Take in fees every third month, and remit each in full in the month after."""
    lines: list[Line] = []
    months = desk.one.window.months()
    for number, month in enumerate(months[1:-2:3]):
        fees = desk.rng.randint(3_800, 5_600) * 100 + number
        lines += [
            (day_in(month, desk.rng.randint(6, 14)), _REVENUE, fees),
            (day_in((month + timedelta(days=40)).replace(day=1), desk.rng.randint(4, 12)), remitted, -fees),
        ]
    return lines


@late_flaw("TWN01", "一个季度的场地占用费留在镇里")
def one_quarter_kept(desk: Desk) -> None:
    lines = _quarters(desk)
    kept = lines.pop(1)
    _books(desk, lines)
    desk.say("非税收入", -kept[2])


@late_flaw("TWN01", "罚没收入留下六百元", MIDDLING)
def part_of_a_fine_kept(desk: Desk) -> None:
    month = desk.one.window.first
    _books(desk, [
        *_quarters(desk), (day_in(month, 10), "收取违章建筑罚没款", 2_000_00), (day_in(month, 24), "缴入国库罚没款", -1_400_00),
    ])  # fmt: skip
    desk.say("非税收入", 600_00)


@late_flaw("TWN01", "规费没有缴，倒是缴了财政所的水电费", HARD)
def paid_the_bills_of_the_office(desk: Desk) -> None:
    month = desk.one.window.first
    _books(desk, [
        *_quarters(desk), (day_in(month, 10), "收取建房规费", 1_800_00), (day_in(month, 24), "缴纳财政所水电费", -2_300_00),
    ])  # fmt: skip
    desk.say("非税收入", 1_800_00)


@late_flaw("TWN01", "写的是上交县非税专户，一分不少", HARD, decoy=True)
def handed_over(desk: Desk) -> None:
    _books(desk, _quarters(desk, "上交县非税收入专户"))


@late_flaw("TWN01", "写的是划转县财政国库", MIDDLING, decoy=True)
def transferred(desk: Desk) -> None:
    _books(desk, _quarters(desk, "非税收入划转国库"))


@late_flaw("TWN01", "财政返还的非税收入没有再缴", MIDDLING, decoy=True)
def given_back(desk: Desk) -> None:
    month = desk.one.window.first
    _books(desk, [*_quarters(desk), (day_in(month, 20), "财政返还上年非税收入", 3_000_00)])


@late_flaw("TWN01", "最后半个月收的还没有缴", HARD, decoy=True)
def not_due_yet(desk: Desk) -> None:
    last = desk.one.window.last.replace(day=1)
    _books(desk, [*_quarters(desk), (day_in(last, 16), _REVENUE, 2_600_00)])
