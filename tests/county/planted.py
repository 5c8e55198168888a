"""Plant one problem each in otherwise clean workbooks, and say at which cell it must be reported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tests.county.paper import Book, Cell, Page, Record
from tests.county.places import Village

HEADS = ("日期", "凭证号", "摘要", "收入", "支出", "余额", "支付方式", "票据类型", "收款账号", "经手人")
FIELDS = (
    "entry_date", "voucher_no", "summary", "income", "expense", "balance", "method", "document_type",
    "counterparty_account", "handler",
)  # fmt: skip
Change = Callable[["Planted"], None]


@dataclass
class Planted:
    """A clean cash book of one village and month, about to be spoilt."""

    village: Village
    month: int
    number: int
    page: Page = field(default_factory=lambda: Page("账"))
    cover: Page = field(default_factory=lambda: Page("封面"))
    path: str = ""
    code: str = ""
    cell: str = ""
    save: Callable[[Path], None] | None = None

    def __post_init__(self) -> None:
        self.path = f"收件/账{self.number}.xlsx"
        self.page.add(f"2023年{self.month}月现金日记账")
        self.page.add(f"编制单位：{self.village.name}", None, "单位：元")
        self.page.add(*HEADS)
        balance = 0
        for line in range(6):
            cents = 10_000 * self.number + 1_111 * (line + 1)
            income, expense = (cents, None) if line == 0 else (None, cents)
            balance += cents if income else -cents
            values = (
                date(2023, self.month, 3 * line + 2), f"记-{line + 1}", f"购买第{line + 1}批防汛物资", income, expense,
                balance, "转账", "发票", "6229001234567890123", "马建国",
            )  # fmt: skip
            truth = Record("cash_entry", self.village.code, dict(zip(FIELDS, values, strict=True)))
            cells: list[Cell] = list(values)
            for place in (3, 4, 5):
                cents_here = values[place]
                cells[place] = cents_here / 100 if isinstance(cents_here, int) else None
            self.page.add(*cells, record=truth)

    def put(self, row: int, head: str, value: Cell) -> str:
        """Replace a cell; returns its address."""
        column = HEADS.index(head)
        self.page.rows[row - 1][column] = value
        return f"{chr(65 + column)}{row}"

    def lose(self, row: int) -> None:
        """Expect a row not to be loaded."""
        del self.page.truth[row]

    def unknown(self, row: int, name: str) -> None:
        """Expect a field of a loaded row to be empty."""
        record = self.page.truth[row]
        self.page.truth[row] = Record(record.kind, record.village, {**record.fields, name: None})

    def book(self) -> Book:
        expected = [(self.code, self.page.name if self.code[0] != "F" else "", self.cell)]
        if self.save:
            return Spoilt(self.path, [Page("")], self.code, expected, write=self.save)
        return Book(
            self.path, [self.cover, self.page] if self.cover.rows else [self.page], self.code, expected
        )


@dataclass
class Spoilt(Book):
    """A file that is not what a spreadsheet program would have written."""

    write: Callable[[Path], None] = lambda _: None

    def save(self, folder: Path) -> None:
        target = folder / self.path
        target.parent.mkdir(parents=True, exist_ok=True)
        self.write(target)
