"""Lay out every list there is: those put together for a question, and every view and ledger of the database as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.serve.entity_lists import ACCOUNTS, DOCUMENTS, MENTIONS, PARTIES, PERSONS, PROJECTS
from pipeline.serve.listing import Listing
from pipeline.serve.listings import (
    BENEFITS,
    DIVIDEND_USES,
    DIVIDENDS,
    EVIDENCE,
    FILES,
    FLAGS,
    HISTORY,
    ISSUES,
    MISSING,
    PAYEES,
    PAYMENTS,
    PLACE,
    RED_SHARES,
    RESULTS,
    SHEETS,
    SOURCE,
    SUBMISSIONS,
    TOWNSHIPS,
    UNDOCUMENTED,
    VILLAGES,
)

if TYPE_CHECKING:
    import duckdb

# Amounts that make sense added up over rows; balances, standards and prices don't.
_ADDED = frozenset({
    "amount", "income", "expense", "debit", "credit", "amount_in", "amount_out", "document_amount", "granted", "paid",
    "received", "spent", "spent_unapproved", "spent_without_document", "dividend", "required_reinvestment", "reinvested",
    "shortfall", "untraced", "declared", "contributed", "reduced", "net_surplus", "distributable", "gap",
    "approved", "sent_down", "arrived", "money_set_aside", "booked", "listed", "signed", "budget", "settled", "rows_loaded",
    "rows_rejected", "hits", "remitted_amount", "contract_amount", "money_loaded", "money_rejected", "money_unread",
    "persons", "twice", "over_registered", "cadre_related", "other_account",
})  # fmt: skip
# Of a view or ledger taken as it stands: what to choose from, what is no use on a page, how it is ordered.
_CHOSEN = (
    "township", "year", "fund", "kind_title", "coverage", "status", "level", "outcome", "category", "account_kind", "nature",
    "counts", "document_type", "method", "event", "change", "direction", "item", "grade", "reason_of",
)  # fmt: skip
_TECHNICAL = frozenset({
    "slice_id", "supplied", "period_kind", "repeats_row_id", "row_id_before", "row_id_after", "submission_before",
    "submission_after", "county", "kind", "category_source", "category_phrase", "root_cause", "superseded_by", "sha256",
    "proof", "params", "named", "runner_up", "runner_up_score", "score", "fields",
})  # fmt: skip
_ORDERED = (
    "township", "village_code", "year", "date", "entry_date", "period", "used_on", "paid_on", "source_file", "source_sheet",
    "source_row", "rule_id", "sheet", "name",
)  # fmt: skip

_OWN = {
    one.path.rpartition("/")[2]: one
    for one in (
        FLAGS, VILLAGES, TOWNSHIPS, SUBMISSIONS, FILES, PAYMENTS, PAYEES, DIVIDENDS, DIVIDEND_USES, RED_SHARES, BENEFITS,
        UNDOCUMENTED, PERSONS, ACCOUNTS, DOCUMENTS, PROJECTS, PARTIES, MENTIONS, RESULTS, EVIDENCE, HISTORY, SHEETS, ISSUES,
        MISSING,
    )
}  # fmt: skip
# What the lists put together for a question say already.
_COVERED = frozenset({"flag", "flag_evidence", "flag_history", "headline", "submission_status", "rule_result", "village_profile",
                      "dividend_use", "red_share", "red_share_benefit"})  # fmt: skip
_STORED = ("rejected_row", "unread", "printed_total", "parameter", "batch")


# What inspectors ask for again and again: a list with its filter and its order.
READY = (
    ("/lists/payees?show=几个村都付过的&sort=-villages", "几个村都付过钱的收款人", "付款村数多的在前"),
    ("/lists/payees?show=收过现金的&sort=-cash", "收现金最多的收款人", ""),
    ("/lists/payees?show=收款没有票据的&sort=-undocumented", "没有票据最多的收款人", "白条、无、没有填写"),
    (
        "/lists/persons?show=惠农补贴、劳务、干部补贴都领的",
        "补贴、劳务、报酬三样都领的人",
        "惠农补贴、劳务、干部补贴",
    ),
    ("/lists/persons?show=领其中两种以上的", "领其中两种以上的人", ""),
    ("/lists/persons?show=在几个村都领的&sort=-villages", "在几个村都领钱的人", ""),
    ("/lists/accounts?show=几个名字用过的", "几个名字用过的账号", "同一个账号，收款人写的名字不同"),
    ("/lists/documents?show=几个村都有的", "几个村都有的票据号、文件号", "一个文件拨给几个村的也在内"),
    ("/flags?batch=本批新增", "本批新增的疑点", ""),
)


def named(con: duckdb.DuckDBPyConnection, name: str) -> Listing | None:
    """Find the list of that name: one of those here, a view (``audit.…``), a ledger or what the reading kept; else None."""
    if name in _OWN:
        return _OWN[name]
    schema, _, relation = name.partition(".")
    known = {(one, other) for one, other, _ in _stored(con)}
    if (schema, relation) not in known or (schema == "audit" and relation in _COVERED):
        return None
    return _as_it_stands(con, schema, relation)


def shelves(con: duckdb.DuckDBPyConnection) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Lay out all lists: the name of each group, and of each list its address, title and what it is."""
    ready = [(one.path, one.title.partition("：")[0], one.note) for one in _OWN.values()]
    stored: dict[str, list[tuple[str, str, str]]] = {}
    for schema, relation, comment in _stored(con):
        if not (schema == "audit" and relation in _COVERED):
            title, _, more = comment.partition("：")
            stored.setdefault(schema, []).append((f"/lists/{schema}.{relation}", title, more))
    groups = [
        ("现成的", list(READY)), ("常用", ready), ("各专题", stored.get("audit", [])),
        ("各种账表的每一行", stored.get("ledger", [])), ("读表时留下的", stored.get("meta", [])),
    ]  # fmt: skip
    return [(title, lists) for title, lists in groups if lists]


def _stored(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str]]:
    return con.execute(
        """
        select schema_name, view_name as name, coalesce(comment, view_name) from duckdb_views()
        where schema_name = 'audit' and database_name = current_database()
        union all
        select schema_name, table_name, coalesce(comment, table_name) from duckdb_tables()
        where database_name = current_database() and (schema_name = 'ledger' and estimated_size > 0
            or schema_name = 'meta' and list_contains(?, table_name))
        order by all
        """,
        [list(_STORED)],
    ).fetchall()


def _as_it_stands(con: duckdb.DuckDBPyConnection, schema: str, relation: str) -> Listing:
    """Make a list of a view or table by its comments."""
    columns = con.execute(
        "select column_name, coalesce(comment, column_name), data_type from duckdb_columns() where schema_name = ?"
        " and table_name = ? and database_name = current_database() order by column_index",
        [schema, relation],
    ).fetchall()
    comments = {name: comment.partition("：")[0] for name, comment, _ in columns if name not in _TECHNICAL}
    titles = {name: PLACE.get(name) or SOURCE.get(name) or comment for name, comment in comments.items()}
    source = f'{schema}."{relation}"'
    if schema != "meta" and {"row_id", "source_row"} <= set(titles):
        source = _with_ledger(source, schema, relation)
        titles = {"ledger": "账册"} | {
            name: title for name, title in titles.items() if name != "source_table"
        }
        # Where it stands comes last.
        titles = {name: title for name, title in titles.items() if name not in SOURCE} | {
            name: SOURCE[name] for name in SOURCE if name in titles
        }
    order = [f'"{name}"' for name in _ORDERED if name in titles]
    [(_, _, comment)] = [one for one in _stored(con) if one[:2] == (schema, relation)]
    title, _, note = comment.partition("：")
    return Listing(
        f"/lists/{schema}.{relation}",
        title,
        source,
        titles,
        ", ".join(order or ["all"]),
        sums=tuple(
            name
            for name in titles
            if name in _ADDED and "DECIMAL" in {one[0]: one[2] for one in columns}.get(name, "")
        ),
        choices=tuple(name for name in _CHOSEN if name in titles),
        note=note,
    )


def _with_ledger(source: str, schema: str, relation: str) -> str:
    """Let each row say which ledger it stands in, so that it can be looked up in its sheet."""
    ledger = {
        "ledger": f"(select kind_title from fact.ledger_kind where kind = '{relation}')",
        "audit": "'收支明细账'" if relation == "service_fund_use" else "source_table",
    }[schema]
    return f"(select *, {ledger} as ledger from {source}) as listed"
