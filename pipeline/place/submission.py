"""Hold one file on its way in: its tables, what is wrong with them, and what becomes of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.place.held_up import VILLAGE_CODES

if TYPE_CHECKING:
    from pipeline.findings import Issue
    from pipeline.place.locate import Located


@dataclass(slots=True)
class Submission:
    """One file of this batch on its way in.

    ``linked``: a link out of inputs, of which only the link itself is kept. ``fault``: what the program failed on, for
    the maintainer.
    """

    submission_id: str
    source_file: str
    sha256: str
    tables: list[Located] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    readable: bool = True
    note: str = ""
    unchanged: bool = False
    linked: bool = False
    fault: str = ""

    @property
    def rows_loaded(self) -> int:
        """Rows that go into ledgers."""
        return sum(len(t.extract.rows) for t in self.tables)

    @property
    def rows_rejected(self) -> int:
        """Rows set aside."""
        return sum(len(t.extract.rejected) for t in self.tables)

    @property
    def codes(self) -> set[str]:
        """Codes of the issues found."""
        return {i.code for i in self.issues}

    @property
    def is_lost_register(self) -> bool:
        """Whether a sheet that was not read is most like a 村情登记表."""
        tables = (t.extract for t in self.tables)
        return any(not t.kind and t.runner_up == "village" and (t.sent_back or t.left_alone) for t in tables)

    @property
    def is_unplaced(self) -> bool:
        """Whether all that is gravely wrong is that no known village is named."""
        grave = {i.code for i in self.issues if i.level in {"严重", "高"}}
        return bool(grave) and grave <= VILLAGE_CODES

    @property
    def kept_sheets(self) -> list[str]:
        """Sheets of which nothing could be loaded though they hold rows: what stood there before stays."""
        loaded = {t.extract.sheet for t in self.tables if t.extract.rows}
        without = {t.extract.sheet for t in self.tables if t.extract.sent_back or t.extract.left_alone}
        return sorted(without - loaded)

    def send_back(self, issue: Issue, fault: str) -> None:
        """Send the whole file back because the program failed on it."""
        self.tables, self.issues, self.readable, self.fault = [], [issue], False, fault

    def forget_values(self) -> None:
        """Let go of the cells that are in the ledgers now: a county's would take room through all the rules."""
        for table in self.tables:
            table.extract.columns.clear()

    @property
    def status(self) -> str:
        """受理, 部分受理, 退回, 跳过 (nothing in it was asked for) or 未变."""
        if self.unchanged:
            return "未变"
        if self.readable and any(t.extract.left_alone for t in self.tables) and not self._asked_for:
            return "跳过"
        if not self.readable or not self.rows_loaded:
            return "退回"
        return "部分受理" if self.rows_rejected or any(t.extract.sent_back for t in self.tables) else "受理"

    @property
    def _asked_for(self) -> bool:
        return any(t.extract.rows or t.extract.rejected or t.extract.sent_back for t in self.tables)

    @property
    def stands(self) -> bool:
        """Whether it takes the place of what its path held before: something of it was loaded."""
        return self.status not in {"退回", "跳过"}


def submission_id(source_file: str, sha256: str, previous: str) -> str:
    """Name a submission: the same file in the same place after the same history has the same name."""
    return hashlib.sha256(f"{source_file}|{sha256}|{previous}".encode()).hexdigest()[:16]
