"""Read 报账审核单: what the office goes through with a village's accountant in its month, and the reminder to send him."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.publish.notice import quarters
from pipeline.publish.notice.content import NOT_COME, NOT_READ, Notice, Part, Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    import duckdb

    from pipeline.publish.report.case_file import Village
    from pipeline.publish.report.figures import Batch
    from pipeline.publish.report.table import Value

SIGNATURES = ("代理记账（审核人）", "审核日期", "报账员", "村负责人")
FOOT = "身份证号、账号、电话只写后四位。缺票据、备用金是待办的事，不是结论；已经有的，带来核对即可。"
_COME = """
select t.source_file, t.sheet, t.outcome, t.rows_loaded, t.rows_rejected, t.money_loaded
from meta.sheet as t inner join meta.submission as s using (submission_id)
where village_code = $village and s.superseded_by = '' and s.status <> '未变' and t.outcome <> '跳过'
    and (t.period is null or year(t.period) = year($from))
    and (t.period is null or t.period_kind in ('年', '区间') or t.period >= $from and t.period < $until)
order by t.source_file, t.sheet, t.header_row
"""
_WHY = """
select distinct i.level, i.source_file, i.sheet, i.cell, i.found, i.fix
from meta.issue as i inner join meta.sheet as t
    on i.submission_id = t.submission_id and (i.sheet = t.sheet or coalesce(i.sheet, '') = '')
inner join meta.submission as s on i.submission_id = s.submission_id
where t.village_code = $village and s.superseded_by = '' and s.status <> '未变' and t.outcome <> '跳过'
    and i.level in ('严重', '高', '中') and (t.period is null or year(t.period) = year($from))
order by list_position(['严重', '高', '中'], i.level), i.source_file, i.sheet, i.cell
"""
_NO_RECEIPT = """
select date, voucher_no, summary, payee, handler, coalesce(document_type, '没有填') as document_type, amount
from audit.spending
where village_code = $village and counts = '计入' and nature = '支出' and source_table = '收支明细账'
    and coalesce(document_type, '无') in ('无', '白条') and date >= $from and date < $until
order by amount desc, date, source_file, source_sheet, source_row
"""
_PETTY_CASH = """
select person, taken_on, taken, settled, outstanding from audit.petty_cash
where village_code = $village and outstanding > 0
order by outstanding desc, person
"""
_MONTHS = "select distinct month from audit.fund_month where village_code = ? order by month desc"
_MOST_NAMED = 5


def months(con: duckdb.DuckDBPyConnection, village_code: str) -> list[date]:
    """List the months that a village's books speak of, the latest first."""
    return [row[0] for row in con.execute(_MONTHS, [village_code]).fetchall()]


def gather(con: duckdb.DuckDBPyConnection, village: Village, month: date, batch: Batch) -> Notice:
    """Read the slip of ``village`` for the month that begins on ``month``."""
    reader = Reader(con, village, month, quarters.following(month, 1))
    part = reader.part
    sections = (
        ("收到的账表", (part("收到", _COME, "没有收到。", "本月的，和本年按年或不分期间的。"),)),
        (
            "要改好重报的",
            (
                part("没有全部装载的", NOT_READ, "没有。", "改好后用原文件名放回。", ("money",)),
                part("怎样改", _WHY, "没有。"),
                part("应报而没有报的", NOT_COME, "没有。"),
            ),
        ),
        ("缺票据的支出", (part("缺票据", _NO_RECEIPT, "没有。", "没有票据、白条，或没有填票据类型。", ("amount",)),)),
        ("备用金未核销", (part("备用金", _PETTY_CASH, "没有。", "到目前为止领用而没有报销、交回的。", ("outstanding",)),)),
    )  # fmt: skip
    covers = f"{month.year}年{month.month}月"
    title = f"{village.township}{village.name}报账审核单（{covers}）"
    return Notice(
        village, title, covers, month.year, batch, sections, reader.lacking(), "二", SIGNATURES, FOOT
    )


def remind(path: Path, notice: Notice) -> None:
    """Write to ``path`` what to paste into a message to the village's accountant."""
    path.write_text("\n".join(_lines(notice)) + "\n", encoding="utf-8-sig", newline="\n")


def _lines(notice: Notice) -> Iterator[str]:
    parts = {part.title: part for _, parts in notice.sections for part in parts}
    yield f"【{notice.village.name} {notice.covers}报账】"
    wanted = [
        *_item(parts["没有全部装载的"], "改好重报", "张表", lambda row: f"{_file(row)}（{row['outcome']}）", "money"),
        *_item(parts["应报而没有报的"], "补报", "份", lambda row: f"{row['kind_title']}{row['fund'] or ''}"),
        *_item(parts["缺票据"], "补票据", "笔", lambda row: f"{row['date']} {row['summary']} {row['amount']:,.2f} 元", "amount"),
        *_item(parts["备用金"], "核销备用金", "人", lambda row: f"{row['person']} {row['outstanding']:,.2f} 元", "outstanding"),
    ]  # fmt: skip
    if not parts["收到"].table.rows:
        wanted.insert(0, "还没有收到这个月的账表，请报来")
    if not wanted:
        yield "本月报来的都读懂了，没有要补的。谢谢！"
        return
    yield from (f"{number}. {text}" for number, text in enumerate(wanted, start=1))
    yield "已经办了的不用管。改好的文件用原文件名放回，谢谢！"


def _item(
    part: Part, what: str, unit: str, told: Callable[[dict[str, Value]], str], money: str = ""
) -> Iterator[str]:
    if not part.table.rows:
        return
    rows = list(part.table.records())
    named = "；".join(told(row) for row in rows[:_MOST_NAMED]) + ("；等" if len(rows) > _MOST_NAMED else "")
    # Of what can't be read there is no sum.
    amount = part.totals[0][1][money] if money else None
    total = f"，{amount:,.2f} 元" if amount else ""
    yield f"{what} {len(rows)} {unit}{total}：{named}"


def _file(row: dict[str, Value]) -> str:
    return " ".join(str(row["source_file"]).rpartition("/")[2].split())
