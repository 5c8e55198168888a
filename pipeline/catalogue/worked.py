"""Show the cases of a rule's test the way an inspector reads them: tables, then what came of each village."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.catalogue.markdown import bullets, table
from schemas import ledgers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.catalogue.examples import Example

# Columns that a case gives by their English names, as the warehouse keeps them.
COLUMNS = {
    "period": "所属期间", "period_kind": "期间类型", "slice_id": "账册", "source_file": "文件",
    "source_sheet": "工作表", "source_row": "行号", "category_source": "类别来源", "kind": "表种", "field": "列",
    "scope": "合计范围", "printed": "印作", "sheet": "工作表", "row": "行号", "reason": "原因", "cells": "原文",
    "rows_loaded": "装载行数", "rows_rejected": "退回行数", "name": "参数名", "value": "值",
    "submission_id": "报送", "runner_up": "最像的表种", "header_row": "表头行", "cell": "单元格", "code": "问题编号",
    "expected": "应为", "found": "发现", "received_at": "收到时间", "superseded_by": "被取代", "label": "合计名称",
    "column_title": "列名", "column": "列名", "computed": "逐行相加", "amount": "金额", "sha256": "文件校验值",
    "row_id": "行编号", "other_submission_id": "另一份报送", "rows_common": "相同行数", "rows_smaller": "较短一张的行数",
    "outcome": "结果", "title": "标题",
}  # fmt: skip
# Tables of meta that a case gives under a Chinese name.
_META = {
    "printed_total": "合计行", "submission": "报送", "sheet": "工作表", "issue": "问题", "rejected_row": "退回行",
    "slice_overlap": "账册重叠",
}  # fmt: skip


def tables(example: Example) -> str:
    """Write the tables of an example as Markdown, each under its title."""
    parts = []
    for title, lines in _tables(example.tables):
        head, *rows = lines
        parts += [f"{title}：", table([COLUMNS.get(name, name) for name in head], (_row(r) for r in rows))]
    return "\n\n".join(parts)


def results(example: Example) -> str:
    """Tell what came of every village, one line each; a hit in the words of its flag where the case has them."""
    ((_, (head, *rows)),) = _tables("结果\n" + example.expected)
    return bullets(_told(dict(zip(head, row, strict=False))) for row in rows)


def _tables(text: str) -> Iterator[tuple[str, list[list[str]]]]:
    """Split the text of a case into (title, lines of cells), the header first."""
    title, lines = "", list[list[str]]()
    for line in filter(None, map(str.strip, text.splitlines())):
        if "|" in line:
            lines.append([cell.strip() for cell in line.split("|")])
            continue
        if lines:
            yield title, lines
        title, lines = line, []
    if lines:
        yield title, lines


def _row(cells: list[str]) -> list[str]:
    return [ledgers()[cell].title if cell in ledgers() else cell for cell in cells]


def _told(row: dict[str, str]) -> str:
    village, outcome = row["村"], row["结果"]
    if outcome == "不可评估":
        return f"{village}：不可评估" + (f"，缺少 {row['缺少']}。" if row.get("缺少") else "。")
    if outcome == "不适用":
        return f"{village}：不适用" + (f"，{row['原因']}。" if row.get("原因") else "。")
    if outcome != "命中":
        return f"{village}：{outcome}。"
    facts = [
        f"级别为{row['级别']}" if row.get("级别") else "",
        f"金额 {Decimal(row['金额'].replace(',', '')):,} 元" if row.get("金额") else "",
        row["对象"] if row.get("对象") and not row.get("说明") else "",
    ]
    head = "，".join(["命中", *filter(None, facts)])
    evidence = "、".join(map(_place, row.get("证据", "").split()))
    told = [f"{village}：{head}。", row.get("说明", ""), f"（证据：{evidence}）" if evidence else ""]
    return "".join(told)


def _place(row_id: str) -> str:
    """Name a row of the tables above by its table and its place there."""
    kind, _, number = row_id.rpartition("-")
    title = ledgers()[kind].title if kind in ledgers() else _META.get(kind)
    return f"{title}第 {number} 行" if title else row_id
