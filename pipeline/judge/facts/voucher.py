"""Read voucher numbers as word and number, so that gaps and repeats in the numbering can be seen."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import polars as pl

from pipeline.handover import read
from pipeline.judge.emptiness import all_of, any_of
from pipeline.judge.facts._set_aside import fields_of, may_say

if TYPE_CHECKING:
    import duckdb

TITLE = "凭证号：收支明细账和记账凭证每行的凭证字和号数，含没有装载的行占用的号数"
COLUMNS = {
    "row_id": ("varchar", "行编号：没有装载的行为空"),
    "kind": ("varchar", "表种"),
    "village_code": ("varchar", "村代码"),
    "fund": ("varchar", "资金类别：空为未注明"),
    "account_kind": ("varchar", "账簿：现金/银行，空为未注明"),
    "day": ("date", "日期"),
    "word": ("varchar", "凭证字：空为没有"),
    "number": ("integer", "号数"),
    "last_number": ("integer", "末号：一行写几个号（5-7）时的最后一个，否则同号数"),
    "label": ("varchar", "凭证：字和号数"),
}
AFTER = ("torn_line",)
EMPTY_IF = all_of(any_of("ledger.cash_entry", "ledger.cash_entry.voucher_no"), "ledger.voucher_line")
_LONGEST_RUN = 30
_DIGITS = 18
_MOST = 100_000  # a larger number is a date or a serial, not a place in a sequence
_WORD = re.compile(r"[^㐀-鿿A-Za-z]|[第字号凭证账款类至]")
_PAGE = re.compile(r"(?:\(|[-_ ])\d{1,2}/\d{1,2}\)?号?$")
_MONTH_FIRST = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_NEIGHBOUR = ["kind", "village_code", "fund", "account_kind", "day"]
_NEAR: tuple[Literal["nearest", "backward", "forward"], ...] = ("nearest", "backward", "forward")
_SERIES = ["kind", "village_code", "fund", "word", "year", "month"]


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """Read the voucher number of every row that has one; what is no number in a sequence is left out."""
    rows = read(
        con,
        """
        select
            row_id, 'cash_entry' as kind, village_code, fund, account_kind, entry_date as day, voucher_no,
            submission_id, source_sheet, source_row, village_name
        from ledger.cash_entry where voucher_no is not null
        union all
        select
            row_id, 'voucher_line', village_code, null, null, entry_date, voucher_no,
            submission_id, source_sheet, source_row, village_name
        from ledger.voucher_line
        """,
    )
    texts = rows["voucher_no"].unique(maintain_order=True).to_list()
    known = _parsed(texts)
    numbered = rows.join(known, on="voucher_no").drop("voucher_no")
    return (
        pl.concat([numbered, _of_rejected(con, numbered)], how="diagonal")
        .with_columns(label=pl.concat_str(pl.col("word").replace("", "凭证"), pl.lit("-"), "number"))
        .select(list(COLUMNS))
        .sort("kind", "village_code", "day", "word", "number", "row_id", nulls_last=True)
    )


def _parsed(texts: list[str]) -> pl.DataFrame:
    found = [(text, *parts) for text in texts if (parts := parse(text)) is not None]
    schema = {"voucher_no": pl.String, "word": pl.String, "number": pl.Int32, "last_number": pl.Int32}
    return pl.DataFrame(found, schema=schema, orient="row")


@lru_cache(maxsize=200_000)
def parse(text: str) -> tuple[str, int, int] | None:
    """Split 记字第005号 into word 记, number 5 and last number 5; None when no such number is in it.

    A leading year, month or day (2024-03-005, 202403005) is dropped, and so is a page (5-1/2).
    """
    tidy = _PAGE.sub("", unicodedata.normalize("NFKC", text).strip())
    groups = re.findall(r"\d+", tidy)
    word = _WORD.sub("", tidy).upper()
    if groups and len(groups[0]) > 8 and _MONTH_FIRST.match(groups[0]):
        groups[0] = groups[0][6:]
    elif len(groups) > 1 and len(groups[0]) in (6, 8) and _MONTH_FIRST.match(groups[0]):
        groups = groups[1:]
    elif len(groups) > 2 and _YEAR.fullmatch(groups[0]):
        groups = groups[2:]
    elif len(groups) > 1 and _YEAR.fullmatch(groups[0]):
        groups = groups[1:]
    if not groups or not 0 < (number := _figure(groups[0])) < _MOST:
        return None
    last = _figure(groups[1]) if len(groups) > 1 and re.search(r"\d\s*[-~至—]\s*\d", tidy) else number
    return word, number, last if number < last <= number + _LONGEST_RUN else number


def _figure(digits: str) -> int:
    return int(digits) if len(digits) <= _DIGITS else _MOST


def _of_rejected(con: duckdb.DuckDBPyConnection, numbered: pl.DataFrame) -> pl.DataFrame:
    """Find the numbers that rows without an amount (a voided voucher) or unreadable ones take up.

    Where it is not known which of their cells is the number, every cell that could be one counts. Book and word are
    those of the rows next to it, and the month too where neither its own day can be read nor the days around it are of
    one month: then it only counts where it lies within the numbers of that month.
    """
    rejected = con.execute(
        'select r.submission_id, r.sheet, r."row", cast(r.cells as varchar), cast(r.fields as varchar),'
        " case when date_trunc('month', t.first_day) = date_trunc('month', t.last_day) then t.first_day end"
        " from meta.rejected_row as r"
        " semi join meta.submission as s on r.submission_id = s.submission_id and s.superseded_by = ''"
        " left join fact.torn_line as t"
        ' on r.submission_id = t.submission_id and r.sheet = t.sheet and r."row" = t."row"'
        " order by all"
    ).fetchall()
    found = []
    for submission, sheet, row, cells, fields, told in rejected:
        read_as = fields_of(fields)
        day = date.fromisoformat(read_as["entry_date"]) if "entry_date" in read_as else told
        for cell in may_say("voucher_no", cells, read_as):
            parts = parse(cell) if len(cell) <= 20 else None
            if parts is not None:
                found.append((submission, sheet, row, read_as.get("village_name"), day, *parts))
    place = ["submission_id", "source_sheet"]
    schema = dict.fromkeys(place, pl.String) | {
        "source_row": pl.Int32,
        "village_name": pl.String,
        "own_day": pl.Date,
        "own_word": pl.String,
        "number": pl.Int32,
        "last_number": pl.Int32,
    }
    maybe = pl.DataFrame(found, schema=schema, orient="row").sort("source_row")
    if maybe.is_empty():
        return numbered.clear()
    lines = numbered.select(*place, "source_row", "village_name", *_NEIGHBOUR, "word").sort("source_row")
    # What has no day of its own may be of the month of the row above or of that of the row below.
    dated, named = pl.col("own_day").is_not_null(), pl.col("village_name").is_not_null()
    near = pl.concat(
        [
            maybe.filter(which, whose).join_asof(
                lines, on="source_row", by=by, strategy=strategy, check_sortedness=False
            )
            for which, strategy in zip((dated, ~dated, ~dated), _NEAR, strict=True)
            for whose, by in ((named, [*place, "village_name"]), (~named, place))
        ],
        how="diagonal",
    )
    month = [pl.col("day").dt.year().alias("year"), pl.col("day").dt.month().alias("month")]
    spans = (
        numbered.with_columns(month)
        .group_by(_SERIES)
        .agg(first=pl.col("number").min(), last=pl.col("last_number").max())
    )
    own = pl.when(pl.col("own_word") != "").then("own_word").otherwise("word")
    return (
        near.drop_nulls("day")
        .with_columns(word=own, day=pl.coalesce("own_day", "day"))
        .with_columns(month)
        .join(spans, on=_SERIES, nulls_equal=True)
        .filter(dated | pl.col("number").is_between("first", "last"))
        .select(*_NEIGHBOUR, "word", "number", last_number="number")
        .unique(maintain_order=True)
    )
