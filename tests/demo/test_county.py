"""The synthetic county keeps the books it claims to keep, and is the same for the same seed."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline import demo
from pipeline.demo import accounts, books, places, registers
from pipeline.demo.village import Village
from pipeline.demo.window import window
from tests.e2e.night import cunzhang, digest


@pytest.fixture(scope="module")
def county() -> list[Village]:
    """Four villages over two and a half years, across the change of the chart of accounts."""
    span, made = window(30), places.county(4, seed=11)
    villages = [demo.plan(place, made, span, seed=11) for place in made.places]
    for one in villages:
        registers.openings(one)
        accounts.write(one)
        books.write(one)
    return villages


def moved(row: dict[str, int | None]) -> int:
    return (row["income"] or 0) - (row["expense"] or 0)


def test_every_book_chains_and_never_goes_below_zero(county: list[Village]) -> None:
    for one in county:
        balances = {(fund, "银行"): opening for fund, opening in one.openings.items()}
        for row in one.tables["cash_entry"]:
            book = row["fund"], row["account_kind"]
            balances[book] = balances.get(book, 0) + moved(row)
            assert row["balance"] == balances[book] >= 0, (one.place.name, row)


def test_the_statements_end_where_the_bank_books_end(county: list[Village]) -> None:
    for one in county:
        last = {
            row["fund"]: row["balance"] for row in one.tables["cash_entry"] if row["account_kind"] == "银行"
        }
        printed = {row["account_no"]: row["balance"] for row in one.tables["bank_line"]}
        assert {one.accounts[fund]: balance for fund, balance in last.items()} == printed


def test_vouchers_balance_and_are_numbered_without_gap(county: list[Village]) -> None:
    for one in county:
        sums: dict[tuple[int, int, str], int] = defaultdict(int)
        for line in one.tables["voucher_line"]:
            day = line["entry_date"]
            sums[day.year, day.month, line["voucher_no"]] += (line["debit"] or 0) - (line["credit"] or 0)
        assert set(sums.values()) == {0}
        numbers = defaultdict(set)
        for year, month, voucher in sums:
            word, number = voucher.split("-")
            numbers[year, month, word].add(int(number))
        assert all(found == set(range(1, len(found) + 1)) for found in numbers.values())


def test_trial_balances_carry_forward_and_agree_with_the_books(county: list[Village]) -> None:
    for one in county:
        closing: dict[date, dict[str, int]] = defaultdict(dict)
        opening: dict[date, dict[str, int]] = defaultdict(dict)
        for row in one.tables["account_balance"]:
            if row["is_leaf"] == "是":
                month = row["_month"]
                closing[month][row["account_code"]] = (row["closing_debit"] or 0) - (
                    row["closing_credit"] or 0
                )
                opening[month][row["account_code"]] = (row["opening_debit"] or 0) - (
                    row["opening_credit"] or 0
                )
        assert all(sum(balances.values()) == 0 for balances in closing.values())
        for before, after in pairwise(sorted(closing)):
            if after != date(2024, 1, 1):  # the chart of accounts changes its codes
                assert {c: v for c, v in closing[before].items() if v} == {
                    c: v for c, v in opening[after].items() if v
                }
        last = {
            row["fund"]: row["balance"] for row in one.tables["cash_entry"] if row["account_kind"] == "银行"
        }
        banked = {code: v for code, v in closing[max(closing)].items() if code.startswith("102")}
        assert sum(banked.values()) == sum(last.values())


def test_the_same_arguments_give_the_same_bytes(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("a", "b", "c")]
    for folder, seed in zip(folders, (3, 3, 4), strict=True):
        demo.write(folder, 2, 6, seed)
    a, b, c = (
        {p.relative_to(folder).as_posix(): digest(p) for p in sorted(folder.rglob("*.xlsx"))}
        for folder in folders
    )
    assert a == b
    assert not set(a.values()) & set(c.values())


def test_the_command_says_how_to_go_on(tmp_path: Path) -> None:
    outcome = cunzhang("demo", "--villages", "1", "--months", "6", "--out", tmp_path)
    assert outcome.code == 0, outcome.out
    assert f"cunzhang run --inputs {tmp_path / 'inputs'}" in outcome.out
    assert "--as-of 2025-08-14" in outcome.out
    again = cunzhang("demo", "--villages", "2", "--months", "6", "--seed", "2", "--out", tmp_path)
    assert again.code == 2  # two counties in one folder would be neither
    assert "已经有一个演示县" in again.out


def test_too_few_months_are_refused() -> None:
    with pytest.raises(ValueError, match="6 个月"):
        window(5)
    assert window(36).first == date(2023, 1, 1)
    assert window(36).last == date(2025, 12, 31)
