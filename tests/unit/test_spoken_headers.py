"""A header that asks in the words of the village is the column that a ledger heads in its own."""

from __future__ import annotations

import pytest

from pipeline.layout.headers import Headers
from schemas import ledgers

HEADERS = Headers(ledgers().values())


@pytest.mark.parametrize(
    ("kind", "asked", "meant"),
    [
        ("cash_entry", "付给了哪家", "counterparty"),
        ("cash_entry", "一共付了多少钱", "expense"),
        ("cash_entry", "怎样支付的", "method"),
        ("purchase", "采购的什么物品", "item"),
        ("purchase", "从哪里买来的", "supplier"),
        ("debt", "何时欠的", "incurred_on"),
        ("debt", "该还是被该", "direction"),
        ("publication", "挂在何处", "place"),
        ("publication", "什么时候张贴", "published_on"),
        ("grant", "什么资金", "fund"),
        ("share_event", "以啥入股", "form"),
        ("cash_entry", "向谁借的什么书", ""),
        ("purchase", "买东西的人", ""),
    ],
)
def test_a_question_is_a_column(kind: str, asked: str, meant: str) -> None:
    found = HEADERS.match(kind, (asked,))
    assert (found.target if found else "") == meant
