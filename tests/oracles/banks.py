"""Judge what passes through a bank account and is in no book: BK02."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal

from tests.oracles.county import County, Finding, Row, evidence, grouped
from tests.oracles.payments import booked_once
from tests.oracles.reconcile import Desk, in_cash, legs

TRANSIT_DAYS, CLOSED_DAYS, FEW, SHARE = 60, 60, 10, Decimal("0.2")
MONTHS = {"月": 1, "季": 3, "年": 12}
CASH_MOVED = re.compile(r"提现|取现|提取现金|支取现金|备用金|存现|现金存入|存入现金|存入银行|送存|缴存")


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _covered(rows: list[Row], as_of: date) -> tuple[date, date]:
    """Say which days one book speaks of: its declared period, if over long enough, and the months it has lines in."""
    days = [row["entry_date"] for row in rows]
    start, end = min(days).replace(day=1), _month_end(max(days))
    period, months = rows[0]["period"], MONTHS.get(rows[0]["period_kind"])
    if period and months:
        last = period.month + months - 1
        closes = _month_end(date(period.year + (last - 1) // 12, (last - 1) % 12 + 1, 1))
        start = min(start, period)
        end = max(end, closes) if (as_of - closes).days >= CLOSED_DAYS else end
    return start, end


def _spans(rows: list[Row], as_of: date) -> list[tuple[str | None, date, date]]:
    """List what the bank books of a village cover: (fund, first day, last day)."""
    books = [row for row in rows if not in_cash(row)]
    slices = grouped(books, lambda row: (row["slice_id"], row["fund"], row["period"], row["period_kind"]))
    return [(fund, *_covered(lines, as_of)) for (_, fund, _, _), lines in slices]


def bk02(county: County) -> set[Finding]:
    """Find bank lines that are in no book though one covers their day, and that are no longer in transit."""
    found: set[Finding] = set()
    rows = {
        village: [row for row in lines if row["currency"] in (None, "人民币")]
        for village, lines in grouped(booked_once(county), lambda row: row["village_code"])
    }
    funds = {
        village: {
            re.sub(r"\s", "", number): min(registered)
            for number, accounts in grouped(lines, lambda row: row["account_no"])
            if len(registered := {a["fund"] for a in accounts if a["fund"]}) == 1
        }
        for village, lines in county.by_village("bank_account")
    }
    for village, statement in county.by_village("bank_line"):
        own, fund_of = rows.get(village, []), funds.get(village, {})
        lines = [row for row in statement if row["currency"] in (None, "人民币")]
        cash = [row for row in own if in_cash(row) and CASH_MOVED.search(row["summary"])]
        counterparts = legs(cash, ("expense", "income"), "voucher_no", fund_of)
        desk = Desk(
            legs(lines, ("amount_in", "amount_out"), "account_no", fund_of),
            legs((r for r in own if not in_cash(r)), ("income", "expense"), "voucher_no", fund_of),
            counterparts,
        )
        moved = {leg.row["row_id"] for leg in desk.bank}
        open_rows = {leg.row["row_id"] for leg in desk.match()}
        spans = _spans(own, county.as_of)
        for number, account in grouped(lines, lambda row: row["account_no"] or ""):
            fund = fund_of.get(re.sub(r"\s", "", number))
            seen = [
                row
                for row in account
                if row["row_id"] in moved
                and any(
                    start <= row["entry_date"] <= end and (not fund or not book or fund == book)
                    for book, start, end in spans
                )
            ]
            missing = [row for row in seen if row["row_id"] in open_rows]
            if len(seen) >= FEW and len(seen) - len(missing) < len(seen) * SHARE:
                continue
            found |= {
                (village, evidence([row]), abs(row["amount_out"] or row["amount_in"]))
                for row in missing
                if county.as_of - row["entry_date"] >= timedelta(days=TRANSIT_DAYS)
            }
    return found
