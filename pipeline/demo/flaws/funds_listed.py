"""Flaws in funds of the county's own catalogue: what they are spent on, and when (FUND01, FUND02)."""

from __future__ import annotations

from datetime import date
from typing import Any

from pipeline.demo import draw
from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.registry import HARD, MIDDLING, late_flaw
from pipeline.demo.places import COUNTY
from pipeline.demo.standards import customs_end
from pipeline.demo.village import CARE, CUSTOMS, STARTUP, Movement
from pipeline.demo.window import day_in

_FARM = "农牧发展有限公司"


def _open(desk: Desk, fund: str, amount: int, day: date) -> None:
    """Give the village this fund, with an account and a first payment from the county."""
    one = desk.one
    number = "2901" + draw.digits(desk.rng, 12)
    one.accounts[fund], one.openings[fund] = number, 0
    one.add(
        "bank_account", account_no=number, account_name=f"{one.place.org_name}（{fund}户）",
        bank=f"{COUNTY}农村商业银行{one.place.township[:-1]}支行", fund=fund,
        opened_on=date(one.window.first.year - 1, 11, 4),
    )  # fmt: skip
    one.receive(
        day, fund, f"收到县里拨付{fund}", amount, "special", counterparty=f"{COUNTY}财政局", method="转账",
        document_type="财政票据", receipted=True,
    )  # fmt: skip


def _month(desk: Desk, month: int, day: int) -> date:
    return day_in(date(desk.one.window.first.year, month, 1), day)


def _spend(
    desk: Desk, fund: str, day: date, summary: str, amount: int, category: str, **facts: Any
) -> Movement:  # fmt: skip
    """Spend some of a fund, as resolved."""
    number = desk.one.resolve(summary, amount, desk.after(day, -50), day)
    facts = {"fund": fund, "contra": "care" if fund == CARE else "special", "resolution_no": number} | facts
    return desk.buy(day, summary, amount, desk.firm(_FARM), category=category, **facts)


def _startup(desk: Desk) -> None:
    """Keep a fund for members who set up in trade, and spend it on chicks."""
    _open(desk, STARTUP, 30_000_00, _month(desk, 3, 12))
    _spend(desk, STARTUP, _month(desk, 4, 9), "购买党员养殖户鸡苗", 6_200_00, "产业扶持")


# ── 用在允许用途以外 ──────────────────────────────────────────────────


@late_flaw("FUND01", "党员创业资金粉刷村部围墙", months=12)
def startup_money_for_a_wall(desk: Desk) -> None:
    _startup(desk)
    _spend(desk, STARTUP, _month(desk, 5, 14), "粉刷村部围墙", 4_600_00, "公益事业")
    desk.say(f"{STARTUP}用途", 4_600_00)


@late_flaw("FUND01", "关爱资金购买村部打印机", HARD, months=12)
def care_money_for_a_printer(desk: Desk) -> None:
    _spend(desk, CARE, _month(desk, 5, 20), "购买打印机一台", 1_380_00, "工作经费")
    desk.say(f"{CARE}用途", 1_380_00)


@late_flaw("FUND01", "党员创业资金修水渠，没有填支出类别", MIDDLING, months=12)
def startup_money_for_a_canal(desk: Desk) -> None:
    summary = "支付维修水渠费用"
    _startup(desk)
    _spend(desk, STARTUP, _month(desk, 5, 14), summary, 3_900_00, "公益事业")
    desk.books.append(lambda: _leave_blank(desk, summary))
    desk.say(f"{STARTUP}用途", 3_900_00)


def _leave_blank(desk: Desk, summary: str) -> None:
    next(r for r in desk.one.tables["cash_entry"] if r["summary"] == summary)["category"] = None


@late_flaw("FUND01", "党员创业资金修养殖小区的路", HARD, decoy=True, months=12)
def startup_money_for_a_road_to_the_farm(desk: Desk) -> None:
    _startup(desk)
    _spend(desk, STARTUP, _month(desk, 5, 14), "平整养殖小区道路", 4_600_00, "公益事业")


@late_flaw("FUND01", "记错了资金，当月冲回", HARD, decoy=True, months=12)
def booked_to_the_wrong_fund(desk: Desk) -> None:
    _startup(desk)
    day = _month(desk, 5, 14)
    mark = _spend(desk, STARTUP, day, "粉刷村部围墙", 2_600_00, "公益事业")
    back = _spend(desk, STARTUP, desk.after(day, 6), "冲销：粉刷村部围墙（记错资金）", -2_600_00, "公益事业")
    back.facts |= {
        "counterparty": mark.facts["counterparty"], "counterparty_account": mark.facts["counterparty_account"],
        "document_type": "自制凭证", "document_no": None, "document_amount": None,
    }  # fmt: skip
    mark.one_line = back.one_line = f"冲销{desk.rng.randint(1000, 9999)}"
    desk.books.append(lambda: _drop_zero(desk))


def _drop_zero(desk: Desk) -> None:
    """The bank never saw what was booked and reversed."""
    for row in [r for r in desk.one.tables["bank_line"] if not r["amount_in"] and not r["amount_out"]]:
        desk.forget("bank_line", row)


@late_flaw("FUND01", "用途一栏写有“等”，买了宣传栏", MIDDLING, decoy=True, months=12)
def an_open_list(desk: Desk) -> None:
    _open(desk, CUSTOMS, 12_000_00, _month(desk, 2, 12))
    _spend(desk, CUSTOMS, _month(desk, 4, 9), "制作村规民约宣传栏", 2_300_00, "工作经费")


# ── 起用以前、停用以后 ────────────────────────────────────────────────


@late_flaw("FUND02", "移风易俗资金停用以后还付奖励品款", months=12)
def spent_after_the_end(desk: Desk) -> None:
    _customs(desk)
    _spend(desk, CUSTOMS, _month(desk, 9, 10), "购买文明户奖励品", 2_150_00, "公益事业")
    desk.say(f"{CUSTOMS}停用以后", 2_150_00)


@late_flaw("FUND02", "党员创业资金起用以前就有收支", HARD, months=12)
def moved_before_the_beginning(desk: Desk) -> None:
    _open(desk, STARTUP, 20_000_00, _month(desk, 1, 16))
    _spend(desk, STARTUP, _month(desk, 2, 25), "购买党员养殖户饲料", 3_300_00, "产业扶持")
    desk.say(f"{STARTUP}起用以前", 20_000_00)


def _customs(desk: Desk) -> None:
    _open(desk, CUSTOMS, 9_000_00, _month(desk, 2, 12))
    _spend(desk, CUSTOMS, _month(desk, 4, 9), "购买文明户奖励品", 1_900_00, "公益事业")


@late_flaw("FUND02", "停用前最后一个工作日付款", HARD, decoy=True, months=12)
def spent_on_the_last_day(desk: Desk) -> None:
    _customs(desk)
    _spend(
        desk,
        CUSTOMS,
        day_in(customs_end(desk.one.window).replace(day=1), 30),
        "红白理事会购置桌椅",
        2_700_00,
        "公益事业",
    )


@late_flaw("FUND02", "停用以后把余额交回财政", MIDDLING, decoy=True, months=12)
def given_back(desk: Desk) -> None:
    _customs(desk)
    desk.one.pay(
        _month(desk, 9, 10), CUSTOMS, "结余资金上缴县财政", 7_100_00, "special", counterparty=f"{COUNTY}财政局",
        method="转账", document_type="财政票据", document_no=draw.digits(desk.rng, 10), document_amount=7_100_00,
        category="其他",
    )  # fmt: skip


@late_flaw("FUND02", "停用以后账上只有银行结息", HARD, decoy=True, months=12)
def interest_goes_on(desk: Desk) -> None:
    _customs(desk)
    for month in (9, 12):
        day = date(desk.one.window.first.year, month, 21)
        desk.one.receive(
            day, CUSTOMS, f"{month}月银行存款结息", 2_35 + month, "other", method="其他", document_type="自制凭证",
            counterparty="农村商业银行",
        )  # fmt: skip


@late_flaw("FUND02", "停用以后付清质保金", MIDDLING, decoy=True, months=12)
def retention_paid(desk: Desk) -> None:
    _customs(desk)
    _spend(desk, CUSTOMS, _month(desk, 9, 10), "支付红白理事会厨房改造质保金", 900_00, "公益事业")
