"""Know the sheets this program writes into officers' workbooks, so that they are not read as ledgers."""

from __future__ import annotations

PROBLEMS = "问题清单"
# Stands in A1 of every such sheet; an officer's own sheet of the same name starts differently.
MARK = "问题清单（村账反馈）"


def is_own(name: str, first_cell: object) -> bool:
    """Tell whether a sheet is a problem list of ours that came back inside a corrected workbook."""
    return name.startswith(PROBLEMS) and first_cell == MARK
