"""Say of the rows that flags rested on, and that stand in no current version, what became of them.

Set aside or sent back is not gone: only what was read again without the row, or taken back, is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.handover import as_text, lent
from pipeline.judge.facts._changes import PAYEE
from pipeline.judge.facts._set_aside import texts_of
from pipeline.judge.facts._versions import plain
from pipeline.judge.identity import rows
from pipeline.known import EXAMPLE_GONE, RETRACTED
from pipeline.values.money import to_cents
from schemas import ledgers

if TYPE_CHECKING:
    import duckdb

    from schemas._spec import Ledger

SET_ASIDE, DELETED, WITHDRAWN = "未装载", "删去", "撤回"
# The next version of a book may still bring these.
UNREAD = (SET_ASIDE, rows.SENT_BACK)
_COLUMNS = ("table", "row_id", "standing", "is_unread", "told")
_LOST = """
select distinct t."table", t.row_id, t.standing, coalesce(t.replaced_by, ''), e.source_file, e.source_sheet
from traced as t join result.flag_evidence as e on t."table" = e."table" and t.row_id = e.row_id
where t.standing <> '' order by all
"""


def settle(con: duckdb.DuckDBPyConnection) -> None:
    """Put into temp table ``lost_row`` what became of each row of ``traced`` that can't be read where it stood."""
    told = _Archive(con)
    found = [
        (title, row_id, standing, standing in UNREAD, words)
        for title, row_id, state, replaced_by, file, sheet in con.execute(_LOST).fetchall()
        for standing, words in [told.fate(title, row_id, state, replaced_by, file, sheet)]
    ]
    with lent(con, "incoming", as_text(_COLUMNS, found)):
        con.execute(
            "create or replace temp table lost_row as"
            " select * replace (cast(is_unread as boolean) as is_unread) from incoming"
        )


@dataclass(frozen=True, slots=True)
class _Row:
    """What a row says, whether it was loaded or set aside (``told``: where, and why).

    ``origin``: the first version of one that was loaded.
    """

    texts: frozenset[str]
    amounts: frozenset[int]
    told: str = ""
    origin: str = ""

    def likeness(self, other: _Row) -> int:
        """Count what both say: words, numbers, day, amount."""
        return len(self.texts & other.texts) + len(self.amounts & other.amounts)


class _Archive:
    """What came in the place of what: submissions, and the rows they hold that were set aside."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.con = con
        self.kinds = {kind.title: kind for kind in ledgers().values()}
        known = con.execute("select submission_id, superseded_by, status from meta.submission").fetchall()
        self.submissions = {one: (after, status) for one, after, status in known}
        read = con.execute(
            "select distinct submission_id, sheet from meta.sheet where outcome = '装载'"
        ).fetchall()
        self.read = set(read)
        self.aside: dict[str, list[_Row]] = {}
        self.sheets: dict[tuple[str, ...], dict[str, _Row]] = {}

    def fate(
        self, title: str, row_id: str, state: str, replaced_by: str, file: str, sheet: str
    ) -> tuple[str, str]:
        """Give what became of a row, and a sentence on it."""
        place = f"{file}“{sheet}”"
        if state == rows.SENT_BACK:
            return rows.SENT_BACK, f"{place}新报的一版没有装载"
        if replaced_by in (RETRACTED, EXAMPLE_GONE):
            return WITHDRAWN, f"{place}已撤回"
        kind = self.kinds.get(title)
        if kind is not None:
            for submission in self._since(replaced_by, sheet):
                fitting = (one for one in self._set_aside(submission) if self._may_be(one, kind, row_id))
                if (one := next(fitting, None)) is not None:
                    return SET_ASIDE, one.told
        return DELETED, f"{place}重报后没有这一行"

    def _since(self, submission: str, sheet: str) -> list[str]:
        """List, the latest first, the versions from ``submission`` on, back to the last in which the sheet was read."""
        chain: list[str] = []
        while submission in self.submissions:
            chain.append(submission)
            submission = self.submissions[submission][0]
        read = [place for place, one in enumerate(chain) if (one, sheet) in self.read]
        loaded = [
            place for place, one in enumerate(chain) if self.submissions[one][1] in ("受理", "部分受理")
        ]
        return chain[max(read or loaded, default=0) :][::-1]

    def _set_aside(self, submission: str) -> list[_Row]:
        if submission not in self.aside:
            found = self.con.execute(
                'select source_file, sheet, "row", reason, cast(cells as varchar) from meta.rejected_row'
                " where submission_id = ? order by all",
                [submission],
            ).fetchall()
            self.aside[submission] = [_read(*one) for one in found]
        return self.aside[submission]

    def _may_be(self, one: _Row, kind: Ledger, row_id: str) -> bool:
        """Tell whether a row set aside is like any version of a row, and like no other row of its sheet more."""
        before = self._sheet(kind, row_id)
        own = {name for name, row in before.items() if row.origin == before[row_id].origin}
        likeness = max(one.likeness(before[name]) for name in own)
        return likeness > 0 and likeness >= max(map(one.likeness, before.values()))

    def _sheet(self, kind: Ledger, row_id: str) -> dict[str, _Row]:
        """Give all rows that the sheet a row stood on ever had."""
        history = f'history."{kind.name}"'
        [place] = self.con.execute(
            f"select source_file, source_sheet from {history} where row_id = ? limit 1", [row_id]
        ).fetchall()
        if place not in self.sheets:
            names = [
                name for name in dict.fromkeys([*kind.natural_key, *sorted(PAYEE)]) if name in kind.by_name
            ]
            words = [name for name in names if kind.by_name[name].role in ("text", "date")]
            money = [name for name in kind.amount_fields if kind.by_name[name].role == "money"]
            rows = self.con.execute(
                f"select h.row_id, coalesce(f.first_row_id, h.row_id), {', '.join([*words, *money])}"
                f" from {history} as h left join fact.first_version as f on f.kind = ? and h.row_id = f.row_id"
                " where source_file = ? and source_sheet = ?",
                [kind.name, *place],
            ).fetchall()
            last = 2 + len(words)
            self.sheets[place] = {
                row[0]: _Row(
                    frozenset(plain(str(text)) for text in row[2:last] if text),
                    frozenset(abs(int(value * 100)) for value in row[last:] if value),
                    origin=row[1],
                )
                for row in rows
            }
        return self.sheets[place]


def _read(file: str, sheet: str, row: int, reason: str, cells: str) -> _Row:
    texts = texts_of(cells)
    cents = (to_cents(text) for text in texts)
    return _Row(
        frozenset(plain(text) for text in texts) - {""},
        frozenset(abs(value) for value in cents if isinstance(value, int)),
        f"{file}“{sheet}”第 {row} 行没有装载：{reason}",
    )
