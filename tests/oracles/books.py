"""Judge books and vouchers: LED02, LED03, LED06."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from tests.oracles.county import CENT, County, Finding, Row, evidence, grouped, yuan

PAGE = re.compile(r"[-( ]?\d+/\d+\)?$|\s")
DECLARED = ("年", "季", "月", "日")


def _moved(row: Row) -> Decimal:
    return yuan(row, "income") - yuan(row, "expense")


def _broken(lines: list[Row]) -> list[tuple[Row, Decimal]]:
    """List the lines whose balance does not follow from the one before, and by how much."""
    broken = []
    balance = None
    for line in lines:
        if balance is not None:
            balance += _moved(line)
        if line["balance"] is not None:
            if balance is not None and balance != line["balance"]:
                broken.append((line, abs(balance - line["balance"])))
            balance = line["balance"]
    return broken


def _books(county: County) -> Iterator[list[Row]]:
    """Give every book in the order in which its balances run, printed openings and closings among the lines."""
    booked = [row for row in county.ledgers["cash_entry"] if row["currency"] in (None, "人民币")]
    printed = dict(
        grouped(
            (row for row in county.printed if row["kind"] == "cash_entry" and row["field"] == "balance"),
            lambda row: (row["source_file"], row["source_sheet"]),
        )
    )
    sheets = grouped(booked, lambda row: (row["village_code"], row["source_file"], row["source_sheet"]))
    for (_, file, sheet), rows in sheets:
        parts = [
            _ordered(part)
            for _, part in grouped(rows, lambda r: (r["slice_id"], r["fund"], r["account_kind"]))
        ]
        whole = [_ordered(rows)]
        breaks = [sum(len(_broken(book)) for book in books) for books in (parts, whole)]
        books = whole if breaks[1] < breaks[0] else parts
        for book in books:
            lines = book
            # several books on one sheet say nothing of whose opening or closing is printed
            if len(books) == 1 and _runs_down(book):
                lines = _with_printed(book, printed.get((file, sheet), []))
            yield lines


def _ordered(rows: list[Row]) -> list[Row]:
    down = sorted(rows, key=lambda row: row["source_row"])
    up = down[::-1]
    may_run_up = down[0]["entry_date"] >= down[-1]["entry_date"]
    return up if may_run_up and len(_broken(up)) < len(_broken(down)) else down


def _runs_down(book: list[Row]) -> bool:
    return len(book) == 1 or book[0]["source_row"] < book[-1]["source_row"]


def _with_printed(book: list[Row], printed: list[Row]) -> list[Row]:
    """Put a printed opening above the lines below it, a closing below the lines above it."""
    lines = list(book)
    for row in printed:
        if row["scope"] not in ("期初", "期末") or row["printed"] is None:
            continue
        beside = [
            line
            for line in book
            if (line["source_row"] >= row["source_row"]) == (row["scope"] == "期初")
            or line["source_row"] == row["source_row"]
        ]
        if beside:
            near = beside[0] if row["scope"] == "期初" else beside[-1]
            above = [line for line in lines if line["source_row"] < row["source_row"]]
            named = above[-1] if above else near
            blank = {"income": None, "expense": None, "balance": row["printed"], "is_printed": True}
            lines.append(near | blank | {"source_row": row["source_row"], "row_id": named["row_id"]})
    return sorted(lines, key=lambda line: line["source_row"])


def _name(book: list[Row]) -> tuple[object, ...]:
    """Say of which fund, kind and period a book is; a book of no declared period is known by its sheet."""
    one = book[0]

    def shared(column: str) -> object:
        return one[column] if len({line[column] for line in book}) == 1 else None

    declared = shared("period_kind") if shared("period_kind") in DECLARED else None
    period = min((line["period"] for line in book if line["period"]), default=None)
    place = declared or (one["source_file"], one["source_sheet"])
    return one["village_code"], shared("fund"), shared("account_kind"), place, period


def led02(county: County) -> set[Finding]:
    """Find books whose balances don't follow from one another."""
    found: dict[tuple[object, ...], list[tuple[Row, Decimal]]] = defaultdict(list)
    for book in _books(county):
        found[_name(book)] += _broken(book)
    return {
        (str(name[0]), evidence(line for line, _ in breaks), sum((gap for _, gap in breaks), Decimal(0)))
        for name, breaks in found.items()
        if sum(gap for _, gap in breaks) > CENT
    }


def led06(county: County) -> set[Finding]:
    """Find cash books that end a day below zero, receipts of the day counted before payments."""
    lowest: dict[tuple[object, ...], tuple[Decimal, frozenset[str]]] = {}
    for book in _books(county):
        if book[0]["account_kind"] != "现金" or not any(line["balance"] is not None for line in book):
            continue
        before = Decimal(0)
        for line in book:
            before += _moved(line)
            if line["balance"] is not None:
                opening = line["balance"] - before
                break
        closing = opening
        days = sorted(
            (line for line in book if not line.get("is_printed")), key=lambda row: row["entry_date"]
        )
        for _, of_day in groupby(days, key=lambda row: row["entry_date"]):
            lines = list(of_day)
            closing += sum(map(_moved, lines), Decimal(0))
            if closing < min(Decimal(0), lowest.get(_name(book), (Decimal(0),))[0]):
                lowest[_name(book)] = closing, evidence(line for line in lines if _moved(line) < 0)
    return {(str(name[0]), shown, -closing) for name, (closing, shown) in lowest.items()}


def led03(county: County) -> set[Finding]:
    """Find vouchers of one village, month and number whose debits are not their credits."""
    lines = county.ledgers["voucher_line"]
    whole = {
        sheet
        for sheet, rows in grouped(lines, lambda row: (row["submission_id"], row["source_sheet"]))
        if len({row["voucher_no"] for row in rows}) == 1
        or (
            len({row["account_code"] for row in rows}) > 1
            and any(yuan(row, "debit") for row in rows)
            and any(yuan(row, "credit") for row in rows)
        )
    }
    lost = defaultdict(set)
    for row in county.rejected:
        lost[row["submission_id"], row["sheet"]].add(row["row"])
    found: set[Finding] = set()
    vouchers = grouped(
        (row for row in lines if (row["submission_id"], row["source_sheet"]) in whole),
        lambda row: (row["village_code"], row["entry_date"].replace(day=1), PAGE.sub("", row["voucher_no"])),
    )
    for (village, _, _), rows in vouchers:
        gap = abs(sum((yuan(row, "debit") - yuan(row, "credit") for row in rows), Decimal(0)))
        beside_lost = any(
            row["source_row"] + step in lost[row["submission_id"], row["source_sheet"]]
            for row in rows
            for step in (-1, 0, 1)
        )
        if gap > CENT and not beside_lost:
            found.add((village, evidence(rows), gap))
    return found
