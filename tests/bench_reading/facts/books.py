"""Books that prove themselves: running balances, vouchers in balance, accounts that add up."""

from __future__ import annotations

from random import Random

from tests.bench_reading.facts.plain import (
    FIRMS,
    FUNDS,
    RECEIVING,
    SPENDING,
    Row,
    account,
    cents,
    days,
    digits,
    money,
    person,
)  # fmt: skip

ACCOUNTS = (
    ("101", "库存现金"), ("102", "银行存款"), ("112", "应收款"), ("121", "内部往来"), ("151", "固定资产"),
    ("202", "应付款"), ("301", "资本"), ("311", "公积公益金"), ("501", "经营收入"), ("522", "补助收入"),
    ("541", "管理费用"), ("551", "其他支出"),
)  # fmt: skip
DOCUMENTS = ("发票", "收据", "财政票据", "自制凭证")


def cash_entry(rng: Random, count: int, year: int) -> list[Row]:
    """Entries of a cash or bank book; the balance runs on."""
    people = [person(rng) for _ in range(4)]
    made: list[Row] = []
    for number, entry in enumerate(_movements(rng, count, year), start=1):
        incoming = entry["in"]
        made.append({
            "entry_date": entry["day"], "posted_on": entry["next"], "voucher_no": f"记-{number}",
            "summary": entry["text"], "income": incoming, "expense": entry["out"], "balance": entry["balance"],
            "fund": FUNDS[1], "account_kind": rng.choice(("现金", "银行")), "currency": "人民币",
            "category": rng.choice(("公益事业", "工作经费", "其他", "产业扶持")),
            "counterparty": rng.choice(FIRMS), "counterparty_account": account(rng),
            "method": rng.choice(("现金", "转账", "支票")), "document_type": rng.choice(DOCUMENTS),
            "document_no": digits(rng, 8), "document_amount": incoming or entry["out"],
            "handler": people[0], "witness": people[1], "approver": people[2], "supervisor": people[3],
            "category_source": "填报",
        })  # fmt: skip
    return made


def bank_line(rng: Random, count: int, year: int) -> list[Row]:
    """Lines of a statement; the balance runs on."""
    own, name = account(rng), rng.choice(FIRMS[:4])
    made: list[Row] = []
    for number, entry in enumerate(_movements(rng, count, year), start=1):
        made.append({
            "account_no": own, "account_name": "红岩村股份经济合作社", "bank": "农村商业银行柳溪支行",
            "entry_date": entry["day"], "entry_time": f"{8 + number % 9:02}:{7 * number % 60:02}:{11 * number % 60:02}",
            "amount_in": entry["in"], "amount_out": entry["out"], "balance": entry["balance"],
            "counterparty": rng.choice((*FIRMS, name)), "counterparty_account": account(rng),
            "memo": entry["text"], "serial_no": f"{year}{digits(rng, 10)}", "currency": "人民币",
        })  # fmt: skip
    return made


def voucher_line(rng: Random, count: int, year: int) -> list[Row]:
    """Vouchers of two or three lines; debit is credit in each."""
    made: list[Row] = []
    vouchers = max(2, count // 2)
    for number, day in enumerate(days(rng, year, vouchers), start=1):
        total = cents(rng, 50, 40_000)
        parts = [total] if rng.random() < 0.6 else [total // 3, total - total // 3]
        paid, text = rng.random() < 0.7, rng.choice(SPENDING)
        sides = [("debit", a) for a in parts] + [("credit", total)]
        if not paid:
            text = rng.choice(RECEIVING)
            sides = [("debit", total)] + [("credit", a) for a in parts]
        signed = {
            "preparer": "田秀兰",
            "reviewer": "石光明",
            "poster": "向晓燕",
            "attachments": str(number % 4 + 1),
        }
        codes = rng.sample(ACCOUNTS[2:], len(sides))
        codes[-1 if paid else 0] = rng.choice(ACCOUNTS[:2])
        for line, ((side, value), (code, name)) in enumerate(zip(sides, codes, strict=True), start=1):
            made.append({
                "entry_date": day.isoformat(), "voucher_no": f"记-{number}", "line_no": str(line), "summary": text,
                "account_code": code, "account_name": name, "debit": "", "credit": "", side: money(value),
                "counterparty": rng.choice(FIRMS), **signed,
            })  # fmt: skip
    return made


def account_balance(rng: Random, count: int, year: int) -> list[Row]:
    """Accounts on both sides; opening + debit - credit = closing, and all columns balance over the sheet."""
    made: list[Row] = []
    picked = sorted(rng.sample(ACCOUNTS, min(len(ACCOUNTS), max(6, count))))
    opening = [cents(rng, 500, 90_000) for _ in picked]
    debits = [cents(rng, 100, 30_000) for _ in picked]
    half = len(picked) // 2
    # The last account of each side takes up what the others leave.
    signs = [1 if i < half else -1 for i in range(len(picked))]
    opening[-1] = sum(opening[:half]) - sum(opening[half:-1])
    if opening[-1] < 0:
        opening[-1], signs[-1] = -opening[-1], 1
    credits = [debits[i - 1] for i in range(len(picked))]
    for (code, name), start, sign, debit, credit in zip(picked, opening, signs, debits, credits, strict=True):
        before = sign * start
        after = before + debit - credit
        made.append({
            "account_code": code, "account_name": name,
            "opening_debit": money(before) if before > 0 else "", "opening_credit": money(-before) if before < 0 else "",
            "debit": money(debit), "credit": money(credit),
            "closing_debit": money(after) if after > 0 else "", "closing_credit": money(-after) if after < 0 else "",
            "is_leaf": "是",
        })  # fmt: skip
    return made


def account_line(rng: Random, count: int, year: int) -> list[Row]:
    """One page of an account of expenses or claims; its balance runs on in debit."""
    code, name = rng.choice(ACCOUNTS[2:5])
    return [
        {
            "account_code": code, "account_name": name, "entry_date": entry["day"], "voucher_no": f"记-{number}",
            "summary": entry["text"], "debit": entry["in"], "credit": entry["out"], "side": "借",
            "balance": entry["balance"], "counterparty": rng.choice(FIRMS),
        }
        for number, entry in enumerate(_movements(rng, count, year), start=1)
    ]  # fmt: skip


def _movements(rng: Random, count: int, year: int) -> list[dict[str, str]]:
    """Money in and out in order of days; no balance is the same as an amount beside it."""
    made = []
    dates = days(rng, year, count + 1)
    balance = cents(rng, 20_000, 90_000)
    for number in range(count):
        incoming = number in {1, 4} or rng.random() < 0.2
        amount = cents(rng, 60, 9_000)
        if not incoming and amount >= balance:
            incoming = True
        balance += amount if incoming else -amount
        made.append({
            "day": dates[number].isoformat(), "next": dates[number + 1].isoformat(),
            "in": money(amount) if incoming else "", "out": "" if incoming else money(amount),
            "balance": money(balance), "text": rng.choice(RECEIVING if incoming else SPENDING),
        })  # fmt: skip
    return made


MAKERS = {
    "cash_entry": cash_entry, "bank_line": bank_line, "voucher_line": voucher_line, "account_balance": account_balance,
    "account_line": account_line,
}  # fmt: skip
