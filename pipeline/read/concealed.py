"""Report amounts that do not meet the eye: hidden rows and columns, figures typed over formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.values.celltext import cell_text, is_number

if TYPE_CHECKING:
    from pipeline.read.grid import Grid

# Of all kinds only a cash book's balance is a formula in the form that offices hand out.
_RUNNING = {"cash_entry": ("income", "expense", "balance")}
_FEWEST_FORMULAS = 3
_MOST_TOLD = 50


def report(grid: Grid) -> None:
    """Report them once the columns have been read, with the money they hold."""
    _hidden_columns(grid)
    _hidden_rows(grid)
    if grid.ledger.name in _RUNNING and not grid.sheet.text_only:
        _typed_over(grid, *_RUNNING[grid.ledger.name])


def _hidden_columns(grid: Grid) -> None:
    for name, column in grid.table.recognition.columns.items():
        fields = next(((s.plus, s.minus) for s in grid.ledger.sided if s.name == name), (name,))
        own = [field for field in fields if field in grid.ledger.amount_fields]
        for place in sorted({*column.columns, *column.parts.values()} & grid.sheet.hidden_columns):
            cents = _sum(grid, own, range(len(grid.rows))) if own else None
            at = (grid.table.header[1], place)
            grid.say("C10", at, column.header, "隐藏列", cents, header=column.header)


def _hidden_rows(grid: Grid) -> None:
    hidden = [p for p, row in enumerate(grid.rows) if row in grid.sheet.hidden_rows]
    if hidden:
        rows = [grid.rows[p] for p in hidden]
        shown = f"第 {'、'.join(str(r + 1) for r in rows[:20])} 行"
        cents = _sum(grid, list(grid.ledger.amount_fields), hidden)
        grid.say("C09", (rows[0], 0), "", shown, cents, count=len(rows))


def _sum(grid: Grid, fields: list[str], positions: list[int] | range) -> int:
    values = [grid.columns[name] for name in fields if name in grid.columns]
    return sum(abs(v) for column in values for p in positions if isinstance(v := column[p], int))


def _typed_over(grid: Grid, plus: str, minus: str, balance: str) -> None:
    """Report figures below the first formula of a balance column of which at least half are formulas."""
    column = grid.table.recognition.columns.get(balance)
    if column is None or balance not in grid.columns:
        return
    formulas = set(grid.sheet.formulas.get(column.first, ()))
    filled = [p for p, cell in enumerate(grid.raw(column.first)) if is_number(cell)]
    computed = [p for p in filled if grid.rows[p] in formulas]
    if not grid.sheet.formulas and "示例" in grid.table.skipped and len(filled) >= _FEWEST_FORMULAS:
        grid.say("C20", (grid.table.header[1], column.first), column.header, "没有公式")
    if len(computed) < _FEWEST_FORMULAS or len(computed) * 2 < len(filled):
        return
    typed = [p for p in filled if p > computed[0] and grid.rows[p] not in formulas]
    for position in typed[:_MOST_TOLD]:
        at = (grid.rows[position], column.first)
        before, now = (grid.columns[balance][p] for p in (position - 1, position))
        moves = [grid.columns[n][position] if n in grid.columns else None for n in (plus, minus)]
        received, paid = (v if isinstance(v, int) else 0 for v in moves)
        gap = (
            abs(now - before - received + paid) if isinstance(now, int) and isinstance(before, int) else None
        )
        grid.say("C19", at, column.header, cell_text(grid.at(*at)), gap, header=column.header)
