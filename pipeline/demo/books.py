"""Write a village's books from its movements: cash and bank books that chain, statements that agree."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from pipeline.demo import draw
from pipeline.demo.numbering import bank_day, in_order, receipts
from pipeline.demo.village import Movement, Row, Village
from pipeline.demo.window import is_workday


def write(one: Village) -> None:
    """Fill ``cash_entry`` and ``bank_line``; movements must have their voucher numbers."""
    receipts(one)
    one.tables["cash_entry"] = _entries(one)
    one.tables["bank_line"] = _statements(one)


def _entries(one: Village) -> list[Row]:
    rows: list[Row] = []
    balances = {(fund, "银行"): opening for fund, opening in one.openings.items()}
    for movement in in_order(one):
        kind = "现金" if movement.in_cash else "银行"
        rows.append(_entry(movement, kind, balances, movement.income, movement.expense))
        if movement.cash_leg:
            rows.append(_entry(movement, "现金", balances, movement.expense, movement.income))
    return rows


def _entry(
    movement: Movement, kind: str, balances: dict[tuple[str, str], int], income: int, expense: int
) -> Row:
    book = movement.fund, kind
    balances[book] = balances.get(book, 0) + income - expense
    posted = movement.day + timedelta(days=1)
    return {
        "fund": movement.fund,
        "account_kind": kind,
        "entry_date": movement.day,
        "posted_on": posted if posted.month == movement.day.month and is_workday(posted) else movement.day,
        "voucher_no": movement.voucher,
        "summary": movement.summary,
        "income": income or None,
        "expense": expense or None,
        "balance": balances[book],
        **movement.facts,
    }


def _statements(one: Village) -> list[Row]:
    rng = Random(f"{one.place.code}/bank")
    lines: dict[object, Row] = {}
    for movement in one.movements:
        if movement.in_cash:
            continue
        account = one.accounts[movement.fund]
        key = (account, movement.one_line) if movement.one_line else id(movement)
        if key in lines:
            lines[key]["amount_in"] += movement.income
            lines[key]["amount_out"] += movement.expense
            continue
        payroll = movement.facts.get("method") == "代发"
        lines[key] = {
            "account_no": account,
            "entry_date": bank_day(one, movement),
            "amount_in": movement.income,
            "amount_out": movement.expense,
            "counterparty": None
            if movement.cash_leg
            else "批量代发"
            if payroll
            else movement.facts.get("counterparty"),
            "counterparty_account": None if payroll else movement.facts.get("counterparty_account"),
            "memo": _memo(movement),
        }
    holders = {a["account_no"]: a for a in one.tables["bank_account"]}
    balances = {one.accounts[fund]: opening for fund, opening in one.openings.items()}
    rows = sorted(lines.values(), key=lambda line: (line["account_no"], line["entry_date"]))
    for row in rows:
        account = row["account_no"]
        balances[account] += row["amount_in"] - row["amount_out"]
        row |= {
            "amount_in": row["amount_in"] or None,
            "amount_out": row["amount_out"] or None,
            "balance": balances[account],
            "account_name": holders[account]["account_name"],
            "bank": holders[account]["bank"],
            "serial_no": draw.digits(rng, 14),
        }
    return rows


def _memo(movement: Movement) -> str:
    if movement.cash_leg:
        return "取现" if movement.expense else "存现"
    if movement.facts.get("method") == "代发":
        return "代发"
    return "结息" if "结息" in movement.summary else movement.summary[:12]
