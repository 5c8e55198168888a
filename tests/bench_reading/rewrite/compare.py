"""Compare what is read from a rewritten sheet with what was read from the sheet as it was."""

from __future__ import annotations

from collections.abc import Mapping

from tests.bench_reading.facts.plain import Row
from tests.bench_reading.reader import SENT_BACK, Reading, Table
from tests.bench_reading.rewrite.bases import Base
from tests.bench_reading.rewrite.change import BESIDE, Change
from tests.bench_reading.score import FOUND, MISREAD, SILENT, UNREAD, Verdict, same, squeeze

# What the program adds of its own; 推断 or 填报 is said of the category beside it.
_ADDED = frozenset({"currency", "category_source"})


# A whole table that is passed over, and said so.
_LEFT_ALONE = frozenset({"S02", "S11"})


def compare(base: Base, change: Change, reading: Reading) -> Verdict:
    """Judge: the same values, or fewer and said so; never others."""
    before = {
        change.rows[number - 1] + 1: row
        for number, row in base.table.rows.items()
        if number - 1 in change.rows
    }
    loaded = [table for table in reading.tables if table.rows]
    own = [table for table in loaded if table.kind != change.second]
    told = _told(base)
    if wrong := _others(base.table.kind, own, before, told):
        return wrong
    if change.second and (
        wrong := _others(change.second, [t for t in loaded if t not in own], change.truth, told)
    ):
        return wrong
    after = {number: row for table in own for number, row in table.rows.items()}
    verdict = _less(base, change, reading, before, after)
    return (
        verdict
        if verdict.outcome == SILENT or not change.second
        else _second(change, reading, loaded, verdict)
    )


def _others(
    kind: str, tables: list[Table], before: Mapping[int, Mapping[str, str]], told: str
) -> Verdict | None:
    """Find a value that was not there before."""
    for table in tables:
        if table.kind != kind:
            return Verdict(MISREAD, f"{kind} 读成 {table.kind}", "别的表种")
        for number, row in table.rows.items():
            if number not in before:
                return Verdict(MISREAD, f"第 {number} 行原来不是数据", "别的行")
            for name, got in row.items():
                want = before[number].get(name, "")
                if name not in _ADDED and not same(got, want) and not (name == "category" and not want):
                    why = f"第 {number} 行 {name}：应 {want or '空'} 读成 {got}"
                    return Verdict(MISREAD, why, _group(name, want, got, row, told))
    return None


def _group(name: str, want: str, got: str, row: Mapping[str, str], told: str) -> str:
    if name == "category" and row.get("category_source") == "推断":
        return "由摘要推断代替了列"
    if squeeze(got) in told:
        return "标题代替了列" if want else "标题，本无此值"
    return "别的值" if want else "放进别的字段"


def _told(base: Base) -> str:
    """What title, sheet and file say."""
    above = [
        str(cell) for row in base.paper.rows[: base.table.header_row - 1] for cell in row if cell is not None
    ]
    return squeeze(" ".join([base.path, base.paper.name, *above]))


def _less(
    base: Base,
    change: Change,
    reading: Reading,
    before: Mapping[int, Mapping[str, str]],
    after: Mapping[int, Row],
) -> Verdict:
    aside = {number for table in reading.tables for number in table.aside}
    back = any(table.outcome == SENT_BACK for table in reading.tables)
    back = back or any(said.code in _LEFT_ALONE for said in reading.said)
    told = {said.column for said in reading.said}
    told_rows = {said.row + 1 for said in reading.said}
    places = {
        name: change.columns.get(at) for at, names in base.table.columns.items() for name in names.split("|")
    }
    verdict = Verdict(FOUND)
    for number, row in before.items():
        if number not in after:
            if number not in aside and number not in told_rows and not (back and not after):
                return Verdict(SILENT, f"第 {number} 行不见了", "行")
            verdict = Verdict(UNREAD, "退回" if not after else "行退回")
            continue
        for name in row.keys() - after[number].keys():
            if name in _ADDED or (name == "category" and row.get("category_source") == "推断"):
                continue
            # Of a form, what is sent back is a part of its one record.
            part = len(before) == 1 and back
            if places.get(name) not in told and number not in told_rows and not part:
                return Verdict(SILENT, f"第 {number} 行 {name} 不见了", "列")
            verdict = Verdict(UNREAD, f"{name} 未读")
    return verdict


def _second(change: Change, reading: Reading, loaded: list[Table], verdict: Verdict) -> Verdict:
    """Judge the second table, too: read, or not and said so."""
    rows = {
        number: row for table in loaded if table.kind == change.second for number, row in table.rows.items()
    }
    if change.word == BESIDE:
        edge = max(change.columns.values())
        told = any(said.column > edge for said in reading.said)
    else:
        edge = max(change.rows.values())
        told = any(said.row > edge for said in reading.said) or any(
            n > edge + 1 for t in reading.tables for n in t.aside
        )
    told = told or (not loaded and bool(reading.said))
    for number, true in change.truth.items():
        if number in rows:
            if gone := true.keys() - rows[number].keys():
                return Verdict(SILENT, f"第二张表的 {sorted(gone)[0]} 不见了", "第二张表")
        elif not told:
            return Verdict(SILENT, "第二张表没有读，也没有说", "第二张表")
        else:
            verdict = verdict if verdict.outcome == UNREAD else Verdict(UNREAD, "第二张表未读")
    return verdict
