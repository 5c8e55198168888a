"""Write a batch into the warehouse: rows, what they replace and the books, then rules and flags."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from pipeline import bookkeeping, corrections, supersede, warehouse
from pipeline.edition import SCHEMA_VERSION
from pipeline.faults import FACT
from pipeline.frames import frame
from pipeline.handover import lent
from pipeline.judge import broken, dispositions, evaluate, facts, headlines, views
from pipeline.phases import JUDGING, LOADING
from pipeline.place.locate import money_of
from pipeline.validate import Refused, validate
from schemas import _kept

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import duckdb
    import polars as pl

    from pipeline.faults import Fault
    from pipeline.known import Known, Withdrawal
    from pipeline.phases import Progress, Step
    from pipeline.place.identify import Village
    from pipeline.place.submission import Submission
    from schemas._spec import Ledger


@dataclass(frozen=True, slots=True)
class Batch:
    """What identifies a batch."""

    batch_id: str
    started_at: datetime
    as_of: date
    program: str
    files_seen: int


def load(
    con: duckdb.DuckDBPyConnection,
    batch: Batch,
    ledgers: dict[str, Ledger],
    submissions: list[Submission],
    known: Known,
    villages: list[Village],
    register_hash: str,
    gone: list[Withdrawal],
    show: Callable[[list[Submission]], None],
    progress: Progress,
) -> None:
    """Load ``submissions`` (in their order) and settle what they replace, in one transaction.

    ``show`` fills in the cells of the rows that were set aside after reading.
    Asserts that rows and money of every sheet are accounted for.
    """
    con.execute("begin")
    fresh = [s for s in submissions if not s.unchanged]
    with progress(LOADING, sum(s.rows_loaded for s in fresh)) as done:
        slices = _load_rows(con, ledgers, fresh, done)
    show(fresh)
    _replace(con, ledgers, fresh, known, gone)
    if known.batch_id and register_hash != known.register_hash:
        _adopt_codes(con, ledgers, villages)
    order = {s.submission_id: rank for rank, s in enumerate(fresh)}
    arrived = {kind for _, _, kind in slices}
    for ledger in (ledger for ledger in ledgers.values() if ledger.name in arrived):
        overlaps = supersede.settle(con, ledger, order)
        warehouse.add_meta(con, "slice_overlap", [_overlap(o) for o in overlaps])
    _keep_books(con, batch, ledgers, submissions, slices, register_hash)
    for one in fresh:
        one.forget_values()
    con.execute("commit")


def judge(
    con: duckdb.DuckDBPyConnection,
    batch: Batch,
    ledgers: dict[str, Ledger],
    faults: Sequence[Fault],
    progress: Progress,
) -> None:
    """Apply corrections and evaluate the rules on what is loaded, in one transaction; ``faults`` are left out.

    Raises ``StepFailed`` for a further step to be left out; then nothing is done, and all has to be done again.
    """
    con.execute("begin")
    corrections.apply(con, ledgers)
    supersede.retire_totals(con)
    evaluate.enter(con, batch.as_of, batch.batch_id)
    with progress(JUDGING, facts.many() + views.many() + len(evaluate.in_force())) as done:
        filled = facts.build(con, batch.as_of, broken.names(faults, FACT), done)
        evaluate.evaluate(con, batch.as_of, batch.batch_id, filled, faults, done)
    dispositions.check(con)
    headlines.record(con, batch.batch_id)
    told = json.dumps([asdict(fault) for fault in faults], ensure_ascii=False)
    con.execute("update meta.batch set faults = ? where batch_id = ?", [told, batch.batch_id])
    con.execute("commit")


def _load_rows(
    con: duckdb.DuckDBPyConnection, ledgers: dict[str, Ledger], fresh: list[Submission], done: Step
) -> dict[tuple[str, str, str], str]:
    """Validate and append the rows of every kind; returns the slice of each (submission, sheet, kind)."""
    slices: dict[tuple[str, str, str], str] = {}
    frames: list[tuple[Ledger, pl.DataFrame]] = []
    refused: list[tuple[str, Refused]] = []
    for ledger in ledgers.values():
        tables = [t for s in fresh for t in s.tables if t.extract.kind == ledger.name and t.extract.rows]
        if not tables:
            continue
        accepted, bad = validate(ledger, frame(ledger, tables))
        refused += [(ledger.name, one) for one in bad]
        frames.append((ledger, accepted))
    bookkeeping.set_aside(fresh, refused, ledgers)
    # One after the other: a frame that is loaded makes room.
    while frames:
        ledger, accepted = frames.pop()
        _assert_loaded(ledger, accepted, fresh)
        for (submission, sheet), slice_id in warehouse.add_rows(con, ledger, accepted).items():
            slices[submission, sheet, ledger.name] = slice_id
        done(accepted.height)
    return slices


def _assert_loaded(ledger: Ledger, accepted: pl.DataFrame, fresh: list[Submission]) -> None:
    """Assert that the frame holds exactly the rows and money the sheets' books say were loaded."""
    import polars as pl

    counted: Counter[tuple[str, str]] = Counter()
    money: Counter[tuple[str, str]] = Counter()
    for one in fresh:
        for table in one.tables:
            if table.extract.kind == ledger.name:
                counted[one.submission_id, table.extract.sheet] += len(table.extract.rows)
                money[one.submission_id, table.extract.sheet] += money_of(table, ledger)
    own = pl.col("currency") == "人民币" if "currency" in accepted.columns else pl.lit(True)
    amount = (
        pl.sum_horizontal([pl.col(n).fill_null(0).cast(pl.Decimal(38, 2)) for n in ledger.amount_fields])
        if ledger.amount_fields
        else pl.lit(0).cast(pl.Decimal(38, 2))
    )
    sums = accepted.group_by("submission_id", "source_sheet").agg(
        pl.len().alias("rows"), amount.filter(own).sum().alias("money")
    )
    for submission, sheet, rows, total in sums.iter_rows():
        key = (submission, sheet)
        assert rows == counted[key], f"装载行数不平：{ledger.title} {sheet}：账上 {counted[key]}，库中 {rows}"
        assert total == bookkeeping.yuan(money[key]), f"装载金额不平：{ledger.title} {sheet}：库中 {total}"
    assert sum(counted.values()) == accepted.height, f"装载行数不平：{ledger.title}"


def _replace(
    con: duckdb.DuckDBPyConnection,
    ledgers: dict[str, Ledger],
    fresh: list[Submission],
    known: Known,
    gone: list[Withdrawal],
) -> None:
    for one in fresh:
        earlier = known.files.get(one.source_file)
        if earlier is None:
            continue
        again = one.readable and one.sha256 == earlier.sha256
        if one.stands or again:
            # The same bytes read with better knowledge: what was read before counts no more, sent back or not.
            kept = [] if again else one.kept_sheets
            supersede.replace_path(con, ledgers, one.source_file, one.submission_id, kept)
        con.execute(
            "update meta.submission set superseded_by = ? where submission_id = ?",
            [one.submission_id, earlier.submission_id],
        )
    for withdrawal in gone:
        supersede.retract_submission(con, ledgers, withdrawal.submission_id, withdrawal.by)
        con.execute(
            "update meta.submission set superseded_by = ?, note = ? where submission_id = ?",
            [withdrawal.by, withdrawal.why, withdrawal.submission_id],
        )


def _adopt_codes(con: duckdb.DuckDBPyConnection, ledgers: dict[str, Ledger], villages: list[Village]) -> None:
    """Give earlier rows the code and county their village has in the register now, and their books the id of both.

    A row without a county is of the village with its code, or of the only one of its name.
    """
    import polars as pl

    names = ("code", "name", "town", "county")
    register = pl.DataFrame(
        [(v.code, v.name, v.township, v.county) for v in villages],
        dict.fromkeys(names, pl.String),
        orient="row",
    ).with_columns(alone=pl.len().over("town", "name") == 1)
    own = (
        "from register as r where h.village_name = r.name and coalesce(h.township, '') = r.town"
        " and (h.village_code = r.code or coalesce(h.county, '') = r.county or h.county is null and r.alone)"
        " and (h.village_code <> r.code or coalesce(h.county, '') <> r.county)"
    )
    place = "village_code = r.code, county = nullif(r.county, '')"
    slice_id = f"slice_id = case when h.county is null then {warehouse.slice_of('h.slice_id', 'r.county')} else h.slice_id end"
    with lent(con, "register", register):
        for name in ledgers:
            con.execute(f'update history."{name}" as h set {place}, {slice_id} {own}')
        for table in ("meta.sheet", "meta.printed_total"):
            con.execute(f"update {table} as h set {place} {own}")


def _keep_books(
    con: duckdb.DuckDBPyConnection,
    batch: Batch,
    ledgers: dict[str, Ledger],
    submissions: list[Submission],
    slices: dict[tuple[str, str, str], str],
    register_hash: str,
) -> None:
    fresh = [s for s in submissions if not s.unchanged]
    add = warehouse.add_meta
    add(
        con,
        "submission",
        [bookkeeping.submission_row(s, batch.batch_id, batch.started_at, ledgers) for s in submissions],
    )
    add(con, "sheet", [row for s in fresh for row in bookkeeping.sheet_rows(s, ledgers)])
    add(con, "sheet_column", [row for s in fresh for row in bookkeeping.column_rows(s, ledgers)])
    add(con, "unread", [row for s in fresh for row in bookkeeping.unread_rows(s)])
    add(con, "issue", [row for s in submissions for row in bookkeeping.issue_rows(s)])
    add(con, "rejected_row", [row for s in fresh for row in bookkeeping.rejected_rows(s, ledgers)])
    add(con, "printed_total", [row for s in fresh for row in bookkeeping.total_rows(s, slices)])
    row: dict[str, object] = {
        "batch_id": batch.batch_id,
        "started_at": batch.started_at,
        "as_of": batch.as_of,
        "program_version": batch.program,
        "program_hash": _kept.fingerprint(),
        "files_seen": batch.files_seen,
        "files_read": len(submissions),
        "rows_loaded": sum(s.rows_loaded for s in fresh),
        "rows_rejected": sum(s.rows_rejected for s in fresh),
        "register_hash": register_hash,
        "schema_version": SCHEMA_VERSION,
    }
    add(con, "batch", [row])


def _overlap(overlap: supersede.Overlap) -> dict[str, object]:
    return {name: getattr(overlap, name) for name in overlap.__slots__}
