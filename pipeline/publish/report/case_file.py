"""Write the case file of a village: a page to print and take along, with its money, its flags, what to ask for."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.errors import WrongSettings
from pipeline.findings import LEVELS
from pipeline.judge.headlines import is_pending
from pipeline.publish.feedback.naming import name
from pipeline.publish.report import markup, requests, sections, topics
from pipeline.publish.report.facts import together
from pipeline.publish.report.table import Table, read

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import duckdb

    from pipeline.publish.report.figures import Figures
    from pipeline.publish.report.table import Value

FOLDER = "案卷"
MOST_EVIDENCE = 12
_FUND = (
    "year", "stars", "granted", "received", "spent", "balance", "spent_unapproved", "unapproved_share",
    "spent_without_document", "undocumented_share",
)  # fmt: skip
_SHARE = (
    "cooperative", "year", "opening_capital", "contributed", "reinvested", "reduced", "closing_capital", "received",
    "yield",
)  # fmt: skip
_DIVIDEND = (
    "cooperative", "year", "dividend", "required_reinvestment", "reinvested", "offset_amount", "shortfall", "in_hand",
    "untraced", "verdict",
)  # fmt: skip
_USE = (
    "cooperative",
    "year",
    "date",
    "category",
    "summary",
    "payee",
    "amount",
    "document_type",
    "resolution_no",
)


@dataclass(frozen=True, slots=True)
class Village:
    """One village of the register."""

    code: str
    name: str
    township: str
    county: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact that several flags may speak of: the amount counts once, the largest."""

    amount: Decimal
    flags: list[dict[str, Value]]
    evidence: list[dict[str, Value]]
    hidden: int


def register(con: duckdb.DuckDBPyConnection) -> list[Village]:
    """List the villages of the register, township by township."""
    known = con.execute(
        "select village_code, village_name, coalesce(township, ''), coalesce(county, '') from core.village"
        " order by township, village_code"
    ).fetchall()
    return [Village(*row) for row in known]


def find(con: duckdb.DuckDBPyConnection, named: str) -> Village:
    """Find the village called ``named``: its name, with its township before it if need be, or its code.

    Raises ``WrongSettings``, naming the candidates, when none or several are meant.
    """
    villages = register(con)
    word = named.strip().replace("／", "/").replace("/", "").replace(" ", "")
    found = [
        v for v in villages if word in {v.code, v.name, v.township + v.name, v.county + v.township + v.name}
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise WrongSettings(f"有 {len(found)} 个村叫“{named}”，请连乡镇一起写，或写村代码：{_listed(found)}")
    near = [v for v in villages if word and (word in v.township + v.name or v.name.rstrip("村") in word)]
    hint = f"是不是：{_listed(near[:20])}" if near else "村名以村情登记表为准。"
    raise WrongSettings(f"没有叫“{named}”的村。{hint}")


def chosen(
    con: duckdb.DuckDBPyConnection, villages: Sequence[str], townships: Sequence[str]
) -> list[Village]:
    """List the named ``villages`` and those of the named ``townships``, all where none is named.

    Raises ``WrongSettings`` for a name that is none.
    """
    every = register(con)
    places = {village.township for village in every} | {
        village.county + village.township for village in every
    }
    if unknown := [one for one in townships if one not in places]:
        raise WrongSettings(f"没有叫“{'、'.join(unknown)}”的乡镇。乡镇名以村情登记表为准。")
    named = [find(con, one) for one in villages]
    if not villages and not townships:
        return every
    return [
        one for one in every
        if one in named or one.township in townships or one.county + one.township in townships
    ]  # fmt: skip


def place(village: Village) -> str:
    """Say where the case file of ``village`` stands below outputs/reports/."""
    return f"{FOLDER}/{name(f'核查案卷-{village.township}{village.name}.html', '.html', ())}"


def write(path: Path, con: duckdb.DuckDBPyConnection, figures: Figures, village: Village) -> None:
    """Write the case file of ``village`` to ``path``."""
    path.write_text(render(con, figures, village), encoding="utf-8", newline="\n")


def render(con: duckdb.DuckDBPyConnection, figures: Figures, village: Village) -> str:
    """Fill the case file with what was published on ``village``."""

    def own(topic: Callable[[duckdb.DuckDBPyConnection, str], Table]) -> Table:
        table = topic(con, village.township)
        places = table.position("township"), table.position("village_name")
        here = (village.township, village.name)
        rows = [row for row in table.rows if (row[places[0]] or "", row[places[1]]) == here]
        return Table(table.title, table.columns, rows)

    flags = own(topics.flags)
    told = {rule["rule_id"]: rule for rule in topics.rules(con, village.township).records()}
    _, missing = sections.reporting(own(topics.submission_status))
    open_flags = [flag for flag in flags.records() if is_pending(flag["status"], flag["rectification"])]
    amounts = con.execute(
        "select amount, lost_amount, procedure_amount from core.flag_amount where scope = '村' and village_code = ?",
        [village.code],
    ).fetchone()
    amount, lost, procedure = amounts or (Decimal(0),) * 3
    return markup.render(
        "case_file.html.j2",
        policy=markup.policy([]),
        style=markup.asset("report.css") + markup.asset("case_file.css"),
        figures=figures,
        village=village,
        count=len(open_flags),
        amount=amount,
        lost=lost,
        procedure=procedure,
        levels=[(level, sum(flag["level"] == level for flag in open_flags)) for level in LEVELS],
        balances=_balances(con, village),
        fund=sections.chosen(own(topics.service_fund), *_FUND),
        shares=sections.chosen(own(topics.red_share), *_SHARE),
        dividends=sections.chosen(sections.dividends(own(topics.dividend_use)), *_DIVIDEND),
        uses=sections.chosen(own(topics.dividend_spending), *_USE),
        facts=_facts(open_flags, own(topics.evidence)),
        rules=told,
        settled=[flag for flag in flags.records() if not is_pending(flag["status"], flag["rectification"])],
        papers=requests.by_paper(requests.rows(con, village.code)),
        missing=sections.chosen(missing, "status", "kind_title", "fund", "count", "since", "until"),
        unknown=list(dict.fromkeys(own(topics.not_assessable).values("missing"))),
    )


def _balances(con: duckdb.DuckDBPyConnection, village: Village) -> Table:
    titles = {
        "fund": "资金",
        "received": "累计收入（元）",
        "spent": "累计支出（元）",
        "balance": "账面结存（元）",
    }
    query = f"select {', '.join(titles)} from core.fund_balance where village_code = $village order by fund"
    return read(con, "各种资金", query, titles, {"village": village.code})


def _facts(flags: list[dict[str, Value]], evidence: Table) -> list[Fact]:
    return [
        Fact(max(flag["amount"] or Decimal(0) for flag in some), some, rows, hidden)
        for some, rows, hidden in together(flags, evidence.records(), "fact", MOST_EVIDENCE)
    ]


def _listed(villages: list[Village]) -> str:
    return "".join(f"\n  {v.township}{v.name}（{v.code}）" for v in villages)
