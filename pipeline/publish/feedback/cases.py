"""Describe what goes back to the officer: one case per submission with problems, as plain data."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.findings import LEVELS
from pipeline.messages import ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from pipeline.findings import Issue
    from schemas._spec import Ledger

# Raise when copies should look different: every standing copy is then written anew.
LOOK = 1
HINT = "提示"
_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_ROW = re.compile(r"第 (\d+) 行")
_EXAMPLE = re.compile(r"[，（]如 ?([^）]+)）?$")
_CONTENT = 120


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem as the officer reads it; ``cell`` is ``C12``, ``第 12 行`` or '' for a sheet or file."""

    level: str
    sheet: str
    cell: str
    column: str
    found: str
    expected: str
    example: str
    fix: str

    @property
    def anchor(self) -> str:
        """The cell to jump to (``C12``), '' when the finding is about a sheet or file."""
        if match := _ROW.fullmatch(self.cell):
            return f"A{match.group(1)}"
        return self.cell if _CELL.fullmatch(self.cell) else ""

    @property
    def row(self) -> int:
        """The spreadsheet row, 0 when there is none."""
        match = _CELL.fullmatch(self.anchor)
        return int(match.group(2)) if match else 0

    @property
    def advice(self) -> str:
        """The comment on the cell: what was found, what is expected, an example, how to put it right."""
        lines = [f"【{self.level}】{self.column}"]
        if self.found:
            lines.append(f"发现：{self.found}")
        lines.append(f"应为：{self.expected.removesuffix(f'，如 {self.example}')}")
        if self.example:
            lines.append(f"例如：{self.example}")
        return "\n".join([*lines, f"怎么改：{self.fix}"])


@dataclass(frozen=True, slots=True)
class LostRows:
    """Neighbouring rows that were set aside for one reason; ``content`` shows the first of them."""

    sheet: str
    first: int
    last: int
    count: int
    reason: str
    content: str

    @property
    def level(self) -> str:
        """As grave as whatever keeps a row from being loaded."""
        return "高"

    @property
    def place(self) -> str:
        """Where, in the officer's words."""
        return f"第 {self.first} 行" if self.count == 1 else f"第 {self.first}—{self.last} 行"

    @property
    def advice(self) -> str:
        """The comment on the first cell of the rows."""
        return f"【{self.level}】{self.place}没有装载\n原因：{self.reason}"


@dataclass(frozen=True, slots=True)
class Case:
    """One submission with problems: what became of it, what to put right, what was not loaded.

    ``money_rejected`` in 元; ``money_unknown``: some of it stands where no amount could be read.
    """

    source_file: str
    sha256: str
    status: str
    rows_loaded: int
    rows_rejected: int
    money_rejected: Decimal
    money_unknown: bool
    findings: tuple[Finding, ...]
    lost: tuple[LostRows, ...]

    @property
    def key(self) -> str:
        """Fingerprint of everything a copy is made from: an equal key means an equal copy."""
        return hashlib.sha256(f"{LOOK}|{self!r}".encode("utf-8", "backslashreplace")).hexdigest()


def findings(issues: Iterable[Issue], ledgers: Mapping[str, Ledger]) -> tuple[Finding, ...]:
    """Order issues as they should be worked off (gravest first, then by place) and add examples."""
    roles = {spec.title: spec.role for ledger in ledgers.values() for spec in ledger.fields}
    found = [
        Finding(i.level, i.sheet, i.cell, i.column, i.found, i.expected, _example(i, roles), i.fix)
        for i in issues
    ]
    return tuple(
        sorted(found, key=lambda f: (LEVELS.index(f.level), f.sheet, f.row, len(f.cell), f.cell, f.fix))
    )


def _example(issue: Issue, roles: Mapping[str, str]) -> str:
    """Find an example of what would be right: in the wording, among the words allowed, by the column's kind."""
    if match := _EXAMPLE.search(issue.expected):
        return match.group(1)
    if issue.code == "C05":
        return issue.expected.split("、", maxsplit=1)[0]
    role = roles.get(issue.column.split("或", maxsplit=1)[0], "")
    match = _EXAMPLE.search(ROLES.get(role, ""))
    return match.group(1) if match else ""


def lost_rows(
    rows: Iterable[tuple[str, int, str, Mapping[str, str]]], whole: frozenset[str]
) -> tuple[LostRows, ...]:
    """Put rows set aside (sheet, row, reason, cells) together where they adjoin and share a reason.

    In ``whole`` sheets, of which nothing was loaded, rows with one reason are one entry, gaps or not.
    """
    found: list[LostRows] = []
    for sheet, row, reason, cells in sorted(rows, key=lambda r: (r[0], r[1])):
        before = found[-1] if found else None
        if (
            before
            and (before.sheet, before.reason) == (sheet, reason)
            and (row == before.last + 1 or sheet in whole)
        ):
            found[-1] = LostRows(sheet, before.first, row, before.count + 1, reason, before.content)
        else:
            text = "、".join(cell for cell in cells.values() if cell)
            content = text if len(text) <= _CONTENT else f"{text[:_CONTENT]}…"
            found.append(LostRows(sheet, row, row, 1, reason, content))
    return tuple(found)
