"""Make blank workbooks for officers: one a kind, and one for a village with the kinds it keeps.

What the forms say is data (``forms.toml``); columns, required ones and allowed words come from schemas/.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl import Workbook

from pipeline.template.forms import form_of
from pipeline.template.guide import NAME as GUIDE
from pipeline.template.guide import VILLAGE, YEAR, write_guide
from pipeline.template.sheet import draw

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from schemas._spec import Ledger

COMBINED = "村级账表"
# What a village keeps itself, in the order of its year.
VILLAGE_KINDS = (
    "cash_entry", "bank_line", "resolution", "project", "purchase", "allowance", "aid_payment",
    "subsidy_payment", "labour", "collection", "share_event", "dividend", "dividend_use", "publication", "official",
)  # fmt: skip


def single(ledger: Ledger) -> Workbook:
    """Make the workbook of one kind: the form in front, 填表说明 behind it."""
    form = form_of(ledger)
    book, sheet = _new(form.title)
    draw(sheet, form)
    write_guide(book.create_sheet(GUIDE), form.title, [form])
    return book


def combined(ledgers: Mapping[str, Ledger]) -> Workbook:
    """Make a village's workbook: 填表说明 with village and year in front, then a form for each kind."""
    forms = [form_of(ledgers[name]) for name in VILLAGE_KINDS]
    book, guide = _new(GUIDE)
    write_guide(guide, COMBINED, forms, shared=True)
    for form in forms:
        draw(book.create_sheet(form.title), form, VILLAGE, YEAR)
    return book


def _new(title: str) -> tuple[Workbook, Worksheet]:
    book = Workbook()
    book.properties.creator = "村账"
    sheet = book.worksheets[0]
    sheet.title = title
    return book, sheet


def write(
    kinds: Iterable[str], ledgers: Mapping[str, Ledger], out: Path, *, village: bool
) -> dict[Path, bool]:
    """Write the workbooks of ``kinds``, and the combined one of a ``village``, into the folder ``out``.

    Returns the paths with whether each was written: a file that is there already may be filled in, so it stays.
    """
    out.mkdir(parents=True, exist_ok=True)
    wanted = {out / f"{ledgers[kind].title}.xlsx": kind for kind in kinds}
    if village:
        wanted[out / f"{COMBINED}.xlsx"] = ""
    written = {}
    for path, kind in wanted.items():
        written[path] = not path.exists()
        if written[path]:
            (single(ledgers[kind]) if kind else combined(ledgers)).save(path)
    return written
