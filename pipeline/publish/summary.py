"""Tell on the terminal what a batch did and what it found; plain text where it is not a terminal."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from pipeline.findings import LEVELS
from pipeline.publish.answers import OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from rich.console import Console

    from pipeline.publish.answers import Answers

LISTED = 20
REASONS = 3
STYLE = {"严重": "bold red", "高": "red", "中": "yellow"}


@dataclass(frozen=True, slots=True)
class SentBack:
    """A file that was not, or not wholly, loaded, with the reasons an officer reads.

    ``unplaced``: all that is wrong is that it names no known village.
    """

    source_file: str
    reasons: tuple[str, ...]
    partly: bool = False
    unplaced: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """Filled cells with amounts that were given no meaning: where they stand, what heads them, how much in 元."""

    source_file: str
    sheet: str
    place: str
    header: str
    money: Decimal


@dataclass(frozen=True, slots=True)
class Summary:
    """What a batch did. Money is the sum of all amounts read from the sheets, in 元.

    ``skipped``: files of which nothing is asked for; ``unread``: amounts that were not understood.
    ``registers``: files that look like a 村情登记表, on which all others hang, and were not loaded.
    ``unsettled``: files still being written, left for the next batch. ``outputs``: (what, where) in the
    order shown. ``pending``: where the new database waits because the old one was open.
    ``before`` and ``now``: the answers of the previous publication and of this one.
    """

    batch_id: str
    as_of: date
    seconds: float
    files_read: int
    unchanged: int
    rows_loaded: int
    rows_rejected: int
    money_loaded: Decimal
    money_rejected: Decimal
    sent_back: tuple[SentBack, ...] = ()
    skipped: int = 0
    unread: tuple[Unread, ...] = ()
    registers: tuple[str, ...] = ()
    unsettled: tuple[str, ...] = ()
    outputs: tuple[tuple[str, Path], ...] = ()
    pending: Path | None = None
    before: Answers | None = None
    now: Answers | None = None


def render(console: Console, summary: Summary) -> None:
    """Print the summary: files, rows and money, dividends, flags, where the outputs are."""
    blocks = [_files(summary), _sent_back(summary), _unread(summary)]
    if summary.now:
        blocks += [_dividends(summary.now), _changes(summary.now, summary.before), _flags(summary.now)]
    blocks.append(_outputs(summary))
    for block in blocks:
        for line in block:
            # Wrapping is left to the terminal: a log keeps one line per fact.
            console.print(line, soft_wrap=True, highlight=False)
        if block:
            console.print()


def forecast(console: Console, summary: Summary) -> None:
    """Print what of the summary of a night is known before it: files, rows, money, what would be sent back or unread."""
    lines = [Text("照这样报送，当晚的小结会是：", "bold"), *_files(summary)[1:]]
    for block in (lines, _sent_back(summary), _unread(summary)):
        for line in block:
            console.print(line, soft_wrap=True, highlight=False)


def _files(summary: Summary) -> list[Text]:
    refused = sum(not one.partly for one in summary.sent_back)
    partly = len(summary.sent_back) - refused
    return [
        Text(f"村账　批次 {summary.batch_id}　基准日 {summary.as_of}　用时 {summary.seconds:.1f} 秒", "bold"),
        Text(
            f"文件：读入 {summary.files_read:,} 个（退回 {refused:,}，部分受理 {partly:,}"
            + (f"，跳过 {summary.skipped:,} 个不是要报的表" if summary.skipped else "")
            + "），"
            f"未变 {summary.unchanged:,} 个"
        ),
        Text(f"装载：{summary.rows_loaded:,} 行，{_yuan(summary.money_loaded)} 元"),
        Text(f"未装载：{summary.rows_rejected:,} 行，{_yuan(summary.money_rejected)} 元"),
    ]


def _sent_back(summary: Summary) -> list[Text]:
    lines = []
    for one in sorted(summary.sent_back, key=lambda one: one.unplaced)[:LISTED]:
        more = f"；等 {len(one.reasons)} 处" if len(one.reasons) > REASONS else ""
        reasons = "；".join(reason.rstrip("。") for reason in one.reasons[:REASONS])
        verdict = Text("部分受理", "yellow") if one.partly else Text("退回", "red")
        lines.append(Text("  ").append(verdict).append(f" {_printable(one.source_file)}：{reasons}{more}"))
    lines += _rest(len(summary.sent_back), "反馈汇总.xlsx")
    if lines:
        lines = [*_register_first(summary), Text("需要改正的文件：", "bold"), *lines]
    lines += [Text(f"还在写入、留待下一批次：{_printable(name)}") for name in summary.unsettled]
    return lines


def _register_first(summary: Summary) -> list[Text]:
    """Tell before all else of a register that was not read, where other files hang on it."""
    hanging = sum(one.unplaced for one in summary.sent_back)
    if not summary.registers or not hanging:
        return []
    names = "、".join(map(_printable, summary.registers))
    text = (
        f"先改村情登记表：{names} 没有装载，另有 {hanging:,} 个文件因此认不出是哪个村。"
        "登记表装载后，这些文件自动重读，不用逐个改。"
    )
    return [Text(text, "bold red")]


def _unread(summary: Summary) -> list[Text]:
    """List the amounts nobody understood, the largest first."""
    found = sorted(summary.unread, key=lambda u: (-abs(u.money), u.source_file, u.sheet, u.place))
    if not found:
        return []
    total = _yuan(sum((u.money for u in found), Decimal(0)))
    lines = [Text(f"有金额而没有读懂、没有装载：{len(found):,} 处，{total} 元", "bold")]
    for one in found[:LISTED]:
        name = f"“{_printable(one.header)}”" if one.header else ""
        where = f"{_printable(one.source_file)} {_printable(one.sheet)} {one.place}"
        lines.append(Text("  ").append("未读", "yellow").append(f" {where}{name}：{_yuan(one.money)} 元"))
    return [*lines, *_rest(len(found), "反馈汇总.xlsx")]


def _dividends(now: Answers) -> list[Text]:
    if not now.dividends:
        return []
    shown = [
        (
            f"{one.township}{one.village}",
            one.cooperative,
            str(one.year),
            _yuan(one.dividend),
            _yuan(one.required),
            _yuan(one.reinvested),
            "不可评估" if one.shortfall is None else _yuan(one.shortfall),
        )
        for one in now.dividends[:LISTED]
    ]
    totals = [
        _yuan(sum((getattr(one, name) or Decimal(0) for one in now.dividends), Decimal(0)))
        for name in ("dividend", "required", "reinvested", "shortfall")
    ]
    header = ("村", "合作社", "年度", "红利", "应再投入", "已再投入", "差额")
    lines = _aligned([header, *shown, ("合计", "", "", *totals)], "lllrrrr")
    return [Text("红色股份红利（元）：", "bold"), *lines, *_rest(len(now.dividends), "审计.红利使用")]


def _changes(now: Answers, before: Answers | None) -> list[Text]:
    earlier = {one.flag_id: one.level for one in before.flags} if before else {}
    current = {one.flag_id: one.level for one in now.flags}
    standing = Counter(current.values())
    new = Counter(level for key, level in current.items() if key not in earlier)
    cleared = Counter(level for key, level in earlier.items() if key not in current)
    rows = [
        (level, f"{standing[level]:,}", f"{new[level]:,}", f"{cleared[level]:,}")
        for level in LEVELS
        if standing[level] or cleared[level]
    ]
    outcomes = "，".join(f"{name} {now.outcomes.get(name, 0):,}" for name in OUTCOMES)
    verdicts = Text(f"规则结论（每条规则对每个村）：{outcomes}")
    if not rows:
        return [Text("没有待核疑点。", "green"), verdicts]
    table = _aligned([("级别", "待办", "本批新增", "本批消除或办结"), *rows], "lrrr")
    return [Text("疑点（待核，不是结论）：", "bold"), *table, verdicts]


def _flags(now: Answers) -> list[Text]:
    serious = [one for one in now.flags if one.level in LEVELS[: LEVELS.index("中") + 1]]
    shown = serious[:LISTED]
    rows = [
        (one.level, one.rule_id, f"{one.township}{one.village}", f"{_yuan(one.amount)} 元", one.title)
        for one in shown
    ]
    lines = [Text("级别为中或更高的疑点：", "bold")] if shown else []
    for head, one in zip(_aligned(rows, "lllrl"), shown, strict=True):
        head.stylize(STYLE[one.level], 2, 2 + len(one.level))
        lines += [head, Text(f"      {_printable(one.message)}", "dim")]
    return [*lines, *_rest(len(serious), "审计.疑点")]


def _outputs(summary: Summary) -> list[Text]:
    lines = _aligned([(what, str(where)) for what, where in summary.outputs], "ll")
    if lines:
        lines.insert(0, Text("输出：", "bold"))
    if summary.pending:
        lines.append(
            Text(f"原数据库正被打开，新数据库暂存为 {summary.pending}，关闭后下次运行会自动换上。", "yellow")
        )
    return lines


def _rest(total: int, where: str) -> list[Text]:
    return [Text(f"  其余 {total - LISTED:,} 条见 {where}")] if total > LISTED else []


def _aligned(rows: Sequence[Sequence[str]], sides: str) -> list[Text]:
    """Lay out rows in columns as wide as their widest cell (a Chinese character is two wide)."""
    cells = [[_printable(cell) for cell in row] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(*cells, strict=True)]
    return [
        Text(("  " + "  ".join(_padded(*one) for one in zip(row, widths, sides, strict=True))).rstrip())
        for row in cells
    ]


def _padded(cell: str, width: int, side: str) -> str:
    blank = " " * (width - cell_len(cell))
    return blank + cell if side == "r" else cell + blank


def _printable(text: str) -> str:
    """Show control characters and broken bytes of file names as �, so that they can't move the cursor."""
    return "".join(one if one.isprintable() else "�" for one in text)


def _yuan(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:,.2f}"
