"""Read what a village's notice of a quarter shows: each number from the view that has it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.publish.notice import quarters, wording
from pipeline.publish.report.table import Table, read

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    import duckdb

    from pipeline.publish.report.case_file import Village
    from pipeline.publish.report.figures import Batch
    from pipeline.publish.report.table import Value

# What tells two masked numbers apart is of use in the database, not on a notice board.
_TAG = re.compile(r"[a-z]+(?=\*{4})")
_FUND = "coalesce(fund, '没有写明') as fund"
_HERE = "village_code = $village"
_DAYS = "{0} >= $from and {0} < $until"
_BOOKED = "counts = '计入' and source_table = '收支明细账'"
_BALANCES = f"""
select coalesce(fund_month.fund, '没有写明') as fund, arg_min(opening, month) as opening,
    cast(sum(received) as decimal(18, 2)) as received,
    cast(sum(spent) as decimal(18, 2)) as spent, arg_max(closing, month) as closing
from audit.fund_month
where {_HERE} and {_DAYS.format("month")}
group by fund_month.fund
order by fund_month.fund nulls last
"""
# Of money without a named fund nobody knows what there was before.
_ALL_BALANCES = """
cast(sum(opening) as decimal(18, 2)), cast(sum(received) as decimal(18, 2)), cast(sum(spent) as decimal(18, 2)),
cast(sum(closing) as decimal(18, 2)), count(*) = count(closing)
"""
_INCOME = f"""
select date, voucher_no, {_FUND}, summary, payer, amount from audit.income
where {_HERE} and {_BOOKED} and nature = '收入' and {_DAYS.format("date")}
order by date, fund, voucher_no, source_file, source_sheet, source_row
"""
_SPENDING = f"""
select date, voucher_no, {_FUND}, category, summary, payee, amount from audit.spending
where {_HERE} and {_BOOKED} and nature = '支出' and {_DAYS.format("date")}
order by date, fund, voucher_no, source_file, source_sheet, source_row
"""
_DEBTS = f"""
select direction, written, incurred_on, purpose, amount, owed from core.debt
where {_HERE} and owed <> 0 and (incurred_on is null or incurred_on < $until)
order by direction, owed desc, written, row_id
"""
_ASSETS = f"""
select asset_name, category, regexp_replace(cast(quantity as varchar), '[.]?0*$', '') as quantity, original_value,
    lessee, rent_due, disposed_on, disposal_amount
from audit.asset
where {_HERE} and (acquired_on is null or acquired_on < $until) and (disposed_on is null or disposed_on >= $from)
order by category, asset_no, asset_name, row_id
"""
_DISTRIBUTION = f"""
select year, cooperative, net_surplus, distributable, patronage_return, share_dividend, reserve_fund, welfare_fund,
    risk_fund, decided_on
from ledger.coop_year where {_HERE} and year between year($from) - 1 and year($from)
order by year, cooperative, row_id
"""
_SERVICE = f"""
select year, stars, standard, granted, received, spent, balance from audit.service_fund
where {_HERE} and year = year($from)
"""
_SERVICE_USES = f"""
select date, project, category, summary, payee, document, resolution_no, amount from audit.service_fund_use
where {_HERE} and {_DAYS.format("date")}
order by date, source_file, source_sheet, source_row
"""
_SHARES = f"""
select cooperative, opening_capital, contributed, reinvested, reduced, closing_capital from audit.red_share
where {_HERE} and year = year($from)
order by cooperative
"""
_DIVIDENDS = f"""
select year, cooperative, dividend, reinvested, public_welfare, office, party_activity, aid, industry, other, in_hand,
    untraced
from audit.dividend_use where {_HERE} and year between year($from) - 1 and year($from)
order by year, cooperative
"""
_DIVIDEND_USES = f"""
select used_on as date, year, cooperative, category, summary, payee, amount from core.dividend_spending
where {_HERE} and ({_DAYS.format("used_on")} or used_on is null and year = year($from))
order by used_on nulls last, year, cooperative, row_id
"""
NOT_READ = f"""
select t.source_file, t.sheet, case when t.outcome = '退回' then '退回' else '有的没有读懂' end as outcome,
    t.rows_rejected,
    cast(t.money_rejected + t.money_unread as decimal(18, 2)) as money
from meta.sheet as t inner join meta.submission as s using (submission_id)
where {_HERE} and s.superseded_by = '' and s.status <> '未变' and t.outcome <> '跳过'
    and (t.outcome = '退回' or t.rows_rejected > 0 or t.money_rejected + t.money_unread <> 0)
    and (t.period is null or year(t.period) = year($from))
order by t.source_file, t.sheet, t.header_row
"""
NOT_COME = f"""
select kind_title, fund, period, status from audit.submission_status
where {_HERE} and is_missing and {_DAYS.format("period")}
order by kind_title, fund, period
"""
_NO_BOOKS = "本季度没有报来收支账。"
_TITLES = {
    "date": "日期", "voucher_no": "凭证号", "fund": "资金", "summary": "摘要", "payer": "付款方", "payee": "收款人",
    "amount": "金额（元）", "category": "类别", "opening": "期初（元）", "received": "收入（元）", "spent": "支出（元）",
    "closing": "期末（元）", "direction": "债权或债务", "written": "对方", "incurred_on": "发生日期", "purpose": "原因",
    "owed": "尚欠（元）", "asset_name": "名称", "quantity": "数量", "original_value": "原值（元）", "lessee": "承租人",
    "rent_due": "应收租金（元）", "disposed_on": "处置日期", "disposal_amount": "处置收入（元）", "year": "年度",
    "cooperative": "合作社", "net_surplus": "盈余（元）", "distributable": "可分配（元）",
    "patronage_return": "盈余返还（元）", "share_dividend": "股份分红（元）", "reserve_fund": "公积金（元）",
    "welfare_fund": "公益金（元）", "risk_fund": "风险基金（元）", "decided_on": "决议日期", "stars": "星级",
    "standard": "标准（元）", "granted": "拨付（元）", "balance": "结存（元）", "project": "项目", "document": "票据",
    "resolution_no": "决议编号", "opening_capital": "年初股本（元）", "contributed": "新增（元）",
    "reinvested": "再投入（元）", "reduced": "减少（元）", "closing_capital": "年末股本（元）", "dividend": "红利（元）",
    "public_welfare": "公益事业（元）", "office": "工作经费（元）", "party_activity": "党员活动（元）", "aid": "帮扶（元）",
    "industry": "产业（元）", "other": "其他（元）", "in_hand": "结余（元）", "untraced": "没有报用途（元）",
    "source_file": "文件", "sheet": "工作表", "outcome": "情形", "rows_rejected": "没有装载的行",
    "money": "没有装载的金额（元）", "kind_title": "表名", "period": "期间", "status": "情形", "rows_loaded": "装载的行",
    "money_loaded": "装载的金额（元）", "level": "级别", "cell": "位置", "found": "写的是", "fix": "怎样改", "handler": "经手人",
    "document_type": "票据", "person": "领用人", "taken_on": "领用日期", "taken": "领用（元）",
    "settled": "已核销（元）",  "outstanding": "未核销（元）",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A table of a notice, what is said below its title, what stands in its place when it is empty, and its last rows.

    ``totals``: pairs of a label and a value by the name of its column.
    """

    title: str
    table: Table
    empty: str
    remark: str = ""
    totals: tuple[tuple[str, dict[str, Value]], ...] = ()


@dataclass(frozen=True, slots=True)
class Lacking:
    """What of the village's papers of the year was not loaded."""

    files: int
    rows: int
    money: Decimal


@dataclass(frozen=True, slots=True)
class Notice:
    """What one village's paper shows: its title, the time it ``covers`` in words, and whose signatures it asks for.

    ``lacking_in``: the number of the section that lists what was not loaded.
    """

    village: Village
    title: str
    covers: str
    year: int
    batch: Batch
    sections: tuple[tuple[str, tuple[Part, ...]], ...]
    lacking: Lacking | None
    lacking_in: str
    signatures: tuple[str, ...]
    foot: str


class Reader:
    """Reads the parts of one village's paper: ``here`` names the village and the days from and until."""

    def __init__(self, con: duckdb.DuckDBPyConnection, village: Village, start: date, until: date) -> None:
        """Hold what every query asks for."""
        self.con = con
        self.here = {"village": village.code, "from": start, "until": until}

    def part(
        self, title: str, query: str, empty: str, remark: str = "", summed: tuple[str, ...] = ()
    ) -> Part:
        """Read one table; ``summed``: its columns that have a total."""
        names = [str(one[0]) for one in self.asked(query, " limit 0").description or ()]
        titles = {name: _TITLES[name] for name in names}
        table = _untagged(read(self.con, title, query, titles, self._used(query)))
        if not summed or not table.rows:
            return Part(title, table, empty, remark)
        sums = ", ".join(f"cast(sum({name}) as decimal(18, 2))" for name in summed)
        [values] = self.asked(query, what=sums).fetchall()
        return Part(title, table, empty, remark, (("合计", dict(zip(summed, values, strict=True))),))

    def asked(self, query: str, then: str = "", what: str = "*") -> duckdb.DuckDBPyConnection:
        """Ask something of the rows of a query."""
        return self.con.execute(f"select {what} from ({query}) as asked{then}", self._used(query))

    def lacking(self) -> Lacking | None:
        """Sum up what of the year's papers was not loaded."""
        sums = "count(distinct source_file), cast(sum(rows_rejected) as integer), cast(sum(money) as decimal(18, 2))"
        [(files, rows, money)] = self.asked(NOT_READ, what=sums).fetchall()
        return Lacking(files, rows, money) if files else None

    def _used(self, query: str) -> dict[str, object]:
        return {name: value for name, value in self.here.items() if f"${name}" in query}


def gather(con: duckdb.DuckDBPyConnection, village: Village, quarter: date, batch: Batch) -> Notice:
    """Read the notice of ``village`` for the quarter that begins on ``quarter``."""
    reader = Reader(con, village, quarter, quarters.following(quarter))
    part = reader.part
    balances = _balances(reader)
    kept = bool(balances.table.rows)
    no_income, no_spending = ("本季度没有收入。", "本季度没有支出。") if kept else (_NO_BOOKS, _NO_BOOKS)
    sections = (
        ("资金收支和结存", (balances,)),
        ("收入明细", (part("收入", _INCOME, no_income, "期初结转、提现存现等内部划转不列。", ("amount",)),)),
        ("支出明细", (part("支出", _SPENDING, no_spending, "提现存现等内部划转不列。", ("amount",)),)),
        ("债权债务", (_debts(reader),)),
        ("资产资源", (part("资产资源", _ASSETS, "没有报来，或没有在册的。", "按最近一次登记；本季度处置了的也列出。"),)),
        ("收益分配", (part("盈余分配", _DISTRIBUTION, "没有报来盈余分配表。", "合作社上一年和本年的盈余分配。"),)),
        (
            "为民服务和发展专项资金",
            (
                part("本年", _SERVICE, "没有报来专项资金的账表。"),
                part("本季度使用", _SERVICE_USES, "本季度没有使用的记录。", "支出明细里已列，这里按项目再列一遍。", ("amount",)),
            ),
        ),
        (
            "红色股份和红利",
            (
                part("本年股本", _SHARES, "没有红色股份的登记。"),
                part("红利和去向", _DIVIDENDS, "没有红利的记录。", "上一年和本年的红利。"),
                part("红利使用明细", _DIVIDEND_USES, "没有红利使用的记录。", "没有写日期的，列在它的红利年度里。", ("amount",)),
            ),
        ),
        (
            "没有读进来的账表",
            (
                part("报来而没有全部装载的", NOT_READ, "没有。", "这些不在上面各数之内。", ("money",)),
                part("本季度应报而没有报的", NOT_COME, "没有。"),
            ),
        ),
    )  # fmt: skip
    name = quarters.named(quarter)
    return Notice(
        village, f"{village.township}{village.name}财务公开表（{name}）", name, quarter.year, batch, sections,
        reader.lacking(), wording.NUMBERS[len(sections) - 1], wording.SIGNATURES, wording.MASKED,
    )  # fmt: skip


def _balances(reader: Reader) -> Part:
    found = reader.part("各种资金", _BALANCES, _NO_BOOKS, "期初 ＋ 收入 － 支出 ＝ 期末。")
    if not found.table.rows:
        return found
    [(opening, received, spent, closing, whole)] = reader.asked(_BALANCES, what=_ALL_BALANCES).fetchall()
    total = {"received": received, "spent": spent} | (
        {"opening": opening, "closing": closing} if whole else {}
    )
    return replace(found, totals=(("合计", total),))


def _debts(reader: Reader) -> Part:
    found = reader.part(
        "债权债务", _DEBTS, "没有报来债权债务台账，或没有尚欠的。", "按最近一次登记，还没有结清的。"
    )
    sums = reader.asked(
        _DEBTS, " group by direction order by direction", "direction, cast(sum(owed) as decimal(18, 2))"
    ).fetchall()
    return replace(found, totals=tuple((f"{direction}合计", {"owed": owed}) for direction, owed in sums))


def _untagged(table: Table) -> Table:
    rows = [tuple(_TAG.sub("", v) if isinstance(v, str) else v for v in row) for row in table.rows]
    return Table(table.title, table.columns, rows)
