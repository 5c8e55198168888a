"""A payment counts once, on however many papers it stands and in whatever order they come."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.harness import derive, empty_county, fill

AS_OF = date(2026, 6, 30)
HEAD = "收支明细账\n村 | 账簿 | 资金类别 | 日期 | 摘要 | 支出 | 对方单位 | source_file | slice_id\n"
BANK = "银行对账单\n村 | 账号 | 交易日期 | 支出金额\n"
# few amounts, payees and matters, so that many payments are equal
PAYMENTS = st.lists(
    st.fixed_dictionaries(
        {
            "day": st.integers(4, 24),
            "amount": st.sampled_from(["600", "600.50", "12000"]),
            "payee": st.sampled_from(["建材店", "五金店"]),
            "matter": st.sampled_from(["修水渠", "补村道"]),
            "register": st.none() | st.integers(-3, 3),
            "posted": st.none() | st.integers(-3, 3),
        }
    ),
    min_size=1,
    max_size=12,
)
# How the papers word it: each confirms it by its payee or its words.
WORDING = {
    "日记账": "甲村 | 银行 | 集体资金 | {day} | 付{matter}款 | {amount} | {payee} | 日记账.xlsx | 日记账",
    "台账": "甲村 |  | 集体资金 | {day} | {matter}费用 | {amount} |  | 收支账.xlsx | 收支账",
    "公示": "甲村 |  |  | {day} | 三月份支出 | {amount} | {payee} | 财务公开榜.xlsx | 公开榜",
}


@settings(max_examples=10, deadline=None)
@given(PAYMENTS, st.randoms(use_true_random=False))
def test_every_payment_counts_once_and_has_one_bank_line(
    payments: list[dict[str, object]], chance: object
) -> None:
    rows, lines = [], []
    for payment in payments:
        for paper, shift in (("日记账", 0), ("台账", payment["register"]), ("公示", payment["posted"])):
            if shift is not None:
                day = date(2025, 3, payment["day"]) + timedelta(days=shift)  # type: ignore[arg-type]
                rows.append(WORDING[paper].format(**payment | {"day": day}))
        lines.append(f"甲村 | 6001 | 2025-03-{payment['day']:02} | {payment['amount']}")
    chance.shuffle(rows)  # type: ignore[attr-defined]
    con = empty_county()
    fill(con, HEAD + "\n".join(rows) + "\n" + BANK + "\n".join(lines))
    derive(con, AS_OF, "audit.spending", "bank_match")
    counted = (
        "select count(*), sum(amount), count(distinct source_file) from audit.spending where counts = '计入'"
    )
    total = sum((Decimal(str(payment["amount"])) for payment in payments), Decimal(0))
    assert con.execute(counted).fetchone() == (len(payments), total, 1)
    matched = con.execute(
        "select count(*), count(distinct entry_row_id) from fact.bank_match as m"
        " join ledger.cash_entry as e on m.entry_row_id = e.row_id where e.account_kind = '银行'"
    ).fetchone()
    assert matched == (len(payments), len(payments))
