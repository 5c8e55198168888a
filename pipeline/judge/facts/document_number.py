"""Bring invoice numbers to one form, so that one invoice used twice is seen."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import polars as pl

from pipeline.judge.emptiness import any_of
from pipeline.judge.facts._names import normalise

if TYPE_CHECKING:
    from datetime import date

    import duckdb

TITLE = "票据号码：每笔支出所附发票的号码，一笔多票则多行"
COLUMNS = {
    "row_id": ("varchar", "行编号"),
    "number": ("varchar", "号码"),
    "document_key": ("varchar", "票据：号码足以认定一张票时即号码，否则加上开票人，短号再加村"),
}
EMPTY_IF = any_of("ledger.cash_entry", "ledger.cash_entry.document_no")
FULL = 18  # 代码 10 位 + 号码 8 位；数电票 20 位
DIGITAL = 20  # 数电票
PLAIN = 8  # 号码 8 位：不同代码可以同号，须连同开票人才认得一张票
_LARGEST_RUN = 50
_TOKEN = re.compile(r"[0-9A-Z]*\d[0-9A-Z]*")
_CODE_AND_NUMBER = re.compile(r"(?<!\d)(\d{10}|\d{12})\D{1,3}(\d{8})(?!\d)")
_GROUPS = re.compile(r"(?<!\d)\d{4,}(?:\s\d{4,})+(?!\d)")
_RUN = re.compile(r"(?<!\d)(\d{6,20})\s*(?:-+|~|—+|至|到)\s*(\d{2,20})(?!\d)")


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """List the invoice numbers of every cash_entry expense on an invoice or fiscal bill.

    Receipts are left out: every village's own receipt book starts again at 001. Where the type is not
    written, only a number long enough to be an invoice's counts.
    """
    rows = con.execute("""
        select row_id, village_code, document_type, document_no, coalesce(counterparty, '') as counterparty
        from ledger.cash_entry
        where document_no is not null and expense <> 0
          and coalesce(document_type, '发票') in ('发票', '财政票据')
        order by row_id
    """).fetchall()
    found = []
    for row_id, village, kind, text, counterparty in rows:
        for number in numbers(_whole(text) if kind == "发票" else text):
            if kind is None and len(number) < FULL:
                continue
            if len(number) >= FULL:
                key = number
            elif len(number) >= PLAIN:
                key = f"{number} {normalise(counterparty)}".rstrip()
            else:
                key = f"{number} {normalise(counterparty)} {village}".replace("  ", " ")
            found.append((row_id, number, key))
    return pl.DataFrame(found, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")


def numbers(text: str) -> list[str]:
    """Split what an officer wrote into numbers: lists, 代码-号码, and runs (12345678-12345680)."""
    if text.isascii() and text.isdecimal():
        return [text] if text.strip("0") else []
    tidy = re.sub(r"\bNO[.:]?\s*(?=\d)", "", unicodedata.normalize("NFKC", text).upper())
    tidy = _CODE_AND_NUMBER.sub(r"\1\2", tidy)
    tidy = _RUN.sub(_spell_out, tidy)
    return list(dict.fromkeys(token for token in _TOKEN.findall(tidy) if token.strip("0")))


def _whole(text: str) -> str:
    """Close the gaps in a 20-digit invoice number that was written in groups."""
    return _GROUPS.sub(_closed, text)


def _closed(groups: re.Match[str]) -> str:
    number = "".join(groups[0].split())
    return number if len(number) == DIGITAL else groups[0]


def _spell_out(run: re.Match[str]) -> str:
    first, last = run.groups()
    end = int(first[: -len(last)] + last) if len(last) < len(first) else int(last)
    if not 0 < end - int(first) <= _LARGEST_RUN:
        return f"{first} {last}"
    return " ".join(str(n).zfill(len(first)) for n in range(int(first), end + 1))
