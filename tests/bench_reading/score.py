"""Compare what was read with what is true: found, unread, lost in silence or misread."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tests.bench_reading.facts.plain import Row
from tests.bench_reading.forms import Column, Sheet
from tests.bench_reading.reader import LOADED, Reading, Table

FOUND, UNREAD, SILENT, MISREAD = "认出", "未读并说明", "无声丢失", "误读"
OUTCOMES = (FOUND, UNREAD, SILENT, MISREAD)
# Where no column says it: what the program may add of its own, saying so.
_INFERRED = "推断"


@dataclass(frozen=True)
class Verdict:
    """How a sheet fared; ``why`` tells in a few words what was read instead, ``group`` sorts it."""

    outcome: str
    why: str = ""
    group: str = ""


def judge(sheet: Sheet, reading: Reading, targets: Iterable[str]) -> Verdict:
    """Judge the reading of a sheet; found when the ``targets`` (fields) are read in every row."""
    wrong = _misread(sheet, reading)
    if wrong:
        return wrong
    loaded = [table for table in reading.tables if table.rows]
    rows = {number: values for table in loaded for number, values in table.rows.items()}
    aside = {n for table in reading.tables for n in table.aside}
    if not reading.said and (not loaded or any(n not in rows and n not in aside for n in sheet.rows)):
        return Verdict(SILENT, "整张表或几行既未装载也未说明", "行")
    if gone := [
        n for n in sheet.rows if n not in rows and n not in aside and loaded and not _told_row(reading, n)
    ]:
        return Verdict(SILENT, f"第 {gone[0]} 行当作“{_passed(reading, gone[0])}”跳过", "行")
    if loaded and (lost := _lost(sheet, reading, rows)):
        return Verdict(SILENT, f"“{'|'.join(lost.heads)}”列（{'、'.join(lost.fields)}）", "列")
    wanted = set(targets)
    for number, true in sheet.rows.items():
        read = rows.get(number)
        if read is None or any(name in true and name not in read for name in wanted):
            return Verdict(UNREAD, "退回" if not loaded else "列未读" if read is not None else "行退回")
    return Verdict(FOUND)


def _misread(sheet: Sheet, reading: Reading) -> Verdict | None:
    for table in reading.tables:
        if table.outcome != LOADED or not table.rows:
            continue
        if table.kind != sheet.kind:
            return Verdict(MISREAD, f"读成 {table.kind}", "别的表种")
        for number, values in table.rows.items():
            if number not in sheet.rows:
                return Verdict(MISREAD, f"第 {number} 行不是数据", "别的行")
            if wrong := _wrong(sheet, table, number, values):
                return wrong
    return None


def _wrong(sheet: Sheet, table: Table, number: int, values: Mapping[str, str]) -> Verdict | None:
    true = sheet.rows[number]
    shown = {name for column in sheet.columns for name in column.fields}
    for name, got in values.items():
        if name == "category_source" and name not in shown:
            continue
        want = true.get(name, "")
        if same(got, want) or (not want and name not in shown and _may_add(sheet, name, got, values)):
            continue
        source = _source(sheet, table, number, name, got, values)
        return Verdict(MISREAD, f"{name}：应 {want or '空'} 读成 {got}（{source}）", _group(source, want))
    return None


def _may_add(sheet: Sheet, name: str, got: str, values: Mapping[str, str]) -> bool:
    """Tell whether a field without a column may hold ``got``: the title says it, or it is marked as inferred."""
    if name == "category" and values.get("category_source") == _INFERRED:
        return True
    if name == "is_leaf":
        # Codes and sums tell which account is a sum of others; the made-up sheets have none.
        return got == "是"
    if name == "event" and got == "评定":
        # The contract: a list of stars that says no event is of ratings.
        return True
    if name == "base":
        # The contract: which income it is, the header may say.
        return any(got in squeeze(head) for column in sheet.columns for head in column.heads)
    return (name == "currency" and got == "人民币") or squeeze(got) in squeeze(sheet.told)


def _source(sheet: Sheet, table: Table, number: int, name: str, got: str, values: Mapping[str, str]) -> str:
    """Find where a wrong value came from."""
    if name == "category" and values.get("category_source") == _INFERRED:
        return "由摘要推断"
    place = next((at for at, names in table.columns.items() if name in names.split("|")), None)
    if place is not None and place < len(sheet.columns):
        column = sheet.columns[place]
        return f"“{'|'.join(column.heads)}”列，是 {'、'.join(column.fields) or '序号'}"
    return "标题"


def _group(source: str, want: str) -> str:
    if source in {"标题", "由摘要推断"}:
        return f"{source}代替了列" if want else f"{source}，本无此值"
    return "别的列的值" if want else "放进别的字段"


def _lost(sheet: Sheet, reading: Reading, rows: Mapping[int, Row]) -> Column | None:
    """Find a column with filled cells of which not all was loaded and nothing was said."""
    told = {said.column for said in reading.said}
    for at, column in enumerate(sheet.columns):
        if at in told or not column.fields:
            continue
        near = {i for i, other in enumerate(sheet.columns) if other.fields == column.fields}
        if near & told:
            continue
        for number, true in sheet.rows.items():
            if number in rows and any(true.get(name) and name not in rows[number] for name in column.fields):
                return column
    return None


def _told_row(reading: Reading, number: int) -> bool:
    return any(said.row == number - 1 for said in reading.said)


def _passed(reading: Reading, number: int) -> str:
    return next((table.passed[number] for table in reading.tables if number in table.passed), "？")


def same(got: str, want: str) -> bool:
    """Compare two canonical texts up to width and blanks."""
    return got == want or squeeze(got) == squeeze(want)


def squeeze(text: str) -> str:
    """Leave out blanks and differences of width."""
    return "".join(unicodedata.normalize("NFKC", text).split())
