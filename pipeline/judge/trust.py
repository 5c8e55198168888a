"""Say how far the flags of each rule may be trusted, and how high a fact stands by that.

A rule begins with the precision it was measured with (``sql/trust.toml``); each conclusion moves it a little.
"""

from __future__ import annotations

import math
import tomllib
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from pipeline.handover import as_text, lent
from pipeline.judge.sqlfile import SQL_FOLDER
from pipeline.result_tables import replace_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import duckdb

WEIGHT = {"严重": 8, "高": 4, "中": 2, "低": 1, "提示": 0}
UNRATED = "未评"


@dataclass(frozen=True, slots=True)
class Prior:
    """Where trust begins: by rule, else ``neutral``; worth ``weight`` conclusions, shown from ``rated`` on."""

    neutral: Decimal
    weight: int
    rated: int
    precision: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Trust:
    """What conclusions and the prior make of a rule."""

    prior: Decimal
    concluded: int
    false_alarms: int
    value: Decimal
    is_rated: bool

    @property
    def told(self) -> str:
        """Say it in Chinese."""
        return f"可信度 {self.value:.2f}" if self.is_rated else f"可信度{UNRATED}，按 {self.value:.2f} 计"


@cache
def prior() -> Prior:
    """Read ``sql/trust.toml``."""
    with (SQL_FOLDER / "trust.toml").open("rb") as file:
        found = tomllib.load(file, parse_float=Decimal)
    given = {rule: Decimal(value) for rule, value in found["precision"].items()}
    return Prior(Decimal(found["neutral"]), found["weight"], found["rated"], given)


def of_rules(rules: Iterable[str], said: Iterable[tuple[str, bool]]) -> dict[str, Trust]:
    """Give the trust in every rule; ``said``: for each flag that was concluded, its rule and whether it was false."""
    concluded: Counter[str] = Counter()
    false: Counter[str] = Counter()
    for rule, is_false in said:
        concluded[rule] += 1
        false[rule] += is_false
    return {rule: _of(rule, concluded[rule], false[rule]) for rule in rules}


def _of(rule: str, concluded: int, false: int) -> Trust:
    """Update the prior, a beta distribution, by what inspectors found."""
    begins = prior()
    start = begins.precision.get(rule, begins.neutral)
    value = (start * begins.weight + concluded - false) / (begins.weight + concluded)
    return Trust(start, concluded, false, value.quantize(Decimal("0.0001")), concluded >= begins.rated)


def priority(level: str, trust: Trust, amount: Decimal) -> Decimal:
    """Give the weight of one flag: of its level, of the trust in its rule, of its amount."""
    return (WEIGHT[level] * trust.value * _size(amount)).quantize(Decimal("0.001"))


def reason(level: str, trust: Trust, amount: Decimal) -> str:
    """Say in Chinese how ``priority`` comes about."""
    return (
        f"级别“{level}”计 {WEIGHT[level]} 分 × {trust.told} × 金额 {abs(amount):,.2f} 元折算 {_size(amount):.2f}"
        f" ＝ {priority(level, trust, amount):.2f}"
    )


def _size(amount: Decimal) -> Decimal:
    return Decimal(str(math.log10(abs(amount) + 10))).quantize(Decimal("0.0001"))


def rank(con: duckdb.DuckDBPyConnection, trusted: Mapping[str, Trust]) -> None:
    """Put every flag of ``result.flag`` in its place, and say why it stands there.

    One fact has one place, that of the highest of its flags that are open; the trust is kept in ``result.rule_trust``.
    """
    replace_rows(
        con,
        "result.rule_trust",
        [
            (rule, t.prior, t.concluded, t.false_alarms, t.value, t.is_rated)
            for rule, t in sorted(trusted.items())
        ],
    )
    flags = con.execute(
        "select flag_id, rule_id, level, amount, root_cause, status not in ('已消除', '不属实') from result.flag"
        " order by flag_id"
    ).fetchall()
    own = {}
    highest: dict[str, tuple[Decimal, str, str]] = {}
    for flag_id, rule, level, amount, fact, is_open in flags:
        trust = trusted.get(rule) or _of(rule, 0, 0)
        own[flag_id] = priority(level, trust, amount), reason(level, trust, amount)
        if is_open and (fact not in highest or own[flag_id][0] > highest[fact][0]):
            highest[fact] = own[flag_id][0], flag_id, rule
    placed = []
    for flag_id, _, _, _, fact, is_open in flags:
        value, why = own[flag_id]
        if is_open and highest[fact][0] > value:
            value, other, rule = highest[fact]
            why = f"与 {rule} 的疑点 {other} 是同一事实，按其中最高的排：{own[other][1]}"
        placed.append((flag_id, value, why))
    with lent(con, "incoming", as_text(("flag_id", "priority", "priority_reason"), placed)):
        con.execute(
            "update result.flag as f set priority = cast(p.priority as decimal(9, 3)),"
            " priority_reason = p.priority_reason from incoming as p where f.flag_id = p.flag_id"
        )
