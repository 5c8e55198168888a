"""Lay out the sheets of the corpus as villages, banks and accounting programs do: three layouts of each."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

Row = list[object]

PEOPLE = ("马建国", "杨学军", "王秀兰", "李建平", "丁文海", "何玉梅", "吴忠林", "周凤霞")
FIRMS = ("宏达建材有限公司", "惠民商店", "国网供电公司", "兴农农资经营部", "顺达运输队", "中国电信营业厅")
COSTS = (
    "购买办公用品", "支付电费", "维修村道路灯", "支付保洁员工资", "购买农资", "报销差旅费",
    "维修水渠人工费", "订阅报刊", "支付电话费", "购买灭火器", "清运垃圾费", "支付会议用餐",
    "慰问困难老党员", "购买办公桌椅", "印刷宣传材料",
)  # fmt: skip
GAINS = ("收到土地租金", "收到上级转移支付", "收到鱼塘承包费", "收到利息")
ACCOUNTS = (
    ("101", "库存现金"),
    ("102", "银行存款"),
    ("513", "管理费用"),
    ("514", "公益支出"),
    ("503", "补助收入"),
)


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


@dataclass(frozen=True)
class Form:
    """A sheet that every village hands in each month."""

    sheet: str
    kind: str
    draw: Callable[[Month, int, random.Random], Iterator[Row]]


def entries(year: int, month: int, count: int, opening: int, chance: random.Random) -> Iterator[Entry]:
    """Draw ``count`` movements of a month in order of date.

    The balance never falls below zero and the last movement brings it back to ``opening``, so that
    every month joins the next one whichever is written first.
    """
    first = date(year, month, 1)
    length = (date(year + month // 12, month % 12 + 1, 1) - first).days
    balance = opening
    for number, offset in enumerate(sorted(chance.randrange(length) for _ in range(count)), start=1):
        change = (
            chance.randrange(300_000, 3_000_000)
            if chance.random() < 0.1
            else -chance.randrange(2_000, 300_000)
        )
        if balance + change < 0:
            change = chance.randrange(300_000, 3_000_000)
        if number == count:
            change = opening - balance
        balance += change
        summary = chance.choice(GAINS if change > 0 else COSTS)
        voucher = f"记-{month}{number:04d}"
        party, person = chance.choice(FIRMS), chance.choice(PEOPLE)
        day = first + timedelta(days=offset)
        yield Entry(day, voucher, summary, max(change, 0), max(-change, 0), balance, party, person)


def _yuan(cents: int) -> float | None:
    return cents / 100 if cents else None


def _cash_book(at: Month, count: int, chance: random.Random) -> Iterator[Row]:
    opening = 500_000
    drawn = list(entries(at.year, at.month, count, opening, chance))
    yield [f"{at.village}{at.title}现金日记账"]
    yield [f"编制单位：{at.township}{at.village}", *[None] * 6, "单位：元"]
    if at.layout == 1:
        # The year stands above month and day, as in printed account books.
        yield [f"{at.year}年", None, "凭证字号", "摘要", "借方（收入）", "贷方（支出）", "结余", "经手人"]
        yield ["月", "日"]
        yield [None, None, None, "上月结转", None, None, opening / 100]
        for e in drawn:
            money = [_yuan(e.income), _yuan(e.expense), e.balance / 100]
            yield [e.day.month, e.day.day, e.voucher, e.summary, *money, e.person]
        gap: Row = [None, None, None, "本月合计"]
    else:
        yield ["日期", "凭证号", "摘要", "对方单位", "收入", "支出", "余额", "经手人", "票据类型", "票据号"]
        yield [None, None, "上月结转", None, None, None, opening / 100]
        for number, e in enumerate(drawn):
            day: object = e.day if at.layout == 0 else f"{e.day.year}.{e.day.month}.{e.day.day}"
            money = [_yuan(e.income), _yuan(e.expense), e.balance / 100]
            paper = (
                [None, None]
                if e.income
                else ["发票", f"{at.month:02d}{chance.randrange(10**6):06d}{number:04d}"]
            )
            yield [day, e.voucher, e.summary, e.party, *money, e.person, *paper]
        gap = [None, None, "本月合计", None]
    yield [
        *gap,
        sum(e.income for e in drawn) / 100,
        sum(e.expense for e in drawn) / 100,
        drawn[-1].balance / 100,
    ]
    yield ["会计主管：", None, "出纳：", None, "制表人：张秀英"]


def _bank_statement(at: Month, count: int, chance: random.Random) -> Iterator[Row]:
    drawn = list(entries(at.year, at.month, count, 8_000_000, chance))
    account = f"6401{zlib.crc32(at.village.encode()):012d}"
    yield ["农村商业银行账户交易明细"]
    yield [f"户名：{at.village}村民委员会", None, None, f"账号：{account}", None, None, f"日期：{at.title}"]
    if at.layout == 2:
        yield ["交易日期", "摘要", "收入金额", "支出金额", "账户余额", "对方户名", "流水号"]
    else:
        yield ["交易日期", "摘要", "借方发生额", "贷方发生额", "余额", "对方户名", "流水号"]
    # Banks list the newest first; amounts are often text with thousands separators.
    for e in reversed(drawn) if at.layout == 1 else drawn:
        gain, cost, left = e.income, e.expense, e.balance
        money = (gain, cost) if at.layout == 2 else (cost, gain)
        cells: Row = [f"{c / 100:,.2f}" if c else "" for c in (*money, left)] if at.layout == 1 else []
        cells = cells or [*map(_yuan, money), left / 100]
        yield [f"{e.day:%Y%m%d}", e.summary, *cells, e.party, f"{e.day:%y%m%d}{e.voucher[2:]}"]


def _voucher_list(at: Month, count: int, chance: random.Random) -> Iterator[Row]:
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
    vouchers = entries(at.year, at.month, count // 2, 500_000, chance)
    for e, side in ((e, side) for e in vouchers for side in (0, 1)):
        cash, other = ACCOUNTS[at.layout % 2], ACCOUNTS[4 if e.income else 2]
        amount = (e.income + e.expense) / 100
        code, name = (cash if e.income else other) if side == 0 else (other if e.income else cash)
        # Accounting programs print date and number on the first line of a voucher only.
        head: Row = [e.day, e.voucher] if side == 0 or at.layout != 1 else [None, None]
        money = [amount, None] if side == 0 else [None, amount]
        yield [*head, side + 1, e.summary, code, name, *money, PEOPLE[0], PEOPLE[1]]


def county_ledger(villages: list[tuple[str, str, str]], count: int, chance: random.Random) -> Iterator[Row]:
    """Lay out a year's cash ledger of all villages in one sheet, village by village, month by month."""
    yield ["2024年度全县村级收支明细账"]
    yield ["编制单位：灵武市农村经营管理站", *[None] * 6, "单位：元"]
    yield ["乡镇", "村名", "日期", "凭证号", "摘要", "对方单位", "收入", "支出", "余额", "经手人"]
    blocks = len(villages) * 12
    for block in range(blocks):
        _, name, township = villages[block // 12]
        size = count // blocks + (block < count % blocks)
        for e in entries(2024, block % 12 + 1, size, 500_000, chance):
            money = [_yuan(e.income), _yuan(e.expense), e.balance / 100]
            yield [township, name, f"{e.day:%Y-%m-%d}", e.voucher, e.summary, e.party, *money, e.person]


FORMS = (
    Form("现金日记账", "cash_entry", _cash_book),
    Form("银行对账单", "bank_line", _bank_statement),
    Form("记账凭证", "voucher_line", _voucher_list),
)
