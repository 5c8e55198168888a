"""Explain how each table of a file was recognised: title, header, kind, columns, rows left out, sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.place.locate import NOBODY
from pipeline.values.cell import address
from pipeline.values.dates import to_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.place.locate import Located
    from pipeline.place.submission import Submission
    from pipeline.read.extract import Extract

MOST_ROWS = 12


def explain(submission: Submission, titles: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines that explain every table of ``submission``; ``titles`` are kind → 表名."""
    for number, table in enumerate(submission.tables, 1):
        extract = table.extract
        yield f"表 {number}：工作表“{extract.sheet}”" + (f"，标题“{extract.title}”" if extract.title else "")
        if extract.header_row:
            yield f"  表头：第 {extract.header_row} 行"
        yield f"  表种：{_kind(extract, titles)}"
        if extract.kind:
            yield f"  村：{_village(table)}"
            yield f"  期间：{_period(extract)}"
            yield f"  资金：{f'{extract.fund}，来自{extract.fund_source}' if extract.fund else '没有写明'}"
            yield "  列："
            yield from (f"    {line}" for line in _columns(extract))
        yield f"  行：{_rows(extract)}"


def _kind(extract: Extract, titles: Mapping[str, str]) -> str:
    second = titles.get(extract.runner_up, "")
    if extract.kind:
        other = f"其次 {second} {extract.runner_up_score:.1f}" if second else "没有别的表种相像"
        return f"{titles[extract.kind]}（得分 {extract.score:.1f}；{other}）"
    if not extract.sent_back:
        return "不是账表"
    return f"没有认出，最像 {second}（得分 {extract.runner_up_score:.1f}）" if second else "没有认出"


def _village(table: Located) -> str:
    if not table.villages:
        return "还没有对照村情登记表"
    if table.village != NOBODY:
        return f"{table.village.township}{table.village.name}，来自{table.village_source}"
    names = list(dict.fromkeys(village.name for village in table.villages if village.name))
    return f"{'、'.join(names[:8])}{'等' if len(names) > 8 else ''}，来自村名列" if names else "不分村"


def _period(extract: Extract) -> str:
    start = to_day(extract.period_start)
    if start is None:
        return "没有写明，按各行日期"
    shown = {"年": f"{start:%Y} 年", "月": f"{start:%Y} 年 {start.month} 月"}.get(
        extract.period_kind,
        f"{start} 起的一{extract.period_kind}" if extract.period_kind != "区间" else f"{start} 起",
    )
    return f"{shown}，来自{extract.period_source}"


def _columns(extract: Extract) -> Iterator[str]:
    for heading in extract.headings:
        place = str(heading.place + 1) if extract.beside else address(0, heading.place).removesuffix("1")
        if not heading.title:
            yield f"{place} “{heading.header}” 没有装载：{heading.note}"
        elif heading.note:
            yield f"{place} “{heading.header}” → {heading.title}（{heading.note}：{heading.alias or heading.header}）"
        else:
            yield f"{place} “{heading.header}” → {heading.title}（按列名“{heading.alias}”）"
        yield from (f"  {line}" for line in heading.evidence)


def _rows(extract: Extract) -> str:
    parts = [f"读入 {extract.rows_read}", f"装载 {len(extract.rows)}", f"退回 {len(extract.rejected)}"]
    for reason, rows in sorted(extract.skipped_rows.items()):
        shown = "、".join(map(str, rows[:MOST_ROWS])) + (" …" if len(rows) > MOST_ROWS else "")
        parts.append(f"跳过 {len(rows)}（{reason}：第 {shown} 行）")
    return "，".join(parts)
