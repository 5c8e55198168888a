"""Make up bank statements and the books beside them, with every edge that the matching draws."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

Rows = list[dict[str, Any]]
OLD_ENOUGH = date(2025, 5, 1)  # sixty days before the day of judgement
# what stands on the statement and what in the book, as (days after the first, share of the amount)
PATTERNS: dict[str, tuple[list[tuple[int, int]], list[tuple[int, int]]]] = {
    "booked": ([(0, 1)], [(0, 1)]),
    "three days on": ([(0, 1)], [(3, 1)]),
    "four days on, the only one": ([(0, 1)], [(4, 1)]),
    "four days on, one of two": ([(0, 1)], [(4, 1), (40, 1)]),
    "half a year on": ([(0, 1)], [(180, 1)]),
    "more than half a year on": ([(0, 1)], [(181, 1)]),
    "never booked": ([(0, 1)], []),
    "two of the same, one booked": ([(0, 1), (30, 1)], [(30, 1)]),
    "booked in two parts": ([(0, 5)], [(1, 2), (3, 3)]),
    "one part too late": ([(0, 5)], [(1, 2), (4, 3)]),
    "booked in six parts": ([(0, 27)], [(1, n) for n in (2, 3, 4, 5, 6, 7)]),
    "booked in seven parts": ([(0, 35)], [(1, n) for n in (2, 3, 4, 5, 6, 7, 8)]),
    "paid in two parts": ([(0, 2), (2, 3)], [(1, 5)]),
    "sent back": ([(0, 1), (1, -1)], []),
    "sent back too late": ([(0, 1), (4, -1)], []),
    "booked and taken back": ([(0, 1)], [(1, 1), (20, 1), (21, -1)]),
    "on the wrong side": ([(0, 1)], [(0, -1)]),
    "in cash": ([(0, 1)], []),
    "in dollars": ([(0, 1)], []),
    "a charge": ([(0, 1)], []),
}


@st.composite
def statements(draw: st.DrawFn, villages: list[str]) -> dict[str, Rows]:
    """Statements, books and registered accounts of ``villages``, to be judged as of 2025-06-30."""
    lines: Rows = []
    entries: Rows = []
    registered: Rows = []
    for number, village in enumerate(villages):
        account, fund = f"62{number}", draw(st.sampled_from(("集体资金", "集体资金", "专项资金")))
        place = {"村": village, "资金类别": "集体资金", "slice_id": f"{village}银行"}
        registered.append({"村": village, "账号": account, "户名": village, "资金类别": fund})
        last = draw(st.sampled_from(("2025-04-20", "2025-05-20")))
        entries.append(place | {"账簿": "银行", "日期": last, "摘要": "购砂石", "支出": "1"})
        for turn in range(draw(st.integers(4, 12))):
            name = draw(st.sampled_from(sorted(PATTERNS)))
            first = date(2025, 1, 4) + timedelta(days=draw(st.integers(0, 150)))
            first -= timedelta(days=190) if "half" in name else timedelta(0)
            if name == "never booked":
                first = draw(st.sampled_from((first, OLD_ENOUGH, OLD_ENOUGH + timedelta(days=1))))
            # no two of a village alike: which of two equal lines is left over would be anybody's guess
            cents = 10_007 * (turn + 1) + draw(st.integers(0, 9_000))
            sign = draw(st.sampled_from((1, 1, -1)))
            _write(name, (first, sign * cents), {"村": village, "账号": account}, place, lines, entries)
    return {"银行对账单": lines, "收支明细账": entries, "账户登记表": registered}


def _write(
    name: str, base: tuple[date, int], bank: dict[str, Any], book: dict[str, Any], lines: Rows, entries: Rows
) -> None:
    first, cents = base
    on_statement, in_book = PATTERNS[name]
    for days, share in on_statement:
        way = "支出金额" if share * cents > 0 else "收入金额"
        lines.append(bank | {
            "交易日期": str(first + timedelta(days=days)), way: f"{abs(share * cents) / 100:.2f}",
            "摘要": "手续费" if name == "a charge" else "退汇" if share < 0 else "转账",
            "币种": "美元" if name == "in dollars" else None,
        })  # fmt: skip
    back = name == "booked and taken back"
    for number, (days, share) in enumerate(in_book):
        way = "支出" if (abs(share) if back else share) * cents > 0 else "收入"
        parts = share if back else abs(share)
        entries.append(book | {
            "账簿": "银行", "日期": str(first + timedelta(days=days)), way: f"{parts * abs(cents) / 100:.2f}",
            "摘要": f"付款{len(entries)}", "凭证号": f"记{len(entries)}-{number}",
        })  # fmt: skip
    if name == "in cash":
        amount, way = f"{abs(cents) / 100:.2f}", "收入" if cents > 0 else "支出"
        entries.append(
            book
            | {
                "账簿": "现金",
                "日期": str(first),
                "摘要": "提现" if cents > 0 else "存现",
                way: amount,
                "slice_id": "现金",
            }
        )
