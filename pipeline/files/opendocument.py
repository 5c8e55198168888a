"""Take a second look at the content of an .ods file for what calamine drops."""

from __future__ import annotations

import re

from pipeline.files.marks import Marks, Refusal, judge_extent

_TAG = re.compile(
    rb"<(/?)table:(table|table-column|table-row|table-cell|covered-table-cell)(?=[\s/>])([^>]*?)(/?)>"
)
_ATTRIBUTE = re.compile(rb"([\w:-]+)=(?:\"([^\"]*)\"|'([^']*)')")
_ERROR = re.compile(rb"<text:p>(#(?:REF!|DIV/0!|N/A|NAME\?|VALUE!|NUM!|NULL!)|Err:\d+)</text:p>")
_FURTHEST = 1 << 20


def look(content: bytes) -> list[Marks] | Refusal:
    """Collect the marks of every sheet in workbook order, or refuse one that would be a huge grid."""
    sheets: list[Marks] = []
    marks: Marks | None = None
    row = column = columns = bottom = right = filled = repeat = 0
    # Copies of other documents' tables follow the sheets.
    end = content.find(b"<table:dde-links")
    for tag in _TAG.finditer(content, 0, end if end >= 0 else len(content)):
        closing, kind, text, empty = tag.groups()
        if closing:
            if kind == b"table-row":
                row += repeat
            elif kind == b"table" and marks is not None:
                refusal = judge_extent(bottom, right, filled)
                if refusal is not None:
                    return refusal
                sheets.append(marks)
                marks = None
            continue
        about = {key: double or single for key, double, single in _ATTRIBUTE.findall(text)}
        if kind == b"table":
            marks = Marks()
            row = column = columns = bottom = right = filled = 0
        elif marks is None:
            # Cells outside a table are the memory of deleted ones.
            continue
        elif kind == b"table-column":
            wide = _number(about, b"table:number-columns-repeated")
            if about.get(b"table:visibility", b"visible") != b"visible":
                marks.hidden_columns.update(range(columns, min(columns + wide, 16_384)))
            columns += wide
        elif kind == b"table-row":
            repeat = _number(about, b"table:number-rows-repeated")
            column = 0
            if about.get(b"table:visibility", b"visible") != b"visible":
                marks.hidden_rows.update(range(row, min(row + repeat, _FURTHEST)))
            if empty:
                row += repeat
        else:
            wide = _number(about, b"table:number-columns-repeated")
            body = b"" if empty else content[tag.end() : content.find(b"</table:" + kind + b">", tag.end())]
            if b"office:value-type" in about or b"<text:p" in body:
                bottom, right = max(bottom, row + repeat), max(right, column + wide)
                filled += repeat * wide
            if b"table:formula" in about:
                for at in range(column, min(column + wide, 16_384)):
                    marks.add_formula(row, at)
                if b"office:value-type" not in about:
                    marks.uncached.add((row, column))
            error = _ERROR.search(body)
            if error is not None and (
                b"table:formula" in about or about.get(b"calcext:value-type") == b"error"
            ):
                marks.errors[row, column] = error[1].decode("ascii")
                marks.uncached.discard((row, column))
            across = _number(about, b"table:number-columns-spanned")
            down = _number(about, b"table:number-rows-spanned")
            if across > 1 or down > 1:
                marks.merged.append((row, column, row + down - 1, column + across - 1))
            column += wide
    return sheets


def _number(about: dict[bytes, bytes], name: bytes) -> int:
    value = about.get(name, b"1")
    return int(value) if value.isdigit() and len(value) <= 12 else 1
