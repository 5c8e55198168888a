"""Write 情况专报: on at most three pages what came in, what is at stake, what is common, and the three questions."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.judge.headlines import PENDING
from pipeline.publish.report import figures, opening, topics
from pipeline.publish.report.markup import shown
from pipeline.publish.report.table import read

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import duckdb

    from pipeline.publish.documents.scope import Scope
    from pipeline.publish.documents.word import Writer
    from pipeline.publish.report.figures import Figures
    from pipeline.publish.report.opening import Question
    from pipeline.publish.report.table import Table, Value

NAME, READER, USE = "情况专报", "县、乡镇负责人", "三页以内：账报全了没有、严重和高的疑点、共性问题、三个问题"
MOST_FACTS, MOST_SHARED, MOST_LINES = 10, 6, 3
_WORST = ("严重", "高")
_COVERAGE = {
    "coverage": "情况", "books": "账表（村、表、期）", "villages": "村数", "rows": "没有装载的行",
    "money": "没有装载的金额（元）",
}  # fmt: skip
_FACT = {
    "level": "级别", "township": "乡镇", "village_name": "村", "title": "疑点", "message": "说明", "amount": "涉及金额（元）",
    "facts": "事实数",
}  # fmt: skip


def briefing(con: duckdb.DuckDBPyConnection, batches: Path, scope: Scope) -> Callable[[Path], None]:
    """Read what the briefing on the county or a township tells; give what writes it to a file."""
    head = figures.read(con, batches, scope.township)
    coverage = _coverage(con, scope)
    worst = _worst(con, scope)
    shared = topics.systemic(con)
    questions = opening.questions(con, scope.township)

    def write(path: Path) -> None:
        from pipeline.publish.documents.word import Writer

        foot = f"批次 {head.batch.batch_id}　疑点是待核事项，不是结论"
        document = Writer(NAME, foot, head.batch.started_at)
        document.text(
            f"{scope.township or '全县'}村级账表，数据截止日 {head.batch.as_of}。以下是账表比对的结果，需要核实，不是结论。"
        )
        told = {one.name: one.value for one in head.headlines}
        _complete(document, told, coverage)
        _risks(document, told, head, worst)
        _shared(document, shared, scope)
        _answers(document, questions)
        document.heading("五、批示")
        document.blank(2)
        document.save(path)

    return write


def _coverage(con: duckdb.DuckDBPyConnection, scope: Scope) -> Table:
    query = f"""
        select coverage, count(*) as books, count(distinct village_code) as villages,
            cast(sum(rows_set_aside) as bigint) as rows, cast(sum(money_set_aside) as decimal(18, 2)) as money
        from audit.coverage where {scope.where("")} group by coverage
        order by list_position(['完整', '部分装载', '退回', '未报', '跳过'], coverage)
    """
    return read(con, "账表完整性", query, _COVERAGE, scope.values)


def _worst(con: duckdb.DuckDBPyConnection, scope: Scope) -> Table:
    query = f"""
        with fact as (
            select arg_min(level, list_position($levels, level)) as level, any_value(township) as township,
                any_value(village_name) as village_name, arg_max(title, priority) as title,
                arg_max(message, priority) as message, cast(max(amount) as decimal(18, 2)) as amount,
                max(priority) as priority, root_cause
            from audit.flag where {PENDING} and list_contains($levels, level) and {scope.where("")} group by root_cause
        )
        select level, township, village_name, title, message, amount, count(*) over (partition by level) as facts
        from fact order by list_position($levels, level), priority desc, root_cause
    """
    return read(con, "严重和高的疑点", query, _FACT, {**scope.values, "levels": list(_WORST)})


def _complete(document: Writer, told: Mapping[str, Decimal | None], coverage: Table) -> None:
    document.heading("一、账报全了没有")
    document.text(
        f"登记 {_count(told['登记村数'])} 个村；退回的表 {_count(told['退回的表'])} 张，逾期未报 {_count(told['逾期未报'])} 期，"
        f"以前年度缺报 {_count(told['以前年度缺报'])} 期；"
        f"因为缺表缺列，有 {_count(told['不可评估的结论'])} 个“规则对村”的结论不可评估，"
        "不等于没有问题。"
    )
    rows = [tuple(column.title for column in coverage.columns)]
    rows += [
        tuple(shown(value, column.kind) for value, column in zip(row, coverage.columns, strict=True))
        for row in coverage.rows
    ]
    document.grid((2, 3, 2, 3, 4), rows, header=True, right=(1, 2, 3, 4))


def _risks(document: Writer, told: Mapping[str, Decimal | None], head: Figures, worst: Table) -> None:
    document.heading("二、严重和高的疑点（按事实）")
    facts = {row["level"]: row["facts"] for row in worst.records()}
    amounts = {one.level: one for one in head.levels}
    parts = [
        f"{level} {facts.get(level, 0):,} 个事实、{amounts[level].pending:,} 条疑点，涉及 {amounts[level].amount:,.2f} 元"
        for level in _WORST
    ]
    document.text(
        f"待办的：{'；'.join(parts)}。各级别合计，可能受损 {shown(told['其中可能受损'], 'money')} 元，"
        f"手续不全 {shown(told['其中手续不全'], 'money')} 元（提示不计，同一事实只计一次）。"
    )
    rows = [("级别", "村", "疑点", "涉及金额（元）")]
    for row in list(worst.records())[:MOST_FACTS]:
        place = f"{row['township'] or ''}{row['village_name'] or ''}"
        rows.append(
            (row["level"], place, f"{row['title']}：{_short(row['message'])}", shown(row["amount"], "money"))
        )
    document.grid((1.2, 3, 8.6, 2.6), rows, header=True, right=(3,), size=9)
    if len(worst.rows) > MOST_FACTS:
        document.note(
            f"这里列最先要查的 {MOST_FACTS} 个，共 {len(worst.rows):,} 个，全部见 审计报告.xlsx 的“疑点”。"
        )


def _shared(document: Writer, shared: Table, scope: Scope) -> None:
    document.heading("三、共性问题（全县）" if scope.township else "三、共性问题")
    if not shared.rows:
        document.text("没有五分之一以上的村都有的问题。")
        return
    rows = [("问题", "村数（命中／可评估）", "条数", "命中金额（元）")]
    for one in list(shared.records())[:MOST_SHARED]:
        villages = f"{_count(one['villages'])}／{_count(one['assessed'])}"
        rows.append(
            (
                f"{one['rule_id']} {one['title']}",
                villages,
                _count(one["flags"]),
                shown(one["amount"], "money"),
            )
        )
    document.grid((6.6, 3.2, 1.8, 3.4), rows, header=True, right=(2, 3), size=9.5)
    more = (
        f"共 {len(shared.rows):,} 个，这里列金额最大的 {MOST_SHARED} 个。"
        if len(shared.rows) > MOST_SHARED
        else ""
    )
    document.note(f"{more}五分之一以上的村都有的问题，多半要从制度上改，先核对标准是否合本地规定。")


def _answers(document: Writer, questions: list[Question]) -> None:
    document.heading("四、常问的问题")
    for one in questions:
        if not one.lines:
            document.text(f"{one.title}：{one.none}")
            continue
        largest = "；".join(_answer(one, line) for line in one.lines[:MOST_LINES])
        document.text(
            f"{one.title}：共 {one.count:,} 项、{shown(one.total, 'money')} 元。最大的：{largest}。"
        )


def _answer(question: Question, line: dict[str, Value]) -> str:
    place = f"{line['township'] or ''}{line['village_name']}"
    of = f"（{line['year']} 年，{line['cooperative']}）" if line["year"] and line["cooperative"] else ""
    return f"{place}{of}{question.word} {shown(line['amount'], 'money')} 元"


def _count(value: Decimal | int | None) -> str:
    return f"{int(value or 0):,}"


def _short(text: str, most: int = 150) -> str:
    return text if len(text) <= most else f"{text[:most]}……"
