"""Lay out the same month three times, as the village, its bank and its accounting program would.

Each form comes in three layouts; the movements are the same in all, as in a county in order.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

Row = list[object]

PEOPLE = ("马建国", "杨学军", "王秀兰", "李建平", "丁文海", "何玉梅", "吴忠林", "周凤霞")
FIRMS = tuple(
    name + trade
    for name in (
        "宏达",
        "惠民",
        "兴农",
        "顺达",
        "金穗",
        "塞上",
        "康源",
        "鑫磊",
        "丰泽",
        "永固",
        "天禾",
        "百瑞",
    )
    for trade in (
        "建材有限公司",
        "商店",
        "农资经营部",
        "运输队",
        "机电维修部",
        "广告制作部",
        "家具城",
        "水利工程队",
    )
)
COSTS = (
    "购买办公用品", "支付电费", "维修村道路灯", "支付保洁员工资", "购买农资", "报销差旅费",
    "维修水渠人工费", "订阅报刊", "支付电话费", "购买灭火器", "清运垃圾费", "支付会议用餐",
    "慰问困难老党员", "购买办公桌椅", "印刷宣传材料",
)  # fmt: skip
GAINS = ("收到土地租金", "收到上级转移支付", "收到鱼塘承包费", "收到利息")
OPENING = 500_000  # cents


@dataclass(frozen=True)
class Month:
    """Whose book, of which month, in which of the three layouts."""

    village: str
    township: str
    year: int
    month: int
    layout: int

    @property
    def title(self) -> str:
        return f"{self.year}年{self.month}月"


@dataclass(frozen=True)
class Entry:
    """One made-up movement of money, in cents, with the balance after it."""

    day: date
    voucher: str
    summary: str
    income: int
    expense: int
    balance: int
    party: str
    person: str
    invoice: str


@dataclass(frozen=True)
class Form:
    """A sheet that every village hands in each month."""

    sheet: str
    kind: str
    draw: Callable[[Month, list[Entry]], Iterator[Row]]
    rows_an_entry: int = 1


def entries(year: int, month: int, count: int, chance: random.Random) -> Iterator[Entry]:
    """Draw ``count`` movements of a month in order of date.

    The balance never falls below zero and the last movement brings it back to ``OPENING``, so that
    every month joins the next one whichever is written first.
    """
    first = date(year, month, 1)
    length = (date(year + month // 12, month % 12 + 1, 1) - first).days
    balance = OPENING
    for number, offset in enumerate(sorted(chance.randrange(length) for _ in range(count)), start=1):
        change = -chance.randrange(2_000, 300_000)
        if balance + change < 0 or chance.random() < 0.1:
            change = chance.randrange(300_000, 3_000_000)
        if number == count:
            change = OPENING - balance
        balance += change
        yield Entry(
            day=first + timedelta(days=offset),
            voucher=f"记-{month}{number:04d}",
            summary=chance.choice(GAINS if change > 0 else COSTS),
            income=max(change, 0),
            expense=max(-change, 0),
            balance=balance,
            party=chance.choice(FIRMS),
            person=chance.choice(PEOPLE),
            invoice=f"{month:02d}{chance.randrange(10**6):06d}{number:04d}",
        )


def _yuan(*cents: int) -> Row:
    return [c / 100 if c else None for c in cents]


def _bank_book(at: Month, drawn: list[Entry]) -> Iterator[Row]:
    yield [f"{at.village}{at.title}银行存款日记账"]
    yield [f"编制单位：{at.township}{at.village}", *[None] * 6, "单位：元"]
    gap: Row = [None, None, None, "本月合计"]
    if at.layout == 1:
        # The year stands above month and day, as in printed account books.
        yield [f"{at.year}年", None, "凭证字号", "摘要", "借方（收入）", "贷方（支出）", "结余", "经手人"]
        yield ["月", "日"]
        yield [None, None, None, "上月结转", None, None, OPENING / 100]
        for e in drawn:
            yield [
                e.day.month,
                e.day.day,
                e.voucher,
                e.summary,
                *_yuan(e.income, e.expense, e.balance),
                e.person,
            ]
    else:
        titles = (
            "日期",
            "凭证号",
            "摘要",
            "对方单位",
            "收入",
            "支出",
            "余额",
            "结算方式",
            "经手人",
            "票据类型",
        )
        yield [*titles, "票据号"]
        yield [None, None, "上月结转", None, None, None, OPENING / 100]
        for e in drawn:
            day: object = e.day if at.layout == 0 else f"{e.day.year}.{e.day.month}.{e.day.day}"
            paper = [None, None] if e.income else ["发票", e.invoice]
            money = _yuan(e.income, e.expense, e.balance)
            yield [day, e.voucher, e.summary, e.party, *money, "转账", e.person, *paper]
        gap = [None, None, "本月合计", None]
    yield [*gap, *_yuan(sum(e.income for e in drawn), sum(e.expense for e in drawn), drawn[-1].balance)]
    yield ["会计主管：", None, "出纳：", None, "制表人：张秀英"]


def _bank_statement(at: Month, drawn: list[Entry]) -> Iterator[Row]:
    account = f"6401{zlib.crc32(at.village.encode()):012d}"
    yield ["农村商业银行账户交易明细"]
    yield [f"户名：{at.village}村民委员会", None, None, f"账号：{account}", None, None, f"日期：{at.title}"]
    amounts = ("收入金额", "支出金额", "账户余额") if at.layout == 2 else ("借方发生额", "贷方发生额", "余额")
    yield ["交易日期", "摘要", *amounts, "对方户名", "流水号"]
    # Banks list the newest first, debit means paid out, and amounts are often text with thousands separators.
    for e in reversed(drawn) if at.layout == 1 else drawn:
        cents = (e.income, e.expense, e.balance) if at.layout == 2 else (e.expense, e.income, e.balance)
        money: Row = [f"{c / 100:,.2f}" if c else "" for c in cents] if at.layout == 1 else _yuan(*cents)
        yield [f"{e.day:%Y%m%d}", e.summary, *money, e.party, f"{e.day:%y%m%d}{e.voucher[2:]}"]


def _voucher_list(at: Month, drawn: list[Entry]) -> Iterator[Row]:
    yield [f"{at.title}记账凭证序时账"]
    yield [f"核算单位：{at.village}"]
    yield [
        "凭证日期",
        "凭证号",
        "分录序号",
        "摘要",
        "科目编码",
        "科目名称",
        "借方金额",
        "贷方金额",
        "制单人",
        "审核人",
    ]
    bank, cost, gain = ("102", "银行存款"), ("513", "管理费用"), ("503", "补助收入")
    for e in drawn:
        amount = (e.income + e.expense) / 100
        debit, credit = (bank, gain) if e.income else (cost, bank)
        yield [e.day, e.voucher, 1, e.summary, *debit, amount, None, PEOPLE[0], PEOPLE[1]]
        # Some accounting programs print date and number on the first line of a voucher only.
        head: Row = [None, None] if at.layout == 1 else [e.day, e.voucher]
        yield [*head, 2, e.summary, *credit, None, amount, PEOPLE[0], PEOPLE[1]]


def county_ledger(villages: list[tuple[str, str, str]], count: int, chance: random.Random) -> Iterator[Row]:
    """Lay out a year's cash ledger of all villages in one sheet, village by village, month by month."""
    yield ["2024年度全县村级收支明细账"]
    yield ["编制单位：灵武市农村经营管理站", *[None] * 6, "单位：元"]
    yield ["乡镇", "村名", "日期", "凭证号", "摘要", "对方单位", "收入", "支出", "余额", "结算方式", "经手人"]
    blocks = len(villages) * 12
    for block in range(blocks):
        _, name, township = villages[block // 12]
        size = count // blocks + (block < count % blocks)
        for e in entries(2024, block % 12 + 1, size, chance):
            money = _yuan(e.income, e.expense, e.balance)
            yield [
                township,
                name,
                f"{e.day:%Y-%m-%d}",
                e.voucher,
                e.summary,
                e.party,
                *money,
                "转账",
                e.person,
            ]


FORMS = (
    Form("银行存款日记账", "cash_entry", _bank_book),
    Form("银行对账单", "bank_line", _bank_statement),
    Form("记账凭证", "voucher_line", _voucher_list, rows_an_entry=2),
)
