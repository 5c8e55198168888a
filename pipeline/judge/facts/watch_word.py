"""Find words in summaries and payees' names that rules look at: 接待, 礼品, 商超, 公共单位."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.handover import read
from pipeline.judge.emptiness import all_of
from pipeline.values.vocabulary import watch_topics, watched

if TYPE_CHECKING:
    from datetime import date

    import duckdb

TITLE = "提示词：支出的摘要或收款人里出现的词，每类只取一个"
COLUMNS = {
    "row_id": ("varchar", "行编号"),
    "topic": ("varchar", "类别：接待/礼品/商超/公共单位"),
    "word": ("varchar", "词"),
    "place": ("varchar", "出现在：摘要/收款人"),
}
EMPTY_IF = all_of("ledger.cash_entry", "ledger.dividend_use")
_PAYEE_ONLY = frozenset({"公共单位"})
_PLACES = {"摘要": "summary", "收款人": "payee"}


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """Look through every cash_entry expense and every dividend_use; the summary goes before the payee."""
    rows = read(
        con,
        """
        select row_id, summary, counterparty as payee from ledger.cash_entry where expense <> 0
        union all
        select row_id, summary, payee from ledger.dividend_use
        """,
    )
    found = [
        rows.select("row_id", text=column)
        .join(_in_texts(rows[column], place), on="text")
        .select("row_id", "topic", "word", place=pl.lit(place))
        for place, column in _PLACES.items()
    ]
    return (
        pl.concat(found)
        .unique(["row_id", "topic"], keep="first", maintain_order=True)
        .sort("row_id", "topic")
    )


def _in_texts(texts: pl.Series, place: str) -> pl.DataFrame:
    """Find the words in each distinct text: columns text, topic, word."""
    topics = [t for t in watch_topics() if place == "收款人" or t not in _PAYEE_ONLY]
    found = [
        (text, topic, word)
        for text in texts.drop_nulls().unique()
        for topic in topics
        if (word := watched(topic, text))
    ]
    return pl.DataFrame(found, schema=dict.fromkeys(("text", "topic", "word"), pl.String), orient="row")
