"""Word every finding: the only place with validation texts an officer reads.

Codes: F file, S sheet, H header, C cell, R row, T printed total, V village/period/fund, L loading.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.findings import Issue, Level


@dataclass(frozen=True, slots=True)
class Text:
    """The wording of one code; braces are filled from the finding's values."""

    level: Level
    expected: str
    fix: str


TEXTS: dict[str, Text] = {
    "F01": Text("高", "能打开的表格文件", "文件损坏或没有复制完整，请在电脑上重新打开、另存为 .xlsx 后再报。"),
}


def issue(
    code: str,
    source_file: str,
    *,
    sheet: str = "",
    cell: str = "",
    column: str = "",
    found: str = "",
    **values: object,
) -> Issue:
    """Build the finding ``code`` with its texts filled in.

    Raises ``KeyError`` for an unknown code or a value the text needs: a fault of the program.
    """
    text = TEXTS[code]
    return Issue(
        code=code,
        level=text.level,
        source_file=source_file,
        sheet=sheet,
        cell=cell,
        column=column,
        found=found,
        expected=text.expected.format(**values),
        fix=text.fix.format(**values),
    )
