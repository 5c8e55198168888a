"""Whatever kinds a county hands in together, and whatever their columns are called, all rules are judged."""

from __future__ import annotations

from schemas import ledgers
from tests.rules.harness import empty_county, evaluate, fill

VALUES = {"date": "2025-03-01", "money": "12.00", "year": "2025", "text": "填", "code": "填"}


def test_one_row_of_every_kind_is_judged_and_can_be_evidence() -> None:
    con = empty_county()
    for kind in ledgers().values():
        heads = " | ".join(f"{spec.title}" for spec in kind.fields)
        row = " | ".join(VALUES.get(spec.role, "1") for spec in kind.fields)
        fill(con, f"{kind.title}\n村 | {heads}\n甲村 | {row}")
    evaluate(con, "2026-06-30")
    [(failed,)] = con.execute("select count(*) from audit.rule_result where missing = '程序故障'").fetchall()
    assert failed == 0
    [(judged,)] = con.execute("select count(distinct rule_id) from audit.rule_result").fetchall()
    assert judged > 100
