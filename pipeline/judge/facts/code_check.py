"""Check the digits of suppliers' credit codes."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import polars as pl
from stdnum.cn import ric, uscc

from pipeline.judge.emptiness import any_of

if TYPE_CHECKING:
    from datetime import date

    import duckdb

TITLE = "信用代码校验：项目台账里施工单位的代码"
COLUMNS = {
    "row_id": ("varchar", "行编号"),
    "code": ("varchar", "代码"),
    "verdict": ("varchar", "结论：有效/旧号/位数不对/校验不符"),
}
EMPTY_IF = any_of("ledger.project", "ledger.project.contractor_uscc")
_LENGTH = 18
_OLD_LENGTH = 15
_ALPHABET = frozenset("0123456789ABCDEFGHJKLMNPQRTUWXY")


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """Judge every contractor's code of the project ledger."""
    rows = con.execute(
        "select row_id, contractor_uscc from ledger.project where contractor_uscc is not null order by row_id"
    ).fetchall()
    found = [(row_id, code, verdict(code)) for row_id, text in rows if (code := _compact(text))]
    return pl.DataFrame(found, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")


def verdict(code: str) -> str:
    """Judge one code: 有效, 旧号 (15 digits, before 2015), 位数不对 or 校验不符.

    The id number of a contractor who is a person is valid too. Only alphabet and check digit count: codes
    of rural collectives begin with a letter, which the library's own check of the form refuses.
    """
    if len(code) == _OLD_LENGTH and code.isdecimal():
        return "旧号"
    if len(code) != _LENGTH:
        return "位数不对"
    person = code[:-1].isdecimal() and ric.calc_check_digit(code) == code[-1]
    body = _ALPHABET.issuperset(code) and uscc.calc_check_digit(code) == code[-1]
    return "有效" if person or body else "校验不符"


def _compact(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).upper() if c.isalnum())
