"""Gather what a village's page tells of its money: each fund by year and month, and how the village compares."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING

from pipeline.publish.report import month_chart
from pipeline.publish.report.table import Column, Table, read
from pipeline.serve.show import Grid, Head, Shown, grid, text

if TYPE_CHECKING:
    import duckdb
    from markupsafe import Markup

    from pipeline.publish.report.table import Value

UNNAMED = "没有写明资金"
# So many months have room in the chart.
MOST_DRAWN = 36
_MONTH = {
    "fund": "资金", "month": "月份", "opening": "期初（元）", "received": "收入（元）", "spent": "支出（元）",
    "closing": "期末（元）",
}  # fmt: skip
_MEASURES = {
    "flag_count": "疑点数", "flag_amount": "涉及金额", "lost_amount": "其中可能受损",
    "procedure_amount": "其中手续不全", "unassessable": "不可评估的规则",
    "service_fund": "专项资金结存", "collective_fund": "集体资金结存", "care_fund": "关爱资金结存",
    "office_fund": "办公经费结存", "red_company_fund": "红色公司结存", "red_capital": "红色股份股本",
}  # fmt: skip
_COUNTS = frozenset({"flag_count", "unassessable"})


@dataclass(frozen=True, slots=True)
class Statement:
    """One fund: the whole in one line, a chart of the last months, and the lines by year and by month."""

    fund: str
    said: str
    chart: Markup
    years: Grid
    months: Grid


def statements(con: duckdb.DuckDBPyConnection, code: str) -> list[Statement]:
    """Read the statement of each fund of a village: 期初 + 收入 − 支出 = 期末, month by month."""
    query = """
        select fund, strftime(month, '%Y-%m') as month, opening, received, spent, closing
        from audit.fund_month where village_code = $village order by fund nulls last, month
    """
    table = read(con, "各种资金逐月收支", query, _MONTH, {"village": code})
    return [
        _statement(fund or UNNAMED, Table(table.title, table.columns[1:], [row[1:] for row in own.rows]))
        for fund, own in table.parts("fund").items()
    ]


def _statement(fund: str, months: Table) -> Statement:
    years: dict[str, list[tuple[Value, ...]]] = {}
    for row in months.rows:
        years.setdefault(row[0][:4], []).append(row)
    columns = (Column("year", "年度", "text"), *months.columns[1:])
    by_year = Table("逐年", columns, [_summed(year, rows) for year, rows in years.items()])
    _, _, received, spent, _ = _summed("", months.rows)
    opening, closing = months.rows[0][1], months.rows[-1][4]
    since, until = months.rows[0][0], months.rows[-1][0]
    said = f"{since} 至 {until}：" if since != until else f"{since}："
    if opening is not None:
        said += f"期初 {text(opening, 'money')} ＋ "
    said += f"收入 {text(received, 'money')} − 支出 {text(spent, 'money')}"
    said += (
        f" ＝ 期末 {text(closing, 'money')} 元"
        if closing is not None
        else " 元；没有写明资金，不知道期初和期末"
    )
    drawn = [
        month_chart.Month(month, income, expense, left)
        for month, _, income, expense, left in months.rows[-MOST_DRAWN:]
    ]
    label = f"{fund} {drawn[0].month} 至 {drawn[-1].month} 每月收入、支出和期末结存"
    return Statement(fund, said, month_chart.draw(drawn, label), grid(by_year), grid(months))


def _summed(year: str, rows: list[tuple[Value, ...]]) -> tuple[Value, ...]:
    received, spent = (sum((row[place] for row in rows), Decimal(0)) for place in (2, 3))
    return (year, rows[0][1], received, spent, rows[-1][4])


def compared(con: duckdb.DuckDBPyConnection, code: str) -> Grid:
    """Put the village beside the median of its township and of its county; of those that have the books."""
    query = f"""
        select p.village_code, p.township, v.peers, v.unit_kind in ('村', '社区') as is_village,
            {", ".join(f"p.{name}" for name in _MEASURES)}
        from audit.village_profile as p inner join core.village as v using (village_code)
    """
    rows = con.execute(query).fetchall()
    [own] = [row for row in rows if row[0] == code]
    county = [row for row in rows if row[2] == own[2] and row[3]]
    near = [row for row in county if row[1] == own[1]]
    lines = []
    for place, (name, title) in enumerate(_MEASURES.items(), start=4):
        kind = "count" if name in _COUNTS else "money"
        told = [own[place], _median(near, place), _median(county, place)]
        if any(value is not None for value in told):
            unit = "" if kind == "count" else "（元）"
            written = [Shown(_told(value, kind) or "—", "number", "") for value in told]
            lines.append([Shown(title + unit, "text", ""), *written])
    titles = ("本村", f"本乡镇 {len(near)} 个村的中位数", f"全县 {len(county)} 个村的中位数")
    heads = [Head("measure", "项目", "text"), *(Head(title, title, "money") for title in titles)]
    return Grid("和乡镇、全县比", heads, lines)


def _median(rows: list[tuple[Value, ...]], place: int) -> Value:
    """Give the median of those that have a value, exact to a hundredth."""
    known = [Decimal(row[place]) for row in rows if row[place] is not None]
    return median(known).quantize(Decimal("0.01")) if known else None


def _told(value: Value, kind: str) -> str:
    """Write a value; a median between two whole numbers with its half."""
    if kind == "count" and value is not None:
        return text(int(value), kind) if value == int(value) else text(value, "score")
    return text(value, kind)
