"""Answer one question in SQL: a SELECT on a locked, read-only connection, a limited number of rows and letters."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from time import monotonic
from typing import TYPE_CHECKING, Any

import duckdb

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

from pipeline.errors import Stop
from pipeline.serve.database import Unavailable, opened
from pipeline.serve.questions import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SHOW_TABLES = re.compile(r"\s*(?:show\s+(?:all\s+)?tables|\.tables|\\dt?)\s*;?\s*", re.IGNORECASE)
# Fetched at a time; more than this many characters in all is more than a person reads.
_PORTION = 512
_MOST_TEXT = 32 << 20


class Refused(Exception):
    """The question can't be answered; the text says why in Chinese."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of which database: at most ``most`` rows, within ``seconds``."""

    database: Path
    sql: str
    most: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Saving:
    """A list to write to a file: the query with its values, and the columns' names in the database."""

    database: Path
    sql: str
    values: dict[str, object]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """What is written to which ``file``, as ``form``, within ``seconds``."""

    saving: Saving
    form: str
    file: Path
    seconds: float


@dataclass(frozen=True, slots=True)
class Answer:
    """Column names, rows of Python values, whether these are all rows, and how long it took."""

    columns: Sequence[str]
    rows: list[tuple[Any, ...]]
    complete: bool
    seconds: float


def answer(question: Question) -> tuple[Answer | Refused | Unavailable | Stop, int]:
    """Give the answer or the refusal, as what is raised does not travel between processes; and our memory, at most, in MB."""
    try:
        with opened(question.database) as con:
            return _ask(con, question), peak()
    except (Refused, Unavailable, Stop) as refusal:
        return refusal, peak()


def peak() -> int:
    """Give our memory, at most so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10 if resource else 0


def _ask(con: duckdb.DuckDBPyConnection, question: Question) -> Answer:
    """Run the query and fetch it bit by bit, then leave it: it is never wrapped in a LIMIT."""
    statement = only_select(con, question.sql)
    began = monotonic()
    with limited(con, question.seconds):
        con.execute(statement)
        columns = [str(one[0]) for one in con.description or ()]
        rows, complete = _fetch(con, question.most, began + question.seconds)
    return Answer(columns, rows, complete, monotonic() - began)


@contextmanager
def limited(con: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
    """Interrupt what takes longer, and say in Chinese what went wrong; raises ``Refused``."""
    timer = Timer(seconds, con.interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    except duckdb.InterruptException as error:
        raise too_long(seconds) from error
    except (duckdb.OutOfMemoryException, MemoryError) as error:
        raise too_much() from error
    except duckdb.Error as error:
        raise Refused(f"查询没有成功：{error}") from error
    finally:
        timer.cancel()


def too_long(seconds: float) -> Refused:
    """Say that the time was up."""
    return Refused(f"超过 {seconds:g} 秒没有算完，已停止。请加上条件，缩小范围。")


def too_much() -> Refused:
    """Say that the memory was not enough."""
    return Refused("用的内存超过了上限，已停止。请加上条件，缩小范围。")


def only_select(con: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
    """Let DuckDB itself say what the text is, so that nothing is read two ways."""
    # Of itself it would show the tables of a schema in which there are none.
    if _SHOW_TABLES.fullmatch(sql):
        sql = TABLES
    try:
        statements = con.extract_statements(sql)
    except duckdb.Error as error:
        raise Refused(f"看不懂这个查询：{error}") from error
    if not statements:
        raise Refused("请写一个 SELECT 查询。")
    if len(statements) > 1:
        raise Refused(f"一次只能写一个查询，这里有 {len(statements)} 个。")
    if statements[0].type == duckdb.StatementType.MULTI:
        # Without its values, a PIVOT first makes a type of them: nothing can be made here.
        raise Refused(
            "PIVOT 要写明有哪些值，例如 pivot 审计.支出明细 on 票据类型 in ('发票', '白条') using sum(金额（元）) group by 村名；"
            "或者写成 sum(金额（元）) filter (where 票据类型 = '白条')。"
        )
    if statements[0].type != duckdb.StatementType.SELECT:
        raise Refused(f"只能查询（SELECT），不能用 {statements[0].type.name}。数据库是只读的。")
    return statements[0]


def _fetch(con: duckdb.DuckDBPyConnection, most: int, deadline: float) -> tuple[list[tuple[Any, ...]], bool]:
    rows: list[tuple[Any, ...]] = []
    room = _MOST_TEXT
    while portion := con.fetchmany(min(_PORTION, most + 1 - len(rows))):
        for row in portion:
            room -= sum(map(_letters, row))
            if room < 0 and not rows:
                raise Refused("一行里的文字太长，没有显示。请只选需要的列，或用 left(…, 1000) 截短。")
            if room < 0 or len(rows) == most:
                return rows, False
            rows.append(row)
        if monotonic() > deadline:
            raise duckdb.InterruptException("")
    return rows, True


def _letters(value: Any) -> int:
    """Tell how much a value has to show, as far as that has no bound of its own."""
    if isinstance(value, (str, bytes)):
        return len(value)
    if isinstance(value, dict):
        value = [*value.keys(), *value.values()]
    return sum(8 + _letters(one) for one in value) if isinstance(value, (list, tuple)) else 0
