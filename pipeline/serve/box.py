"""Answer a question asked in SQL: one SELECT, a limited time, a limited number of rows."""

from __future__ import annotations

from dataclasses import dataclass
from threading import BoundedSemaphore, Timer
from time import monotonic
from typing import TYPE_CHECKING, Any

import duckdb

if TYPE_CHECKING:
    from collections.abc import Sequence

SECONDS = 20.0
# Fetched at a time; more than this many characters of text in all is more than a person reads.
_PORTION = 512
_MOST_TEXT = 32 << 20
# A query that can't be stopped must not take all threads of the web page with it.
_PLACES = BoundedSemaphore(2)


class Refused(Exception):
    """The question can't be answered; the text says why in Chinese."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Column names, rows of Python values, whether these are all rows, and how long it took."""

    columns: Sequence[str]
    rows: list[tuple[Any, ...]]
    complete: bool
    seconds: float


def ask(con: duckdb.DuckDBPyConnection, sql: str, most: int, seconds: float = SECONDS) -> Answer:
    """Run ``sql`` on a locked, read-only connection and fetch at most ``most`` rows within ``seconds``.

    The query is fetched bit by bit and then left, never wrapped in a LIMIT. Raises ``Refused``.
    """
    statement = _only_select(con, sql)
    if not _PLACES.acquire(blocking=False):
        raise Refused("另外两个查询还没有结束，请稍后再试。")
    began = monotonic()
    timer = Timer(seconds, con.interrupt)
    timer.daemon = True
    timer.start()
    try:
        con.execute(statement)
        columns = [str(one[0]) for one in con.description or ()]
        rows, complete = _fetch(con, most, began + seconds)
    except duckdb.InterruptException as error:
        raise Refused(f"超过 {seconds:g} 秒没有算完，已停止。请加上条件，缩小范围。") from error
    except duckdb.OutOfMemoryException as error:
        raise Refused("用的内存超过了上限，已停止。请加上条件，缩小范围。") from error
    except duckdb.Error as error:
        raise Refused(f"查询没有成功：{error}") from error
    finally:
        timer.cancel()
        _PLACES.release()
    return Answer(columns, rows, complete, monotonic() - began)


def _only_select(con: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
    """Let DuckDB itself say what the text is, so that nothing is read two ways."""
    try:
        statements = con.extract_statements(sql)
    except duckdb.Error as error:
        raise Refused(f"看不懂这个查询：{error}") from error
    if not statements:
        raise Refused("请写一个 SELECT 查询。")
    if len(statements) > 1:
        raise Refused(f"一次只能写一个查询，这里有 {len(statements)} 个。")
    if statements[0].type != duckdb.StatementType.SELECT:
        raise Refused(f"只能查询（SELECT），不能用 {statements[0].type.name}。数据库是只读的。")
    return statements[0]


def _fetch(con: duckdb.DuckDBPyConnection, most: int, deadline: float) -> tuple[list[tuple[Any, ...]], bool]:
    rows: list[tuple[Any, ...]] = []
    room = _MOST_TEXT
    while portion := con.fetchmany(min(_PORTION, most + 1 - len(rows))):
        rows += portion
        room -= sum(len(value) for row in portion for value in row if isinstance(value, (str, bytes)))
        if len(rows) > most:
            return rows[:most], False
        if room < 0:
            return rows, False
        if monotonic() > deadline:
            raise duckdb.InterruptException("")
    return rows, True
