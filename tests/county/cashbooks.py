"""What all cash and bank books share: header words, titles, entries with balances, totals."""

from __future__ import annotations

from collections.abc import Sequence

from tests.county import writing
from tests.county.desk import Case, Column, line
from tests.county.paper import Cell, Page, Value
from tests.county.places import Entry

DATE = ("日期", "记账日期", "业务日期", "发生日期", "收支日期", "报账日期", "年月日", "时 间", "日  期")
VOUCHER = ("凭证号", "凭证字号", "凭证编号", "凭证号数", "单据号", "凭 证 号")
SUMMARY = (
    "摘要",
    "摘  要",
    "事由",
    "用途",
    "内容",
    "收支内容",
    "支出事项",
    "款项内容",
    "摘要内容",
    "开支项目",
)
SIDES = (
    ("收入", "支出"),
    ("收入金额", "支出金额"),
    ("收方", "付方"),
    ("借方", "贷方"),
    ("借方金额", "贷方金额"),
    ("收款金额", "付款金额"),
    ("增加", "减少"),
    ("收入（借方）", "支出（贷方）"),
    ("收入(元)", "支出(元)"),
)
BALANCE = ("余额", "结余", "结存", "账面余额", "滚存", "结存金额", "余  额")
PARTY = ("对方单位", "收款单位", "往来单位", "供应商", "支付对象")
HANDLER = ("经手人", "经办人", "报账人", "经 手 人")
# Title and what it says about account and fund.
TITLES = (
    ("现金日记账", {"account_kind": "现金"}),
    ("银行存款日记账", {"account_kind": "银行"}),
    ("收支明细账", {}),
    ("财务收支明细表", {}),
    ("流水账", {}),
    ("为民服务和发展专项资金使用台账", {"fund": "专项资金"}),
    ("党内关爱资金台账", {"fund": "关爱资金"}),
)


def facts(entry: Entry, balance: int | None = None) -> dict[str, Value]:
    """The fields of an entry."""
    return {
        "entry_date": entry.day,
        "voucher_no": entry.voucher,
        "summary": entry.summary,
        "income": entry.income,
        "expense": entry.expense,
        "balance": balance,
        "counterparty": entry.party,
        "handler": entry.handler,
    }


def balanced(rows: Sequence[Entry], opening: int) -> list[int]:
    balances = []
    for entry in rows:
        opening += (entry.income or 0) - (entry.expense or 0)
        balances.append(opening)
    return balances


def form(case: Case, day: writing.Day, money: writing.Money) -> list[Column]:
    """Choose header words and columns of a book with two amount columns."""
    plus, minus = case.rng.choice(SIDES)
    columns = [
        Column(case.rng.choice(DATE), "entry_date", day),  # type: ignore[arg-type]
        Column(case.rng.choice(VOUCHER), "voucher_no"),
        Column(case.rng.choice(SUMMARY), "summary"),
        Column(plus, "income", money),  # type: ignore[arg-type]
        Column(minus, "expense", money),  # type: ignore[arg-type]
        Column(case.rng.choice(BALANCE), "balance", money),  # type: ignore[arg-type]
    ]
    if case.chance(0.5):
        columns.insert(3, Column(case.rng.choice(PARTY), "counterparty"))
    if case.chance(0.5):
        columns.append(Column(case.rng.choice(HANDLER), "handler"))
    if case.chance(0.3):
        columns.insert(0, Column(case.rng.choice(("序号", "行次", "顺序号")), "_seq"))
    return columns


def total(columns: Sequence[Column], label: str, at: int, **sums: int | None) -> list[Cell]:
    """Write a summary row with its label in column ``at``."""
    cells: list[Cell] = []
    for position, column in enumerate(columns):
        value = sums.get(column.field)
        cells.append(label if position == at else None if value is None else column.write(value))
    return cells


def body(case: Case, page: Page, columns: Sequence[Column], rows: Sequence[Entry], constant: dict[str, Value],
         opening: int, label_at: int, *, carried: bool = False) -> int:  # fmt: skip
    """Write opening row, entries and 合计 rows; returns the closing balance."""
    if carried or case.chance(0.4):
        page.add(
            *total(
                columns,
                case.rng.choice(("上月结转", "期初余额", "上年结转", "月初余额")),
                label_at,
                balance=opening,
            )
        )
    for number, (entry, balance) in enumerate(zip(rows, balanced(rows, opening), strict=True), start=1):
        line(page, case, "cash_entry", columns, {**facts(entry, balance), "_seq": number}, constant)
    income, expense = (sum(getattr(e, side) or 0 for e in rows) for side in ("income", "expense"))
    closing = opening + income - expense
    if case.chance(0.8):
        label = case.rng.choice(("合计", "合  计", "本月合计", "本 月 合 计", "总计", "本期合计"))
        page.add(*total(columns, label, label_at, income=income, expense=expense))
    if case.chance(0.3):
        page.add(
            *total(columns, case.rng.choice(("期末余额", "本月结存", "结转下月")), label_at, balance=closing)
        )
    return closing


def summary_at(columns: Sequence[Column]) -> int:
    """Tell in which column summaries stand, and with them the labels of totals."""
    return next(i for i, c in enumerate(columns) if c.field == "summary")


def number_or_blank(cents: int | None) -> Cell:
    """Write an amount as a number where there is one."""
    return None if cents is None else writing.number(cents)
