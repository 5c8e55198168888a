"""Set sheets up for A4 paper, and protect what is not to be filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.worksheet.properties import PageSetupProperties

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_A4 = 9


def set_up(sheet: Worksheet, kept: str = "") -> None:
    """Fit ``sheet`` to the width of A4 landscape pages.

    With ``kept`` (columns such as A:D) it takes two pages side by side like an open account book, those
    columns on both.
    """
    sheet.sheet_view.showGridLines = False
    setup = sheet.page_setup
    setup.paperSize, setup.orientation = _A4, "landscape"
    setup.fitToWidth, setup.fitToHeight = 1, 0
    if kept:
        setup.fitToWidth, setup.pageOrder = 2, "overThenDown"
        sheet.print_title_cols = kept
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.header, margins.footer = 0.5, 0.6, 0.3, 0.3
    sheet.oddFooter.right.text = "第 &P 页，共 &N 页"


def protect(sheet: Worksheet) -> None:
    """Lock the cells not marked open, without a password; sizes, formats and whole lines stay free."""
    protection = sheet.protection
    protection.sheet = True
    protection.formatCells = protection.formatColumns = protection.formatRows = False
    protection.insertRows = protection.deleteRows = protection.sort = False
