"""Hold where a field's cells stand on a sheet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Literal


@dataclass(slots=True)
class Column:
    """Where a field's cells stand: one column, several alternatives, or the parts of a split value.

    ``why``: what it was taken for the field by, where that is no header on the field's list. ``half``: the code or the
    name of an account, where its cells hold both.
    """

    alias: str
    header: str
    columns: list[int] = field(default_factory=list)
    parts: dict[str, int] = field(default_factory=dict)
    why: str = ""
    half: Literal["", "code", "name"] = ""

    @property
    def first(self) -> int:
        """The first sheet column the field's cells stand in."""
        return self.columns[0] if self.columns else next(iter(self.parts.values()))
