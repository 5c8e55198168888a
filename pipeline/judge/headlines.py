"""Keep each batch's headline figures, for the county and every township, so that a batch can be compared."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.ddl import literal

if TYPE_CHECKING:
    import duckdb

YUAN, FLAGS, FACTS = "元", "条", "件"
# Its rows were set aside, or their sheet sent back: neither true nor gone until they can be read.
UNREAD = "证据待补"
GONE = "已消除"
# Somebody has to act on these: without a conclusion, to be looked at again, or true and not put right.
WAITING, CONFIRMED, PUT_RIGHT = ("待核", "复核", UNREAD, "核查中"), ("属实", "部分属实"), "已整改"
PENDING = f"(status in {WAITING} or status in {CONFIRMED} and rectification is distinct from '{PUT_RIGHT}')"
AMOUNT = "待办疑点涉及金额（提示不计）"
# name: the column of core.flag_amount
_AMOUNTS = {AMOUNT: "amount", "其中可能受损": "lost_amount", "其中手续不全": "procedure_amount"}

# name: what is counted once, however often it is named
_ONCE = {
    "报送的文件": "select place, submission_id from sheet union all select '', submission_id from file",
    "严重的事实": "select township, root_cause from flag where level = '严重'",
    "高的事实": "select township, root_cause from flag where level = '高'",
}

# name, unit, and the sum of what (township, value) lines; in the order shown.
_SUMS: tuple[tuple[str, str, str], ...] = (
    ("登记村数", "个", "select township, 1 from village"),
    ("没有账的村", "个", "select township, 1 from village anti join loaded using (village_code)"),
    ("报送的文件", "个", ""),
    ("读入的行", "行", "select place, rows_loaded from sheet"),
    ("没有装载的行", "行", "select place, rows_rejected from sheet"),
    (
        "没有装载的金额",
        YUAN,
        "select place, coalesce(money_rejected, 0) + coalesce(money_unread, 0) from sheet",
    ),
    ("跳过的行", "行", "select place, rows_skipped from sheet"),
    ("专项资金拨付", YUAN, "select township, granted from fund"),
    ("专项资金支出", YUAN, "select township, spent from fund"),
    ("专项资金结存", YUAN, "select township, balance from fund where is_latest"),
    ("其中无决议编号的支出", YUAN, "select township, spent_unapproved from fund"),
    ("其中无票据的支出", YUAN, "select township, spent_without_document from fund"),
    ("红色股份股本", YUAN, "select township, closing_capital from share where is_latest"),
    ("实收红利", YUAN, "select township, dividend from dividend"),
    ("应再投入", YUAN, "select township, required_reinvestment from dividend where dividend is not null"),
    ("已再投入", YUAN, "select township, reinvested from dividend"),
    ("再投入不足", YUAN, "select township, shortfall from dividend where assessable"),
    ("未见去向的红利", YUAN, "select township, untraced from dividend where dividend is not null"),
    (
        "其中没有使用记录的红利",
        YUAN,
        "select township, untraced from dividend where dividend is not null and not assessable",
    ),
    ("待办疑点", FLAGS, "select township, 1 from flag"),
    ("其中严重", FLAGS, "select township, 1 from flag where level = '严重'"),
    ("其中高", FLAGS, "select township, 1 from flag where level = '高'"),
    ("其中中", FLAGS, "select township, 1 from flag where level = '中'"),
    ("其中低", FLAGS, "select township, 1 from flag where level = '低'"),
    ("其中提示", FLAGS, "select township, 1 from flag where level = '提示'"),
    *((name, FACTS, "") for name in ("严重的事实", "高的事实")),
    *((name, YUAN, "") for name in _AMOUNTS),
    ("不可评估的结论", "个", "select township, 1 from verdict where outcome = '不可评估'"),
    ("逾期未报", "期", "select township, 1 from reported where status = '逾期'"),
    ("以前年度缺报", "期", "select township, 1 from reported where is_missing and status = '未报'"),
    ("退回的表", "张", "select township, 1 from reported where status = '退回'"),
)
_SOURCES = {
    "village": "select village_code, coalesce(township, '') as township from core.village",
    "fund": "select v.township, f.*, row_number() over (partition by f.village_code order by f.year desc) = 1"
    " as is_latest from core.service_fund as f join village as v using (village_code)",
    "share": "select *, row_number() over (partition by village_code, cooperative order by year desc) = 1"
    " as is_latest from audit.red_share",
    "dividend": "select * from audit.dividend_use",
    "flag": f"select coalesce(township, '') as township, level, root_cause from result.flag where {PENDING}",
    "verdict": "select township, outcome from result.rule_result",
    "file": "select submission_id from meta.submission where superseded_by = ''",
    "sheet": "select *, coalesce(township, '') as place from meta.sheet semi join file using (submission_id)",
    "loaded": "select distinct village_code from fact.sheet_part where rows_loaded > 0",
    "reported": "select township, status, is_missing from audit.submission_status",
}


def record(con: duckdb.DuckDBPyConnection, batch_id: str) -> None:
    """Add the headline figures of batch ``batch_id`` to ``result.headline``; its flags must be settled.

    The caller holds the transaction.
    """
    for name, query in _SOURCES.items():
        con.execute(f"create or replace temp table {name} as {query}")
    con.execute("delete from result.headline where batch_id = ?", [batch_id])
    lines = " union all ".join(_line(*one) for one in enumerate(_SUMS, start=1))
    con.execute(
        f"insert into result.headline select $batch, $number, * from ({lines})",
        {"batch": batch_id, "number": number(batch_id)},
    )
    for name in reversed(_SOURCES):
        con.execute(f"drop table {name}")


def _line(position: int, one: tuple[str, str, str]) -> str:
    name, unit, query = one
    if name in _AMOUNTS:
        summed = _amount(_AMOUNTS[name])
    else:
        summed = _summed(_ONCE[name], "count(distinct value)") if name in _ONCE else _summed(query)
    # No books at all is not the same as an amount of 0.
    value = "s.value" if unit == YUAN and query else "coalesce(s.value, 0)"
    return (
        f"select p.township, {position}, {literal(name)}, {literal(unit)}, cast({value} as decimal(18, 2))"
        " from (select '' as township union select township from village) as p"
        f" left join ({summed}) as s using (township)"
    )


def number(batch_id: str) -> int:
    """Say the how-manieth batch it is: the number its name ends with, 0 without one."""
    found = re.search(r"\d+$", batch_id)
    return int(found[0]) if found else 0


def _summed(lines: str, added: str = "sum(value)") -> str:
    return (
        "select case when grouping(township) = 1 then '' else township end as township,"
        f" {added} as value from ({lines}) as l(township, value) group by grouping sets ((township), ())"
        " having grouping(township) = 1 or township <> ''"
    )


def _amount(column: str) -> str:
    """Read an amount of flags: a fact of several townships counts in each, and once in all."""
    return (
        f"select township, {column} as value from core.flag_amount"
        " where scope = '全部' or (scope = '乡镇' and township <> '')"
    )


def is_pending(status: object, rectification: object) -> bool:
    """Tell whether somebody has to act on a flag, as ``PENDING`` does in SQL."""
    return status in WAITING or (status in CONFIRMED and rectification != PUT_RIGHT)
