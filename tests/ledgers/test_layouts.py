"""Village sheets as they are: every value lands in its column, every problem is told at its cell, no more."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from pipeline.layout.headers import Headers
from pipeline.layout.recognise import Recogniser
from pipeline.read.extract import Extract
from pipeline.read.intake import digest
from schemas import ledgers
from tests.ledgers.specs import Case, Expected, cases, declared, money_loaded, rows_of, total

CASES = cases()


@cache
def recogniser() -> Recogniser:
    return Recogniser(Headers([replace(ledger, model=None) for ledger in ledgers().values()]))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.where}-{case.title}")
def test_a_sheet_is_read_as_it_is_meant(case: Case) -> None:
    found = digest(case.file, case.data(), recogniser())
    assert sorted(f"{i.code} {i.cell}".strip() for i in found.issues) == sorted(case.issues)
    tables = [t for t in found.tables if t.rows or t.rejected or t.kind]
    assert [t.kind for t in tables] == [e.kind for e in case.tables]
    for table, expected in zip(tables, case.tables, strict=True):
        check(table, expected)


def check(table: Extract, expected: Expected) -> None:
    assert table.rows_read == len(table.rows) + len(table.rejected) + sum(table.skipped.values())
    assert [r.row for r in table.rejected] == expected.rejected
    if not table.kind:
        assert table.sent_back
        return
    ledger = ledgers()[table.kind]
    assert rows_of(table, ledger) == expected.rows()
    assert declared(table) == expected.period
    assert table.money_read == money_loaded(table, ledger) + table.money_rejected + table.money_unread
    if expected.skipped:
        assert {f"{reason} {count}" for reason, count in table.skipped.items()} == set(expected.skipped)
    printed = [total(t) for t in table.totals]
    if expected.totals:
        assert printed == expected.totals
    else:
        assert [t for t in printed if len(t.split()) > 3 and not t.endswith("不算")] == []
