"""Fix how forms look: fonts every Chinese office has, few colours, widths and number formats by role."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

if TYPE_CHECKING:
    from schemas._spec import FieldSpec

TITLE = Font(name="黑体", size=18)
BODY = Font(name="宋体", size=11)
HEAD = Font(name="宋体", size=11, bold=True)
SMALL = Font(name="宋体", size=9, color="FF595959")
MUTED = Font(name="宋体", size=10, color="FF7F7F7F")

INPUT = PatternFill("solid", fgColor="FFFFF8E1")
HEAD_FILL = PatternFill("solid", fgColor="FFDDE7F0")
NEEDED_FILL = PatternFill("solid", fgColor="FFFCE4C8")
MUTED_FILL = PatternFill("solid", fgColor="FFF3F3F3")
MISSING_FILL = PatternFill("solid", bgColor="FFFBD5D0")

_LINE = Side(style="thin", color="FFBFBFBF")
GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
UNDER = Border(bottom=Side(style="thin", color="FF7F7F7F"))
OPEN = Protection(locked=False)

CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
RIGHT = Alignment(horizontal="right", vertical="center", indent=1)
TOP = Alignment(horizontal="left", vertical="top", wrap_text=True)

NUMBER_FORMATS = {
    # As text, so that 3-5 stays a voucher number and an account keeps all its digits.
    "text": "@",
    "code": "@",
    "money": "#,##0.00",
    "date": "yyyy-mm-dd",
    "time": "hh:mm:ss",
    "year": "0",
    "month": "0",
    "count": "0",
    "ratio": "0.0000",
    "quantity": "#,##0.00##",
}
_WIDTHS = {"money": 13, "date": 12, "time": 10, "year": 8, "month": 7, "count": 9, "ratio": 9, "quantity": 10}
_PEOPLE = frozenset({"name", "handler", "witness", "approver", "supervisor", "inspector"})
_PEOPLE |= {"preparer", "reviewer", "poster", "signed", "unit", "book_no"}
_NUMBERS = frozenset({"id_no", "bank_account", "payee_account", "counterparty_account", "account_no"})
_NUMBERS |= {"document_no", "serial_no", "org_uscc", "contractor_uscc", "flag_id"}
_LONG = frozenset({"summary", "subject", "purpose", "project_name", "note", "basis", "reason"})
_PATHS = frozenset({"target_file"})


def width_of(spec: FieldSpec) -> float:
    """Choose a column width in characters for ``spec``; the header may wrap once."""
    if spec.role == "code":
        width = max(display_width(word) for word in spec.words) + 5
    elif spec.role in _WIDTHS:
        width = _WIDTHS[spec.role]
    elif spec.name in _PEOPLE:
        width = 9
    elif spec.name in _NUMBERS:
        width = 22
    elif spec.name in _LONG:
        width = 26
    elif spec.name in _PATHS:
        width = 46
    else:
        width = 15
    return max(width, display_width(spec.title) / 2 + 4, 8)


def alignment_of(spec: FieldSpec) -> Alignment:
    """Align figures right, short words in the middle, texts left."""
    if spec.role in {"money", "quantity"}:
        return RIGHT
    return LEFT if spec.role == "text" and spec.name not in _PEOPLE else CENTRE


def display_width(text: str) -> int:
    """Count the half-width places ``text`` takes; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def lines_needed(text: str, width: float) -> int:
    """Estimate how many lines ``text`` wraps into in a cell ``width`` characters wide."""
    return max(1, -(-display_width(text) // max(int(width) - 1, 1)))
