"""Put the lines of every bank statement in the order in which its balances run."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import polars as pl

from pipeline.handover import read
from pipeline.judge.facts import _torn_lines
from pipeline.judge.facts._trails import Move, chain

if TYPE_CHECKING:
    from datetime import date

    import duckdb

TITLE = "对账单行：每个账户的人民币对账单按余额滚动的次序排列，期间首尾相连的几张表接成一份"
COLUMNS = {
    "village_code": ("varchar", "村代码"),
    "account_no": ("varchar", "账号"),
    "statement": ("varchar", "对账单：一个账户首尾相连的几张表"),
    "source_file": ("varchar", "来源文件"),
    "source_sheet": ("varchar", "来源工作表"),
    "source_row": ("integer", "来源行号"),
    "period": ("date", "期间"),
    "position": ("integer", "次序：由早到晚"),
    "kind": ("varchar", "明细；没有装载的行为未装载"),
    "row_id": ("varchar", "行编号：没有装载的行为空"),
    "entry_date": ("date", "交易日期；没有装载而读不出的取相邻的行"),
    "moved": ("decimal(18, 2)", "收入减支出（元）；没有装载而读不出的为空"),
    "balance": ("decimal(18, 2)", "余额（元）"),
    "expected": ("decimal(18, 2)", "按上一个余额滚动应有的余额（元）：第一个余额为空"),
    "previous_row_id": ("varchar", "上一个余额所在的行"),
}
EMPTY_IF = "ledger.bank_line"
AFTER = ("torn_line",)
NULL_IF = dict.fromkeys(("balance", "expected", "previous_row_id"), "ledger.bank_line.balance")
_SHEET = ["village_code", "account_no", "submission_id", "source_file", "source_sheet", "slice_id"]
_LENGTHS = {"日": "1d", "月": "1mo", "季": "3mo", "年": "1y"}
_READINGS = ("forward", "backward", "by_day", "by_day_backward")


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """Order the lines of every account.

    A sheet is read as printed, from below (only if its dates run that way), or by its dates: whichever
    breaks the chain of balances least. Lines of one day may have been printed in any order. Sheets
    whose declared periods follow each other are one statement, unless a period was handed in twice. Rows that were
    set aside keep their place; what they can't be read of is not compared.
    """
    lines = read(
        con,
        """
        select
            village_code, village_name, coalesce(account_no, '') as account_no, submission_id, source_file, source_sheet,
            slice_id, source_row, period, period_kind, '明细' as kind, row_id, entry_date,
            cast(coalesce(amount_in, 0) * 100 as bigint) - cast(coalesce(amount_out, 0) * 100 as bigint) as moved,
            cast(balance * 100 as bigint) as balance
        from ledger.bank_line
        where coalesce(currency, '人民币') = '人民币'
        """,
    )
    torn = _torn_lines.among(con, lines, "bank_line", ("account_no",), dated=True)
    lines = pl.concat([lines, torn]).with_row_index("id")
    lines = _joined(_read(lines.with_columns(sheet=pl.concat_str(_SHEET, separator="|"))))
    return _finish(_rolled(_sorted_days(_rolled(lines))))


def _read(lines: pl.DataFrame) -> pl.DataFrame:
    """Add ``place``: where in its sheet a line stands in time."""
    row, days = pl.col("source_row"), pl.col("entry_date").sort_by("source_row")
    ordered = lines.with_columns(
        forward=row.rank("ordinal").over("sheet"),
        backward=(-row).rank("ordinal").over("sheet"),
        by_day=pl.struct("entry_date", "source_row").rank("ordinal").over("sheet"),
        by_day_backward=pl.struct("entry_date", -row).rank("ordinal").over("sheet"),
    )
    breaks = ordered.select("sheet").unique()
    for name in _READINGS:
        rolled = _rolled(ordered.with_columns(statement="sheet", position=name))
        broken = (pl.col("expected") != pl.col("balance")).sum().alias(name)
        breaks = breaks.join(rolled.group_by("sheet").agg(broken), on="sheet")
    may = lines.group_by("sheet").agg(newest_first=days.first() >= days.last())
    chosen = breaks.join(may, on="sheet").with_columns(
        backward=pl.when("newest_first").then("backward").otherwise(pl.lit(2**31, pl.UInt32))
    )
    least = pl.min_horizontal(_READINGS)
    reading = pl.coalesce(pl.when(pl.col(name) == least).then(pl.lit(name)) for name in _READINGS)
    place = pl.coalesce(pl.when(pl.col("reading") == name).then(name) for name in _READINGS)
    return (
        ordered.join(chosen.select("sheet", reading=reading), on="sheet")
        .with_columns(place=place)
        .drop(*_READINGS, "reading")
    )


def _joined(lines: pl.DataFrame) -> pl.DataFrame:
    """Add ``statement`` and ``position``: sheets that follow each other are one statement."""
    ends = pl.coalesce(
        pl.when(pl.col("period_kind") == kind).then(pl.col("period").dt.offset_by(length))
        for kind, length in _LENGTHS.items()
    )
    account = ["village_code", "account_no"]
    sheets = (
        lines.group_by("sheet")
        .agg(pl.col(*account, "period").first(), first_day=pl.col("entry_date").min(), end=ends.first())
        .sort(*account, "period", "first_day", "sheet", nulls_last=True)
        .with_columns(
            once=pl.len().over(*account, "period", "end") == 1,
            before=pl.col("end").shift(1).over(account),
        )
        .with_columns(once_before=pl.col("once").shift(1).over(account))
        .with_columns(
            begins=~(
                (pl.col("before") == pl.col("period")) & pl.col("once") & pl.col("once_before")
            ).fill_null(False)
        )
        .with_columns(statement=pl.when("begins").then("sheet").forward_fill())
        .with_row_index("number")
    )
    return lines.join(sheets.select("sheet", "statement", "number"), on="sheet").with_columns(
        position=pl.struct("number", "place").rank("ordinal").over("statement")
    )


def _rolled(lines: pl.DataFrame) -> pl.DataFrame:
    """Add ``expected`` and ``previous_row_id`` by the last balance before; lines come out in order."""
    moved = pl.col("moved")
    lines = lines.sort("statement", "position").with_columns(
        to_date=moved.fill_null(0).cum_sum().over("statement"),
        # The lines of a day have any order, of which a line that can't be read may be part.
        torn=moved.is_null().any().over("statement", "entry_date"),
        unread=moved.is_null().cum_sum().over("statement"),
    )
    stated = pl.col("balance").is_not_null()
    whole = ~pl.col("torn") & ~pl.col("torn_before") & (pl.col("unread") == pl.col("unread_before"))
    before = [
        pl.when(stated).then(value).forward_fill().shift(1).over("statement").alias(name)
        for name, value in (
            ("opening", pl.col("balance") - pl.col("to_date")),
            ("previous_row_id", pl.col("row_id")),
            ("torn_before", pl.col("torn")),
            ("unread_before", pl.col("unread")),
        )
    ]
    return (
        lines.with_columns(before)
        .with_columns(expected=pl.when(stated & whole).then(pl.col("opening") + pl.col("to_date")))
        .drop("to_date", "opening", "torn", "torn_before", "unread", "unread_before")
    )


def _sorted_days(lines: pl.DataFrame) -> pl.DataFrame:
    """Give the lines of one day the order in which they chain, in statements that break."""
    broken = lines.filter(pl.col("expected") != pl.col("balance"))["statement"].unique()
    positions: dict[int, int] = {}
    wrong = lines.filter(pl.col("statement").is_in(broken.implode()))
    for _, statement in sorted(wrong.group_by("statement")):
        rows = statement.sort("position").select("entry_date", "id", "moved", "balance").rows()
        positions |= {line: number for number, line in enumerate(_in_order(rows), start=1)}
    if not positions:
        return lines
    new = pl.DataFrame(
        {"id": list(positions), "new": list(positions.values())}, schema_overrides={"id": pl.UInt32}
    )
    return (
        lines.join(new, on="id", how="left")
        .with_columns(position=pl.coalesce("new", pl.col("position").cast(pl.Int64)))
        .drop("new")
    )


def _in_order(rows: list[tuple[date, int, int | None, int | None]]) -> list[int]:
    """List the lines of a statement (day, line, moved, balance in cents) so that each day chains."""
    days = [list(lines) for _, lines in groupby(rows, key=lambda row: row[0])]
    moves = [
        [
            Move(balance - moved, balance)
            for _, _, moved, balance in day
            if balance is not None and moved is not None
        ]
        for day in days
    ]
    found: list[int] = []
    entry: int | None = None
    for lines, own, later in zip(days, moves, [*moves[1:], []], strict=True):
        if len(own) < len(lines):
            found += [line for _, line, _, _ in lines]
            entry = None
            continue
        left = {move.after for move in own}
        follows = next((move.before for move in later if move.before in left), None)
        order = chain(own, entry, follows)
        found += [lines[position][1] for position in order]
        entry = own[order[-1]].after
    return found


def _finish(lines: pl.DataFrame) -> pl.DataFrame:
    cents = pl.Decimal(18, 2)
    money = [(pl.col(name).cast(cents) / 100).cast(cents) for name in ("moved", "balance", "expected")]
    return lines.with_columns(pl.col("position").cast(pl.Int32), *money).select(list(COLUMNS))
