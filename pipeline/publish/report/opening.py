"""Answer what everybody asks first: who reinvested too little, what money has no trace, where each dividend went."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.publish.report.table import read

if TYPE_CHECKING:
    import duckdb

    from pipeline.publish.report.table import Value

    # Of each question, by its name, the lines that answer it.
    Lines = dict[str, list[dict[str, Value]]]

MOST = 6
_TITLES = {
    "township": "乡镇", "village_code": "村代码", "village_name": "村", "cooperative": "合作社", "year": "年度",
    "flag_id": "疑点编号", "amount": "金额（元）",
}  # fmt: skip
_LARGEST = """
    select township, village_code, village_name, cooperative, year, flag_id, cast(amount as decimal(18, 2)) as amount
    from ({}) order by amount desc, year desc, township, village_code, cooperative
"""
# A flag that an amount of a dividend can be followed up in; where several speak of it, the first rule's.
_FLAGGED = """
    select d.township, d.village_code, d.village_name, d.cooperative, d.year, d.{amount} as amount,
        arg_min(f.flag_id, f.rule_id) as flag_id
    from audit.dividend_use as d left join audit.flag as f
        on d.village_code = f.village_code and d.cooperative = f.subject and d.year = year(f.period)
        and list_contains({rules}, f.rule_id) and f.status <> '已消除'
    where {where} group by all
"""
_WHO = "d.township, d.village_code, d.village_name"


@dataclass(frozen=True, slots=True)
class Question:
    """One question: which (``short``, ``lost``, ``undocumented``, ``went``), its title, the largest answers.

    A line has village, year, co-operative, amount and the flag to follow (None without one); ``count`` and
    ``total`` speak of all lines. ``word`` stands before each amount, ``none`` where there is no line.
    """

    name: str
    title: str
    word: str
    none: str
    lines: list[dict[str, Value]]
    count: int
    total: Decimal


# name, title, word before the amount, said when there is none, query of the lines
_QUESTIONS = (
    (
        "short", "哪些村再投入不够，差多少", "差", "已知的红利都达到了。",
        _FLAGGED.format(amount="shortfall", rules=["DU02"], where="d.assessable and d.shortfall > 0"),
    ),
    (
        "lost", "哪些红利说不清去向", "不明", "已知的红利都有去向。",
        _FLAGGED.format(amount="untraced", rules=["DU01", "DU03"], where="d.untraced > 0"),
    ),
    (
        "undocumented", "哪些村的专项资金支出没有票据", "无票", "",
        f"select {_WHO}, null as cooperative, null as year, sum(d.spent_without_document) as amount, null as flag_id"
        f" from audit.service_fund as d group by {_WHO} having sum(d.spent_without_document) > 0",
    ),
    (
        "went", "每笔红利花在哪里", "", "没有红利的记录。",
        f"select {_WHO}, d.cooperative, d.year, d.dividend as amount, null as flag_id"
        " from audit.dividend_use as d where d.dividend > 0",
    ),
)  # fmt: skip


def lines(con: duckdb.DuckDBPyConnection) -> Lines:
    """Read the answers to each question, of all townships, the largest amounts first."""
    return {
        name: [*read(con, title, _LARGEST.format(query), _TITLES).records()]
        for name, title, _, _, query in _QUESTIONS
    }


def answered(lines: Lines, township: str = "") -> list[Question]:
    """Answer each question for ``township`` ('' for all); one about books that nobody keeps is left out."""
    found = []
    for name, title, word, none, _ in _QUESTIONS:
        own = [line for line in lines[name] if township in {"", line["township"]}]
        if own or none:
            total = sum((line["amount"] for line in own), Decimal(0))
            found.append(Question(name, title, word, none, own[:MOST], len(own), total))
    return found


def questions(con: duckdb.DuckDBPyConnection, township: str = "") -> list[Question]:
    """Read and answer the questions for ``township`` ('' for all)."""
    return answered(lines(con), township)
