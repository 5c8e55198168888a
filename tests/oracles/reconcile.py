"""Find for each bank line the entry in the books that it stands for, in the steps that the catalogue names."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import combinations

from tests.oracles.county import Row
from tests.oracles.payments import plain

NEAR, FAR, PIECES = 3, 180, 6
CARRIED = re.compile(r"上年结转|结转下年|期初|期末|本[日月季年页]?(合计|累计|小计)|承前页|过次页|转次页")
SENT_BACK = re.compile(r"冲正|冲销|退汇|退回|退款|抹账|撤销")


@dataclass(eq=False, slots=True)
class Leg:
    """One side of one line: in or out, how much, when, with whom, of which voucher and fund."""

    row: Row
    way: str
    amount: Decimal
    day: date
    party: str
    group: str | None
    fund: str | None

    def like(self, other: Leg) -> bool:
        return (self.way, self.amount) == (other.way, other.amount)

    def apart(self, other: Leg) -> int:
        return abs((self.day - other.day).days)


def legs(rows: Iterable[Row], columns: tuple[str, str], group: str, funds: dict[str, str]) -> list[Leg]:
    return [
        Leg(
            row, way, row[column], row["entry_date"], plain(row["counterparty"]), row[group],
            funds.get(row["account_no"] or "") if group == "account_no" else row["fund"],
        )
        for row in rows
        for way, column in zip(("收", "付"), columns, strict=True)
        if row[column]
    ]  # fmt: skip


def in_cash(row: Row) -> bool:
    return bool(row["account_kind"] == "现金" or (not row["account_kind"] and row["method"] == "现金"))


class Desk:
    """Bank lines and entries of one village that nothing has been found for yet."""

    def __init__(self, bank: list[Leg], books: list[Leg], cash: list[Leg]) -> None:
        self.bank, self.books, self.cash = bank, books, cash

    def clear(self, *legs: Leg) -> None:
        self.bank = [leg for leg in self.bank if leg not in legs]
        self.books = [leg for leg in self.books if leg not in legs]

    def match(self) -> list[Leg]:
        """Take the steps of the catalogue in order; returns the bank lines left over."""
        self.clear(*(leg for leg in self.books if CARRIED.search(leg.row["summary"])))
        self.one_to_one(lambda a, b: a.party == b.party != "")
        self.one_to_one(lambda a, b: self.alone(b) and a.fund is not None and a.fund == b.fund)
        self.one_to_one(lambda a, b: self.alone(b))
        self.reversals_booked()
        self.vouchers()
        self.one_to_one(lambda a, b: a.fund is not None and a.fund == b.fund)
        self.one_to_one(lambda a, b: True)
        for line in list(self.bank):
            self.sum_up(line, self.books)
        for entry in list(self.books):
            self.sum_up(entry, self.bank)
        self.sent_back()
        for pair in _pairs(self.cash, self.bank, lambda a, b: a.like(b) and a.apart(b) <= NEAR):
            self.clear(*pair)
        self.only_ones()
        return self.bank

    def alone(self, entry: Leg) -> bool:
        """Say whether an entry is the only line of its voucher of the day."""
        same = [b for b in self.books if (b.way, b.group, b.day) == (entry.way, entry.group, entry.day)]
        return not entry.group or len(same) == 1

    def one_to_one(self, fits: Callable[[Leg, Leg], bool]) -> None:
        allowed = [
            (a, b) for a in self.bank for b in self.books if a.like(b) and a.apart(b) <= NEAR and fits(a, b)
        ]
        for pair in _pairs(self.bank, self.books, lambda a, b: (a, b) in allowed):
            self.clear(*pair)

    def reversals_booked(self) -> None:
        for red in [leg for leg in self.books if leg.amount < 0]:
            black = [
                b for b in self.books if (b.way, b.amount) == (red.way, -red.amount) and b.apart(red) <= FAR
            ]
            if black:
                self.clear(red, min(black, key=red.apart))

    def vouchers(self) -> None:
        whole = [leg for leg in self.books if leg.group]
        for lines in _together(whole):
            total = sum((leg.amount for leg in lines), Decimal(0))
            near = [
                b
                for b in self.bank
                if (b.way, b.amount) == (lines[0].way, total) and b.apart(lines[0]) <= NEAR
            ]
            if len(lines) > 1 and near:
                self.clear(min(near, key=lines[0].apart), *lines)

    def sum_up(self, target: Leg, others: list[Leg]) -> None:
        near = [
            leg
            for leg in others
            if leg.way == target.way and leg.apart(target) <= NEAR and 0 < leg.amount < target.amount
        ]
        for size in range(2, PIECES + 1):
            sums = [
                part
                for part in combinations(near, size)
                if sum((leg.amount for leg in part), Decimal(0)) == target.amount
            ]
            if sums:
                self.clear(target, *min(sums, key=lambda part: sum(map(target.apart, part))))
                return

    def sent_back(self) -> None:
        back = [leg for leg in self.bank if leg.way == "收" and SENT_BACK.search(leg.row["memo"] or "")]
        out = [leg for leg in self.bank if leg.way == "付"]
        for pair in _pairs(
            out, back, lambda a, b: (a.group, a.amount) == (b.group, b.amount) and a.apart(b) <= NEAR
        ):
            self.clear(*pair)

    def only_ones(self) -> None:
        near = [(a, b) for a in self.bank for b in self.books if a.like(b) and a.apart(b) <= FAR]
        lines, entries = Counter(a for a, _ in near), Counter(b for _, b in near)
        for line, entry in near:
            if lines[line] == entries[entry] == 1:
                self.clear(line, entry)


def _together(entries: list[Leg]) -> list[list[Leg]]:
    """Bring together the lines of one voucher of one day."""
    vouchers: dict[tuple[object, ...], list[Leg]] = defaultdict(list)
    for leg in entries:
        vouchers[leg.way, leg.group, leg.day].append(leg)
    return list(vouchers.values())


def _pairs(left: list[Leg], right: list[Leg], fits: Callable[[Leg, Leg], bool]) -> list[tuple[Leg, Leg]]:
    """Pair as many as possible, the nearest among equally many: of each knot of legs every way is tried."""
    edges = [(a, b) for a in left for b in right if fits(a, b)]
    found = []
    while edges:
        knot, grown = set(edges[0]), True
        while grown:
            more = {leg for edge in edges if knot & set(edge) for leg in edge} - knot
            knot, grown = knot | more, bool(more)
        inside = [edge for edge in edges if edge[0] in knot]
        edges = [edge for edge in edges if edge[0] not in knot]
        found += _best(list(dict.fromkeys(a for a, _ in inside)), inside)
    return found


def _best(left: list[Leg], edges: list[tuple[Leg, Leg]]) -> list[tuple[Leg, Leg]]:
    """Choose among all ways to pair ``left`` along ``edges``."""

    @cache
    def ways(at: int, taken: frozenset[Leg]) -> tuple[int, int, tuple[tuple[Leg, Leg], ...]]:
        if at == len(left):
            return 0, 0, ()
        options = [ways(at + 1, taken)]
        for a, b in edges:
            if a is left[at] and b not in taken:
                pairs, near, chosen = ways(at + 1, taken | {b})
                options.append((pairs + 1, near - a.apart(b), ((a, b), *chosen)))
        return max(options, key=lambda way: way[:2])

    return list(ways(0, frozenset())[2])
