"""Turn a recognised table into typed columns: exact cents, days, words; and say what could not be read.

Rows that lack a required value or whose own amount can't be read are set aside with the reason;
everything else is loaded. Pure: cells in, ``Extract`` and issues out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline import amounts, messages, supplied
from pipeline.cell import Bad
from pipeline.context import cell_text, village_hints
from pipeline.dates import join_date, to_month, to_year
from pipeline.extract import EPOCH, Extract, Rejected
from pipeline.fields import read_column
from pipeline.grid import Grid, first_place
from pipeline.layout import filled, squeeze
from pipeline.totals import add_totals

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.cell import Cell
    from pipeline.findings import Issue
    from pipeline.layout import Table
    from pipeline.recognise import Column
    from pipeline.workbook import Sheet
    from schemas._spec import FieldSpec, Ledger

_STATUS = ("交易状态", "当前状态", "状态")
_CLOSED = ("交易关闭",)
# Whose row it is comes from elsewhere too; only the register itself must state it.
_VILLAGE = frozenset({"village_name", "village_code", "township"})


def normalise(table: Table, sheet: Sheet, source_file: str, ledger: Ledger) -> tuple[Extract, list[Issue]]:
    """Normalise one table; issues name the cell as the spreadsheet program shows it."""
    grid = Grid.of(table, sheet, source_file, ledger)
    extract = _begin(grid)
    _header_issues(grid)
    _closed_rows(grid)
    recognition = table.recognition
    for name, column in recognition.columns.items():
        if name in grid.specs and grid.specs[name].role == "money":
            extract.sent_back |= not amounts.read_money(grid, name, column)
        elif name in grid.specs:
            _read_field(grid, grid.specs[name], column)
        elif name.startswith("_"):
            supplied.read_carried(grid, name, column)
    for sided in ledger.sided:
        if sided.name in recognition.columns:
            amounts.read_sided(grid, sided, recognition.columns[sided.name])
    supplied.from_title(grid)
    supplied.fill_down(grid)
    supplied.periods(grid)
    supplied.categories(grid)
    add_totals(extract, grid)
    _require(grid)
    _split_rows(grid, extract)
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
    )
    if grid.period:
        extract.period_start = grid.period.start.toordinal() - EPOCH
        extract.period_kind, extract.period_source = grid.period.kind, grid.period_source
    return extract


def _header_issues(grid: Grid) -> None:
    recognition, header = grid.table.recognition, grid.table.header[1]
    known = {title for f in grid.specs.values() for title in (f.title, *f.aliases)}
    for column, text in recognition.unmapped:
        if any(v != "" for v in grid.raw(column)):
            near = messages.nearest(text, known)
            hint = f"是否应为“{near}”？" if near else ""
            grid.say("H01", (header, column), text, text, header=text, nearest=hint)
    for column, text, used in recognition.shadowed:
        grid.say("H02", (header, column), text, text, header=text, used=recognition.columns[used].header)
    places = {c: n for n, col in recognition.columns.items() for c in (*col.columns, *col.parts.values())}
    for column in sorted(set(places) & grid.sheet.hidden_columns):
        title = recognition.columns[places[column]].header
        grid.say("C10", (header, column), title, "隐藏列", header=title)
    hidden = [r for r in grid.rows if r in grid.sheet.hidden_rows]
    if hidden:
        shown = f"第 {'、'.join(str(r + 1) for r in hidden[:20])} 行"
        grid.say("C09", (hidden[0], 0), "", shown, count=len(hidden))
    rows = set(grid.rows)
    broken = [(at, text, "C06") for at, text in grid.sheet.errors.items()]
    broken += [(at, "公式无结果", "C07") for at in grid.sheet.uncached]
    for (row, column), text, code in sorted(broken):
        if row in rows and column in places:
            name = places[column]
            grid.say(code, (row, column), grid.title_of(name) if name in grid.specs else name, text)


def _closed_rows(grid: Grid) -> None:
    """Mark rows whose status says that the deal was closed and no money moved (WeChat, Alipay)."""
    for column, text in grid.table.recognition.unmapped:
        if text in _STATUS:
            for position, cell in enumerate(grid.raw(column)):
                if squeeze(cell) in _CLOSED:
                    grid.no_move[position] = squeeze(cell)


def _read_field(grid: Grid, spec: FieldSpec, column: Column) -> None:
    if column.parts and spec.role == "date":
        _split_date(grid, spec, column)
        return
    place = first_place(column)
    raw = grid.spread(place)
    values, bads = read_column(spec, raw, _year(grid, column))
    if "word" in column.parts and column.columns:
        values = [_with_word(v, w) for v, w in zip(values, grid.spread(column.parts["word"]), strict=True)]
    if spec.role == "ratio":
        percent = any("%" in squeeze(text) for text in grid.header_texts(place))
        values = [
            _share(v, percent and not (isinstance(c, str) and "%" in c))
            for v, c in zip(values, raw, strict=True)
        ]
    grid.columns[spec.name] = values
    for position, bad in bads.items():
        _bad_value(grid, spec, place, position, bad)


def _with_word(number: object, word: Cell) -> object:
    """Put the voucher word (记, 收, 付) before its number."""
    text = squeeze(word)
    return number if number is None or not text or str(number).startswith(text) else f"{text}{number}"


def _bad_value(grid: Grid, spec: FieldSpec, place: int, position: int, bad: Bad) -> None:
    cell = (grid.rows[position], place)
    if bad.reason == "digits_lost":
        grid.say("C12", cell, spec.title, bad.found)
        return
    if spec.role == "code":
        grid.say("C05", cell, spec.title, bad.found, words="、".join(w for w, _ in spec.values))
    elif spec.role == "date":
        grid.say("C03", cell, spec.title, bad.found)
    else:
        grid.say("C04", cell, spec.title, bad.found, kind=messages.ROLES[spec.role])
    if spec.required:
        grid.aside.setdefault(position, f"“{spec.title}”这一格是“{bad.found}”，看不懂")


def _year(grid: Grid, column: Column) -> int | None:
    """Find the year that days without one belong to: over the split columns, else in the title block."""
    for place in column.parts.values():
        for text in grid.header_texts(place):
            if match := re.search(r"(?:19|20)\d{2}", text):
                return int(match.group())
    return grid.year


def _split_date(grid: Grid, spec: FieldSpec, column: Column) -> None:
    year = _year(grid, column)
    raw = {part: grid.spread(place) for part, place in column.parts.items()}
    for part, read in (("year", to_year), ("month", to_month)):
        if part in column.parts:
            raw[part] = _carried_down(grid, column.parts[part], read)
    blanks: list[Cell] = [""] * len(grid.rows)
    values: list[object] = []
    last = max(column.parts.values())
    for position, parts in enumerate(
        zip(*(raw.get(p, blanks) for p in ("year", "month", "day")), strict=True)
    ):
        given = [None if c == "" else c for c in parts]
        blank = given[2] is None and "day" in raw
        value = None if blank else join_date(given[0], given[1], given[2], year)
        if isinstance(value, Bad):
            _bad_value(grid, spec, last, position, value)
            value = None
        values.append(None if value is None else value.toordinal() - EPOCH)
    grid.columns[spec.name] = values


def _carried_down(grid: Grid, place: int, read: Callable[[Cell], object]) -> list[Cell]:
    """Read year or month cells that traditional books write once and leave blank below, summary rows too."""
    found: list[Cell] = []
    current: Cell = ""
    row = grid.table.header[1]
    for data_row in grid.rows:
        while row < data_row:
            row += 1
            cell = grid.at(row, place)
            if isinstance(read(cell), int):
                current = cell
        cell = grid.at(data_row, place)
        found.append(cell if cell != "" else current)
    return found


def _share(value: object, percent: bool) -> object:
    """Convert a percentage to a share of 1; values above 1 can only be percentages."""
    if not isinstance(value, int):
        return value
    one = 10**8
    return value // 100 if (percent or value > one) and abs(value) <= 100 * one else value


def _require(grid: Grid) -> None:
    """Set rows aside that lack a required value or any amount."""
    exempt = _VILLAGE if grid.ledger.name != "village" else frozenset()
    for spec in grid.ledger.fields:
        if spec.required and spec.name not in exempt:
            _lacking(grid, "R01", (spec.name,), spec.title)
    for group in grid.ledger.one_of:
        _lacking(grid, "R02", group, "或".join(grid.title_of(n) for n in group))


def _lacking(grid: Grid, code: str, names: tuple[str, ...], title: str) -> None:
    present = [grid.columns[n] for n in names if n in grid.columns]
    columns = grid.table.recognition.columns
    sided = [s.name for s in grid.ledger.sided if {s.plus, s.minus} & set(names)]
    column = next((columns[n] for n in (*names, *sided) if n in columns), None)
    for position, row in enumerate(grid.rows):
        if position in grid.aside or position in grid.no_move:
            continue
        if all(values[position] is None for values in present):
            place = first_place(column) if column else next(iter(filled(grid.sheet.rows[row])), 0)
            grid.say(code, (row, place), title, "空白", column_title=title)
            grid.aside[position] = f"缺“{title}”"


def _split_rows(grid: Grid, extract: Extract) -> None:
    own = [grid.columns[n] for n in grid.ledger.amount_fields if n in grid.columns]
    currency = grid.columns.get("currency")
    keep: list[int] = []
    for position, row in enumerate(grid.rows):
        if position in grid.no_move:
            grid.table.skip(f"不动钱的行（{grid.no_move[position]}）", [row])
            continue
        foreign = currency is not None and currency[position] != "人民币"
        money = 0 if foreign else sum(c for a in own if isinstance(c := a[position], int))
        extract.money_read += money
        if position in grid.aside or extract.sent_back:
            reason = grid.aside.get(position, "整张表退回")
            extract.money_rejected += money
            extract.rejected.append(Rejected(row + 1, reason, [cell_text(c) for c in grid.sheet.rows[row]]))
        else:
            keep.append(position)
    whole = len(keep) == len(grid.rows)
    extract.columns = {n: v if whole else [v[p] for p in keep] for n, v in grid.columns.items()}
    extract.rows = [grid.rows[p] + 1 for p in keep]
    extract.skipped = {reason: len(rows) for reason, rows in grid.table.skipped.items()}
    extract.rows_read = len(extract.rows) + len(extract.rejected) + sum(extract.skipped.values())
