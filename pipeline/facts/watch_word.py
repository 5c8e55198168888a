"""Find words in summaries and payees' names that rules look at: 接待, 礼品, 商超, 公共单位."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.vocabulary import watch_topics, watched

if TYPE_CHECKING:
    from datetime import date

    import duckdb

TITLE = "提示词：支出的摘要或收款人里出现的词，每类只取一个"
COLUMNS = {
    "row_id": "行编号",
    "topic": "类别：接待/礼品/商超/公共单位",
    "word": "词",
    "place": "出现在：摘要/收款人",
}
_PAYEE_ONLY = frozenset({"公共单位"})


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """Look through every cash_entry expense and every dividend_use; the summary goes before the payee."""
    rows = con.execute("""
        select row_id, summary, counterparty from ledger.cash_entry where expense <> 0
        union all
        select row_id, summary, payee from ledger.dividend_use
        order by row_id
    """).fetchall()
    found = []
    for row_id, summary, payee in rows:
        for topic in watch_topics():
            word = None if topic in _PAYEE_ONLY or not summary else watched(topic, summary)
            if word:
                found.append((row_id, topic, word, "摘要"))
            elif payee and (word := watched(topic, payee)):
                found.append((row_id, topic, word, "收款人"))
    return pl.DataFrame(found, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")
