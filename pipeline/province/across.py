"""Compute what the rules need to know across counties, which no county knows by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.ddl import literal
from pipeline.handover import lent
from pipeline.judge import facts
from pipeline.judge.facts.repeated_content import KINDS
from schemas import ledgers

if TYPE_CHECKING:
    from datetime import date

    import duckdb

# The tables made here, and those they are made from.
MADE = frozenset({"fact.shared_account", "fact.repeated_content"})
READ = frozenset({"meta.submission", *(f"ledger.{kind}" for kind in KINDS)})
_SPENT = ("expense", "amount_out", "debit", "amount")
# One file in two counties: its rows stand in both, whatever the villages are called.
_SAME_FILE = """
with entry as (
    {entries}
),

submission as (
    select submission_id, sha256
    from meta.submission
    where coalesce(superseded_by, '') = ''
),

filed as (
    select
        s.sha256,
        e.kind_title,
        e.village_code,
        e.submission_id,
        e.source_file,
        e.source_sheet,
        e.period,
        e.row_id,
        e.spent
    from entry as e
    inner join submission as s on e.submission_id = s.submission_id
),

first_file as (
    select
        sha256,
        kind_title,
        source_sheet,
        min(source_file) as source_file
    from filed
    group by sha256, kind_title, source_sheet
    having min(source_file) < max(source_file)
),

original as (
    select
        f.sha256,
        f.kind_title,
        f.source_sheet,
        f.source_file,
        min(f.village_code) as village_code
    from filed as f
    inner join first_file as o
        on
            f.sha256 = o.sha256
            and f.kind_title = o.kind_title
            and f.source_sheet = o.source_sheet
            and f.source_file = o.source_file
    group by f.sha256, f.kind_title, f.source_sheet, f.source_file
),

counted as (
    select
        submission_id,
        source_sheet,
        kind_title,
        village_code,
        count(*) as many,
        cast(sum(spent) as decimal(18, 2)) as spent
    from filed
    group by submission_id, source_sheet, kind_title, village_code
),

final as (
    select
        f.village_code,
        o.village_code as other_village_code,
        f.kind_title,
        '同一文件' as relation,
        f.source_file,
        f.source_sheet,
        o.source_file as other_file,
        o.source_sheet as other_sheet,
        substring(f.sha256, 1, 16) as hash,
        substring(o.sha256, 1, 16) as other_hash,
        make_date(year(f.period), month(f.period), 1) as period,
        cast(c.many as integer) as rows_common,
        cast(c.many as integer) as rows_smaller,
        c.spent,
        f.row_id
    from filed as f
    inner join original as o
        on
            f.sha256 = o.sha256
            and f.kind_title = o.kind_title
            and f.source_sheet = o.source_sheet
            and f.source_file <> o.source_file
    inner join counted as c
        on
            f.submission_id = c.submission_id
            and f.source_sheet = c.source_sheet
            and f.kind_title = c.kind_title
            and f.village_code = c.village_code
)

select * from final
"""


def make(con: duckdb.DuckDBPyConnection, as_of: date) -> None:
    """Make the tables ``MADE`` on a database in which the counties stand side by side."""
    computed = facts.load_facts()["shared_account"].compute(con, as_of)
    con.execute("create schema if not exists fact")
    with lent(con, "computed_fact", computed):
        con.execute("create table fact.shared_account as from computed_fact")
    con.execute(f"create table fact.repeated_content as {same_file()}")


def same_file() -> str:
    """Select the rows of files that several counties have handed in, in the form of ``fact.repeated_content``."""
    entries = []
    for name in KINDS:
        kind = ledgers()[name]
        spent = next(column for column in _SPENT if column in kind.by_name)
        entries.append(
            f"select {literal(kind.title)} as kind_title, village_code, submission_id, source_file, source_sheet,"
            f" period, row_id, coalesce({spent}, 0) as spent from ledger.\"{name}\" where village_code <> ''"
        )
    return _SAME_FILE.format(entries=" union all ".join(entries))
