"""Columns under words that mean nothing, which values and arithmetic alone name: leaving them unread is a failure."""

from __future__ import annotations

from random import Random

from tests.bench_reading import loo, score
from tests.bench_reading.cases import Case, Outcome, Read
from tests.bench_reading.definitions import Term, whole
from tests.bench_reading.forms import NEUTRAL, TITLED

LINES = {
    "连续余额": {
        "cash_entry": ("income", "expense", "balance"), "bank_line": ("amount_in", "amount_out", "balance"),
    },
    "借方 = 贷方": {"voucher_line": ("debit", "credit")},
    "期初 + 借 − 贷 = 期末": {
        "account_balance": ("opening_debit", "opening_credit", "debit", "credit", "closing_debit", "closing_credit"),
    },
    "数量 × 单价 = 金额": {"purchase": ("quantity", "unit_price", "amount")},
    "股金 × 比例 = 金额": {"share_event": ("amount", "ratio", "coop_total_shares")},
    "合计 = 各部分": {"coop_year": ("net_surplus", "distributable", "total_assets")},
    "唯一的日期列": {
        "cash_entry": ("entry_date",), "bank_line": ("entry_date",), "voucher_line": ("entry_date",),
        "purchase": ("purchased_on",),
    },
}  # fmt: skip
NONSENSE = ("甲栏", "乙栏", "XX", "第3列")
# Characters that stand in no word of accounting.
_ODD = "梧鹭榕鲸萤葵骆茉琵珊鸢枫蒲麟芙蜻榆鸥杏菱"


def cases(kinds: list[str], sample: int, seed: int) -> list[Case]:
    """List one column at a time under each nonsense word, in a sheet with a title and in one without."""
    rng = Random(seed)
    words = [*NONSENSE, *("".join(rng.sample(_ODD, 2)) for _ in range(4))]
    found = [
        Case(line, Term(kind, name, _title(kind, name)), style, word)
        for line, columns in LINES.items()
        for kind, names in columns.items()
        if kind in kinds
        for name in names
        for style in (TITLED, NEUTRAL)
        for word in words
    ]
    return rng.sample(found, sample) if sample and sample < len(found) else found


def run(case: Case, read: Read) -> Outcome:
    """Draw the sheet of a case, read it, judge it."""
    sheet = loo.drawn(case.term, case.style, case.word)
    return Outcome(case, score.judge(sheet, read(sheet.path, sheet.data(), whole()), (case.term.field,)))


def _title(kind: str, name: str) -> str:
    return next(ledger for ledger in whole().ledgers if ledger.name == kind).by_name[name].title
