"""Turn a recognised table into typed columns: exact cents, days, words; and say what could not be read.

Rows that lack a required value or whose own amount can't be read are set aside with the reason;
everything else is loaded. Pure: cells in, ``Extract`` and issues out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.layout.context import village_hints
from pipeline.read import (
    account_side,
    amounts,
    both_ways,
    columns,
    concealed,
    dittos,
    evidence,
    leaves,
    pay_words,
    payment_lists,
    per_time,
    sections,
    spans,
    supplied,
)
from pipeline.read.counts import check_counts
from pipeline.read.extract import Extract, Rejected, read_at
from pipeline.read.grid import Grid
from pipeline.read.heading import describe, header_issues
from pipeline.read.leftover import account
from pipeline.read.proven import prove
from pipeline.read.totals import add_totals
from pipeline.values.celltext import as_seen, filled, squeeze
from pipeline.values.dates import EPOCH
from pipeline.values.status import status_word

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from pipeline.files.workbook import Sheet
    from pipeline.findings import Issue
    from pipeline.layout.header_rows import HeaderRows
    from pipeline.layout.table import Table

# Whose row it is comes from elsewhere too; only the register itself must state it.
_VILLAGE = frozenset({"village_name", "village_code", "township"})


def normalise(
    table: Table, sheet: Sheet, source_file: str, headers: HeaderRows
) -> tuple[Extract, list[Issue]]:
    """Normalise one table; issues name the cell as the spreadsheet program shows it."""
    grid = Grid.of(table, sheet, source_file, headers)
    extract = _begin(grid)
    header_issues(grid)
    extract.unread = account(grid)
    extract.money_unread = sum(one.money for one in extract.unread)
    _closed_rows(grid)
    _unfilled_rows(grid)
    extract.sent_back = not _read_columns(grid)
    if not extract.sent_back:
        _supply(grid)
        verdict = prove(grid)
        extract.proofs = list(verdict.proofs)
        extract.sent_back = bool(verdict.refuted)
        both_ways.set_aside(grid)
    if not extract.sent_back:
        add_totals(extract, grid)
        check_counts(grid)
        concealed.report(grid)
        _require(grid)
        payment_lists.check(grid, extract)
        pay_words.check(grid)
    _split_rows(grid, extract)
    if headers.recogniser.explains:
        evidence.explain(grid, extract.headings, extract.proofs)
    return extract, grid.issues


def _begin(grid: Grid) -> Extract:
    table, recognition = grid.table, grid.table.recognition
    context = table.context
    extract = Extract(
        sheet=grid.sheet.name,
        kind=grid.ledger.name,
        score=recognition.score,
        runner_up=recognition.runner_up,
        runner_up_score=recognition.runner_up_score,
        header_row=table.header[0] + 1,
        title=context.title,
        hints=village_hints(context, table.names),
        township_hint=context.pairs.get("township", ""),
        fund=grid.fund,
        fund_source=grid.fund_source,
        named=recognition.named,
        headings=describe(grid),
    )
    if grid.period:
        extract.period_start = grid.period.start.toordinal() - EPOCH
        extract.period_kind, extract.period_source = grid.period.kind, grid.period_source
    return extract


def _closed_rows(grid: Grid) -> None:
    """Mark rows whose status says that no money moved: 交易关闭, 未支付, 已作废; ask about a word that says neither."""
    place = grid.table.recognition.status
    if place is None:
        return
    for position, cell in enumerate(grid.raw(place)):
        word = squeeze(cell)
        status = status_word(word) if word else "moved"
        if status == "not_moved":
            grid.no_move[position] = word
        elif status is None:
            grid.say("C23", (grid.rows[position], place), "状态", word)


def _unfilled_rows(grid: Grid) -> None:
    """Mark the lines of a list of ours in which none of the columns to fill in is filled."""
    found = grid.table.recognition.columns
    columns = [found[name] for name in grid.ledger.filled_in if name in found]
    places = [j for column in columns for j in (*column.columns, *column.parts.values())]
    if places:
        blank = zip(*(grid.raw(j) for j in places), strict=True)
        grid.unfilled = {position for position, cells in enumerate(blank) if all(c == "" for c in cells)}


def _read_columns(grid: Grid) -> bool:
    """Read every mapped column; False when two amounts contradict each other and the table goes back."""
    agreed = True
    amounts.find_directions(grid)
    found = grid.table.recognition.columns
    for name, column in found.items():
        spec = grid.specs.get(name)
        if spec is None:
            if name.startswith("_"):
                supplied.read_carried(grid, name, column)
        elif spec.role == "money":
            agreed &= amounts.read_money(grid, name, column)
        else:
            columns.read_field(grid, spec, column)
    for sided in grid.ledger.sided:
        if sided.name in found:
            agreed &= amounts.read_sided(grid, sided, found[sided.name])
    amounts.sign_balances(grid)
    spans.read(grid)
    return agreed


def _supply(grid: Grid) -> None:
    sections.name_villages(grid)
    sections.name_categories(grid)
    dittos.groups(grid)
    supplied.numbers(grid)
    supplied.clock(grid)
    supplied.from_title(grid)
    per_time.fill(grid, "per", ("amount", "limit"))
    supplied.fill_down(grid)
    supplied.noughts(grid)
    if grid.ledger.paged:
        account_side.sign(grid)
    leaves.tell(grid)
    supplied.periods(grid)
    supplied.categories(grid)


def _require(grid: Grid) -> None:
    """Set rows aside that lack a required value or any amount."""
    exempt = _VILLAGE if grid.ledger.name != "village" else frozenset()
    for spec in grid.ledger.fields:
        if spec.required and spec.name not in exempt:
            _lacking(grid, "R01", (spec.name,), spec.title, excused=_excused(grid, *spec.but_for))
    for group in grid.ledger.one_of:
        _lacking(grid, "R02", group, "或".join(grid.title_of(n) for n in group))


def _excused(grid: Grid, name: str, words: tuple[str, ...]) -> set[int]:
    return {position for position, word in enumerate(grid.columns.get(name, ())) if word in words}


def _lacking(
    grid: Grid, code: str, names: tuple[str, ...], title: str, excused: AbstractSet[int] = frozenset()
) -> None:
    present = [grid.columns[n] for n in names if n in grid.columns]
    if any(None not in values for values in present):
        return
    found = grid.table.recognition.columns
    sided = [s.name for s in grid.ledger.sided if {s.plus, s.minus} & set(names)]
    runs = [s.name for s in grid.ledger.spans if {s.first, s.last} & set(names)]
    column = next((found[n] for n in (*names, *sided, *runs) if n in found), None)
    for position, values in enumerate(zip(*present, strict=True) if present else [()] * len(grid.rows)):
        if any(v is not None for v in values) or position in grid.aside or position in excused:
            continue
        if position in grid.no_move or position in grid.unfilled:
            continue
        row = grid.rows[position]
        place = column.first if column else next(iter(filled(grid.sheet.rows[row])), 0)
        grid.say(code, (row, place), title, "空白", column_title=title)
        grid.aside[position] = f"缺“{title}”"


def _split_rows(grid: Grid, extract: Extract) -> None:
    """Part the rows into loaded, rejected and those that moved no money; their money likewise."""
    keep: list[int] = []
    for position, row in enumerate(grid.rows):
        if position in grid.no_move:
            grid.table.skip(f"不动钱的行（{grid.no_move[position]}）", [row])
        elif position in grid.unfilled:
            grid.table.skip("未填写的行", [row])
        elif position in grid.aside or extract.sent_back:
            extract.money_rejected += _money(grid, [position])
            reason = grid.aside.get(position, "整张表退回")
            cells = as_seen(grid.sheet.rows[row], row)
            extract.rejected.append(Rejected(row + 1, reason, cells, read_at(grid.columns, position)))
        else:
            keep.append(position)
    whole = len(keep) == len(grid.rows)
    extract.money_read = _money(grid, keep) + extract.money_rejected + extract.money_unread
    extract.supplied = {
        n: v if isinstance(v, str) or whole else [v[p] for p in keep] for n, v in grid.supplied.items()
    }
    extract.columns = {n: v if whole else [v[p] for p in keep] for n, v in grid.columns.items()}
    extract.rows = [grid.rows[p] + 1 for p in keep]
    for reason, rows in grid.table.skipped.items():
        extract.leave_out(reason, [r + 1 for r in rows])
    extract.rows_read = len(extract.rows) + len(extract.rejected) + sum(extract.skipped.values())


def _money(grid: Grid, positions: list[int]) -> int:
    """Add up the entry amounts at ``positions`` in cents, 人民币 only."""
    currency = grid.columns.get("currency")
    if currency is not None and set(currency) != {"人民币"}:
        positions = [p for p in positions if currency[p] == "人民币"]
    own = [grid.columns[n] for n in grid.kind.amount_fields if n in grid.columns]
    return sum(v for values in own for p in positions if isinstance(v := values[p], int))
