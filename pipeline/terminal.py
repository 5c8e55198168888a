"""Show outcomes on the terminal; plain text where it is not one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from rich.console import Console

from pipeline.messages import rank

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal
    from pathlib import Path

    from pipeline.judge.rule import Rule
    from pipeline.nightly import Outcome
    from pipeline.paths import Places
    from pipeline.place.submission import Submission
    from pipeline.province import Outcome as Province
    from pipeline.publish.audit_files import Written
    from pipeline.publish.feedback import Feedback
    from pipeline.publish.notice import Notices
    from pipeline.publish.report import Reports
    from pipeline.publish.summary import Summary
    from pipeline.verify import Findings


def console() -> Console:
    """Open the terminal; a pipe or file gets plain text of full width."""
    screen = Console(highlight=False)
    return screen if screen.is_terminal else Console(highlight=False, width=200, no_color=True)


def report(screen: Console, outcome: Outcome, places: Places, as_of: date, seconds: float) -> None:
    """Tell what a night did: first what went wrong."""
    said(screen, outcome)
    for name in outcome.ignored:
        screen.print(f"已忽略（临时文件或空文件）：{name}", soft_wrap=True)
    for name in outcome.unreadable:
        screen.print(
            f"没有读取的权限（或磁盘出错）、留待下一批次：{name}",
            style="yellow",
            soft_wrap=True,
            markup=False,
        )
    for name in outcome.closed:
        screen.print(
            f"打不开的文件夹（没有权限，或磁盘、网络盘出错），里面的文件这一批没有看：{name}",
            style="yellow", soft_wrap=True, markup=False,
        )  # fmt: skip
    if not outcome.batch_id:
        screen.print(f"没有新的账表（{outcome.unchanged} 个文件都没有变化），没有发布新批次。")
        for name in outcome.unsettled:
            screen.print(f"还在写入、留待下一批次：{name}", soft_wrap=True)
        head(screen, outcome)
        return
    from pipeline.publish import summary

    summary.render(
        screen,
        replace(
            _read(outcome.submissions, outcome.money_loaded, outcome.money_rejected),
            batch_id=outcome.batch_id,
            as_of=as_of,
            seconds=seconds,
            unchanged=outcome.unchanged,
            unsettled=tuple(outcome.unsettled),
            outputs=(
                ("审计数据库", places.database),
                ("批次清单", places.batches),
                ("原件存档", places.archive),
                *((("反馈汇总", outcome.feedback.summary),) if outcome.feedback else ()),
                *_reports(outcome.reports),
            ),
            pending=outcome.pending,
            before=outcome.answers_before,
            now=outcome.answers,
        ),
    )
    for name in outcome.feedback.open if outcome.feedback else ():
        screen.print(_open(name), style="yellow", soft_wrap=True, markup=False)
    _busy(screen, outcome.reports)
    head(screen, outcome)


def _read(submissions: Sequence[Submission], money_loaded: Decimal, money_rejected: Decimal) -> Summary:
    """Sum up what was read of ``submissions``, of which so much money was loaded and rejected."""
    from pipeline.bookkeeping import yuan
    from pipeline.publish import summary

    loaded = [s for s in submissions if not s.unchanged]
    return summary.Summary(
        batch_id="",
        as_of=date.min,
        seconds=0,
        files_read=len(submissions),
        unchanged=0,
        rows_loaded=sum(s.rows_loaded for s in loaded),
        rows_rejected=sum(s.rows_rejected for s in submissions),
        money_loaded=money_loaded,
        money_rejected=money_rejected,
        sent_back=tuple(
            summary.SentBack(s.source_file, reasons(s), s.status == "部分受理", s.is_unplaced)
            for s in submissions
            if s.status in {"退回", "部分受理"}
        ),
        registers=tuple(s.source_file for s in submissions if s.is_lost_register),
        skipped=sum(s.status == "跳过" for s in submissions),
        unread=tuple(
            summary.Unread(s.source_file, t.extract.sheet, u.place, u.header, yuan(u.money))
            for s in loaded
            for t in s.tables
            for u in t.extract.unread
            if u.money and not t.extract.left_alone
        ),
    )


def said(screen: Console, outcome: Outcome) -> None:
    """Tell what the program failed on and set aside, and what of earlier runs it has put right."""
    if outcome.faults:
        screen.print(
            f"程序故障 {len(outcome.faults)} 处，已放在一边，其余照常发布。请把 outputs/state/cunzhang.log 交给维护人员。",
            style="bold red", soft_wrap=True, markup=False,
        )  # fmt: skip
    for fault in outcome.faults:
        screen.print(f"  {fault}", style="red", soft_wrap=True, markup=False)
    for line in outcome.said:
        screen.print(line, style="yellow", soft_wrap=True, markup=False)


def head(screen: Console, outcome: Outcome) -> None:
    """Tell the hash that stands for all batches."""
    if outcome.head:
        screen.print(
            f"清单校验值（请抄在别处，以后用 cunzhang verify --against 核对）：{outcome.head}",
            soft_wrap=True, markup=False, highlight=False,
        )  # fmt: skip


def verified(screen: Console, found: Findings) -> None:
    """Tell what is wrong, or what was looked at and is in order."""
    for line in found.wrong:
        screen.print(line, style="red", soft_wrap=True, markup=False)
    for line in found.looked:
        screen.print(line, soft_wrap=True, markup=False, highlight=False)


def reported(screen: Console, reports: Reports) -> None:
    """Tell which reports were written."""
    for what, where in _reports(reports):
        screen.print(f"{what}：{where}", soft_wrap=True, markup=False)
    _busy(screen, reports)


def province_done(screen: Console, outcome: Province) -> None:
    """Tell which counties' nights failed and why, and where the overview of the province stands."""
    failed = {name: one for name, one in outcome.ended.items() if one.code not in (0, 5)}
    done = len(outcome.ended) - len(failed)
    screen.print(
        f"{len(outcome.ended)} 个县，做成 {done} 个；跨县疑点 {len(outcome.findings)} 条，待核。",
        style="bold",
    )
    for name, one in failed.items():
        screen.print(
            f"没有做成：{name}（退出码 {one.code}）{one.said}", style="red", soft_wrap=True, markup=False
        )
    for name, why in outcome.left_out.items():
        screen.print(f"跨县比对：{name}{why}。", style="yellow", soft_wrap=True, markup=False)
    for what, path in (("全省总览", outcome.page), ("全省数据库", outcome.database)):
        screen.print(f"{what}：{path}", soft_wrap=True, markup=False)
    for path in outcome.open:
        screen.print(
            f"正被打开，没有更新，关闭后重新运行：{path}", style="yellow", soft_wrap=True, markup=False
        )


def case_written(screen: Console, path: Path) -> None:
    """Tell where a village's case file stands."""
    screen.print(f"核查案卷：{path}\n用浏览器打开，可以打印。", soft_wrap=True, markup=False)


def document_written(screen: Console, path: Path) -> None:
    """Tell where a document stands."""
    screen.print(f"已写好：{path}", soft_wrap=True, markup=False)


def document_kinds(screen: Console) -> None:
    """List the kinds of documents, for whom and what for."""
    from pipeline.publish.documents import KINDS

    for one in KINDS.values():
        screen.print(f"{one.name}（{one.reader}）：{one.use}", soft_wrap=True, markup=False)
    screen.print(
        "写法：cunzhang document --kind 取证单 --flag 疑点编号（或 --village 乡镇/村；"
        "清单和专报也可以 --township 乡镇，都不写就是全县）",
        soft_wrap=True,
        markup=False,
    )


def noticed(screen: Console, notices: Notices, what: str) -> None:
    """Tell which notices or slips of villages were written; ``what`` they are."""
    papers = len({path.parent / path.stem.removesuffix("-提醒") for path in notices.written})
    folder = notices.written[0].parent.parent if notices.written else ""
    screen.print(
        f"{what} {papers} 份：{folder}" if papers else f"没有写出{what}。", soft_wrap=True, markup=False
    )
    if notices.without:
        screen.print(
            f"还没有读到账、没有写的村：{'、'.join(notices.without)}。", soft_wrap=True, markup=False
        )
    for path in notices.open:
        screen.print(
            f"正被打开，没有更新，关闭后重新运行：{path}", style="yellow", soft_wrap=True, markup=False
        )


def audit_files_written(screen: Console, written: Written) -> None:
    """Tell which tables and books for audit offices stand where."""
    for table, rows in written.rows.items():
        screen.print(f"{table}：{rows:,} 行（.csv 和 .xlsx）", soft_wrap=True, markup=False)
    screen.print(f"电子账簿（.xml）：{written.books:,} 套", soft_wrap=True, markup=False)
    screen.print(f"放在 {written.folder}，先看里面的 说明.txt。", soft_wrap=True, markup=False)
    for path in written.open:
        screen.print(
            f"正被打开，没有更新，关闭后重新运行：{path}", style="yellow", soft_wrap=True, markup=False
        )


def _reports(reports: Reports | None) -> tuple[tuple[str, Path], ...]:
    if reports is None:
        return ()
    return (("审计报告", reports.workbook), ("报告网页", reports.page), ("核查清单", reports.checklist))


def _busy(screen: Console, reports: Reports | None) -> None:
    """Tell which reports somebody has open."""
    for path in reports.open if reports else ():
        screen.print(
            f"报告正被打开，没有更新，关闭后运行 cunzhang report 更新：{path}",
            style="yellow",
            soft_wrap=True,
            markup=False,
        )


def _open(name: str) -> str:
    return f"反馈文件正被打开，没有更新，关闭后下次运行会更新：{name}"


def reasons(one: Submission) -> tuple[str, ...]:
    """List why a file was not wholly loaded, what sent it back first: place, what was found, how to fix it."""
    grave = [i for i in one.issues if i.level in {"严重", "高"}] or one.issues
    grave = sorted(grave, key=lambda i: rank(i.code, i.level))
    return tuple(
        dict.fromkeys(
            "".join(
                [
                    f"{i.sheet} {i.cell} ".strip() + "：" if i.sheet else "",
                    f"“{i.found}” " if i.found else "",
                    i.fix,
                ]
            )
            for i in grave
        )
    )


def checked(screen: Console, submissions: Sequence[Submission], feedback: Feedback) -> None:
    """Tell what ``check`` found in each file, issue by issue, where its feedback stands, and what a night would say."""
    from pipeline.bookkeeping import yuan
    from pipeline.place.locate import money_of
    from pipeline.publish import summary
    from schemas import ledgers

    for one in submissions:
        verdict = {
            "受理": "可以受理",
            "部分受理": "部分受理",
            "退回": "会被退回",
            "跳过": "不是要报的表，会被跳过",
            "未变": one.note,
        }[one.status]
        loaded = 0 if one.unchanged else one.rows_loaded
        screen.print(
            f"{one.source_file}：{verdict}，可装载 {loaded} 行，读不懂 {one.rows_rejected} 行",
            soft_wrap=True, markup=False,
        )  # fmt: skip
        for issue in sorted(one.issues, key=lambda i: (*rank(i.code, i.level), i.sheet, i.cell)):
            place = " ".join(p for p in (issue.sheet, issue.cell, issue.column) if p)
            found = f"发现“{issue.found}”，" if issue.found else ""
            screen.print(
                f"  [{issue.level}] {place}：{found}应为 {issue.expected}。{issue.fix}",
                soft_wrap=True,
                markup=False,
            )
        if one.source_file in feedback.copies:
            screen.print(f"  反馈：{feedback.copies[one.source_file]}", soft_wrap=True, markup=False)
    kinds = ledgers()
    tables = [table for one in submissions if not one.unchanged for table in one.tables if table.extract.kind]
    money = yuan(sum(money_of(table, kinds[table.extract.kind]) for table in tables))
    aside = yuan(sum(table.extract.money_rejected for one in submissions for table in one.tables))
    summary.forecast(screen, _read(submissions, money, aside))
    for name in feedback.open:
        screen.print(_open(name), style="yellow", soft_wrap=True, markup=False)


def explained(screen: Console, submissions: Sequence[Submission]) -> None:
    """Tell how every table was recognised."""
    from pipeline.place.explain import explain
    from schemas import ledgers

    titles = {name: ledger.title for name, ledger in ledgers().items()}
    for one in submissions:
        screen.print(f"{one.source_file} 是这样读的：", soft_wrap=True, markup=False)
        for line in explain(one, titles):
            screen.print(f"  {line}", soft_wrap=True, markup=False)


def list_rules(screen: Console, rules: Sequence[Rule]) -> None:
    """List rules with level, status and parameters."""
    from pipeline.rule_text import listed

    for rule in rules:
        for indent, line in listed(rule):
            _indented(screen, indent, line)
    screen.print("参数的来源和规则的依据：cunzhang explain 规则编号。", markup=False)


def laid_out(screen: Console, files: list[Path]) -> None:
    """Name the files that were laid out, and what comes next."""
    for path in files:
        screen.print(f"已写好：{path}", soft_wrap=True, markup=False, highlight=False)
    screen.print("请逐项改写，再运行 make docs、make check、make test。", highlight=False)


def explain_rule(screen: Console, rule: Rule) -> None:
    """Explain one rule in full."""
    from pipeline.rule_text import explained

    for indent, line in explained(rule):
        _indented(screen, indent, line, "" if indent else "bold")


def _indented(screen: Console, indent: int, line: str, style: str = "") -> None:
    """Print a line; what does not fit the terminal goes on below it, indented a little more."""
    from pipeline.folding import folded

    hanging = indent + 2 if indent else 0
    pieces = folded(line, screen.width - hanging) if screen.is_terminal else [line]
    for number, piece in enumerate(pieces):
        margin = " " * (hanging if number else indent)
        screen.print(margin + piece, style=style, soft_wrap=True, markup=False)
