"""Put the lines of every cash and bank book in the order in which its balances run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import polars as pl

from pipeline.handover import read
from pipeline.judge.facts import _torn_lines

if TYPE_CHECKING:
    from datetime import date

    import duckdb

TITLE = "账簿行：每本收支明细账按余额滚动的次序排列，含表上印的期初、期末余额"
COLUMNS = {
    "village_code": ("varchar", "村代码"),
    "book": ("varchar", "账簿：一张工作表上的一本账"),
    "subject": ("varchar", "账簿名称：重报后不变"),
    "fund": ("varchar", "资金类别；一本账记几种资金的为空"),
    "account_kind": ("varchar", "现金或银行"),
    "period": ("date", "期间"),
    "source_file": ("varchar", "来源文件"),
    "source_sheet": ("varchar", "来源工作表"),
    "position": ("integer", "次序：由早到晚"),
    "kind": ("varchar", "明细、期初或期末；没有装载的行为未装载"),
    "row_id": ("varchar", "行编号；期初、期末和没有装载的行取相邻的明细"),
    "entry_date": ("date", "日期；没有装载而读不出的取相邻的明细"),
    "moved": ("decimal(18, 2)", "收入减支出（元）；没有装载而读不出的由前后余额推出"),
    "balance": ("decimal(18, 2)", "余额（元）"),
}
EMPTY_IF = "ledger.cash_entry"
AFTER = ("torn_line",)
NULL_IF = {name: f"ledger.cash_entry.{name}" for name in ("fund", "account_kind", "balance")}
_SLICE = ["slice_id", "source_file", "source_sheet", "fund", "account_kind"]
_SHEET = ["village_code", "source_file", "source_sheet"]
# which entry a printed balance stands next to: the one below an opening, the one above a closing
_NEIGHBOUR: dict[str, Literal["forward", "backward"]] = {"期初": "forward", "期末": "backward"}
_DECLARED = ["年", "季", "月", "日"]


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """Order the 人民币 entries of every book, with the openings and closings printed on the sheet.

    Two things are decided by which reading breaks the chain of balances less: whether a sheet runs
    newest first (allowed only if its dates do), and whether a sheet of several funds is one book with
    one balance or a book for each fund. Printed openings and closings of newest-first books are left
    out, since where they stand in time is not certain. Rows that were set aside keep their place among the
    entries, with the amount that was read of them or that the balances around them tell.
    """
    entries = read(
        con,
        """
        select
            submission_id, village_code, village_name, slice_id, fund, account_kind, period, period_kind,
            source_file, source_sheet, source_row, '明细' as kind, row_id, entry_date,
            cast(coalesce(income, 0) * 100 as bigint) - cast(coalesce(expense, 0) * 100 as bigint) as moved,
            cast(balance * 100 as bigint) as balance
        from ledger.cash_entry
        where coalesce(currency, '人民币') = '人民币'
    """,
    )
    torn = _torn_lines.among(con, entries, "cash_entry", ("fund", "account_kind"))
    entries = pl.concat([entries, torn])
    by_fund, by_sheet = _books(entries, _SLICE), _books(entries, _SHEET)
    breaks = [books.group_by(_SHEET).agg(pl.col("breaks").sum()) for books in (by_fund, by_sheet)]
    one_book = (
        breaks[0]
        .join(breaks[1], on=_SHEET, suffix="_sheet")
        .select(*_SHEET, one_book=pl.col("breaks_sheet") < pl.col("breaks"))
    )
    row = pl.col("source_row")
    lines = (
        entries.join(one_book, on=_SHEET)
        .with_columns(book=pl.when("one_book").then(_name(_SHEET)).otherwise(_name(_SLICE)))
        .join(pl.concat([by_fund, by_sheet]).select("book", "backwards"), on="book")
        .with_columns(position=pl.when("backwards").then(-row).otherwise(row))
    )
    return _finish(_told_by_balances(pl.concat([lines, _printed(con, lines)], how="diagonal")))


def _name(keys: list[str]) -> pl.Expr:
    return pl.concat_str(*keys, separator="|", ignore_nulls=True)


def _books(entries: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Read ``entries`` as one book for each value of ``keys``: book, sheet, backwards, breaks that way."""
    chain = entries.select(*_SHEET, "entry_date", "source_row", "moved", "balance", book=_name(keys))
    chain = chain.sort("source_row")
    days = pl.col("entry_date")
    return (
        chain.group_by("book", *_SHEET)
        .agg(may=days.first() >= days.last(), breaks=_breaks(), breaks_back=_breaks(backwards=True))
        .with_columns(backwards=pl.col("may") & (pl.col("breaks_back") < pl.col("breaks")))
        .with_columns(breaks=pl.when("backwards").then("breaks_back").otherwise("breaks"))
    )


def _breaks(backwards: bool = False) -> pl.Expr:
    """Count where a balance is not the one before plus what moved since, down the rows or up, where that is known."""
    moved, balance = pl.col("moved"), pl.col("balance")
    if backwards:
        moved, balance = moved.reverse(), balance.reverse()
    unread = moved.is_null().cum_sum().filter(balance.is_not_null())
    opening = (balance - moved.fill_null(0).cum_sum()).drop_nulls()
    return ((opening != opening.shift(1)) & (unread == unread.shift(1))).sum().cast(pl.Int64)


def _printed(con: duckdb.DuckDBPyConnection, lines: pl.DataFrame) -> pl.DataFrame:
    """Read printed opening and closing balances and hand each to the book whose entries stand next to it.

    An opening belongs to the entry below it, a closing to the one above. Where several books alternate
    on a sheet that says nothing, and the figure is left out.
    """
    printed = read(
        con,
        """
        select
            submission_id, source_file, source_sheet, source_row, scope as kind,
            cast(0 as bigint) as moved, cast(printed * 100 as bigint) as balance
        from meta.printed_total
        where kind = 'cash_entry' and field = 'balance' and scope in ('期初', '期末')
            and printed is not null and superseded_by = ''
        """,
    )
    place = ["submission_id", "source_file", "source_sheet"]
    ordered = lines.sort(*place, "source_row")
    changes = (pl.col("book") != pl.col("book").shift(1)).fill_null(False).sum().over(place)
    orderly = ordered.filter(changes < pl.col("book").n_unique().over(place), ~pl.col("backwards"))
    own = ["village_code", "fund", "account_kind", "period", "period_kind", "book"]
    neighbours = orderly.select(*place, *own, "source_row")
    return pl.concat(
        printed.filter(pl.col("kind") == kind)
        .sort("source_row")
        .join_asof(
            neighbours.sort("source_row"),
            on="source_row",
            by=place,
            strategy=strategy,
            check_sortedness=False,
        )
        .filter(pl.col("book").is_not_null())
        for kind, strategy in _NEIGHBOUR.items()
    ).with_columns(position=pl.col("source_row"))


def _told_by_balances(lines: pl.DataFrame) -> pl.DataFrame:
    """Fill in what moved in rows whose amount can't be read: what the balances before and after differ by.

    Where no balance follows, nothing is known from there on.
    """
    unread = pl.col("moved").is_null()
    lines = lines.sort("book", "position").with_columns(
        number=unread.cum_sum().over("book"), to_date=pl.col("moved").fill_null(0).cum_sum().over("book")
    )
    opening = pl.col("balance") - pl.col("to_date")
    stated = lines.filter(pl.col("balance").is_not_null())
    told = stated.select(
        "book",
        "number",
        told=opening - opening.shift(1).over("book"),
        before=pl.col("number").shift(1).over("book"),
    ).filter(pl.col("number") > pl.col("before"))
    last = stated.group_by("book").agg(known=pl.col("number").max())
    return (
        lines.join(told.drop("before"), on=["book", "number"], how="left")
        .join(last, on="book", how="left")
        .filter(pl.col("number") <= pl.coalesce("known", "number"))
        .with_columns(moved=pl.when(unread).then(pl.col("told").fill_null(0)).otherwise("moved"))
        .drop("number", "to_date", "told", "known")
    )


def _finish(lines: pl.DataFrame) -> pl.DataFrame:
    """Name each book and bring the columns to their final form."""

    def one(column: str) -> pl.Expr:
        """Take the value the whole book shares, NULL where it has several."""
        return pl.when(pl.col(column).n_unique().over("book") == 1).then(column)

    lines = lines.sort("book", "position").with_columns(
        fund=one("fund"),
        account_kind=one("account_kind"),
        period=pl.col("period").min().over("book"),
        period_kind=one("period_kind"),
        row_id=pl.col("row_id").forward_fill().backward_fill().over("book"),
    )
    sheet = pl.concat_str("source_file", "source_sheet", separator="#")
    declared = pl.when(pl.col("period_kind").is_in(_DECLARED)).then("period_kind")
    name = pl.format(
        "{}{}账（{}）",
        pl.col("fund").fill_null(""),
        pl.col("account_kind").fill_null("收支"),
        declared.fill_null(sheet),
    )
    cents = pl.Decimal(18, 2)
    return lines.with_columns(
        subject=name,
        position=pl.col("position").cast(pl.Int32),
        moved=(pl.col("moved").cast(cents) / 100).cast(cents),
        balance=(pl.col("balance").cast(cents) / 100).cast(cents),
    ).select(list(COLUMNS))
