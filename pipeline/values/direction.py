"""Know the words that say which way money went."""

from __future__ import annotations

IN = frozenset(
    {"收", "收入", "入", "转入", "存入", "进", "+", "收款", "进账", "来账", "增加", "入账", "存", "贷入"}
)
OUT = frozenset(
    {"支", "支出", "出", "转出", "付", "付款", "往账", "取出", "减少", "-", "出账", "取", "付出", "支取"}
)
DEBIT = frozenset({"借", "借方", "d", "dr", "debit", "j"})
CREDIT = frozenset({"贷", "贷方", "c", "cr", "credit"})
EVEN = frozenset({"平", "平衡", "无余额"})


def is_direction(text: str) -> bool:
    """Tell whether a text is a word for in or out, debit or credit."""
    return text.lower() in IN | OUT | DEBIT | CREDIT
