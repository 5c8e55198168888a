"""Judge payments: INV03 (one invoice paid twice), PAY06 (one purchase paid in parts)."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from functools import partial

from tests.oracles.county import CENT, County, Finding, Row, evidence, grouped

LINES = (Decimal(50_000), Decimal(5_000))
NEAR, NEAR_SAME_PURPOSE, YEAR = timedelta(days=7), timedelta(days=30), timedelta(days=366)
NOT_PAID = re.compile(r"提现|取现|提取现金|备用金|存现|现金存入|内部|账户间|归集|^承前页|^上年结转")
NOT_SPLIT = re.compile(
    r"合同|进度款|分期|质保金|首付款|尾款|预付款|结算款|入股|再投入|追加股|股本|工资|补贴|补助|误工|津贴|报酬|慰问|救助|困难"
    r"|帮扶金|抚恤|[水电]费|宽带费|话费|通讯费|网费|燃气费"
)
BATCH = re.compile("代发|代付|批量")  # the bank pays many persons at once
LABOUR = re.compile(r"劳务|人工费|零工|小工|工日|保洁员")
NAME = re.compile(r"(股份有限|有限责任|有限)?公司$")


def booked_once(county: County) -> list[Row]:
    """List the entries in 元, each once: one that another paper has as well is left out."""
    return [
        row
        for row in county.ledgers["cash_entry"]
        if row["currency"] in (None, "人民币") and row["row_id"] not in county.repeats
    ]


def plain(name: str | None) -> str:
    """Write a name without what may differ: widths, spaces, marks, the legal form."""
    return NAME.sub("", re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", name or "")))


def _numbers(row: Row) -> Iterator[str]:
    """Read invoice numbers; eight digits are one invoice only together with who made it out."""
    text = re.sub(r"NO\W*(?=\d)", "", unicodedata.normalize("NFKC", row["document_no"]).upper())
    parts = re.split(r"[-/ ]", text)
    # a code and its number, or twenty digits written in groups
    if all(map(str.isdigit, parts)) and len("".join(parts)) in (18, 20):
        text = "".join(parts)
    for number in dict.fromkeys(re.findall(r"\d+", text)):
        if len(number) >= 18:
            yield number
        elif row["document_type"] and len(number) >= 8:
            yield f"{number} {plain(row['counterparty'])}"


def inv03(county: County) -> set[Finding]:
    """Find invoices paid more than once, anywhere in the county, beyond what is written on them."""
    uses: dict[str, list[Row]] = defaultdict(list)
    for row in booked_once(county):
        if row["document_no"] and row["expense"] and row["document_type"] in (None, "发票", "财政票据"):
            for number in _numbers(row):
                uses[number].append(row)
    found: set[Finding] = set()
    for rows in uses.values():
        paid: dict[tuple[object, ...], Decimal] = defaultdict(Decimal)
        again: Counter[tuple[object, ...]] = Counter()
        for row in sorted(rows, key=lambda r: (r["source_file"], r["source_sheet"], r["source_row"])):
            place = row["village_code"], row["entry_date"], row["voucher_no"]
            again[*place, row["summary"]] += 1
            paid[place if row["voucher_no"] else (*place, again[*place, row["summary"]])] += row["expense"]
        total = sum(paid.values(), Decimal(0))
        faces = [row["document_amount"] for row in rows if row["document_amount"] is not None]
        too_much = total > max(faces) + CENT if faces else total not in paid.values()
        if len(paid) > 1 and too_much:
            found |= {(row["village_code"], evidence(rows), max(paid.values())) for row in rows}
    return found


def _payees(rows: list[Row]) -> dict[str, str]:
    """Bring the names of a village's payees together that share an account (not one that pays out for others)."""
    one = {plain(row["counterparty"]): plain(row["counterparty"]) for row in rows}
    holders: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        account = re.sub(r"\s", "", row["counterparty_account"] or "")
        if account and row["method"] != "代发":
            holders[account].add(plain(row["counterparty"]))
    for names in holders.values():
        if 1 < len(names) <= 3:
            merged = {one[name] for name in names}
            one = {name: min(merged) if known in merged else known for name, known in one.items()}
    return one


def _payee(names: dict[str, str], row: Row) -> str:
    return names[plain(row["counterparty"])]


def _purpose(row: Row) -> str:
    return re.sub(r"[\W\d_〇零一二三四五六七八九十百第年月日号期次季笔度]", "", row["summary"])


def _taken_back(rows: list[Row]) -> set[str]:
    """Name the entries that red ones take back, and the red ones."""
    gone: set[str] = set()
    for red in (row for row in rows if row["expense"] < 0):
        for row in sorted(rows, key=lambda r: abs(r["entry_date"] - red["entry_date"])):
            same = row["expense"] == -red["expense"] and plain(row["counterparty"]) == plain(
                red["counterparty"]
            )
            if same and row["row_id"] not in gone and abs(row["entry_date"] - red["entry_date"]) <= YEAR:
                gone |= {row["row_id"], red["row_id"]}
                break
    return gone


def pay06(county: County) -> set[Finding]:
    """Find payments to one payee, each below a line for approval and together at or above it."""
    found: set[Finding] = set()
    spent = [row for row in booked_once(county) if row["expense"] and row["counterparty"]]
    for village, rows in grouped(spent, lambda row: row["village_code"]):
        gone = _taken_back(rows)
        for _, own in grouped(rows, partial(_payee, _payees(rows))):
            months: dict[Decimal, set[tuple[int, int]]] = defaultdict(set)
            for row in own:
                months[row["expense"]].add((row["entry_date"].year, row["entry_date"].month))
            payee = plain(own[0]["counterparty"])
            person = BATCH.search(payee) is not None or re.fullmatch(r"[一-鿿]{2,4}", payee) is not None
            judged = [
                row
                for row in sorted(own, key=lambda r: (r["entry_date"], r["row_id"]))
                if row["expense"] > 0
                and row["row_id"] not in gone
                and len(months[row["expense"]]) < 3
                and not row["project_no"]
                and not row["resolution_no"]
                and not NOT_PAID.search(row["summary"])
                and not NOT_SPLIT.search(row["summary"] + (row["note"] or ""))
                and not (person and LABOUR.search(row["summary"]))
            ]
            found |= {(village, evidence(part), _sum(part)) for part in _episodes(judged)}
    return found


def _sum(rows: list[Row]) -> Decimal:
    return sum((row["expense"] for row in rows), Decimal(0))


def _episodes(rows: list[Row]) -> Iterator[list[Row]]:
    """Collect payments that stand in a window adding up to a line, and chain what is near."""
    hit: dict[str, Row] = {}
    for line in LINES:
        below = [row for row in rows if row["expense"] < line]
        for first in below:
            later = [
                r for r in below if timedelta(0) <= r["entry_date"] - first["entry_date"] <= NEAR_SAME_PURPOSE
            ]
            short = [row for row in later if row["entry_date"] - first["entry_date"] <= NEAR]
            same = [row for row in later if _purpose(row) and _purpose(row) == _purpose(first)]
            for window in (short, same):
                if len(window) > 1 and _sum(window) >= line:
                    hit |= {row["row_id"]: row for row in window}
    episode: list[Row] = []
    for row in sorted(hit.values(), key=lambda r: (r["entry_date"], r["row_id"])):
        if episode and row["entry_date"] - episode[-1]["entry_date"] > NEAR_SAME_PURPOSE:
            yield episode
            episode = []
        episode.append(row)
    if episode:
        yield episode
