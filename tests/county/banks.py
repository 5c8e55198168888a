"""Bank and wallet exports: preambles, newest first, text cells padded with tabs or wrapped in ="…"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time

from tests.county import writing
from tests.county.desk import Case
from tests.county.paper import Book, Cell, Page, Value
from tests.county.places import amount, entries, person


@dataclass(frozen=True)
class Move:
    """One line of a statement."""

    day: date
    clock: time
    income: int | None
    expense: int | None
    balance: int
    party: str
    account: str
    memo: str
    serial: str


def moves(case: Case, count: int) -> list[Move]:
    balance = amount(case.rng) * 100
    found = []
    for number, entry in enumerate(entries(case.rng, case.month, count)):
        balance += (entry.income or 0) - (entry.expense or 0)
        found.append(
            Move(
                entry.day,
                time(8 + number % 10, case.rng.randrange(60), case.rng.randrange(60)),
                entry.income,
                entry.expense,
                balance,
                entry.party if case.chance(0.7) else person(case.rng),
                f"6217{case.rng.randrange(10**15):015}",
                entry.summary,
                f"{entry.day:%Y%m%d}{case.rng.randrange(10**8):08}",
            )
        )
    return found


def truth(move: Move, case: Case, **more: Value) -> dict[str, Value]:
    return {
        "entry_date": move.day,
        "amount_in": move.income,
        "amount_out": move.expense,
        "balance": move.balance,
        "counterparty": move.party,
        **more,
    }


def _owner(case: Case) -> str:
    """The account's name, which is the village's wherever nothing else names it."""
    return case.village.full + "股份经济合作社"


def _account(case: Case) -> str:
    return f"{case.rng.randint(1, 9)}{case.rng.randrange(10**17):017}"


def _two(move: Move, write: writing.Money = writing.number) -> tuple[Cell, Cell]:
    return (
        None if move.income is None else write(move.income),
        None if move.expense is None else write(move.expense),
    )


def rural(case: Case) -> Book:
    """A rural credit statement: 借 is out, 贷 is in, oldest first."""
    page, number = Page(case.sheet_name("对账单")), _account(case)
    page.add("黄河农村商业银行客户对账单")
    page.add(f"户名：{_owner(case)}", None, f"账号：{number}")
    page.add(f"对账期间：{case.month_text}")
    page.add("交易日期", "摘要", "借方发生额", "贷方发生额", "余额", "对方户名", "对方账号")
    for move in moves(case, 9):
        plus, minus = _two(move, writing.grouped)
        fields = truth(move, case, counterparty_account=move.account, memo=move.memo, account_no=number)
        page.add(move.day, move.memo, minus, plus, writing.grouped(move.balance), move.party, move.account,
                 record=case.record("bank_line", fields))  # fmt: skip
    page.add("合计", None, *(writing.number(sum(v)) for v in _sums(page)))
    page.period = (case.month_start, "月")
    return case.book("农商行", [page], "银行对账单")


def _sums(page: Page) -> Sequence[list[int]]:
    rows = [r.fields for r in page.truth.values()]
    return [[v for r in rows if isinstance(v := r[name], int)] for name in ("amount_out", "amount_in")]


def construction(case: Case) -> Book:
    """Newest first; long numbers wrapped in ="…"; in and out say it themselves."""
    page, number = Page(case.sheet_name("明细")), _account(case)
    page.add("中国建设银行账户明细信息")
    page.add("账号", f'="{number}"', "账户名称", _owner(case))
    page.add("币种", "人民币元", "开户机构", "灵武支行")
    page.add("交易时间", "借方发生额（支取）", "贷方发生额（收入）", "余额", "币种", "对方户名", "对方账号", "摘要",
             "账户明细编号-交易流水号")  # fmt: skip
    for move in reversed(moves(case, 12)):
        plus, minus = _two(move, writing.plain)
        fields = truth(move, case, counterparty_account=move.account, memo=move.memo, serial_no=move.serial,
                       account_no=number)  # fmt: skip
        fields |= {"amount_in": move.income or 0, "amount_out": move.expense or 0}
        page.add(f"{move.day:%Y%m%d} {move.clock}", minus or "0.00", plus or "0.00", writing.plain(move.balance), "人民币元",
                 move.party, f'="{move.account}"', move.memo, f'="{move.serial}"',
                 record=case.record("bank_line", fields))  # fmt: skip
    return _text(case, page, "建行", "账户明细")


def agricultural(case: Case) -> Book:
    """Date and time apart, tab-padded texts."""
    page, number = Page(case.sheet_name("交易明细")), _account(case)
    page.add("中国农业银行账户交易明细")
    page.add(f"账号：{number}", None, None, f"户名：{_owner(case)}")
    page.add("交易日期", "交易时间", "收入金额", "支出金额", "账户余额", "对方户名", "对方账号", "交易用途")
    for move in reversed(moves(case, 10)):
        plus, minus = _two(move, writing.plain)
        fields = truth(move, case, counterparty_account=move.account, memo=move.memo, account_no=number,
                       entry_time=str(move.clock))  # fmt: skip
        page.add(f"{move.day}\t", f"{move.clock}\t", plus, minus, writing.plain(move.balance), f"{move.party}\t",
                 f"{move.account}\t", f"{move.memo}\t", record=case.record("bank_line", fields))  # fmt: skip
    return _text(case, page, "农行", "交易明细")


def flagged(case: Case) -> Book:
    """One amount and a mark: 借 is out, 贷 is in."""
    page, number = Page(case.sheet_name("流水")), _account(case)
    page.add(f"账号：{number}")
    page.add(f"户名：{_owner(case)}")
    page.add(f"起止日期：{case.year}年{case.month}月")
    page.add("序号", "交易日期", "借贷标志", "交易金额", "账户余额", "对方户名", "摘要")
    for position, move in enumerate(moves(case, 9), start=1):
        mark = "贷" if move.income else "借"
        page.add(position, writing.packed(move.day), mark, writing.number(move.income or move.expense or 0),
                 writing.number(move.balance), move.party, move.memo,
                 record=case.record("bank_line", truth(move, case, memo=move.memo, account_no=number)))  # fmt: skip
    page.period = (case.month_start, "月")
    return case.book("借贷标志", [page], "活期账户银行流水")


def wechat(case: Case) -> Book:
    """The wallet bill of WeChat: a long preamble, ¥ amounts, rows that move no money."""
    page = Page("微信支付账单")
    owner = case.named
    page.add("微信支付账单明细")
    page.add(f"微信昵称：[{person(case.rng)}]")
    page.add(
        f"起始时间：[{case.year}-{case.month:02}-01 00:00:00] 终止时间：[{case.year}-{case.month:02}-28 23:59:59]"
    )
    page.add("导出类型：[全部]")
    page.add()
    page.add("----------------------微信支付账单明细列表--------------------")
    page.add(
        "交易时间",
        "交易类型",
        "交易对方",
        "商品",
        "收/支",
        "金额(元)",
        "支付方式",
        "当前状态",
        "交易单号",
        "备注",
    )
    for number, move in enumerate(reversed(moves(case, 9))):
        way = "收入" if move.income else "支出"
        cents = move.income or move.expense or 0
        stamp = f"{move.day} {move.clock}"
        if number == 4:
            page.add(
                stamp,
                "零钱提现",
                "/",
                "/",
                "/",
                f"¥{writing.plain(cents)}",
                "零钱",
                "提现已到账",
                f"{move.serial}99\t",
                "/",
            )
        fields = truth(move, case, serial_no=move.serial)
        del fields["balance"]
        page.add(stamp, "商户消费", move.party, move.memo, way, f"¥{writing.plain(cents)}", "零钱", "支付成功",
                 f"{move.serial}\t", "/", record=case.record("bank_line", fields))  # fmt: skip
    return Book(
        f"{case.village.township}/{owner}/微信账单{case.number}.csv", [page], "微信", text_format="utf8"
    )


def _text(case: Case, page: Page, family: str, words: str) -> Book:
    """Save as what banks call an .xls: tab-separated or comma-separated text in the old encoding."""
    if case.place == "工作表":
        return Book(case.path(words), [page], family)
    form, suffix = case.rng.choice((("csv", ".csv"), ("tsv", ".xls"), ("utf16", ".csv"), ("html", ".xls")))
    return Book(case.path(words, suffix), [page], family, text_format=form)


FAMILIES: tuple[Callable[[Case], Book], ...] = (rural, construction, agricultural, flagged, wechat)
