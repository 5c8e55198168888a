"""Gather everything about one payee, person, account, document or project, and search for all of them at once."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipeline.publish.report.table import read
from pipeline.serve.entity_lists import (
    ACCOUNTS,
    ALL,
    MENTIONS,
    PERSONS,
    PROJECTS,
    TESTS,
    TITLES,
    flagged,
)
from pipeline.serve.index import index
from pipeline.serve.listing import Within, view
from pipeline.serve.listings import FLAGS, PAYEES, VILLAGES
from pipeline.serve.mentions import COLUMNS, mentions
from pipeline.serve.place_names import villages
from pipeline.serve.show import HIDDEN, asked, text

if TYPE_CHECKING:
    import duckdb

    from pipeline.serve.listing import Listing

_LONG_NUMBER = re.compile(r"[0-9]{5,}[0-9Xx]")
_BY_LEDGER = {
    "book": "账表", "year": "年度", "direction": "收支", "count": "行数", "amount": "金额（元）", "first": "最早",
    "last": "最近",
}  # fmt: skip
_BY_VILLAGE = {
    "township": "乡镇", "village_code": "村代码", "village_name": "村", "count": "行数", "ledgers": "账表", "first": "最早",
    "last": "最近",
}  # fmt: skip


def entity(con: duckdb.DuckDBPyConnection, kind: str, key: str) -> dict[str, Any] | None:
    """Give what all ledgers say of ``key``, a name, number or tag of that ``kind``; None when they say nothing."""
    # Read once, asked several times; it lives in memory and ends with the connection.
    con.execute(
        f"create temp table about as select * from ({mentions()}) as m where {TESTS[kind]}",
        {f"in_{kind}": key},
    )
    [(count, places)] = con.execute(
        "select count(*), count(distinct village_code) from temp.about"
    ).fetchall()
    if not count:
        return None
    title, facts = _facts(con, kind, key)
    # The same rows again, as the whole list in the address has them.
    here = Within(kind, TITLES[kind], f"$in_{kind} is not null")
    rows = replace(
        MENTIONS,
        title="逐笔：近的在前",
        relation="(select *, ledger as book from temp.about where {within}) as listed",
        within=(here,),
    )
    flags = replace(
        FLAGS,
        title="疑点",
        none="没有疑点涉及。",
        within=(replace(here, test=f"$in_{kind} is not null and ({flagged(kind, 'temp.about')})"),),
    )
    return {
        "kind": TITLES[kind],
        "title": title,
        "facts": [*facts, ("账表里的行", f"{count:,} 行，{places:,} 个村")],
        "ledgers": asked(
            con, "各种账表、各年度", "select ledger as book, year(date)::integer as year, direction, count(*) as count,"
            " sum(amount)::decimal(18, 2) as amount, min(date) as first, max(date) as last from temp.about"
            " group by all order by book, year desc nulls last, direction", _BY_LEDGER,
        ),
        "villages": asked(
            con, "各村", "select township, village_code, village_name, count(*) as count,"
            " array_to_string(list_sort(list(distinct ledger)), '、') as ledgers, min(date) as first, max(date) as last"
            " from temp.about group by all order by count desc, township, village_code", _BY_VILLAGE,
        ),
        "beside": _beside(con, kind),
        "flags": view(con, flags, {kind: key, "status": ALL}, 50),
        "rows": view(con, rows, {kind: key}, 100, _empty(con)),
    }  # fmt: skip


def _empty(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Name the columns that say nothing here; the whole list has them."""
    names = [name for name in COLUMNS if name not in HIDDEN]
    counts = con.execute(
        f"select {', '.join(f'count({name})' for name in names)} from temp.about"
    ).fetchall()[0]
    return [name for name, count in zip(names, counts, strict=True) if not count]


def _facts(con: duckdb.DuckDBPyConnection, kind: str, key: str) -> tuple[str, list[tuple[str, str]]]:
    """Name somebody or something, and say in a few lines what matters of it."""
    if kind == "payee":
        return key, _of_list(con, PAYEES, "payee = $key", key)
    if kind == "person":
        [(name, codes)] = con.execute(
            "select any_value(person), list(distinct concat(township, village_name)) from temp.about where person is not null"
        ).fetchall()
        number = key if "@" not in key else ""
        facts = [("身份证号", number)] if number else [("怎样认出", "没有写身份证号，按同村同名")]
        return name or key, [*facts, ("村", "、".join(sorted(codes or [])))]
    if kind == "account":
        return key, []
    if kind == "project":
        number = key.partition("/")[2]
        found = _of_list(con, PROJECTS, "village_code || '/' || project_no = $key", key)
        name = dict(found).get("项目名称", "")
        return f"{name or '项目'}（{number}）", found
    return key, []


def _of_list(con: duckdb.DuckDBPyConnection, listing: Listing, test: str, key: str) -> list[tuple[str, str]]:
    """Write out the line of a list that is about ``key``, which ``test`` finds."""
    columns = ", ".join(f'"{name}"' for name in listing.titles)
    relation = listing.relation.replace("{within}", "true")
    found = read(con, "", f"select {columns} from {relation} where {test}", listing.titles, {"key": key})
    hidden = {"village_code", "payee", "project_no", "count", "ledgers"}
    return [
        (column.title, text(value, column.kind))
        for row in found.rows
        for column, value in zip(found.columns, row, strict=True)
        if column.name not in hidden and value not in (None, "")
    ]


def _beside(con: duckdb.DuckDBPyConnection, kind: str) -> Any:
    """List what stands beside it: the accounts of a name, the names of an account, both for the rest."""
    name = "coalesce(person, party)"
    titles = {
        "person_key": "人",
        "person": "姓名",
        "party": "名称",
        "account": "账号",
        "count": "行数",
        "first": "最早",
        "last": "最近",
    }
    columns = {
        "payee": ["account"], "person": ["account"], "account": ["person_key", "person", "party"],
        "document": ["person_key", "person", "party"], "project": ["person_key", "person", "party"],
    }[kind]  # fmt: skip
    chosen = ", ".join(columns)
    where = "account is not null" if columns == ["account"] else f"{name} is not null"
    title = "用过的账号" if columns == ["account"] else "有关的人和单位"
    return asked(
        con, title, f"select {chosen}, count(*) as count, min(date) as first, max(date) as last from temp.about"
        f" where {where} group by all order by count desc, {chosen}",
        {name: titles[name] for name in (*columns, "count", "first", "last")},
    )  # fmt: skip


def search(con: duckdb.DuckDBPyConnection, wanted: str) -> dict[str, Any]:
    """Look for ``wanted`` among villages, persons, parties, accounts, documents, projects, flags and in what rows say."""
    if not wanted:
        return {"wanted": "", "found": [], "villages": None, "note": ""}
    number = _LONG_NUMBER.fullmatch(wanted)
    word = wanted[-4:] if number else wanted
    note = f"库里的身份证号、账号、电话只有末四位和代号，人和账号按末四位“{word}”找。" if number else ""
    named = villages(con, wanted)
    kept, lists = index(con)
    masked = {PERSONS.path, ACCOUNTS.path}
    found = [view(kept, one, {"q": word if one.path in masked else wanted}, 8) for one in lists]
    flags = view(con, FLAGS, {"q": wanted, "status": ALL}, 8)
    return {
        "wanted": wanted,
        "villages": view(con, VILLAGES, {"village": wanted}, 8) if named.codes else None,
        "found": [one for one in (*found, flags) if one.pages.total],
        "note": note,
    }
