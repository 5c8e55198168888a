"""Read what a document tells of one flag or one village: the facts, what they rest on, the papers to ask for."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.errors import WrongSettings
from pipeline.findings import LEVELS
from pipeline.judge.headlines import PENDING
from pipeline.publish.report import case_file, figures, requests
from pipeline.publish.report.facts import together
from pipeline.publish.report.table import read

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from pipeline.publish.report.figures import Batch
    from pipeline.publish.report.table import Value

MOST_EVIDENCE = 30
HINT = LEVELS[-1]
_FLAG = {
    "flag_id": "疑点编号", "rule_id": "规则", "title": "疑点", "level": "级别", "status": "状态", "county": "县",
    "township": "乡镇", "village_name": "村", "village_code": "村代码", "subject": "对象", "covers": "期间",
    "amount": "涉及金额（元）", "message": "说明", "basis": "依据", "innocent_explanation": "可能的正常情形",
    "next_check": "下一步核查", "root_cause": "同一事实",
}  # fmt: skip
_EVIDENCE = {
    "flag_id": "疑点编号", "table": "表", "date": "日期", "summary": "摘要", "amount": "金额（元）",
    "source_file": "来源文件", "source_sheet": "工作表", "source_row": "行号",
}  # fmt: skip
_FLAGS = f"""
    select {", ".join(f"v.{name}" if name == "county" else f"f.{name}" for name in _FLAG)}
    from audit.flag as f left join core.village as v on f.village_code = v.village_code
    where {{}} order by f.priority desc, f.root_cause, list_position({list(LEVELS)}, f.level), f.flag_id
"""
_ROWS = f"""
    select {", ".join(f'"{name}"' for name in _EVIDENCE)} from audit.flag_evidence
    where list_contains($flags, flag_id) order by date nulls last, source_file, source_sheet, source_row
"""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: the flags that speak of it, its amount (the largest of theirs), the rows they rest on.

    ``hidden``: how many rows more there are.
    """

    amount: Decimal | None
    flags: list[dict[str, Value]]
    rows: list[dict[str, Value]]
    hidden: int

    @property
    def is_hint(self) -> bool:
        """Whether all that is said of it is a hint."""
        return all(flag["level"] == HINT for flag in self.flags)


@dataclass(frozen=True, slots=True)
class Case:
    """What a document is about: the place, the facts, and the papers to ask for."""

    batch: Batch
    county: str
    township: str
    village: str
    facts: list[Fact]
    papers: dict[str, list[dict[str, Value]]]

    @property
    def place(self) -> str:
        """The whole name of the village, or of the county's own flag."""
        return f"{self.county}{self.township}{self.village}" or "全县"

    @property
    def total(self) -> Decimal:
        """What is at stake: each fact once, hints apart."""
        return sum((fact.amount or Decimal(0) for fact in self.facts if not fact.is_hint), Decimal(0))


def of_flag(con: duckdb.DuckDBPyConnection, batches: Path, flag_id: str) -> Case:
    """Read one flag; raises ``WrongSettings`` where none is called so."""
    found = list(
        read(con, "疑点", _FLAGS.format("f.flag_id = $it"), _FLAG, {"it": flag_id.strip()}).records()
    )
    if not found:
        raise WrongSettings(f"没有编号为“{flag_id}”的疑点。编号见核查清单或网页的疑点页。")
    [flag] = found
    papers = {}
    if flag["village_code"]:
        rows = requests.rows(con, flag["village_code"], flag_id.strip())
        papers = requests.by_paper(rows)
    return _case(con, batches, found, flag["county"], flag["township"], flag["village_name"], papers)


def of_village(con: duckdb.DuckDBPyConnection, batches: Path, named: str) -> Case:
    """Read what waits for somebody in the village called ``named``; raises ``WrongSettings`` as ``case_file.find``."""
    village = case_file.find(con, named)
    mine = _FLAGS.format(f"f.village_code = $it and {PENDING}")
    found = list(read(con, "疑点", mine, _FLAG, {"it": village.code}).records())
    if not found:
        raise WrongSettings(f"{village.township}{village.name}没有待办疑点，不用写文书。")
    papers = requests.by_paper(requests.rows(con, village.code))
    return _case(con, batches, found, village.county, village.township, village.name, papers)


def _case(
    con: duckdb.DuckDBPyConnection,
    batches: Path,
    flags: list[dict[str, Value]],
    county: str | None,
    township: str | None,
    village: str | None,
    papers: dict[str, list[dict[str, Value]]],
) -> Case:
    head = figures.batch(con, batches)
    facts = _facts(con, flags)
    return Case(head, county or "", township or "", village or "", facts, papers)


def _facts(con: duckdb.DuckDBPyConnection, flags: list[dict[str, Value]]) -> list[Fact]:
    named = {"flags": [flag["flag_id"] for flag in flags]}
    evidence = read(con, "疑点依据", _ROWS, _EVIDENCE, named).records()
    return [
        Fact(_amount(some), some, rows, hidden)
        for some, rows, hidden in together(flags, evidence, "root_cause", MOST_EVIDENCE)
    ]


def _amount(flags: list[dict[str, Value]]) -> Decimal | None:
    """Give the largest amount of a fact; that of hints only where there is nothing else."""
    weighty = [flag for flag in flags if flag["level"] != HINT] or flags
    return max((flag["amount"] for flag in weighty if flag["amount"] is not None), default=None)
