"""Read the payments a sample is drawn from out of the published database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import WrongSettings
from pipeline.publish.report import table
from pipeline.values.periods import find_period

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import duckdb

    from pipeline.publish.report.table import Table
    from pipeline.values.periods import Period

TITLES = {
    "row_id": "行编号", "township": "乡镇", "village_name": "村名", "fund": "资金类别", "date": "日期",
    "voucher_no": "凭证号", "summary": "摘要", "payee": "收款人", "amount": "账面金额（元）", "method": "支付方式",
    "document_type": "票据类型", "document_no": "票据号", "handler": "经手人", "approver": "审批人",
    "source_file": "来源文件", "source_sheet": "来源工作表", "source_row": "来源行号",
}  # fmt: skip
# By row_id, a hash: the order says nothing of amounts, and is the same on every machine.
_PAYMENTS = f"""
select {", ".join(TITLES)} from audit.spending
where counts = '计入' and nature = '支出' and list_contains($villages, village_code)
    and (len($funds) = 0 or list_contains($funds, fund))
order by row_id
"""


@dataclass(frozen=True, slots=True)
class Scope:
    """What payments are asked for; nothing named is all. ``period`` as people write it: 2024年, 2024年3月至6月."""

    villages: tuple[str, ...] = ()
    townships: tuple[str, ...] = ()
    funds: tuple[str, ...] = ()
    period: str = ""


@dataclass(frozen=True, slots=True)
class Population:
    """The payments above 0 in order of ``row_id``, their cents; how many and how many cents were left apart.

    ``negative``: not above 0. ``undated``: without a date, where a period is asked for.
    """

    payments: Table
    cents: list[int]
    negative: tuple[int, int]
    undated: tuple[int, int]
    period: Period | None


def read(con: duckdb.DuckDBPyConnection, scope: Scope) -> Population:
    """Read the payments of ``scope``; raises ``WrongSettings`` for a name nobody bears."""
    period = _period(scope.period)
    values: dict[str, object] = {"villages": _villages(con, scope), "funds": _funds(con, scope.funds)}
    found = table.read(con, "付款", _PAYMENTS, TITLES, values)
    amount, day = found.position("amount"), found.position("date")
    kept, cents = [], []
    negative = undated = (0, 0)
    for row in found.rows:
        worth = int(row[amount] * 100)
        if period and row[day] is None:
            undated = (undated[0] + 1, undated[1] + worth)
        elif period and not period.start <= row[day] <= period.end:
            continue
        elif worth <= 0:
            negative = (negative[0] + 1, negative[1] + worth)
        else:
            kept.append(row)
            cents.append(worth)
    return Population(table.Table("付款", found.columns, kept), cents, negative, undated, period)


def _period(text: str) -> Period | None:
    if not text:
        return None
    if found := find_period(text):
        return found
    raise WrongSettings(f"看不懂期间“{text}”。请写成 2024年、2024年3月、2024年1-6月 或 2024年第2季度。")


def _villages(con: duckdb.DuckDBPyConnection, scope: Scope) -> list[str]:
    """Find the codes of the villages asked for; a name that two townships share must be told apart."""
    known = con.execute(
        "select village_code, village_name, coalesce(township, '') from core.village order by village_code"
    ).fetchall()
    _all_known("乡镇", scope.townships, {township for _, _, township in known} - {""})
    near = [v for v in known if not scope.townships or v[2] in scope.townships]
    codes = {code for code, _, _ in near}
    _all_known("村", [word for word in scope.villages if word not in codes], {name for _, name, _ in near})
    for word in scope.villages:
        if len(same := [v for v in near if v[1] == word]) > 1:
            where = "、".join(f"{township}（{code}）" for code, _, township in same)
            raise WrongSettings(f"叫“{word}”的村不止一个：{where}。请加 --township，或写村代码。")
    return [code for code, name, _ in near if not scope.villages or {code, name} & set(scope.villages)]


def _funds(con: duckdb.DuckDBPyConnection, funds: Sequence[str]) -> list[str]:
    known = con.execute(
        "select distinct fund from audit.spending where fund is not null order by fund"
    ).fetchall()
    _all_known("资金类别", funds, {name for (name,) in known})
    return list(funds)


def _all_known(what: str, asked: Sequence[str], known: Collection[str]) -> None:
    if unknown := [word for word in asked if word not in known]:
        names = sorted(known)
        told = "、".join(names[:20]) + ("等" if len(names) > 20 else "")
        raise WrongSettings(f"数据库里没有{what}“{'、'.join(unknown)}”。有的是：{told}。")
