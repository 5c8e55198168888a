"""Read one file: bytes in, typed tables and issues out."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from pipeline import messages
from pipeline.files import allowance, workbook
from pipeline.layout import cash_form, keyed, sideways, strips, upright
from pipeline.layout.context import Names
from pipeline.layout.header_rows import HeaderRows
from pipeline.layout.rowkinds import is_guide
from pipeline.layout.table import Table, Unread
from pipeline.read import month_lists, month_sums, own_sheets, unread, upright_record
from pipeline.read.extract import FileExtract
from pipeline.read.normalise import normalise
from pipeline.read.turned_back import turn_back
from pipeline.values.celltext import filled, squeeze

if TYPE_CHECKING:
    from pipeline.files.workbook import Sheet
    from pipeline.layout.recognise import Recogniser
    from pipeline.layout.titleblock import Context


def digest(source_file: str, data: bytes, recogniser: Recogniser) -> FileExtract:
    """Read, recognise and normalise everything in one file."""
    book = workbook.read(source_file, data)
    allowance.grant(sum(len(sheet.rows) for sheet in book.sheets))
    result = FileExtract(source_file, hashlib.sha256(data).hexdigest(), book.format, [], list(book.issues))
    ours = [s for s in book.sheets if s.rows and s.rows[0] and own_sheets.is_own(s.name, s.rows[0][0])]
    for sheet in book.sheets:
        if sheet in ours:
            result.tables.append(unread.left_out(sheet, "程序写的清单"))
        else:
            _digest_sheet(result, sheet, recogniser)
    if book.sheets and not any(t.kind or t.rejected or t.skipped.keys() - {"空行"} for t in result.tables):
        result.issues.append(messages.issue("F07", source_file))
    elif any(t.kind for t in result.tables) and not any(t.rows or t.rejected for t in result.tables):
        result.issues.append(messages.issue("F12", source_file))
    if ours and len(ours) == len(book.sheets):
        result.issues.append(messages.issue("S08", source_file, sheet=ours[0].name))
    return result


def _digest_sheet(result: FileExtract, sheet: Sheet, recogniser: Recogniser) -> None:
    if not any(filled(row) for row in sheet.rows):
        result.tables.append(unread.left_out(sheet, "空行"))
        return
    if is_guide(sheet.name, squeeze(next(iter(sheet.rows[0]), ""))):
        result.tables.append(unread.left_out(sheet, "说明行"))
        return
    if sheet.hidden:
        result.issues.append(
            messages.issue("S06", result.source_file, sheet=sheet.name, found="隐藏的工作表")
        )
    names = Names.of(result.source_file, sheet.name)
    headers = HeaderRows(sheet, names, recogniser)
    if form := cash_form.find(sheet, headers):
        extract, issues = upright_record.read(form, sheet, result.source_file, headers)
        result.tables.append(extract)
        result.issues.extend(issues)
        return
    above: Context | None = None
    for strip in strips.part(sheet, headers, report=upright.is_report(headers)):
        beside = headers if strip is sheet else HeaderRows(strip, names, recogniser)
        end = keyed.table_below(beside)
        page = beside if end == len(strip.rows) else HeaderRows(strips.cut(strip, 0, end), names, recogniser)
        forms, unfilled = keyed.find(page, strip.merged)
        for form in forms:
            extract, issues = upright_record.read(form, strip, result.source_file, page)
            result.tables.append(extract)
            result.issues.extend(issues)
            above = above or form.context
        if unfilled:
            result.tables.append(unread.left_out(strips.cut(strip, 0, end), "未填写的表"))
        if not forms and not unfilled:
            above = _digest_strip(result, strip, beside, above)
        elif end < len(strip.rows):
            rest = strips.cut(strip, end, len(strip.rows))
            above = _digest_strip(result, rest, HeaderRows(rest, names, recogniser), above)


def _digest_strip(
    result: FileExtract, sheet: Sheet, headers: HeaderRows, above: Context | None
) -> Context | None:
    """Read the tables of one strip; returns the title block that the strips on its right stand under too."""
    recogniser = headers.recogniser
    found, headers, unfolded = month_lists.find(sheet, headers, above)
    laid = unfolded.laid if unfolded else None
    if all(isinstance(one, Unread) for one in found) and (turned := sideways.find(sheet, headers, above)):
        found, headers, laid = turned
    as_read = laid.sheet if laid else sheet
    for table in found:
        if isinstance(table, Unread):
            extract, issue = unread.account(table, as_read, result.source_file, recogniser)
            issues = [issue]
        elif isinstance(table, upright.Upright):
            extract, issues = upright_record.read(table, as_read, result.source_file, headers)
        else:
            extract, issues = normalise(table, as_read, result.source_file, headers)
        if unfolded and isinstance(table, Table):
            kind = recogniser.headers.kinds[extract.kind]
            amounts = sorted(kind.amounts)
            issues = month_sums.finish(extract, issues, table, sheet, unfolded, amounts)
        if laid:
            issues = turn_back(extract, issues, laid)
        result.issues.extend(issues)
        result.tables.append(extract)
    return above or next((table.context for table in found), None)
