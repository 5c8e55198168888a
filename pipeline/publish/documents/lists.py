"""Write the lists of an inspection as workbooks: what is put right, what to ask of banks, whom to visit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.judge.headlines import PENDING
from pipeline.publish.documents import household
from pipeline.publish.report import sheets, style
from pipeline.publish.report.sheets import HEADER
from pipeline.publish.report.table import Column, Table, read
from pipeline.read.own_sheets import LIST_MARK

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import duckdb

    from pipeline.publish.documents.scope import Scope
    from pipeline.publish.report.figures import Batch
    from pipeline.publish.report.table import Kind


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, what stands under the title, its rows, the columns to fill in after them.

    ``high``: how many points a row is at least, to be written on by hand.
    """

    name: str
    remark: str
    table: Table
    filled: tuple[Column, ...]
    frozen: int = 2
    high: float = 0


@dataclass(frozen=True, slots=True)
class List:
    """One kind of list: its name, who uses it, what for, and what reads its sheets."""

    name: str
    reader: str
    use: str
    read: Callable[[duckdb.DuckDBPyConnection, Scope], list[Sheet]]


def write(path: Path, batch: Batch, scope: Scope, parts: Sequence[Sheet]) -> None:
    """Write the sheets of a list to ``path``."""
    book = sheets.open_book(path, batch.started_at)
    for part in parts:
        columns = (*part.table.columns, *part.filled)
        rows = [(*row, *(None,) * len(part.filled)) for row in part.table.rows]
        widths = style.widths(columns, rows)
        title = f"{scope.place}{part.name}　批次 {batch.batch_id}{LIST_MARK}"
        sheet = book.add(part.name, title, part.remark, columns, widths, part.frozen, wrapped=True)
        own = len(part.table.columns)
        to_fill = {own + i: book.look.cell(one.kind, bg_color="#FFFBE6") for i, one in enumerate(part.filled)}
        sheets.lines(book, sheet, HEADER + 1, columns, rows, widths, special=to_fill, high=part.high)
        if not rows:
            book.text(sheet, HEADER + 1, 0, "没有。", book.look.note)
        sheet.autofilter(HEADER, 0, HEADER + max(len(rows), 1), len(columns) - 1)
    book.file.close()


def blanks(*titles: tuple[str, Kind]) -> tuple[Column, ...]:
    """Name columns to fill in."""
    return tuple(Column(f"filled_{kind}", title, kind) for title, kind in titles)


_SAID = """
with said as (
    select flag_id, arg_max(
        {'found': amount_found, 'recovered': amount_recovered, 'referred_to': referred_to, 'rectify_by': rectify_by,
         'rectified_on': rectified_on, 'inspector': inspector, 'decided_on': decided_on, 'note': note}, batch_number) as s
    from result.flag_event where decided is not null group by flag_id
)
"""
_RECTIFY = {
    "rectification": "整改情况", "overdue": "超期天数", "township": "乡镇", "village_name": "村", "flag_id": "疑点编号",
    "level": "级别", "title": "疑点", "message": "疑点内容", "conclusion": "核查结论", "amount": "涉及金额（元）",
    "found": "查实金额（元）", "recovered": "追回金额（元）", "referred_to": "移送单位", "rectify_by": "整改期限",
    "rectified_on": "整改完成日期", "inspector": "核查人", "decided_on": "核查日期", "note": "核查说明",
}  # fmt: skip


def _rectify(con: duckdb.DuckDBPyConnection, scope: Scope) -> list[Sheet]:
    query = f"""{_SAID}
        select case f.rectification when '超期' then '超期未整改' else f.rectification end as rectification,
            case when f.rectification = '超期' then (select as_of from meta.setting) - s.rectify_by end as overdue,
            f.township, f.village_name, f.flag_id, f.level, f.title, f.message, f.conclusion, f.amount, s.found,
            s.recovered, s.referred_to, s.rectify_by, s.rectified_on, s.inspector, s.decided_on, s.note
        from audit.flag as f left join said using (flag_id)
        where f.rectification is not null and {scope.where("f.")}
        order by list_position(['超期', '未整改', '整改中', '已整改'], f.rectification), overdue desc nulls last,
            f.priority desc, f.flag_id
    """
    return [
        Sheet(
            "整改台账",
            "列出核查结论为属实、部分属实的疑点，超期未整改的在前。整改期限、完成日期来自放回来的核查清单；黄色各列由整改单位和验收人填。"
            "要让系统知道已经整改，请在核查清单里填整改完成日期，放进 inputs/。",
            read(con, "整改台账", query, _RECTIFY, scope.values),
            blanks(("责任人", "text"), ("整改措施", "text"), ("验收人", "text"), ("验收日期", "date")),
        )
    ]


_ACCOUNT = {
    "bank": "开户行", "township": "乡镇", "village_name": "村", "account_name": "户名", "account_no": "账号",
    "fund": "资金类别", "opened_on": "开户日期", "closed_on": "销户日期", "origin": "从哪里知道", "since": "对账单自",
    "until": "对账单至",
}  # fmt: skip
_ENTRY = {
    "bank": "开户行", "township": "乡镇", "village_name": "村", "account_no": "账号", "date": "日期",
    "summary": "摘要", "amount": "金额（元）", "counterparty": "对方户名", "counterparty_account": "对方账号",
    "flag_id": "疑点（规则、编号）", "source_file": "出处",
}  # fmt: skip
# By its number an account is one, whichever sheet it stands on: the same number has the same mask everywhere.
_ACCOUNTS = """
with stated as (
    select village_code, township, village_name, account_no, any_value(account_name) as account_name,
        any_value(bank) as bank, min(entry_date) as since, max(entry_date) as until
    from ledger.bank_line where account_no is not null group by all
), account as (
    select coalesce(a.village_code, s.village_code) as village_code, coalesce(a.township, s.township) as township,
        coalesce(a.village_name, s.village_name) as village_name,
        coalesce(a.bank, s.bank, '（没有填开户行）') as bank,
        coalesce(a.account_name, s.account_name) as account_name, account_no, a.fund, a.opened_on, a.closed_on,
        case when a.account_no is null then '只见于对账单' when s.account_no is null then '账户登记表，没有对账单'
            else '账户登记表和对账单' end as origin, s.since, s.until
    from ledger.bank_account as a full join stated as s using (village_code, account_no)
)
"""
_MOVED = """
, entry as (
    select row_id, village_code, township, village_name, account_no, entry_date as date, memo as summary,
        counterparty, counterparty_account
    from ledger.bank_line
    union all
    select row_id, village_code, township, village_name, null, entry_date, summary, counterparty, counterparty_account
    from ledger.cash_entry
    where account_kind = '银行' or list_contains(['转账', '支票', '代发'], method)
)
"""


def _banks(con: duckdb.DuckDBPyConnection, scope: Scope) -> list[Sheet]:
    accounts = f"""{_ACCOUNTS}
        select {", ".join(_ACCOUNT)} from account where {scope.where("account.")}
        order by bank, township, village_code, account_no
    """
    moved = f"""{_ACCOUNTS}{_MOVED}, moved as (
        select coalesce(a.bank, '（账上没有写明账户）') as bank, n.township, n.village_name, n.account_no, n.date, n.summary,
            e.amount, n.counterparty, n.counterparty_account,
            string_agg(distinct f.rule_id || ' ' || f.flag_id, chr(10) order by f.rule_id || ' ' || f.flag_id) as flag_id,
            concat(e.source_file, '　', e.source_sheet, '　第 ', e.source_row, ' 行') as source_file
        from audit.flag_evidence as e join audit.flag as f using (flag_id) join entry as n using (row_id)
        left join account as a on n.village_code = a.village_code and n.account_no = a.account_no
        where {PENDING} and {scope.where("f.")}
        group by all)
        select * from moved order by bank like '（%', bank, township, village_name, account_no, date, source_file
    """
    return [
        Sheet(
            "查询的账户",
            "按开户行排列，一行一个账户，可以按开户行筛选后分别交给各家银行。账号只留后四位，完整的号码查原件（outputs/archive/）。"
            "“只见于对账单”的是没有登记的账户。查询前请依法办理手续。",
            read(con, "查询的账户", accounts, _ACCOUNT, scope.values),
            blanks(
                ("查询期间", "text"), ("要什么（流水、回单、开户资料）", "text"), ("查询结果", "text"),
                ("查询人、日期", "text"),
            ),
        ),
        Sheet(
            "查询的每一笔",
            "待办疑点所依据的、经过银行的每一笔，账号只留后四位；账上没有写明账户的排在最后，先看该村有哪些账户。请对照回单和流水，查对方户名、账号、金额和日期。",
            read(con, "查询的每一笔", moved, _ENTRY, scope.values),
            blanks(("回单（有、无）", "text"), ("查得的对方", "text"), ("查得金额（元）", "money"), ("说明", "text")),
        ),
    ]  # fmt: skip


def _visits(con: duckdb.DuckDBPyConnection, scope: Scope) -> list[Sheet]:
    drawn = household.draw(con, scope)
    return [
        Sheet(
            "入户核实表",
            drawn.told,
            replace(drawn.table, title="入户核实表"),
            blanks(
                ("实际收到（元）", "money"), ("收到的日期、方式", "text"), ("不一致的说明", "text"), ("本人签字", "text"),
                ("核实人签字、日期", "text"),
            ),
            frozen=2,
            high=34,
        )
    ]  # fmt: skip


LISTS = (
    List("整改台账", "检查人员", "属实的疑点由谁整改、到期没有、整改了没有，超期未整改的在前", _rectify),
    List("银行查询清单", "检查人员", "按开户行列出各村的账户和疑点涉及的每一笔，去银行查询", _banks),
    List("入户核实表", "检查人员", "从补贴、关爱、用工名单里按金额抽人，入户问收到多少，本人签字", _visits),
)
