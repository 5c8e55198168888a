"""Know the sheets this program writes itself, so that they are not read as ledgers."""

from __future__ import annotations

PROBLEMS = "问题清单"
# Stands in A1 of every such sheet; an officer's own sheet of the same name starts differently.
MARK = "问题清单（村账反馈）"
# In A1 of both sheets of a sample list, whatever they are called by the time they come back.
SAMPLE, SAMPLE_NOTE = "抽样清单（村账抽样）", "抽样说明（村账抽样）"
# What the title of every other list ends with that is written on request: 整改台账, 银行查询清单, 入户核实表.
LIST_MARK = "（村账文书）"


def is_own(name: str, first_cell: object) -> bool:
    """Tell whether a sheet is ours: a problem list inside a corrected workbook, a sample list, a list on request."""
    if isinstance(first_cell, str) and first_cell.endswith(LIST_MARK):
        return True
    return first_cell in {SAMPLE, SAMPLE_NOTE} or (name.startswith(PROBLEMS) and first_cell == MARK)
