"""Findings are worded from one table, and unknown columns get a suggestion only when it is a likely one."""

from __future__ import annotations

import string

import pytest

from pipeline.findings import LEVELS
from pipeline.messages import LEFT_ALONE, SENDS_BACK, TEXTS, issue, nearest, rank
from schemas import ledgers

COLUMNS = {
    kind: tuple((f.title, (f.title, *f.aliases)) for f in ledger.fields) for kind, ledger in ledgers().items()
}


@pytest.mark.parametrize("code", TEXTS)
def test_every_wording_can_be_filled_in(code: str) -> None:
    text = TEXTS[code]
    names = {
        name for part in (text.expected, text.fix) for _, name, _, _ in string.Formatter().parse(part) if name
    }
    made = issue(code, "账.xlsx", **dict.fromkeys(names, "某"))
    assert made.level in LEVELS
    assert made.expected
    assert made.fix.endswith(("。", "？", "某"))


@pytest.mark.parametrize(
    ("kind", "header", "title"),
    [
        ("cash_entry", "凭正号", "凭证号"),
        ("cash_entry", "经半人", "经手人"),
        ("cash_entry", "核准人", "审批人"),
        ("cash_entry", "本次结余金额", "余额"),
        ("bank_line", "入帐日期", "交易日期"),
        ("allowance", "户主姓铭", "姓名"),
        ("resolution", "应到人数合计", ""),
        ("cash_entry", "对方科目", ""),
        ("cash_entry", "保证金金额", ""),
        ("cash_entry", "验收日期", ""),
        ("cash_entry", "村民组", ""),
    ],
)
def test_a_suggestion_is_a_likely_one_or_none(kind: str, header: str, title: str) -> None:
    assert nearest(header, COLUMNS[kind]) == title


def test_what_sends_a_sheet_back_is_grave_and_comes_first() -> None:
    assert {TEXTS[code].level for code in SENDS_BACK} == {"高"}
    assert TEXTS[LEFT_ALONE].level == "提示"
    codes = sorted(TEXTS, key=lambda code: rank(code, TEXTS[code].level))
    assert set(codes[: len(SENDS_BACK)]) == SENDS_BACK
