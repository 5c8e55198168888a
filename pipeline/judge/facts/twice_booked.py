"""Find entries that repeat an entry of another paper: one payment, several papers, one fact.

Many offices keep a 专项资金台账 beside the journals, post the month's entries on the board, and list what the
dividends were used for; one payment then stands on all of them. Counted twice it looks like a double payment
or a split one, so of several papers one counts: the journal, before a book of no account, a fund's register,
what was posted, a list of dividends.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import polars as pl

from pipeline.handover import read
from pipeline.judge.facts._assigning import assign
from pipeline.judge.facts._names import normalise
from pipeline.judge.facts._words import alike
from pipeline.judge.facts.paper import ORDER
from pipeline.values.vocabulary import OTHER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    import duckdb

    from pipeline.judge.facts._assigning import Place

TITLE = "重登：同一笔收支记在几处（日记账、台账、公示、红利表），只计一处；金额相同、相隔不超过 3 天"
COLUMNS = {"row_id": ("varchar", "重复凭据的行编号"), "repeats_row_id": ("varchar", "计入的一笔的行编号")}
EMPTY_IF = "ledger.cash_entry"
AFTER = ("paper",)
NEAR = 3  # days between two papers' dates of one payment, as between a book and the bank
_UNDATED = NEAR + 1  # such a pair says nothing of days
# Whole hundreds of 元 below 10,000 元 meet by chance; in cents.
_HUNDRED, _RARE = 10_000, 1_000_000
_Edge = tuple[int, int, str, bool]  # row, the row it may repeat, its paper, whether anything confirms it


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """Pair every entry with at most one of each earlier paper: same village, both amounts, days and words.

    Amounts and days decide, words confirm: the same voucher, document or party, or alike summaries. Two of a
    village's equal payments stay two, because a row repeats one row and a row is repeated once by a paper.
    """
    entries = _entries(con)
    found: dict[int, int] = {}
    edges = _edges(entries).sort("points", "days", "id", "id_of", descending=[True, False, False, False])
    taken: set[Place] = set()
    for rank in edges["rank"].unique().sort():
        of_rank = edges.filter(pl.col("rank") == rank).select("id", "id_of", "paper", "confirmed").rows()
        _link(_open((edge for edge in of_rank if edge[-1]), found, taken), found, taken)
        # What nothing confirms must have no other candidate, on either side.
        left = _open(of_rank, found, taken)
        rows, places = Counter(row for row, _ in left), Counter(place for _, place in left)
        _link([pair for pair in left if rows[pair[0]] == places[pair[1]] == 1], found, taken)
    pairs = pl.DataFrame(list(found.items()), schema={"id": pl.Int64, "head": pl.Int64}, orient="row")
    named = entries.select("id", "row_id")
    return (
        pairs.join(named, on="id")
        .join(named.rename({"row_id": "repeats_row_id"}), left_on="head", right_on="id")
        .select(list(COLUMNS))
        # The same file of two villages has the same ids.
        .unique("row_id")
        .sort("row_id")
    )


def _entries(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Read the entries of the villages that keep papers of several ranks; the first rank counts."""
    rows = read(
        con,
        f"""
        with entry as (
            select
                row_id, village_code, fund, account_kind,
                case
                    when coalesce(account_kind, method) = '现金' then '现金'
                    when coalesce(account_kind, method) <> '其他' then '银行'
                end as channel,
                entry_date as day, year(entry_date) as year, income, expense, voucher_no, document_no, project_no,
                counterparty as party, summary, category,
                paper, is_general, source_file, source_sheet, source_row
            from ledger.cash_entry join fact.paper using (row_id)
            where village_code <> '' and coalesce(currency, '人民币') = '人民币'
            union all
            select
                row_id, village_code, '红色公司', null, null, used_on, year, null,
                amount, voucher_no, null, null, payee, summary, category, '红利表', false,
                source_file, source_sheet, source_row
            from ledger.dividend_use where village_code <> ''
            union all
            select
                row_id, village_code, '红色公司', null, null, received_on, year, received,
                null, null, null, null, cooperative, '红利', null, '红利表', false,
                source_file, source_sheet, source_row
            from ledger.dividend where village_code <> ''
        )

        select
            row_id, village_code, fund, channel, day, year, is_general, list_position({list(ORDER)}, paper) as rank,
            cast(coalesce(income, 0) * 100 as bigint) as income,
            cast(coalesce(expense, 0) * 100 as bigint) as expense,
            nullif(regexp_replace(coalesce(voucher_no, ''), '[\\s第号]', '', 'g'), '') as voucher,
            nullif(trim(document_no), '') as document, nullif(trim(project_no), '') as project,
            party, summary, category,
            concat_ws('|', village_code, paper, account_kind, case when not is_general then fund end) as paper
        from entry
        where coalesce(income, 0) <> 0 or coalesce(expense, 0) <> 0
        qualify min(rank) over (partition by village_code) < max(rank) over (partition by village_code)
        order by village_code, day, source_file, source_sheet, source_row
        """,
    )
    names = rows["party"].drop_nulls().unique(maintain_order=True).to_list()
    party = rows["party"].replace_strict(
        names, [normalise(name) or None for name in names], default=None, return_dtype=pl.String
    )
    return rows.with_columns(
        party=party,
        first=pl.col("day").min().over("paper"),
        last=pl.col("day").max().over("paper"),
    ).with_row_index("id").with_columns(pl.col("id").cast(pl.Int64))  # fmt: skip


def _edges(entries: pl.DataFrame) -> pl.DataFrame:
    """List who may repeat whom and what confirms it: id, id_of, paper, rank, days, confirmed, points."""
    keys = ["village_code", "income", "expense"]
    later = entries.filter(pl.col("rank") > 1)
    offsets = pl.DataFrame({"days": range(-NEAR, NEAR + 1)}, schema={"days": pl.Int64})
    near = (
        later.drop_nulls("day")
        .join(offsets, how="cross")
        .with_columns(day_of=pl.col("day").dt.offset_by(pl.format("{}d", "days")))
        .join(entries, left_on=[*keys, "day_of"], right_on=[*keys, "day"], suffix="_of")
    )
    # What has no day can be a payment of the dividend's year or of the next.
    undated = (
        later.filter(pl.col("day").is_null())
        .join(entries.drop_nulls("day"), on=keys, suffix="_of")
        .filter((pl.col("year_of") - pl.col("year")).is_between(0, 1))
        .with_columns(days=pl.lit(_UNDATED, pl.Int64))
    )
    one_purse = pl.col("is_general") | pl.col("is_general_of") | (pl.col("fund") == pl.col("fund_of"))
    pairs = pl.concat([near, undated], how="diagonal").filter(pl.col("rank_of") < pl.col("rank"), one_purse)
    return _weighed(pairs.with_columns(pl.col("days").abs()))


def _weighed(pairs: pl.DataFrame) -> pl.DataFrame:
    """Keep the pairs that a number, a name or words confirm and nothing speaks against, or that stand alone."""
    texts = pairs.select("summary", "summary_of").unique()
    similar = texts.with_columns(
        alike=pl.Series([alike(*pair) for pair in texts.iter_rows()], dtype=pl.Boolean)
    )
    amount = pl.col("income") + pl.col("expense")
    pairs = pairs.join(similar, on=["summary", "summary_of"]).with_columns(
        *(
            _both(name, pl.Expr.eq).alias(f"same_{name}")
            for name in ("voucher", "document", "project", "category")
        ),
        *(
            _both(name, pl.Expr.ne).alias(f"other_{name}")
            for name in ("document", "project", "channel", "party")
        ),
        part=_both("party", lambda a, b: a.str.contains(b, literal=True) | b.str.contains(a, literal=True)),
        # 集体资金 in a journal's title is whose account paid; a register says whose money it was.
        other_fund=_both("fund", pl.Expr.ne),
        verbatim=_both("summary", pl.Expr.eq),
        same_day=pl.col("days") == 0,
        common=(amount % _HUNDRED == 0) & (amount.abs() < _RARE),
        # Of two papers one may end with the month with which the other begins: they share no payment.
        together=pl.col("day_of").is_between("first", "last")
        | pl.col("day").is_between("first_of", "last_of")
        | (pl.col("day").dt.month_start() == pl.col("day_of").dt.month_start()),
    )
    c = pl.col
    # A list says who it was for (困难党员3人), the book who was paid (代发户): the same words of the same day hold.
    other_party = c("other_party") & ~c("part") & ~(c("verbatim") & c("same_day"))
    against = c("other_document") | c("other_project") | c("other_channel")
    named = c("same_voucher") | (~against & ((c("same_document") & ~other_party) | c("part")))
    # What is posted often says no more than the sort of it (办公费).
    worded = c("alike") | c("same_project") | (c("same_category") & (c("category") != OTHER) & c("same_day"))
    worded &= ~against & ~other_party & (c("same_day") | ~c("other_fund") | ~c("common"))
    alone = c("same_day") & ~against & ~c("other_fund") & ~c("common")
    points = 8 * c("same_voucher") + 4 * c("same_document") + 2 * c("part") + c("alike")
    return pairs.filter(named | worded | alone, c("together").fill_null(value=True)).select(
        "id", "id_of", "paper", "rank", "days", confirmed=named | worded, points=points
    )


def _both(name: str, test: Callable[[pl.Expr, pl.Expr], pl.Expr]) -> pl.Expr:
    """Compare what both sides write under ``name``; false where one of them writes nothing."""
    return test(pl.col(name), pl.col(f"{name}_of")).fill_null(value=False)


def _open(edges: Iterable[_Edge], found: Mapping[int, int], taken: set[Place]) -> list[tuple[int, Place]]:
    """List the rows still without a place beside each place still free."""
    places = ((row, (paper, found.get(other, other))) for row, other, paper, _ in edges if row not in found)
    return list(dict.fromkeys((row, place) for row, place in places if place not in taken))


def _link(open_ones: Iterable[tuple[int, Place]], found: dict[int, int], taken: set[Place]) -> None:
    """Give rows the rows they repeat: add to ``found``, and to what is ``taken`` of each paper."""
    wishes: dict[int, list[Place]] = defaultdict(list)
    for row, place in open_ones:
        wishes[row].append(place)
    placed = assign(wishes)
    found |= {row: place[1] for row, place in placed.items()}
    taken.update(placed.values())
