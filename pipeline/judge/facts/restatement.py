"""Say what changed between the versions of a book: rows deleted, changed, or inserted after the fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.handover import lent, read
from pipeline.judge.emptiness import all_of
from pipeline.judge.facts._changes import MONEY, PLACE, changed, whole_rows
from pipeline.judge.facts._kinds import REPLACED, kinds_with_rows
from pipeline.judge.facts._set_aside import texts_of
from pipeline.judge.facts._versions import DERIVED, match, plain, plained
from schemas import ledgers

if TYPE_CHECKING:
    from datetime import date

    import duckdb

    from schemas._spec import Ledger

TITLE = "重报差异：同一账簿前后两次报送逐行比对，改动的每列一行，增减的每行一行"
COLUMNS = {
    "village_code": ("varchar", "村代码"),
    "kind": ("varchar", "表种"),
    "slice_id": ("varchar", "账册编号"),
    "book": ("varchar", "账簿：表名、资金、文件和工作表"),
    "period": ("date", "期间：所属期间的第一天"),
    "version": ("integer", "后一次是第几次报送"),
    "change": ("varchar", "变化：新增/删除/改动/事后插入"),
    "row_id_before": ("varchar", "前次行编号"),
    "row_id_after": ("varchar", "后次行编号"),
    "column": ("varchar", "列名：整行增减的为空"),
    "before": ("varchar", "前次内容"),
    "after": ("varchar", "后次内容"),
    "amount": ("decimal(18, 2)", "金额（元）：增减的行的金额，改动的差额，金额未变的为该行金额"),
    "is_weighty": ("boolean", "是否计入 WB07：续记的新行，凭证号、备注等的改动不计"),
    "is_explained": ("boolean", "是否有更正说明"),
    "place_before": ("varchar", "前次的文件、工作表和行号"),
    "place_after": ("varchar", "后次的文件、工作表和行号"),
    "submission_before": ("varchar", "前次报送编号"),
    "submission_after": ("varchar", "后次报送编号"),
}
_COMPARED = tuple(kind for kind in ledgers().values() if kind.per_village and kind.amount_fields)
EMPTY_IF = all_of(*(f"past.{kind.name}" for kind in _COMPARED))
_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = dict.fromkeys(COLUMNS, pl.String)
_SCHEMA |= {"period": pl.Date, "version": pl.Int32, "amount": MONEY, "is_weighty": pl.Boolean}
_SCHEMA |= {"is_explained": pl.Boolean}
_SLICE = ["successor", "slice_id"]
_NOTE, _CORRECTED = "更正说明", "更正"


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """Compare every version with the one that replaced it, in the kinds that hold a village's money.

    The same bytes read again, with a dictionary that has changed, are no other version.
    A row that is current elsewhere, that a later version has again or that the new version holds but could
    not be read is not deleted; one that an earlier version had, read or not, is not inserted; a cell that could
    not be read in one version is not changed.
    """
    found = [
        lines
        for kind in kinds_with_rows(con, _COMPARED, REPLACED)
        if (lines := _Versions(con, kind).lines()) is not None
    ]
    if not found:
        return pl.DataFrame(schema=_SCHEMA)
    order = ["kind", "village_code", "slice_id", "version", "row_id_before", "row_id_after", "column"]
    return pl.concat(found).sort(order, nulls_last=True)


class _Versions:
    """All versions of the books of one kind that have been replaced, and those that replaced them."""

    def __init__(self, con: duckdb.DuckDBPyConnection, kind: Ledger) -> None:
        self.con, self.kind = con, kind
        self.history = f'history."{kind.name}"'
        # what is inferred in one kind is written, and tells rows apart, in another: the category of a budget
        self.fields = [f for f in kind.fields if f.name not in DERIVED or f.name in kind.natural_key]
        self.key = ["village_code", *("=" + name for name in kind.natural_key)]

    def lines(self) -> pl.DataFrame | None:
        """Compare; None when no book of this kind was ever handed in again, or nothing differs."""
        self.before = self._rows(
            "h.superseded_by",
            "left join meta.submission as o on h.submission_id = o.submission_id"
            " semi join meta.submission as s on h.superseded_by = s.submission_id and s.sha256 is distinct from o.sha256",
        )
        if self.before.is_empty():
            return None
        self.after = self._rows(
            "h.submission_id", f"semi join {self.history} as o on h.submission_id = o.superseded_by"
        ).join(self.before, on="successor", how="semi")
        pairs = match(self.before, self.after, self.kind, [f.name for f in self.fields])
        missing = self.before.join(pairs, on="id", how="anti")
        added = self.after.join(pairs, left_on="id", right_on="id_after", how="anti")
        both = self.before.join(pairs, on="id").join(
            self.after, left_on="id_after", right_on="id", suffix="_after"
        )
        lines = changed(both, self.kind, self.fields)
        if not missing.is_empty():
            lines = _with(lines, whole_rows(self._deleted(missing), self.kind, "before"))
        if not added.is_empty():
            lines = _with(lines, whole_rows(self._inserted(added), self.kind, "after"))
        return None if lines.is_empty() else self._named(lines)

    def _rows(self, successor: str, joined: str) -> pl.DataFrame:
        own = ["row_id", "submission_id", "slice_id", "village_code", "period", *PLACE]
        names = ", ".join(f'h."{n}"' for n in dict.fromkeys([*own, *(f.name for f in self.fields)]))
        notes = [f"h.{n}" for n in ("summary", "memo", "note") if n in self.kind.by_name]
        # amounts of other currencies can't be told in 元
        own_money = "coalesce(h.currency, '人民币') = '人民币'" if "currency" in self.kind.by_name else "true"
        frame = read(
            self.con,
            f"select {names}, concat_ws(' ', {', '.join([*notes, repr('')])}) as note_text,"
            f" {successor} as successor from {self.history} as h {joined} where {own_money}",
        )
        frame = frame.join(_unread_cells(self.con), on=["submission_id", *PLACE[1:]], how="left")
        return plained(frame.sort("successor", *PLACE), self.fields).with_row_index("id")

    def _deleted(self, missing: pl.DataFrame) -> pl.DataFrame:
        """Keep of ``missing`` what is not current elsewhere nor among the unread rows of the new version."""
        missing = missing.join(
            self._keys(missing, "superseded_by = ''"), on=self.key, how="anti", nulls_equal=True
        )
        return self._not_unread(missing, "successor").with_columns(change=pl.lit("删除"))

    def _not_unread(self, rows: pl.DataFrame, submission: str) -> pl.DataFrame:
        """Leave out the rows whose words stand in a row of ``submission`` that could not be read."""
        words = next((n for n in self.kind.natural_key if n in ("summary", "name", "item", "memo")), None)
        unread = _unread(self.con, rows[submission].unique().to_list())
        if words is None or not unread:
            return rows
        told = rows.select("=" + words, submission).iter_rows()
        there = [text is not None and text in unread.get(one, "") for text, one in told]
        return rows.filter(~pl.Series(there, dtype=pl.Boolean))

    def _inserted(self, added: pl.DataFrame) -> pl.DataFrame:
        """Tell rows of ``added`` that date back (事后插入) from those that carry the book on (新增)."""
        day = pl.col(self.kind.date_field) if self.kind.date_field else pl.lit(None, pl.Date)
        ends = self.before.group_by(_SLICE).agg(last_day=day.max(), predecessor=pl.col("submission_id").min())
        when = read(self.con, "select submission_id, received_at from meta.submission")
        earlier = self._keys(added, "superseded_by <> ''").join(when, on="submission_id")
        earlier = earlier.group_by(self.key).agg(seen_at=pl.col("received_at").min())
        restored = (pl.col("seen_at") < pl.col("received_at")).fill_null(value=False)
        dates_back = pl.when(day <= pl.col("last_day")).then(pl.lit("事后插入"))
        return (
            self._not_unread(added.join(ends, on=_SLICE), "predecessor")
            .join(when, on="submission_id", how="left")
            .join(earlier, on=self.key, how="left", nulls_equal=True)
            .filter(~restored)
            .with_columns(change=dates_back.otherwise(pl.lit("新增")))
        )

    def _keys(self, rows: pl.DataFrame, condition: str) -> pl.DataFrame:
        """Read submission and natural key of every row that fulfils ``condition`` in the villages of ``rows``."""
        names = ", ".join(f'"{n}"' for n in self.kind.natural_key)
        with lent(self.con, "villages_wanted", rows.select("village_code").unique()):
            found = read(
                self.con,
                f"select village_code, submission_id, {names} from {self.history}"
                f" where village_code in (select village_code from villages_wanted) and {condition}",
            )
        return plained(found, [self.kind.by_name[n] for n in self.kind.natural_key])

    def _named(self, lines: pl.DataFrame) -> pl.DataFrame:
        """Add to each line its book, the number of the version, and whether it was explained."""
        received = read(self.con, "select submission_id as successor, received_at from meta.submission")
        labels = [pl.col(n) for n in self.kind.slice_fields]
        named = pl.concat_str(labels, separator="·", ignore_nulls=True) if labels else pl.lit("")
        books = (
            self.before.join(received, on="successor", how="left")
            .with_columns(label=named)
            .group_by(*_SLICE, maintain_order=True)
            .agg(pl.col("label", "source_file", "source_sheet", "period", "received_at").first(),
                 first_submission=pl.col("submission_id").first())
            .sort("received_at", "successor")
            .with_columns(
                version=(pl.int_range(pl.len()).over("slice_id") + 2).cast(pl.Int32),
                book=pl.concat_str(
                    pl.lit(self.kind.title),
                    pl.when(pl.col("label") != "").then(pl.format("（{}）", "label")).otherwise(pl.lit("")),
                    pl.format(" {}#{}", "source_file", "source_sheet"),
                ),
            )
        )  # fmt: skip
        explained = _explained(self.con) | set(
            self.after.filter(pl.col("note_text").str.contains(_NOTE, literal=True))["successor"]
        )
        own_note = pl.col("note_text").str.contains(_CORRECTED, literal=True)
        return lines.join(books, on=_SLICE).select(
            kind=pl.lit(self.kind.name),
            is_explained=own_note | pl.col("successor").is_in(sorted(explained)),
            submission_before=pl.coalesce("submission_before", "first_submission"),
            submission_after=pl.col("successor"),
            **{
                name: pl.col(name)
                for name in COLUMNS
                if name not in ("kind", "is_explained", "submission_before", "submission_after")
            },
        ).select(list(COLUMNS))  # fmt: skip


def _with(lines: pl.DataFrame, more: pl.DataFrame) -> pl.DataFrame:
    return pl.concat([lines, more], how="diagonal")


def _unread(con: duckdb.DuckDBPyConnection, submissions: list[str]) -> dict[str, str]:
    """Give the plain text of all rows of ``submissions`` that could not be loaded."""
    rows = con.execute(
        "select submission_id, cast(cells as varchar) from meta.rejected_row"
        " where list_contains($submissions, submission_id) order by all",
        {"submissions": submissions},
    ).fetchall()
    found: dict[str, str] = {}
    for submission, cells in rows:
        text = "|".join(map(plain, texts_of(cells)))
        found[submission] = f"{found.get(submission, '')}|{text}"
    return found


def _unread_cells(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Name, by row, the columns of which the cell could not be read."""
    return read(
        con,
        """
        select
            submission_id, sheet as source_sheet, cast(regexp_extract(cell, '[0-9]+') as integer) as source_row,
            list_sort(list(distinct "column")) as unread
        from meta.issue
        where regexp_full_match(cell, '[A-Z]+[0-9]+') and "column" <> ''
        group by all
        """,
    )


def _explained(con: duckdb.DuckDBPyConnection) -> set[str]:
    """Name the submissions that say of themselves to correct something: in a title, a name, an unread row."""
    rows = con.execute(
        "select submission_id from meta.sheet where contains(concat_ws(' ', title, sheet, source_file), $note)"
        " union select submission_id from meta.rejected_row where contains(cast(cells as varchar), $note)",
        {"note": _NOTE},
    ).fetchall()
    return {submission for (submission,) in rows}
