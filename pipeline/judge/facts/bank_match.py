"""Match bank lines with the bank entries of the books.

Steps, as ruled for BK02: equal amounts within 3 days, one to one; then sums of at most 6 to one, both
ways; then an equal amount that is the only one within 180 days. Whatever stays unmatched accuses
somebody, so three plain cases are matched besides: all lines of one voucher together (a payroll of any
length), a booking and its reversal, a bank line whose cash withdrawal or deposit stands in the cash book. What
came back may stand in the one as a receipt and in the other as a payment in red.
The journals come before registers and what was posted, which are no bank's books.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.handover import read
from pipeline.judge.facts import _sums
from pipeline.judge.facts._names import normalise
from pipeline.judge.facts._pairing import pair
from pipeline.layout.rowkinds import scope_of
from pipeline.values.vocabulary import purpose_class

if TYPE_CHECKING:
    from datetime import date

    import duckdb

TITLE = "银行对账：对账单与银行账逐笔相配的结果"
COLUMNS = {
    "bank_row_id": ("varchar", "对账单行编号；账上自行冲销的为空"),
    "entry_row_id": ("varchar", "账簿行编号；银行自行冲正的为空"),
    "step": ("varchar", "步骤：三日同额/整张凭证/合并/冲销/现金对方/半年同额；结转不对应流水"),
    "days_apart": ("integer", "相隔天数"),
}
EMPTY_IF = "ledger.bank_line"
AFTER = ("paper", "twice_booked")
NEAR = 3
FAR = 180
_REVERSAL = "冲正|冲销|退汇|退回|退款|抹账|撤销"
_CROWD = 10_000  # pairs of one amount above which none can be the only one
_KEY = ["village_code", "direction", "cents"]
_OTHER_WAY = pl.when(pl.col("direction") == "收").then(pl.lit("付")).otherwise(pl.lit("收"))


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """Match, village by village; one line for each pair, a sum gives one for each of its pieces."""
    return match(*legs(con))


def legs(con: duckdb.DuckDBPyConnection) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Read bank lines and the entries of the books as legs: one direction, one amount in cents."""
    bank = read(
        con,
        """
        with registered as (
            select village_code, account_no, min(fund) as fund
            from ledger.bank_account group by all having count(distinct fund) = 1
        ),

        legs as (
            select *, '收' as direction, amount_in as amount from ledger.bank_line
            union all
            select *, '付' as direction, amount_out as amount from ledger.bank_line
        )

        select
            legs.row_id, legs.village_code, registered.fund, legs.entry_date as day, direction,
            cast(amount * 100 as bigint) as cents, counterparty, coalesce(memo, '') as words,
            legs.account_no as "group"
        from legs left join registered
          on legs.village_code = registered.village_code and legs.account_no = registered.account_no
        where amount <> 0 and coalesce(currency, '人民币') = '人民币'
        order by legs.entry_date, source_file, source_sheet, source_row, direction
    """,
    )
    entries = read(
        con,
        """
        with legs as (
            select *, '收' as direction, income as amount from ledger.cash_entry
            union all
            select *, '付' as direction, expense as amount from ledger.cash_entry
        )

        select
            row_id, village_code, fund, entry_date as day, direction, cast(amount * 100 as bigint) as cents,
            counterparty, summary as words, voucher_no as "group",
            coalesce(account_kind, case when method = '现金' then '现金' end, '银行') as account_kind,
            paper = '日记账' as is_journal
        from legs join fact.paper using (row_id)
        where amount <> 0 and coalesce(currency, '人民币') = '人民币'
          and row_id not in (select row_id from fact.twice_booked)
          and village_code in (select village_code from ledger.bank_line)
        order by entry_date, source_file, source_sheet, source_row, direction
    """,
    )
    return bank, entries


def match(bank: pl.DataFrame, entries: pl.DataFrame) -> pl.DataFrame:
    """Match the legs of bank lines and of entries; those of cash books where they are a withdrawal or deposit."""
    bank, entries = _named(bank), _named(entries)
    in_bank = pl.col("account_kind") == "银行"
    cash = entries.filter(~in_bank)
    moves = [words for words in cash["words"].unique() if purpose_class(words) == "提现存现"]
    counterpart = cash.filter(pl.col("words").is_in(moves)).with_columns(direction=_OTHER_WAY)
    return _Match(bank, entries.filter(in_bank), counterpart).run()


def _named(legs: pl.DataFrame) -> pl.DataFrame:
    """Number the legs in the order of the books and add the payee's normalised name."""
    names = legs["counterparty"].drop_nulls().unique(maintain_order=True).to_list()
    party = legs["counterparty"].replace_strict(
        names, [normalise(name) or None for name in names], default=None, return_dtype=pl.String
    )
    return legs.with_columns(party=party).with_row_index("id").with_columns(pl.col("id").cast(pl.Int64))


class _Match:
    """The legs still open on both sides, and what has been matched so far."""

    def __init__(self, bank: pl.DataFrame, entries: pl.DataFrame, cash: pl.DataFrame) -> None:
        self.all_bank, self.all_entries, self.cash = bank, entries, cash
        self.bank, self.entries = bank, entries
        self.found: list[pl.DataFrame] = []

    def run(self) -> pl.DataFrame:
        """Take the steps in order."""
        self.carried_forward()
        # A register's line takes only what the journals leave over.
        books = self.entries.partition_by("is_journal", as_dict=True)
        in_order = [books[key] for key in ((True,), (False,)) if key in books]
        in_order = [self.one_book(entries) for entries in in_order]
        self.cancel_bank()
        near_cash = pair(self.bank, self.cash, _KEY, NEAR)
        self.keep(near_cash, "现金对方", right=self.cash)
        for self.entries in in_order:
            self.only_one()
        return (
            pl.concat(self.found)
            .unique(maintain_order=True)
            .sort("bank_row_id", "entry_row_id", nulls_last=True)
        )

    def one_book(self, entries: pl.DataFrame) -> pl.DataFrame:
        """Match what lies within three days, and give the entries that are left."""
        self.entries = entries
        # Several accounts may have the same from the same payer on a day: interest of the bank.
        self.same_amount("party", "fund")
        self.same_amount("party")
        # A line of a pay roll must not be taken for the one payment of the same amount.
        self.same_amount("fund", alone=True)
        self.same_amount(alone=True)
        self.cancel_entries()
        self.whole_vouchers()
        self.same_amount("fund")
        self.same_amount()
        self.in_red()
        self.combine()
        return self.entries

    def keep(self, pairs: pl.DataFrame, step: str, right: pl.DataFrame | None = None) -> None:
        """Record pairs (left: bank id, right: entry id, either NULL) and close their legs."""
        bank = self.all_bank.select("id", bank_row_id="row_id")
        entries = (self.all_entries if right is None else right).select("id", entry_row_id="row_id")
        named = pairs.join(bank, left_on="left", right_on="id", how="left").join(
            entries, left_on="right", right_on="id", how="left"
        )
        self.found.append(
            named.select(
                "bank_row_id",
                "entry_row_id",
                step=pl.lit(step),
                days_apart=pl.col("days").abs().cast(pl.Int32),
            )
        )
        self.bank = self.bank.filter(~pl.col("id").is_in(pairs["left"].drop_nulls().implode()))
        if right is None:
            self.entries = self.entries.filter(~pl.col("id").is_in(pairs["right"].drop_nulls().implode()))

    def same_amount(self, *extra: str, alone: bool = False) -> None:
        """Match one to one; with ``alone`` only entries that are the one line of their voucher."""
        entries = self.entries
        if alone:
            lines = pl.len().over("village_code", "direction", "group", "day")
            entries = entries.filter(pl.col("group").is_null() | (lines == 1))
        self.keep(pair(self.bank, entries, [*_KEY, *extra], NEAR), "三日同额")

    def carried_forward(self) -> None:
        """Set aside 上年结转, 结转下年 and the like, which move no money."""
        words = [text for text in self.entries["words"].unique() if scope_of("".join(text.split()))]
        carried = self.entries.filter(pl.col("words").is_in(words))
        self.keep(carried.select(left=pl.lit(None, pl.Int64), right="id", days=pl.lit(0)), "结转")

    def cancel_entries(self) -> None:
        """Set a booking off against its red reversal."""
        negative = self.entries.filter(pl.col("cents") < 0).with_columns(-pl.col("cents"))
        pairs = pair(negative, self.entries.filter(pl.col("cents") > 0), _KEY, FAR)
        nobody = pl.lit(None, pl.Int64).alias("left")
        for side in ("left", "right"):
            self.keep(pairs.select(nobody, pl.col(side).alias("right"), "days"), "冲销")

    def in_red(self) -> None:
        """Match what one side writes in red as the other way of what the other side writes: money given back."""
        for bank, entries in (
            (_positive(self.bank), _in_red(self.entries)),
            (_in_red(self.bank), _positive(self.entries)),
        ):
            self.keep(pair(bank, entries, _KEY, NEAR), "三日同额")

    def cancel_bank(self) -> None:
        """Set a bank line off against the bank's own reversal (退汇, 冲正), which no book needs to show."""
        says_so = pl.col("words").str.contains(_REVERSAL)
        keys = ["village_code", "group", "cents"]
        out = self.bank.filter(pl.col("direction") == "付")
        back = self.bank.filter(pl.col("direction") == "收", says_so)
        pairs = pair(out, back, keys, NEAR)
        nobody = pl.lit(None, pl.Int64).alias("right")
        for side in ("left", "right"):
            self.keep(pairs.select(pl.col(side).alias("left"), nobody, "days"), "冲销")

    def whole_vouchers(self) -> None:
        """Match one bank line with all open lines of one voucher of one day."""
        grouped = (
            self.entries.drop_nulls("group")
            .group_by("village_code", "direction", "group", "day", maintain_order=True)
            .agg(pl.col("cents").sum(), pl.col("id").first(), pieces="id")
            .filter(pl.col("pieces").list.len() > 1)
        )
        pairs = pair(self.bank, grouped, _KEY, NEAR)
        pieces = pairs.join(grouped.select("id", "pieces"), left_on="right", right_on="id").explode("pieces")
        self.keep(pieces.select("left", pl.col("pieces").alias("right"), "days"), "整张凭证")

    def combine(self) -> None:
        """Match sums: several entries to one bank line, then several bank lines to one entry."""
        self._combine(self.bank, self.entries, one="left", many="right")
        self._combine(self.entries, self.bank, one="right", many="left")

    def _combine(self, targets: pl.DataFrame, pieces: pl.DataFrame, one: str, many: str) -> None:
        place = ["village_code", "direction"]
        rows = []
        open_pieces = dict(iter(pieces.partition_by(place, as_dict=True).items()))
        for key, group in targets.partition_by(place, as_dict=True).items():
            if key in open_pieces:
                for target, chosen in _sums.combine(_items(group), _items(open_pieces[key]), NEAR):
                    rows += [(target.id, piece.id, piece.day - target.day) for piece in chosen]
        schema = {one: pl.Int64, many: pl.Int64, "days": pl.Int64}
        self.keep(pl.DataFrame(rows, schema=schema, orient="row"), "合并")

    def only_one(self) -> None:
        """Match what is left where either side has no other candidate within 180 days."""
        counts = [legs.group_by(_KEY).len(name) for legs, name in ((self.bank, "b"), (self.entries, "e"))]
        few = counts[0].join(counts[1], on=_KEY).filter(pl.col("b") * pl.col("e") <= _CROWD)
        days = (pl.col("day_right") - pl.col("day")).dt.total_days()
        pairs = (
            self.bank.join(few, on=_KEY, how="semi")
            .join(self.entries, on=_KEY)
            .with_columns(days=days)
            .filter(pl.col("days").abs() <= FAR)
            .filter(pl.len().over("id") == 1, pl.len().over("id_right") == 1)
        )
        self.keep(pairs.select(left="id", right="id_right", days="days"), "半年同额")


def _positive(legs: pl.DataFrame) -> pl.DataFrame:
    return legs.filter(pl.col("cents") > 0)


def _in_red(legs: pl.DataFrame) -> pl.DataFrame:
    """Give the legs written in red as money that went the other way."""
    return legs.filter(pl.col("cents") < 0).with_columns(-pl.col("cents"), direction=_OTHER_WAY)


def _items(legs: pl.DataFrame) -> list[_sums.Item]:
    rows = legs.select("id", pl.col("day").to_physical(), "cents").iter_rows()
    return [_sums.Item(*row) for row in rows]
