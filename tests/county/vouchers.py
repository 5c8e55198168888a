"""What bookkeeping programs export: voucher lists with continuation lines, and trial balances."""

from __future__ import annotations

from collections.abc import Callable

from tests.county import writing
from tests.county.desk import Case
from tests.county.paper import Book, Cell, Page
from tests.county.places import RECEIVING, SPENDING, amount, days, person

ACCOUNTS = (
    ("513001", "管理费用-办公费"),
    ("513002", "管理费用-水电费"),
    ("514", "公益支出"),
    ("153", "在建工程"),
)
CASH = (("101", "库存现金"), ("102001", "银行存款-基本户"))


def _number(cents: int | None) -> Cell:
    return None if not cents else writing.number(cents)


def voucher_list(case: Case) -> Book:
    """Date and number stand on a voucher's first line only; every voucher balances."""
    page = Page(case.sheet_name("序时账"))
    case.heading(page, case.rng.choice(("序时账", "记账凭证列表", "凭证序时簿")), case.month_text)
    repeat = case.chance(0.3)
    heads = case.rng.choice((
        ("日期", "凭证字号", "摘要", "科目编码", "科目名称", "借方金额", "贷方金额", "制单人"),
        ("凭证日期", "凭证号", "摘要", "科目代码", "会计科目", "借方", "贷方", "制单"),
        ("制单日期", "凭证编号", "摘 要", "会计科目编码", "科目名称", "借方发生额", "贷方发生额", "录入人"),
    ))  # fmt: skip
    page.add(*heads)
    maker = person(case.rng)
    total = 0
    for position, day in enumerate(days(case.rng, case.month, 6), start=1):
        number = f"记-{position}"
        incoming = case.chance(0.3)
        parts = [amount(case.rng) for _ in range(1 if incoming else case.rng.randint(1, 3))]
        summary = case.rng.choice(RECEIVING if incoming else SPENDING)
        lines = [(case.rng.choice(ACCOUNTS), cents, 0) for cents in parts]
        lines.append((case.rng.choice(CASH), 0, sum(parts)))
        if incoming:
            lines = [(account, credit, debit) for account, debit, credit in reversed(lines)]
        total += sum(parts)
        for nth, ((code, name), debit, credit) in enumerate(lines):
            first = nth == 0 or repeat
            fields = {
                "entry_date": day, "voucher_no": number, "summary": summary, "account_code": code,
                "account_name": name, "debit": debit or None, "credit": credit or None, "preparer": maker,
            }  # fmt: skip
            page.add(day if first else None, number if first else None, summary, code, name, _number(debit),
                     _number(credit), maker, record=case.record("voucher_line", fields))  # fmt: skip
    page.add("合计", None, None, None, None, _number(total), _number(total))
    return case.book("凭证续行", [page], "凭证")


def _trial(case: Case) -> list[tuple[str, str, int, int, int]]:
    """Accounts with opening balance (credit negative) and turnover; parents repeat their children."""
    rows: list[tuple[str, str, int, int, int]] = []
    for parent, name, children in (
        ("101", "库存现金", ()),
        ("102", "银行存款", (("102001", "基本户"), ("102002", "专户"))),
        ("513", "管理费用", (("513001", "办公费"), ("513002", "水电费"))),
        ("301", "资本", ()),
    ):
        sign = -1 if parent == "301" else 1
        leaves = [
            (code, leaf, sign * amount(case.rng), amount(case.rng), amount(case.rng, 20, 300))
            for code, leaf in (children or ((parent, name),))
        ]
        if children:
            rows.append(
                (
                    parent,
                    name,
                    sum(r[2] for r in leaves),
                    sum(r[3] for r in leaves),
                    sum(r[4] for r in leaves),
                )
            )
        rows += leaves
    return rows


def _sides(cents: int) -> tuple[int | None, int | None]:
    return (cents, None) if cents > 0 else (None, -cents) if cents < 0 else (None, None)


def trial_balance(case: Case) -> Book:
    """Opening, turnover and closing, each 借方|贷方 under a group header."""
    page = Page(case.sheet_name("科目余额表"))
    case.heading(page, "科目余额表", case.month_text)
    groups = case.rng.choice((("期初余额", "本期发生额", "期末余额"), ("月初余额", "本月发生额", "月末余额")))
    top = page.add("科目编码", "科目名称", groups[0], None, groups[1], None, groups[2], None)
    page.add(None, None, *("借方", "贷方") * 3)
    for column in (0, 1):
        page.merge(top, column, top + 1, column)
    for column in (2, 4, 6):
        page.merge(top, column, top, column + 1)
    for code, name, opening, debit, credit in _trial(case):
        figures = (*_sides(opening), debit, credit, *_sides(opening + debit - credit))
        names = ("opening_debit", "opening_credit", "debit", "credit", "closing_debit", "closing_credit")
        fields = {"account_code": code, "account_name": name, **dict(zip(names, figures, strict=True))}
        page.add(code, name, *map(_number, figures), record=case.record("account_balance", fields))
    return case.book("科目余额借贷", [page], "科目余额表")


def trial_with_sides(case: Case) -> Book:
    """Opening and closing as one amount with a column for its side."""
    page = Page(case.sheet_name("余额表"))
    case.heading(page, "科目余额表", case.month_text)
    page.add(
        "科目代码",
        "科目名称",
        "期初余额方向",
        "期初余额",
        "借方发生额",
        "贷方发生额",
        "期末余额方向",
        "期末余额",
    )
    for code, name, opening, debit, credit in _trial(case):
        closing = opening + debit - credit
        fields = {
            "account_code": code, "account_name": name, "debit": debit, "credit": credit,
            **dict(zip(("opening_debit", "opening_credit"), _sides(opening), strict=True)),
            **dict(zip(("closing_debit", "closing_credit"), _sides(closing), strict=True)),
        }  # fmt: skip
        page.add(code, name, _side(opening), _number(abs(opening)), _number(debit), _number(credit), _side(closing),
                 _number(abs(closing)), record=case.record("account_balance", fields))  # fmt: skip
    return case.book("科目余额方向", [page], "科目余额表")


def _side(cents: int) -> str:
    return "借" if cents > 0 else "贷" if cents < 0 else "平"


FAMILIES: tuple[Callable[[Case], Book], ...] = (voucher_list, trial_balance, trial_with_sides)
