"""Find what was handed in twice: one sheet's entries that stand again in another sheet, both current."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.ddl import literal
from pipeline.handover import read
from pipeline.judge.emptiness import all_of
from schemas import ledgers

if TYPE_CHECKING:
    from datetime import date

    import duckdb

    from schemas._spec import Ledger

TITLE = "重复上报：一张表的明细见于另一张表，两张都是现行的；每条相同的明细一行"
COLUMNS = {
    "village_code": ("varchar", "村代码：相同明细较少的一张表的村"),
    "other_village_code": ("varchar", "另一张表的村代码"),
    "kind_title": ("varchar", "表名"),
    "relation": ("varchar", "关系：同一文件/内容相同/大部分相同/存疑"),
    "source_file": ("varchar", "来源文件"),
    "source_sheet": ("varchar", "来源工作表"),
    "other_file": ("varchar", "另一张表的文件"),
    "other_sheet": ("varchar", "另一张表的工作表"),
    "hash": ("varchar", "文件校验值（SHA-256）前 16 位"),
    "other_hash": ("varchar", "另一文件校验值前 16 位"),
    "period": ("date", "期间：所属期间的第一天"),
    "rows_common": ("integer", "相同行数"),
    "rows_smaller": ("integer", "较小一张的行数"),
    "spent": ("decimal(18, 2)", "较小一张的支出合计（元）"),
    "row_id": ("varchar", "较小一张中相同明细的行编号"),
}
# Money entry by entry. Registers say the same year after year, and a grant list pays many villages alike.
KINDS = (
    "cash_entry", "voucher_line", "account_balance", "bank_line", "dividend_use", "aid_payment", "allowance",
    "purchase", "account_line",
)  # fmt: skip
EMPTY_IF = all_of(*(f"ledger.{name}" for name in KINDS))
AFTER = ("paper",)
_OUT = ("expense", "amount_out", "debit", "amount")
# On the page of an account a debit is the same money as in the cash book, or none at all.
_NO_SPENDING = "account_line"
# An entry that this many sheets have (a township pays every village the same) tells nothing about two of them.
_CROWD = 20
_PLACE = ["kind", "village_code", "submission_id", "source_sheet"]


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """Pair sheets of which the smaller has half its entries, or more, in the other; zero entries are nothing.

    Two villages on one sheet are not compared, nor two papers that may say the same of one payment (a register
    beside the journal); rows that were set aside count as differing. Pairs of one slice that the loading left in doubt
    are listed whatever they share.
    """
    rows = read(con, " union all ".join(_select(ledgers()[name]) for name in KINDS))
    sheets = (
        rows.group_by(_PLACE)
        .agg(
            pl.len().alias("size"),
            pl.col("key").hash(seed=1).sum().alias("content"),
            pl.col("spent").sum(),
            pl.col("source_file").first(),
            pl.col("period").min(),
        )
        .join(_set_aside(con), on=["kind", "submission_id", "source_sheet"], how="left")
        .with_columns(
            pl.col("size") + pl.col("set_aside").fill_null(0),
            content=pl.when(pl.col("set_aside").is_null()).then("content"),
        )
        .join(_received(con), on="submission_id", how="left")
        .sort("received_at", "source_file", "source_sheet", "village_code")
        .with_row_index("sheet")
    )
    entries = rows.join(sheets.select(*_PLACE, "sheet"), on=_PLACE).select("sheet", "key", "row_id")
    again = entries.group_by("key").agg(pl.col("sheet").min() != pl.col("sheet").max()).filter("sheet")
    entries = entries.join(again, on="key", how="semi")
    entries = entries.with_columns(nth=pl.int_range(pl.len()).over("sheet", "key"))
    pairs = _pairs(con, sheets, entries)
    common = pairs.join(entries, left_on="smaller", right_on="sheet").join(
        entries.select("sheet", "key", "nth"), left_on=["larger", "key", "nth"], right_on=["sheet", "key", "nth"]
    )  # fmt: skip
    other = sheets.select(
        "sheet", other_village_code="village_code", other_file="source_file", other_sheet="source_sheet",
        other_hash="hash",
    )  # fmt: skip
    titles = {name: ledgers()[name].title for name in KINDS}
    return (
        common.join(sheets, left_on="smaller", right_on="sheet")
        .join(other, left_on="larger", right_on="sheet")
        .with_columns(
            kind_title=pl.col("kind").replace(titles),
            rows_common=pl.len().over("smaller", "larger").cast(pl.Int32),
            rows_smaller=pl.col("size").cast(pl.Int32),
            spent=pl.col("spent").cast(pl.Decimal(18, 2)),
            period=pl.col("period").dt.month_start(),
        )
        .select(list(COLUMNS))
        .sort("village_code", "source_file", "source_sheet", "other_file", "other_sheet", "row_id")
    )


def _select(kind: Ledger) -> str:
    fields = [kind.by_name[name] for name in kind.natural_key]
    key = ", ".join(
        f"regexp_replace(coalesce({f.name}, ''), '[^\\p{{L}}\\p{{N}}]', '', 'g')"
        if f.role in ("text", "code")
        else f"coalesce({f.name}, 0)" if f.role == "money" else f.name
        for f in fields
    )  # fmt: skip
    # an account that did not move is the same in every period
    money = [n for n in kind.amount_fields if kind.name != "account_balance" or n in ("debit", "credit")]
    spent = "0" if kind.name == _NO_SPENDING else next(name for name in _OUT if name in kind.by_name)
    paper, papers = ("paper", "join fact.paper using (row_id)") if kind.name == "cash_entry" else ("''", "")
    own_money = "coalesce(currency, '人民币') = '人民币'" if "currency" in kind.by_name else "true"
    return f"""
        select
            {literal(kind.name)} as kind, village_code, submission_id, source_file, source_sheet, period, row_id,
            hash({literal(kind.name)}, {paper}, {key}) as key, coalesce({spent}, 0) as spent
        from ledger."{kind.name}" {papers}
        where village_code <> '' and {own_money} and ({" or ".join(f"{n} <> 0" for n in money)})
    """


def _set_aside(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Count the rows of each sheet that were set aside: nobody knows what they repeat."""
    return read(
        con,
        "select kind, submission_id, sheet as source_sheet, cast(sum(rows_rejected) as uinteger) as set_aside"
        " from meta.sheet where rows_rejected > 0 group by all",
    )


def _received(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    return read(con, "select submission_id, received_at, left(sha256, 16) as hash from meta.submission")


def _pairs(con: duckdb.DuckDBPyConnection, sheets: pl.DataFrame, entries: pl.DataFrame) -> pl.DataFrame:
    """List pairs of sheets (smaller, larger, relation), the one handed in later where both are as large."""
    counts = entries.group_by("sheet", "key").len("times")
    several = counts.filter(pl.len().over("key").is_between(2, _CROWD))
    shared = (
        several.join(several, on="key", suffix="_right")
        .filter(pl.col("sheet") < pl.col("sheet_right"))
        .group_by("sheet", "sheet_right")
        .agg(common=pl.min_horizontal("times", "times_right").sum())
    )
    # whole copies are found by their contents too, however many there are of them
    same = sheets.drop_nulls("content").with_columns(
        sheet_first=pl.col("sheet").first().over("kind", "size", "content")
    )
    copies = same.filter(pl.col("sheet") != pl.col("sheet_first")).select(
        sheet="sheet_first", sheet_right="sheet", common=pl.col("size").cast(pl.UInt32)
    )
    about = sheets.select("sheet", "kind", "village_code", "submission_id", "source_sheet", "size", "hash")
    both = (
        pl.concat([shared.cast({"common": pl.UInt32}), copies])
        .unique(["sheet", "sheet_right"], keep="last", maintain_order=True)
        .join(about, on="sheet")
        .join(about, left_on="sheet_right", right_on="sheet", suffix="_right")
        .join(_doubtful(con), on=["kind", "submission_id", "submission_id_right"], how="left")
    )
    one_sheet = (pl.col("submission_id") == pl.col("submission_id_right")) & (
        pl.col("source_sheet") == pl.col("source_sheet_right")
    )
    least = pl.min_horizontal("size", "size_right")
    same_file = (pl.col("hash") == pl.col("hash_right")).fill_null(value=False)
    other_village = pl.col("village_code") != pl.col("village_code_right")
    relation = (
        pl.when(same_file & other_village)
        .then(pl.lit("同一文件"))
        .when((pl.col("common") == pl.col("size")) & (pl.col("common") == pl.col("size_right")))
        .then(pl.lit("内容相同"))
        .when(pl.col("doubtful").is_not_null())
        .then(pl.lit("存疑"))
        .otherwise(pl.lit("大部分相同"))
    )
    right_is_smaller = pl.col("size_right") <= pl.col("size")
    return both.filter(~one_sheet, (pl.col("common") * 2 >= least) | pl.col("doubtful").is_not_null()).select(
        smaller=pl.when(right_is_smaller).then("sheet_right").otherwise("sheet"),
        larger=pl.when(right_is_smaller).then("sheet").otherwise("sheet_right"),
        relation=relation,
    )


def _doubtful(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """List the pairs of submissions that loading left in doubt, both ways round."""
    return read(
        con,
        """
        with doubtful as (
            select distinct kind, submission_id as one, other_submission_id as other
            from meta.slice_overlap where outcome = '存疑'
        )

        select kind, one as submission_id, other as submission_id_right, true as doubtful from doubtful
        union select kind, other, one, true from doubtful
        """,
    )
