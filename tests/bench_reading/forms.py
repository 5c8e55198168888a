"""Draw a sheet of a kind as a village would: title, header, typed cells; and keep the truth beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from schemas._spec import Ledger
from tests.bench_reading import heading, orders
from tests.bench_reading.cells import write
from tests.bench_reading.facts import rows_of
from tests.bench_reading.facts.plain import Row
from tests.bench_reading.paper import Cell, Paper, xlsx

Heads = Mapping[tuple[str, str], str]  # (field, part) → header


@dataclass(frozen=True)
class Style:
    """How a village draws its sheets.

    ``titled``: a title names the kind, and sheet and file do, too; ``all``: every column, in other dates and under other
    words; ``split``: 年, 月 and 日 under the header of the field in question; ``grouped``: a word over several amounts.
    """

    name: str
    titled: bool = True
    all: bool = False
    split: bool = False
    grouped: bool = False


TITLED, NEUTRAL, FULL = Style("有标题"), Style("无标题", titled=False), Style("列全", all=True)
SPLIT, GROUPED = Style("年月日分栏", split=True), Style("两行表头", grouped=True)
DATE_PARTS = ("年", "月", "日")


@dataclass(frozen=True)
class Column:
    """One column: its headers (a group header first), and the fields its cells tell ('' for none)."""

    heads: tuple[str, ...]
    fields: tuple[str, ...]
    part: str = ""


@dataclass(frozen=True)
class Sheet:
    """A drawn sheet and what is true of it: spreadsheet row → field → canonical text."""

    kind: str
    path: str
    paper: Paper
    columns: tuple[Column, ...]
    rows: Mapping[int, Row]
    told: str
    header_row: int = 0

    def data(self) -> bytes:
        """Write the file."""
        return xlsx([self.paper])


@dataclass
class Plan:
    """What is to be drawn: the kind, its style, the words over single columns, and the dice."""

    ledger: Ledger
    style: Style
    target: str
    heads: Heads
    seed: str
    part: str = ""
    facts: list[Row] = field(default_factory=list)


def draw(ledger: Ledger, style: Style, target: str, heads: Heads, seed: str, part: str = "") -> Sheet:
    """Draw a sheet in which ``target`` (a field or a sided amount) stands under its word of ``heads``.

    The same ``seed`` gives the same rows, whatever the words.
    """
    plan = Plan(ledger, style, target, heads, seed, part)
    plan.facts = rows_of(ledger, Random(f"{ledger.name}/{seed}"), 8)
    columns = _columns(plan)
    title, sheet, path = heading.names(
        ledger, target, plan.facts[0], seed, titled=style.titled, every=style.all
    )
    paper = Paper(sheet)
    if title:
        paper.rows += [
            [title],
            [f"编制单位：{plan.facts[0]['township']}{plan.facts[0]['village_name']}", None, "单位：元"],
        ]
        paper.merged.append((0, 0, 0, len(columns) - 1))
    heading.header(paper, [column.heads for column in columns])
    header_row = len(paper.rows)
    truth: dict[int, Row] = {}
    for number, row in enumerate(plan.facts, start=1):
        cells, true = _line(plan, columns, row, number)
        paper.rows.append(cells)
        truth[len(paper.rows)] = true
    told = f"{title} {sheet} {path} {plan.facts[0]['township']}{plan.facts[0]['village_name']}"
    return Sheet(ledger.name, path, paper, tuple(columns), truth, told, header_row)


def _columns(plan: Plan) -> list[Column]:
    ledger = plan.ledger
    sided = next((s for s in ledger.sided if s.name == plan.target), None)
    more = plan.target if sided is None else sided.plus
    names = orders.every(ledger, more) if plan.style.all else orders.usual(ledger, more)
    found = [Column(("序号",), ())] if plan.style.all else []
    for name in names:
        if sided and name == sided.minus:
            continue
        if sided and name == sided.plus:
            both = (sided.plus, sided.minus)
            side, amount = _head(plan, sided.name, "side"), _head(plan, sided.name, "amount")
            if side != amount:
                found.append(Column((side,), both, "side"))
            found.append(Column((amount,), both, "amount" if side != amount else "signed"))
        elif plan.style.split and name == plan.target:
            found += [Column((_head(plan, name), part), (name,), part) for part in DATE_PARTS]
        else:
            found.append(Column((_head(plan, name),), (name,)))
    if plan.style.grouped:
        found = [_grouped(plan, column) for column in found]
    if plan.style.all:
        found = _shuffled(plan, found)
    return found


def _head(plan: Plan, name: str, part: str = "") -> str:
    """The header of a field: as asked, or its title; where all columns stand, now and then an alias."""
    if (name, part) in plan.heads:
        return plan.heads[name, part]
    sided = next((s for s in plan.ledger.sided if s.name == name), None)
    if sided:
        return sided.amount_aliases[0] if part == "amount" else sided.side_aliases[0]
    spec = plan.ledger.by_name[name]
    words = (spec.title, *spec.aliases[:3]) if plan.style.all else (spec.title,)
    word = Random(f"{plan.seed}/{name}").choice(words)
    return spec.title if word in plan.heads.values() else word


def _grouped(plan: Plan, column: Column) -> Column:
    """Put a word over amounts, or part the header of a date or a side in two."""
    (head,) = column.heads
    if not column.fields:
        return column
    for tail in ("借方", "贷方", "日期", "时间"):
        if plan.target in column.fields and head.endswith(tail) and len(head) > len(tail) + 1:
            return Column((head.removesuffix(tail), tail), column.fields, column.part)
    pairs = {name for group in plan.ledger.one_of for name in group} | {"balance"}
    if set(column.fields) <= pairs and plan.ledger.by_name[plan.target].role == "money":
        return Column(("金额", head), column.fields, column.part)
    return column


def _shuffled(plan: Plan, columns: list[Column]) -> list[Column]:
    """Exchange two neighbours that do not belong together, as the next village would have them."""
    at = Random(f"{plan.seed}/order").randrange(2, max(3, len(columns) - 1))
    if at + 1 < len(columns) and not columns[at].part and not columns[at + 1].part:
        columns[at], columns[at + 1] = columns[at + 1], columns[at]
    return columns


def _line(plan: Plan, columns: Sequence[Column], row: Row, number: int) -> tuple[list[Cell], Row]:
    """Write one row; its truth is what stands in its columns."""
    cells: list[Cell] = []
    true: Row = {}
    for column in columns:
        if not column.fields:
            cells.append(number)
            continue
        cell, told = write(
            plan.ledger, column.fields, column.part, row, column.heads[-1], plain=not plan.style.all
        )
        cells.append(cell)
        true |= told
    return cells, true
