"""Turn hits into lasting flags: known again by what they rest on, worded, followed, and put in their place."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from string import Formatter
from typing import TYPE_CHECKING, Any

from pipeline.faults import RULE, step
from pipeline.handover import as_text, lent
from pipeline.judge import dispositions, evidence, follow, lost, trust
from pipeline.judge.headlines import GONE
from pipeline.judge.identity import ids
from pipeline.judge.wording import set_apart
from pipeline.result_tables import TABLES, replace_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import duckdb

    from pipeline.judge.causes import Causes
    from pipeline.judge.filled import Filled
    from pipeline.judge.outcomes import Flagged, Hit
    from pipeline.judge.rule import Rule

Row = dict[str, Any]
_COLUMNS = [column for column, _, _ in TABLES["result.flag"][1]]
# A village that got a code, or another one, in the register keeps its flags.
_ADOPT = """
update result.flag as f set village_code = v.village_code from core.village as v
where f.village_name = v.village_name and coalesce(f.township, '') = coalesce(v.township, '')
    and f.village_code not in (select village_code from core.village) and f.village_code <> ''
    and not exists (select 1 from core.village as o where o.village_name = v.village_name
        and coalesce(o.township, '') = coalesce(v.township, '') and o.village_code <> v.village_code)
"""
_HIT_KEYS = """
select f.hit, list(distinct t.key), list(distinct t.key) filter (where coalesce(
    p.subject = n.subject or ends_with(p.subject, ' ' || n.subject), false)) as about
from found as f join traced as t on f."table" = t."table" and f.row_id = t.row_id
join hit_subject as p on f.hit = cast(p.hit as integer)
left join fact.entry_subject as n on f.row_id = n.row_id
group by f.hit
"""
_KNOWN = """
select f.flag_id, f.rule_id, f.village_code, f.subject, f.period,
    f.flag_id in (select flag_id from decision) or coalesce(bool_or(t.replaced_by <> ''), false) as holds_on,
    f.status = $gone, coalesce(list(distinct e.key) filter (where e.key is not null), [])
from result.flag as f left join result.flag_evidence as e using (flag_id)
left join traced as t on e."table" = t."table" and e.row_id = t.row_id
group by f.flag_id, f.rule_id, f.village_code, f.subject, f.period, f.status order by f.flag_id
"""


class _Wording(Formatter):
    """Fill a template the way finance people write: 12,001.50, 2013 年 4 月 5 日, 未填."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if value is None:
            return "未填"
        if format_spec:
            return format(value, format_spec)
        if isinstance(value, Decimal):
            return f"{value:,.2f}".removesuffix(".00")
        if isinstance(value, date):
            return f"{value.year} 年 {value.month} 月 {value.day} 日"
        return str(value)


WORDING = _Wording()


def worded(message: str, parts: Mapping[str, Any]) -> str:
    """Fill the template of a message."""
    return set_apart(WORDING.vformat(message, (), parts))


def store(
    con: duckdb.DuckDBPyConnection,
    flagged: Sequence[Flagged],
    unassessed: Sequence[tuple[Rule, Hit]],
    rules: Sequence[Rule],
    causes: Causes,
    filled: Filled,
    as_of: date,
    batch_id: str,
) -> None:
    """Write ``result.flag`` and ``result.flag_evidence``, carrying on the flags of earlier batches.

    ``unassessed``: what may hit, and could not be judged this time. ``rules``: all that were asked.
    ``filled``: the tables with rows.
    """
    decided = dispositions.choose(con)
    con.execute(_ADOPT)
    hits = [*((flag.rule, flag.hit) for flag in flagged), *unassessed]
    evidence.look_up(con, [hit.evidence for _, hit in hits], filled)
    evidence.trace(con, batch_id)
    lost.settle(con)
    relative = [rule.id for rule in rules if rule.relative]
    follow.say_anew(con, relative)
    seen = _seen(con, hits)
    names = ids.settle(seen, _known(con))
    before = {row["flag_id"]: row for row in _stored(con)}
    rows = dict(before)
    for flag, one, flag_id in zip(flagged, seen, names, strict=False):
        with step(RULE, flag.rule.id):
            rows[flag_id] = _row(flag, one, flag_id, before.get(flag_id), as_of)
    ordered = sorted(rows.values(), key=lambda row: row["flag_id"])
    replace_rows(con, "result.flag", [[row[column] for column in _COLUMNS] for row in ordered])
    fired = len(flagged)
    _lend(con, "named", ("hit", "flag_id"), enumerate(names[:fired]))
    con.execute("alter table named alter hit type integer")
    missing = [(flag_id, hit.missing) for flag_id, (_, hit) in zip(names[fired:], unassessed, strict=True)]
    _lend(con, "unassessed", ("flag_id", "missing"), missing)
    evidence.store(con)
    follow.follow(con, as_of, batch_id, {rule.id: rule for rule in rules}, relative, causes)
    said = [(before[flag_id]["rule_id"], false) for flag_id, false in decided.items() if flag_id in before]
    trust.rank(con, trust.of_rules((rule.id for rule in rules), said))
    con.execute(
        "drop table named; drop table unassessed; drop table found; drop table traced; drop table lost_row;"
        "drop table wanted_row; drop table hit_subject"
    )


def _stored(con: duckdb.DuckDBPyConnection) -> list[Row]:
    found = con.execute(f"select {', '.join(_COLUMNS)} from result.flag").fetchall()
    return [dict(zip(_COLUMNS, row, strict=True)) for row in found]


def _lend(
    con: duckdb.DuckDBPyConnection, name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    with lent(con, "incoming", as_text(columns, rows)):
        con.execute(f"create or replace temp table {name} as from incoming")


def _seen(con: duckdb.DuckDBPyConnection, hits: Sequence[tuple[Rule, Hit]]) -> list[ids.Seen]:
    """Say of every hit what makes it known again; temp tables ``found`` and ``traced`` stand."""
    subjects = [(number, hit.parts["subject"]) for number, (_, hit) in enumerate(hits)]
    _lend(con, "hit_subject", ("hit", "subject"), subjects)
    keys = {number: (frozenset(own), about) for number, own, about in con.execute(_HIT_KEYS).fetchall()}
    homes = {
        code: "|".join(part or "" for part in home)
        for code, *home in con.execute(
            "select village_code, county, township, village_name from core.village"
        ).fetchall()
    }
    seen = []
    for number, (rule, hit) in enumerate(hits):
        code, subject, period, _ = hit.key
        own, about = keys.get(number, (frozenset(), None))
        if not about and rule.subject == "entry" and len(hit.evidence) == 1:
            about = list(own)
        seen.append(
            ids.Seen(
                rule.id,
                rule.subject,
                code,
                homes.get(code, ""),
                subject or "",
                period,
                min(about or [""]),
                own,
            )
        )
    return seen


def _known(con: duckdb.DuckDBPyConnection) -> list[ids.Known]:
    found = con.execute(_KNOWN, {"gone": GONE}).fetchall()
    return [
        ids.Known(flag_id, rule, village, subject or "", period, holds_on, is_gone, frozenset(keys))
        for flag_id, rule, village, subject, period, holds_on, is_gone, keys in found
    ]


def _row(flag: Flagged, seen: ids.Seen, flag_id: str, before: Row | None, as_of: date) -> Row:
    rule, parts = flag.rule, flag.hit.parts
    code, name, township = flag.village
    first = before or {"first_seen": as_of, "former_id": seen.former_id}
    return {
        "flag_id": flag_id,
        "former_id": first["former_id"],
        "rule_id": rule.id,
        "title": rule.title,
        "level": flag.level,
        "village_code": code,
        "village_name": name,
        "township": township,
        "subject": parts["subject"],
        "period": parts["period"],
        "amount": parts["amount"] or Decimal(0),
        "root_cause": flag.root_cause,
        "message": worded(rule.message, {**flag.hit.limits, **parts, "village": name}) + flag.note,
        "basis": "；".join(rule.basis),
        "innocent_explanation": rule.innocent,
        "next_check": rule.next_check,
        "status": follow.PENDING,
        "conclusion": None,
        "rectification": None,
        "first_seen": min(first["first_seen"], as_of),
        "last_seen": as_of,
        "priority": Decimal(0),
        "priority_reason": "",
    }
