"""Say whose account each dividend went to, by the name of the account."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from pipeline.judge.facts._names import is_person, normalise

if TYPE_CHECKING:
    from datetime import date

    import duckdb

TITLE = "红利收款户：红利收取表上的收款户名属于谁"
COLUMNS = {
    "row_id": ("varchar", "红利收取表的行编号"),
    "holder": ("varchar", "收款户规范名"),
    "holder_kind": ("varchar", "收款户类型：红色公司/党支部/村集体/村委会/合作社/个人/其他"),
}
EMPTY_IF = "ledger.dividend"
# The first that fits decides: 隘口村股份经济合作社 is the collective itself, not a farmers' co-operative.
_KINDS = (
    ("党支部", re.compile(r"党(总)?支部|支部委员会|支委会|党委|党组织")),
    ("村集体", re.compile(r"经济合作(联)?社|经济联合(总)?社|股份合作(联)?社|集体经济组织|村集体")),
    ("村委会", re.compile(r"(村民|居民)委员会|[村居]委会")),
    ("合作社", re.compile(r"合作社|联合社")),
    ("红色公司", re.compile(r"公司|企业|厂$")),
)


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """Classify every dividend row that names the account it was paid into."""
    companies = {
        (village, normalise(company))
        for village, company in con.execute(
            "select distinct village_code, red_company from ledger.share_event where red_company is not null"
        ).fetchall()
    }
    rows = con.execute(
        "select row_id, village_code, payee_name from ledger.dividend"
        " where payee_name is not null order by row_id"
    ).fetchall()
    found = [
        (row_id, holder, "红色公司" if (village, holder) in companies else holder_kind(written))
        for row_id, village, written in rows
        if (holder := normalise(written))
    ]
    return pl.DataFrame(found, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")


def holder_kind(written: str) -> str:
    """Name the kind of holder that the name of an account speaks of."""
    for kind, pattern in _KINDS:
        if pattern.search(written):
            return kind
    return "个人" if is_person(normalise(written)) else "其他"
